"""Who writes, how to reach them, and which booking they mean: name, telephone number, code."""

import re

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from assistant.booking.codes import ALPHABET, LENGTH
from assistant.understanding.model import Expecting
from assistant.understanding.phrases import Finding
from assistant.understanding.vocabulary import COMMON_WORDS, NOT_NAMES

PHONE_DIGITS_MIN = 7
"""Fewer digits are no telephone number: the search for one is the dearest of all readers."""
PHONE_TRIES_MAX = 20
"""How many candidates in one message are looked at."""
NAME_WORDS_MAX = 4
BARE_NAME_LENGTH_MAX = 100
BARE_NAME_LENGTH_MIN = 2
"""A single letter is a yes (y), or a slip."""

_PHONE_CUE = re.compile(r"\b(?:phone|telephone|tel|number|mobile|mob|cell|call|ring|text|whatsapp|reach)\b")

_SIGN = rf"[{ALPHABET.lower()}]"
_CODE = re.compile(rf"(?<![\w'£$€-]){_SIGN}{{{LENGTH}}}(?![\w'-])")
_CODE_CUE = re.compile(
    r"\b(?:code|ref|reference|booking|confirmation)\b(?: (?:code|number|no|id|is|ref|reference)\b)*\W{0,3}$"
)
_FIRM_CODE_CUE = re.compile(r"\b(?:code|ref|reference)\b(?: (?:number|no|is)\b)*\W{0,3}$")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|[ap]m|days?|weeks?|wks?|years?|yrs?|hrs?|mths?|men|mates?|pers|sec|secs)")

_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['\-.](?=[^\W\d_])){0,29}"
_NAMES = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,{NAME_WORDS_MAX - 1}}}")
_ME = re.compile(
    r"(?<![\w'])(?:(?P<firm>my (?:full |first |last )?name(?:'?s| is)?:?|(?<!your )(?<!'s )name(?:'?s| is|:)"
    r"|(?:change|correct|update|switch) (?:the |my )?name(?: on (?:it|that|(?:the|my) booking))? to"
    r"|(?:the |my )?name should be|should be under|i(?: a|'?)m called|i go by"
    r"|my surname(?:'?s| is)|(?:under|use|on)(?: the)? name(?: of)?|in the name(?: of)?)"
    r"|i'?m|i am|this is|it'?s me,?|call me|(?:it'?s|it is)(?= \S{1,30} (?:here|again|speaking|calling|from))"
    r"|(?:book(?:ed|ing)?|reservation|appointment|table|it|put|put me|put us|down|(?:^|(?<=[,.] ))) ?under"
    r"(?! (?:the )?name\b))\s"
)
"""What comes before one's own name. After the firm ones any word may be a name."""
_HERE = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:hi|hey|hello) )(?P<name>{_NAME_WORD}(?: {_NAME_WORD})?) (?:here|speaking)"
    r"(?=$|[.,!?;:\n]| -| and\b)"
)
_IS_MY_NAME = re.compile(rf"(?:^|[.,!?\n] ?)(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}) is (?:my|the) name\b")
_AFTER_NAME = re.compile(
    r" ?(?:$|[.,!?;:()\n\-\ue000-\ue004]|(?:and|here|from|again|can|could|i|i'?d|my|we|looking|calling)\b)"
)
_BOOKED_FOR = re.compile(
    r"\b(?:under|(?:book(?:ing|ed)?|reservation|appointment|table|reserve)\b[^.,!?\n]{0,40}?\b(?:for|by))"
    r"\s(?P<name>[^\W\d_])"
)
_BARE_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|yes|yeah|yep|sure|ok|okay|of course|oh|sorry|um|erm|it'?s|it is|just"
    r"|(?:mr|mrs|ms|dr)\.|the name is|please|put|use|for|under)(?!\w)[ ,.!:\-]{0,3})+"
)
_BARE_TAIL = re.compile(
    r"(?:[ ,.!:\-]{1,3}(?:please|pls|thanks|thank you|thx|cheers|here|is fine|is my name|ta|x|xx|xxx))+$"
)
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "bin", "al", "ter", "ten", "dos"}
)
"""Written small inside a name; they do not end one."""
_INFLECTED = re.compile(r"\w{3,}(?:ing|ous|ful|less|able|ible)$")
"""Endings of words that are hardly ever a name: wondering, allergic has its place in the list instead."""


def find_phone(text: str, folded: str, locale: str, expecting: Expecting) -> Finding[str] | None:
    """Return the first telephone number as E.164, read as one dials in the region of `locale` ("en-GB")."""
    if sum(char.isdecimal() for char in folded) < PHONE_DIGITS_MIN:
        return None
    # Who was asked, or says "my number", means a number even where no network has handed it out yet.
    meant = expecting is Expecting.PHONE or _PHONE_CUE.search(folded) is not None
    leniency = Leniency.POSSIBLE if meant else Leniency.VALID
    matcher = PhoneNumberMatcher(text, _find_region(locale), leniency=leniency, max_tries=PHONE_TRIES_MAX)
    for found in matcher:
        number = format_number(found.number, PhoneNumberFormat.E164)
        return Finding(value=number, start=found.start, end=found.end, rule="phone")
    return None


def _find_region(locale: str) -> str | None:
    parts = re.split(r"[-_]", locale)[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), None)  # noqa: PLR2004 -- ISO 3166


def find_code(folded: str) -> Finding[str] | None:
    """Return the first booking code, upper case: five signs of the code alphabet that are no word and no amount.

    Letters alone, or digits alone, are a code only after a word that announces one.
    """
    for found in _CODE.finditer(folded):
        if _is_code(folded, found):
            return Finding(value=found[0].upper(), start=found.start(), end=found.end(), rule="code")
    return None


def _is_code(folded: str, found: re.Match[str]) -> bool:
    word = found[0]
    if _COUNTED.fullmatch(word):
        return False
    if not word.isalpha() and not word.isdecimal():
        return True
    cue = _FIRM_CODE_CUE if word.isalpha() else _CODE_CUE
    announced = cue.search(folded, max(0, found.start() - 40), found.start()) is not None
    return announced and word not in COMMON_WORDS


def find_name(text: str, folded: str, masked: str) -> Finding[str] | None:
    """Return the name by which customers introduce themselves: "I'm Joe", "Joe here", "booked under Smith".

    Args:
        text: The text as read: the name is taken from it, capitalised where the customer did not.
        folded: Folded.
        masked: Folded, with what is surely something else masked: times, services, numbers.
    """
    return _find_introduced(text, masked) or _find_here(text, masked) or _find_booked_for(text, folded, masked)


def _find_introduced(text: str, masked: str) -> Finding[str] | None:
    for cue in _ME.finditer(masked):
        names = _NAMES.match(masked, cue.end())
        if names is None:
            continue
        firm = cue["firm"] is not None
        end = cue.end() + _measure_name(text[cue.end() : names.end()], folded=names[0], firm=firm)
        if end > cue.end() and (firm or text[cue.end()].isupper() or _is_closed(masked, names[0], cue.end(), end)):
            rule = "name.firm" if firm else "name.weak"
            return Finding(value=_write_name(text[cue.end() : end]), start=cue.end(), end=end, rule=rule)
    return None


def _is_closed(masked: str, names: str, start: int, end: int) -> bool:
    """Return whether a name written small ends as names do: "i'm joe, ..." but not "i'm terribly sorry"."""
    return names[: end - start].count(" ") <= 1 and _AFTER_NAME.match(masked, end) is not None


def _find_here(text: str, masked: str) -> Finding[str] | None:
    found = _HERE.search(masked) or _IS_MY_NAME.search(masked)
    if found is None or any(word in NOT_NAMES for word in found["name"].split()):
        return None
    start, end = found.span("name")
    return Finding(value=_write_name(text[start:end]), start=start, end=end, rule="name.here")


def _find_booked_for(text: str, folded: str, masked: str) -> Finding[str] | None:
    if text.upper() == text:  # capitals say nothing here
        return None
    for cue in _BOOKED_FOR.finditer(masked):
        start = cue.start("name")
        names = _NAMES.match(masked, start)
        if names is None or not text[start].isupper():
            continue
        length = _measure_name(text[start : names.end()], folded=folded[start : names.end()], firm=False)
        if length:
            end = start + length
            return Finding(value=_write_name(text[start:end]), start=start, end=end, rule="name.for")
    return None


def _measure_name(written: str, *, folded: str, firm: bool) -> int:
    """Return how many characters of `written` are a name: 0 where its first word is none."""
    capitals = written[:1].isupper() and written.upper() != written
    length = start = 0
    for place, word in enumerate(folded.split()):
        ordinary = (
            word in NOT_NAMES
            or word.endswith("'s")
            or (not (firm and place == 0) and _INFLECTED.match(word) is not None)
        )
        if ordinary:
            break
        if place == 0 or not capitals or written[start].isupper():
            length = start + len(word)
        elif word not in _PARTICLES:
            break
        start += len(word) + 1
    return length


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
    if any(word in NOT_NAMES for word in name.split()):
        return None
    return Finding(value=_write_name(text[start:end]), start=start, end=end, rule="name.bare")


def _write_name(name: str) -> str:
    """Return `name` as written, but with capitals where the customer used none at all."""
    return re.sub(r"(?:^|(?<=[ '\-]))\w", lambda initial: initial[0].upper(), name) if name.islower() else name
