"""What the shop knows to answer."""

from datetime import date

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True):
    """A question that customers ask, and the shop's answer."""

    id: int
    slug: str
    question: str
    wordings: tuple[str, ...] = ()
    """Other ways in which the same is asked."""
    answer: str
    language: str
    valid_from: date | None = None
    """The first civil day of the location on which it holds; None: since ever."""
    valid_until: date | None = None
    """The last one; None: for ever."""
