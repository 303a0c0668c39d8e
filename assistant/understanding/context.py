"""What the reader of a message may know besides its text: the catalogue, the clock, and what was asked last."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Expecting(StrEnum):
    """What the assistant's last question asks for: a bare answer is read in its light."""

    NOTHING = "nothing"
    CONFIRMATION = "confirmation"
    CHOICE = "choice"
    """One of a numbered list."""
    SERVICE = "service"
    PERSON = "person"
    TIME = "time"
    PARTY_SIZE = "party_size"
    SERIES_END = "series_end"
    """Until when, or how many times."""
    NAME = "name"
    PHONE = "phone"


class Entry(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A service or a person of the shop, as customers may call it."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


class Context(Struct, frozen=True, kw_only=True):
    """What the reader of a message may know besides its text."""

    now: datetime
    """The civil time at the shop: naive, in its zone."""
    locale: str
    """`en-GB`: decides which reading of 3/4 comes first, and the region of telephone numbers."""
    services: tuple[Entry, ...] = ()
    people: tuple[Entry, ...] = ()
    expecting: Expecting = Expecting.NOTHING
    is_repeating: bool = False
    """Whether something is wanted again and again already: "until Christmas" is how long."""
    options: tuple[str, ...] = ()
    """The titles of the numbered list that is open, first to last."""
    puts_right: bool = False
    """Whether something was just done that a number may put right, though a list is open: "no 3" is three o'clock."""
    takes_time: bool = False
    """Whether a number may be another time, though something else is asked: a time is held, and a name is due."""
    takes_name: bool = False
    """Whether a name may come unasked: none is known yet, or the one that stands in the question may be corrected."""
