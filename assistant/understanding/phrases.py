"""How phrases are written down and looked for: a small notation over regular expressions, and what a search finds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Generic, TypeVar

from msgspec import Struct

from assistant.understanding.gates import GATES
from assistant.understanding.needs import find_needs

TIME = "\ue000"
SERVICE = "\ue001"
PERSON = "\ue002"
PARTY = "\ue003"
OTHER = "\ue004"
"""Private-use characters that stand for what other readers have found: `normalize` lets none in from outside.

"can't make <time>" then needs no list of times, and a service called "Change of style" is no wish to change.
"""

Value = TypeVar("Value")


class Finding(Struct, Generic[Value], frozen=True, kw_only=True):
    """What one rule read in a text, and where: `text[start:end]`."""

    value: Value
    start: int
    end: int
    rule: str

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether the finding and `start:end` share a character."""
        return self.start < end and start < self.end


class Pattern:
    """A regular expression that is tried only on texts which have the words that it needs.

    What it needs is read off when the first text comes, and it is compiled when the first comes that has it.
    """

    def __init__(self, regex: str) -> None:
        self.regex = regex

    @cached_property
    def gate(self) -> int:
        """The bits of which one is set in `GATES.find_open` of a text that it may match."""
        return GATES.add(find_needs(self.regex))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.regex)

    @property
    def groups(self) -> Mapping[str, int]:
        """Which number each named group has."""
        return self._pattern.groupindex

    def may_find(self, text: str) -> bool:
        """Return whether `text` has the words that a match needs."""
        return self.gate & _find_open(text) != 0

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match in `text` from `start` on; before `end`, where a word may be cut in two."""
        if end is not None:
            return self._pattern.search(text, start, end)
        return self._pattern.search(text, start) if self.gate & _find_open(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at `start`."""
        return self._pattern.match(text, start) if self.gate & _find_open(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return all matches, in order."""
        return self._pattern.finditer(text) if self.gate & _find_open(text) else iter(())


_find_open = GATES.find_open


class Phrasebook(Generic[Value]):
    """Patterns with what each means, in the order in which they are tried."""

    def __init__(self, rows: Iterable[tuple[Value, Pattern]]) -> None:
        self._rows = tuple(rows)

    @cached_property
    def _gate(self) -> int:
        return reduce(or_, (pattern.gate for _, pattern in self._rows))

    def list_open(self, text: str) -> Sequence[tuple[Value, Pattern]]:
        """Return the rows whose pattern may find something in `text`, by its words."""
        opened = self._gate & _find_open(text)
        return [row for row in self._rows if opened & row[1].gate] if opened else ()

    def search(self, text: str) -> tuple[Value, re.Match[str]] | None:
        """Return what the first pattern means that finds something in `text`, and what it finds."""
        for value, pattern in self.list_open(text):
            if found := pattern.search(text):
                return value, found
        return None


def _run_of(mark: str) -> str:
    """Return a pattern that takes a whole run of `mark` or none of it: tried once for the run, not once for each place.

    A hundred times in a row are one mention, and so one run as long as the message.
    """
    return f"(?<!{mark}){mark}++"


_NOUN = (
    r"(?:appointments?|appts?|apts?|bookings?|reservations?|tables?|slots?|sessions?|visits?|spots?|time\sslots?"
    r"|consultations?)"
)
_FRAGMENTS = {
    "<time>": _run_of(TIME),
    "<service>": _run_of(SERVICE),
    "<person>": _run_of(PERSON),
    "<party>": _run_of(PARTY),
    "{noun}": _NOUN,
    "{thing}": rf"(?:{_NOUN}|{_run_of(SERVICE)})",
    "{own}": r"(?:my|our|the|this|that|his|her|their)",
    "{can}": r"(?:can|could|may|might)\s(?:i|we)(?:\splease|\sjust|\spossibly|\smaybe)?",
    "{you}": r"(?:can|could|would|will)\s(?:you|u|ya)(?:\splease|\sjust|\spossibly|\sguys)?",
    "{want}": (
        r"(?:i'?d\s(?:really\s)?(?:like|love)|(?:i|we)\swould\s(?:really\s)?(?:like|love)|we'?d\s(?:like|love)"
        r"|want|wanna|need|(?:look|hop|try)ing(?:\sfor)?|would\slike)"
    ),
    "{day}": (
        r"(?:"
        + _run_of(TIME)
        + r"|(?:on\s|at\s|the\s)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
        + r"|\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m)?|today|tomorrow|then))"
    ),
    # Words between two others, one blank after each. A word holds no blank, so there is one way only to read them.
    "{word}": r"(?:[\w'-]{1,20}\s)?",
    "{words}": r"(?:[\w'-]{1,20}\s){0,2}",
    "{gap}": r"(?:[\w'/&\-\ue000-\ue004]{1,60}\s){0,3}",
    "{start}": r"(?:^|(?<=[.,!?;\n])|(?<=[.,!?;\n]\s))",
    "{end}": r"(?=\s?(?:[.,!?;:)\n]|$))",
}
_FRAGMENT_NAME = re.compile(r"[<{][a-z_]+[>}]")


_WORDS = re.compile(r"[a-z]+")


def compile_phrases(*phrases: str, **fragments: str) -> Pattern:
    """Return what finds any of `phrases` as whole words in folded, masked text.

    A phrase is a regular expression in which a blank is any one blank, an apostrophe may be left out, and
    `{noun}`, `<time>` and their like are the fragments of this module; `fragments` adds more, in the same notation.
    Linear time is the author's duty: a repeated group never holds what may also follow it.
    """
    known = {**_FRAGMENTS, **{f"{{{name}}}": f"(?:{_relax(phrase)})" for name, phrase in fragments.items()}}
    whole = "|".join(_fill(_relax(phrase), known) for phrase in phrases)
    return Pattern(rf"(?<![\w'])(?:{whole})(?!\w|'\w)")


def _relax(phrase: str) -> str:
    return phrase.replace("'", "'?").replace(" ", r"\s")


def _fill(phrase: str, known: dict[str, str]) -> str:
    # A group's name, (?P<n>...), looks like a fragment: it stays.
    filled = _FRAGMENT_NAME.sub(lambda found: known.get(found[0], found[0]), phrase)
    return filled if filled == phrase else _fill(filled, known)


def list_words(folded: str) -> frozenset[str]:
    """Return the words of folded text: patterns whose words are none of them need not be tried at each place."""
    return frozenset(_WORDS.findall(folded))


def mask(text: str, spans: Iterable[tuple[int, int]], mark: str) -> str:
    """Return `text` with each span's characters replaced by `mark`: as long as before."""
    for start, end in spans:
        text = text[:start] + mark * (end - start) + text[end:]
    return text
