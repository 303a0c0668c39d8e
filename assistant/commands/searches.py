"""Days, hours and searches, in words for an explanation."""

from collections.abc import Iterator

from assistant.booking.bookings import TimeSlot
from assistant.booking.wanted import Offers, Stretch, Wanted, Without
from assistant.dialogue.facts import Facts
from assistant.responses.formats import Formats
from assistant.understanding.times.model import ClockRange, DayRange


def describe_search(wanted: Wanted, offers: Offers, facts: Facts) -> Iterator[str]:
    """Yield the days and hours that a search looks in, line by line, and what it finds there."""
    for place, stretch in enumerate(wanted.stretches):
        yield f"{'         ' if place else 'searches '}{_write_stretch(stretch, facts)}"
    yield from (f"         but not {_write_stretch(one, facts)}" for one in wanted.without)
    people = [facts.shop.find_resource(one).name for one in wanted.without_resource_ids]
    if people:
        yield f"         but not with {', '.join(people)}"
    yield from _describe_limits(wanted, facts)
    if offers.refusal:
        yield f"refused  {offers.refusal.rule}"
    for place, slot in enumerate(offers.exact or offers.time_slots):
        yield f"{'         ' if place else 'finds    '}{_write_slot(slot, facts)}"
    if not (offers.exact or offers.time_slots):
        yield "finds    nothing"


def _describe_limits(wanted: Wanted, facts: Facts) -> Iterator[str]:
    formats = Formats(facts.shop, facts.now)
    for word, instant in (("after", wanted.after), ("before", wanted.before)):
        if instant:
            yield f"         {word} {formats.day(formats.civil_day(instant))} at {formats.clock(instant)}"
    if wanted.excluding:
        yield f"         but not the {len(wanted.excluding)} that were shown"


def _write_stretch(stretch: Stretch, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    parts = []
    if isinstance(stretch, Without) and stretch.weekdays:
        parts.append(" or ".join(formats.texts["date"]["weekdays"][day] for day in stretch.weekdays))
    if stretch.first_day or stretch.last_day:
        parts.append(write_day(DayRange(first=stretch.first_day, last=stretch.last_day), facts))
    if stretch.first_minute is not None or stretch.last_minute is not None:
        parts.append(write_clock(ClockRange(start=stretch.first_minute, end=stretch.last_minute), facts))
    return ", ".join(parts) or "any day, any time"


def _write_slot(slot: TimeSlot, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    who = ", ".join(dict.fromkeys(facts.shop.find_resource(a.resource_id).name for a in slot.assignments))
    return f"{formats.day(formats.civil_day(slot.starts_at))} at {formats.clock(slot.starts_at)}: {who}"


def write_day(day: DayRange, facts: Facts) -> str:
    """Return a day, or "Tuesday 24 November to Friday 27 November"."""
    formats = Formats(facts.shop, facts.now)
    first, last = (formats.day(d) if d else "" for d in (day.first, day.last))
    return first if day.is_one_day else _write_range(first, last)


def write_clock(clock: ClockRange, facts: Facts) -> str:
    """Return a time of day, or "9am to 5pm"."""
    formats = Formats(facts.shop, facts.now)
    start, end = ("" if m is None else formats.minute(m) for m in (clock.start, clock.end))
    return ("about " if clock.about else "") + (start if clock.is_point else _write_range(start, end))


def _write_range(start: str, end: str) -> str:
    """Return "9am to 5pm", "from 9am on" or "until 5pm"."""
    if not end:
        return f"from {start} on"
    return f"{start} to {end}" if start else f"until {end}"
