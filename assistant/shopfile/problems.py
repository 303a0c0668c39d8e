"""What is wrong with a shop file, collected so that its owner hears of everything at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches

SHOWN_MAX = 60
"""Characters of a wrong value that a message repeats."""


class ShopFileError(Exception):
    """The shop file cannot be used; nothing was loaded. Correct each line's key in the file and load it again.

    Each line of the message is `file: key: what is wrong and what to write`. List entries count from 1:
    `closed[2].date` is the date of the second `[[closed]]`.
    """

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = tuple(f"{file}: {problem}" for problem in problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Key:
    """Where a value stands in the file: `services.haircut.duration`."""

    dotted: str = ""

    def __str__(self) -> str:
        return self.dotted or "the file"

    def __truediv__(self, name: str) -> "Key":
        return Key(f"{self.dotted}.{name}" if self.dotted else name)

    def item(self, index: int) -> "Key":
        """Return the key of a list's entry; `index` counts from 0, what is shown from 1."""
        return Key(f"{self.dotted}[{index + 1}]")


@dataclass(slots=True)
class Problems:
    """Collects problems in the order in which they are found."""

    lines: list[str] = field(default_factory=list)

    def add(self, key: Key, message: str) -> None:
        """Note what is wrong at `key`, and what to write instead."""
        self.lines.append(f"{key}: {message}")

    def refuse(self, key: Key, *, unless: bool, message: str) -> None:
        """Note `message`, unless the rule is kept."""
        if not unless:
            self.add(key, message)

    def raise_for(self, file: str) -> None:
        """Raise ShopFileError with everything found so far, if anything was."""
        if self.lines:
            raise ShopFileError(file, self.lines)


def show_value(raw: object) -> str:
    """Return a value as its owner wrote it in TOML, cut to a readable length."""
    match raw:
        case bool():
            text = str(raw).lower()
        case str():
            text = f'"{raw}"'
        case date() | time():
            text = raw.isoformat()
        case dict():
            text = "a table"
        case list():
            text = f"[{', '.join(show_value(item) for item in raw)}]"
        case _:
            text = str(raw)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "x"?)` for the known word that is nearest to `word`, or nothing where none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""
