"""The mood of a message, from -1 (furious) to 1 (delighted): words that tell it, what turns or strengthens them, cues.

What it is good for: docs/reference/mood.md. What a booking is changed with - no, cancel, late, wait - tells no mood.
"""

import math
import re
from collections.abc import Iterator

from assistant.understanding.mood.cues import CUES
from assistant.understanding.mood.words import EMOJI, NEGATIONS, POLITE, STRONG, WEAK, WEIGHTS
from assistant.understanding.normalize import fold, normalize

COMPLAINING = -0.3
"""From here down a message complains: so much is seldom said of a time that does not suit."""
ANGRY = -0.7
"""From here down its writer is angry, or has had enough."""
SOFTNESS = 5.0
"""How slowly the score nears 1: a single strong word makes 0.8, a middling one 0.67, a mild one 0.4."""
_REACH = 3
"""So many words further a negation turns a word round."""
_TURNED = -0.6
"""What is not good is not awful, and what is not bad not wonderful."""
_STRONGER, _WEAKER = 1.4, 0.8
_SHOUTED, _EXCLAIMED = 1.3, 1.15
_TOKENS = re.compile(r"[a-z]+(?:'[a-z]+)?|[.,;:!?\n]")
_STOPS = frozenset(".,;:!?\n")
_BUT = frozenset({"but", "however", "although", "though", "except", "yet"})
_BEFORE_BUT = 0.6
"""What is said after "but" weighs more than what is said before it."""
_SHOUTING = re.compile(r"\b[A-Z]{3,}\b")
_MARKS = frozenset(EMOJI)


def read_mood(text: str) -> float:
    """Return the mood of a message as the channel brought it, as `Understanding.sentiment` has it."""
    read = normalize(text)
    return read_sentiment(read, fold(read))


def read_sentiment(text: str, folded: str) -> float:
    """Return the mood of a message: -1 is worst, 1 best, 0 where nothing tells it.

    Args:
        text: As it was written, for what is shouted.
        folded: The same, folded.
    """
    marks = () if folded.isascii() else [EMOJI[char] for char in folded if char in _MARKS]
    score = sum(_score_words(folded)) + sum(_score_cues(folded)) + sum(marks)
    if not score:
        return 0.0
    if len(_SHOUTING.findall(text)) > 1:
        score *= _SHOUTED
    if "!" in text:
        score *= _EXCLAIMED
    return score / math.sqrt(score * score + SOFTNESS)


def list_tellers(folded: str) -> list[tuple[str, float]]:
    """Return the words of folded text that tell a mood, each with its weight by itself. For `explain`."""
    words = [(word, float(WEIGHTS[word])) for word in _TOKENS.findall(folded) if word in WEIGHTS]
    cues = [(found[0], weight) for weight, pattern in CUES if (found := pattern.search(folded))]
    return [*words, *cues, *((char, EMOJI[char]) for char in folded if char in _MARKS)]


def _score_words(folded: str) -> Iterator[float]:
    """Yield what each word that tells a mood is worth among the words before it."""
    tokens = _TOKENS.findall(folded)
    if WEIGHTS.keys().isdisjoint(tokens):
        return
    but = max((place for place, word in enumerate(tokens) if word in _BUT), default=0)
    turned_until, strength = -1, 1.0
    for place, word in enumerate(tokens):
        if word in _STOPS:
            turned_until = -1
        elif word in NEGATIONS and (word != "no" or place > 0):  # a "no" at the start answers
            turned_until = place + _REACH
        if weight := WEIGHTS.get(word, 0):
            turned = _TURNED if place <= turned_until and word not in POLITE else 1.0
            yield weight * turned * strength * (_BEFORE_BUT if place < but else 1.0)
        strength = _STRONGER if word in STRONG else _WEAKER if word in WEAK else 1.0


def _score_cues(folded: str) -> Iterator[float]:
    """Return what the phrases are worth that tell a mood without a word for it."""
    return (weight for weight, pattern in CUES if pattern.search(folded))
