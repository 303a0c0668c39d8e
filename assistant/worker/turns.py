"""Take turns: at once when a message has come in, and again for whatever a dead process left behind."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

import structlog

from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.messages import Inbox
from assistant.ports.metrics import Metrics
from assistant.ports.turns import OpenUnitOfWork
from assistant.turn import Rules, TurnFailedError, Waiting, give_up, take_turn

TURNS_AT_ONCE = 4
"""Turns that run side by side in this process, unless the pool of connections says otherwise."""
TURN_ATTEMPTS_MAX = 3
"""After so many failures on a message the customer gets an apology, and a person the conversation."""
RERUNS_MAX = 5
"""How often a turn that lost to a rival is run again at once."""
SWEEP_EVERY_S = 1.0
SWEEP_LIMIT = 100
RETRY_AFTER = timedelta(seconds=2)
"""How long a turn that failed waits: what it stumbled over may pass."""

_log = logging.getLogger(__name__)


class TurnTaker:
    """Answers conversations, each by one task at a time in this process; the row's lock does the rest."""

    def __init__(  # noqa: PLR0913 - what turns need from outside, injected by name
        self,
        *,
        inbox: Inbox,
        open_unit_of_work: OpenUnitOfWork,
        read_clock: Callable[[], datetime],
        rules: Rules,
        metrics: Metrics,
        on_reply: Callable[[int], None],
        at_once: int = TURNS_AT_ONCE,
    ) -> None:
        self._inbox = inbox
        self._open = open_unit_of_work
        self._now = read_clock
        self._rules = rules
        self._metrics = metrics
        self._on_reply = on_reply
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._woken: set[int] = set()
        self._seats = asyncio.Semaphore(at_once)
        self._is_closing = False

    def wake(self, conversation_ids: Iterable[int]) -> None:
        """Answer these conversations soon. One that is being answered is looked at once more afterwards."""
        if self._is_closing:
            return  # what has come in is committed: the next process finds it
        for conversation_id in conversation_ids:
            self._woken.add(conversation_id)
            if conversation_id not in self._tasks:
                task = asyncio.create_task(self._answer(conversation_id))
                self._tasks[conversation_id] = task
                task.add_done_callback(partial(self._finished, conversation_id))

    async def sweep(self) -> None:
        """Find what is waiting, for ever: the guarantee behind `wake`."""
        while True:
            try:
                self.wake(await self._inbox.find_waiting(self._now(), SWEEP_LIMIT))
            except (UnavailableError, RunAgainError) as error:
                _log.warning("The sweep for waiting messages could not look: %s", error)
            except Exception:  # the sweep is the guarantee: whatever it was, it looks again
                _log.exception("The sweep for waiting messages failed")
            await asyncio.sleep(SWEEP_EVERY_S)

    async def finish(self, timeout_s: float) -> None:
        """Let running turns end. One that does not in time is cancelled, leaves nothing, and is taken up again."""
        self._is_closing = True
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout_s)
            for task in late:
                task.cancel()

    def _finished(self, conversation_id: int, _: asyncio.Task[None]) -> None:
        self._tasks.pop(conversation_id, None)
        if conversation_id in self._woken:
            self.wake([conversation_id])

    async def _answer(self, conversation_id: int) -> None:
        structlog.contextvars.clear_contextvars()  # this task was made by whoever woke it, and is not about them
        async with self._seats:
            self._woken.discard(conversation_id)
            while await self._take_turn(conversation_id) is Waiting.MORE:
                pass

    async def _take_turn(self, conversation_id: int) -> Waiting:
        """Return what the turn found. Raises nothing but cancellation."""
        started = asyncio.get_running_loop().time()
        try:
            waiting = await self._run_until_it_wins(conversation_id)
        except (UnavailableError, RunAgainError) as error:
            _log.warning("A turn has to wait for the database: %s", error, extra={"conversation": conversation_id})
            return Waiting.NOTHING
        except TurnFailedError as error:
            _log.exception("A turn failed", extra={"conversation": conversation_id})
            await self._note_failure(conversation_id, error)
            return Waiting.NOTHING
        except Exception:  # the sweep comes back to it
            _log.exception("A turn could not begin", extra={"conversation": conversation_id})
            return Waiting.NOTHING
        if waiting is not Waiting.NOTHING:
            self._metrics.count("turns_total")
            self._metrics.observe("turn_seconds", asyncio.get_running_loop().time() - started)
            _log.info("A turn was taken")
            self._on_reply(conversation_id)
        return waiting

    async def _run_until_it_wins(self, conversation_id: int) -> Waiting:
        for attempt in range(RERUNS_MAX):
            try:
                return await take_turn(conversation_id, self._open, read_clock=self._now, rules=self._rules)
            except RunAgainError:
                self._metrics.count("turn_reruns_total")
                # Jitter parts the two that ran into each other.
                await asyncio.sleep(random.uniform(0, 0.05 * (attempt + 1)))  # noqa: S311 - not a secret
        raise UnavailableError(f"conversation {conversation_id} lost to rivals {RERUNS_MAX} times")

    async def _note_failure(self, conversation_id: int, failure: TurnFailedError) -> None:
        self._metrics.count("turn_failures_total")
        now = self._now()
        try:
            attempts = await self._inbox.count_failure(failure.message_ids, repr(failure.__cause__), now + RETRY_AFTER)
            if attempts >= TURN_ATTEMPTS_MAX and await give_up(
                conversation_id, self._open, now=now, attempts_max=TURN_ATTEMPTS_MAX
            ):
                self._on_reply(conversation_id)
        except Exception:  # the messages are still pending, and the sweep comes back to them
            _log.exception("A failed turn could not be noted", extra={"conversation": conversation_id})
