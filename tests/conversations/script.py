"""Conversations as plain text files.

# What it shows
@ now 2026-11-23 09:00          civil time at the shop; the default
@ shop restaurant               a demo shop, or one of `shops/`; the salon where none is named, or the file's own
> Hi, a haircut tomorrow at 3?  the customer writes; several in a row arrive together
> [Yes, book it]                the customer taps the newest button of that title
< Booked: ... code is {code}.   the whole reply; `...` is anything, {code} the booking's code
< [Yes | No]                    its choices, where they matter
! 20 minutes pass               something happens elsewhere: see `world.py`
= confirmed Haircut Ana 2026-11-24 15:00 Joe     a booking that stands; `=` alone: none does

Where no person is booked, the line names what is: `window-1+window-2`, or `main-room*2` for two of its places.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

OTHER_SHOPS = ("restaurant", "studio", "parlour", "garage", "lessons")
"""A file of one of these names plays there."""
DEFAULT_NOW = "2026-11-23 09:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The customer writes, or taps `[a button]`; several lines arrive together."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """The assistant replies; choices are None where the file does not name them."""

    text: str
    choices: tuple[str, ...] | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happens elsewhere."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """What stands in the diary for this customer."""

    lines: tuple[str, ...]
    line: int


Step = Say | Expect | Event | Bookings


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One conversation."""

    kind: str
    """The file it stands in."""
    name: str
    now: datetime
    """Naive: civil time at the shop."""
    shop: str
    zone: str
    steps: tuple[Step, ...]


def read_scripts(path: Path) -> list[Script]:
    """Return the conversations of a file: each begins with a `#` line."""
    chunks = re.split(r"(?m)^(?=# )", path.read_text(encoding="utf-8"))
    scripts, line = [], 1
    for chunk in chunks:
        if chunk.startswith("# "):
            scripts.append(_read_script(path, chunk, line))
        line += chunk.count("\n")
    return scripts


def _read_script(path: Path, chunk: str, first_line: int) -> Script:
    title, *lines = chunk.split("\n")
    shop = path.stem if path.stem in OTHER_SHOPS else "salon"
    settings = {"now": DEFAULT_NOW, "shop": shop, "zone": ""}
    steps: list[Step] = []
    for number, line in enumerate(lines, start=first_line + 1):
        mark, _, words = line.partition(" ")
        match mark:
            case "":
                continue
            case "@":
                key, _, value = words.partition(" ")
                settings[key] = value.strip()
            case _:
                _add(steps, mark, words.strip(), number)
    name = f"{path.stem}: {title.removeprefix('# ')}"
    now = datetime.strptime(settings["now"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - civil time at the shop
    return Script(kind=path.stem, name=name, now=now, shop=settings["shop"], zone=settings["zone"], steps=tuple(steps))


def _add(steps: list[Step], mark: str, words: str, number: int) -> None:
    last = steps[-1] if steps else None
    match mark, last:
        case ">", Say():
            steps[-1] = Say(lines=(*last.lines, words))
        case ">", _:
            steps.append(Say(lines=(words,)))
        case "<", Expect() if words.startswith("["):
            choices = tuple(c.strip() for c in words.strip("[]").split("|"))
            steps[-1] = Expect(text=last.text, choices=choices, line=last.line)
        case "<", Expect():
            steps[-1] = Expect(text=f"{last.text}\n{words}", choices=None, line=last.line)
        case "<", _:
            steps.append(Expect(text=words, choices=None, line=number))
        case "!", _:
            steps.append(Event(words=words))
        case "=", Bookings():
            steps[-1] = Bookings(lines=(*last.lines, words), line=last.line)
        case "=", _:
            steps.append(Bookings(lines=(words,) if words else (), line=number))
        case _:
            raise ValueError(f"line {number}: a line begins with # @ > < ! or =, not {mark!r}")


def matches(expected: str, actual: str) -> bool:
    """Return whether a reply is what the script says: `...` is anything, {code} a booking's code."""
    parts = [re.escape(p).replace(r"\{code\}", "[0-9A-Z]{5}") for p in expected.split("...")]
    return re.fullmatch(".*".join(parts), actual, re.DOTALL) is not None
