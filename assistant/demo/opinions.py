"""How customers of a made-up past found their visits: what they write about them, and how they rate them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from msgspec.structs import replace

from assistant.demo.model import Customer, Visit, VisitRating
from assistant.demo.talk import Talk
from assistant.insight.moods import BAD_UP_TO, GOOD_FROM

SPREAD = 0.42
"""How much one visit differs from another of the same customer."""
DELIGHTED, UPSET = 0.55, -0.4
THANKS, COMPLAINS = 0.16, 0.55
"""How often those write who are delighted, or upset."""
ASKED, ANSWERED, COMMENTED = 0.8, 0.45, 0.3
AT_RANDOM = 0.12
"""How often stars have nothing to do with how it was: people tap beside, or are kind."""
STARS = (-0.75, -0.4, -0.05, 0.35)
"""From where on it is one star more."""
ASKED_AFTER = timedelta(hours=2)

Later = Callable[[datetime, Callable[[datetime], None]], None]
"""Lets something happen at an instant, or when people are awake again."""


class Opinions:
    """Asks for ratings, and has customers write."""

    def __init__(self, talk: Talk, later: Later, random: Random) -> None:
        self._talk, self._later, self._random = talk, later, random
        self._staff: dict[int, float] = {}
        self._ratings: dict[int, VisitRating] = {}

    @property
    def ratings(self) -> tuple[VisitRating, ...]:
        """What was asked for so far, in that order."""
        return tuple(self._ratings.values())

    def judge(self, customer: Customer, visit: Visit, at: datetime) -> None:
        """Let come what comes of a visit that is over."""
        random = self._random
        liked = max(-1.0, min(1.0, customer.warmth + self._rate_staff(visit) + random.gauss(0, SPREAD)))
        if liked > DELIGHTED and random.random() < THANKS:
            soon = at + timedelta(hours=random.uniform(0.5, 6))
            self._later(soon, lambda then: self._talk.thank(customer, visit.booking, then))
        if liked < UPSET and random.random() < COMPLAINS:
            soon = at + timedelta(hours=random.uniform(0.2, 5))
            self._later(soon, lambda then: self._talk.complain(customer, visit.booking, then))
        if random.random() < ASKED:
            self._later(at + ASKED_AFTER, lambda then: self._ask(visit, liked, then))

    def _rate_staff(self, visit: Visit) -> float:
        """Return how well liked is who did it: it is not the same of everybody."""
        who = visit.booking.resource_ids[0]
        if who not in self._staff:
            self._staff[who] = self._random.gauss(0, 0.1)
        return self._staff[who]

    def _ask(self, visit: Visit, liked: float, at: datetime) -> None:
        self._ratings[visit.number] = VisitRating(visit=visit.number, asked_at=at)
        if self._random.random() < ANSWERED:
            soon = at + timedelta(minutes=2 + self._random.expovariate(1 / 90))
            self._later(soon, lambda then: self._rate(visit, liked, then))

    def _rate(self, visit: Visit, liked: float, at: datetime) -> None:
        felt = self._random.uniform(-1, 1) if self._random.random() < AT_RANDOM else liked
        score = 1 + sum(felt >= star for star in STARS)
        asked = self._ratings[visit.number]
        self._ratings[visit.number] = replace(asked, score=score, rated_at=at, comment=self._comment(score))

    def _comment(self, score: int) -> str | None:
        if self._random.random() >= COMMENTED:
            return None
        kind = "rated_well" if score >= GOOD_FROM else "rated_badly" if score <= BAD_UP_TO else "rated_so_so"
        return self._talk.wording.choose(kind)
