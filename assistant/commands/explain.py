"""`explain`: which rule read which words, and what came of it."""

from datetime import datetime, timedelta

from assistant.clock import SystemClock
from assistant.commands.session import need_business_id, open_database, prepare, say
from assistant.dialogue.context import build_context
from assistant.dialogue.readings import Unclear, settle
from assistant.dialogue.state import DialogueState, TimeWish
from assistant.dialogue.track import Facts
from assistant.responses.formats import Formats
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.understanding.model import Understanding
from assistant.understanding.recognizer import understand
from assistant.understanding.times.model import ClockRange, DayRange, When

ANY_HORIZON = timedelta(days=366)


async def show_explanation(text: str, slug: str | None, now: datetime | None = None) -> None:
    """Print what the assistant understands of a message, as if it came first in a conversation."""
    settings = prepare(quiet=True)
    async with open_database(settings), open_unit_of_work() as work:
        shop = await work.find_shop(await need_business_id(settings, slug))
    facts = Facts(shop=shop, now=now or SystemClock().now(), turn=1)
    heard = understand(text, build_context(DialogueState(), facts))
    for line in [*_describe(heard, facts), *_describe_times(heard, facts)] or ["Nothing was understood."]:
        say(line)


def _describe(heard: Understanding, facts: Facts) -> list[str]:
    found = {
        "intents": ", ".join(heard.intents),
        "acts": ", ".join(heard.acts),
        "service": " or ".join(facts.shop.find_service(s).name for s in heard.service_ids),
        "person": " or ".join(facts.shop.find_resource(p).name for p in heard.person_ids),
        "party": heard.party_size and str(heard.party_size),
        "name": heard.name,
        "phone": heard.phone,
        "code": heard.code,
    }
    lines = [f"{name:<9}{value}" for name, value in found.items() if value]
    return [*lines, *(f"rule     {line}" for line in heard.trace)]


def _describe_times(heard: Understanding, facts: Facts) -> list[str]:
    lines = []
    for when in heard.times:
        lines.append(f'time     "{heard.text[when.start : when.end]}"  by {", ".join(when.rules)}')
        lines += [f"         reads as {reading}" for reading in _list_readings(when, facts)]
        lines.append(f"         the shop takes it as {_settle(when, facts)}")
    return lines


def _list_readings(when: When, facts: Facts) -> list[str]:
    days = [_day(d, facts) for d in when.days]
    clocks = [_clock(c, facts) for c in when.clocks]
    return [*([" or ".join(days)] if days else []), *([" or ".join(clocks)] if clocks else [])]


def _settle(when: When, facts: Facts) -> str:
    wish = TimeWish(days=when.days, clocks=when.clocks)
    settled = settle(wish, shop=facts.shop, now=facts.now, horizon=ANY_HORIZON)
    if isinstance(settled, Unclear):
        parts = [*(_day(d, facts) for d in settled.days), *(_clock(c, facts) for c in settled.clocks)]
        return f"unclear, and asks: {' or '.join(parts)}?"
    parts = [
        *([_day(settled.day, facts)] if settled.day else []),
        *([_clock(settled.clock, facts)] if settled.clock else []),
    ]
    return ", ".join(parts) or "no time at all"


def _day(day: DayRange, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    first, last = (formats.day(d) if d else "" for d in (day.first, day.last))
    return first if day.is_one_day else _write_range(first, last)


def _clock(clock: ClockRange, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    start, end = ("" if m is None else formats.minute(m) for m in (clock.start, clock.end))
    return ("about " if clock.about else "") + (start if clock.is_point else _write_range(start, end))


def _write_range(start: str, end: str) -> str:
    """Return "9am to 5pm", "from 9am on" or "until 5pm"."""
    if not end:
        return f"from {start} on"
    return f"{start} to {end}" if start else f"until {end}"
