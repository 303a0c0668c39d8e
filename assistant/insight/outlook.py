"""The nouns of an outlook: the coming weeks of a shop, day by day."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from assistant.insight.capacity import DayCapacity
from assistant.insight.model import DailyCounts, DayForecast, Forecast, TooEarly


class PartKind(StrEnum):
    """By what the bookings of a day are told apart."""

    HOURS = "hours"
    SERVICE = "service"
    RESOURCE = "resource"


class DayOutlook(Struct, frozen=True, kw_only=True):
    """What one day will be like."""

    day: date
    share: float
    """How long something can be booked, against what is usual on that weekday: 0 is closed."""
    reason: str
    """Why its hours are special, in the shop's words; often nothing."""
    booked: int
    """How many bookings it has already."""
    forecast: DayForecast | None
    """How many it is expected to have in the end, no fewer than are booked; None while that cannot be said."""
    capacity: DayCapacity | None
    """How many fit in; None where no booking has shown yet how long one takes."""
    load: float | None
    """Which share of the time that can be booked is expected to be taken, no less than is taken already."""

    @property
    def is_open(self) -> bool:
        """Whether anything can be booked on it."""
        return self.share > 0


class Part(Struct, frozen=True, kw_only=True):
    """The bookings of one part of the day, of one service, or with one resource."""

    kind: PartKind
    name: str
    days: tuple[DayForecast, ...]
    """Empty while it is too early to say."""


class Outlook(Struct, frozen=True, kw_only=True):
    """The coming weeks of a shop."""

    shop_name: str
    today: date
    """The first of `days`, in the shop's zone. It is not over: what is known ends the day before."""
    history: DailyCounts
    """Up to yesterday, from the first booking on; its shares reach to the last of `days`."""
    forecast: Forecast | TooEarly
    """As it was made: what is booked already is not in it."""
    days: tuple[DayOutlook, ...]
    parts: tuple[Part, ...] = ()
    """Parts of the day, and services, add up to what is expected of the day; resources do not."""
