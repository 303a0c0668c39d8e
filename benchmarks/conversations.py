"""The fixed mix: what customers write in a benchmark, and what each message is to do to the rows.

Four conversations come round again and again, nineteen messages in all: two book, one books and cancels, one only
looks. No two of them want the same time, so that no contender's work depends on who was first.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
PEOPLE = (
    *("Ana", "Benjamin", "Chloe", "Dmitri", "Elif", "Farouk", "Gwen", "Hugo", "Ingrid", "Jasper"),
    *("Kwame", "Lorenzo", "Magda", "Nikhil", "Oksana", "Pedro", "Quentin", "Rosalind", "Siobhan", "Tobias"),
)
"""Those of `salon.toml`, each a whole name apart from the others: nobody is meant to guess."""
HOURS = range(8, 20)
DAYS_AHEAD = range(7, 187)
"""Far enough that no notice or cut-off comes in the way, near enough for every policy."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

BOOKS = ("Hi", "Haircut with {person} on {day} at {hour}:00", "I'm Joe", "yes", "thanks")
BOOKS_AND_CANCELS = (
    "Hi, can I book a haircut with {person} on {day} at {hour}:00? I'm Maria",
    "yes please",
    "what have I booked?",
    "cancel it",
    "yes",
    "thank you",
)
LOOKS = ("hello", "do you have anything for a haircut on {day}?", "thanks")
MIX = (BOOKS, BOOKS_AND_CANCELS, BOOKS, LOOKS)
MESSAGES_PER_ROUND = sum(map(len, MIX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One customer's side of a conversation."""

    name: str
    """The customer's address, unlike any other's."""
    messages: tuple[str, ...]


def write_scripts(messages: int, *, today: date, seed: int) -> Iterator[Script]:
    """Return scripts of about so many messages in all: whole rounds of the mix, the same for the same arguments."""
    times = [(person, days, hour) for days in DAYS_AHEAD for person in PEOPLE for hour in HOURS]
    random.Random(seed).shuffle(times)  # noqa: S311 - not a secret
    number = 0
    for _ in range(max(1, round(messages / MESSAGES_PER_ROUND))):
        for texts in MIX:
            person, days, hour = times[number]
            day = today + timedelta(days=days)
            words = {"person": person, "day": name_day(day), "hour": hour}
            yield Script(name=f"customer-{number}", messages=tuple(text.format(**words) for text in texts))
            number += 1


def name_day(day: date) -> str:
    """Return a day as a customer writes it: `3 December`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


class Deed(StrEnum):
    """What a message of the mix does, for the contenders that understand nothing."""

    SAY = "say"
    LOOK = "look"
    HOLD = "hold"
    NAME = "name"
    CONFIRM = "confirm"
    LIST = "list"
    ASK = "ask"
    CANCEL = "cancel"


REPLIES = {
    Deed.SAY: "Hello! This is Large Salon. I can book, move or cancel an appointment for you. What would you like?",
    Deed.LOOK: "Haircut: these times are free. Which one would you like?",
    Deed.HOLD: "Haircut: that time is free. What name shall I book it under?",
    Deed.NAME: "Haircut (45 minutes, £38): shall I book it?",
    Deed.CONFIRM: "Booked: Haircut, £38. See you then!",
    Deed.LIST: "You have one booking: a haircut.",
    Deed.ASK: "Haircut: shall I cancel it?",
    Deed.CANCEL: "Cancelled: Haircut.",
}
TAKEN = "Haircut: that time is taken. Which other one would you like?"

_TIME = re.compile(r"haircut with (?P<person>\w+) on (?P<day>\d+) (?P<month>\w+) at (?P<hour>\d+):00", re.IGNORECASE)
_DAY = re.compile(r"haircut on (?P<day>\d+) (?P<month>\w+)")
_NAME = re.compile(r"I'm (?P<name>\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A message of the mix, read by rote."""

    deed: Deed
    person: str = ""
    starts_at: datetime | None = None
    """Of the wanted time, or of the day that was asked about."""
    name: str = ""


def read_message(text: str, *, awaits: str, today: date) -> Meaning:
    """Return what a message of the mix does, where the last reply awaited a yes to `awaits` (a deed, or nothing)."""
    name = found["name"] if (found := _NAME.search(text)) else ""
    if found := _TIME.search(text):
        starts_at = _find_instant(found["day"], found["month"], int(found["hour"]), today)
        return Meaning(deed=Deed.HOLD, person=found["person"], starts_at=starts_at, name=name)
    if found := _DAY.search(text):
        return Meaning(deed=Deed.LOOK, starts_at=_find_instant(found["day"], found["month"], 0, today))
    if name:
        return Meaning(deed=Deed.NAME, name=name)
    if text.startswith("yes") and awaits:
        return Meaning(deed=Deed(awaits))
    if text.startswith("what have I"):
        return Meaning(deed=Deed.LIST)
    return Meaning(deed=Deed.ASK if text.startswith("cancel") else Deed.SAY)


def _find_instant(day: str, month: str, hour: int, today: date) -> datetime:
    named = date(today.year, _MONTHS.index(month) + 1, int(day))
    if named < today:
        named = named.replace(year=today.year + 1)
    return datetime.combine(named, time(hour), ZONE).astimezone(UTC)
