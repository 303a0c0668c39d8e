"""What is done as a rule, told beside what is wanted now: "he usually sees Ben every 4 weeks, is Friday free?"."""

import re

_NAMING = frozenset({"usually", "normally", "generally", "typically", "always", "tend", "tends", "every"})
_HABIT = re.compile(
    r"(?<!\bcan )(?<!\bcould )(?<!\bmay )(?<!\bdo )(?<!\bdoes )"
    r"\b(?:(?!you\b)\w+ (?:usually|normally|generally|typically|always|tends? to)\b"
    r"|(?:(?:i|we) (?:come|go|get|have)|(?:he|she) (?:comes|goes|gets|has)) (?:in |it |(?:my|his|her) \w+ )?"
    r"(?:done |cut )?every\b)"
    r"(?:(?!\b(?:but|so|could|can|would)\b)[^.,;!?\n])*"
)


def find_habits(folded: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Return where habits stand in folded text: clauses in which a rhythm, or a day, is no wish."""
    return [] if _NAMING.isdisjoint(words) else [found.span() for found in _HABIT.finditer(folded)]
