"""Who will not come, and who still does, by name: "Jamie can't make it", "cancel Tom's", "but Isla still can"."""

import re

from assistant.understanding.identity.given_names import GIVEN_NAMES, WRITTEN_SMALL
from assistant.understanding.identity.names import write_name
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.vocabulary import NAMES_THAT_ARE_WORDS, NOT_NAMES

_WORD = r"(?<![\w'])(?P<name>[^\W\d_]{2,20})"
_COME = r"(?:make it|come|coming|be there|be coming|attend|attending|able to (?:make it|come|attend))"
_CANNOT = re.compile(
    rf"{_WORD}(?:\s(?:can'?t|cannot|can not|can no longer|won'?t|will not|isn'?t|is not|is no longer)|'s not)"
    rf"(?: be)? {_COME}\b"
)
_STILL = re.compile(rf"{_WORD}(?:'s|\s(?:can|will|is))?\sstill\s(?:can|is|will|wants|coming|comes|come|making|make)\b")
_CANCELS = compile_phrases(
    r"(?:cancel|delete|drop|remove|scrap|bin|call off|get rid of) (?:the )?"
    r"(?:(?:one|it|that|{noun}|<service>) (?:for |of |under ))?(?:for )?(?P<name>[^\W\d_]{2,20})(?P<mark>'s)?"
    r"(?: (?:one|{noun}|<service>))?"
    r"(?=\s?(?:$|[.,!?;:)\n]|<time>)|\s(?:please|pls|and|on|at|from|today|thanks|instead|too|as well|then|for)\b)"
)


def find_absent(text: str, folded: str) -> Finding[str] | None:
    """Return the name of who will not come; None where that is the customer, or nobody."""
    return _find(_CANNOT, text, folded, "absent")


def find_present(text: str, folded: str) -> Finding[str] | None:
    """Return the name of who comes all the same."""
    return _find(_STILL, text, folded, "present") if "still" in folded else None


def find_cancelled(text: str, masked: str) -> Finding[str] | None:
    """Return the name of whose booking is to be cancelled: "cancel Lily", "cancel wills appointment", "Tom's one".

    Args:
        text: As it was written.
        masked: Folded, with times, services, people and names masked.
    """
    for found in _CANCELS.finditer(masked):
        has_mark = found["mark"] is not None or masked.endswith("for ", 0, found.start("name"))
        if name := _read_owner(text[slice(*found.span("name"))], has_mark=has_mark):
            return Finding(value=write_name(name), start=found.start(), end=found.end(), rule="absent.cancel")
    return None


def _read_owner(written: str, *, has_mark: bool) -> str | None:
    """Return whose a word says that something is, where it is a name: Will of "Will's", and of "wills"."""
    word = written.lower()
    is_capital = written[0].isupper() and not written.isupper()
    is_name = word in WRITTEN_SMALL or (word in NAMES_THAT_ARE_WORDS and (is_capital or has_mark))
    if is_name or (has_mark and is_capital and word not in NOT_NAMES):
        return written
    is_theirs = word.endswith("s") and word[:-1] in GIVEN_NAMES | NAMES_THAT_ARE_WORDS and word not in NOT_NAMES
    return written[:-1] if is_theirs and not has_mark else None


def _find(pattern: re.Pattern[str], text: str, folded: str, rule: str) -> Finding[str] | None:
    for found in pattern.finditer(folded):
        written = text[slice(*found.span("name"))]
        word = written.lower()
        is_capital = written[0].isupper() and not text.isupper()
        if word not in NOT_NAMES and (word in WRITTEN_SMALL or (is_capital and found.start() > 0)):
            return Finding(value=write_name(written), start=found.start(), end=found.end(), rule=rule)
    return None
