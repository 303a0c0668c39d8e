"""One mention of time, and what may be added to it: a day, a time of day, a part of the day, each once."""

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.times.civil import DAYS_PER_WEEK, one_day, shift_days
from assistant.understanding.times.days import WEEKLY, relative_day
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import MIDNIGHT, NOON

ALTERNATIVE = "alternative"
UNTIL = "until"
"""Of what is between a day and time of day and another one, all will do."""
SOONEST = "soonest"


class Mention(Struct, frozen=True, kw_only=True):
    """What words that stand together say."""

    start: int
    end: int
    days: tuple[DayRange, ...] = ()
    clocks: tuple[ClockRange, ...] = ()
    step: tuple[int, ...] = ()
    """Of the days, when they come again: see `Item.numbers`."""
    day_spans: tuple[tuple[int, int], ...] = ()
    clock_spans: tuple[tuple[int, int], ...] = ()
    window: tuple[int, int] | None = None
    """Of the part of the day that was said."""
    is_part: bool = False
    """The clocks are only those of a part of the day."""
    rules: tuple[str, ...] = ()
    excluded: bool = False
    is_free: bool = False
    """Only words that say nothing about time stand between the mention before and this one."""
    is_near: bool = False
    """As well, or the end of a sentence."""
    links: tuple[str, ...] = ()


def join(mention: Mention, other: Mention, *, loose: bool, listed: bool) -> Mention | None:
    """Return the mention with what `other` adds; None where the two cannot be one time.

    Args:
        mention: What stands first.
        other: What one item says.
        loose: An "and" stands between them: two times of day, or two days, are two.
        listed: A comma does.
    """
    days = _join_days(mention, other) or _dispute(mention, other, listed=listed) or None
    if not mention.days and not other.days:
        days = ()
    if days is None or (loose and not (mention.clocks and other.clocks and not other.is_part)):
        return None
    joined = _join_clocks(mention, other)
    if joined is None:
        return None
    clocks, is_part = joined
    window = mention.window or other.window
    return replace(
        mention,
        end=other.end,
        days=_pass_midnight(days, clocks, window, is_part=is_part),
        clocks=clocks,
        step=mention.step or other.step,
        day_spans=(*mention.day_spans, *other.day_spans),
        clock_spans=(*mention.clock_spans, *other.clock_spans),
        window=window,
        is_part=is_part,
        rules=tuple(dict.fromkeys((*mention.rules, *other.rules))),
    )


def _join_days(one: Mention, other: Mention) -> tuple[DayRange, ...] | None:
    """Return the days that both allow; None where they name different days."""
    if not one.days or not other.days:
        return one.days or other.days
    if one.days == other.days:
        return one.days
    both = tuple(
        days
        for a in one.days
        for b in other.days
        if (days := _narrow(a, b, one.step) or _narrow(b, a, other.step)) is not None
    )
    return tuple(dict.fromkeys(both)) or None


def _dispute(one: Mention, other: Mention, *, listed: bool) -> tuple[DayRange, ...]:
    """Return two days that contradict each other as readings: "tomorrow Friday", said on a Tuesday.

    Nobody but the customer knows which half is the slip. Of two weekdays, and of days in a list, each is meant; so
    nothing is returned.
    """
    if one.excluded or one.links:
        return ()
    is_relative = [relative_day.name in mention.rules for mention in (one, other)]
    days = (*one.days, *other.days)
    if is_relative.count(True) != 1 or len(days) != 2 or not all(day.is_one_day for day in days):  # noqa: PLR2004 - a day each
        return ()
    told, named = days if is_relative[0] else days[::-1]
    step = other.step if is_relative[0] else one.step
    if step == WEEKLY and told.first and named.first and told.first.weekday() == named.first.weekday():
        return (told,)
    return () if listed else days


def _narrow(day: DayRange, within: DayRange, step: tuple[int, ...]) -> DayRange | None:
    """Return `day`, or the weekday it names, where it lies in `within`; two open ranges make a closed one."""
    first, last = day.first, day.last
    if first and last is None and within.first is None and within.last and within.last >= first:
        return DayRange(first=first, last=within.last)
    if first is None or last is None or within.first is None or within.last is None:
        return None
    if step == WEEKLY and first == last and first < within.first <= within.last:
        first = last = shift_days(first, (within.first - first).days + (first - within.first).days % DAYS_PER_WEEK)
    return DayRange(first=first, last=last) if within.first <= first and last <= within.last else None


def _join_clocks(one: Mention, other: Mention) -> tuple[tuple[ClockRange, ...], bool] | None:
    """Return the times of day that both allow, and whether they are only a part's; None where they contradict."""
    if not one.clocks or not other.clocks:
        return one.clocks or other.clocks, one.is_part or other.is_part
    if one.is_part and other.is_part:
        return _meet_parts(one, other)
    if one.is_part or other.is_part:
        part, exact = (one, other) if one.is_part else (other, one)
        return _choose(exact.clocks, part), False
    both = [c for a in one.clocks for b in other.clocks if (c := _meet(a, b)) is not None]
    near = [c for c in both if (c.end or 0) - (c.start or 0) < NOON] or both
    return (tuple(dict.fromkeys(near)), False) if near else None


def _meet_parts(one: Mention, other: Mention) -> tuple[tuple[ClockRange, ...], bool] | None:
    """Return what two parts of the day share, where they do: first thing in the morning."""
    both = one.clocks[0].intersect(other.clocks[0])
    return ((both,), True) if both else None


def _choose(clocks: tuple[ClockRange, ...], part: Mention) -> tuple[ClockRange, ...]:
    """Return the readings that start within a part of the day, or all where none does. Open ends are the part's."""
    low, high = part.window or (0, MIDNIGHT)
    fitting = tuple(c for c in clocks if _falls_within(c, low, high)) or clocks
    return tuple(_close(c, part.clocks[0]) for c in fitting)


def _falls_within(clock: ClockRange, low: int, high: int) -> bool:
    minute = clock.start if clock.start is not None else clock.end or 0
    return low <= minute < high or low <= minute + MIDNIGHT < high


def _close(clock: ClockRange, part: ClockRange) -> ClockRange:
    """Return an open range closed by the part of the day: "in the morning after 9" ends with the morning."""
    start = part.start if clock.start is None else clock.start
    end = part.end if clock.end is None else clock.end
    if start is not None and end is not None and start > end:
        return clock
    return replace(clock, start=start, end=end)


def _meet(one: ClockRange, other: ClockRange) -> ClockRange | None:
    """Return the one time of day that both mean, or the range of two open ones."""
    if one == other:
        return one
    if one.start is None or other.end is None:
        one, other = other, one
    if one.start is None or one.end is not None or other.start is not None or other.end is None:
        return None
    return ClockRange(start=one.start, end=other.end) if one.start < other.end else None


def _pass_midnight(
    days: tuple[DayRange, ...], clocks: tuple[ClockRange, ...], window: tuple[int, int] | None, *, is_part: bool
) -> tuple[DayRange, ...]:
    """Return the days one later where "tonight" or "night" goes with a time after midnight: 12 tonight."""
    if is_part or window is None or window[1] <= MIDNIGHT:
        return days
    late = window[1] - MIDNIGHT
    if not clocks or not all(c.is_point and c.start is not None and c.start < late for c in clocks):
        return days
    return tuple(one_day(shift_days(d.first, 1)) if d.is_one_day and d.first else d for d in days)
