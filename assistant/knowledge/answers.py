"""What a message is answered with: one entry, two to choose from, or nothing."""

from collections.abc import Sequence
from datetime import date

from assistant.knowledge.index import Index
from assistant.knowledge.model import Answer, Match, Sure, Unknown, Unsure
from assistant.knowledge.weights import Weights

OFFERED_MAX = 2
OFFERED_MIN = 0.05
"""The likelihood from which on a second entry is worth offering."""


def find_answer(text: str, index: Index, today: date) -> Answer:
    """Return what `text` is answered with on a day: entries that do not hold on it answer nothing.

    Who writes in another language is answered in it, where that is sure: an entry is offered in the shop's only.
    """
    said = index.find_wording(text, today)
    found = Sure(said) if said else choose(index.rank(text, today), index.weights)
    if isinstance(found, Sure) or not index.others:
        return found
    known = index.count_known(text)
    spoken = (find_answer(text, other, today) for other in index.others if other.count_known(text) > known)
    return next((answer for answer in spoken if isinstance(answer, Sure)), found)


def choose(matches: Sequence[Match], weights: Weights) -> Answer:
    """Return what is answered, given how likely the entries are, the likeliest first."""
    if not matches or matches[0].score < weights.unsure:
        return Unknown()
    if matches[0].score >= weights.sure:
        return Sure(matches[0].entry)
    return Unsure(tuple(match.entry for match in matches[:OFFERED_MAX] if match.score >= OFFERED_MIN))
