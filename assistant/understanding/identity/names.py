"""By which name customers call themselves, or the one whom they book for."""

import re

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.identity import name_phrases as phrases
from assistant.understanding.identity.given_names import GIVEN_NAMES, WRITTEN_SMALL
from assistant.understanding.identity.spelling import correct, find_spelt
from assistant.understanding.phrases import OTHER, SERVICE, TIME, Finding, mask
from assistant.understanding.vocabulary import NOT_NAMES, STRUCTURE_WORDS, SURNAMES_THAT_ARE_WORDS

BARE_NAME_LENGTH_MAX = 100
BARE_NAME_LENGTH_MIN = 2
"""A single letter is a yes (y), or a slip."""

KIN_RULE = "name.kin"
"""Reads the name of somebody else, for whom the customer books."""
OPENED_LENGTH_MIN = 12
"""Characters. Who begins with their name says more than a word after it."""
_CLOSING = ("", ".", ",", "!", "?", ";", ":", "\n", ")")


class Said(Struct, frozen=True, kw_only=True):
    """A message as the readers of names see it; all texts are equally long."""

    text: str
    """As read: the name is taken from it."""
    folded: str
    plain: str
    """Folded; masked is what is surely something else, but not the shop's people, and no day that stands alone."""
    masked: str
    """Folded; masked are also the shop's people, and all times."""

    has_telling_capitals: bool = False
    """Whether a capital says something: not where all words have one, or none."""
    has_inner_capitals: bool = False
    """Whether a word behind the first has a telling one, I aside: only then can capitals frame a name."""


def see(text: str, folded: str, *, plain: str, masked: str) -> Said:
    """Return a message as the readers of names see it."""
    words = text.split()
    upper = [word for word in words if word[0].isupper()]
    tells = bool(upper) and any(word[0].islower() for word in words)
    inner = tells and any(
        word[0] != "I" or word[1:2].isalpha() for word in (upper[1:] if upper[0] is words[0] else upper)
    )
    return Said(
        text=text, folded=folded, plain=plain, masked=masked, has_telling_capitals=tells, has_inner_capitals=inner
    )


def find_name(said: Said, *, asked: bool) -> Finding[str] | None:
    """Return the name under which the customer books: "I'm Joe", "Joe here", "booked under Smith", "for my son Tom".

    Args:
        said: The message.
        asked: Whether the question was their name.
    """
    spelt = find_spelt(said.folded, asked=asked)
    if spelt:
        plain, masked = (mask(text, [(spelt.start, spelt.end)], OTHER) for text in (said.plain, said.masked))
        said = replace(said, plain=plain, masked=masked)
    finders = _FINDERS_BY_CAPITAL if said.has_inner_capitals else _FINDERS
    found = next(filter(None, (find(said) for find in finders)), None) or _find_opening(said, asked=asked)
    found = found or _find_last(said)
    if found and spelt:
        return replace(found, value=correct(found.value, spelt.value))
    return found or spelt


def _find_kin(said: Said) -> Finding[str] | None:
    """Return the name of the one whom the customer books for: the booking is theirs."""
    is_for = phrases.FOR_OR_BY.search(said.masked) is not None
    tells_name = phrases.THEIR_NAME_CUE.search(said.masked) is not None
    for pattern, is_likely in ((phrases.FOR_KIN, is_for), (phrases.THEIR_NAME, tells_name)):
        found = pattern.search(said.masked) if is_likely else None
        if found and (name := _take_capital(said, found.start("name"), rule=KIN_RULE)):
            return name
    return None


def _find_named_kin(said: Said) -> Finding[str] | None:
    """Return the name that is told before the kinship, in small letters too: "for april my daughter"."""
    found = phrases.FOR_NAMED.search(said.plain) if " my " in said.plain or " our " in said.plain else None
    return _take_whole(said, said.plain, found, rule=KIN_RULE) if found else None


def find_own_name(said: Said) -> Finding[str] | None:
    """Return by which name the customer calls themselves, in words that leave no doubt: "I'm Joe", "Joe here"."""
    found = _find_introduced(said)
    if found and phrases.OWN.search(said.folded, 0, found.start):
        return found
    return _find_here(said)


def _find_parts(said: Said) -> Finding[str] | None:
    """Return what was told as the first and as the last name, put together; or the one of them that was told."""
    if "name" not in said.plain:
        return None
    told: dict[str, Finding[str]] = {}
    for cue in phrases.PART.finditer(said.plain):
        part = "first" if cue["first"] else "last"
        if name := _take(said, said.plain, cue.end(), rule=f"name.{part}", firm=True):
            told.setdefault(part, name)
    for cue in phrases.PART_AFTER.finditer(said.plain):
        part = "first" if cue["first"] else "last"
        if name := _take(said, said.plain, cue.start("name"), rule=f"name.{part}", firm=True):
            told.setdefault(part, name)
    if len(told) <= 1:
        return next(iter(told.values()), None)
    first, last = told["first"], told["last"]
    start, end = min(first.start, last.start), max(first.end, last.end)
    return Finding(value=f"{first.value} {last.value}", start=start, end=end, rule="name.parts")


def _find_introduced(said: Said) -> Finding[str] | None:
    for cue in phrases.ME.finditer(said.plain):
        firm = cue["firm"] is not None
        rule = "name.firm" if firm else "name.weak"
        name = _take(said, said.plain, cue.end(), rule=rule, firm=firm)
        if name and (firm or said.text[name.start].isupper() or _is_closed(said.plain, name)):
            return name
    return None


def _is_closed(plain: str, name: Finding[str]) -> bool:
    """Return whether a name written small ends as names do: "i'm joe, ..." but not "i'm terribly sorry"."""
    return name.value.count(" ") <= 1 and phrases.AFTER_NAME.match(plain, name.end) is not None


def _find_here(said: Said) -> Finding[str] | None:
    """Return the name that words behind it frame: "Joe here", "Joe Smith is my name"."""
    for cues, pattern in (
        (phrases.HERE_CUES, phrases.HERE),
        ((" name",), phrases.IS_MY_NAME),
        ((" party of",), phrases.PARTY_OF),
    ):
        found = pattern.search(said.plain) if any(cue in said.plain for cue in cues) else None
        if found and (name := _take_whole(said, said.plain, found, rule="name.here")):
            return name
    return None


def _find_in_place(said: Said) -> Finding[str] | None:
    """Return the name of who comes instead, or in whose name it is to be: "Tom is coming instead of me"."""
    if "instead" in said.masked or " place" in said.masked or " my " in said.masked:
        found = phrases.IN_PLACE.search(said.masked)
        name = _take_whole(said, said.masked, found, rule="name.in_place") if found else None
        if found and name and (found["kin"] or _is_capital(said, name)):
            return name
    found = phrases.IN_NAME.search(said.masked) if "'s name" in said.masked else None
    kin = found is not None and phrases.KIN_WORD.search(found["name"])
    return _take_whole(said, said.masked, found, rule="name.owner") if found and not kin else None


def _find_titled(said: Said) -> Finding[str] | None:
    found = phrases.TITLED.search(said.masked) if any(cue in said.masked for cue in phrases.TITLED_CUES) else None
    name = _take(said, said.masked, found.start("name"), rule="name.title", firm=True) if found else None
    return _mark_surname(name) if name else None


def _find_whose_booking(said: Said) -> Finding[str] | None:
    """Return the name of whom a booking is said to be: "Joe Smith has a booking", "the Smith party"."""
    patterns = (
        (phrases.HAS_BOOKING, phrases.ITS_BOOKING)
        if any(cue in said.masked for cue in phrases.HAS_CUES)
        else (phrases.ITS_BOOKING,)
    )
    for pattern in patterns:
        for found in pattern.finditer(said.masked):
            name = _take_whole(said, said.masked, found, rule="name.booking")
            if name and _is_capital(said, name):
                return _mark_surname(name)
    return _find_owner(said)


def _find_owner(said: Said) -> Finding[str] | None:
    found = phrases.OWNER.search(said.text) if "'s " in said.folded else None
    if found is None or said.masked[slice(*found.span("name"))] != said.folded[slice(*found.span("name"))]:
        return None
    return _take_whole(said, said.masked, found, rule="name.owner")


def _mark_surname(name: Finding[str]) -> Finding[str]:
    """Return `name`, marked as the last one where it stands alone: "Mr Smith", "the Smith party"."""
    return name if " " in name.value else replace(name, rule="name.last")


def _find_booked_for(said: Said) -> Finding[str] | None:
    for cue in phrases.BOOKED_FOR.finditer(said.masked):
        if name := _take_capital(said, cue.end() - 1, rule="name.for"):
            return name
    return None


def _find_signed(said: Said) -> Finding[str] | None:
    """Return the name under the message: "a trim at 3? Thanks, Joe", "... - Joe", "... Joe x"."""
    for pattern in (phrases.SIGNED, phrases.KISSED):
        found = pattern.search(said.masked)
        if found and (name := _take_whole(said, said.masked, found, rule="name.signed")) and _is_capital(said, name):
            return name
    return None


def _find_last(said: Said) -> Finding[str] | None:
    """Return the name that a wish ends with, set off or behind its time: "trim on Monday at 12, Hana", "at 1pm (Lou)".

    Only a common given name, alone or before a surname: anything else may well be what is wanted ("Scissors").
    """
    if TIME not in said.masked and SERVICE not in said.masked:
        return None
    found = phrases.LAST.search(said.masked)
    name = _take_whole(said, said.masked, found, rule="name.last_word") if found else None
    if found is None or name is None or found["name"].split()[0] not in GIVEN_NAMES:
        return None
    return name if found["name"] in WRITTEN_SMALL or (said.has_telling_capitals and _is_capital(said, name)) else None


def _find_opening(said: Said, *, asked: bool) -> Finding[str] | None:
    """Return the name that a message begins with: "Joe Smith, a table for two"; one word too where it was asked."""
    found = phrases.OPENING.match(said.masked) if asked or said.has_inner_capitals else None
    if found is None or not (asked or " " in found["name"]):
        return None
    if not asked and (len(said.text) - found.end() < OPENED_LENGTH_MIN or said.text[found.end() - 1] == "."):
        return None
    name = _take_whole(said, said.masked, found, rule="name.opening")
    return name if name and (asked or _is_capital(said, name)) else None


def _take_whole(said: Said, seen: str, found: re.Match[str], *, rule: str) -> Finding[str] | None:
    """Return the group `name` where all of it is a name."""
    start, end = found.span("name")
    words = seen[start:end].split()
    if end - start < BARE_NAME_LENGTH_MIN or words[0] in NOT_NAMES or not phrases.NO_PARTY.isdisjoint(words):
        return None
    name = _take(said, seen[:end], start, rule=rule, firm=True)
    return name if name and name.end == end else None


def _is_capital(said: Said, name: Finding[str]) -> bool:
    words = said.text[name.start : name.end].split()
    return all(word[0].isupper() or word in phrases.PARTICLES for word in words)


def _take(said: Said, seen: str, start: int, *, rule: str, firm: bool = False) -> Finding[str] | None:
    """Return the name that begins at `start` of `seen`, behind titles; None where the first word is none.

    Args:
        said: The message.
        seen: One of its masked texts.
        start: Where.
        rule: The name of the rule that looks for it.
        firm: Whether the words before leave no doubt that a name follows.
    """
    if titles := phrases.TITLES.match(seen, start):
        start = titles.end()
    names = phrases.NAMES.match(seen, start)
    length = _measure(said, names, firm=firm) if names else 0
    written = said.text[start : start + length]
    return Finding(value=write_name(written), start=start, end=start + length, rule=rule) if length else None


def _take_capital(said: Said, start: int, *, rule: str) -> Finding[str] | None:
    """Return the name that begins at `start`, where capitals say that it is one."""
    name = _take(said, said.masked, start, rule=rule) if said.has_telling_capitals else None
    return name if name and said.text[name.start].isupper() else None


def _measure(said: Said, names: re.Match[str], *, firm: bool) -> int:
    """Return how many characters are a name: 0 where the first word is none."""
    written = said.text[names.start() : names.end()]
    capitals = written[:1].isupper() and said.has_telling_capitals
    length = start = 0
    for place, word in enumerate(names[0].split()):
        is_capital = capitals and written[start].isupper()
        if word.endswith("'s") or (place == 0 and not _may_begin(word, firm=firm, is_capital=is_capital)):
            break
        behind = names.start() + start + len(word)
        if place and not _may_follow(word, said.folded[behind : behind + 1], firm=firm, is_capital=is_capital):
            break
        if place == 0 or not capitals or is_capital:
            length = start + len(word)
        elif word not in phrases.PARTICLES:
            break
        start += len(word) + 1
    return length


def _may_begin(word: str, *, firm: bool, is_capital: bool) -> bool:
    if word in NOT_NAMES:
        return firm and is_capital and word not in STRUCTURE_WORDS
    return firm or is_capital or phrases.INFLECTED.match(word) is None


def _may_follow(word: str, following: str, *, firm: bool, is_capital: bool) -> bool:
    """Return whether a word goes on with a name: Young of "Tom Young", but not the day of "Joe Friday at 7"."""
    if word in NOT_NAMES:
        is_surname = word in SURNAMES_THAT_ARE_WORDS and following in _CLOSING and (firm or is_capital)
        return is_surname or (is_capital and word not in STRUCTURE_WORDS)
    return is_capital or phrases.INFLECTED.match(word) is None


_FINDERS = (_find_named_kin, _find_parts, _find_in_place, _find_introduced, _find_here, _find_titled)
_FINDERS_BY_CAPITAL = (_find_kin, *_FINDERS, _find_whose_booking, _find_booked_for, _find_signed)
"""In this order: the name of the one whom they book for is the booking's, whoever writes."""


def find_bare_name(text: str, masked: str) -> Finding[str] | None:
    """Return the name that a whole message is, when a name was asked for: "Joe Bloggs", "it's Joe, thanks".

    Args:
        text: The text as read.
        masked: Folded, with telephone numbers and codes masked.
    """
    if len(masked) > BARE_NAME_LENGTH_MAX:
        return None
    lead = phrases.BARE_LEAD.match(masked)
    start = lead.end() if lead else 0
    tail = phrases.BARE_TAIL.search(masked, start)
    end = tail.start() if tail else len(masked)
    while end > start and not masked[end - 1].isalnum():
        end -= 1
    name = masked[start:end]
    if len(name) < BARE_NAME_LENGTH_MIN or "?" in masked or not phrases.NAMES.fullmatch(name):
        return None
    if not _is_bare_name(text[start:end], name) or (name == text[start:end] and phrases.INFLECTED.match(name)):
        return None
    return Finding(value=write_name(text[start:end]), start=start, end=end, rule="name.bare")


def _is_bare_name(written: str, name: str) -> bool:
    first, *others = name.split()
    are_capital = written.istitle()
    return first not in NOT_NAMES and not any(
        word in NOT_NAMES and word not in SURNAMES_THAT_ARE_WORDS and not (are_capital and word not in STRUCTURE_WORDS)
        for word in others
    )


def write_name(name: str) -> str:
    """Return `name` as written, but with capitals where the customer used none at all."""
    return re.sub(r"(?:^|(?<=[ '\-]))\w", lambda initial: initial[0].upper(), name) if name.islower() else name
