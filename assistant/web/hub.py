"""Tells open chat pages that their conversation has something new; what nobody tells them they look for themselves."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

LOOK_EVERY_S = 2.0
"""How often a stream looks by itself where it is not told what other processes did."""
LOOK_SELDOM_S = 15.0
"""How often where it is told."""


class Listener:
    """One stream, and what it waits for."""

    def __init__(self, hub: "Hub") -> None:
        self.news = asyncio.Event()
        self.topics: set[str] = set()
        self._hub = hub

    def follow(self, topic: str) -> None:
        """Wait for this as well. What was said before is news too, since nobody was told of it."""
        if topic not in self.topics:
            self.topics.add(topic)
            self._hub.listeners.setdefault(topic, set()).add(self)
            self.news.set()


class Hub:
    """Who waits for news of what. A topic is any text that both sides know, such as a conversation's number."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[Listener]] = {}
        self.is_closing = False
        self.hears_others = False
        """Whether the news of other processes come here too."""

    @property
    def look_every_s(self) -> float:
        """How long a stream may wait for news before it looks by itself."""
        return LOOK_SELDOM_S if self.hears_others else LOOK_EVERY_S

    @contextmanager
    def listen(self, topic: str) -> Iterator[Listener]:
        """Give a listener whose `news` is set whenever there may be something new."""
        listener = Listener(self)
        listener.follow(topic)
        try:
            yield listener
        finally:
            for followed in listener.topics:
                waiting = self.listeners[followed]
                waiting.discard(listener)
                if not waiting:
                    del self.listeners[followed]

    def notify(self, topics: Iterable[str]) -> None:
        """Wake who waits for one of these."""
        for topic in topics:
            for listener in self.listeners.get(topic, ()):
                listener.news.set()

    def close(self) -> None:
        """Let streams end: the server is going down, and pages will come back."""
        self.is_closing = True
        self.notify(self.listeners)
