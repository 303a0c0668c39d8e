"""A drawn figure as the bytes of a file."""

import io
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")


def silence() -> None:
    """Let matplotlib say nothing of itself: that it finds no home for its fonts, as in a container, is no news here."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def save(figure: "Figure", file_format: str, *, dpi: int) -> bytes:
    """Return the figure in one of FORMATS, without the time of drawing: the same figure gives the same bytes."""
    written = io.BytesIO()
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(file_format)
    figure.savefig(written, format=file_format, dpi=dpi, metadata=metadata)
    return written.getvalue()
