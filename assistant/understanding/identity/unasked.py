"""Names that nobody asked for, with few words around them: "no, it's Dee Dee", "maria", "with jo"."""

import re

from assistant.understanding.identity import name_phrases as phrases
from assistant.understanding.identity.given_names import WRITTEN_SMALL
from assistant.understanding.identity.names import write_name
from assistant.understanding.phrases import Finding
from assistant.understanding.vocabulary import NOT_NAMES, STRUCTURE_WORDS

LENGTH_MAX = 60
"""Characters of a message that is a name and no more."""
_LEAD = re.compile(
    r"(?:(?:no+|nope|nah|not|yes|yeah|hi|hey|hello|sorry|oh|oops|actually|wait|wrong name|wrong|it'?s|it is|that'?s"
    r"|i'?m|i am|this is|the name'?s|the name is|name'?s|my name'?s|just|but|for|under)(?!\w)[ ,.!:;\-]{0,3}){0,6}"
)
_NOT_WHOM = re.compile(r"(?:no[ ,.!]{1,3})?not (?:for )?[\w'\-]{2,20}[ ,.!:;\-]{1,3}(?:but )?")
"""Not Joe: what comes behind it is who."""


_FOR_KIN = re.compile(rf"\bfor (?:my|our) (?:\w{{1,12}} )?{phrases.KIN}\b(?! and\b| &|'s)")


def books_for_kin(folded: str) -> bool:
    """Return whether folded text says that it is for somebody of the customer's: "for my mum"."""
    return ("for my" in folded or "for our" in folded) and _FOR_KIN.search(folded) is not None


def find_unasked_name(text: str, masked: str) -> Finding[str] | None:
    """Return the name that a whole message is, though none was asked for; a guess at what else it may be is no name.

    A word is one by its capital, unless it opens the message, or because it is a given name.

    Args:
        text: The text as read.
        masked: Folded, with all that has been found masked.
    """
    if len(masked) > LENGTH_MAX or "?" in masked:
        return None
    whom = _NOT_WHOM.match(masked)
    start = whom.end() if whom else 0
    lead = _LEAD.match(masked, start)
    start = lead.end() if lead else start
    tail = phrases.BARE_TAIL.search(masked, start)
    end = tail.start() if tail else len(masked)
    while end > start and not masked[end - 1].isalnum():
        end -= 1
    name, written = masked[start:end], text[start:end]
    if not phrases.NAMES.fullmatch(name) or not _is_name(name.split(), written.split(), opens=start == 0):
        return None
    return Finding(value=write_name(written), start=start, end=end, rule="name.unasked")


def _is_name(words: list[str], written: list[str], *, opens: bool) -> bool:
    if words[0] in NOT_NAMES or any(word in STRUCTURE_WORDS for word in words[1:]):
        return False
    if words[0] in WRITTEN_SMALL:
        return all(word not in NOT_NAMES for word in words[1:])
    are_capital = all(word[0].isupper() or word in phrases.PARTICLES for word in written)
    is_shouted = all(word.isupper() for word in written)
    return are_capital and not is_shouted and (not opens or len(words) > 1)
