"""How dates, times, prices and durations are written, by the shop's locale."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from assistant.booking.currencies import count_decimals
from assistant.booking.model import MINUTES_PER_HOUR, SHOPS_MAX, ResourceKind, Service, Shop

HOURS_PER_DAY = 24
CURRENCY_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "INR": "₹", "JPY": "¥"}
"""What customers of the shop call their money; other currencies are written as their code."""


@cache
def load_texts(language: str) -> dict[str, dict[str, Any]]:
    """Return the texts of a language, by section and key; English where there are none for it."""
    folder = resources.files("assistant.responses") / "texts"
    file = folder / f"{language}.toml"
    return tomllib.loads((file if file.is_file() else folder / "en.toml").read_text(encoding="utf-8"))


class Formats:
    """Writes facts for one shop, as its customers are used to reading them."""

    def __init__(self, shop: Shop, now: datetime) -> None:
        self.shop = shop
        self.now = now
        self.texts = load_texts(shop.locale.split("-", maxsplit=1)[0])
        self.is_american = shop.locale.endswith("-US")

    def text(self, section: str, key: str, **facts: object) -> str:
        """Return one text with its facts filled in. Raises KeyError for a text or fact that is missing."""
        template: str = self.texts[section][key]
        return template.format(**facts)

    def day(self, day: date) -> str:
        """Return "Tuesday 24 November"; the year too where it is not this one."""
        words = self.texts["date"]
        weekday, month = words["weekdays"][day.weekday()], words["months"][day.month - 1]
        this_year = self.now.astimezone(self.shop.location.zone).year
        year = f" {day.year}" if day.year != this_year else ""
        if self.is_american:
            return f"{weekday}, {month} {day.day}{',' + year if year else ''}"
        return f"{weekday} {day.day} {month}{year}"

    def short_day(self, day: date) -> str:
        """Return "Tue 24 Nov", for buttons."""
        words = self.texts["date"]
        weekday, month = words["weekdays"][day.weekday()][:3], words["months"][day.month - 1][:3]
        return f"{weekday} {month} {day.day}" if self.is_american else f"{weekday} {day.day} {month}"

    def minute(self, minute: int) -> str:
        """Return a time of day, given in minutes after midnight: "3pm", "3:30pm", "12 noon"; or "15:30"."""
        hour, rest = divmod(minute % (HOURS_PER_DAY * MINUTES_PER_HOUR), MINUTES_PER_HOUR)
        if self.shop.hour_format == HOURS_PER_DAY:
            return f"{hour:02}:{rest:02}"
        if (hour, rest) in ((0, 0), (12, 0)):
            return str(self.texts["date"]["noon" if hour else "midnight"])
        return f"{hour % 12 or 12}{f':{rest:02}' if rest else ''}{'pm' if hour >= 12 else 'am'}"  # noqa: PLR2004 - noon

    def clock(self, instant: datetime) -> str:
        """Return the time of day at the shop, with the zone's abbreviation where clocks show it twice that day."""
        civil = instant.astimezone(self.shop.location.zone)
        text = self.minute(civil.hour * MINUTES_PER_HOUR + civil.minute)
        other = civil.replace(fold=1 - civil.fold)
        return f"{text} {civil.tzname()}" if other.utcoffset() != civil.utcoffset() else text

    def civil_day(self, instant: datetime) -> date:
        """Return the civil day at the shop."""
        return instant.astimezone(self.shop.location.zone).date()

    def duration(self, span: timedelta) -> str:
        """Return "45 minutes", "1 hour 30 minutes", "2 days"."""
        hours, minutes = divmod(span // timedelta(minutes=1), MINUTES_PER_HOUR)
        if hours and not minutes and hours % HOURS_PER_DAY == 0:
            return self._count(hours // HOURS_PER_DAY, "day")
        parts = [self._count(hours, "hour")] if hours else []
        return " ".join([*parts, self._count(minutes, "minute")] if minutes or not hours else parts)

    def _count(self, number: int, unit: str) -> str:
        return self.text("date", unit if number == 1 else f"{unit}s", count=number)

    def price(self, minor: int | None) -> str:
        """Return "£38" or "£38.50"; nothing where the price is not fixed."""
        if minor is None:
            return ""
        currency = self.shop.currency
        sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
        amount = Decimal(minor).scaleb(-count_decimals(currency))
        is_whole = amount == amount.to_integral_value()
        return f"{sign}{amount.to_integral_value() if is_whole else amount}"

    @property
    def thing(self) -> str:
        """What the shop's customers come for: `table`, `class` or `appointment`."""
        return _name_thing(self.shop)

    def party(self, size: int) -> str:
        """Return "1 person", "3 people"."""
        return str(self.texts["date"]["person"]) if size == 1 else self.text("date", "people", count=size)

    def join(self, items: Iterable[str], word: str) -> str:
        """Return "a, b and c"; `word` is `and` or `or`."""
        listed: Sequence[str] = list(items)
        if len(listed) <= 1:
            return "".join(listed)
        return ", ".join(listed[:-1]) + str(self.texts["date"][word]) + listed[-1]


@lru_cache(maxsize=SHOPS_MAX)
def _name_thing(shop: Shop) -> str:
    offered = shop.offered_services
    if any(s.is_class for s in offered):
        return "class"
    return "table" if offered and all(_needs_table(shop, s) for s in offered) else "appointment"


def _needs_table(shop: Shop, service: Service) -> bool:
    return any(shop.find_resource(r).kind is ResourceKind.TABLE for r in service.resource_ids)
