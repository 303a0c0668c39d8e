"""Holidays that people name instead of a date, and on which day a year has them.

Sources: the days are those of public law and custom in the countries named; Easter by the anonymous Gregorian computus
(Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8).
"""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

FindDay = Callable[[int], date]


def find_easter(year: int) -> date:
    """Return Easter Sunday of the western churches."""
    golden, century = year % 19, year // 100
    skipped = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> FindDay:
    return lambda year: date(year, month, day)


def _nth(place: int, weekday: int, month: int, later: int = 0) -> FindDay:
    """Return what finds the nth such weekday (Monday 0) of a month, from its end where `place` is negative."""

    def find(year: int) -> date:
        if place > 0:
            first = date(year, month, 1)
            days = (weekday - first.weekday()) % 7 + 7 * (place - 1)
        else:
            first = date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)  # noqa: PLR2004 - December
            days = -((first.weekday() - weekday - 1) % 7 + 1) + 7 * (place + 1)
        return first + timedelta(days=days + later)

    return find


def _last_before(weekday: int, month: int, day: int) -> FindDay:
    def find(year: int) -> date:
        eve = date(year, month, day) - timedelta(days=1)
        return eve - timedelta(days=(eve.weekday() - weekday) % 7)

    return find


def _easter(days: int) -> FindDay:
    return lambda year: find_easter(year) + timedelta(days=days)


class Holiday(Struct, frozen=True):
    """A day that comes once a year, under the names that people write."""

    names: tuple[str, ...]
    """In lower case; the apostrophe at the end of "workers' day" has been cut off."""
    find: FindDay
    elsewhere: tuple[tuple[str, FindDay], ...] = ()
    """Countries that keep it on another day."""

    def find_in(self, region: str, year: int) -> date:
        """Return its day in a year, in a country such as `GB`."""
        return dict(self.elsewhere).get(region, self.find)(year)


MONDAY, TUESDAY, THURSDAY, SUNDAY = 0, 1, 3, 6
HOLIDAYS = (
    Holiday(("new year's day", "new years day", "new year day", "new year's", "new years", "new year"), _fixed(1, 1)),
    Holiday(("new year's eve", "new years eve", "new year eve", "nye", "hogmanay"), _fixed(12, 31)),
    Holiday(("epiphany", "three kings day"), _fixed(1, 6)),
    Holiday(("martin luther king day", "mlk day"), _nth(3, MONDAY, 1)),
    Holiday(("burns night",), _fixed(1, 25)),
    Holiday(("australia day",), _fixed(1, 26)),
    Holiday(("groundhog day",), _fixed(2, 2)),
    Holiday(("valentine's day", "valentines day", "valentine day", "valentine's", "valentines"), _fixed(2, 14)),
    Holiday(("presidents day", "president's day"), _nth(3, MONDAY, 2)),
    Holiday(("st david's day", "saint david's day"), _fixed(3, 1)),
    Holiday(("women's day", "womens day", "international women's day", "international womens day"), _fixed(3, 8)),
    Holiday(
        (
            "st patrick's day",
            "st patricks day",
            "saint patrick's day",
            "saint patrick",
            "saint patrick's",
            "st patrick's",
            "st paddy's day",
            "paddy's day",
            "st paddys day",
            "st pattys day",
            "st patty's day",
            "saint patricks day",
        ),
        _fixed(3, 17),
    ),
    Holiday(("april fools day", "april fools", "april fool's day", "april fool's"), _fixed(4, 1)),
    Holiday(("shrove tuesday", "pancake day", "mardi gras", "fat tuesday"), _easter(-47)),
    Holiday(("ash wednesday",), _easter(-46)),
    Holiday(("palm sunday",), _easter(-7)),
    Holiday(("maundy thursday",), _easter(-3)),
    Holiday(("good friday", "easter friday"), _easter(-2)),
    Holiday(("holy saturday", "easter saturday"), _easter(-1)),
    Holiday(("easter", "easter sunday", "easter day"), _easter(0)),
    Holiday(("easter monday", "easter bank holiday"), _easter(1)),
    Holiday(("ascension day",), _easter(39)),
    Holiday(("pentecost", "whit sunday", "whitsun"), _easter(49)),
    Holiday(("whit monday", "pentecost monday"), _easter(50)),
    Holiday(("corpus christi",), _easter(60)),
    Holiday(("st george's day", "saint george's day"), _fixed(4, 23)),
    Holiday(("anzac day",), _fixed(4, 25)),
    Holiday(("earth day",), _fixed(4, 22)),
    Holiday(
        ("may day", "workers day", "worker's day", "international workers day"),
        _fixed(5, 1),
    ),
    Holiday(("cinco de mayo",), _fixed(5, 5)),
    Holiday(("early may bank holiday",), _nth(1, MONDAY, 5)),
    Holiday(
        ("mother's day", "mothers day", "mothering sunday"),
        _nth(2, SUNDAY, 5),
        (("GB", _easter(-21)), ("IE", _easter(-21))),
    ),
    Holiday(("memorial day",), _nth(-1, MONDAY, 5)),
    Holiday(("victoria day",), _last_before(MONDAY, 5, 25)),
    Holiday(("spring bank holiday", "late may bank holiday"), _nth(-1, MONDAY, 5)),
    Holiday(
        ("father's day", "fathers day"), _nth(3, SUNDAY, 6), (("AU", _nth(1, SUNDAY, 9)), ("NZ", _nth(1, SUNDAY, 9)))
    ),
    Holiday(("juneteenth",), _fixed(6, 19)),
    Holiday(("canada day",), _fixed(7, 1)),
    Holiday(("independence day",), _fixed(7, 4), (("IN", _fixed(8, 15)),)),
    Holiday(("bastille day",), _fixed(7, 14)),
    Holiday(("august bank holiday", "summer bank holiday"), _nth(-1, MONDAY, 8), (("IE", _nth(1, MONDAY, 8)),)),
    Holiday(("labor day", "labour day"), _nth(1, MONDAY, 9), (("GB", _fixed(5, 1)), ("IE", _nth(1, MONDAY, 5)))),
    Holiday(("columbus day", "indigenous peoples day"), _nth(2, MONDAY, 10)),
    Holiday(("halloween", "hallowe'en", "halloween day"), _fixed(10, 31)),
    Holiday(("all saints day", "all saints"), _fixed(11, 1)),
    Holiday(("bonfire night", "guy fawkes night", "guy fawkes day", "fireworks night"), _fixed(11, 5)),
    Holiday(("veterans day", "veteran's day", "armistice day"), _fixed(11, 11)),
    Holiday(("remembrance sunday",), _nth(2, SUNDAY, 11)),
    Holiday(("remembrance day",), _fixed(11, 11)),
    Holiday(("thanksgiving", "thanksgiving day"), _nth(4, THURSDAY, 11), (("CA", _nth(2, MONDAY, 10)),)),
    Holiday(("black friday",), _nth(4, THURSDAY, 11, 1)),
    Holiday(("cyber monday",), _nth(4, THURSDAY, 11, 4)),
    Holiday(("giving tuesday",), _nth(4, THURSDAY, 11, 5)),
    Holiday(("st andrew's day", "saint andrew's day"), _fixed(11, 30)),
    Holiday(("st nicholas day", "saint nicholas day"), _fixed(12, 6)),
    Holiday(("christmas eve", "xmas eve"), _fixed(12, 24)),
    Holiday(("christmas", "xmas", "christmas day", "xmas day"), _fixed(12, 25)),
    Holiday(("boxing day", "st stephen's day", "saint stephen's day", "st stephens day"), _fixed(12, 26)),
)


def find_holiday(index: int, region: str, today: date, year: int | None = None) -> date:
    """Return the day of a holiday in a year, or, without one, the next: today or later.

    Args:
        index: Its place in `HOLIDAYS`.
        region: The country whose habits count.
        today: At the shop.
        year: The one that was said.
    """
    holiday = HOLIDAYS[index]
    if year is not None:
        return holiday.find_in(region, year)
    found = holiday.find_in(region, today.year)
    return found if found >= today else holiday.find_in(region, today.year + 1)
