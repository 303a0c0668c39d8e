"""What the shop knows, and what came of looking a message up in it."""

from datetime import date

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A question that the shop has answered once for all."""

    slug: str
    """Its name in the shop file."""
    question: str
    answer: str
    wordings: tuple[str, ...] = ()
    """Other ways to ask it."""
    language: str = "en"
    """As in BCP 47, in lower case."""
    valid_from: date | None = None
    """The first civil day of the location on which the answer holds; None: since ever."""
    valid_until: date | None = None
    """The last civil day on which the answer holds; None: for ever."""
    id: int = 0
    """Of its row; 0 where it has none."""

    def is_valid(self, today: date) -> bool:
        """Tell whether the answer holds on a day."""
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_until is None or today <= self.valid_until
        )


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, and how likely it is the one that was asked for."""

    entry: Entry
    score: float
    """A likelihood, 0 to 1: of all matches of a message together with "none of them", the scores add up to 1."""


class Sure(msgspec.Struct, frozen=True, tag=True):
    """One entry answers the message."""

    entry: Entry


class Unsure(msgspec.Struct, frozen=True, tag=True):
    """One of these may be meant: to be offered, not to be said."""

    entries: tuple[Entry, ...]
    """One or two, the likelier first."""


class Unknown(msgspec.Struct, frozen=True, tag=True):
    """Nothing that the shop has written answers the message."""


Answer = Sure | Unsure | Unknown
