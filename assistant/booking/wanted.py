"""What a customer wants of the diary, and what the diary can offer."""

from datetime import date, datetime

from msgspec import Struct

from assistant.booking.bookings import Refusal, TimeSlot
from assistant.booking.model import MINUTES_PER_DAY

OFFERED_TIME_SLOTS_MAX = 4
"""How many times one reply offers: more than four do not fit a telephone's screen, or a mind."""


class Stretch(Struct, frozen=True, kw_only=True):
    """Days, and hours of these days. Civil values are meant in the location's zone."""

    first_day: date | None = None
    last_day: date | None = None
    """Both included; None is open: from today, to the horizon."""
    first_minute: int | None = None
    last_minute: int | None = None
    """Earliest and latest start, in minutes after civil midnight; None is open. Equal: one time of day."""

    @property
    def is_one_day(self) -> bool:
        """Whether one day is meant."""
        return self.first_day is not None and self.first_day == self.last_day

    @property
    def is_one_time(self) -> bool:
        """Whether one time of day is meant."""
        return self.first_minute is not None and self.first_minute == self.last_minute

    def contains(self, day: date, minute: int) -> bool:
        """Return whether a start on that day, at that minute, lies within."""
        last_minute = MINUTES_PER_DAY if self.last_minute is None else self.last_minute
        on_day = (self.first_day or date.min) <= day <= (self.last_day or date.max)
        return on_day and (self.first_minute or 0) <= minute <= last_minute


class Without(Stretch, frozen=True, kw_only=True):
    """Days, and hours of these days, that are not wanted."""

    weekdays: tuple[int, ...] = ()
    """Of every week, Monday 0; the days themselves are open then."""

    def contains(self, day: date, minute: int) -> bool:
        """Return whether a start on that day, at that minute, is not wanted."""
        return (not self.weekdays or day.weekday() in self.weekdays) and super().contains(day, minute)


class Wanted(Stretch, frozen=True, kw_only=True):
    """A wish for a time, as definite as the customer made it."""

    service_id: int
    resource_id: int | None = None
    """The person asked for; None is anybody who does the service."""
    without_resource_ids: tuple[int, ...] = ()
    """The people who are not wanted."""
    party_size: int = 1
    without: tuple[Without, ...] = ()
    """Days and hours that are not wanted: they are never offered."""
    either: tuple[Stretch, ...] = ()
    """Other times that would do as well: "Tuesday at 3, or Wednesday"."""
    about: bool = False
    """Whether "around 3" was said, so that times near it are as good."""
    soonest: bool = False
    """As early as possible: one time is offered."""
    latest: bool = False
    """As late as possible on the day: one time is offered, where it is one day."""
    after: datetime | None = None
    before: datetime | None = None
    """Only starts after, or before, this instant: "anything later?"."""
    excluding: tuple[datetime, ...] = ()
    """Starts that were shown and not wanted."""
    returns: bool = False
    """Whether these are offered all the same where nothing else is left of a day or time that was named since."""
    then: tuple[int, ...] = ()
    """Services that are to follow at once, in this order."""
    ignoring_bookings: tuple[int, ...] = ()
    """The bookings that would move or be let go: their own time counts as free."""
    moving_from: datetime | None = None
    """The start that would be no move: the booking's own, with the same person."""

    @property
    def is_point(self) -> bool:
        """Whether one time on one day is meant."""
        return self.is_one_day and self.is_one_time and not self.either

    @property
    def is_open(self) -> bool:
        """Whether nothing was said about time."""
        return (self.first_day, self.last_day, self.first_minute, self.last_minute) == (None, None, None, None)

    @property
    def looks_further(self) -> bool:
        """Whether other times are wanted than those that were shown."""
        return bool(self.after or self.before or (self.excluding and not self.returns))

    @property
    def leaves_out(self) -> bool:
        """Whether anything or anybody is ruled out."""
        return bool(self.without or self.without_resource_ids)

    def excludes(self, day: date, minute: int) -> bool:
        """Return whether a start on that day, at that minute, is ruled out."""
        return any(one.contains(day, minute) for one in self.without)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Everything that would do."""
        return (self, *self.either)


class Offers(Struct, frozen=True, kw_only=True):
    """What is free, near what was wanted."""

    wanted: Wanted
    exact: tuple[TimeSlot, ...] = ()
    """The wanted point itself: one, or two where the clocks show it twice that day."""
    refusal: Refusal | None = None
    """Why the wanted point, or all of the wanted time, cannot be had."""
    time_slots: tuple[TimeSlot, ...] = ()
    """What to offer, in order of time: within what was wanted, or the nearest to it where that cannot be had."""
    is_left_out: bool = False
    """Whether the wanted time is free, and only what the customer has ruled out keeps them from it."""
    is_beyond: bool = False
    """Whether `time_slots` lie outside of what was wanted."""
