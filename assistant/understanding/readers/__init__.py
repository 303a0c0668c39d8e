"""The readers: each finds one kind of thing in a message, and writes it on the board."""
