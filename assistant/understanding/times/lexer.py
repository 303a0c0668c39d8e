"""From text to items: words are found, normalised and given their kind. Offsets stay those of the text."""

from collections.abc import Sequence

from assistant.understanding.times.items import UNITS, Item, Kind, Unit
from assistant.understanding.times.spelling import KNOWN
from assistant.understanding.times.tokens import Word, find_words
from assistant.understanding.times.wordings import PHRASES
from assistant.understanding.times.words import (
    AFTER_MAY,
    AT_WORK,
    BEFORE_VERBS,
    CANNOT,
    DENIALS,
    NOT_AFTER_WEEKDAY,
    NOT_BEFORE_LONE_WEEKDAY,
    NOT_BEFORE_WEEKDAY,
    TITLES,
    WORDS,
    Entry,
)

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

_PHRASES: dict[tuple[str, str], list[tuple[list[str], Entry]]] = {}
"""By their first two words, the longest first. A phrase of one word is found under that and nothing."""
for _phrase, _entry in sorted(PHRASES, key=lambda pair: -len(pair[0].split())):
    _words = _phrase.split()
    _PHRASES.setdefault((_words[0], "".join(_words[1:2])), []).append((_words[2:], _entry))
_BEGINNINGS = frozenset(first for first, _ in _PHRASES)


def read_items(text: str) -> list[Item]:
    """Return the words of `text` as items, in order; neighbouring words that say nothing about time are one."""
    words = find_words(text)
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


def _classify(words: list[Word], at: int, text: str) -> tuple[Entry, int]:
    """Return the kind of the word, or of the phrase, at a place; and how many words it has."""
    word, _, _, form = words[at]
    if form is not None:
        return (Kind.OTHER, (1,)) if _is_counted(words, at, form[0]) else form, 1
    if word in _BEGINNINGS and (phrase := _find_phrase(words, at)):
        return phrase
    entry = KNOWN.get(word) or KNOWN.get(word.removesuffix("'s")) or (Kind.OTHER, (1,))
    return _classify_by_neighbours(words, at, text, entry) if word in _BY_NEIGHBOURS else (entry, 1)


def _find_phrase(words: list[Word], at: int) -> tuple[Entry, int] | None:
    """Return the kind of the longest phrase that begins at a place, and how many words it has."""
    word, after = words[at][0], words[at + 1][0] if at + 1 < len(words) else ""
    for rest, entry in _PHRASES.get((word, after), ()) if after else ():
        is_whole = not rest or [w[0] for w in words[at + 2 : at + 2 + len(rest)]] == rest
        if is_whole and not _is_bound_of_next(words, at, entry[0]):
            return entry, len(rest) + 2
    return next(((entry, 1) for _, entry in _PHRASES.get((word, ""), ())), None)


_BY_NEIGHBOURS = frozenset(
    {
        "eve", "oh", "o", "earliest", "latest", "no", "nights", "time", "weekday", "weekdays", "that", "may", "am",
        "noon", "now", "one", "sat", "sats", "sun", "wed", "mon",
    }
)  # fmt: skip
"""Words whose kind their neighbours decide."""


def _classify_by_neighbours(words: list[Word], at: int, text: str, entry: Entry) -> tuple[Entry, int]:
    word, start, end, _ = words[at]
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
        case "weekdays" | "weekday":
            return _classify_workday(
                [w[0] for w in words[max(0, at - 2) : at]], [w[0] for w in words[at + 1 : at + 3]]
            ), 1
        case "no" if _kind_at(words, at + 1) in (Kind.WEEKDAY, Kind.PART, Kind.WORKDAY) and _is_many(after):
            return (Kind.NOT, ()), 1  # no Fridays, no mornings
        case "nights" if _kind_at(words, at - 2 if before == "of" else at - 1) in _COUNTING:
            return (Kind.UNIT, (UNITS.index(Unit.DAY),)), 1
        case "time" if (
            at and before.endswith(("s", "s'")) and _kind_at(words, at - 1) is Kind.UNIT and after not in _OF_TIME
        ):
            return (Kind.FROM_NOW, ()), 1  # in 10 days' time
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
        case "now" if _kind_at(words, at - 1) in _TOLD_HOURS or _says_cannot(words, at):
            return WORDS["then"], 1
        case "one" if before == "no":
            return (Kind.OTHER, (1,)), 1
        case "sat" | "sats" | "sun" | "wed" | "mon":
            is_day = _is_weekday(words, at, text[start:end])
            return ((Kind.WEEKDAY, entry[1]) if is_day else (Kind.OTHER, (1,))), 1
        case _:
            return entry, 1


def _says_cannot(words: list[Word], at: int) -> bool:
    """Return whether the word at a place follows that somebody will not come: "none of us can come" ... "now"."""
    before = [word[0] for word in words[max(0, at - _CANNOT_WORDS) : at]]
    return bool(before) and before[-1] in _COMING and not CANNOT.isdisjoint(before)


def _classify_workday(before: Sequence[str], after: Sequence[str]) -> Entry:
    """Return what "weekdays" are: turned down, they leave the weekend; who works on them does not ask for them."""
    if not DENIALS.isdisjoint(after[:1]) or (after[:1] in (["are"], ["is"]) and not DENIALS.isdisjoint(after[1:])):
        return WORDS["weekend"]
    return (Kind.OTHER, (1,)) if not AT_WORK.isdisjoint(before) else WORDS["weekdays"]


def _is_bound_of_next(words: list[Word], at: int, kind: Kind) -> bool:
    """Return whether "or after" begins another time rather than ending one: "before 10 or after 4"."""
    return kind in (Kind.ONWARDS, Kind.OR_EARLIER) and words[at][0] == "or" and _kind_at(words, at + 2) in _HOURS


_SHORT = frozenset({"tues", "weds", "thurs", "thrs"})
"""Days of the week, written short."""
_OF_TIME = frozenset({"slot", "slots", "window", "frame", "limit", "period"})
"""After "time" they make it a word of its own: a 2 hours time slot."""
_HOURS = (Kind.NUMBER, Kind.WORD_NUMBER, Kind.HHMM, Kind.COLON, Kind.DOTTED, Kind.NOON)
_COUNTING = (Kind.NUMBER, Kind.WORD_NUMBER)
"""Before "nights" they say how long: two nights are two days. "Oh" is a nought between them."""
_TOLD_HOURS = (*_HOURS, Kind.AMPM)
"""Before "now" they are what it has come to: "actually 7 now"."""
_COMING = frozenset({"come", "coming", "it", "attend", "there"})
_CANNOT_WORDS = 6
"""So many words before "now" may tell that somebody will not come."""
_POINTED_AT = (Kind.WEEKDAY, Kind.UNIT, Kind.WEEKEND, Kind.PART)
"""After "that" they are pointed at; before anything else it is no word of time."""


def _is_counted(words: list[Word], at: int, kind: Kind) -> bool:
    """Return whether an ordinal counts something: the 2nd one, my 1st time."""
    return kind is Kind.ORDINAL and at + 1 < len(words) and words[at + 1][0] in {"time", "one", "ever", "class"}


def _is_abbreviation(words: list[Word], at: int) -> bool:
    """Return whether the dot at a place ends a short weekday or month: "Tues. 3pm"."""
    if (
        words[at][0] != "."
        or not at
        or words[at - 1][2] != words[at][1]
        or len(words[at - 1][0]) > _ABBREVIATION_LENGTH_MAX
    ):
        return False
    return KNOWN.get(words[at - 1][0], (Kind.OTHER,))[0] in _ABBREVIATED and at + 1 < len(words)


def _is_hyphen(words: list[Word], at: int) -> bool:
    """Return whether the dash at a place joins two numbers to one or to a time: twenty-five, five-thirty."""
    if words[at][0] != "-" or not 0 < at < len(words) - 1:
        return False
    before, after = words[at - 1], words[at + 1]
    if before[2] != words[at][1] or after[1] != words[at][2]:
        return False
    first, last = before[3] or KNOWN.get(before[0]), after[3] or KNOWN.get(after[0])
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
        Kind.NOT, Kind.CUE, Kind.AMPM, Kind.WEEKDAY, Kind.ABOUT, Kind.FILLER, Kind.PART, Kind.ORDINAL,
        Kind.WORD_ORDINAL,
    }
)  # fmt: skip
_SUPPORT_AFTER = frozenset(
    {
        Kind.PART, Kind.NUMBER, Kind.ORDINAL, Kind.HHMM, Kind.COLON, Kind.DOTTED, Kind.OR, Kind.AT, Kind.WEEKDAY,
        Kind.SLASHED, Kind.MAYBE_WEEKDAY, Kind.NOON, Kind.AMPM, Kind.AFTER, Kind.BEFORE, Kind.BETWEEN, Kind.UNTIL,
        Kind.NOT, Kind.FROM, Kind.BY, Kind.ABOUT, Kind.FILLER, Kind.SOONEST, Kind.EDGE,
    }
)  # fmt: skip
_JOINS = frozenset({Kind.AND, Kind.DASH, Kind.TO, Kind.COMMA, Kind.OR})
_ENDS = frozenset({Kind.STOP, Kind.COMMA})
_POLITE = frozenset({"please", "pls", "plz", "ok", "okay", "maybe"})


_PUTS = frozenset({"make", "move", "put", "change", "do", "push", "shift"})


def _is_many(word: str) -> bool:
    """Return whether a word says several: "no mondays" rules them out, "no thurs" is no, and Thursday instead."""
    return word.endswith("s") and word not in _SHORT


def _kind_at(words: list[Word], at: int) -> Kind | None:
    """Return the kind of the word at a place by itself; None beyond the text."""
    if not 0 <= at < len(words):
        return None
    word, _, _, form = words[at]
    return (form or KNOWN.get(word) or (Kind.OTHER, ()))[0]


def _is_weekday(words: list[Word], at: int, written: str) -> bool:
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
