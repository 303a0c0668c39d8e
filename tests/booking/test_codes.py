"""Booking codes are told from words and from numbers."""

import random

from assistant.booking.codes import ALPHABET, LENGTH, draw_code


def test_every_code_has_a_digit_and_a_letter_and_no_sign_that_is_misread() -> None:
    dice = random.Random(7)  # noqa: S311 - not a secret
    for _ in range(2000):
        code = draw_code(dice.choice)
        assert len(code) == LENGTH
        assert set(code) <= set(ALPHABET)
        assert any(c.isdigit() for c in code)
        assert any(c.isalpha() for c in code)
