"""Rounds of a race: everybody wants the same time, or one that overlaps it, and everybody is held to what was told."""

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from shop_line import ShopLine
from tortoise import connections

from assistant.booking.model import Shop
from assistant.responses.formats import Formats
from assistant.responses.model import Rendered
from assistant.storage import models
from assistant.storage.shops import find_shop

OUT_OF_BOUNDS = """
    SELECT count(*) AS strays FROM occupancy o JOIN resource r ON r.id = o.resource_id
     WHERE o.status IN ('held', 'confirmed') AND o.unit NOT BETWEEN 1 AND r.units"""
ONE_WEEK = timedelta(weeks=1)
Phrase = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """What is wanted, in words: the same by everybody, or by each something a little different."""

    name: str
    wish: Phrase
    move: Phrase | None = None
    """Where everybody who has booked then wants to move."""
    places: int | None = None
    """How many can have it at the first try, where that is known."""


def _say(text: str) -> Phrase:
    return lambda _: text


def _draw(text: str, **choices: str) -> Phrase:
    def draw(dice: random.Random) -> str:
        return text.format(**{key: dice.choice(words.split()) for key, words in choices.items()})

    return draw


RACES = (
    Race(name="one time", wish=_say("Haircut with Ana on Tuesday at 3pm, I'm Sam"), places=1),
    Race(
        name="overlapping times",
        wish=_draw(
            "{what} with Ana on Tuesday at {at}, I'm Sam",
            what="haircut blow-dry full-colour highlights roots",
            at="1pm 1:15pm 1:30pm 2pm 2:45pm",
        ),
    ),
    # Ana, Ben and Dev cut hair on a Tuesday, and there are three chairs.
    Race(name="anybody", wish=_say("Haircut with anyone on Tuesday at 11am, I'm Sam"), places=3),
    # On a Thursday afternoon Chloe is in too: four people and three chairs.
    Race(
        name="several units",
        wish=_draw("Haircut with {who} on Thursday at 3pm, I'm Sam", who="Ana Ben Chloe Dev"),
        places=3,
    ),
    Race(
        name="moves against moves",
        wish=_draw("Haircut with anyone on Friday at {at}, I'm Sam", at="9am 10am 11am 12pm"),
        move=_draw("move it to Friday at {at}", at="3pm 3:15pm 3:30pm"),
    ),
)


@dataclass(slots=True)
class Figures:
    """What came of the rounds, for the line at the end."""

    rounds: int = 0
    customers: int = 0
    booked: int = 0
    moved: int = 0
    offered_others: int = 0
    wrongs: list[str] = field(default_factory=list)
    """What must not be: a customer told wrongly, or not at all."""

    def __str__(self) -> str:
        return (
            f"races: {self.rounds} rounds, {self.customers} customers, {self.booked} booked, {self.moved} moved, "
            f"{self.offered_others} losers offered others, {len(self.wrongs)} told wrongly"
        )


async def run_round(shop: ShopLine, race: Race, customers: int, dice: random.Random, figures: Figures) -> None:
    """Let everybody ask, then take what is offered, then say yes; and then move. A week later comes the next round."""
    shop.now += ONE_WEEK
    figures.rounds += 1
    figures.customers += customers
    crowd = _Crowd(shop, [f"r{figures.rounds}c{n}" for n in range(customers)], figures)
    await crowd.say("ask", lambda _: race.wish(dice))
    asked = [n for n, reply in crowd.last.items() if "Shall I book it?" in reply.text]
    if race.places is not None and len(asked) != race.places:
        figures.wrongs.append(f"{race.name}: {len(asked)} may confirm at first, not {race.places}")
    crowd.note_losers(set(crowd.names) - set(asked))
    await crowd.say("pick", lambda name: "yes" if name in asked else "1")
    await crowd.say("yes", lambda _: "yes")
    if race.move:
        crowd.keep(lambda reply: reply.text.startswith("Booked:"))
        await crowd.say("move", lambda _: race.move(dice) if race.move else "")
        await crowd.say("agree", lambda _: "yes")
    await crowd.judge(await find_shop(shop.account.business_id))


class _Crowd:
    def __init__(self, shop: ShopLine, names: list[str], figures: Figures) -> None:
        self._shop = shop
        self._figures = figures
        self.names = names
        self.replies: dict[str, list[Rendered]] = {}
        self._speaking = names
        self._said = 0

    @property
    def last(self) -> dict[str, Rendered]:
        """What everybody was told last."""
        return {name: replies[-1] for name, replies in self.replies.items()}

    async def say(self, key: str, write: Callable[[str], str]) -> None:
        """Let everybody write at once, and wait for everybody's answer."""
        events = [self._shop.make_event(name, key, write(name)) for name in self._speaking]
        await asyncio.gather(*(self._shop.deliver(event) for event in events))
        await self._shop.wait_until_answered()
        self._said += 1
        self.replies = await _find_replies(self.names)
        for name in self._speaking:
            if len(self.replies[name]) != self._said:
                self._wrong(name, f"wrote {self._said} messages and has {len(self.replies[name])} replies")

    def keep(self, has_done: Callable[[Rendered], bool]) -> None:
        """Let those alone go on writing of whose replies one says so."""
        self._speaking = [name for name in self.names if any(map(has_done, self.replies[name]))]

    def note_losers(self, losers: Iterable[str]) -> None:
        """Whoever lost is told so, and offered other times."""
        for name in losers:
            reply = self.last[name]
            if "Sorry" in reply.text and reply.choices:
                self._figures.offered_others += 1
            else:
                self._wrong(name, f"lost, and is told {reply.text!r}, offered {[c.title for c in reply.choices]}")

    async def judge(self, shop: Shop) -> None:
        """Hold what everybody was told last of a booking against the rows."""
        for name in self.names:
            rows = await models.Booking.filter(customer__addresses__sender=name, status="confirmed")
            claims = [r.text for r in self.replies[name] if r.text.startswith(("Booked:", "Moved:"))]
            self._figures.booked += len(rows)
            self._figures.moved += any(claim.startswith("Moved:") for claim in claims)
            if len(rows) != bool(claims) or (rows and not _fits(claims[-1], rows[0], shop, self._shop.now)):
                self._wrong(name, f"was told {claims}, and has {[(r.code, r.starts_at) for r in rows]}")

    def _wrong(self, name: str, what: str) -> None:
        self._figures.wrongs.append(f"{name} {what}")


def _fits(claim: str, row: models.Booking, shop: Shop, now: datetime) -> bool:
    formats = Formats(shop, now)
    when = f"{formats.day(formats.civil_day(row.starts_at))} at {formats.clock(row.starts_at)}"
    return row.code in claim and when in claim.partition("(it was")[0]


async def _find_replies(names: list[str]) -> dict[str, list[Rendered]]:
    replies: dict[str, list[Rendered]] = {name: [] for name in names}
    rows = models.OutboxMessage.filter(conversation__address__in=names).order_by("id")
    for address, body in await rows.values_list("conversation__address", "body"):
        replies[str(address)].append(msgspec.convert(body, Rendered))
    return replies


async def count(sql: str) -> int:
    """Return the one number that a statement asks for."""
    (row,) = await connections.get("default").execute_query_dict(sql)
    (number,) = row.values()
    return int(number)
