"""No text, however long, costs more than a moment of CPU: what is read is cut, and read in linear time.

`python tests/understanding/test_regex_bombs.py` prints what each costs here, the dearest first.
"""

import time

import pytest
from demo_salon import make_context
from regex_bombs import make_bombs

from assistant.understanding.context import Context, Expecting
from assistant.understanding.recognizer import understand

BOMBS = dict(make_bombs())
CPU_SECONDS_MAX = 0.1
"""Of one reading. An idle core takes a third of it for the dearest; the rest is for a busy machine."""
CONTEXTS = [
    make_context(),
    make_context(Expecting.CONFIRMATION),
    make_context(Expecting.CHOICE, ("3pm", "4pm")),
    *map(make_context, (Expecting.NAME, Expecting.TIME, Expecting.PARTY_SIZE)),
]
"""What may have been asked before. `make test` tries one with each text, the script all."""


def measure_cpu(text: str, context: Context) -> float:
    """Return the CPU seconds of a reading: where one takes suspiciously long, the least of five."""
    least = float("inf")
    for _ in range(5):
        start = time.process_time()
        understand(text, context)
        least = min(least, time.process_time() - start)
        if least < CPU_SECONDS_MAX / 2:
            break
    return least


def measure_worst(text: str, contexts: list[Context]) -> float:
    return max(measure_cpu(text, context) for context in contexts)


def test_there_are_more_than_a_hundred_bombs() -> None:
    assert len(BOMBS) > 100


@pytest.mark.parametrize(("place", "name"), list(enumerate(BOMBS)))
def test_a_regex_bomb_costs_less_than_a_tenth_of_a_second(place: int, name: str) -> None:
    assert measure_cpu(BOMBS[name], CONTEXTS[place % len(CONTEXTS)]) < CPU_SECONDS_MAX


if __name__ == "__main__":
    costs = {name: measure_worst(text, CONTEXTS) for name, text in BOMBS.items()}
    for name, seconds in sorted(costs.items(), key=lambda item: -item[1]):
        print(f"{seconds * 1000:6.1f} ms  {name}")  # noqa: T201
    print(f"regex bombs: {len(costs)} texts, dearest {max(costs.values()) * 1000:.1f} ms of CPU")  # noqa: T201
