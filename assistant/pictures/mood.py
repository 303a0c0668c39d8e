"""The picture of a report of moods: how much was written, how it sounded, what was complained of, how it was rated."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.insight.moods import MoodReport, WeekMood, describe_agreement
from assistant.pictures.figure import draw_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES = (6.6, 9.8)
"""Narrow, tall, and with large letters: it is looked at on a telephone too."""
CALM, BAD, GOOD, LINE, TEXT, FAINT = "#b9c2c8", "#b3261e", "#2f7d4f", "#0b2f4a", "#222222", "#666666"
RATING_COLORS = ("#b3261e", "#dd8a84", "#b9c2c8", "#86b79a", "#2f7d4f")
RATING_NAMES = ("1 bad", "2", "3", "4", "5 great")
TICKS_MAX = 5
NUMBERED_MAX = 13
"""Of so many weeks each bar has its numbers; of more there is no room."""
THEMES_MAX = 6


def draw_moods(report: MoodReport, name: str, file_format: str = "png") -> bytes:
    """Return the picture of a report, as the bytes of a file.

    Args:
        report: Also one in which little was said: then its panels say so.
        name: The shop's.
        file_format: One of `figure.FORMATS`.
    """
    return draw_figure(
        lambda figure: _draw(figure, report, name), inches=INCHES, font_size=11.5, pad=0.12, file_format=file_format
    )


def _draw(figure: "Figure", report: MoodReport, name: str) -> None:
    figure.suptitle(f"{name}: how customers feel", fontsize=17, fontweight="bold", color=TEXT, x=0.02, ha="left")
    messages, moods, themes, ratings = figure.subplots(4, 1, height_ratios=(1.1, 1.1, 1.3, 0.9))
    _draw_messages(messages, report)
    _draw_trend(moods, report.weeks)
    _draw_themes(themes, report)
    _draw_ratings(ratings, report)
    for panel in (messages, moods, themes, ratings):
        panel.spines[["top", "right", "left"]].set_visible(False)
        panel.tick_params(length=0, colors=TEXT)


def _title(panel: "Axes", text: str) -> None:
    panel.set_title(text, fontsize=13, fontweight="bold", color=TEXT, loc="left", pad=8)


def _note(panel: "Axes", text: str) -> None:
    """Write beneath a panel what its numbers are worth."""
    panel.set_xlabel(text, fontsize=9.5, color=FAINT, loc="left", labelpad=6)


def _draw_messages(panel: "Axes", report: MoodReport) -> None:
    weeks = report.weeks
    at = range(len(weeks))
    panel.bar(at, [w.messages for w in weeks], color=CALM, width=0.75)
    panel.bar(at, [w.bad for w in weeks], color=BAD, width=0.75)
    most = max([w.messages for w in weeks] + [1])
    total, bad = sum(w.messages for w in weeks), sum(w.bad for w in weeks)
    _title(panel, f"{total} messages, {bad} of them complaints" if total else "No messages")
    if bad:
        right, found = report.measured.precision, report.measured.recall
        _note(panel, f"measured: {right:.0%} of those are complaints, {found:.0%} of complaints are found")
    panel.set_yticks([])
    for place, week in enumerate(weeks if len(weeks) <= NUMBERED_MAX else ()):
        panel.annotate(str(week.messages), (place, week.messages), ha="center", va="bottom", color=FAINT, fontsize=10)
        if week.bad and week.messages - week.bad > most / 8:  # room for both numbers
            panel.annotate(str(week.bad), (place, week.bad), ha="center", va="bottom", color=BAD, fontsize=10)
    panel.set_ylim(0, most * 1.2)
    _label_weeks(panel, weeks)


def _draw_trend(panel: "Axes", weeks: Sequence[WeekMood]) -> None:
    known = [(place, w.mood) for place, w in enumerate(weeks) if w.mood is not None]
    _title(panel, "Mood, of messages that tell one")
    panel.axhline(0, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    panel.axhspan(-1, 0, color=BAD, alpha=0.06, linewidth=0)
    panel.axhspan(0, 1, color=GOOD, alpha=0.06, linewidth=0)
    panel.plot([p for p, _ in known], [m for _, m in known], color=LINE, linewidth=2.2, marker="o", markersize=6)
    panel.set_ylim(-1, 1)
    panel.set_yticks([-0.9, 0, 0.9], ["furious", "calm", "delighted"])
    if not known:
        panel.text(len(weeks) / 2 - 0.5, 0.3, "nothing told a mood", ha="center", color=FAINT)
    _label_weeks(panel, weeks)


def _label_weeks(panel: "Axes", weeks: Sequence[WeekMood]) -> None:
    step = -(-len(weeks) // TICKS_MAX)
    shown = range(len(weeks) - 1, -1, -step)
    panel.set_xticks(list(shown), [f"{weeks[n].first_day.day} {weeks[n].first_day:%b}" for n in shown])
    panel.set_xlim(-0.6, len(weeks) - 0.4)


def _draw_themes(panel: "Axes", report: MoodReport) -> None:
    shown = report.themes[:THEMES_MAX][::-1]
    _title(panel, "What is complained of")
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    if not shown:
        said = "nothing that its words tell" if report.complaints else "nothing"
        panel.set_yticks([])
        panel.text(0, 0.5, said, color=FAINT, transform=panel.transAxes)
        return
    panel.barh(range(len(shown)), [one.count for one in shown], color=BAD, height=0.62, alpha=0.85)
    panel.set_yticks(range(len(shown)), [str(one.theme) for one in shown])
    for place, one in enumerate(shown):
        panel.annotate(f" {one.count}", (one.count, place), va="center", color=TEXT)
    panel.set_xlim(0, max(one.count for one in shown) * 1.1)
    _note(panel, f"told by the words of {report.themed} of {report.complaints}, comments on ratings included")


def _draw_ratings(panel: "Axes", report: MoodReport) -> None:
    answered = sum(report.scores)
    panel.set_yticks([])
    panel.spines["bottom"].set_visible(False)
    if not answered:
        panel.set_xticks([])
        _title(panel, "No visit was rated")
        return
    mean = sum(score * count for score, count in enumerate(report.scores, start=1)) / answered
    _title(panel, f"Ratings: {mean:.1f} of 5, by {answered} of {report.asked} asked")
    _note(panel, describe_agreement(report.agreement))
    panel.bar(range(5), report.scores, color=RATING_COLORS, width=0.75)
    panel.set_xticks(range(5), RATING_NAMES)
    panel.set_ylim(0, max(report.scores) * 1.25)
    for place, count in enumerate(report.scores):
        panel.annotate(str(count), (place, count), ha="center", va="bottom", color=TEXT)
