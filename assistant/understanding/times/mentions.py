"""From items to mentions: a day, a time of day and a part of the day that stand together are one time."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.times.civil import DAYS_PER_WEEK, one_day, shift_days
from assistant.understanding.times.days import WEEKLY
from assistant.understanding.times.items import Frame, Item, Kind
from assistant.understanding.times.model import ClockRange, DayRange, When
from assistant.understanding.times.parts import MIDNIGHT, NOON
from assistant.understanding.times.ranges import leaving_day, move_behind

IMPOSSIBLE_DATE = "impossible_date"
IMPOSSIBLE_TIME = "impossible_time"
ALTERNATIVE = "alternative"
CORRECTION = "correction"
UNTIL = "until"
"""Of what is between a day and time of day and another one, all will do."""
SOONEST = "soonest"
_ONLY_NIGHT = ("night",)
"""Said alone, "night" tells a story ("it was an off night") or says goodbye."""
_GAP_WORDS_MAX = 8
"""So many words may part a day from its time of day: "Friday with Ana if she is in at 3"."""

_COMPONENTS = frozenset({Kind.DAY, Kind.CLOCK, Kind.PART, Kind.MOMENT, Kind.IMPOSSIBLE, Kind.SOONEST})
_JOINS = frozenset(
    {Kind.ON, Kind.AT, Kind.IN, Kind.FOR, Kind.THE, Kind.OF, Kind.COMMA, Kind.DASH, Kind.FILLER, Kind.NOTHING, Kind.AND,
     Kind.ABOUT, Kind.A, Kind.WHICH, Kind.BY, Kind.REPEATS, Kind.TIMES, Kind.LENGTH,
     Kind.OCLOCK}
)  # fmt: skip
"""What may stand between the components of one time."""
_BARRIERS = frozenset({Kind.STOP, Kind.TO, Kind.FROM, Kind.NOT, Kind.CORRECTION, Kind.OR, Kind.ALTERNATIVE, Kind.AND})
"""What parts two times for good, however near they stand."""


class _Mention(Struct, frozen=True, kw_only=True):
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
    links: tuple[str, ...] = ()


class _Gap(Struct):
    """What stands between two components."""

    broken: bool = True
    barred: bool = False
    loose: bool = False
    words: int = 0
    negated: bool = False
    comma: bool = False
    link: str = ""

    def pass_by(self, item: Item) -> None:
        """Take note of an item that is no component."""
        kind = item.kind
        self.loose = self.loose or kind is Kind.AND
        self.comma = self.comma or kind is Kind.COMMA
        self.barred = self.barred or kind in _BARRIERS
        self.broken = self.broken or kind not in _JOINS
        if kind is Kind.OTHER:
            self.words += item.number
            self.negated = False
        elif kind is Kind.NOT:
            self.negated = True
        elif kind in (Kind.OR, Kind.ALTERNATIVE):
            self.link = ALTERNATIVE
        elif kind is Kind.CORRECTION:
            self.link = CORRECTION
        elif kind in (Kind.TO, Kind.DASH, Kind.UNTIL):
            self.link = UNTIL
        elif kind is Kind.STOP:
            self.negated = False


def read_mentions(items: Sequence[Item], frame: Frame) -> tuple[list[When], list[When]]:
    """Return the times that are wanted, and those that are ruled out ("not Friday"), in the order of the text."""
    mentions = _collect(items)
    if not frame.expecting:
        mentions = [mention for mention in mentions if mention.rules != _ONLY_NIGHT]
    shared = _share(mentions)
    mentions = _complete(shared if frame.moving else _span_days(shared))
    wanted = [_finish(mention, frame) for mention in mentions if not mention.excluded]
    return wanted, [_finish(mention, frame) for mention in mentions if mention.excluded]


def _collect(items: Sequence[Item]) -> list[_Mention]:
    mentions: list[_Mention] = []
    gap = _Gap()
    for item in items:
        if item.kind not in _COMPONENTS:
            gap.pass_by(item)
            continue
        joined = (
            None if gap.broken or _ends_exclusion(mentions[-1], gap) else _join(mentions[-1], item, loose=gap.loose)
        )
        if joined:
            mentions[-1] = joined
        else:
            mentions.append(_start(item, gap, mentions[-1] if mentions else None))
        gap = _Gap(broken=False)
    return mentions


def _ends_exclusion(last: _Mention, gap: _Gap) -> bool:
    """Return whether what follows is wanted again: "any day except Wednesday, after 3"."""
    return last.excluded and gap.comma


def _is_excluded(item: Item, gap: _Gap, last: _Mention | None) -> bool:
    """Return whether `item` is ruled out, by itself or with the mention before: "not Friday or Saturday"."""
    if gap.negated or last is None or not last.excluded:
        return gap.negated
    is_more = gap.loose and not gap.words and bool(last.days) is bool(item.days)
    return is_more or gap.link == ALTERNATIVE


def _start(item: Item, gap: _Gap, last: _Mention | None) -> _Mention:
    """Return a new mention; of an excluded one, an alternative is excluded too ("not Friday or Saturday")."""
    link = gap.link if last else ""
    return _Mention(
        start=item.start,
        end=item.end,
        days=() if item.kind is Kind.SOONEST else item.days,
        clocks=item.clocks,
        step=item.numbers if item.kind is Kind.DAY else (),
        day_spans=((item.start, item.end),) if item.days and item.kind is not Kind.SOONEST else (),
        clock_spans=((item.start, item.end),) if item.clocks else (),
        window=item.window,
        is_part=item.window is not None,
        rules=(*item.rules, *_name_impossible(item)),
        excluded=_is_excluded(item, gap, last),
        is_free=last is not None and not gap.barred and gap.words <= _GAP_WORDS_MAX,
        links=(link,) if link else (),
    )


def _name_impossible(item: Item) -> tuple[str, ...]:
    if item.kind is not Kind.IMPOSSIBLE:
        return ()
    return (IMPOSSIBLE_TIME if "clock_with_colon" in item.rules else IMPOSSIBLE_DATE,)


def _join(mention: _Mention, item: Item, *, loose: bool) -> _Mention | None:
    """Return the mention with what `item` adds; None where the two cannot be one time."""
    other = _start(item, _Gap(), None)
    days = _join_days(mention, other)
    if days is None or (loose and not (mention.clocks and other.clocks and not other.is_part)):
        return None
    joined = _join_clocks(mention, other)
    if joined is None:
        return None
    clocks, is_part = joined
    window = mention.window or other.window
    return replace(
        mention,
        end=item.end,
        days=_pass_midnight(days, clocks, window, is_part=is_part),
        clocks=clocks,
        step=mention.step or other.step,
        day_spans=(*mention.day_spans, *other.day_spans),
        clock_spans=(*mention.clock_spans, *other.clock_spans),
        window=window,
        is_part=is_part,
        rules=tuple(dict.fromkeys((*mention.rules, *other.rules))),
    )


def _join_days(one: _Mention, other: _Mention) -> tuple[DayRange, ...] | None:
    """Return the days that both allow; None where they name different days."""
    if not one.days or not other.days:
        return one.days or other.days
    both = tuple(
        days
        for a in one.days
        for b in other.days
        if (days := _narrow(a, b, one.step) or _narrow(b, a, other.step)) is not None
    )
    return tuple(dict.fromkeys(both)) or None


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


def _join_clocks(one: _Mention, other: _Mention) -> tuple[tuple[ClockRange, ...], bool] | None:
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


def _meet_parts(one: _Mention, other: _Mention) -> tuple[tuple[ClockRange, ...], bool] | None:
    """Return what two parts of the day share, where they do: first thing in the morning."""
    both = one.clocks[0].intersect(other.clocks[0])
    return ((both,), True) if both else None


def _choose(clocks: tuple[ClockRange, ...], part: _Mention) -> tuple[ClockRange, ...]:
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


def _span_days(mentions: list[_Mention]) -> list[_Mention]:
    """Return the mentions with "from Saturday 10am to Sunday 2pm" told as what will do of each day."""
    out: list[_Mention] = []
    for mention in mentions:
        if out and UNTIL in mention.links and (parts := _span(out[-1], mention)):
            out[-1:] = parts
        else:
            out.append(replace(mention, links=tuple(link for link in mention.links if link != UNTIL)))
    return out


def _span(one: _Mention, other: _Mention) -> list[_Mention]:
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


def _share(mentions: list[_Mention]) -> list[_Mention]:
    """Return the mentions with what alternatives have in common: "Tuesday at 3 or 4", "3 or 4 tomorrow"."""
    out = list(mentions)
    for index in range(1, len(out)):
        one, other = out[index - 1], out[index]
        if ALTERNATIVE not in other.links:
            continue
        if one.days and other.clocks and not other.days:
            out[index] = replace(other, days=one.days)
        elif other.days and one.clocks and not one.days:
            out[index - 1] = replace(one, days=other.days)
        elif one.days and not one.clocks and other.days and other.clocks:
            out[index - 1] = replace(one, clocks=other.clocks)
    return out


def _complete(mentions: list[_Mention]) -> list[_Mention]:
    """Return the mentions with a day and a time of day that only other words part made one: Friday with Ana at 3."""
    out: list[_Mention] = []
    for mention in mentions:
        if out and not mention.excluded and (days := _find_stay(out[-1], mention)):
            out[-1] = _stay(out[-1], mention, days)
        elif out and mention.is_free and not mention.links and not mention.excluded and _are_halves(out[-1], mention):
            last = out[-1]
            out[-1] = replace(
                last,
                end=mention.end,
                days=last.days or mention.days,
                clocks=last.clocks or mention.clocks,
                day_spans=(*last.day_spans, *mention.day_spans),
                clock_spans=(*last.clock_spans, *mention.clock_spans),
                rules=(*last.rules, *mention.rules, "completes"),
            )
        else:
            out.append(mention)
    return out


def _find_stay(one: _Mention, other: _Mention) -> DayRange | None:
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


def _ends_stay(mention: _Mention) -> bool:
    """Return whether a day is one until which something goes, or on which somebody leaves."""
    return (mention.days[0].first is None and mention.days[0].last is not None) or leaving_day.name in mention.rules


def _stay(one: _Mention, other: _Mention, days: DayRange) -> _Mention:
    return replace(
        one,
        end=other.end,
        days=(days,),
        day_spans=(*one.day_spans, *other.day_spans),
        rules=(*one.rules, *other.rules, "stay"),
    )


def _are_halves(one: _Mention, other: _Mention) -> bool:
    """Return whether one mention has only days and the other only times of day, or one is just "the earliest"."""
    if one.excluded or one.links:
        return False
    if one.rules == (SOONEST,):
        return True
    halves = {(bool(m.days), bool(m.clocks)) for m in (one, other)}
    return halves == {(True, False), (False, True)}


def _finish(mention: _Mention, frame: Frame) -> When:
    rules = tuple(dict.fromkeys((*mention.rules, *mention.links)))
    if IMPOSSIBLE_DATE in rules or IMPOSSIBLE_TIME in rules:
        return When(start=mention.start, end=mention.end, rules=rules)
    days = mention.days
    if SOONEST in rules and not days:
        days = (DayRange(first=frame.today, last=None),)
    return When(
        days=days,
        clocks=mention.clocks,
        start=mention.start,
        end=mention.end,
        day_spans=mention.day_spans,
        clock_spans=mention.clock_spans,
        rules=rules,
    )
