"""What a customer wants of the diary, and what the diary can offer."""

from dataclasses import dataclass
from datetime import date, datetime

from assistant.booking.model import Refusal, TimeSlot

OFFERED_TIME_SLOTS_MAX = 4
"""How many times one reply offers: more than four do not fit a telephone's screen, or a mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A wish for a time, as definite as the customer made it. Civil values are meant in the location's zone."""

    service_id: int
    resource_id: int | None = None
    """The person asked for; None is anybody who does the service."""
    party_size: int = 1
    first_day: date | None = None
    last_day: date | None = None
    """Both included; None is open: from today, to the horizon."""
    first_minute: int | None = None
    last_minute: int | None = None
    """Earliest and latest start, in minutes after civil midnight; None is open. Equal: one time of day."""
    about: bool = False
    """Whether "around 3" was said, so that times near it are as good."""
    after: datetime | None = None
    before: datetime | None = None
    """Only starts after, or before, this instant: "anything later?"."""
    excluding: tuple[datetime, ...] = ()
    """Starts that were shown and not wanted."""
    ignoring_booking: int | None = None
    """The booking that would move: its own time counts as free."""

    @property
    def is_point(self) -> bool:
        """Whether one time on one day is meant."""
        one_day = self.first_day is not None and self.first_day == self.last_day
        return one_day and self.is_one_time

    @property
    def is_one_time(self) -> bool:
        """Whether one time of day is meant."""
        return self.first_minute is not None and self.first_minute == self.last_minute

    @property
    def is_open(self) -> bool:
        """Whether nothing was said about time."""
        return (self.first_day, self.last_day, self.first_minute, self.last_minute) == (None, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What is free, near what was wanted."""

    wanted: Wanted
    exact: tuple[TimeSlot, ...] = ()
    """The wanted point itself: one, or two where the clocks show it twice that day."""
    refusal: Refusal | None = None
    """Why the wanted point, or all of the wanted time, cannot be had."""
    time_slots: tuple[TimeSlot, ...] = ()
    """What to offer, in order of time: within what was wanted, or the nearest to it where there is a refusal."""
