"""The values a shop owner writes in the file: durations, hours, days, prices, names. Read and written here.

Each type has `expected`, which completes the sentence "expected ...", and `parse`, which takes what TOML gave and
raises ValueError with such a sentence where that is not it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import ClassVar, Self

from assistant.booking.currencies import count_decimals
from assistant.booking.model import MINUTES_PER_DAY, CivilPeriod
from assistant.shopfile.problems import show_value, suggest

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED = "closed"
NEVER = "never"

_DURATION = re.compile(r"(?=\d)(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,5})m)?")
_PERIOD = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-\u2013]\s*(\d{1,2}):([0-5]\d)")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_SIZES = re.compile(r"(\d{1,4})(?:[-\u2013](\d{1,4}))?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MINOR_MAX = 2**31 - 1
"""What the column holds: 21 million pounds, or two milliard dong."""


class Minutes(int):
    """A duration in whole minutes, written `"45m"`, `"1h30m"`, `"60d"`."""

    expected: ClassVar[str] = 'a duration such as "45m" or "1h30m"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the minutes that a text such as `1h30m` stands for."""
        match = _DURATION.fullmatch(_text(raw, cls.expected).replace(" ", ""))
        if not match:
            raise ValueError(f"expected {cls.expected}, got {show_value(raw)}")
        days, hours, minutes = (int(group or 0) for group in match.groups())
        return cls(days * MINUTES_PER_DAY + hours * 60 + minutes)

    def __str__(self) -> str:
        days, rest = divmod(int(self), MINUTES_PER_DAY)
        if days > 1 and not rest:  # one day stays "24h": that is how people write a cut-off
            return f"{days}d"
        hours, minutes = divmod(int(self), 60)
        return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")


class MinutesOrNever(Minutes):
    """A wait in whole minutes, or `"never"`, which is -1."""

    expected: ClassVar[str] = 'a duration such as "2h", or "never"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the minutes, or -1 for `never`."""
        return cls(-1) if raw == NEVER else super().parse(raw)

    def __str__(self) -> str:
        return NEVER if self < 0 else super().__str__()


class DayHours(tuple[CivilPeriod, ...]):
    """The hours of one day: `"09:00-17:30"`, several in a list, or `"closed"`."""

    __slots__ = ()
    expected: ClassVar[str] = 'hours such as "09:00-17:30", ["09:00-12:00", "13:00-17:30"] or "closed"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the periods in order of time; none for `closed`."""
        if raw == CLOSED:
            return cls()
        periods = sorted(map(_parse_period, raw if isinstance(raw, list) else [raw]), key=lambda p: p.opens)
        for first, second in pairwise(periods):
            if second.opens < first.closes:
                raise ValueError(
                    f"{format_period(first)} and {format_period(second)} overlap; write one period, or move one of them"
                )
        return cls(periods)

    def __str__(self) -> str:
        texts = [f'"{format_period(period)}"' for period in self] or [f'"{CLOSED}"']
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


class StartTimes(tuple[int, ...]):
    """When a class starts on a day: `"18:00"`, or several in a list; in minutes after midnight."""

    __slots__ = ()
    expected: ClassVar[str] = 'a time such as "18:00", or several such as ["07:00", "18:00"]'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the starts in order of time."""
        starts = sorted(map(_parse_clock, raw if isinstance(raw, list) else [raw]))
        for first, second in pairwise(starts):
            if first == second:
                raise ValueError(f"{_format_clock(first)} is given twice; write it once")
        if not starts:
            raise ValueError(f"expected {cls.expected}, got nothing; leave the day out if there is no class on it")
        return cls(starts)

    def __str__(self) -> str:
        texts = [f'"{_format_clock(start)}"' for start in self]
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


class PartySizes(tuple[int, int]):
    """The smallest and the largest of some parties: `5-8`, or `2` alone."""

    __slots__ = ()
    expected: ClassVar[str] = 'sizes of a party such as "5-8" or "2"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the smallest and the largest size."""
        match = _SIZES.fullmatch(_text(raw, cls.expected).replace(" ", ""))
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= low <= high:
            raise ValueError(f"expected {cls.expected}, the smallest first, got {show_value(raw)}")
        return cls((low, high))

    def __str__(self) -> str:
        return str(self[0]) if self[0] == self[1] else f"{self[0]}-{self[1]}"


class Days(tuple[int, ...]):
    """Weekdays as a key of hours: `mon` or `mon-fri`; Monday is 0."""

    __slots__ = ()
    expected: ClassVar[str] = "a weekday such as mon, or several such as mon-fri"

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the weekdays in order; `sat-mon` goes on over Sunday."""
        first, dash, last = _text(raw, cls.expected).lower().replace(" ", "").partition("-")
        last = last if dash else first
        if first not in WEEKDAYS or last not in WEEKDAYS:
            raise ValueError(f"expected {cls.expected}, got {show_value(raw)}; the days are {', '.join(WEEKDAYS)}")
        start = WEEKDAYS.index(first)
        return cls((start + n) % 7 for n in range((WEEKDAYS.index(last) - start) % 7 + 1))


class Line(str):
    """Text on one line."""

    __slots__ = ()
    expected: ClassVar[str] = 'text in quotes on one line, such as "Ana"'
    length_max: ClassVar[int] = 200
    allowed: ClassVar[str] = ""

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the text without blanks around it."""
        text = _text(raw, cls.expected).strip()
        if not text:
            raise ValueError(
                f"expected {cls.expected}, got nothing; write it, or leave the key out if it has a default"
            )
        if len(text) > cls.length_max:
            raise ValueError(f"has {len(text)} characters; write at most {cls.length_max}")
        if any(unicodedata.category(c) == "Cc" and c not in cls.allowed for c in text):
            raise ValueError(f"holds a control character; expected {cls.expected}")
        return cls(text)


class Phone(Line):
    """A telephone number as customers should see it."""

    __slots__ = ()
    expected: ClassVar[str] = 'a telephone number in quotes, such as "+44 20 7946 0018"'
    length_max: ClassVar[int] = 40


class Paragraph(Line):
    """Text that may have several lines."""

    __slots__ = ()
    expected: ClassVar[str] = 'text in quotes, such as "12 Mill Lane, London"'
    length_max: ClassVar[int] = 1000
    allowed: ClassVar[str] = "\n"


class Question(Line):
    """A question as customers ask it."""

    __slots__ = ()
    expected: ClassVar[str] = 'a question in quotes on one line, such as "Is there parking?"'


class Answer(Paragraph):
    """What the shop answers."""

    __slots__ = ()
    expected: ClassVar[str] = 'an answer in quotes, such as "Yes, behind the house."'


class Slug(str):
    """The short name by which the database and other tables of the file know something."""

    __slots__ = ()
    expected: ClassVar[str] = "a short name of small letters, digits, - and _, such as beard-trim"

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the slug."""
        return cls(_matching(_SLUG, raw, cls.expected))


class LocaleTag(str):
    """A language tag."""

    __slots__ = ()
    expected: ClassVar[str] = 'a language and country such as "en-GB"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the tag; its form is checked, not whether there is such a language."""
        return cls(_matching(_LOCALE, raw, cls.expected))


class CurrencyCode(str):
    """A currency by its three letters (ISO 4217)."""

    __slots__ = ()
    expected: ClassVar[str] = 'the three letters of a currency, such as "GBP"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the code; its form is checked, not whether there is such a currency."""
        return cls(_matching(_CURRENCY, raw, cls.expected))


class ZoneName(str):
    """A time zone of the packaged time zone database."""

    __slots__ = ()
    expected: ClassVar[str] = 'a time zone such as "Europe/London"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the zone's name, which the packaged database has."""
        name = _text(raw, cls.expected)
        if name not in _zone_names():
            raise ValueError(f"expected {cls.expected}, got {show_value(raw)}{suggest(name, _zone_names())}")
        return cls(name)


class Price(Decimal):
    """An amount in the currency's major unit: `32`, `32.50` or `"32.50"`."""

    expected: ClassVar[str] = 'a price such as 32 or "32.50"'

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the amount, exactly as it was written."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            raise ValueError(f"expected {cls.expected}, got {show_value(raw)}")  # noqa: TRY004 - the reader catches one type
        try:
            amount = Decimal(raw)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 <= amount <= _MINOR_MAX:
            raise ValueError(f"expected {cls.expected}, got {show_value(raw)}")
        return cls(amount)


@dataclass(frozen=True, slots=True)
class Moment:
    """A civil day, or a civil time to the minute, in the location's zone."""

    expected: ClassVar[str] = "a date such as 2026-12-25, or a local time such as 2026-12-25T13:00:00"
    day: date
    minute: int | None = None
    """Minutes after midnight; None means the whole day."""

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Return the day or the time."""
        if isinstance(raw, datetime):
            if raw.tzinfo or raw.second or raw.microsecond:
                raise ValueError(
                    f"expected {cls.expected}, whole minutes without Z or an offset, got {show_value(raw)}"
                )
            return cls(raw.date(), raw.hour * 60 + raw.minute)
        if isinstance(raw, date):
            return cls(raw)
        raise ValueError(f"expected {cls.expected} without quotes, got {show_value(raw)}")


def price_to_minor(price: Decimal, currency: str) -> int:
    """Return an amount in the currency's minor unit (pence, cents; yen where there is none).

    Raises:
        ValueError: The amount has more decimals than the currency, or is too large for the database.
    """
    digits = count_decimals(currency)
    minor = price.scaleb(digits)
    if minor != minor.to_integral_value():
        raise ValueError(f"has more decimals than {currency} has; write at most {digits}")
    if minor > _MINOR_MAX:
        raise ValueError(f"is too large; write at most {format_price(_MINOR_MAX, currency)}")
    return int(minor)


def format_price(minor: int, currency: str) -> str:
    """Return an amount of minor units in the major unit, with the currency's decimals: `32.50`."""
    digits = count_decimals(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def format_period(period: CivilPeriod) -> str:
    """Return hours as they are written: `18:00-02:00` where they run past midnight, `24:00` for its end."""
    closes = period.closes if period.closes <= MINUTES_PER_DAY else period.closes - MINUTES_PER_DAY
    return f"{_format_clock(period.opens)}-{_format_clock(closes)}"


def _parse_period(raw: object) -> CivilPeriod:
    match = _PERIOD.fullmatch(_text(raw, DayHours.expected).strip())
    if not match:
        raise ValueError(f"expected {DayHours.expected}, got {show_value(raw)}")
    opens, closes = (int(match[group]) * 60 + int(match[group + 1]) for group in (1, 3))
    if opens >= MINUTES_PER_DAY or closes > MINUTES_PER_DAY:
        raise ValueError(f"a day has hours from 00:00 to 24:00, got {show_value(raw)}")
    if opens == closes:
        raise ValueError(
            f'opens and closes at the same time; write "00:00-24:00" for a whole day, got {show_value(raw)}'
        )
    return CivilPeriod(opens=opens, closes=closes if closes > opens else closes + MINUTES_PER_DAY)


def _parse_clock(raw: object) -> int:
    match = _CLOCK.fullmatch(_text(raw, StartTimes.expected).strip())
    minute = int(match[1]) * 60 + int(match[2]) if match else MINUTES_PER_DAY
    if minute >= MINUTES_PER_DAY:
        raise ValueError(f"expected {StartTimes.expected}, from 00:00 to 23:59, got {show_value(raw)}")
    return minute


def _format_clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _text(raw: object, expected: str) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"expected {expected}, got {show_value(raw)}")  # noqa: TRY004 - the reader catches one type
    return raw


def _matching(pattern: re.Pattern[str], raw: object, expected: str) -> str:
    text = _text(raw, expected)
    if not pattern.fullmatch(text):
        raise ValueError(f"expected {expected}, got {show_value(raw)}")
    return text


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
