"""By which name customers call themselves, or the one whom they book for."""

import re

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.phrases import OTHER, Finding, mask
from assistant.understanding.spelling import correct, find_spelt
from assistant.understanding.vocabulary import NOT_NAMES, STRUCTURE_WORDS, SURNAMES_THAT_ARE_WORDS

NAME_WORDS_MAX = 4
BARE_NAME_LENGTH_MAX = 100
BARE_NAME_LENGTH_MIN = 2
"""A single letter is a yes (y), or a slip."""

OPENED_LENGTH_MIN = 12
"""Characters. Who begins with their name says more than a word after it."""
_CLOSING = ("", ".", ",", "!", "?", ";", ":", "\n", ")")

_WORD = r"[^\W\d_](?:[^\W\d_]|['\-.](?=[^\W\d_])){0,29}"
_NAMES = re.compile(rf"(?:[^\W\d_]\. ?){{0,2}}{_WORD}(?: (?:[^\W\d_]\. )?{_WORD}){{0,{NAME_WORDS_MAX - 1}}}")
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|mister|sir|madam|rev)\b\.? ?"
_TITLES = re.compile(rf"(?:{_TITLE}(?:and |& )?){{0,2}}")
_BOOKED = (
    r"(?:book(?:ed|ing)?(?:'s)?|reservations?|reserved?|appointment|appt|table|it|it'?s|is|be|are|was|listed|made|put"
    r"|put (?:me|us|it)(?: down)?|registered|filed|done|saved|in|(?:^|(?<=[,.] )))"
)
_CALLED = (
    r"my (?:full |own |whole )?name(?:'?s| is)?(?: just)?:?"
    r"|(?<!your )(?<!'s )(?<!his )(?<!her )(?<!their )name(?:'?s| is|:)"
    r"|(?:change|correct|update|switch) (?:the |my )?name(?: on (?:it|that|(?:the|my) booking))? to"
    r"|(?:the |my )?name should be|should be under"
    r"|i(?: a|'?)m (?:called|known as)|i go by(?: the name(?: of)?)?"
    r"|(?:under|use|on|in|by|with|at|has)(?: (?:the|a|my))? name(?: of| is|,)?"
)
_ME = re.compile(
    rf"(?<![\w'])(?:(?P<firm>{_CALLED})"
    r"|i'?m|i am|this is|it'?s me,?|call me|(?:it'?s|it is)(?= \S{1,30} (?:here|again|speaking|calling|from))"
    rf"|{_BOOKED} ?under(?! (?:the |my )?name\b))\s"
)
"""What comes before one's own name. After the firm ones any word may be a name."""
_PART = re.compile(
    r"(?<![\w'])(?:(?P<first>(?:first|given|christian) ?name|forename)|(?P<last>(?:last|family|second) ?name|surname))"
    r"(?:'?s| is|:)?,? "
)
_PART_AFTER = re.compile(
    rf"(?:^|[.,!?\n] ?)(?:it'?s )?(?P<name>{_WORD}) is (?:my|the|our)"
    r" (?:(?P<first>first|given)|(?P<last>last|family|sur|second)) ?name\b"
)
_HERE = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:hi|hey|hello) )(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD})?) (?:here|speaking|calling)"
    r"(?=$|[.,!?;:\n]| -| and\b| from\b)"
)
_IS_MY_NAME = re.compile(
    rf"(?:^|[.,!?\n] ?)(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?: is|,? that'?s|, that is) (?:my|the) name\b"
)
_HERE_CUES = (" here", " speaking", " calling")
_HAS_CUES = (" has ", " had ", " have ", " made ", " booked ", " reserved ")
_TITLED_CUES = ("mr", "ms", "mx", "dr", "mister")
"""Without one of these, the patterns they are of need not be tried."""
_HAS_BOOKING = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:that|think) )(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
    r" (?:has|had|have|made|booked|reserved) (?:a|an|the) (?:booking|reservation|table|appointment|appt|slot|spot)\b"
)
_ITS_BOOKING = re.compile(
    rf"\b(?:the|a|an|my) (?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}}?)"
    r"(?:'s)? (?:booking|reservation|table|party|appointment|group)\b"
)
_TITLED = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:for|from|it'?s|under) )(?:mr|mrs|ms|mx|dr|mister)\b\.? (?P<name>{_WORD}(?: {_WORD})?)"
)
_BOOKED_FOR = re.compile(
    r"\b(?:under|(?:it'?s|it is|that'?s|this is|this one is|is|are|be) for"
    r"|(?:book(?:ing|ed)?|reservation|appointment|table|reserve|made)\b(?:(?!under\b)[^.,!?\n]){0,40}?\b(?:for|by)"
    r"|on behalf of)\s(?P<name>[^\W\d_])"
)
_KIN = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|friend|mate|mum|mom|mother|dad|father|son|daughter|sister|brother"
    r"|colleague|boss|cousin|aunt|uncle|nan|gran|grandma|grandad|grandmother|grandfather|fiancee?|kid|child|niece|nephew"
    r"|boy|girl|neighbour|client|daughter in law|son in law|mother in law|father in law)"
)
_FOR_KIN = re.compile(rf"\bfor (?:my|our|a) (?:\w{{1,20}} )?{_KIN}(?:,| called| named|:)? (?P<name>[^\W\d_])")
_THEIR_NAME = re.compile(
    rf"\bfor (?:(?:my|our|a) (?:\w{{1,20}} )?{_KIN}|him|her|them|someone else)\b[^?\n]{{0,40}}?"
    r"\b(?:his|her|their|the) name(?:'?s| is) (?P<name>[^\W\d_])"
)
_OPENING = re.compile(rf"(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?:,| -|\.(?= )|\n)")
_SIGNED = re.compile(
    r"(?:\b(?:thanks|thank you|thx|ta|cheers|regards|wishes|sincerely|yours)[,.!]{0,2}[ \n]|[ \n][-\u2013\u2014] ?|\n)"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?: x{{1,4}})?[.!]?$"
)
_KISSED = re.compile(rf"(?:^|[.,!?\n\ue000-\ue004] ?)(?P<name>{_WORD}(?: {_WORD})?) x{{1,4}}[.!]?$")
_AFTER_NAME = re.compile(
    r" ?(?:$|[.,!?;:()\n\-\ue000-\ue004]|(?:and|here|from|again|can|could|i|i'?d|my|we|looking|calling|for|at|on)\b)"
)
_BARE_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|yes|yeah|yep|sure|ok|okay|of course|oh|sorry|um|erm|it'?s|it is|just|that'?s|that would be"
    r"|(?:mr|mrs|ms|miss|mx|dr|prof)\.?|the name is|please|put|use|for|under|at|by|as|make it|try|book it under|name)"
    r"(?!\w)[ ,.!:\-]{0,3})+"
)
_BARE_TAIL = re.compile(
    r"(?:[ ,.!:\-]{1,3}(?:please|pls|thanks|thank you|thx|cheers|here|is fine|is my name|ta|x|xx|xxx|is good|will do"
    r"|that'?s it|speaking))+$"
)
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "bin", "al", "ter", "ten", "dos", "st"}
)
"""Written small inside a name; they do not end one."""
_INFLECTED = re.compile(r"\w{3,}(?:ing|ous|ful|less|able|ible)$")
"""Endings of words that are hardly ever a name: wondering, allergic has its place in the list instead."""
_NO_PARTY_WORDS = """
    birthday christmas hen stag bachelor bachelorette engagement anniversary window garden terrace patio corner bar
    private booth outdoor indoor outside inside vip dinner lunch brunch breakfast supper tea xmas team office work group
    next previous original current existing online usual special whole entire other same large chef chefs kitchen round
    high low family wedding school graduation surprise retirement farewell bridal football search tour merry happy
    valentine valentines easter thanksgiving halloween
"""
_NO_PARTY = frozenset(_NO_PARTY_WORDS.split())
"""What else a party, a table or a booking is called after."""


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
    if found and spelt:
        return replace(found, value=correct(found.value, spelt.value))
    return found or spelt


def _find_kin(said: Said) -> Finding[str] | None:
    """Return the name of the one whom the customer books for: the booking is theirs."""
    for pattern in (_FOR_KIN, _THEIR_NAME):
        found = pattern.search(said.masked) if "for " in said.masked else None
        if found and (name := _take_capital(said, found.start("name"), rule="name.kin")):
            return name
    return None


def _find_parts(said: Said) -> Finding[str] | None:
    """Return what was told as the first and as the last name, put together; or the one of them that was told."""
    if "name" not in said.plain:
        return None
    told: dict[str, Finding[str]] = {}
    for cue in _PART.finditer(said.plain):
        part = "first" if cue["first"] else "last"
        if name := _take(said, said.plain, cue.end(), rule=f"name.{part}", firm=True):
            told.setdefault(part, name)
    for cue in _PART_AFTER.finditer(said.plain):
        part = "first" if cue["first"] else "last"
        if name := _take(said, said.plain, cue.start("name"), rule=f"name.{part}", firm=True):
            told.setdefault(part, name)
    if len(told) <= 1:
        return next(iter(told.values()), None)
    first, last = told["first"], told["last"]
    start, end = min(first.start, last.start), max(first.end, last.end)
    return Finding(value=f"{first.value} {last.value}", start=start, end=end, rule="name.parts")


def _find_introduced(said: Said) -> Finding[str] | None:
    for cue in _ME.finditer(said.plain):
        firm = cue["firm"] is not None
        rule = "name.firm" if firm else "name.weak"
        name = _take(said, said.plain, cue.end(), rule=rule, firm=firm)
        if name and (firm or said.text[name.start].isupper() or _is_closed(said.plain, name)):
            return name
    return None


def _is_closed(plain: str, name: Finding[str]) -> bool:
    """Return whether a name written small ends as names do: "i'm joe, ..." but not "i'm terribly sorry"."""
    return name.value.count(" ") <= 1 and _AFTER_NAME.match(plain, name.end) is not None


def _find_here(said: Said) -> Finding[str] | None:
    """Return the name that words behind it frame: "Joe here", "Joe Smith is my name"."""
    for cues, pattern in ((_HERE_CUES, _HERE), ((" name",), _IS_MY_NAME)):
        found = pattern.search(said.plain) if any(cue in said.plain for cue in cues) else None
        if found and (name := _take_whole(said, said.plain, found, rule="name.here")):
            return name
    return None


def _find_titled(said: Said) -> Finding[str] | None:
    found = _TITLED.search(said.masked) if any(cue in said.masked for cue in _TITLED_CUES) else None
    name = _take(said, said.masked, found.start("name"), rule="name.title", firm=True) if found else None
    return _mark_surname(name) if name else None


def _find_whose_booking(said: Said) -> Finding[str] | None:
    """Return the name of whom a booking is said to be: "Joe Smith has a booking", "the Smith party"."""
    patterns = (_HAS_BOOKING, _ITS_BOOKING) if any(cue in said.masked for cue in _HAS_CUES) else (_ITS_BOOKING,)
    for pattern in patterns:
        for found in pattern.finditer(said.masked):
            name = _take_whole(said, said.masked, found, rule="name.booking")
            if name and _is_capital(said, name):
                return _mark_surname(name)
    return None


def _mark_surname(name: Finding[str]) -> Finding[str]:
    """Return `name`, marked as the last one where it stands alone: "Mr Smith", "the Smith party"."""
    return name if " " in name.value else replace(name, rule="name.last")


def _find_booked_for(said: Said) -> Finding[str] | None:
    for cue in _BOOKED_FOR.finditer(said.masked):
        if name := _take_capital(said, cue.start("name"), rule="name.for"):
            return name
    return None


def _find_signed(said: Said) -> Finding[str] | None:
    """Return the name under the message: "a trim at 3? Thanks, Joe", "... - Joe", "... Joe x"."""
    for pattern in (_SIGNED, _KISSED):
        found = pattern.search(said.masked)
        if found and (name := _take_whole(said, said.masked, found, rule="name.signed")) and _is_capital(said, name):
            return name
    return None


def _find_opening(said: Said, *, asked: bool) -> Finding[str] | None:
    """Return the name that a message begins with: "Joe Smith, a table for two"; one word too where it was asked."""
    found = _OPENING.match(said.masked) if asked or said.has_inner_capitals else None
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
    if end - start < BARE_NAME_LENGTH_MIN or words[0] in NOT_NAMES or not _NO_PARTY.isdisjoint(words):
        return None
    name = _take(said, seen[:end], start, rule=rule, firm=True)
    return name if name and name.end == end else None


def _is_capital(said: Said, name: Finding[str]) -> bool:
    words = said.text[name.start : name.end].split()
    return all(word[0].isupper() or word in _PARTICLES for word in words)


def _take(said: Said, seen: str, start: int, *, rule: str, firm: bool = False) -> Finding[str] | None:
    """Return the name that begins at `start` of `seen`, behind titles; None where the first word is none.

    Args:
        said: The message.
        seen: One of its masked texts.
        start: Where.
        rule: The name of the rule that looks for it.
        firm: Whether the words before leave no doubt that a name follows.
    """
    if titles := _TITLES.match(seen, start):
        start = titles.end()
    names = _NAMES.match(seen, start)
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
        elif word not in _PARTICLES:
            break
        start += len(word) + 1
    return length


def _may_begin(word: str, *, firm: bool, is_capital: bool) -> bool:
    if word in NOT_NAMES:
        return firm and is_capital and word not in STRUCTURE_WORDS
    return firm or is_capital or _INFLECTED.match(word) is None


def _may_follow(word: str, following: str, *, firm: bool, is_capital: bool) -> bool:
    """Return whether a word goes on with a name: Young of "Tom Young", but not the day of "Joe Friday at 7"."""
    if word in NOT_NAMES:
        is_surname = word in SURNAMES_THAT_ARE_WORDS and following in _CLOSING and (firm or is_capital)
        return is_surname or (is_capital and word not in STRUCTURE_WORDS)
    return is_capital or _INFLECTED.match(word) is None


_FINDERS = (_find_parts, _find_introduced, _find_here, _find_titled)
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
    lead = _BARE_LEAD.match(masked)
    start = lead.end() if lead else 0
    tail = _BARE_TAIL.search(masked, start)
    end = tail.start() if tail else len(masked)
    while end > start and not masked[end - 1].isalnum():
        end -= 1
    name = masked[start:end]
    if len(name) < BARE_NAME_LENGTH_MIN or "?" in masked or not _NAMES.fullmatch(name):
        return None
    if not _is_bare_name(text[start:end], name) or (name == text[start:end] and _INFLECTED.match(name)):
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
