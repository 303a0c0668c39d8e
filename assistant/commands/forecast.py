"""`forecast`: how many bookings the coming weeks will have, whether they will fit in, and a picture of it."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from assistant.booking.hours import civil_day, first_instant
from assistant.clock import SystemClock
from assistant.commands.reports import check_plot, find_width, wrap, write_picture
from assistant.commands.session import need_business_id, open_database, prepare, say
from assistant.insight.look_ahead import look_ahead
from assistant.insight.outlook import DayOutlook, Outlook, Part, PartKind
from assistant.insight.scene import list_days_needed
from assistant.insight.words import describe, name_short, write_count, write_range
from assistant.pictures.forecast import draw_forecast
from assistant.storage.booked import list_booked
from assistant.storage.shops import find_shop

DAYS_PER_WEEK = 7
NO_DAY = "-"
GAP = 2
"""Columns between two columns of a table."""
LEGEND = (
    "booked: so far. expected: how many it will be, with the ranges in which 80 and 95 of 100 such days end. "
    "fits in: bookings of the usual length. taken: how much of the time there is, where it comes as expected."
)


async def show_forecast(
    slug: str | None, *, weeks: int, plot: Path | None = None, by: str | None = None, as_json: bool = False
) -> None:
    """Print the coming weeks, day by day, and what is to be said of them; draw them into `plot`."""
    file_format = check_plot(plot)
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        outlook = await find_outlook(business_id, weeks * DAYS_PER_WEEK)
    if plot:
        await asyncio.to_thread(write_picture, plot, draw_forecast(outlook, file_format))
    if as_json:
        say(msgspec.json.encode(outlook).decode())
        return
    for line in write_report(outlook, PartKind(by) if by else None):
        say(line)
    if plot:
        say(f"\nThe picture is in {plot}.")


async def find_outlook(business_id: int, horizon: int) -> Outlook:
    """Return the outlook of a shop for so many days from today on, from what the database has."""
    shop = await find_shop(business_id)
    zone = shop.location.zone
    today = civil_day(SystemClock().now(), zone)
    days = list_days_needed(today, horizon)
    start, end = (first_instant(day, 0, zone) for day in (days[0], days[-1] + timedelta(days=1)))
    return look_ahead(shop, await list_booked(business_id, start, end), today, horizon)


def write_report(outlook: Outlook, by: PartKind | None = None) -> Iterator[str]:
    """Return the lines of the report: the days, perhaps their parts, and what is to be said of them."""
    yield f"{outlook.shop_name}, {name_short(outlook.today)} to {name_short(outlook.days[-1].day)}"
    yield ""
    yield from _align(
        [("", "booked", "expected", "80 %", "95 %", "fits in", "taken", ""), *map(_write_day, outlook.days)]
    )
    if by:
        yield ""
        yield from _write_parts(outlook, [part for part in outlook.parts if part.kind is by])
    yield ""
    yield from wrap(LEGEND)
    yield ""
    for sentence in describe(outlook):
        yield from wrap(sentence)


def _write_day(one: DayOutlook) -> tuple[str, ...]:
    booked = str(one.booked) if one.booked or one.is_open else ""
    if not one.is_open:
        return (name_short(one.day), booked, "", "", "", "", "", f"closed{f': {one.reason}' if one.reason else ''}")
    said = one.forecast
    return (
        name_short(one.day),
        booked,
        write_count(said.expected) if said else "",
        write_range(said.range80) if said else "",
        write_range(said.range95) if said else "",
        str(one.capacity.bookings) if one.capacity else "",
        f"{one.load:.0%}" if one.load is not None else "",
        one.reason,
    )


def _write_parts(outlook: Outlook, parts: Sequence[Part]) -> Iterator[str]:
    """Return the parts of each day, what is expected with the range for 80 % of days."""
    known = [part for part in parts if part.days]
    rows = [
        (name_short(one.day), *(_write_part(part, place) if one.is_open else NO_DAY for part in known))
        for place, one in enumerate(outlook.days)
    ]
    yield from stack([("", *(part.name for part in known)), *rows]) if known else ["Nothing of it is known yet."]
    if known:
        yield ""
        yield from wrap("Of each what is expected, in brackets the range for 80 %.")
    early = [part.name for part in parts if not part.days]
    if early:
        yield f"Too early to say: {', '.join(early)}."


def stack(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Return rows as lines that fit the terminal: columns for which there is no room follow below, with the days."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    starts, used = [1], widths[0]
    for place, width in enumerate(widths[1:], start=1):
        used += GAP + width
        if used > find_width() and place > starts[-1]:
            starts.append(place)
            used = widths[0] + GAP + width
    for start, end in pairwise((*starts, len(widths))):
        yield from [""] if start > 1 else []
        yield from _align([(row[0], *row[start:end]) for row in rows])


def _write_part(part: Part, place: int) -> str:
    day = part.days[place]
    return f"{write_count(day.expected)} ({write_range(day.range80)})"


def _align(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Return rows as lines: the first and the last column to the left if they hold words, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        yield (" " * GAP).join(cells).rstrip()
