"""What many ask for at the same time, done at once: one statement and one commit for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from assistant.ports.errors import RunAgainError, UnavailableError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Groups(Generic[Asked, Answer]):
    """Joins what comes in while the database is busy with the group before into the next group.

    Whoever comes alone waits for nobody. Under load a group is whatever came in during one commit.
    """

    def __init__(self, run: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]], *, size_max: int) -> None:
        self._run = run
        self._size_max = size_max
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer to `asked`, or raise what came of its group."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run_groups())
        return await future

    async def _run_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self._size_max], self._waiting[self._size_max :]
            await self._run_group([one for one in group if not one[1].done()])  # who has given up is not asked for

    async def _run_group(self, group: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([asked for asked, _ in group]) if group else ()
        except (RunAgainError, UnavailableError) as error:
            _tell(group, error)
        except Exception as error:  # noqa: BLE001 - it goes to whom it concerns
            if len(group) == 1:
                _tell(group, error)
                return
            for one in group:  # one of them is at fault, and fails alone
                await self._run_group([one])
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)


def _tell(group: Sequence[tuple[object, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, future in group:
        if not future.done():
            future.set_exception(error)
