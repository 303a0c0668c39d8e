"""Figures from samples: medians over rounds, and what they are to one another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from benchmarks.contenders import CONTENDERS, FLOOR, Contender
from benchmarks.measure import Cpu


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run of one contender."""

    contender: Contender
    connections: int
    cpu: Cpu
    rows: dict[str, int]
    """What it left in its database, by kind."""
    times_s: list[float] = field(repr=False)
    """From each delivery to its reply."""
    put_off: int = 0
    """How many deliveries were answered 503 and delivered again."""

    @property
    def app_s(self) -> float:
        """CPU-seconds of the app for a thousand messages."""
        return self.cpu.app_s / len(self.times_s) * 1000

    @property
    def postgres_s(self) -> float:
        """CPU-seconds of Postgres for a thousand messages."""
        return self.cpu.postgres_s / len(self.times_s) * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One contender at one number of connections, over all rounds."""

    contender: Contender
    connections: int
    rounds: tuple[Sample, ...]

    @property
    def app_s(self) -> float:
        """The median of the app's CPU-seconds for a thousand messages."""
        return median(sample.app_s for sample in self.rounds)

    @property
    def postgres_s(self) -> float:
        """The median of Postgres's CPU-seconds for a thousand messages."""
        return median(sample.postgres_s for sample in self.rounds)


def summarise(samples: Sequence[Sample]) -> list[Figure]:
    """Return the figures, by connections and then in the contenders' order."""
    return [
        Figure(contender=contender, connections=connections, rounds=rounds)
        for connections in sorted({sample.connections for sample in samples})
        for contender in CONTENDERS
        if (rounds := tuple(s for s in samples if (s.connections, s.contender) == (connections, contender)))
    ]


def find_ratio(figures: Sequence[Figure], one: Figure) -> float | None:
    """Return how many times the floor's CPU an app uses at as many connections; None: the floor was left out."""
    floor = next((f for f in figures if f.contender == FLOOR and f.connections == one.connections), None)
    return one.app_s / floor.app_s if floor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """How long a customer waits at a contender that has nothing else to do."""

    contender: Contender
    times_s: list[float] = field(repr=False)

    @property
    def median_ms(self) -> float:
        """Half of the replies came within it."""
        return median(self.times_s) * 1000

    @property
    def p99_ms(self) -> float:
        """All but one in a hundred replies came within it."""
        return quantiles(self.times_s, n=100)[98] * 1000


@dataclass
class Growth:
    """What an operation costs on a database of some size."""

    bookings: int
    operation: str
    app_s: float = 0.0
    postgres_s: float = 0.0
    """CPU-seconds, of all repetitions together."""
    times_s: list[float] = field(default_factory=list, repr=False)

    @property
    def cost_ms(self) -> float:
        """CPU-milliseconds of both for one repetition, the mean."""
        return (self.app_s + self.postgres_s) / len(self.times_s) * 1000

    @property
    def median_ms(self) -> float:
        """How long one took, the median."""
        return median(self.times_s) * 1000
