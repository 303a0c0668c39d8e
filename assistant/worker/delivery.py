"""Deliver replies: in the order of their conversation, with patience, and never silently twice."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from assistant.ports.channels import Channel, Refused, Retry, SendResult, Sent, Unknown
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.messages import Outbox, Outgoing
from assistant.ports.metrics import Metrics

SENDS_AT_ONCE_MAX = 64
LEASE = timedelta(seconds=60)
"""How long a claim lasts: well beyond a channel's own time limit for one send."""
NOTE_AGAIN_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""How long to wait, each time the database was away, before a send is noted once more: all of it within the lease."""
LOOK_EVERY_S = 1.0
RETRY_AFTER = tuple(
    timedelta(seconds=s) for s in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""The schedule that Standard Webhooks advises senders to keep; after it the reply has failed."""
JITTER = 0.2
"""By how much of itself a wait varies, so that what failed together does not come back together."""

_log = logging.getLogger(__name__)


class Delivery:
    """Sends what is in the outbox through the channels that push."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        read_clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._outbox = outbox
        self._channels = channels
        self._now = read_clock
        self._metrics = metrics
        self._woken = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], int] = {}
        """Sends that are under way, each with its account's id."""

    def wake(self) -> None:
        """Look into the outbox now."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver, for ever."""
        while True:
            self._woken.clear()
            await self._start_due()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def finish(self, timeout_s: float) -> None:
        """Let sends in flight end. One that does not in time is cancelled: its lease ends, and it is counted."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=timeout_s)
            for task in late:
                task.cancel()

    async def _start_due(self) -> None:
        free = SENDS_AT_ONCE_MAX - len(self._tasks)
        if free <= 0:
            return
        try:
            busy = list(self._tasks.values())
            due = await self._outbox.claim(list(self._channels), self._now(), LEASE, free, busy)
        except (UnavailableError, RunAgainError) as error:
            _log.warning("Replies have to wait for the database: %s", error)
            return
        except Exception:  # delivery goes on for the others: it looks again
            _log.exception("The outbox could not be read")
            return
        for reply in due:
            task = asyncio.create_task(self._deliver(reply))
            self._tasks[task] = reply.account.id
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self.wake()  # the conversation's next reply may be due

    async def _deliver(self, reply: Outgoing) -> None:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            reply=reply.id, conversation=reply.conversation_id, messages=list(reply.messages)
        )
        result = await self._send(reply)
        self._metrics.count("deliveries_total", channel=reply.account.channel, result=type(result).__name__.lower())
        for wait_s in NOTE_AGAIN_AFTER_S:
            if await self._has_noted(reply, result):
                return
            await asyncio.sleep(wait_s)
        # The lease ends, and the reply comes again: it is counted as one that may have arrived.
        _log.warning("A delivery could not be noted")

    async def _has_noted(self, reply: Outgoing, result: SendResult) -> bool:
        try:
            await self._note(reply, result)
        except (UnavailableError, RunAgainError) as error:
            _log.warning("A delivery has to wait for the database to be noted: %s", error)
            return False
        return True

    async def _send(self, reply: Outgoing) -> SendResult:
        try:
            return await self._channels[reply.account.channel].send(reply, self._now())
        except Exception as error:  # a channel that fails where it should not: it may have sent
            _log.exception("A channel failed", extra={"channel": reply.account.channel})
            return Unknown(reason=f"the channel failed ({type(error).__name__})")

    async def _note(self, reply: Outgoing, result: SendResult) -> None:
        match result:
            case Sent():
                await self._outbox.mark_sent(reply, self._now())
                _log.info("A reply was sent", extra={"attempts": reply.attempts})
            case Retry(reason=reason, after_s=after_s):
                await self._retry(reply, reason, after_s, is_unknown=False)
            case Unknown(reason=reason):
                await self._retry(reply, reason, None, is_unknown=True)
            case Refused(reason=reason):
                _log.warning("A reply was refused for good: %s", reason, extra={"account": reply.account.name})
                await self._outbox.mark_failed(reply, reason)
            case _:
                assert_never(result)

    async def _retry(self, reply: Outgoing, reason: str, after_s: float | None, *, is_unknown: bool) -> None:
        if reply.attempts > len(RETRY_AFTER):
            _log.error("A reply was given up: %s", reason, extra={"attempts": reply.attempts})
            await self._outbox.mark_failed(reply, reason)
            return
        wait_s = RETRY_AFTER[reply.attempts - 1].total_seconds()
        wait_s *= random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - not a secret
        retry_at = self._now() + timedelta(seconds=max(wait_s, after_s or 0))
        _log.info("A reply will be sent again: %s", reason, extra={"retry_at": retry_at.isoformat()})
        await self._outbox.mark_retry(reply, retry_at, reason, is_unknown=is_unknown)
