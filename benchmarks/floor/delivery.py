"""The floor's delivery: a reply is sent by the process that wrote it, at once; marks are written many at a time."""

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import asyncpg

from benchmarks.floor import sql
from benchmarks.signing import read_key, sign

LOOK_EVERY_S = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply whose lease is ours."""

    id: int
    attempts: int
    address: str
    body: str


class Delivery:
    """Sends replies, signed, and notes what has arrived."""

    def __init__(
        self, pool: "asyncpg.Pool[Any]", session: aiohttp.ClientSession, *, reply_url: str, secret: str
    ) -> None:
        self._pool = pool
        self._session = session
        self._reply_url = reply_url
        self._key = read_key(secret)
        self._sent: dict[int, int] = {}
        """Attempts by id: what has arrived and is not marked yet."""
        self._has_sent = asyncio.Event()
        self._held_back = 0
        self._way_is_clear = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def unmarked(self) -> list[int]:
        """Return the replies that have arrived, whatever their rows still say."""
        return list(self._sent)

    def send(self, reply: Reply) -> None:
        """Send a reply in the background."""
        task = asyncio.create_task(self._send(reply))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hold_back(self) -> None:
        """Claim a reply that waits for an older one, once that is marked."""
        self._held_back += 1

    async def _send(self, reply: Reply) -> None:
        name = f"reply_{reply.id}"
        data = {"id": name, "conversation": reply.address, **json.loads(reply.body), "author": "assistant"}
        payload = {"type": "message.sent", "timestamp": datetime.now(UTC).isoformat(), "data": data}
        body = json.dumps(payload).encode()
        headers = sign(self._key, name, body) | {"Content-Type": "application/json"}
        try:
            async with self._session.post(self._reply_url, data=body, headers=headers) as answer:
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("Reply %d did not arrive (%r): its lease ends, and it is sent again", reply.id, error)
            return
        self._sent[reply.id] = reply.attempts
        self._has_sent.set()

    async def mark(self) -> None:
        """Mark what has arrived, for ever: together whatever has come in while the last marks were written."""
        while True:
            await self._has_sent.wait()
            self._has_sent.clear()
            marks = dict(self._sent)
            await self._pool.execute(sql.MARK, list(marks), list(marks.values()), datetime.now(UTC))
            for reply_id in marks:
                del self._sent[reply_id]
            if self._held_back:
                self._way_is_clear.set()

    async def sweep(self) -> None:
        """Send what had to wait for an older reply, or was left behind by a dead process, for ever."""
        while True:
            self._way_is_clear.clear()
            for row in await self._pool.fetch(sql.CLAIM, datetime.now(UTC)):
                self._held_back = max(0, self._held_back - 1)
                self.send(Reply(id=row["id"], attempts=row["attempts"], address=row["address"], body=row["body"]))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._way_is_clear.wait(), LOOK_EVERY_S)
