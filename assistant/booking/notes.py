"""The notes of a booking: one a line, oldest first, in the customer's words. Pure."""

NOTES_LENGTH_MAX = 1000
"""Characters of all notes of one booking."""


def add_note(notes: str, note: str) -> str:
    """Return `notes` with `note` as the last; one that is there already is not there twice."""
    return "\n".join([*(one for one in list_notes(notes) if one != note), *([note] if note else [])])


def replace_note(notes: str, note: str) -> str:
    """Return `notes` with the last of them replaced by `note`."""
    return add_note("\n".join(list_notes(notes)[:-1]), note)


def list_notes(notes: str) -> tuple[str, ...]:
    """Return the notes one by one, oldest first."""
    return tuple(line for line in notes.split("\n") if line)


def is_too_long(notes: str) -> bool:
    """Return whether so much cannot be noted with one booking."""
    return len(notes) > NOTES_LENGTH_MAX
