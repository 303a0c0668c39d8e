"""Booking codes: short enough to type with one thumb, hard to misread."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters without 0/O, 1/I/L and U (Crockford's reasoning): 30 signs."""
LENGTH = 5
"""30^5 is 24 million codes for each business; a clash is refused by a unique key and tried again."""
