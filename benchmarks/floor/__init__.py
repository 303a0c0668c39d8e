"""The floor: the assistant's three promises by hand, with nothing of its dialogue and none of its code."""
