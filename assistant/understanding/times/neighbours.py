"""The rules that read days by their neighbours (the day before Christmas), and parts of days (early tomorrow)."""

from collections.abc import Sequence

from msgspec.structs import replace

from assistant.understanding.times.civil import DAYS_PER_WEEK, WEEKEND_STARTS, find_nearest_weekday, one_day, shift_days
from assistant.understanding.times.clocks import make_part
from assistant.understanding.times.days import (
    WEEKLY,
    relative_day,
    unit_of,
    weekday,
    weekend,
    which_unit,
    which_weekday,
)
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import Frame, Item, Kind, Made, Unit, find, find_all, merge
from assistant.understanding.times.model import DayRange
from assistant.understanding.times.parts import INDEX, PARTS, pick_edge
from assistant.understanding.times.words import ADVERB

_LEFT_OUT = "!weekday|unit|weekend|month|part|number|word_number|length|holiday|thing|day"


@rule(*(f"which {named} or|and|comma the? which {_LEFT_OUT}" for named in ("weekday", "unit", "weekend")))
def this_or_next(words: Sequence[Item], frame: Frame) -> Made:
    """This Friday or next, not this week but next: the word that is left out is the one before."""
    first, named, link, *_, second = words
    read = {Kind.WEEKDAY: which_weekday, Kind.UNIT: which_unit}.get(named.kind, weekend)
    one, other = read.produce([first, named], frame), read.produce([second, named], frame)
    if first.number < 0 or second.number < 0 or not one or not other:
        return None
    kind = Kind.ALTERNATIVE if link.kind is Kind.OR else link.kind
    (after,) = merge(words[3:], Kind.DAY, days=other[0].days, numbers=other[0].numbers)
    return *one, replace(link, kind=kind), after


@rule("which or|and which weekday|unit|weekend")
def this_or_next_one(words: Sequence[Item], frame: Frame) -> Made:
    """This or next Friday."""
    first, link, second, named = words
    read = {Kind.WEEKDAY: which_weekday, Kind.UNIT: which_unit}.get(named.kind, weekend)
    one, other = read.produce([first, named], frame), read.produce([second, named], frame)
    if first.number < 0 or second.number < 0 or not one or not other:
        return None
    (before,) = merge(words[:1], Kind.DAY, days=one[0].days, numbers=one[0].numbers)
    return before, replace(link, kind=Kind.ALTERNATIVE), *other


@rule("the? unit before|after the? day")
def neighbour_of_day(words: Sequence[Item], _frame: Frame) -> Made:
    """The day before Christmas, the week after Easter: the calendar week before or after that day's."""
    day, sign = words[-1].days[0], -1 if find(words, Kind.BEFORE) else 1
    edge = day.first if sign < 0 else day.last
    if edge is None:
        return None
    match unit_of(words):
        case Unit.DAY:
            return merge(words, Kind.DAY, days=(one_day(shift_days(edge, sign)),))
        case Unit.WEEK:
            monday = shift_days(edge, sign * DAYS_PER_WEEK - edge.weekday())
            return merge(words, Kind.DAY, days=(DayRange(first=monday, last=shift_days(monday, DAYS_PER_WEEK - 1)),))
        case _:
            return None


@rule("the? day before|after the? day", "the? word_ordinal|ordinal day before|after the? day")
def weekday_beside_day(words: Sequence[Item], _frame: Frame) -> Made:
    """The Friday before Easter, the weekend after the 12th: the nearest to that day."""
    named, other = (word for word in words if word.kind is Kind.DAY)
    first, last, fixed = named.days[0].first, named.days[0].last, other.days[0]
    is_weekend = (
        first is not None and last is not None and (last - first).days == 1 and first.weekday() == WEEKEND_STARTS
    )
    is_weekday = named.numbers == WEEKLY or which_weekday.name in named.rules  # the last Saturday before Christmas
    if first is None or other.numbers == WEEKLY or not (is_weekday or is_weekend):
        return None
    if find(words, Kind.BEFORE):
        found = fixed.first and shift_days(fixed.first, -((fixed.first.weekday() - first.weekday() - 1) % 7 + 1))
    else:
        found = fixed.last and shift_days(fixed.last, (first.weekday() - fixed.last.weekday() - 1) % 7 + 1)
    if not found:
        return None
    if place := find(words, Kind.WORD_ORDINAL, Kind.ORDINAL):
        found = shift_days(found, (place.number - 1) * DAYS_PER_WEEK * (-1 if find(words, Kind.BEFORE) else 1))
    return merge(words, Kind.DAY, days=(DayRange(first=found, last=shift_days(found, 1) if is_weekend else found),))


@rule("the? nearest day to the? day")
def nearest_weekday(words: Sequence[Item], _frame: Frame) -> Made:
    """The Monday nearest to the 5th."""
    named, other = (word for word in words if word.kind is Kind.DAY)
    day, fixed = named.days[0].first, other.days[0].first
    if day is None or fixed is None or named.numbers != WEEKLY:
        return None
    return merge(words, Kind.DAY, days=(one_day(find_nearest_weekday(fixed, day.weekday())),))


@rule("edge of? on? weekday|relative_day part?", "weekday|relative_day edge !of|unit|month|in|part|the|dash|ampm")
def edge_of_day(words: Sequence[Item], frame: Frame) -> Made:
    """Early tomorrow, late on Friday, early tomorrow morning, mid today."""
    edge, said = find(words, Kind.EDGE), find(words, Kind.PART)
    day = find(words, Kind.WEEKDAY, Kind.RELATIVE_DAY)
    if edge is None or day is None:
        return None
    read = weekday if day.kind is Kind.WEEKDAY else relative_day
    (made,) = read.produce([day], frame) or (None,)
    if made is None:
        return None
    part = pick_edge(said.number, edge.number) if said else PARTS[INDEX[_EDGES_OF_DAY[edge.number]]]
    (moment,) = make_part(words, Kind.MOMENT, part, days=made.days)
    return (replace(moment, numbers=made.numbers),)


@rule("edge of? on? the? day", "day edge !of|unit|month|in|part|the|dash|ampm|day|which|on")
def edge_of_date(words: Sequence[Item], _frame: Frame) -> Made:
    """Late on the 12th, December 6 early."""
    edge, day = find(words, Kind.EDGE), find(words, Kind.DAY)
    if edge is None or edge.numbers[1:] != (ADVERB,) or day is None or not all(one.is_one_day for one in day.days):
        return None
    part = PARTS[INDEX[_EDGES_OF_DAY[edge.number]]]
    (moment,) = make_part(words, Kind.MOMENT, part, days=day.days)
    return (replace(moment, numbers=day.numbers),)


@rule("the? unit from|of|edge the? day", "the? unit the? day")
def week_around_day(words: Sequence[Item], _frame: Frame) -> Made:
    """Week commencing Monday the 16th, w/c 16/3: the calendar week that has that day."""
    unit, day = find_all(words, Kind.UNIT)[0], words[-1].days[0]
    is_named = len(words) > 2 and find(words, Kind.FROM, Kind.OF, Kind.EDGE) is not None  # noqa: PLR2004 - unit, day
    if unit_of([unit]) is not Unit.WEEK or not (is_named or unit.numbers[1:]) or not day.is_one_day or not day.first:
        return None
    monday = shift_days(day.first, -day.first.weekday())
    return merge(words, Kind.DAY, days=(DayRange(first=monday, last=shift_days(monday, DAYS_PER_WEEK - 1)),))


@rule("day of the? day")
def weekend_of_day(words: Sequence[Item], _frame: Frame) -> Made:
    """The weekend of the 14th: the one nearest to that day."""
    named, day = words[0], words[-1].days[0]
    if weekend.name not in named.rules or not day.is_one_day or day.first is None:
        return None
    first = find_nearest_weekday(day.first, WEEKEND_STARTS)
    return merge(words, Kind.DAY, days=(DayRange(first=first, last=shift_days(first, 1)),))


_EDGES_OF_DAY = ("first_thing", "middle_of_day", "end_of_day")


@rule("rest part", "rest the part")
def rest_of_part(words: Sequence[Item], frame: Frame) -> Made:
    """Later this afternoon, the rest of the morning: from now on."""
    part = PARTS[words[-1].number]
    (made,) = make_part(words, Kind.MOMENT, part, days=(one_day(frame.today),))
    (clock,) = made.clocks
    if clock.end is not None and clock.end < frame.minute:
        return (made,)
    return (replace(made, clocks=(replace(clock, start=max(clock.start or 0, frame.minute)),)),)


@rule(
    "at|for|filler|about|by|before|after|until meal !thing",
    "edge meal",
    "meal on|for? the? day",
    "day meal",
    "meal for number|word_number|other on? the? day",
    "meal nothing on? the? day",
)
def meal(words: Sequence[Item], _frame: Frame) -> Made:
    """At lunch, for dinner, dinner tomorrow, lunch for 2 on Sunday: when it is had. "The lunch menu" is no time."""
    found = find(words, Kind.MEAL)
    if found is None:
        return None
    made = make_part([found], Kind.PART, PARTS[found.number])
    at = words.index(found)
    return *words[:at], *made, *words[at + 1 :]
