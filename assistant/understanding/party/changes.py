"""What is said of a party beside its size: how many more or fewer come, or between which sizes it is open."""

import re

from assistant.understanding.party.leaving import DROPPED_OUT
from assistant.understanding.party.words import (
    HEADS,
    KIND,
    MANY,
    NO_NOUN,
    NOT_UNIT,
    SINGLE,
    YOUNG,
    N,
    read_number,
)
from assistant.understanding.phrases import Finding, compile_phrases

CHOICES_MAX = 3
"""Of a wider range, such as 8 to 12, only the ends are candidates."""

_PEOPLE = rf"(?:{HEADS}|{MANY}|{SINGLE}|{YOUNG})"
_NUMBER = rf"(?P<n>{N}|an?|another)"
_PLAN = r"(?:the|my|our|this) (?:booking|reservation|table|party|group|list|appointment|numbers?|order)"
_MISSING = (
    r"(?:can't|cannot|can not|couldn't|could not|won't(?: be able to)?|will not(?: be able to)?"
    r"|(?:is|are|'s|was|were) (?:not|unable to|no longer|not able to)|isn't|aren't|unable to)"
    r" (?:now )?(?:make|come|coming|attend|attending|join|joining|able to|be there|be coming)"
)
_GONE = (
    r"(?:has |have |had to |just |is |are )?"
    r"(?:cancell?ed|cancel|dropped out|pulled out|backed out|bailed|dropping out|missing|sick|ill|out)"
)
_OF_THEM = r"of (?:us|them|(?:the|our|my) \w{1,20})"
_HAVE = (
    r"(?:add|adding|plus|for|make it|have|fit|fit in|squeeze in|{start}|there's|there are|there is|bring|bringing"
    r"|actually|ok|okay|so|and|then|also|sorry|oh|now|with)"
)
_MORE = (
    compile_phrases(rf"(?P<n>{N}) (?:more|extra|additional|further) {_PEOPLE}(?! (?:than|at the same))"),
    compile_phrases(
        r"(?:add|adding|invite|include|bring|bringing) (?:in |on )?(?:another |an extra |an additional )?"
        rf"{_NUMBER} (?:more |extra |additional |other )?{KIND}{_PEOPLE}(?! name)"
    ),
    compile_phrases(rf"(?:add|adding) (?P<n>{N}){NOT_UNIT}(?: more| extra)?(?: to {_PLAN}|{{end}}| please| if)"),
    compile_phrases(
        rf"{_HAVE} ?(?P<n>{N}) (?:more|extra)(?: please| now| coming| then| in| to {_PLAN})?{{end}}",
    ),
    compile_phrases(
        rf"(?P<n>{N}) more (?:of us |guests |people )?(?:is|are|will be|coming|joining|might|wants?|to {_PLAN})"
    ),
    compile_phrases(rf"(?P<n>an) (?:extra|additional) {_PEOPLE}"),
    compile_phrases(
        rf"(?P<n>another) {_PEOPLE} (?:is |will be |might be )?(?:coming|joining|to join|to {_PLAN}|to come)"
    ),
)
_FEWER = (
    compile_phrases(rf"(?P<n>{N}) (?:fewer|less)(?: {_PEOPLE}|{{end}}| now| please| than)"),
    compile_phrases(rf"(?P<n>{N}) {_PEOPLE} (?:fewer|less)"),
    compile_phrases(
        rf"(?:remove|removing|take off|take out|drop|minus|subtract|lose|uninvite) {_NUMBER}"
        rf"(?: (?:of the |of our )?(?:{_PEOPLE}|from {_PLAN})|{{end}})"
    ),
    compile_phrases(rf"(?P<n>{N})(?: {_OF_THEM}| {_PEOPLE})? {_MISSING}"),
    compile_phrases(rf"(?P<n>{N})(?: {_OF_THEM}| {_PEOPLE}) {_GONE}"),
    compile_phrases(rf"(?P<n>{N})(?: {_OF_THEM}| {_PEOPLE})? (?:have |has |had |'ve )?(?:just |now )?{DROPPED_OUT}"),
)
_MORE_CUES = re.compile(r"\b(?:more|extra|additional|further|add|adding|invite|include|bring|bringing|another)\b")
_FEWER_CUES = re.compile(
    r"\b(?:fewer|less|remov\w+|take o\w+|drop\w*|pulled|backed|bailed|cried|minus|subtract|lose|uninvite|\w{2,6}n'?t"
    r"|not|no|unable|cannot|cancel\w*|missing|sick|ill|out)\b"
)
_CHANGES = (("party.more", 1, _MORE_CUES, _MORE), ("party.fewer", -1, _FEWER_CUES, _FEWER))
_RANGE = (
    rf"(?P<n>{N})(?: ?(?:-|\u2013|to) ?|(?: {HEADS})?,? (?:or(?: maybe| possibly| perhaps)?|maybe|possibly) )"
    rf"(?P<m>\d{{1,3}}|{N})"
)
_RESIZED = re.compile(
    r"\b(?:chang|increas|mov|updat|alter|switch|bump|amend|modif|reduc|drop|decreas|adjust|went|gone|going)"
)
"""From one number to another: no range."""
_CHOICE_OF_HEADS = compile_phrases(rf"{_RANGE}{NOT_UNIT} (?:{KIND}{HEADS}|of us|{KIND}{MANY})")
_CHOICE = compile_phrases(
    rf"(?:(?:party|group|table|family) of|for) (?:about |around |between )?{_RANGE}{NOT_UNIT}{NO_NOUN}{{end}}"
)
_BETWEEN = compile_phrases(rf"between (?P<n>{N}) and (?P<m>{N}){NOT_UNIT}(?: {KIND}{HEADS}| of us| {KIND}{MANY})")
_ASKED = compile_phrases(rf"{_RANGE}{NOT_UNIT}")
_SLASHED = compile_phrases(rf"(?P<n>\d{{1,2}})/(?P<m>\d{{1,2}}) (?:{KIND}{HEADS}|of us)")


def find_change(folded: str, *, has_number: bool) -> Finding[int] | None:
    """Return how many more (or, below zero, fewer) people come than were known: "one of us can't make it" is -1."""
    for name, sign, cues, patterns in _CHANGES if has_number else _CHANGES[:1]:
        for pattern in patterns if cues.search(folded) else ():
            if (found := pattern.search(folded)) and (number := _read_change(found["n"])):
                return Finding(value=sign * number, start=found.start(), end=found.end(), rule=name)
    return None


def _read_change(word: str) -> int:
    return 1 if word in ("a", "an", "another") else read_number(word)


def find_choice(folded: str, masked: str, *, asked: bool) -> Finding[tuple[int, ...]] | None:
    """Return the sizes between which the message leaves it open: (4, 5) of "4 or 5 people", (8, 9, 10) of "8-10 of us".

    Args:
        folded: The folded text.
        masked: The same with times masked.
        asked: Whether the question was how many.
    """
    for text, pattern in ((folded, _CHOICE_OF_HEADS), (folded, _BETWEEN), (folded, _SLASHED), (masked, _CHOICE)):
        if told := _choose(text, pattern):
            return told
    return _choose(folded, _ASKED) if asked else None


def _choose(text: str, pattern: re.Pattern[str]) -> Finding[tuple[int, ...]] | None:
    found = pattern.search(text)
    if found is None or (" to " in found[0] and _RESIZED.search(text, 0, found.start())):
        return None
    sizes = _list_sizes(found)
    return Finding(value=sizes, start=found.start("n"), end=found.end(), rule="party.choice") if sizes else None


def _list_sizes(found: re.Match[str]) -> tuple[int, ...]:
    low, high = read_number(found["n"]), read_number(found["m"])
    if not 0 < low < high:
        return ()
    return tuple(range(low, high + 1)) if high - low < CHOICES_MAX else (low, high)
