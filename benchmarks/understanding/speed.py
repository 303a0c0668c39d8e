"""How fast one core understands: messages of all sets, and the worst of 2,000 characters that we know to write."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.dialogue.context import build_context
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.recognizer import understand
from assistant.understanding.times import read_all_times
from benchmarks.understanding.scorers import read_rows
from benchmarks.understanding.shop import make_facts, make_shop

FILES = ("turns.jsonl", "restaurant8k.jsonl", "intents.jsonl")
"""Sets of whole messages, as customers write them."""
TEXTS_MAX = 2000
ROUNDS = 5
LONG = 2000
"""Characters; no more of a message is read."""
FRAGMENTS = (
    "at 3 ", "3 ", "1 2 ", "12", "9:30 ", "1/2 ", "next ", "the 12th ", "from 3 to ", "monday or ", "half past ",
    "in 2 weeks ", "not ", ", ", "and ", "for ", "if ", "a ", "I'm ", "my name is ", "Mr ", "A B ", "under ",
    "we are 2 and ", "my wife and ", "book ", "cancel ", "move it to ", "can you ", "thanks ", "good morning ", "no ",
    "'", "(", "@", "+44 ", "the one ", "all the ", "same time ", "an hour later ", "I'd like to ", "what time ",
    "with ", "one of us ", "a\n", "x- ", "\U0001f44d",
)  # fmt: skip
"""Repeated to the full length, each is a message that looks for trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """CPU of one thread."""

    texts: int
    whole_us: float
    """To understand one message; the best of several rounds, for others disturb the clock in one direction only."""
    grammar_us: float
    """To read only its times."""
    worst_ms: float
    """For the worst message of full length."""
    worst: str
    """What that one repeats."""


def measure_speed(folder: Path) -> Speed | None:
    """Return how fast messages of the sets in `folder` are understood; None where it has none of them."""
    texts = [row["text"] for name in FILES if (folder / name).is_file() for row in read_rows(folder / name)]
    texts = texts[:: max(1, len(texts) // TEXTS_MAX)]
    if not texts:
        return None
    facts = make_facts(make_shop("en-GB"), "2026-03-04T09:00")
    context = build_context(DialogueState(task=Task.BOOK), facts)

    def read(text: str) -> object:
        return read_all_times(text, now=context.now, locale=context.locale)

    worst_ms, worst = max(
        (measure([(fragment * LONG)[:LONG]], lambda text: understand(text, context)) / 1000, fragment)
        for fragment in FRAGMENTS
    )
    return Speed(
        texts=len(texts),
        whole_us=measure(texts, lambda text: understand(text, context)),
        grammar_us=measure(texts, read),
        worst_ms=worst_ms,
        worst=worst.strip(),
    )


def measure(texts: Sequence[str], do: Callable[[str], object]) -> float:
    """Return the microseconds of CPU that `do` takes for one of `texts`, in the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.thread_time_ns()
        for text in texts:
            do(text)
        best = min(best, time.thread_time_ns() - started)
    return best / len(texts) / 1000
