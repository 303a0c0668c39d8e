"""Many customers at once, for as long as it takes."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from itertools import count

from customers import Customer
from line import Platform, Receiver

from assistant.clock import SystemClock

PATIENCE = range(6, 12)
"""How many lines a customer says."""
BURST = 0.1
"""How often a customer says a second line without waiting for an answer to the first."""


class Crowd:
    """Keeps conversations going over a platform."""

    def __init__(self, platform: Platform, receiver: Receiver, dice: random.Random) -> None:
        self.platform = platform
        self.receiver = receiver
        self._dice = dice
        self._numbers = count(1)
        self._messages = 0
        """How many may be said in all."""

    @contextlib.asynccontextmanager
    async def talking(self, at_once: int) -> AsyncIterator[None]:
        """Let so many customers talk during the context; each line that is said by its end will be answered."""
        self._messages = 10**9
        conversations = [asyncio.create_task(self._keep_talking()) for _ in range(at_once)]
        try:
            yield
        finally:
            self._messages = 0
            for one in conversations:
                one.cancel()  # whoever waits for a reply gets it without this task: the receiver keeps it
            outcomes = await asyncio.gather(*conversations, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def say(self, messages: int, at_once: int) -> None:
        """Let so many customers talk until so many more messages were said, and each of them was answered."""
        self._messages = len(self.platform.said) + messages
        await asyncio.gather(*(self._keep_talking() for _ in range(at_once)))

    async def _keep_talking(self) -> None:
        while len(self.platform.said) < self._messages:
            await self.converse()

    async def converse(self) -> None:
        """Let one new customer talk until they are done."""
        number = next(self._numbers)
        customer = Customer(
            address=f"c{number}",
            dice=random.Random(self._dice.random()),  # noqa: S311 - not a secret
            today=SystemClock().now().date(),
            lines_left=self._dice.choice(PATIENCE),
        )
        line: str | None = customer.begin()
        seen = 0
        while line is not None and len(self.platform.said) < self._messages:
            if self._dice.random() < BURST:
                self.platform.say(customer.address, "hello")
            self.platform.say(customer.address, line)
            reply = await self.receiver.wait_for(customer.address, seen)
            seen += 1
            line = customer.react(reply.text)
