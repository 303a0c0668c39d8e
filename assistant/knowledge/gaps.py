"""Questions without an answer, put together where they ask the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct
from rapidfuzz.fuzz import token_set_ratio

from assistant.knowledge.wordings import list_stems, wording_key

LIKE_ENOUGH = 0.75
"""From here on two questions count as the same one."""

Similarity: TypeAlias = Callable[[str, str], float]
"""How alike two questions are, from 0 to 1."""


class Unanswered(Struct, frozen=True, kw_only=True):
    """A question that cannot be answered, to be noted."""

    message_id: int
    text: str
    """The question alone, out of the message."""
    asked_at: datetime
    """UTC."""
    offered: tuple[str, ...] = ()
    """The slugs of the entries that are offered instead of an answer."""


class Gap(Struct, frozen=True, kw_only=True):
    """A question that could not be answered, as it was asked."""

    id: int
    text: str
    asked_at: datetime
    """UTC."""
    offered: tuple[str, ...] = ()
    """The slugs of the entries that were offered instead of an answer."""


class GapGroup(Struct, frozen=True, kw_only=True):
    """Questions that ask the same."""

    gaps: tuple[Gap, ...]
    """The oldest first; never empty."""

    @property
    def number(self) -> int:
        """What the group is called: the id of its oldest question."""
        return self.gaps[0].id

    @property
    def last_asked_at(self) -> datetime:
        """When the newest of its questions was asked, in UTC."""
        return max(gap.asked_at for gap in self.gaps)

    @property
    def wordings(self) -> tuple[tuple[Gap, ...], ...]:
        """Its questions by their words, the most frequent first, then the oldest."""
        same: dict[str, list[Gap]] = {}
        for gap in self.gaps:
            same.setdefault(wording_key(gap.text), []).append(gap)
        return tuple(map(tuple, sorted(same.values(), key=lambda gaps: (-len(gaps), gaps[0].id))))

    @property
    def offered(self) -> tuple[str, ...]:
        """The slugs of what was offered instead, the most frequent first."""
        counts = Counter(slug for gap in self.gaps for slug in gap.offered)
        return tuple(sorted(counts, key=lambda slug: (-counts[slug], slug)))


def likeness(first: str, second: str) -> float:
    """Return how many of their telling words two questions share, from 0 to 1."""
    return token_set_ratio(_stemmed(first), _stemmed(second)) / 100


def group_gaps(
    gaps: Iterable[Gap], similarity: Similarity = likeness, at_least: float = LIKE_ENOUGH
) -> tuple[GapGroup, ...]:
    """Return the questions in groups of the same, those that were asked last first.

    Each question joins the group whose oldest question is the most like it, or opens one. So a group keeps its number
    when newer questions come in, and when another group has got its answer.
    """
    groups: dict[str, list[Gap]] = {}
    leader_of: dict[str, str] = {}
    for gap in sorted(gaps, key=lambda gap: gap.id):
        key = wording_key(gap.text)
        if key not in leader_of:
            leader_of[key] = _find_leader(gap.text, [same[0] for same in groups.values()], similarity, at_least) or key
        groups.setdefault(leader_of[key], []).append(gap)
    found = (GapGroup(gaps=tuple(gaps)) for gaps in groups.values())
    return tuple(sorted(found, key=lambda group: (group.last_asked_at, group.number), reverse=True))


def find_group(groups: Iterable[GapGroup], number: int) -> GapGroup | None:
    """Return the group that a question belongs to, by the question's id; None where it is in none of them."""
    return next((group for group in groups if any(gap.id == number for gap in group.gaps)), None)


def keep_wording(group: GapGroup, number: int) -> GapGroup:
    """Return of a group the questions that are asked in the same words as the one of that id, which is among them."""
    return next(GapGroup(gaps=gaps) for gaps in group.wordings if any(gap.id == number for gap in gaps))


def _find_leader(text: str, leaders: Sequence[Gap], similarity: Similarity, at_least: float) -> str | None:
    """Return the key of the group whose oldest question is nearest; of several alike the oldest."""
    best, key = at_least, None
    for leader in leaders:
        alike = similarity(leader.text, text)
        if alike > best or (alike == best and key is None):
            best, key = alike, wording_key(leader.text)
    return key


@lru_cache(maxsize=8192)
def _stemmed(text: str) -> str:
    return " ".join(list_stems(text))
