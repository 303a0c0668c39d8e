"""Which item of the open list is meant: "2", "the second one", its title."""

import re

from assistant.understanding.context import Context, Expecting
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.vocabulary import NUMBERS, ORDINALS

_ASKED = (Expecting.CHOICE, Expecting.SERVICE, Expecting.PERSON, Expecting.CONFIRMATION)
_ORDINAL = rf"(?P<ordinal>{'|'.join(ORDINALS)})"
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})"
_EDGES = " .,!()#:-\n\u20e3"
"""What may stand around a number that is the whole answer: "2.", "(2)", a keycap."""

_ONE = compile_phrases(
    rf"(?:the )?{_ORDINAL} (?:one|option|choice|of (?:those|these|them))"
    r"(?! (?:available|free|you have|you've|(?:of|in) (?:the |that )?day))",
)
_ALONE = compile_phrases(rf"(?:just|only) (?:the )?(?!\d){_ORDINAL}{{end}}")
_CHANGED = compile_phrases(
    r"(?:move|moving|shift|push|bring|cancel|cancell?ing|drop|skip) the "
    rf"(?!\d){_ORDINAL}(?=\s?(?:$|[.,!?;\n])|\s(?:to|until|till|back|forward|and|please|pls)\b)",
)
"""Of what is changed a place alone is enough: "move the first to Wednesday"."""
_NAMED = compile_phrases(
    r"(?:move|moving|shift|push|bring|cancel|cancell?ing|drop|skip|when(?:'s| is)|what (?:time|day)(?:'s| is))"
    rf" (?:the|my) {_ORDINAL} (?:session|class|appointment|appt|booking|visit|lesson)",
)
_LABELLED = compile_phrases(rf"(?:option|number|no\.|choice|item|#) ?{_NUMBER}")
_FORMER = compile_phrases(r"the former", r"the earlier one", r"the (?:top|upper) one")
_LATTER = compile_phrases(r"the latter", r"the later one", r"the bottom one")
_LEAD = (
    r"(?:(?:yes|yeah|ok|okay|sure|um|erm|hmm|i'll (?:take|have|go for|go with)|i (?:want|choose|pick)|please"
    r"|let's (?:do|go with|go for)|go for|the|it's|make it|can i (?:have|get|do))[ ,]{1,2}){0,3}"
)
_TAIL = (
    r"(?:[ ,.!]{1,2}(?:please|pls|thanks|thank you|then|one|works|cheers"
    r"|(?:is|would be) (?:fine|good|great|perfect))){0,3}"
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d| ?[ap]\.?m\b)|\b(?:noon|midday|midnight)\b")
_BARE = re.compile(rf"{_LEAD}(?:{_ORDINAL}|{_NUMBER}){_TAIL}".replace("'", "'?"))


def find_selection(folded: str, context: Context) -> Finding[int] | None:
    """Return the position that is meant, 1 the first and -1 the last; never one beyond the open list's end.

    A number, bare or as "number 2", selects only from a list: "a number 2 on the sides" is a haircut.
    """
    found = _find_ordinal(folded) or _find_title(folded, context)
    if found is None and (context.options or context.expecting in _ASKED):
        found = _find_number(folded)
    if found is None and context.expecting in _ASKED:
        found = _find_bare(folded, alone=context.expecting is Expecting.CONFIRMATION)
    if found is None or (context.options and found.value > len(context.options)):
        return None
    return found


def lists_times(context: Context) -> bool:
    """Return whether the open list offers times of day: then a bare 3 beyond its end is three o'clock."""
    return context.expecting is Expecting.CHOICE and any(_CLOCK.search(fold(title)) for title in context.options)


def _find_ordinal(folded: str) -> Finding[int] | None:
    if found := _ONE.search(folded) or _CHANGED.search(folded) or _NAMED.search(folded) or _ALONE.search(folded):
        return _make_finding(found, "select.ordinal")
    for pattern, position in ((_FORMER, 1), (_LATTER, -1)):
        if found := pattern.search(folded):
            return Finding(value=position, start=found.start(), end=found.end(), rule="select.ordinal")
    return None


def _find_number(folded: str) -> Finding[int] | None:
    found = _LABELLED.search(folded)
    return _make_finding(found, "select.number") if found else None


def _find_title(folded: str, context: Context) -> Finding[int] | None:
    said = folded.strip(_EDGES)
    titles = [fold(normalize(title)).strip(_EDGES) for title in context.options]
    if not said or titles.count(said) != 1:
        return None
    return Finding(value=titles.index(said) + 1, start=0, end=len(folded), rule="select.title")


def _find_bare(folded: str, *, alone: bool) -> Finding[int] | None:
    """Return the place that is all a message names; `alone`: "make it 1" is one o'clock, and only "1" is a button."""
    said = folded.strip(_EDGES)
    found = _BARE.fullmatch(said)
    if found is None or (alone and found["number"] and found["number"] != said):
        return None
    return _make_finding(found, "select.bare")


def _make_finding(found: re.Match[str], rule: str) -> Finding[int] | None:
    position = _read_position(found)
    return Finding(value=position, start=found.start(), end=found.end(), rule=rule) if position else None


def _read_position(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if ordinal := groups.get("ordinal"):
        return ORDINALS[ordinal]
    number = groups.get("number") or "0"
    return int(number) if number.isdecimal() else NUMBERS[number]
