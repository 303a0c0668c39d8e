"""The floor's turns: exactly once, under the lock of the conversation's row, in one transaction."""

import asyncio
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import asyncpg

from benchmarks.conversations import REPLIES, TAKEN, Deed, Meaning, read_message
from benchmarks.floor import sql
from benchmarks.floor.delivery import Delivery, Reply

TURNS_AT_ONCE_MAX = 8
SWEEP_EVERY_S = 1.0
RERUNS_MAX = 5
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6
SERVED, OCCUPIED, ONE_DAY = timedelta(minutes=45), timedelta(minutes=60), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the floor must know of its shop, read once."""

    account_id: int
    business_id: int
    location_id: int
    service_id: int
    price_minor: int
    people: dict[str, int]
    """Ids of resources by name."""
    secret: str
    reply_url: str


class RefusedError(Exception):
    """A time was refused. Holds that have run out may be in its way."""

    def __init__(self, resource_id: int, starts_at: datetime) -> None:
        super().__init__()
        self.period = (resource_id, starts_at, starts_at + OCCUPIED)


def encode_body(text: str) -> str:
    """Return a reply as the outbox holds it."""
    return json.dumps({"text": text, "choices": []})


BODIES = {deed: encode_body(text) for deed, text in REPLIES.items()}
TAKEN_BODY = encode_body(TAKEN)


class Turns:
    """Answers conversations, each by one task at a time; the row's lock does the rest."""

    def __init__(self, pool: "asyncpg.Pool[Any]", shop: Shop, delivery: Delivery) -> None:
        self._pool = pool
        self._shop = shop
        self._delivery = delivery
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._woken: set[int] = set()
        self._seats = asyncio.Semaphore(TURNS_AT_ONCE_MAX)

    def wake(self, conversation_ids: Iterable[int]) -> None:
        """Answer these conversations soon."""
        for conversation_id in conversation_ids:
            self._woken.add(conversation_id)
            if conversation_id not in self._tasks:
                task = asyncio.create_task(self._answer(conversation_id))
                self._tasks[conversation_id] = task
                task.add_done_callback(partial(self._finished, conversation_id))

    async def sweep(self) -> None:
        """Find what a dead process left behind, for ever."""
        while True:
            rows = await self._pool.fetch(sql.FIND_WAITING)
            self.wake(row["id"] for row in rows)
            await asyncio.sleep(SWEEP_EVERY_S)

    def _finished(self, conversation_id: int, _: asyncio.Task[None]) -> None:
        self._tasks.pop(conversation_id, None)
        if conversation_id in self._woken:
            self.wake([conversation_id])

    async def _answer(self, conversation_id: int) -> None:
        async with self._seats:
            self._woken.discard(conversation_id)
            more = True
            while more:
                more = await self._run_until_it_wins(conversation_id)

    async def _run_until_it_wins(self, conversation_id: int) -> bool:
        is_way_clear = False
        for _ in range(RERUNS_MAX):
            try:
                return await self._take_turn(conversation_id, is_way_clear=is_way_clear)
            except RefusedError as error:
                await self._pool.execute(sql.EXPIRE, datetime.now(UTC), *error.period, self._shop.business_id)
                is_way_clear = True
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.UniqueViolationError):
                continue  # a rival was faster, or a code is in use: everything anew
        return False  # the sweep comes back to it

    async def _take_turn(self, conversation_id: int, *, is_way_clear: bool) -> bool:
        """Answer the oldest message that waits; return whether another does.

        Raises:
            RefusedError: the wanted time is taken, and nobody has cleared away expired holds.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            now = datetime.now(UTC)
            conversation: Any = await connection.fetchrow(sql.LOCK, conversation_id)
            pending = await connection.fetch(
                sql.READ, conversation_id, self._shop.account_id, conversation["sender"], now
            )
            if not pending:
                return False
            turn = Turn(self._shop, conversation_id, conversation, pending[0], now, self._delivery.unmarked())
            written: Any = await turn.write(connection, is_way_clear=is_way_clear)
        if written["is_ours"]:
            reply = Reply(id=written["id"], attempts=1, address=conversation["address"], body=written["body"])
            self._delivery.send(reply)
        else:
            self._delivery.hold_back()
        return len(pending) > 1


class Turn:
    """One message, read by rote, and what it writes."""

    def __init__(  # noqa: PLR0913, PLR0917 - a turn is these facts
        self,
        shop: Shop,
        conversation_id: int,
        conversation: Any,  # noqa: ANN401 - asyncpg's record
        message: Any,  # noqa: ANN401 - asyncpg's record
        now: datetime,
        unmarked: list[int],
    ) -> None:
        self._shop = shop
        self._message = message
        self._sender = conversation["sender"]
        self._state = json.loads(conversation["state"])
        self._now = now
        self._meaning = read_message(message["text"], awaits=self._state.get("awaits", ""), today=now.date())
        self._head = (
            *(shop.account_id, shop.business_id, conversation_id, message["id"], conversation["turns"] + 1, now),
            *(json.dumps(self._next_state()), BODIES[self._meaning.deed], unmarked),
        )

    def _next_state(self) -> dict[str, Any]:
        meaning, state = self._meaning, self._state
        match meaning.deed:
            case Deed.HOLD:
                return {"awaits": Deed.CONFIRM, "name": meaning.name}
            case Deed.NAME:
                return {**state, "awaits": Deed.CONFIRM, "name": meaning.name}
            case Deed.ASK:
                return {"awaits": Deed.CANCEL, "booking": self._message["upcoming_id"]}
            case _:
                return {}

    async def write(self, connection: Any, *, is_way_clear: bool) -> Any:  # noqa: ANN401 - asyncpg's proxy and record
        """Run the one statement that makes it so; return its row. Raises RefusedError: see `_take_turn`."""
        meaning = self._meaning
        row = await connection.fetchrow(sql.WRITE[meaning.deed], *self._head, *self._own_values(meaning))
        if meaning.starts_at and meaning.deed is Deed.HOLD and not row["is_held"] and not is_way_clear:
            raise RefusedError(self._shop.people[meaning.person], meaning.starts_at)
        return row

    def _own_values(self, meaning: Meaning) -> tuple[object, ...]:
        match meaning.deed, meaning.starts_at:
            case Deed.HOLD, datetime() as starts_at:
                return (
                    *(self._shop.people[meaning.person], starts_at, starts_at + SERVED, starts_at + OCCUPIED),
                    *(_draw_code(), self._shop.service_id, self._message["customer_id"], self._sender),
                    *(self._shop.price_minor, self._shop.location_id, TAKEN_BODY),
                )
            case Deed.LOOK, datetime() as day:
                return day, day + ONE_DAY, list(self._shop.people.values())
            case Deed.NAME, _:
                return self._state.get("booking"), self._message["customer_id"]
            case Deed.CONFIRM, _:
                return (
                    *(self._state.get("booking"), self._message["customer_id"], self._state.get("name", "")),
                    TAKEN_BODY,
                )
            case Deed.CANCEL, _:
                return self._state.get("booking"), self._message["customer_id"]
            case _:
                return ()


def _draw_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
