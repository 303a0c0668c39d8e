"""What passes between the stages of the grammar: words with their kind, and what the rules made of them."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum, unique

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.times.model import ClockRange, DayRange


@unique
class Kind(StrEnum):
    """What sort of thing an item is. The letter stands for the item in the patterns of the rules."""

    # Numbers, as written.
    NUMBER = "n"
    """One or two digits: 3, 12."""
    WORD_NUMBER = "w"
    """three, twenty five; with a second number: a few, a couple of, which count and never tell the hour."""
    HHMM = "m"
    """Three or four digits: 815, 1815, 2026. `numbers` is the value and how many digits it has."""
    COLON = ":"
    """3:30, 15h30. `numbers` is hours, minutes, and how many digits the hour has, or `OF_24_HOURS`."""
    DOTTED = "."
    """3.30: a time of day, where something around it says so."""
    SLASHED = "/"
    """3/4; also 3.4. with a closing dot."""
    DECIMAL = ";"
    """1.5: `numbers` is the whole and the hundredths."""
    YEAR_MONTH = "*"
    """2026-12, 12/2026. `numbers` is year and month."""
    FULL_DATE = "f"
    """2026-12-03, 3/4/26, 3.4.2026. `numbers` in the order of the text."""
    ORDINAL = "o"
    """12th"""
    WORD_ORDINAL = "q"
    """twelfth, second"""
    # Words that carry time.
    AMPM = "p"
    """`numbers` is 0 for am, 1 for pm."""
    OCLOCK = "k"
    OH = "@"
    """The nought in "three oh five"."""
    ISH = "i"
    HALF = "h"
    QUARTER = "r"
    NOON = "N"
    """noon, midday, midnight. `numbers` is minutes after midnight."""
    WEEKDAY = "W"
    """`numbers` is 0 for Monday."""
    MAYBE_WEEKDAY = "x"
    """sat, sun, wed, mon: words of their own, until their neighbours say otherwise."""
    MONTH = "M"
    RELATIVE_DAY = "t"
    """today, tomorrow. `numbers` is days from today."""
    PART = "P"
    """morning, tonight. `numbers` is the place in the table of parts."""
    MEAL = "{"
    """lunch, dinner: `numbers` is the place in the table of parts of when it is had."""
    UNIT = "U"
    """minute ... year. `numbers` is the place in `Unit`."""
    WEEKEND = "E"
    WORKDAY = "+"
    """weekday, weekdays: any of Monday to Friday."""
    HOLIDAY = "H"
    """`numbers` is the place in the table of holidays."""
    SOONEST = "S"
    LATER_TODAY = "L"
    NOW = "j"
    SINCE = "<"
    WHICH = "d"
    """this 0, next 1, last -1"""
    EDGE = "e"
    """early, start of 0; middle of 1; late, end of 2"""
    FROM_NOW = "b"
    AGO = "B"
    SHIFT = '"'
    """later, earlier: than what was spoken of."""
    WITHIN = ">"
    """within, in less than: from now on, and no longer than what follows."""
    NEAREST = "`"
    REST = "^"
    """the rest of: from now to the end of what follows."""
    # Words that join.
    ON = "1"
    AT = "2"
    IN = "3"
    FOR = "4"
    FROM = "5"
    TO = "6"
    DASH = "-"
    UNTIL = "7"
    LEAVE = "?"
    """leaving, check out: until the day that follows."""
    BY = "8"
    BEFORE = "9"
    AFTER = "0"
    BETWEEN = "T"
    AND = "&"
    OR = "|"
    ABOUT = "~"
    PAST = "y"
    THE = "z"
    A = "a"
    OF = "F"
    COMMA = ","
    STOP = "!"
    FILLER = "s"
    """maybe, sometime, please: says nothing and parts nothing."""
    NOT = "X"
    CORRECTION = "C"
    """no, actually, I mean"""
    ONWARDS = "A"
    OR_EARLIER = "G"
    ALTERNATIVE = "O"
    """An `or` that rules have read: what follows is instead of what came before."""
    # Words that show that a number is no time.
    THING = "u"
    LABEL = "l"
    MONEY = "$"
    STREET = "R"
    GREETING = "g"
    CUE = "Q"
    """free, available, book: a weekday may follow."""
    EVERY = "c"
    """every, every other: `numbers` is how many of what follows lie between two times."""
    OTHER = "_"
    """Any other words. `numbers` is how many."""
    # What rules make.
    LENGTH = "#"
    """How long: `numbers` is months, days and minutes; six of them from the least to the most."""
    DAY = "D"
    CLOCK = "K"
    MOMENT = "Y"
    """A day with a time of day, which cannot be told apart: in two hours."""
    WEAK = "V"
    """A number that is a time of day if something beside it says so."""
    NOTHING = "v"
    """Read, and found to be no time."""
    IMPOSSIBLE = "I"
    """A date or time that cannot be: 31 February, 25:00."""
    REPEATS = "J"
    """weekly, every second week. `numbers` is the weeks from one time to the next; 0 where it is no rhythm of weeks."""
    TIMES = "Z"
    """How long something is repeated. `numbers` is how many times, or 0 and for how many weeks."""


class Unit(StrEnum):
    """Units of time, shortest first: an item of kind `UNIT` holds the position."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    YEAR = "year"


UNITS = tuple(Unit)

OF_24_HOURS = 3
"""Of a `COLON`, that it can only be of the 24-hour clock."""


class Item(Struct, frozen=True, kw_only=True):
    """A word, or what rules made of several. `text[start:end]` are the words."""

    kind: Kind
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    """What the kind says; for a `DAY`, the step in days after which the same words hold again (7 for "Friday"); for a
    `CLOCK`, the place of the part of the day that was said with it."""
    days: tuple[DayRange, ...] = ()
    clocks: tuple[ClockRange, ...] = ()
    window: tuple[int, int] | None = None
    """For a part of the day: the minutes between which a time of day must start to belong to it."""
    rules: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The first of `numbers`."""
        return self.numbers[0]


Made = tuple[Item, ...] | None
"""What a rule makes of the items that it matched; None where it does not hold."""


class Frame(Struct, frozen=True, kw_only=True):
    """What the words are read against. Civil time at the shop."""

    today: date
    minute: int
    """Minutes since midnight."""
    region: str
    """The country whose habits count, such as `GB`: its holidays, and what "half 3" and "5 to 6" mean there."""
    month_first: bool
    """3/4 is 4 March."""
    half_is_past: bool
    """"half 3" is 3:30."""
    expecting: bool
    """A time was asked for: a bare number is one."""
    moving: bool = False
    """The message moves a booking: "from X to Y" is two times, not a range."""
    repeating: bool = False
    """The message wants something again and again, or was asked until when: "for 6 weeks" is how long."""
    ending: bool = False
    """It was asked until when, or how many times: a bare number is how many."""


def merge(
    items: Sequence[Item],
    kind: Kind,
    *,
    days: tuple[DayRange, ...] = (),
    clocks: tuple[ClockRange, ...] = (),
    numbers: tuple[int, ...] = (),
) -> tuple[Item]:
    """Return one item in the place of `items`, with the rules that made them; it alone, in a tuple."""
    start, end = items[0].start, items[-1].end
    rules = tuple(rule for item in items for rule in item.rules)
    return (Item(kind=kind, start=start, end=end, numbers=numbers, days=days, clocks=clocks, rules=rules),)


def add_rule(item: Item, name: str) -> Item:
    """Return `item` with one more rule."""
    return replace(item, rules=(*item.rules, name))


def find(items: Sequence[Item], *kinds: Kind) -> Item | None:
    """Return the first of `items` that is one of `kinds`, or None."""
    return next((item for item in items if item.kind in kinds), None)


def find_all(items: Sequence[Item], *kinds: Kind) -> list[Item]:
    """Return those of `items` that are one of `kinds`, in order."""
    return [item for item in items if item.kind in kinds]
