"""The picture of an outlook: how it was, what is booked, what is expected, and what fits in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.insight.model import DailyCounts, Range
from assistant.insight.outlook import DayOutlook, Outlook
from assistant.insight.words import describe_title, is_full
from assistant.pictures.figure import draw_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES = (6.6, 5.4)
"""Narrow and with large letters: it is looked at on a telephone too."""
HISTORY_DAYS = 28
"""So much of the past is shown, but no more than is to come."""
PAST, BOOKED, EXPECTED = "#b9c2c8", "#2a6f97", "#0b2f4a"
OUTER, INNER = ("#dcebf4", "#f8dcd9"), ("#a9cfe4", "#eba69f")
"""Of ordinary days, and of those that will be full."""
FULL, CLOSED, CAPACITY, TEXT = "#b3261e", "#efefef", "#444444", "#222222"
BAR = 0.86
HEADROOM = 1.08
LABELS_MAX = 9
LEGEND = (
    *("how it was", "closed", "what fits in"),
    *("booked already", "expected", "range for 80 %", "range for 95 %"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """A day that is over."""

    day: date
    count: float
    is_open: bool


def draw_forecast(outlook: Outlook, file_format: str = "png") -> bytes:
    """Return the picture of an outlook, as the bytes of a file.

    Args:
        outlook: Also one for which it is too early: then what was, what is booked, and what fits in.
        file_format: One of `figure.FORMATS`.
    """
    return draw_figure(
        lambda figure: _draw(figure, outlook), inches=INCHES, font_size=12, pad=0.04167, file_format=file_format
    )


def _draw(figure: "Figure", outlook: Outlook) -> None:
    panel = figure.add_subplot()
    past = _list_past(outlook.history, len(outlook.days))
    _draw_coming(panel, outlook.days)
    _draw_capacity(panel, outlook.days)
    if past:
        panel.bar([p.day.toordinal() for p in past], [p.count for p in past], width=BAR, color=PAST, label="how it was")
    _mark_closed(panel, [p.day for p in past if not p.is_open] + [d.day for d in outlook.days if not d.is_open])
    panel.axvline(outlook.today.toordinal() - 0.5, color=TEXT, linewidth=0.8)
    _mark_full(panel, outlook.days)
    _set_axes(panel, [p.day for p in past] + [d.day for d in outlook.days])
    title, subtitle = describe_title(outlook)
    figure.suptitle(title, fontsize=16, fontweight="bold", color=TEXT, x=0.086, ha="left")
    color = FULL if any(map(is_full, outlook.days)) else CAPACITY
    panel.set_title(subtitle, fontsize=12.5, color=color, loc="left", pad=10)
    named = dict(zip(*panel.get_legend_handles_labels()[::-1], strict=True))
    labels = [one for one in LEGEND if one in named]
    figure.legend(
        [named[one] for one in labels],
        labels,
        loc="outside lower center",
        ncols=3,
        frameon=False,
        fontsize=10.5,
        handlelength=1.4,
        columnspacing=1.4,
    )


def _list_past(history: DailyCounts, days_ahead: int) -> list[_Past]:
    """Return the newest days that are over."""
    shown = min(HISTORY_DAYS, days_ahead)
    listed = [
        _Past(day=history.first_day + timedelta(days=place), count=count, is_open=share > 0)
        for place, (count, share) in enumerate(zip(history.counts, history.shares, strict=False))
    ]
    return listed[-shown:]


def _mark_closed(panel: "Axes", days: Sequence[date]) -> None:
    for place, day in enumerate(days):
        at = day.toordinal()
        panel.axvspan(at - 0.5, at + 0.5, color=CLOSED, linewidth=0, zorder=0, label="" if place else "closed")


def _draw_coming(panel: "Axes", days: Sequence[DayOutlook]) -> None:
    booked = [d for d in days if d.booked]
    if booked:
        places = [d.day.toordinal() for d in booked]
        panel.bar(places, [d.booked for d in booked], width=BAR / 2, color=BOOKED, zorder=3, label="booked already")
    known = [d for d in days if d.forecast and d.is_open]
    if known:
        at, expected = ([d.day.toordinal() for d in known], [d.forecast.expected for d in known if d.forecast])
        starts, ends = ([x + side * BAR / 2 for x in at] for side in (-1, 1))
        panel.hlines(expected, starts, ends, color=EXPECTED, linewidth=2.4, zorder=4, label="expected")
        _draw_ranges(panel, known, "range for 80 %", INNER, [d.forecast.range80 for d in known if d.forecast])
        _draw_ranges(panel, known, "range for 95 %", OUTER, [d.forecast.range95 for d in known if d.forecast])


def _draw_ranges(
    panel: "Axes", days: Sequence[DayOutlook], label: str, colors: tuple[str, str], ranges: Sequence[Range]
) -> None:
    panel.bar(
        [one.day.toordinal() for one in days],
        [one.high - one.low for one in ranges],
        bottom=[one.low for one in ranges],
        width=BAR,
        color=[colors[is_full(one)] for one in days],
        zorder=2 if colors is INNER else 1,
    )
    # A bar with an empty place stands for it in the legend, in the colour of most days.
    panel.bar([days[0].day.toordinal()], [0], color=colors[False], label=label)


def _draw_capacity(panel: "Axes", days: Sequence[DayOutlook]) -> None:
    held = [(d.day.toordinal(), d.capacity.bookings) for d in days if d.capacity and d.is_open]
    if held:
        starts, ends = ([at + side for at, _ in held] for side in (-0.5, 0.5))
        panel.hlines([count for _, count in held], starts, ends, color=CAPACITY, linewidth=1.3, label="what fits in")


def _mark_full(panel: "Axes", days: Sequence[DayOutlook]) -> None:
    for one in days:
        if one.forecast and one.capacity and is_full(one):
            top = max(one.forecast.range95.high, one.capacity.bookings)
            panel.annotate(
                "\N{BLACK DOWN-POINTING TRIANGLE}",
                (one.day.toordinal(), top),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                color=FULL,
            )


def _set_axes(panel: "Axes", days: Sequence[date]) -> None:
    mondays = [day for day in days if day.weekday() == 0]
    every = 1 + len(mondays) // LABELS_MAX
    shown = mondays[::every]
    panel.set_xticks([day.toordinal() for day in shown], [f"{day.day}\n{day:%b}" for day in shown], fontsize=10)
    panel.set_xlim(days[0].toordinal() - 0.6, days[-1].toordinal() + 0.6)
    panel.set_ylim(0, max(1.0, panel.get_ylim()[1]) * HEADROOM)
    panel.locator_params(axis="y", integer=True)
    panel.set_ylabel("bookings a day")
    panel.spines[["top", "right"]].set_visible(False)
