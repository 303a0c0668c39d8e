"""What mentions of one message lend each other: the day of alternatives, the ends of a stay, a time of day."""

from msgspec.structs import replace

from assistant.understanding.times.civil import one_day, shift_days
from assistant.understanding.times.days import WEEKLY
from assistant.understanding.times.mention import ALTERNATIVE, SOONEST, UNTIL, Mention
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import MIDNIGHT
from assistant.understanding.times.ranges import leaving_day, move_behind


def span_days(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with "from Saturday 10am to Sunday 2pm" told as what will do of each day."""
    out: list[Mention] = []
    for mention in mentions:
        if out and UNTIL in mention.links and (parts := _span(out[-1], mention)):
            out[-1:] = parts
        else:
            out.append(replace(mention, links=tuple(link for link in mention.links if link != UNTIL)))
    return out


def _span(one: Mention, other: Mention) -> list[Mention]:
    """Return from when the first day will do, the days between, and until when the last will; nothing where unclear."""
    if not (len(one.days) == len(one.clocks) == len(other.days) == len(other.clocks) == 1) or one.is_part:
        return []
    (start, end), (opens, closes) = (one.days[0].first, other.days[0].first), (one.clocks[0], other.clocks[0])
    if start is None or end is None or not (opens.start is not None and closes.is_point):
        return []
    if other.step == WEEKLY:
        end = move_behind(end, start, WEEKLY) or end
    if start >= end:
        return []
    between = DayRange(first=shift_days(start, 1), last=shift_days(end, -1))
    parts = [replace(one, days=(one_day(start),), clocks=(replace(opens, end=None),))]
    if start < shift_days(end, -1):
        parts.append(replace(other, days=(between,), clocks=(), clock_spans=(), links=(ALTERNATIVE,)))
    last = replace(closes, start=None)
    return [*parts, replace(other, days=(one_day(end),), clocks=(last,), links=(ALTERNATIVE,))]


def share(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with what alternatives have in common: "Tuesday at 3 or 4", "3 or 4 tomorrow".

    A time of day that was lent to the days before is so with its alternatives: "Tuesday or Thursday at 3 or 4".
    """
    lent = list(mentions)
    for index in range(len(lent) - 1, 0, -1):
        lent[index - 1] = _lend_back(lent[index - 1], lent[index])
    out: list[Mention] = []
    days: list[tuple[DayRange, ...]] = []
    for index, mention in enumerate(lent):
        if ALTERNATIVE in mention.links and days and mention.clocks and not mention.days:
            out += [replace(mention, days=one) for one in reversed(days)]
            continue
        is_joined = ALTERNATIVE in mention.links and lent[index - 1].clocks != mentions[index - 1].clocks
        days = [*(days if is_joined else ()), *([mention.days] if mention.days else ())]
        out.append(mention)
    return out


def _lend_back(one: Mention, other: Mention) -> Mention:
    """Return a mention with the day, or the time of day, that only the alternative after it says."""
    if ALTERNATIVE not in other.links or not other.days or not other.clocks:
        return one
    if one.clocks and not one.days:
        return replace(one, days=other.days)
    return replace(one, clocks=other.clocks) if one.days and not one.clocks else one


def complete(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with a day and a time of day that only other words part made one: Friday with Ana at 3."""
    out: list[Mention] = []
    for mention in mentions:
        if out and not mention.excluded and (days := _find_stay(out[-1], mention)):
            out[-1] = _stay(out[-1], mention, days)
        elif out and mention.is_free and not mention.links and not mention.excluded and _are_halves(out[-1], mention):
            out[-1] = _complete(out[-1], mention, out[-1].clocks or mention.clocks)
        elif out and mention.is_near and (clocks := _find_hour(out[-1], mention)):
            out[-1] = _complete(out[-1], mention, clocks)
        else:
            out.append(mention)
    return out


def _complete(one: Mention, other: Mention, clocks: tuple[ClockRange, ...]) -> Mention:
    return replace(
        one,
        end=other.end,
        days=one.days or other.days,
        clocks=clocks,
        day_spans=(*one.day_spans, *other.day_spans),
        clock_spans=(*one.clock_spans, *other.clock_spans),
        rules=(*one.rules, *other.rules, "completes"),
    )


def _find_hour(one: Mention, other: Mention) -> tuple[ClockRange, ...]:
    """Return the time of day that lies in the part of a day beside it: "Friday morning works, 10am is best".

    None where it is of another part, another day, or one of several: "Friday morning is full. 3pm?".
    """
    if one.excluded or other.excluded or one.links or other.links:
        return ()
    part, hour = (one, other) if one.is_part else (other, one)
    if not (part.is_part and part.days and part.clocks) or hour.is_part or hour.days:
        return ()
    (span,) = part.clocks[:1]
    low, high = span.start or 0, MIDNIGHT if span.end is None else span.end
    return tuple(clock for clock in hour.clocks if clock.is_point and low <= (clock.start or 0) <= high)


def _find_stay(one: Mention, other: Mention) -> DayRange | None:
    """Return the days from one day to the one until which it goes: in from the 10th ... and leaving on the 12th."""
    if len(one.days) != 1 or len(other.days) != 1 or one.excluded or one.links or one.clocks or other.clocks:
        return None
    if _ends_stay(one):  # leaving on the 12th, arriving on the 10th
        one, other = other, one
    start, end = one.days[0], other.days[0]
    if not _ends_stay(other) or _ends_stay(one) or not start.is_one_day or start.first is None or end.last is None:
        return None
    last = move_behind(end.last, start.first, other.step)
    return DayRange(first=start.first, last=last) if last else None


def _ends_stay(mention: Mention) -> bool:
    """Return whether a day is one until which something goes, or on which somebody leaves."""
    return (mention.days[0].first is None and mention.days[0].last is not None) or leaving_day.name in mention.rules


def _stay(one: Mention, other: Mention, days: DayRange) -> Mention:
    return replace(
        one,
        end=other.end,
        days=(days,),
        day_spans=(*one.day_spans, *other.day_spans),
        rules=(*one.rules, *other.rules, "stay"),
    )


def _are_halves(one: Mention, other: Mention) -> bool:
    """Return whether one mention has only days and the other only times of day, or one is just "the earliest"."""
    if one.excluded or one.links:
        return False
    if one.rules == (SOONEST,):
        return True
    halves = {(bool(m.days), bool(m.clocks)) for m in (one, other)}
    return halves == {(True, False), (False, True)}
