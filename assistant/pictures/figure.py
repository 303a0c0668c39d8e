"""What all pictures have in common: how a figure is begun, and becomes the bytes of a file."""

import io
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
DPI = 200


def draw_figure(
    draw: "Callable[[Figure], None]", *, inches: tuple[float, float], font_size: float, pad: float, file_format: str
) -> bytes:
    """Return a picture as the bytes of a file; the same figure gives the same bytes.

    Args:
        draw: Draws into an empty figure.
        inches: Its width and height.
        font_size: Of what says nothing else, in points.
        pad: Between panels, in inches.
        file_format: One of FORMATS.
    """
    # That it finds no home for its cache of fonts, as in a container, is no news to who asked for a picture.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with mpl.rc_context({"font.size": font_size, "font.family": "sans-serif", "svg.hashsalt": "figure"}):
        figure = Figure(figsize=inches, layout=ConstrainedLayoutEngine(h_pad=pad))
        draw(figure)
        _settle(figure)
        written = io.BytesIO()
        # Without the time of drawing.
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(file_format)
        figure.savefig(written, format=file_format, dpi=DPI, metadata=metadata)
    return written.getvalue()


def _settle(figure: "Figure") -> None:
    """Lay the panels out once for all, at round places: the solver's last digits differ from one time to the next."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for panel in figure.axes:
        left, bottom, width, height = (round(edge, 5) for edge in panel.get_position().bounds)
        panel.set_position((left, bottom, width, height))
