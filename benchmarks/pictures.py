"""The picture of the throughput: one glance, three panels."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.samples import Figure, find_ratio

PICTURE = Path(__file__).parent / "pictures" / "throughput.png"
APP, POSTGRES, DOT = "#2a6f97", "#a9cfe4", "#1b1b1b"
TIMES = "\N{MULTIPLICATION SIGN}"
WIDTH_INCHES, PANEL_INCHES, DPI = 9.0, 3.0, 110


def draw_throughput(figures: Sequence[Figure], path: Path = PICTURE) -> None:
    """Draw bars of CPU for a thousand messages: app and Postgres, medians, each round a dot. Needs matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    counts = sorted({figure.connections for figure in figures})
    titles = list(dict.fromkeys(figure.contender.title for figure in figures))
    canvas, panels = plt.subplots(1, len(counts), sharex=True, sharey=True, squeeze=False, layout="constrained")
    canvas.set_size_inches(WIDTH_INCHES, PANEL_INCHES)
    for panel, count in zip(panels[0], counts, strict=True):
        for figure in (one for one in figures if one.connections == count):
            _draw_bar(panel, titles.index(figure.contender.title), figure, find_ratio(figures, figure))
        panel.set_title(f"{count} connection{'s' if count > 1 else ''}", fontsize=10)
        panel.set_yticks(range(len(titles)), titles)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0.22)
        panel.set_xlim(left=0)
    panels[0][0].invert_yaxis()
    label = f"CPU-seconds for 1,000 messages, less is better; {TIMES}: the app's against the floor's"
    canvas.supxlabel(label, fontsize=10)
    dot = Line2D([], [], color=DOT, marker=".", markersize=4, linestyle="", label="one round")
    keys = [Patch(color=APP, label="app"), Patch(color=POSTGRES, label="Postgres"), dot]
    canvas.legend(handles=keys, loc="outside upper right", ncols=3, frameon=False, fontsize=9)
    path.parent.mkdir(exist_ok=True)
    canvas.savefig(path, dpi=DPI)
    plt.close(canvas)


def _draw_bar(panel: object, place: int, figure: Figure, ratio: float | None) -> None:
    from matplotlib.axes import Axes

    assert isinstance(panel, Axes)  # noqa: S101 - for the type alone
    panel.barh(place, figure.app_s, color=APP, height=0.62)
    panel.barh(place, figure.postgres_s, left=figure.app_s, color=POSTGRES, height=0.62)
    totals = [sample.app_s + sample.postgres_s for sample in figure.rounds]
    panel.plot(totals, [place] * len(totals), ".", color=DOT, markersize=3)
    if ratio:
        panel.annotate(
            f"{TIMES}{ratio:.1f}" if ratio >= 1 else f"{TIMES}{ratio:.2f}",
            (max(totals), place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
