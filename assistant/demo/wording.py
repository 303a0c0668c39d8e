"""What the customers of a made-up past write: sentences by chance, with what they are about filled in."""

import tomllib
from datetime import datetime
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from assistant.booking.bookings import Booking
from assistant.booking.hours import civil_day
from assistant.booking.model import ResourceKind, Service, Shop
from assistant.demo.model import Customer
from assistant.insight.words import WEEKDAYS
from assistant.responses.formats import Formats

SOON_DAYS = 7
"""Up to a week ahead a weekday says which day is meant."""
WITHIN_A_MONTH = 25
"""Up to here the 3rd is the next 3rd."""
RHYTHMS = {1: "every week", 2: "every other week", 3: "every three weeks", 4: "every four weeks"}


@cache
def load_sentences() -> dict[str, Any]:
    """Return the sentences, by what they are for."""
    text = (resources.files("assistant.demo") / "sentences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Wording:
    """Puts what customers want into words."""

    def __init__(self, shop: Shop, random: Random) -> None:
        self._shop, self._random = shop, random
        self._sentences = load_sentences()

    def choose(self, kind: str, **facts: str) -> str:
        """Return one of the sentences for something."""
        sentence: str = self._random.choice(self._sentences[kind])
        return sentence.format(**facts)

    def write(self, customer: Customer, kind: str, **facts: str) -> str:
        """Return a message as that customer would write it."""
        text = self._append(f"{self.choose('opening')}{self.choose(kind, **facts)}", self.choose("closing"))
        return text[:1].upper() + text[1:] if customer.is_tidy else text.rstrip(".").lower()

    def ask_for(self, customer: Customer, booking: Booking, at: datetime, *, is_new: bool) -> str:
        """Return how somebody asks for a booking, with their name where nobody knows them yet."""
        facts = self.describe(customer, booking, at)
        return self._introduce(customer, self.write(customer, self._kind(booking.service_id), **facts), is_new=is_new)

    def ask_for_series(self, customer: Customer, bookings: list[Booking], every_weeks: int, at: datetime) -> str:
        """Return how somebody asks for the same again and again."""
        facts = self.describe(customer, bookings[0], at)
        return self.write(customer, "series", rhythm=RHYTHMS[every_weeks], count=str(len(bookings)), **facts)

    def describe(
        self, customer: Customer, booking: Booking, at: datetime, old: Booking | None = None
    ) -> dict[str, str]:
        """Return what a sentence may say of a booking, as it is put at an instant."""
        service = self._shop.find_service(booking.service_id)
        name, person = self._name(service), booking.find_person(self._shop)
        is_asked = person is not None and person.id == customer.person_id and not service.is_class
        return {
            "service": name,
            "a_service": name if name.endswith("s") else f"{'an' if name[0] in 'aeio' else 'a'} {name}",
            "when": self._say_when(booking.starts_at, at),
            "new": f"{self._name_day(booking.starts_at, at)} at {Formats(self._shop, at).clock(booking.starts_at)}",
            "old_day": self._name_day((old or booking).starts_at, at),
            "person": f" with {person.name}" if person and is_asked else "",
            "party": f" for {booking.party_size}" if booking.party_size > 1 else "",
            "who": person.name if person else "everyone",
            "name": customer.name.split()[0],
        }

    def draw_unanswered(self) -> str:
        """Return a question that the shop has no answer to."""
        topics: list[list[str]] = list(self._sentences["unanswered"].values())
        # Some is asked all the time and some hardly ever: the first topic most, the second half as often, and so on.
        wordings = self._random.choices(topics, [1 / place for place, _ in enumerate(topics, start=1)])[0]
        return self._random.choice(wordings)

    def _introduce(self, customer: Customer, text: str, *, is_new: bool) -> str:
        return self._append(text, self.choose("introduction", name=customer.name)) if is_new else text

    @staticmethod
    def _append(text: str, more: str) -> str:
        """Return a text with a further sentence."""
        return f"{text}{'' if not more or text.endswith(('.', '?')) else '.'}{more}"

    def _kind(self, service_id: int) -> str:
        service = self._shop.find_service(service_id)
        kinds = {self._shop.find_resource(number).kind for number in service.resource_ids}
        if service.is_class:
            return "class"
        return "table" if ResourceKind.TABLE in kinds else "booking"

    def _name(self, service: Service) -> str:
        return self._random.choice((service.name, service.name, *service.aliases[1:2])).lower()

    def _say_when(self, starts_at: datetime, at: datetime) -> str:
        clock, day = Formats(self._shop, at).clock(starts_at), self._say_day(starts_at, at)
        return self._random.choice((f"{day} at {clock}", f"{day} {clock}", f"at {clock} {day}"))

    def _name_day(self, starts_at: datetime, at: datetime) -> str:
        return self._say_day(starts_at, at).removeprefix("on ")

    def _say_day(self, starts_at: datetime, at: datetime) -> str:
        formats, zone = Formats(self._shop, at), self._shop.location.zone
        day, today = civil_day(starts_at, zone), civil_day(at, zone)
        ahead = (day - today).days
        if ahead in (0, 1):
            return "tomorrow" if ahead else "today"
        if ahead < SOON_DAYS:
            return f"on {WEEKDAYS[day.weekday()]}"
        ways = [f"on {formats.short_day(day)}", formats.day(day)]
        return self._random.choice([*ways, f"on the {_ordinal(day.day)}"] if ahead < WITHIN_A_MONTH else ways)


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004 - eleventh to thirteenth
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
