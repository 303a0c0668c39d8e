"""Several people told by name in one message: "for me, Bob and Cath", "mum and me", "Max and Ella"."""

import re

from assistant.understanding.besides.others import WORD
from assistant.understanding.identity.given_names import WRITTEN_SMALL
from assistant.understanding.identity.name_phrases import KIN
from assistant.understanding.identity.names import write_name
from assistant.understanding.party.words import SINGLE
from assistant.understanding.phrases import Finding
from assistant.understanding.vocabulary import NOT_NAMES

_JOIN = r",?\s(?:and|n|&|\+)\s"
_KIN = rf"(?:(?:my|our|his|her)\s{SINGLE}|mum|mom|dad|nan|gran|grandma|grandad|hubby)"
_ITEM = rf"(?:me|myself|{_KIN}(?:\s(?!and\b|n\b){WORD})?|{WORD})"
_LIST = re.compile(
    r"(?:^|[.!?;\n\ue000-\ue001]\s?|\b(?:for|can|could|book|both)\s)"
    rf"(?P<list>{_ITEM}(?:,\s{_ITEM}){{0,5}}{_JOIN}{_ITEM})(?![\w'])"
)
_SPLIT = re.compile(rf"{_JOIN}|,\s")
_KIN_ITEM = re.compile(rf"{_KIN}(?:\s(?P<name>{WORD}))?")
_KIN_NAME = re.compile(rf"\b{KIN}'?s name(?:'?s| is) (?P<name>{WORD})")
_ME = ("me", "myself")


class Group(Finding[int], frozen=True, kw_only=True):
    """How many people are told by name or kinship, and who they are beside the customer."""

    guests: tuple[str, ...]
    """Their names, empty where it was not told."""
    has_customer: bool


def find_group(text: str, masked: str) -> Group | None:
    """Return who is told to come, where at least one of several has a name, or is kin; None where nobody is.

    Args:
        text: As it was written.
        masked: Folded, with services, times and the shop's people masked.
    """
    for found in _LIST.finditer(masked):
        start, end = found.span("list")
        guests = _read_items(text, masked, start, end)
        if guests is not None:
            told = [guest for guest in guests if guest is not None]
            named = _take_kin_name(text, tuple(told))
            return Group(value=len(guests), start=start, end=end, rule="party.group", guests=named,
                         has_customer=len(told) < len(guests))  # fmt: skip
    return None


def _read_items(text: str, masked: str, start: int, end: int) -> list[str | None] | None:
    """Return the name of each of a list, None for the customer; None of all where one of them is nobody."""
    places = [start, *(place for cut in _SPLIT.finditer(masked, start, end) for place in cut.span()), end]
    items: list[str | None] = []
    for begin, stop in zip(places[::2], places[1::2], strict=True):
        if masked[begin:stop] in _ME:
            items.append(None)
            continue
        kin = _KIN_ITEM.fullmatch(masked, begin, stop)
        name = kin.span("name") if kin else (begin, stop)
        written = text[name[0] : name[1]] if name[0] >= 0 else ""
        if written and not _is_name(written):
            return None
        items.append(write_name(written) if written else "")
    return items if any(items) or (None in items and len(items) > 1) else None


def _is_name(written: str) -> bool:
    word = written.lower()
    is_capital = written[0].isupper() and not written.isupper()
    return word not in NOT_NAMES and (is_capital or word in WRITTEN_SMALL)


def _take_kin_name(text: str, guests: tuple[str, ...]) -> tuple[str, ...]:
    """Return the guests, where one has no name with the one that is told apart: "mums name is Mae"."""
    found = _KIN_NAME.search(text.lower()) if guests.count("") == 1 else None
    if found is None:
        return guests
    name = write_name(text[slice(*found.span("name"))])
    return tuple(guest or name for guest in guests)


def find_kin_name(folded: str) -> Finding[str] | None:
    """Return where the name of somebody's kin is told: it is not the customer's."""
    found = _KIN_NAME.search(folded)
    return (
        Finding(value=found["name"], start=found.start("name"), end=found.end("name"), rule="name.kin")
        if found
        else None
    )
