"""Booking codes: short enough to type with one thumb, hard to misread, and never a word."""

from collections.abc import Callable, Sequence

DIGITS = "23456789"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
ALPHABET = DIGITS + LETTERS
"""Digits and letters without 0/O, 1/I/L and U (Crockford's reasoning): 30 signs."""
LENGTH = 5
"""Some 19 million codes for each business; a clash is refused by a unique key and drawn again."""


def draw_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a code with a digit and a letter in it: so it is told from words and from numbers in a message.

    Args:
        choose: Returns one of a sequence's items, by chance.
    """
    while True:
        code = "".join(choose(ALPHABET) for _ in range(LENGTH))
        if not set(code).isdisjoint(DIGITS) and not set(code).isdisjoint(LETTERS):
            return code
