"""What the reports for the owner have in common: lines as wide as the terminal, and a picture in a file."""

import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

from assistant.commands.session import CommandError
from assistant.pictures.figure import FORMATS

WIDE = 120
"""Columns, where nobody looks at a terminal."""
NARROW = 30
"""Columns at least, however narrow a terminal says that it is."""


def find_width() -> int:
    """Return how many columns there are to write in."""
    return max(NARROW, shutil.get_terminal_size((WIDE, 1)).columns)


def wrap(text: str, indent: str = "") -> Iterator[str]:
    """Yield a sentence in lines that the terminal has room for; those after the first are indented."""
    columns = find_width()
    together = text.replace(" %", "\N{NO-BREAK SPACE}%")  # a number and its sign stay on one line
    lines = textwrap.wrap(together, columns, subsequent_indent=indent, break_long_words=False)
    yield from (line.replace("\N{NO-BREAK SPACE}%", " %") for line in lines)


def check_plot(plot: Path | None) -> str:
    """Return the format of a picture by its name, empty where none is wanted. Raises CommandError.

    It is asked before anything is looked up: who mistypes the file need not wait for that.
    """
    if plot is None:
        return ""
    file_format = plot.suffix.removeprefix(".").lower()
    if file_format not in FORMATS:
        raise CommandError(f"--plot is a file that ends in .{' or .'.join(FORMATS)}, not {plot}")
    if not plot.parent.is_dir():
        raise CommandError(f"There is no directory {plot.parent} to put the picture in: make it first")
    return file_format


def write_picture(plot: Path, picture: bytes) -> None:
    """Write a picture. Raises CommandError."""
    try:
        plot.write_bytes(picture)
    except OSError as error:
        raise CommandError(f"The picture cannot be written to {plot}: {error.strerror}") from None
