"""`demo`: fill a demo shop with a made-up past that can be shown, and take it away again."""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial

from assistant.booking.hours import civil_day
from assistant.booking.model import Shop
from assistant.clock import SystemClock
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.demo.model import Line, Past
from assistant.demo.simulation import make_past
from assistant.shopfile.read import list_demo_shops
from assistant.storage.answers import list_entries
from assistant.storage.demo_history import ACCOUNT, DemoHistoryError, check_free, forget_past, write_past
from assistant.storage.shops import find_shop

TOLD_AT = 5
"""Progress is told in so many steps."""


async def make(slug: str | None, *, days: int, seed: int) -> None:
    """Fill a demo shop that has no bookings of its own with a past of so many days; all of it, or nothing."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        shop = await _need_demo_shop(await need_business_id(settings, slug))
        entries = tuple(known.entry for known in await list_entries(shop.business_id))
        now = SystemClock().now()
        today = civil_day(now, shop.location.zone)
        try:
            await check_free(shop.business_id)
            past = await _Progress().follow(partial(make_past, shop, entries, today, days, seed=seed))
            await write_past(shop, past, now, _tell_rows)
        except DemoHistoryError as error:
            raise CommandError(str(error)) from None
    for line in _describe(shop, past, days):
        say(line)


async def forget(slug: str | None) -> None:
    """Take a made-up past away: all of it, and nothing else."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        try:
            count = await forget_past(business_id, _tell_rows)
        except DemoHistoryError as error:
            raise CommandError(str(error)) from None
    say(
        f"The made-up past is gone: {count} bookings, with their customers and conversations. Nothing else was touched."
    )


async def _need_demo_shop(business_id: int) -> Shop:
    """Return the shop, if it is one of those that come along: by its short name and its name."""
    shop = await find_shop(business_id)
    known = [(one.slug, one.name) for one in list_demo_shops()]
    if (shop.slug, shop.name) not in known:
        names = " or ".join(name for _, name in known)
        raise CommandError(f"{shop.name} is a shop of your own: a past is made up for {names} only, which are invented")
    return shop


class _Progress:
    """Tells on standard error how far a long work is, which an interrupt ends."""

    def __init__(self) -> None:
        self._told = 0
        self._is_over = False

    async def follow(self, work: Callable[..., Past]) -> Past:
        """Return what comes of a work that reports how much is done."""
        try:
            return await asyncio.to_thread(work, report=self._tell)
        except asyncio.CancelledError:
            self._is_over = True  # the thread would go on to its end, and be waited for
            raise

    def _tell(self, done: float) -> None:
        if self._is_over:
            raise InterruptedError
        step = int(done * TOLD_AT)
        if step > self._told:
            self._told = step
            _note(f"made up: {step * 100 // TOLD_AT} %")


def _tell_rows(table: str, count: int) -> None:
    _note(f"{table}: {count} rows")


def _note(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _describe(shop: Shop, past: Past, days: int) -> list[str]:
    actions = Counter(change.action for visit in past.visits for change in visit.changes)
    scores = [one.score for one in past.ratings if one.score]
    said, unanswered = (sum(map(is_such, past.lines)) for is_such in (_is_said, _is_unanswered))
    mean = f", {sum(scores) / len(scores):.1f} of 5 on average" if scores else ""
    kept = f"{len(past.visits) - actions['cancelled']} bookings that stand"
    changes = f"{actions['moved']} moves, {actions['cancelled']} cancellations, {actions['no_show']} no-shows"
    return [
        f"{shop.name} has a made-up past of {days} days now. None of it is real.",
        f"{kept}, {len(past.customers)} customers, {len(past.series)} series, {changes}.",
        f"{said} messages, {unanswered} questions without an answer, {len(scores)} ratings{mean}.",
        f"All of it belongs to the account {ACCOUNT}, which nothing can write to.",
        "Take it away: python -m assistant demo forget",
    ]


def _is_said(line: Line) -> bool:
    return line.author == "customer"


def _is_unanswered(line: Line) -> bool:
    return bool(line.unanswered)
