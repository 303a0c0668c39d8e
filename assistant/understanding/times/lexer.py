"""From text to items: words are found, normalised and given their kind. Offsets stay those of the text."""

import re
from itertools import islice

from assistant.understanding.times.items import OF_24_HOURS, UNITS, Item, Kind, Unit
from assistant.understanding.times.wordings import PHRASES
from assistant.understanding.times.words import (
    AFTER_MAY,
    BEFORE_VERBS,
    NOT_AFTER_WEEKDAY,
    NOT_BEFORE_LONE_WEEKDAY,
    NOT_BEFORE_WEEKDAY,
    TITLES,
    WORDS,
    Entry,
)

# Bounded repetitions and no two that can share a character: each match is linear, and so is the scan.
_TOKEN = re.compile(
    r"(?P<ymd>[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?![0-9])T?"
    r"|(?P<dmy>(?<![0-9][-/.])[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|(?<!-)[0-9]{2}))(?![0-9])"
    r"|(?P<year_month>(?<![0-9][-/])(?:20[0-9]{2}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]20[0-9]{2}))(?![-/]?[0-9])"
    r"|(?P<colon>[0-9]{1,2}:[0-9]{2})(?::[0-9]{2})?(?![0-9:])"
    r"|(?P<h>[0-9]{1,2}h[0-9]{2}|(?:1[3-9]|2[0-3])h)(?![^\W_])"
    r"|(?P<quoted>(?<!['\u2019\"][0-9])(?<!['\u2019\"])[0-9]{1,2}['\u2032\u2019])(?![\w'])"
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
_PIECES = re.compile(r"[0-9]+|[a-z']+")
_GLUED = re.compile(r"[nm](?:[kiUuMp]|pi|p?[6|]n?[nm]p?)|nUnU?|[WM]np?|xnp?")
"""Which letters may stick to digits: 3pm, 3ish, 30mins, 1h30min, 12dec, 2to4pm, fri12. Anything else is a code."""
_GLUED_LENGTH_MAX = 12
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_NUMBER_DIGITS_MAX = 2
_HHMM_DIGITS_MAX = 4
_TEN = 10
_TENS_MIN = 20
_GROWING = frozenset(
    {
        (Kind.OTHER, Kind.OTHER),
        (Kind.WORD_NUMBER, Kind.WORD_NUMBER),
        (Kind.WORD_NUMBER, Kind.WORD_ORDINAL),
        (Kind.WORD_ORDINAL, Kind.WORD_ORDINAL),
    }
)
_ABBREVIATED = (Kind.WEEKDAY, Kind.MAYBE_WEEKDAY, Kind.MONTH)
_ABBREVIATION_LENGTH_MAX = 5

_PHRASES: dict[str, list[tuple[list[str], Entry]]] = {}
for _phrase, _entry in sorted(PHRASES, key=lambda pair: -len(pair[0].split())):
    _PHRASES.setdefault(_phrase.split()[0], []).append((_phrase.split()[1:], _entry))

_Word = tuple[str, int, int, Entry | None]
"""A word in lower case, where it starts and ends, and its kind where its form alone decides."""


def read_items(text: str) -> list[Item]:
    """Return the words of `text` as items, in order; neighbouring words that say nothing about time are one."""
    words = _find_words(_hide_phones(text))
    items: list[Item] = []
    position = 0
    while position < len(words):
        if _is_abbreviation(words, position) or _is_hyphen(words, position):
            position += 1
            continue
        (kind, numbers), count = _classify(words, position, text)
        start, end = words[position][1], words[position + count - 1][2]
        _append(items, Item(kind=kind, start=start, end=end, numbers=numbers))
        position += count
    return items


def _append(items: list[Item], item: Item) -> None:
    """Add `item`, or let the last one grow: other words run together, and "twenty" "five" is 25."""
    last = items[-1] if items else None
    if last is None or (last.kind, item.kind) not in _GROWING:
        items.append(item)
    elif item.kind is Kind.OTHER or _are_tens_and_ones(last, item):
        items[-1] = Item(kind=item.kind, start=last.start, end=item.end, numbers=(last.number + item.number,))
    else:
        items.append(item)


def _are_tens_and_ones(last: Item, item: Item) -> bool:
    """Return whether two numbers in words are one: twenty five, thirty first."""
    if item.kind not in (Kind.WORD_NUMBER, Kind.WORD_ORDINAL):
        return False
    return last.number >= _TENS_MIN and last.number % _TEN == 0 and 0 < item.number < _TEN


def _hide_phones(text: str) -> str:
    """Return `text` with telephone numbers blotted out, as long as before."""
    return _PHONE.sub(lambda m: "x" * len(m[0]) if _is_phone(m[0]) else m[0], text)


def _is_phone(run: str) -> bool:
    groups = re.findall(r"[0-9]+", run)
    if sum(map(len, groups)) < _PHONE_DIGITS_MIN or re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", run):
        return False
    return run[0] in "+(0" or max(map(len, groups)) >= _GROUP_DIGITS_MIN or min(map(len, groups)) > _NUMBER_DIGITS_MAX


def _find_words(text: str) -> list[_Word]:
    words: list[_Word] = []
    for match in islice(_TOKEN.finditer(text), WORDS_MAX):
        form = match.lastgroup or ""
        if form == "word":
            words.extend(_read_word(match[0].lower(), match.start(), match.end()))
        elif form == "quoted":
            words.extend(_read_quoted(text, match.start(), match.end()))
        else:
            words.append((match[0], match.start(), match.end(), _read_form(form, match[0])))
    return words


def _read_quoted(text: str, start: int, end: int) -> list[_Word]:
    """Return 15' as a number and its unit; where a quotation was opened before, the sign closes it."""
    number = text[start : end - 1]
    figure: _Word = (number, start, end - 1, _read_digits(number))
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


def _read_word(word: str, start: int, end: int) -> list[_Word]:
    """Return a word as one or, where figures and letters stick together, as several."""
    word = word.replace("\u2019", "'")
    if word in WORDS:
        return [(word, start, end, None)]
    if word.isascii() and word.isdigit():
        return [(word, start, end, _read_digits(word))]
    if _FIGURE.search(word) is None:
        return _split_letters(word, start, end)
    if ordinal := _ORDINAL.fullmatch(word.removesuffix("'s")):
        return [(word, start, end, (Kind.ORDINAL, (int(ordinal[1]),)))]
    return _split_glued(word, start) or [(word, start, end, (Kind.OTHER, (1,)))]


_FIGURE = re.compile(r"\d")


def _split_letters(word: str, start: int, end: int) -> list[_Word]:
    if word.endswith("ish") and (split := _split_ish(word, start, end)):
        return split
    if word.startswith("mid") and (split := _split_mid(word, start, end)):
        return split
    return [(word, start, end, None)]


def _split_ish(word: str, start: int, end: int) -> list[_Word]:
    """Return sixish, afternoonish as two words; an empty list where it is one."""
    base = word.removesuffix("ish")
    if WORDS.get(base, (Kind.OTHER,))[0] not in _LOOSE:
        return []
    return [(base, start, end - 3, None), ("ish", end - 3, end, None)]


def _split_mid(word: str, start: int, end: int) -> list[_Word]:
    """Return midweek, midmorning as two words; an empty list where it is one."""
    rest = word.removeprefix("mid")
    if WORDS.get(rest, (Kind.OTHER,))[0] not in (Kind.UNIT, Kind.PART, Kind.MONTH):
        return []
    return [("mid", start, start + 3, None), (rest, start + 3, end, None)]


_LOOSE = (Kind.WORD_NUMBER, Kind.PART, Kind.NOON, Kind.WEEKDAY)
"""What people say loosely with "ish"."""


def _read_digits(digits: str) -> Entry:
    if len(digits) <= _NUMBER_DIGITS_MAX:
        return Kind.NUMBER, (int(digits),)
    if len(digits) <= _HHMM_DIGITS_MAX:
        return Kind.HHMM, (int(digits), len(digits))
    return Kind.OTHER, (1,)


def _split_glued(word: str, start: int) -> list[_Word]:
    """Return the pieces of a word like 3pm; an empty list where it is a code."""
    pieces = list(_PIECES.finditer(word))
    if len(word) > _GLUED_LENGTH_MAX or sum(len(p[0]) for p in pieces) != len(word):
        return []
    out: list[_Word] = []
    for piece in pieces:
        form = _read_digits(piece[0]) if piece[0].isdigit() else _ENDINGS.get(piece[0]) or WORDS.get(piece[0])
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


def _classify(words: list[_Word], at: int, text: str) -> tuple[Entry, int]:
    """Return the kind of the word, or of the phrase, at a place; and how many words it has."""
    word, start, end, form = words[at]
    if form is not None:
        return (Kind.OTHER, (1,)) if _is_counted(words, at, form[0]) else form, 1
    for rest, entry in _PHRASES.get(word, ()):
        if [w[0] for w in words[at + 1 : at + 1 + len(rest)]] == rest and not _is_bound_of_next(words, at, entry[0]):
            return entry, len(rest) + 1
    entry = WORDS.get(word) or WORDS.get(word.removesuffix("'s")) or (Kind.OTHER, (1,))
    before = words[at - 1][0] if at else ""
    after = words[at + 1][0] if at + 1 < len(words) else ""
    match word:
        case "eve" if _kind_at(words, at - 1) in (Kind.WEEKDAY, Kind.RELATIVE_DAY):
            return WORDS["evening"], 1
        case "oh" | "o" if _kind_at(words, at - 1) in _COUNTING and _kind_at(words, at + 1) in _COUNTING:
            return (Kind.OH, ()), 1
        case "earliest" if _kind_at(words, at + 1) in _HOURS:
            return (Kind.FROM, ()), 1
        case "latest" if _kind_at(words, at + 1) in _HOURS:
            return (Kind.BY, ()), 1
        case "no" if _kind_at(words, at + 1) in (Kind.WEEKDAY, Kind.PART) and after.endswith("s"):
            return (Kind.NOT, ()), 1  # no Fridays, no mornings
        case "nights" if _kind_at(words, at - 2 if before == "of" else at - 1) in _COUNTING:
            return (Kind.UNIT, (UNITS.index(Unit.DAY),)), 1
        case "that" if _kind_at(words, at + 1) in _POINTED_AT:
            return (Kind.THE, ()), 1
        case "no" if after == "." and at + 2 < len(words) and words[at + 2][0].isdigit():
            return (Kind.LABEL, ()), 2
        case "may" if before in BEFORE_VERBS or after in AFTER_MAY:
            return (Kind.OTHER, (1,)), 1
        case "am" if "i" in (before, after):
            return (Kind.OTHER, (1,)), 1
        case "noon" if before in TITLES or (before == "." and at > 1 and words[at - 2][0] in TITLES):
            return (Kind.OTHER, (1,)), 1
        case "sat" | "sats" | "sun" | "wed" | "mon":
            is_day = _is_weekday(words, at, text[start:end])
            return ((Kind.WEEKDAY, entry[1]) if is_day else (Kind.OTHER, (1,))), 1
        case _:
            return entry, 1


def _is_bound_of_next(words: list[_Word], at: int, kind: Kind) -> bool:
    """Return whether "or after" begins another time rather than ending one: "before 10 or after 4"."""
    return kind in (Kind.ONWARDS, Kind.OR_EARLIER) and words[at][0] == "or" and _kind_at(words, at + 2) in _HOURS


_HOURS = (Kind.NUMBER, Kind.WORD_NUMBER, Kind.HHMM, Kind.COLON, Kind.DOTTED, Kind.NOON)
_COUNTING = (Kind.NUMBER, Kind.WORD_NUMBER)
"""Before "nights" they say how long: two nights are two days. "Oh" is a nought between them."""
_POINTED_AT = (Kind.WEEKDAY, Kind.UNIT, Kind.WEEKEND, Kind.PART)
"""After "that" they are pointed at; before anything else it is no word of time."""


def _is_counted(words: list[_Word], at: int, kind: Kind) -> bool:
    """Return whether an ordinal counts something: the 2nd one, my 1st time."""
    return kind is Kind.ORDINAL and at + 1 < len(words) and words[at + 1][0] in {"time", "one", "ever", "class"}


def _is_abbreviation(words: list[_Word], at: int) -> bool:
    """Return whether the dot at a place ends a short weekday or month: "Tues. 3pm"."""
    if (
        words[at][0] != "."
        or not at
        or words[at - 1][2] != words[at][1]
        or len(words[at - 1][0]) > _ABBREVIATION_LENGTH_MAX
    ):
        return False
    return WORDS.get(words[at - 1][0], (Kind.OTHER,))[0] in _ABBREVIATED and at + 1 < len(words)


def _is_hyphen(words: list[_Word], at: int) -> bool:
    """Return whether the dash at a place joins two numbers to one or to a time: twenty-five, five-thirty."""
    if words[at][0] != "-" or not 0 < at < len(words) - 1:
        return False
    before, after = words[at - 1], words[at + 1]
    if before[2] != words[at][1] or after[1] != words[at][2]:
        return False
    first, last = before[3] or WORDS.get(before[0]), after[3] or WORDS.get(after[0])
    if first and last and Kind.MONTH in (first[0], last[0]) and {first[0], last[0]} & _FIGURES_OF_DATE:
        return True  # 12-Dec-2026
    if first and last and (first[0], last[0]) == (Kind.WORD_NUMBER, Kind.QUARTER):
        return True
    if first is None or last is None or first[0] is not Kind.WORD_NUMBER or last[0] not in _NUMBER_WORDS:
        return False
    return (first[1][0] >= _TENS_MIN > _TEN > last[1][0]) or first[1][0] <= _CLOCK_FACE < last[1][0]


_NUMBER_WORDS = (Kind.WORD_NUMBER, Kind.WORD_ORDINAL)
_FIGURES_OF_DATE = frozenset({Kind.NUMBER, Kind.HHMM, Kind.ORDINAL})
_CLOCK_FACE = 12


_SUPPORT_BEFORE = frozenset(
    {
        Kind.ON, Kind.WHICH, Kind.FOR, Kind.FROM, Kind.BY, Kind.BEFORE, Kind.AFTER, Kind.UNTIL, Kind.BETWEEN, Kind.OR,
        Kind.NOT, Kind.CUE, Kind.AMPM, Kind.WEEKDAY, Kind.ABOUT, Kind.FILLER, Kind.PART,
    }
)  # fmt: skip
_SUPPORT_AFTER = frozenset(
    {
        Kind.PART, Kind.NUMBER, Kind.ORDINAL, Kind.HHMM, Kind.COLON, Kind.DOTTED, Kind.OR, Kind.AT, Kind.WEEKDAY,
        Kind.SLASHED, Kind.MAYBE_WEEKDAY, Kind.NOON, Kind.AMPM, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN, Kind.UNTIL,
        Kind.NOT, Kind.FROM, Kind.BY, Kind.ABOUT, Kind.FILLER, Kind.SOONEST, Kind.COLON,
    }
)  # fmt: skip
_JOINS = frozenset({Kind.AND, Kind.DASH, Kind.TO, Kind.COMMA, Kind.OR})
_ENDS = frozenset({Kind.STOP, Kind.COMMA})
_POLITE = frozenset({"please", "pls", "plz", "ok", "okay", "maybe"})


_PUTS = frozenset({"make", "move", "put", "change", "do", "push", "shift"})


def _kind_at(words: list[_Word], at: int) -> Kind | None:
    """Return the kind of the word at a place by itself; None beyond the text."""
    if not 0 <= at < len(words):
        return None
    word, _, _, form = words[at]
    return (form or WORDS.get(word) or (Kind.OTHER, ()))[0]


def _is_weekday(words: list[_Word], at: int, written: str) -> bool:
    """Return whether "sat", "sun", "wed" or "mon" is a day here: by its neighbours, its capital, or its being alone."""
    before, after = _kind_at(words, at - 1), _kind_at(words, at + 1)
    weekdays = (Kind.WEEKDAY, Kind.MAYBE_WEEKDAY)
    if before in _JOINS and _kind_at(words, at - 2) in weekdays:
        return True
    if after in _JOINS and _kind_at(words, at + 2) in weekdays:
        return True
    is_put = at > 1 and words[at - 1][0] == "it" and words[at - 2][0] in _PUTS  # "make it wed", but "it sat there"
    if before is not None and words[at - 1][0] in NOT_BEFORE_WEEKDAY | BEFORE_VERBS and before is not Kind.WHICH:
        return is_put
    if before in _SUPPORT_BEFORE or after in _SUPPORT_AFTER:
        return True
    if after is None or after in _ENDS or words[at + 1][0] in _POLITE:
        return True
    if before in (None, Kind.STOP, Kind.COMMA):
        return False
    is_capital = written[0].isupper() and not written.isupper()
    return is_capital or not (words[at - 1][0] in NOT_BEFORE_LONE_WEEKDAY or words[at + 1][0] in NOT_AFTER_WEEKDAY)
