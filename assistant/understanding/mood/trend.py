"""The mood of a conversation: an exponential average over the messages that tell one, from -1 to 1. Pure.

What is said last counts most, and what was said before is not forgotten at once: somebody who was furious a minute ago
is not content because they write "ok". A message that tells no mood leaves the trend alone, unless it was understood
and served: then the trend calms down.
"""

from collections.abc import Iterable

from assistant.understanding.mood.sentiment import COMPLAINING

NEWEST_WEIGHT = 0.6
"""How much of the trend is the newest message's."""
CALMED = 0.3
"""What is left of the trend after a turn that was understood and told no mood: one complaint is over with that."""
TURNED_BAD = NEWEST_WEIGHT * COMPLAINING
"""From here down the mood has turned bad: one complaint after calm is enough."""
VERY_BAD = -0.6
"""From here down it is very bad: no single message brings it there, two angry ones do."""


def follow(trend: float | None, score: float) -> float | None:
    """Return the trend after a message of that score, from -1 to 1; None as long as nothing has told a mood."""
    if not score:
        return trend
    before = trend or 0.0
    return before + NEWEST_WEIGHT * (score - before)


def follow_all(trend: float | None, scores: Iterable[float | None]) -> float | None:
    """Return the trend after several messages; those without a score are left out."""
    for score in scores:
        trend = follow(trend, score or 0.0)
    return trend


def calm_down(trend: float | None) -> float | None:
    """Return the trend after a turn that was understood and told no mood."""
    return trend if trend is None else trend * CALMED


def has_turned_bad(trend: float | None) -> bool:
    """Return whether a person is due to be offered."""
    return trend is not None and trend <= TURNED_BAD


def is_very_bad(trend: float | None) -> bool:
    """Return whether a person is due, where nothing else can be done."""
    return trend is not None and trend <= VERY_BAD
