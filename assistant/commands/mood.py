"""`mood`: how customers feel, week by week, what they complain of, and how they rate."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from assistant.clock import SystemClock
from assistant.commands.reports import check_plot, wrap, write_picture
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.insight.moods import (
    FEW,
    MOOD_OF_VISIT,
    MoodReport,
    WeekMood,
    describe_agreement,
    first_day_of,
    report_moods,
)
from assistant.insight.themes import RIGHT
from assistant.pictures.mood import draw_moods
from assistant.storage.moods import find_moods
from assistant.storage.shops import find_shop_file
from assistant.understanding.mood.sentiment import COMPLAINING

WEEKS_MAX = 104
BAR_LENGTH = 20
LEGEND = (
    "telling: messages that tell a mood. bad: those that complain. mood: the mean of the telling ones, from -1 "
    "(furious) to 1 (delighted). ratings: their mean, of so many."
)


async def show_moods(slug: str | None, *, weeks: int, plot: Path | None = None, as_json: bool = False) -> None:
    """Print how customers felt in the last weeks; draw it into `plot`."""
    if not 1 <= weeks <= WEEKS_MAX:
        raise CommandError(f"--weeks is a number from 1 to {WEEKS_MAX}, not {weeks}")
    file_format = check_plot(plot)
    settings = prepare(quiet=True)
    async with open_database(settings):
        name, report = await _report(await need_business_id(settings, slug), weeks)
    if plot:
        await asyncio.to_thread(write_picture, plot, draw_moods(report, name, file_format))
    if as_json:
        say(msgspec.json.format(msgspec.json.encode(report)).decode())
        return
    for line in _list_lines(report, name):
        say(line)
    if plot:
        say(f"\nThe picture is in {plot}.")


async def _report(business_id: int, weeks: int) -> tuple[str, MoodReport]:
    """Return the shop's name and its report."""
    shop, now = await find_shop_file(business_id), SystemClock().now()
    zone = ZoneInfo(shop.location.zone)
    since = datetime.combine(first_day_of(now, weeks, zone), time(), zone).astimezone(UTC)
    told, rated = await find_moods(business_id, since - MOOD_OF_VISIT, since)
    return shop.name, report_moods(told, rated, now=now, weeks=weeks, zone=zone, complaining=COMPLAINING)


def _list_lines(report: MoodReport, name: str) -> Iterator[str]:
    yield f"{name}: how customers felt in the last {len(report.weeks)} weeks"
    yield ""
    yield "week of      messages  telling    bad   mood  ratings"
    yield from map(_describe_week, report.weeks)
    yield ""
    yield from wrap(LEGEND)
    right, found = report.measured.precision, report.measured.recall
    yield from wrap(
        f"How well complaints are heard, measured on reviews that nobody had looked at: {right:.0%} of what counts as "
        f"bad is a complaint, and {found:.0%} of complaints count."
    )
    yield ""
    yield from _describe_ratings(report)
    yield ""
    yield from _describe_themes(report)


def _describe_week(week: WeekMood) -> str:
    mood = "    -" if week.mood is None else f"{week.mood:+5.2f}"
    rated = f"{week.rating:.1f} ({week.ratings})" if week.rating is not None else "-"
    return f"{week.first_day:%d %b %Y} {week.messages:>9} {week.telling:>8} {week.bad:>6}  {mood}  {rated}"


def _describe_ratings(report: MoodReport) -> Iterator[str]:
    answered = sum(report.scores)
    if not report.asked:
        yield from wrap(
            'No visit was asked about. A shop that wants it says so: ask_rating_after = "2h" under [policy].'
        )
        return
    yield f"{answered} of {report.asked} customers who were asked rated their visit"
    for score, count in reversed(tuple(enumerate(report.scores, start=1))):
        yield f"  {score}  {'#' * round(BAR_LENGTH * count / max(1, answered)):<{BAR_LENGTH}} {count}"
    yield from wrap(describe_agreement(report.agreement))


def _describe_themes(report: MoodReport) -> Iterator[str]:
    if not report.complaints:
        yield "Nobody complained."
        return
    right, read = RIGHT
    yield from wrap(
        f"What {report.complaints} complaints are about, as far as their words tell ({report.themed} of them)"
    )
    for theme in report.themes:
        yield f"  {theme.count:>3}  {theme.theme}"
        for quote in theme.quotes:
            yield from wrap(f"       {quote.day:%d %b}  {quote.text}  ({quote.conversation_id})", " " * 15)
    if report.themes:
        yield "In brackets: the conversation's number."
    yield from wrap(
        f"Themes are read by words: {right} of {read} were right in the reviews they were written with, a best case."
    )
    if report.complaints < FEW:
        yield from wrap("So few complaints tell what happened, and not how often it happens.")


DEFAULT_WEEKS = 8
