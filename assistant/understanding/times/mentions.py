"""From items to mentions: a day, a time of day and a part of the day that stand together are one time."""

from collections.abc import Sequence

from msgspec import Struct

from assistant.understanding.times.days import workday
from assistant.understanding.times.items import Frame, Item, Kind
from assistant.understanding.times.mention import ALTERNATIVE, SOONEST, UNTIL, Mention, join
from assistant.understanding.times.model import DayRange, When
from assistant.understanding.times.recurrence import every_weekday
from assistant.understanding.times.sharing import complete, share, span_days

IMPOSSIBLE_DATE = "impossible_date"
IMPOSSIBLE_TIME = "impossible_time"
CORRECTION = "correction"
_ONLY_NIGHT = ("night",)
"""Said alone, "night" tells a story ("it was an off night") or says goodbye."""
_EVERY = every_weekday.name
_GAP_WORDS_MAX = 8
"""So many words may part a day from its time of day: "Friday with Ana if she is in at 3"."""

_COMPONENTS = frozenset({Kind.DAY, Kind.CLOCK, Kind.PART, Kind.MOMENT, Kind.IMPOSSIBLE, Kind.SOONEST})
_JOINS = frozenset(
    {Kind.ON, Kind.AT, Kind.IN, Kind.FOR, Kind.THE, Kind.OF, Kind.COMMA, Kind.DASH, Kind.FILLER, Kind.NOTHING, Kind.AND,
     Kind.ABOUT, Kind.A, Kind.WHICH, Kind.BY, Kind.REPEATS, Kind.TIMES, Kind.LENGTH,
     Kind.OCLOCK}
)  # fmt: skip
"""What may stand between the components of one time."""
_BARRIERS = frozenset({Kind.TO, Kind.FROM, Kind.NOT, Kind.CORRECTION, Kind.OR, Kind.ALTERNATIVE, Kind.AND})
"""What parts two times for good, however near they stand."""


class _Gap(Struct):
    """What stands between two components."""

    broken: bool = True
    barred: bool = False
    stopped: bool = False
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
        self.stopped = self.stopped or kind is Kind.STOP
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
    shared = share(mentions)
    mentions = complete(shared if frame.moving else span_days(shared))
    wanted = [_finish(mention, frame) for mention in mentions if not mention.excluded]
    return wanted, [_finish(mention, frame) for mention in mentions if mention.excluded]


def _collect(items: Sequence[Item]) -> list[Mention]:
    mentions: list[Mention] = []
    gap = _Gap()
    for item in items:
        if item.kind not in _COMPONENTS:
            gap.pass_by(item)
            continue
        if joined := _try_join(mentions, item, gap):
            mentions[-1] = joined
        else:
            mentions.append(_start(item, gap, mentions[-1] if mentions else None))
        gap = _Gap(broken=False)
    return mentions


def _try_join(mentions: Sequence[Mention], item: Item, gap: _Gap) -> Mention | None:
    """Return the last mention with `item` in it; None where it begins another."""
    if gap.broken or _ends_exclusion(mentions[-1], gap):
        return None
    return join(mentions[-1], _start(item, _Gap(), None), loose=gap.loose, listed=gap.comma)


def _ends_exclusion(last: Mention, gap: _Gap) -> bool:
    """Return whether what follows is wanted again: "any day except Wednesday, after 3"."""
    return last.excluded and gap.comma


def _is_excluded(item: Item, gap: _Gap, last: Mention | None) -> bool:
    """Return whether `item` is ruled out, by itself or with the mention before: "not Friday or Saturday"."""
    if gap.negated or last is None or not last.excluded or workday.name in last.rules:
        return gap.negated
    is_more = gap.loose and not gap.words and bool(last.days) is bool(item.days)
    return is_more or gap.link == ALTERNATIVE


def _start(item: Item, gap: _Gap, last: Mention | None) -> Mention:
    """Return a new mention; of an excluded one, an alternative is excluded too ("not Friday or Saturday")."""
    is_near = last is not None and not gap.barred and gap.words <= _GAP_WORDS_MAX
    link = (gap.link or (ALTERNATIVE if _is_listed(item, gap, last) else "")) if last else ""
    return Mention(
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
        is_free=is_near and not gap.stopped,
        is_near=is_near,
        links=(link,) if link else (),
    )


def _is_listed(item: Item, gap: _Gap, last: Mention | None) -> bool:
    """Return whether only a comma or "and" parts a day from a day, or two times of day: "Monday, Tuesday, Friday".

    Who can come on Friday and Saturday can come on either; who wants both sees that one is asked for. Every Friday and
    Saturday are both.
    """
    if last is None or last.excluded or _EVERY in last.rules:
        return False
    if gap.broken or gap.negated or not (gap.comma or gap.loose):
        return False
    if item.days and item.kind is Kind.DAY:
        return bool(last.days)
    return (
        item.kind is Kind.CLOCK and all(clock.is_point for clock in (*item.clocks, *last.clocks)) and bool(last.clocks)
    )


def _name_impossible(item: Item) -> tuple[str, ...]:
    if item.kind is not Kind.IMPOSSIBLE:
        return ()
    return (IMPOSSIBLE_TIME if "clock_with_colon" in item.rules else IMPOSSIBLE_DATE,)


def _finish(mention: Mention, frame: Frame) -> When:
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
