"""How long: words that name a stretch of time become one `LENGTH`, before anything else is made of their numbers.

"2 weeks", "an hour and a half" and "1/2 h" are then one word to all other rules: "in LENGTH", "LENGTH ago", "every
LENGTH", "LENGTH before Christmas".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.understanding.times.civil import DAYS_PER_WEEK, MONTHS_PER_YEAR, shift_days, shift_months
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import UNITS, Item, Kind, Made, Unit, find, find_all, merge
from assistant.understanding.times.model import Length
from assistant.understanding.times.parts import HOUR, INDEX, MIDNIGHT
from assistant.understanding.times.words import MEASURING

Amount = tuple[int, int, int]
"""Months, days and minutes: what a calendar adds one after the other."""

DAYS_PER_MONTH = 30
DAYS_PER_YEAR = 365
_COUNT_MAX = 520
"""Nobody books more weeks, months or days ahead than this: larger numbers are something else."""
_YEARS_MAX = 100
_FEW = 3
"""An hour or three; "in an hour or 5" is five o'clock."""
_HUNDREDTHS = 100
OF_UNIT: dict[Unit, Amount] = {
    Unit.MINUTE: (0, 0, 1),
    Unit.HOUR: (0, 0, HOUR),
    Unit.DAY: (0, 1, 0),
    Unit.WEEK: (0, DAYS_PER_WEEK, 0),
    Unit.FORTNIGHT: (0, 2 * DAYS_PER_WEEK, 0),
    Unit.MONTH: (1, 0, 0),
    Unit.YEAR: (MONTHS_PER_YEAR, 0, 0),
}
"""One of each unit."""
_SMALLER: dict[Unit, Amount] = {
    Unit.MONTH: (0, DAYS_PER_MONTH, 0),
    Unit.WEEK: (0, DAYS_PER_WEEK, 0),
    Unit.DAY: (0, 0, MIDNIGHT),
}
"""What a part of a unit is a part of: half a month is 15 days."""
_COUNTS = (Kind.NUMBER, Kind.WORD_NUMBER, Kind.HHMM, Kind.A)


def _multiply(number: int, unit: Unit) -> Amount | None:
    if number > (_YEARS_MAX if unit is Unit.YEAR else _COUNT_MAX * (MIDNIGHT if unit is Unit.MINUTE else 1)):
        return None
    months, days, minutes = OF_UNIT[unit]
    return months * number, days * number, minutes * number


def _take_part(hundredths: int, unit: Unit) -> Amount | None:
    """Return so many hundredths of a unit, in whole days and minutes; None where nobody parts it like that."""
    whole = _multiply(hundredths // _HUNDREDTHS, unit)
    months, days, minutes = _SMALLER.get(unit) or OF_UNIT[unit]
    rest = hundredths % _HUNDREDTHS
    part = (months * rest // _HUNDREDTHS, days * rest // _HUNDREDTHS, minutes * rest // _HUNDREDTHS)
    return whole and _add(whole, part)


def _add(one: Amount, other: Amount) -> Amount:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _unit(item: Item) -> Unit:
    return UNITS[item.number]


def _count(item: Item) -> int:
    return 1 if item.kind is Kind.A else item.number


def _make(words: Sequence[Item], *amounts: Amount | None) -> Made:
    """Return `words` as a length, or as one from the first amount to the second; nothing as no length at all."""
    if None in amounts or not any(sum(a) for a in amounts if a):
        return merge(words, Kind.NOTHING)
    return merge(words, Kind.LENGTH, numbers=tuple(n for amount in amounts if amount for n in amount))


@rule("a|number|word_number unit and? a|number|word_number unit")
def length_and_length(words: Sequence[Item], _frame: object) -> Made:
    """1 hour 30 minutes, 2 weeks and 3 days: from the larger unit to the smaller."""
    large, small = find_all(words, Kind.UNIT)
    if small.number >= large.number:
        return None
    more, less = _multiply(_count(words[0]), _unit(large)), _multiply(_count(words[-2]), _unit(small))
    return _make(words, _add(more, less)) if more and less else None


@rule(
    "a|number|word_number unit and a? half|quarter",
    "number|word_number and a? half|quarter unit",
    "number|word_number half unit",
)
def length_and_part(words: Sequence[Item], _frame: object) -> Made:
    """An hour and a half, one and a quarter hours."""
    (part,) = find_all(words, Kind.HALF, Kind.QUARTER)
    hundredths = _HUNDREDTHS * _count(words[0]) + (50 if part.kind is Kind.HALF else 25)
    return _make(words, _take_part(hundredths, _unit(find_all(words, Kind.UNIT)[0])))


@rule("a? half a? dash? unit", "a? quarter of? a? unit", "number|word_number quarter of? a? unit")
def part_of_unit(words: Sequence[Item], _frame: object) -> Made:
    """Half an hour, a quarter of an hour, three quarters of an hour."""
    counted = words[0].number if words[0].kind in (Kind.NUMBER, Kind.WORD_NUMBER) else 1
    hundredths = 50 if any(word.kind is Kind.HALF for word in words) else 25 * counted
    return _make(words, _take_part(hundredths, _unit(words[-1])))


@rule("slashed of? a? unit")
def fraction_of_unit(words: Sequence[Item], _frame: object) -> Made:
    """1/2 h, 3/4 of an hour."""
    part, whole = words[0].numbers[:2]
    return _make(words, _take_part(_HUNDREDTHS * part // whole, _unit(words[-1])) if 0 < part < whole else None)


@rule("decimal|dotted unit")
def decimal_length(words: Sequence[Item], _frame: object) -> Made:
    """1.5 hours."""
    whole, hundredths = words[0].numbers
    return _make(words, _take_part(_HUNDREDTHS * whole + hundredths, _unit(words[-1])))


@rule(
    "a|number|word_number|hhmm dash|to|or number|word_number|hhmm dash? unit",
    "between number|word_number|hhmm and number|word_number|hhmm unit",
)
def length_range(words: Sequence[Item], _frame: object) -> Made:
    """2-3 weeks, 30 to 45 minutes."""
    least, most = (_multiply(_count(word), _unit(words[-1])) for word in find_all(words, *_COUNTS))
    return _make(words, least, most)


@rule("a unit or number|word_number !ampm|oclock|past|dash|to|unit|thing")
def length_or_two(words: Sequence[Item], _frame: object) -> Made:
    """An hour or two."""
    unit, most = _unit(words[1]), words[-1].number
    return _make(words, _multiply(1, unit), _multiply(most, unit)) if 1 < most <= _FEW else None


@rule("which unit or number|word_number !ampm|oclock|past|dash|to|unit|thing")
def which_one_or_two(words: Sequence[Item], _frame: object) -> Made:
    """The next hour or two."""
    which, unit, _, most = words
    if which.number < 0 or not 1 < most.number <= _FEW:
        return None
    made = _make(words[1:], _multiply(1, _unit(unit)), _multiply(most.number, _unit(unit)))
    return (which, *made) if made else None


@rule("the number|word_number which unit")
def length_of_which(words: Sequence[Item], _frame: object) -> Made:
    """The 5 coming minutes: the coming 5 minutes. "Only 3 next week" counts something else."""
    _, number, which, unit = words
    made = _make([number, unit], _multiply(number.number, _unit(unit)))
    return (which, *made) if made else None


@rule("number|word_number unit and? number !unit|filler|thing|ampm|colon|month|weekday")
def hours_and_minutes(words: Sequence[Item], _frame: object) -> Made:
    """1 hour 30, 1hr15: what follows hours, and has no unit, is minutes."""
    minutes = words[-1].number
    hours = _multiply(_count(words[0]), _unit(words[1])) if _unit(words[1]) is Unit.HOUR else None
    return _make(words, _add(hours, (0, 0, minutes))) if hours and 0 < minutes < HOUR and minutes % 5 == 0 else None


@rule("a|number|word_number|hhmm dash|filler? unit")
def length(words: Sequence[Item], _frame: object) -> Made:
    """30 minutes, an hour, 2 more weeks, a 30-minute cut; but not the 5 of "after 5 any day"."""
    filler = find(words, Kind.FILLER)
    if filler and MEASURING not in filler.numbers:
        return None
    return _make(words, _multiply(_count(words[0]), _unit(words[-1])))


@rule("a|number|word_number part")
def nights(words: Sequence[Item], _frame: object) -> Made:
    """Two nights: how long. "8 tonight" is a time."""
    if words[1].number != INDEX["night"]:
        return None
    return _make(words, (0, _count(words[0]), 0))


@rule("number|word_number weekend")
def weekends(words: Sequence[Item], _frame: object) -> Made:
    """Three weekends: how long, of two days each."""
    return _make(words, (0, 2 * words[0].number, 0))


def shift(day: date, amount: Sequence[int], sign: int = 1) -> date:
    """Return the day so many months and days after `day`, or before it where `sign` is -1; minutes do not count."""
    months, days, _ = amount
    return shift_days(shift_months(day, sign * months), sign * days)


def count_weeks(item: Item) -> int:
    """Return the length as weeks; 0 where it is not a number of whole weeks."""
    months, days, minutes = item.numbers[:3]
    return 0 if months or minutes or days % DAYS_PER_WEEK else days // DAYS_PER_WEEK


def list_lengths(items: Iterable[Item]) -> tuple[Length, ...]:
    """Return how long something is said to last: the lengths that no rule has made a time of."""
    return tuple(_make_length(item) for item in items if item.kind is Kind.LENGTH)


def list_shifting(items: Iterable[Item], rule_name: str) -> tuple[Length, ...]:
    """Return how far from another time something is said to be: the lengths that the rule of that name has read."""
    return tuple(_make_length(item) for item in items if item.numbers and item.rules[-1:] == (rule_name,))


def _make_length(item: Item) -> Length:
    least, (months, days, minutes) = item.numbers[:3], item.numbers[-3:]
    return Length(
        minutes=_count_minutes((months, days, minutes)),
        least=(least[0], least[1], least[2]),
        start=item.start,
        end=item.end,
        rules=item.rules,
    )


def _count_minutes(amount: Sequence[int]) -> int:
    months, days, minutes = amount
    years, months = divmod(months, MONTHS_PER_YEAR)
    return (years * DAYS_PER_YEAR + months * DAYS_PER_MONTH + days) * MIDNIGHT + minutes
