"""The engine of the grammar: rules over kinds of items, tried in the order of their stage.

A pattern is a row of kinds: `the? ordinal of? month`. `a|b` is either, `x?` may be missing, `!x` must not follow, and
`=x` must, but is not read. There is no repetition, so that each rule looks at a bounded number of items, and reading
takes time in proportion to the text.
"""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from assistant.understanding.times.items import Frame, Item, Kind, add_rule

Produce = Callable[[Sequence[Item], Frame], tuple[Item, ...] | None]
"""What a rule makes of the items it matched; None where they do not mean what the pattern hoped."""


class Rule(Struct, frozen=True, kw_only=True):
    """A name, patterns, and what to make of the items that match one of them."""

    name: str
    patterns: tuple[str, ...]
    produce: Produce


def rule(*patterns: str) -> Callable[[Produce], Rule]:
    """Return a decorator that makes a rule of a function; the function's name is the rule's."""

    def decorate(produce: Produce) -> Rule:
        return Rule(name=getattr(produce, "__name__", "unnamed"), patterns=patterns, produce=produce)

    return decorate


class _Letter:
    """The patterns that can begin with one kind of item, in the order of their stage."""

    def __init__(self, patterns: Sequence[tuple[Rule, str]]) -> None:
        self.rules = [one for one, _ in patterns]
        self.matches = [re.compile(_compile(pattern)).match for _, pattern in patterns]
        # One match tells which pattern is the first that fits: the others are only tried where its rule declines.
        self.match = re.compile("|".join(f"({_compile(pattern)})" for _, pattern in patterns)).match


class Stage:
    """Rules that read side by side: at each item, from left to right, the first that applies."""

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        by_first: dict[str, list[tuple[Rule, str]]] = {}
        for one in rules:
            for pattern in one.patterns:
                for letter in dict.fromkeys(_find_first_letters(pattern)):
                    by_first.setdefault(letter, []).append((one, pattern))
        self._by_first = {letter: _Letter(patterns) for letter, patterns in by_first.items()}
        self._find_start = re.compile(f"[{re.escape(''.join(by_first))}]").search

    def apply(self, items: Sequence[Item], frame: Frame) -> list[Item]:
        """Return the items with those that a rule read replaced by what it made of them."""
        kinds = "".join([item.kind for item in items])
        out: list[Item] = []
        position = 0
        while found := self._find_start(kinds, position):
            at = found.start()
            out.extend(items[position:at])
            made, position = self._read(items, kinds, at, frame)
            out.extend(made)
        out.extend(items[position:])
        return out

    def _read(self, items: Sequence[Item], kinds: str, at: int, frame: Frame) -> tuple[Sequence[Item], int]:
        """Return what the first rule that applies makes of the items from `at`, and where to go on."""
        letter = self._by_first[kinds[at]]
        matched = letter.match(kinds, at)
        if matched is None:
            return (items[at],), at + 1
        for index in range((matched.lastindex or 1) - 1, len(letter.rules)):
            matched = letter.matches[index](kinds, at)
            if matched is None:
                continue
            words = items[at : matched.end()]
            made = letter.rules[index].produce(words, frame)
            if made is not None:
                return [_sign(item, words, letter.rules[index].name) for item in made], matched.end()
        return (items[at],), at + 1


def _sign(item: Item, words: Sequence[Item], name: str) -> Item:
    """Return `item` with the rule's name; an item that the rule only looked at stays as it is."""
    if any(item is word for word in words):
        return item
    return add_rule(item, name)


def _compile(pattern: str) -> str:
    return "".join(_compile_term(term) for term in pattern.split())


def _compile_term(term: str) -> str:
    letters = _find_letters(term)
    one = re.escape(letters) if len(letters) == 1 else f"[{re.escape(letters)}]"
    if term.startswith(("!", "=")):
        return f"(?{term[0]}{one})"
    return one + "?" if term.endswith("?") else one


def _find_letters(term: str) -> str:
    return "".join(Kind[name.upper()] for name in term.strip("!=?").split("|"))


def _find_first_letters(pattern: str) -> str:
    """Return the letters with which a match of `pattern` can begin."""
    letters = ""
    for term in pattern.split():
        letters += _find_letters(term)
        if not term.endswith("?"):
            break
    return letters
