"""At each round trip to the database, before it and after it, the server is killed or its connection is cut.

A first conversation books, moves and cancels undisturbed, and shows which round trips there are. Then each of them is
failed once in a conversation of its own, which must come to the same end.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from scene import BROKEN_OFF, Outcome, Scene
from wire_proxy import Failure, Moment, RoundTrip, WireProxy

from assistant.clock import SystemClock

DAYS_AHEAD = 7
OCCURRENCES_MAX = 3
"""How often the same statement is a place of its own in a conversation."""
CLAIM_PATIENCE_S = 4.0
"""After so long a reply is taken to wait for a claim that nobody holds any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A round trip by what it does."""

    sql: str
    after: str = ""
    """What ran before it on its connection, where the statement alone says little: COMMIT, SAVEPOINT."""


NOWHERE = Place(sql="")


@dataclass(slots=True)
class Guide:
    """Names the places of round trips as they come."""

    last: dict[int, str] = field(default_factory=dict)
    seen: Counter[Place] = field(default_factory=Counter)

    def name(self, trip: RoundTrip) -> Place:
        says_little = trip.sql.upper().startswith(("COMMIT", "SAVEPOINT", "ROLLBACK"))
        place = Place(sql=trip.sql, after=self.last.get(trip.connection, "") if says_little else "")
        self.last[trip.connection] = trip.sql
        self.seen[place] += 1
        return place


class StepStorm:
    """One server behind a proxy, and one customer at a time."""

    def __init__(self, scene: Scene, proxy: WireProxy, *, kills: bool) -> None:
        self._scene = scene
        self._proxy = proxy
        self._kills = kills
        self._guide = Guide()
        self._numbers = count(1)
        self.failures = 0

    async def run(self, *, every: int) -> Outcome:
        """Fail every n-th place; 1 is all of them."""
        await self._scene.start()
        places = await self._find_places()
        tried = places[::every]
        for place, nth, moment in tried:
            if not await self._fail(place, nth, moment):
                # What a process does but once, such as reading the shop, is met in a new one.
                await self._scene.servers[0].kill()
                await self._restart()
                await self._fail(place, nth, moment)
        name = "kill -9 at each round trip" if self._kills else "connection cut at each round trip"
        figures = {"places": len(places), "tried": len(tried), "met and failed": self.failures}
        return await self._scene.reckon(name, figures, expected=BROKEN_OFF)

    async def _find_places(self) -> list[tuple[Place, int, Moment]]:
        self._disarm()
        await self._converse()
        times = {place: min(times, OCCURRENCES_MAX) for place, times in self._guide.seen.items()}
        return [(place, n, moment) for place, most in times.items() for n in range(1, most + 1) for moment in Moment]

    async def _fail(self, place: Place, nth: int, moment: Moment) -> bool:
        """Return whether a conversation came by that place, and was disturbed there."""
        failure = self._arm(place, nth, moment)
        conversation = asyncio.create_task(self._converse())
        happening = asyncio.create_task(failure.happened.wait())
        await asyncio.wait([conversation, happening], return_when=asyncio.FIRST_COMPLETED)
        happening.cancel()
        if failure.happened.is_set():
            self.failures += 1
            if self._kills:
                await self._restart()
        await conversation
        self._disarm()
        return failure.happened.is_set()

    async def _restart(self) -> None:
        await self._scene.expire_claims()
        await self._scene.start()

    def _arm(self, place: Place, nth: int, moment: Moment) -> Failure:
        action = self._scene.servers[0].kill if self._kills else None
        return self._proxy.fail(nth, moment, action, where=lambda trip: self._guide.name(trip) == place)

    def _disarm(self) -> None:
        """Fail nothing, and go on naming what comes."""
        self._proxy.fail(1, Moment.BEFORE, where=lambda trip: self._guide.name(trip) == NOWHERE)

    async def _converse(self) -> None:
        """Let a new customer book, move and cancel: the diary is then as it was."""
        address = f"step{next(self._numbers)}"
        day = SystemClock().now() + timedelta(days=DAYS_AHEAD)
        day += timedelta(days=(3 - day.weekday()) % 7)  # a Thursday: the salon is open from 9 to 8
        date = f"{day.day} {day:%B}"
        lines = (
            (f"Haircut with Ana on {date} at 10:00, I'm Sam", "Shall I book it?"),
            ("yes", "Booked:"),
            (f"can I move it to {date} at 14:00?", "shall I move it"),
            ("yes", "Moved:"),
            ("cancel my appointment", "shall I cancel it?"),
            ("yes", "Cancelled:"),
        )
        for known, (line, expected) in enumerate(lines):
            self._scene.platform.say(address, line)
            reply = await self._wait_for_reply(address, known)
            assert expected in reply, f"{line!r} was answered {reply!r}"

    async def _wait_for_reply(self, address: str, known: int) -> str:
        while True:
            try:
                async with asyncio.timeout(CLAIM_PATIENCE_S):
                    return (await self._scene.receiver.wait_for(address, known)).text
            except TimeoutError:
                await self._scene.expire_claims()
