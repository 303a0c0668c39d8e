"""Who will not come, and who still does, by name: "Jamie can't make it", "I can't, but Isla still can"."""

from assistant.understanding.identity.given_names import WRITTEN_SMALL
from assistant.understanding.identity.names import write_name
from assistant.understanding.phrases import Finding, Pattern
from assistant.understanding.vocabulary import NOT_NAMES

_WORD = r"(?<![\w'])(?P<name>[^\W\d_]{2,20})"
_COME = r"(?:make it|come|coming|be there|be coming|attend|attending|able to (?:make it|come|attend))"
_CANNOT = Pattern(
    rf"{_WORD}(?:\s(?:can'?t|cannot|can not|can no longer|won'?t|will not|isn'?t|is not|is no longer)|'s not)"
    rf"(?: be)? {_COME}\b"
)
_STILL = Pattern(rf"{_WORD}(?:'s|\s(?:can|will|is))?\sstill\s(?:can|is|will|wants|coming|comes|come|making|make)\b")


def find_absent(text: str, folded: str) -> Finding[str] | None:
    """Return the name of who will not come; None where that is the customer, or nobody."""
    return _find(_CANNOT, text, folded, "absent")


def find_present(text: str, folded: str) -> Finding[str] | None:
    """Return the name of who comes all the same."""
    return _find(_STILL, text, folded, "present") if "still" in folded else None


def _find(pattern: Pattern, text: str, folded: str, rule: str) -> Finding[str] | None:
    for found in pattern.finditer(folded):
        written = text[slice(*found.span("name"))]
        word = written.lower()
        is_capital = written[0].isupper() and not text.isupper()
        if word not in NOT_NAMES and (word in WRITTEN_SMALL or (is_capital and found.start() > 0)):
            return Finding(value=write_name(written), start=found.start(), end=found.end(), rule=rule)
    return None
