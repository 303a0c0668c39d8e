"""How phrases are written down and looked for: a small notation over regular expressions, and what a search finds."""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from msgspec import Struct

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


def compile_phrases(*phrases: str, **fragments: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `phrases` as whole words in folded, masked text.

    A phrase is a regular expression in which a blank is any one blank, an apostrophe may be left out, and
    `{noun}`, `<time>` and their like are the fragments of this module; `fragments` adds more, in the same notation.
    Linear time is the author's duty: a repeated group never holds what may also follow it.
    """
    known = {**_FRAGMENTS, **{f"{{{name}}}": f"(?:{_relax(phrase)})" for name, phrase in fragments.items()}}
    whole = "|".join(_fill(_relax(phrase), known) for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{whole})(?!\w|'\w)")


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
