"""Which items of a list are meant, where it is more than one: both, the first two, the second and those after it."""

import re

from assistant.understanding.model import Several
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.vocabulary import NUMBERS, ORDINALS

_ORDINAL = "|".join(ORDINALS)
_COUNTS = ("two", "three", "four", "five", "six", "2", "3", "4", "5", "6")
_NOUN = r"(?:ones?|bookings?|appointments?|appts?|sessions?|class(?:es)?|visits?|lessons?)"
_ITEMS = rf"(?: (?:{_NOUN}|of (?:them|these|those)))?"
_NO_DATE = rf"(?!\d{{1,2}}\w\w(?! {_NOUN}))"
"""Before a place in a list: "from the 10th on" is from that day on."""
_CHANGE = r"(?:cancel|move|skip|drop|delete|remove|reschedule|shift|push|bring)(?:l?ing)?"
_ONWARDS = compile_phrases(
    rf"(?:the )?(?P<from>{_ORDINAL})(?: one)? and (?:all )?(?:of )?(?:the )?"
    r"(?:following|later|rest|others?|ones after|(?:ones|everything|all) after)(?: ones| bookings| appointments)?",
    rf"from (?:the |my )?{_NO_DATE}(?P<since>{_ORDINAL})(?: {_NOUN})? on(?:wards?)?",
    r"(?:all|every ?thing|the ones|those|all of them|any) (?P<way>after|from)"
    rf" (?:the |my )?{_NO_DATE}(?P<mark>{_ORDINAL})(?: {_NOUN})?",
)
_PAIR = compile_phrases(rf"(?:the )?(?P<one>{_ORDINAL})(?: one)? (?:and|&) (?:the )?(?P<other>{_ORDINAL}){_ITEMS}")
_RUN = compile_phrases(
    rf"(?:the )?(?P<end>first|last) (?P<count>{'|'.join(_COUNTS)})"
    rf"(?! (?:weeks?|days?|months?|hours?|minutes?|in|of \w{{1,9}}day)){_ITEMS}",
    rf"{_CHANGE} (?:the |my )?(?:next|coming|following) (?P<next>{'|'.join(_COUNTS)})"
    rf"(?! (?:weeks?|days?|months?|hours?|minutes?)){_ITEMS}",
)
_BOTH = compile_phrases(
    r"(?:cancel|move|delete|drop|remove|reschedule|yes) both(?: of (?:them|these|those))?",
    r"{start}both(?: of (?:them|these|those))?(?: please)?{end}",
)


def find_several(folded: str) -> Finding[Several] | None:
    """Return which items of a list folded text means, where these are more than one; None where it names no such."""
    readers = ((_ONWARDS, _read_onwards), (_PAIR, _read_pair), (_RUN, _read_run), (_BOTH, _read_both))
    for pattern, read in readers:
        if found := pattern.search(folded):
            return Finding(value=read(found), start=found.start(), end=found.end(), rule="select.several")
    return None


def _read_onwards(found: re.Match[str]) -> Several:
    """Return the first of those that are meant: "after the second" begins with the third."""
    first = ORDINALS[found["from"] or found["since"] or found["mark"]]
    is_after = found["way"] == "after" and first > 0
    return Several(positions=(first + is_after,), onwards=True)


def _read_pair(found: re.Match[str]) -> Several:
    return Several(positions=(ORDINALS[found["one"]], ORDINALS[found["other"]]))


def _read_run(found: re.Match[str]) -> Several:
    told = found["count"] or found["next"]
    count = int(told) if told.isdecimal() else NUMBERS[told]
    sign = -1 if found["end"] == "last" else 1
    return Several(positions=tuple(sign * n for n in range(1, count + 1)))


def _read_both(_: re.Match[str]) -> Several:
    return Several(positions=(1, 2), of=2)
