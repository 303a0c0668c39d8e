"""How to reach who writes, and which booking they mean: telephone number, e-mail address, code."""

import re

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from assistant.booking.codes import ALPHABET, LENGTH
from assistant.understanding.context import Expecting
from assistant.understanding.phrases import Finding
from assistant.understanding.vocabulary import COMMON_WORDS

PHONE_DIGITS_MIN = 7
"""Fewer digits are no telephone number: the search for one is the dearest of all readers."""
PHONE_TRIES_MAX = 20
"""How many candidates in one message are looked at."""

_PHONE_CUE = re.compile(r"\b(?:phone|telephone|tel|number|mobile|mob|cell|call|ring|text|whatsapp|reach)\b")

_EMAIL = re.compile(r"(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w-])")
_EMAIL_SAID = re.compile(
    r"(?<![\w.+-])(?P<user>[a-z0-9][\w.+-]{0,63}) at (?P<host>[a-z0-9-]{1,63}(?: dot |\.)"
    r"(?:com|net|org|co dot uk|co\.uk))\b"
)

_SIGN = rf"[{ALPHABET.lower()}]"
_CODE = re.compile(rf"(?<![\w'£$€-]){_SIGN}{{{LENGTH}}}(?![\w'-])")
_CODE_CUE = re.compile(
    r"\b(?:code|ref|reference|booking|confirmation)\b(?: (?:code|number|no|id|is|ref|reference)\b)*\W{0,3}$"
)
_FIRM_CODE_CUE = re.compile(r"\b(?:code|ref|reference)\b(?: (?:number|no|is)\b)*\W{0,3}$")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|[ap]m|days?|weeks?|wks?|years?|yrs?|hrs?|mths?|men|mates?|pers|sec|secs)")
_COUNTIES = "cw|cn|ce|c|dl|d|g|ky|ke|kk|ls|lm|lk|ld|lh|l|mo|mh|mn|oy|rn|so|ta|tn|ts|t|w|wd|wh|wx|ww"
_PLATE = re.compile(
    rf"(?<![\w-])\d{{2,3}}(?:-(?!am|pm|to|st|nd|rd|th)[a-z]{{1,2}}-\d{{1,6}}| ?(?:{_COUNTIES}) ?\d{{3,6}})(?![\w-])"
)
"""12-D-3456, 131 D 4567, 12D3456; with blanks only where the letters are an Irish county: the 18th 2018 is none."""

_DIGIT = re.compile(r"\d")


def find_phone(text: str, folded: str, locale: str, expecting: Expecting) -> Finding[str] | None:
    """Return the first telephone number as E.164, read as one dials in the region of `locale` ("en-GB")."""
    if len(_DIGIT.findall(folded)) < PHONE_DIGITS_MIN:
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


def find_email(folded: str) -> Finding[str] | None:
    """Return the first e-mail address, in small letters."""
    if not any(sign in folded for sign in ("@", " dot ")):
        return None
    if found := _EMAIL.search(folded):
        return Finding(value=found[0], start=found.start(), end=found.end(), rule="email")
    if found := _EMAIL_SAID.search(folded):
        host = found["host"].replace(" dot ", ".")
        return Finding(value=f"{found['user']}@{host}", start=found.start(), end=found.end(), rule="email.said")
    return None


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


def find_plate(folded: str) -> Finding[str] | None:
    """Return the first registration plate that would read as numbers, upper case: none of them is a time or a party."""
    found = _PLATE.search(folded)
    return Finding(value=found[0].upper(), start=found.start(), end=found.end(), rule="plate") if found else None
