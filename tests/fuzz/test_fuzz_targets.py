"""The fuzzer's targets hold for good inputs, for good inputs cut short, and for all that ever broke one."""

import pytest
from fuzz_seeds import FOUND, make_seeds
from fuzz_targets import TARGETS

SEEDS_MAX = 60
"""Of a corpus every so-manieth is enough here: its own tests read all of it."""


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_holds_for_its_seeds_and_for_what_was_found(target: str) -> None:
    seeds = list(make_seeds(target))
    tried = [*FOUND.get(target, ()), *seeds[:: 1 + len(seeds) // SEEDS_MAX]]
    assert tried
    for seed in tried:
        for data in (seed, seed[: len(seed) // 2], seed[1:], seed.replace(b" ", b"\xff"), seed.upper()):
            TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_holds_for_next_to_nothing(target: str) -> None:
    for data in (b"", b"\0", b"\xff", b"\n\n", b"[", b'"\\ud800"', b"a" * 5000):
        TARGETS[target](data)
