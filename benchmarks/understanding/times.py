"""`time.jsonl`: what a text says about time, settled as the dialogue settles it."""

from datetime import date, timedelta
from itertools import product

from assistant.dialogue.context import build_context
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Settled, Unclear, settle
from assistant.dialogue.timing.times import track_times
from assistant.understanding.recognizer import understand
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import EDGES, PARTS
from benchmarks.understanding.scorers import Row
from benchmarks.understanding.shop import HORIZON, make_facts, make_shop

AMERICAN = make_shop("en-US")
BRITISH = make_shop("en-GB")
BRITISH_SOURCES = ("nlupp",)
"""Whose customers write as in Britain; the others' texts are American."""
MINUTES_PER_DAY = 24 * 60
LAST_MINUTE = MINUTES_PER_DAY - 1
DAYPARTS = {name: name for name in ("morning", "afternoon", "evening", "night")} | {"tonight": "evening"}
"""Our names for parts of the day, and the set's."""


def predict(row: Row) -> Row:
    """Return the prediction for a row: candidates, the settled one first, and whether the customer would be asked."""
    shop = BRITISH if row["source"].startswith(BRITISH_SOURCES) else AMERICAN
    facts = make_facts(shop, row["now"])
    state = DialogueState(task=Task.BOOK)
    heard = understand(row["text"], build_context(state, facts))
    wish = track_times(state, heard, facts).wish
    settled = settle_wish(wish, facts)
    candidates = [] if settled is None else list_candidates(settled, wish)
    others = (describe(day, clock) for day, clock in product(wish.days or (None,), wish.clocks or (None,)))
    candidates += [other for other in others if other and other not in candidates]
    if not candidates and len(heard.lengths) == 1:
        candidates = [{"kind": "duration", "seconds": heard.lengths[0].minutes * 60}]
    # What only says how long books nothing: the customer is asked when.
    return {"id": row["id"], "pred": candidates or None, "asks": settled is None or isinstance(settled, Unclear)}


def settle_wish(wish: TimeWish, facts: Facts) -> Settled | Unclear | None:
    """Return what a wish means at the shop of the sets; None where it says nothing."""
    if wish.is_empty:
        return None
    return settle(wish, shop=facts.shop, now=facts.now, horizon=HORIZON)


def list_candidates(settled: Settled | Unclear, wish: TimeWish) -> list[Row]:
    """Return what is meant, in the form of the set; of what is unclear, each reading, with what else was said."""
    if isinstance(settled, Settled):
        if span := describe_span(settled):
            return [span]
        readings = [(settled.day, settled.clock)]
    else:
        readings = list(product(settled.days or wish.days or (None,), settled.clocks or wish.clocks or (None,)))
    return [told for day, clock in readings if (told := describe(day, clock))]


def describe_span(settled: Settled) -> Row | None:
    """Return "from Saturday 10am to Sunday 2pm", of which the product keeps what will do of each day, as one range."""
    last = settled.either[-1] if settled.either else None
    if not (last and settled.day and settled.clock and last.day and last.clock):
        return None
    if settled.clock.end is not None or last.clock.start is not None or not settled.day.is_one_day:
        return None
    start, end = (
        _write_both(settled.day.first, settled.clock.start, None),
        _write_both(last.day.last, last.clock.end, None),
    )
    return {"kind": "datetime_range", "start": start, "end": end}


def describe(day: DayRange | None, clock: ClockRange | None) -> Row | None:
    """Return a time in the form of the set."""
    if day is None and clock is None:
        return None
    if clock is None:
        assert day is not None  # noqa: S101 - said for the type checker
        if day.is_one_day:
            return {"kind": "date", "start": _write_day(day.first), "end": None}
        return {"kind": "date_range", "start": _write_day(day.first), "end": _write_day(day.last)}
    if day is None:
        kind = "time" if clock.is_point else "time_range"
        told = {"kind": kind, "start": _write_minute(clock.start), "end": _write_minute(clock.end)}
        return told | describe_part(clock)
    kind = "datetime" if clock.is_point and day.is_one_day else "datetime_range"
    start = _write_both(day.first, clock.start, None if day.is_one_day else 0)
    end = None if kind == "datetime" else _write_both(day.last, clock.end, None if day.is_one_day else LAST_MINUTE)
    return {"kind": kind, "start": start, "end": end} | describe_part(clock)


def describe_part(clock: ClockRange) -> Row:
    """Return the part of the day that was named, by the name that the set gives it; nothing where it was none."""
    found = next((part.name for part in PARTS if part.clock == clock), "")
    name = next((name for (name, _), edge in EDGES.items() if edge == found), found)
    return {"daypart": DAYPARTS[name]} if name in DAYPARTS else {}


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _write_minute(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60 % 24:02}:{minute % 60:02}"


def _write_both(day: date | None, minute: int | None, otherwise: int | None) -> str | None:
    minute = otherwise if minute is None else minute
    if day is None or minute is None:
        return None
    days, minute = divmod(minute, MINUTES_PER_DAY)
    return f"{day + timedelta(days=days)}T{_write_minute(minute)}"
