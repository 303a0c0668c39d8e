"""From text to words: what is written in figures and signs, and words that figures stick to. Offsets are the text's."""

import re
from itertools import islice

from assistant.understanding.times.items import OF_24_HOURS, UNITS, Kind, Unit
from assistant.understanding.times.spelling import KNOWN
from assistant.understanding.times.words import Entry

# Bounded repetitions and no two that can share a character: each match is linear, and so is the scan.
_TOKEN = re.compile(
    r"(?P<plain>[^\W\d_]{2,}(?:['\u2019][^\W\d_]+)?)(?![^\W_])"  # most words, so they are looked for first
    r"|(?P<ymd>[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?![0-9])T?"
    r"|(?P<dmy>(?<![0-9][-/.])[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|(?<!-)[0-9]{2}))(?![0-9])"
    r"|(?P<year_month>(?<![0-9][-/])(?:20[0-9]{2}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]20[0-9]{2}))(?![-/]?[0-9])"
    r"|(?P<colon>[0-9]{1,2}:[0-9]{2})(?::[0-9]{2})?(?![0-9:])"
    r"|(?P<h>[0-9]{1,2}h[0-9]{2}|(?:1[3-9]|2[0-3])h)(?![^\W_])"
    r"|(?P<quoted>(?<!['\u2019\"][0-9])(?<!['\u2019\"])[0-9]{1,2}['\u2032\u2019])(?![\w'])"
    r"|(?P<dashed>(?<![0-9][-/.])[0-9]{1,2}-0[1-9])(?![-/.:]?[0-9]|\s?[ap]\.?m)"
    r"|(?P<slashed>[0-9]{1,2}/[0-9]{1,2})(?![0-9/:]|\.[0-9])"
    r"|(?P<dotted_date>[0-9]{1,2}\.[1-9]\.)(?![0-9])"
    r"|(?P<dotted>[0-9]{1,2}\.[0-9]{2})(?![0-9])"
    r"|(?P<decimal>[0-9]{1,6}[.,][0-9]{1,6}|(?<![\w.])\.[0-9]{1,2}(?=\s?h))"
    r"|(?P<ampm>[ap]\.\s?m(?![^\W_])\.?)"
    r"|(?P<ap>(?<=[0-9])[ap](?![^\W_]))"
    r"|(?P<word>[^\W_]+(?:['\u2019][^\W\d_]+)?)"
    r"|(?P<mark_alone>[^\w\s'\u2019\"*_]|\n)",
    re.IGNORECASE,
)
WORDS_MAX = 500
"""No more words and signs are read: 2,000 characters of ordinary writing have fewer."""
_PHONE = re.compile(r"(?<![0-9])[+(]{0,2}[0-9][0-9 ()\-]{6,20}[0-9](?![0-9])")
_PHONE_DIGITS_MIN = 9
_GROUP_DIGITS_MIN = 5
_PIECES = re.compile(r"[0-9]+|[ap]m(?=ish)|[a-z']+")
_GLUED = re.compile(r"[nm](?:[kiUuMpN]|pi|p?[6|]n?[nm]p?)|nUnU?|[WM]np?|xnp?|hn")
"""Which letters may stick to digits: 3pm, 3ish, 30mins, 1h30min, 12dec, 2to4pm, fri12. Anything else is a code."""
_GLUED_LENGTH_MAX = 12
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_NUMBER_DIGITS_MAX = 2
_HHMM_DIGITS_MAX = 4

Word = tuple[str, int, int, Entry | None]
"""A word in lower case, where it starts and ends, and its kind where its form alone decides."""


def _hide_phones(text: str) -> str:
    """Return `text` with telephone numbers blotted out, as long as before."""
    return _PHONE.sub(lambda m: "x" * len(m[0]) if _is_phone(m[0]) else m[0], text)


def _is_phone(run: str) -> bool:
    groups = re.findall(r"[0-9]+", run)
    if sum(map(len, groups)) < _PHONE_DIGITS_MIN or re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", run):
        return False
    return run[0] in "+(0" or max(map(len, groups)) >= _GROUP_DIGITS_MIN or min(map(len, groups)) > _NUMBER_DIGITS_MAX


def find_words(text: str) -> list[Word]:
    """Return the words and signs of `text` that are read, telephone numbers left out."""
    words: list[Word] = []
    text = _hide_phones(text)
    for match in islice(_TOKEN.finditer(text), WORDS_MAX):
        form = match.lastgroup or ""
        if form == "plain":
            words.extend(_read_letters(match[0].lower().replace("\u2019", "'"), match.start(), match.end()))
        elif form == "word":
            words.extend(_read_word(match[0].lower(), match.start(), match.end()))
        elif form == "quoted":
            words.extend(_read_quoted(text, match.start(), match.end()))
        else:
            words.append((match[0], match.start(), match.end(), _read_form(form, match[0])))
    return words


def _read_quoted(text: str, start: int, end: int) -> list[Word]:
    """Return 15' as a number and its unit; where a quotation was opened before, the sign closes it."""
    number = text[start : end - 1]
    figure: Word = (number, start, end - 1, _read_digits(number))
    is_closing = _OPENED_QUOTATION.search(text, max(0, start - _QUOTATION_LENGTH_MAX), start)
    return [figure] if is_closing else [figure, ("min", end - 1, end, None)]


_QUOTATION_LENGTH_MAX = 100
_OPENED_QUOTATION = re.compile(r"(?<!\w)['\u2018\u2019]\w")


def _read_form(form: str, written: str) -> Entry | None:
    """Return the kind of what is written in figures and signs; None for a sign that the word list knows."""
    numbers = tuple(int(n) for n in re.findall(r"[0-9]+", written))
    match form:
        case "ymd" | "dmy" | "mark":
            return Kind.FULL_DATE, numbers
        case "year_month":
            return Kind.YEAR_MONTH, tuple(sorted(numbers, reverse=True))
        case "colon":
            return Kind.COLON, (*numbers[:2], len(written.split(":", maxsplit=1)[0]))
        case "h":  # 3h18 is of the 24-hour clock
            return Kind.COLON, (*(*numbers, 0)[:2], OF_24_HOURS)
        case "decimal":
            return _read_decimal(written)
        case "dashed":
            return Kind.SLASHED, numbers
        case "slashed" if written != "24/7":
            return Kind.SLASHED, numbers
        case "dotted_date":
            return Kind.SLASHED, (*numbers, 0)
        case "dotted":
            return Kind.DOTTED, numbers
        case "ampm" | "ap":
            return Kind.AMPM, (int(written[0] in "pP"),)
        case "mark_alone":
            return None
        case _:
            return Kind.OTHER, (1,)


def _read_decimal(written: str) -> Entry:
    whole, _, part = written.replace(",", ".").partition(".")
    if len(whole) > _NUMBER_DIGITS_MAX or len(part) > _NUMBER_DIGITS_MAX:
        return Kind.OTHER, (1,)
    return Kind.DECIMAL, (int(whole or 0), int(part.ljust(_NUMBER_DIGITS_MAX, "0")))


def _read_word(word: str, start: int, end: int) -> list[Word]:
    """Return a word as one or, where figures and letters stick together, as several."""
    word = word.replace("\u2019", "'")
    if word in KNOWN:
        return [(word, start, end, None)]
    if word.isascii() and word.isdigit():
        return [(word, start, end, _read_digits(word))]
    if _FIGURE.search(word) is None:
        return _read_letters(word, start, end)
    if ordinal := _ORDINAL.fullmatch(word.removesuffix("'s")):
        return [(word, start, end, (Kind.ORDINAL, (int(ordinal[1]),)))]
    return _split_glued(word, start) or [(word, start, end, (Kind.OTHER, (1,)))]


_FIGURE = re.compile(r"\d")


def _read_letters(word: str, start: int, end: int) -> list[Word]:
    """Return a word without figures as one or, where people write two in one, as those."""
    if word in KNOWN or not (word.startswith(_PREFIXES) or word.endswith("ish") or word in _SHORTENED):
        return [(word, start, end, None)]
    if word.endswith("ish") and (split := _split_ish(word, start, end)):
        return split
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (split := _split_prefix(word, prefix, start, end)):
            return split
    if word in _SHORTENED:
        return [(part, start, end, None) for part in _SHORTENED[word]]
    return [(word, start, end, None)]


_PREFIXES = ("mid", "this", "next")
_SHORTENED = {"eow": ("end", "week"), "eom": ("end", "month"), "eoy": ("end", "year")}
"""Letters that stand for several words."""


def _split_ish(word: str, start: int, end: int) -> list[Word]:
    """Return sixish, afternoonish as two words; an empty list where it is one."""
    base = word.removesuffix("ish")
    if KNOWN.get(base, (Kind.OTHER,))[0] not in _LOOSE:
        return []
    return [(base, start, end - 3, None), ("ish", end - 3, end, None)]


def _split_prefix(word: str, prefix: str, start: int, end: int) -> list[Word]:
    """Return midweek, nextfriday as two words; an empty list where it is one."""
    rest, middle = word.removeprefix(prefix), start + len(prefix)
    if KNOWN.get(rest, (Kind.OTHER,))[0] not in _PREFIXED:
        return []
    return [(prefix, start, middle, None), (rest, middle, end, None)]


_PREFIXED = (Kind.UNIT, Kind.PART, Kind.MONTH, Kind.WEEKDAY, Kind.WEEKEND)
"""What people write in one word with "mid" or "next"."""


_LOOSE = (Kind.WORD_NUMBER, Kind.PART, Kind.NOON, Kind.WEEKDAY, Kind.AMPM)
"""What people say loosely with "ish"."""


def _read_digits(digits: str) -> Entry:
    if len(digits) <= _NUMBER_DIGITS_MAX:
        return Kind.NUMBER, (int(digits),)
    if len(digits) <= _HHMM_DIGITS_MAX:
        return Kind.HHMM, (int(digits), len(digits))
    return Kind.OTHER, (1,)


def _split_glued(word: str, start: int) -> list[Word]:
    """Return the pieces of a word like 3pm; an empty list where it is a code."""
    pieces = list(_PIECES.finditer(word))
    if len(word) > _GLUED_LENGTH_MAX or sum(len(p[0]) for p in pieces) != len(word):
        return []
    out: list[Word] = []
    for piece in pieces:
        form = _read_digits(piece[0]) if piece[0].isdigit() else _ENDINGS.get(piece[0]) or KNOWN.get(piece[0])
        if form is None:
            return []
        out.append((piece[0], start + piece.start(), start + piece.end(), form))
    kinds = "".join(entry[0] for _, _, _, entry in out if entry)
    return out if _GLUED.fullmatch(kinds) else []


_ENDINGS: dict[str, Entry] = {
    "a": (Kind.AMPM, (0,)),
    "p": (Kind.AMPM, (1,)),
    "k": (Kind.THING, ()),
    "m": (Kind.UNIT, (UNITS.index(Unit.MINUTE),)),
}
"""Letters that mean something only at the end of figures: 3p, 15m."""
