"""Times of day: from hours and minutes to every reading of them, and the rules that read sure ones."""

from collections.abc import Sequence

from msgspec.structs import replace

from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import OF_24_HOURS, UNITS, Frame, Item, Kind, Unit, find, find_all, merge
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import HOUR, INDEX, MIDNIGHT, NOON, PARTS, Part, pick_edge
from assistant.understanding.times.words import OUTERMOST

HOURS_PER_HALF = 12
HOURS_PER_DAY = 24
AFTERNOON_FIRST_MAX = 7
"""Without am or pm, 1 to 7 is more likely meant after noon; 8 to 12 before it, or at it."""
_QUARTER = 15
_QUARTERS = (0, 15, 30, 45)
_HALF = 30
_WRITTEN_HOUR_DIGITS = 2
HHMM_DIGITS = 4
ROUND_MINUTES = (5, 10, 20, 25)
"""What people say before "to" and "past" the hour."""

Clocks = tuple[ClockRange, ...]


def point(minute: int, *, about: bool = False) -> ClockRange:
    """Return the time of day `minute` minutes after midnight."""
    return ClockRange(start=minute, end=minute, about=about)


def read_clock(hour: int, minute: int = 0, ampm: int | None = None) -> Clocks:
    """Return the readings of a time of day, most likely first; none where there is no such time.

    Args:
        hour: As said: 0 to 23; beyond 12 it is its own afternoon.
        minute: As said.
        ampm: 0 for am, 1 for pm, None where neither was said.
    """
    if not (0 <= hour < HOURS_PER_DAY and 0 <= minute < HOUR):
        return ()
    if hour == 0 and ampm == 1:
        return (point(NOON + minute),)
    if hour == 0 or hour > HOURS_PER_HALF:
        return () if ampm == 0 and hour else (point(hour * HOUR + minute),)
    morning = hour % HOURS_PER_HALF * HOUR + minute
    both = (point(morning), point(morning + NOON))
    if ampm is not None:
        return (both[ampm],)
    return both[::-1] if hour <= AFTERNOON_FIRST_MAX or hour == HOURS_PER_HALF else both


def take_minutes(clocks: Clocks, minutes: int) -> Clocks:
    """Return the times of day `minutes` before `clocks`."""
    return tuple(point(((c.start or 0) - minutes) % (HOURS_PER_DAY * HOUR)) for c in clocks)


def read_hhmm(value: int, digits: int, ampm: int | None = None) -> Clocks:
    """Return the readings of 815 or 1815; four figures that start with 0 are of the 24-hour clock: 0815."""
    hour, minute = divmod(value, 100)
    readings = read_clock(hour, minute, ampm)
    if digits > _WRITTEN_HOUR_DIGITS + 1 and hour < HOURS_PER_HALF - 2 and ampm is None:
        return readings and (point(hour * HOUR + minute),)
    return readings


def read_weak(item: Item, ampm: int | None = None) -> Clocks:
    """Return the readings of a number as a time of day; none where it cannot be one."""
    match item.kind:
        case Kind.NUMBER | Kind.WORD_NUMBER if len(item.numbers) == 1:
            return read_clock(item.number, 0, ampm)
        case Kind.HHMM:
            return read_hhmm(item.numbers[0], item.numbers[1], ampm)
        case Kind.DOTTED:
            return read_clock(item.numbers[0], item.numbers[1], ampm)
        case Kind.COLON:
            return read_colon(item, ampm)
        case Kind.WEAK | Kind.CLOCK:
            return item.clocks
        case _:
            return ()


def read_colon(item: Item, ampm: int | None = None) -> Clocks:
    """Return the readings of 3:30. 03:30 is first what the 24-hour clock says; 24:00 is nobody's appointment."""
    hour, minute, digits = item.numbers
    if digits == OF_24_HOURS and hour < HOURS_PER_DAY and minute < HOUR:
        return (point(hour * HOUR + minute),)
    readings = read_clock(hour, minute, ampm)
    if digits == _WRITTEN_HOUR_DIGITS and hour < HOURS_PER_HALF:
        return tuple(sorted(readings, key=lambda c: c.start or 0))
    return readings


def _read_hour(words: Sequence[Item]) -> Clocks:
    """Return the readings of the hour that `words` count from or to: the last number among them, or noon."""
    hour = find_all(words, Kind.NUMBER, Kind.WORD_NUMBER, Kind.NOON)[-1]
    if hour.kind is Kind.NOON:
        return (point(hour.number),)
    return read_clock(hour.number, 0, _ampm(words))


def _read_minutes(words: Sequence[Item]) -> int:
    """Return the minutes before "past" or "to": a quarter, a number, or a length shorter than an hour; or 0."""
    if find(words, Kind.QUARTER):
        return _QUARTER
    first = words[0]
    if first.kind is not Kind.LENGTH:
        return first.number
    months, days, minutes = first.numbers[:3]
    return 0 if months or days else minutes


def _ampm(words: Sequence[Item]) -> int | None:
    found = find(words, Kind.AMPM)
    return found.number if found else None


@rule("number|word_number|hhmm|colon|dotted ampm", "number|word_number|hhmm|colon|dotted in the ampm")
def clock_with_half_of_day(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """3pm, 3.30 pm, 815am."""
    clocks = read_weak(words[0], words[-1].number)
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("colon")
def clock_with_colon(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...]:
    """3:30, 15:00; 25:00 is impossible."""
    clocks = read_colon(words[0])
    return merge(words, Kind.CLOCK if clocks else Kind.IMPOSSIBLE, clocks=clocks)


@rule("number|word_number oclock ampm?")
def clock_o_clock(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """3 o'clock."""
    clocks = read_clock(words[0].number, 0, _ampm(words))
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("hhmm unit")
def hours_of_24(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """1500 hours, 0900 hrs: a time of day, and no length."""
    value, digits = words[0].numbers
    hour, minute = divmod(value, 100)
    if UNITS[words[1].number] is not Unit.HOUR or digits < HHMM_DIGITS or hour >= HOURS_PER_DAY or minute >= HOUR:
        return None
    return merge(words, Kind.CLOCK, clocks=(point(hour * HOUR + minute),))


@rule("half past? number|word_number ampm? !unit", "half past noon")
def half_past(words: Sequence[Item], frame: Frame) -> tuple[Item, ...] | None:
    """Half past 3; "half 3" where that is what people say."""
    if not (frame.half_is_past or find(words, Kind.PAST)):
        return None
    clocks = take_minutes(_read_hour(words), -_HALF)
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("half past")
def half_past_nothing(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...]:
    """Half past what? Nothing that can be read."""
    return merge(words, Kind.NOTHING)


@rule(
    "a? quarter|number|word_number|length past number|word_number|noon ampm?",
    "a? quarter|number|word_number after number|word_number|noon ampm?",
)
def minutes_past(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """Quarter past 3, 10 past 3, 20 minutes past 3; 20 after 3."""
    minutes = _read_minutes(words)
    is_after = find(words, Kind.AFTER) is not None
    if not 0 < minutes < HOUR or (is_after and minutes not in (*ROUND_MINUTES, _QUARTER)):
        return None
    clocks = take_minutes(_read_hour(words), -minutes)
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule(
    "a? quarter to|until|before|of number|word_number|noon ampm?",
    "length to|until|before number|word_number|noon ampm?",
    "number to noon",
)
def minutes_to(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """Quarter to 4, 10 minutes to 4. A plain "10 to 4" may be a range: it is read later."""
    minutes = _read_minutes(words)
    if not 0 < minutes < HOUR:
        return None
    clocks = take_minutes(_read_hour(words), minutes)
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("slashed past|to number|word_number|noon ampm?")
def fraction_of_hour(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """1/2 past 3, 1/4 to 4."""
    part, whole = words[0].numbers[:2]
    if (part, whole) not in _FRACTIONS or find(words, Kind.OF):
        return None
    minutes = HOUR * part // whole
    clocks = take_minutes(_read_hour(words[1:]), minutes if find(words, Kind.TO) else -minutes)
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


_FRACTIONS = ((1, 2), (1, 4), (3, 4))


@rule("number number ampm? !unit|length|thing|month|of|colon|dash|number")
def hour_and_minutes(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """6 15, as dictation writes it. Without am or pm only a quarter of an hour is surely a time."""
    hour, minute = words[0], words[1]
    if minute.end - minute.start < _WRITTEN_HOUR_DIGITS or hour.number > HOURS_PER_DAY:
        return None
    clocks = read_clock(hour.number, minute.number, _ampm(words))
    is_sure = find(words, Kind.AMPM) or minute.number in _QUARTERS
    return merge(words, Kind.CLOCK if is_sure else Kind.WEAK, clocks=clocks) if clocks else None


@rule("number|word_number oh number|word_number ampm?")
def hour_and_oh_minutes(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """Three oh five."""
    hour, minute = words[0].number, words[2].number
    clocks = read_clock(hour, minute, _ampm(words)) if hour <= HOURS_PER_HALF and minute < 10 else ()  # noqa: PLR2004 - "oh ten" is none
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("number dash number ampm")
def hour_dash_minutes(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """9-30am; 9-10am is from nine to ten."""
    hour, minute = words[0].number, words[2].number
    clocks = read_clock(hour, minute, words[3].number) if minute > HOURS_PER_HALF else ()
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


@rule("number|word_number word_number ampm? !unit|length|thing")
def hour_and_minutes_in_words(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """Three thirty, two forty five. Without am or pm only a number that may be a time."""
    hour, minute = words[0].number, words[1].number
    clocks = read_clock(hour, minute, _ampm(words)) if 0 < hour <= HOURS_PER_HALF and minute >= 10 else ()  # noqa: PLR2004 - "two five" is no time
    if not clocks:
        return None
    is_sure = find(words, Kind.AMPM) or minute in _QUARTERS
    return merge(words, Kind.CLOCK if is_sure else Kind.WEAK, clocks=clocks)


@rule("number|word_number|hhmm|dotted|colon|weak in|at the? part", "number|word_number|hhmm|dotted|colon|weak part")
def clock_in_part(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """3 in the morning, 8 at night, 5 evening: in the half of the day that the part says.

    Nobody says two for 2 in the evening, and "2 morning sessions" are none at 2.
    """
    part = PARTS[words[-1].number]
    if part.name == "tonight":
        return None
    low, high = part.belongs if len(words) > 2 else (part.first or 0, part.before or MIDNIGHT)  # noqa: PLR2004 - no "in"
    late = high - MIDNIGHT if part.name == "night" else 0
    fitting = tuple(c for c in read_weak(words[0]) if c.start is not None and (low <= c.start < high or c.start < late))
    return merge(words, Kind.CLOCK, clocks=fitting, numbers=words[-1].numbers) if fitting else None


@rule("number? noon")
def noon(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...]:
    """Noon, midday, 12 noon, midnight."""
    return merge(words, Kind.CLOCK, clocks=(point(words[-1].number),))


@rule("number|hhmm|dotted|weak|word_number dash? ish ampm?")
def clock_ish(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """3ish."""
    clocks = tuple(point(c.start or 0, about=True) for c in read_weak(words[0], _ampm(words)))
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


def make_part(words: Sequence[Item], kind: Kind, part: Part, days: tuple[DayRange, ...] = ()) -> tuple[Item]:
    """Return `words` as one item that means a part of the day, or of `days`."""
    (made,) = merge(words, kind, days=days, clocks=(part.clock,))
    return (replace(made, window=part.belongs),)


@rule("part")
def night(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """Night. Alone it says no time that anybody wants: `mentions` leaves it out."""
    if words[0].number != INDEX["night"]:
        return None
    return make_part(words, Kind.PART, PARTS[INDEX["night"]])


@rule("the part word_number !ampm|oclock|ish|past|to")
def one_of_a_part(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """The evening one: of the times that were offered, no one o'clock."""
    return make_part(words, Kind.PART, PARTS[words[1].number]) if words[2].number == 1 else None


@rule("part")
def first_of_day(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...] | None:
    """First thing, the first slot of the day: early, and the first that can be had."""
    is_first = words[0].number == INDEX["first_thing"] and words[0].numbers[1:] == (OUTERMOST,)
    return make_part(words, Kind.PART, PARTS[words[0].number]) if is_first else None


@rule("part", "the? or_earlier !number|word_number|hhmm|colon|dotted|noon|at|by|part|comma|other")
def last_of_day(words: Sequence[Item], frame: Frame) -> tuple[Item, ...] | None:
    """Last thing, the latest you have: late, and the last that can be had; "the latest" alone answers when."""
    last = words[-1] if words[-1].kind in (Kind.PART, Kind.OR_EARLIER) else words[-2]
    is_alone = last.kind is Kind.OR_EARLIER and frame.expecting and words[0].start == 0
    is_last = last.numbers[-1:] == (OUTERMOST,) and (is_alone or last.number == INDEX["end_of_day"])
    return make_part(words, Kind.PART, PARTS[INDEX["end_of_day"]]) if is_last else None


@rule("edge ampm", "edge in? of? the? part", "edge dash part", "part")
def part_of_day(words: Sequence[Item], _frame: Frame) -> tuple[Item, ...]:
    """Morning, early afternoon, early am, tonight. Tonight is also today."""
    edge = find(words, Kind.EDGE)
    if find(words, Kind.AMPM):
        half = PARTS[INDEX["afternoon" if words[-1].number else "morning"]]
        return make_part(words, Kind.PART, pick_edge(INDEX[half.name], words[0].number))
    return make_part(words, Kind.PART, pick_edge(words[-1].number, edge.number) if edge else PARTS[words[-1].number])
