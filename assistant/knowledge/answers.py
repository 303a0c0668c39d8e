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
    """Return what `text` is answered with on a day: entries that do not hold on it answer nothing."""
    said = index.find_wording(text, today)
    return Sure(said) if said else choose(index.rank(text, today), index.weights)


def choose(matches: Sequence[Match], weights: Weights) -> Answer:
    """Return what is answered, given how likely the entries are, the likeliest first."""
    if not matches or matches[0].score < weights.unsure:
        return Unknown()
    if matches[0].score >= weights.sure:
        return Sure(matches[0].entry)
    return Unsure(tuple(match.entry for match in matches[:OFFERED_MAX] if match.score >= OFFERED_MIN))
