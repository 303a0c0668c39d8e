"""Keep what was not said as it is while a booking is moved: its time of day, its day, its week."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import civil_day
from assistant.booking.wanted import Without
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.timing.anchors import place_weekday
from assistant.dialogue.timing.times import wish_for
from assistant.understanding.times.model import ClockRange, DayRange


def complete(wish: TimeWish, booking: Booking, facts: Facts, *, changes_else: bool) -> TimeWish:
    """Return the wish with what was not said as it is now.

    "Make it 4" is that day, "to Friday" that time of day, "with Ben instead" both. A weekday is the one of the
    booking's own week.

    Args:
        wish: What the customer said.
        booking: The one that is to be moved.
        facts: The shop and the present.
        changes_else: Whether somebody else, or something else of it, is wanted.
    """
    now = wish_for(booking.starts_at, facts.shop)
    if wish.is_empty and wish.direction is None and changes_else:
        return replace(now, without=wish.without)
    if not wish.days:
        return replace(wish, days=now.days) if wish.clocks else wish
    wish = _keep_week(wish, booking, facts)
    # "Move it to Tuesday", where it is on that Tuesday, asks for another time of that day.
    is_elsewhere = changes_else or wish.days != now.days
    says_when = wish.clocks or wish.is_outermost or wish.direction
    if says_when or not is_elsewhere or not _takes_place(wish.days, booking, facts):
        return wish
    if any(_rules_out(one, day, now.clocks[0]) for one in wish.without for day in wish.days):
        return wish
    either = tuple(other if other.clocks else replace(other, clocks=now.clocks) for other in wish.either)
    return replace(wish, clocks=now.clocks, either=either)


def _keep_week(wish: TimeWish, booking: Booking, facts: Facts) -> TimeWish:
    """Return the wish with the weekday of the booking's own week, where the day was said as a weekday and can come.

    Of a booking alone the same weekday of another week may be the nearer one: then both are readings of it.
    """
    said = wish.days[0].first
    if not (wish.is_weekday and len(wish.days) == 1 and said):
        return wish
    either = tuple(_place_alternative(other, booking, facts) for other in wish.either)
    return replace(wish, days=_place_weekday(said.weekday(), booking, facts) or wish.days, either=either)


def _place_alternative(other: TimeWish, booking: Booking, facts: Facts) -> TimeWish:
    said = other.days[0].first if len(other.days) == 1 else None
    if said is None or not other.is_weekday:
        return other
    return replace(other, days=_place_weekday(said.weekday(), booking, facts)[:1] or other.days)


def _place_weekday(number: int, booking: Booking, facts: Facts) -> tuple[DayRange, ...]:
    day = civil_day(booking.starts_at, facts.shop.location.zone)
    return place_weekday(number, day, facts.today, is_in_its_week=booking.series is not None)


def _rules_out(without: Without, day: DayRange, clock: ClockRange) -> bool:
    return without.contains(day.first, clock.start or 0) if day.first else False


def _takes_place(days: tuple[DayRange, ...], booking: Booking, facts: Facts) -> bool:
    """Return whether each reading is one day, and one on which a class has its session at the booking's time."""
    if not all(day.is_one_day for day in days):
        return False
    service = facts.shop.find_service(booking.service_id)
    civil = booking.starts_at.astimezone(facts.shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    return not service.is_class or all(minute in service.timetable[day.first.weekday()] for day in days if day.first)
