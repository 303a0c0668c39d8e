"""Tells open chat pages of this process that their conversation has something new; others look by themselves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Hub:
    """Who waits for news."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self.is_closing = False

    @contextmanager
    def listen(self) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever something may be new."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            yield event
        finally:
            self._waiting.discard(event)

    def notify(self) -> None:
        """Wake everybody: each looks whether the news are theirs."""
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        """Let streams end: the server is going down, and pages will come back."""
        self.is_closing = True
        self.notify()
