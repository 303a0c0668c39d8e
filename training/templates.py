"""Sentences from patterns: many ways to say a thing, about many trades, people and times.

A pattern is a line of `training/templates/LABEL.txt`: `(a|b|)` is one of these, `{day}` one of the words that
`slots.txt` names. The same words stand in the patterns of every label, so that what a message is about is learned from
what is wanted, and not from a restaurant's name.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SLOTS = "slots.txt"
EACH = 20
"""So many sentences of a pattern; fewer where it holds fewer."""
ASKED_MARK, TOLD_MARK = 0.4, 0.25
"""How often a question gets its mark, and another sentence its full stop."""
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_BLANKS = re.compile(r"\s+")
_ARTICLE = re.compile(r"\ban?(?= [aeiou])")
_ARTICLE_ELSE = re.compile(r"\ban(?= [^aeiou])")
_BEFORE_MARK = re.compile(r"\s+(?=[,!?])")
_ASKS = re.compile(
    r"(?:can|could|do|does|did|is|are|am|was|what|when|where|who|how|have|has|will|would|which|why|may|any|anything)\b"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Slots = Mapping[str, Sequence[str]]


def read_patterns(folder: Path, *, each: int = EACH, seed: int) -> Iterable[tuple[str, str]]:
    """Return sentences made from a folder's patterns, each with its label, the same ones each time."""
    slots = read_slots(folder / SLOTS)
    for file in sorted(folder.glob("*.txt")):
        if file.name != SLOTS:
            dice = random.Random(f"{seed} {file.stem}")  # noqa: S311 - not a secret
            for pattern in file.read_text(encoding="utf-8").splitlines():
                made = (make_sentence(pattern, slots, dice) for _ in range(each))
                yield from ((file.stem, text) for text in dict.fromkeys(made))


def read_slots(file: Path) -> Slots:
    """Return the words that patterns may name."""
    lines = (line.partition(": ") for line in file.read_text(encoding="utf-8").splitlines() if line)
    return {name: [word.strip() for word in words.split(" | ")] for name, _, words in lines}


def make_sentence(pattern: str, slots: Slots, dice: random.Random) -> str:
    """Return one sentence of a pattern."""
    text = pattern
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), text)
    while _SLOT.search(text):
        text = _SLOT.sub(lambda found: dice.choice(slots[found[1]]), text)
    text = _BEFORE_MARK.sub("", _BLANKS.sub(" ", text)).strip(" ,")
    text = _ARTICLE_ELSE.sub("a", _ARTICLE.sub("an", text))
    mark, share = ("?", ASKED_MARK) if _ASKS.match(text) else (".", TOLD_MARK)
    return text + mark if dice.random() < share else text


def misspell(text: str, dice: random.Random) -> str:
    """Return a text with one letter left out, doubled, swapped with the next or another one."""
    places = [place for place, letter in enumerate(text[:-1]) if letter.isalpha()]
    if not places:
        return text
    at = dice.choice(places)
    before, letter, after = text[:at], text[at], text[at + 1 :]
    changes = (
        before + after,
        before + letter + letter + after,
        before + after[0] + letter + after[1:],
        before + dice.choice(_LETTERS) + after,
    )
    return dice.choice(changes)
