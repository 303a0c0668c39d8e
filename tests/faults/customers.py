"""Customers who book, move, cancel and chat: each says its next line when the last one was answered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

SERVICES = ("Haircut", "Beard trim", "Blow dry", "Kids cut")
HOURS = range(9, 18)
DAYS_AHEAD = range(2, 55)
CHATTER = ("what have I booked?", "how much is a haircut?", "thanks", "hello", "when are you open?")
QUESTIONS = ("Shall I book it?", "shall I move it", "shall I cancel it")
OFFERS = ("Which one would you like", "these times are free", "next free times", "earliest times", "closest")
NAME_ASKED = "What name"


@dataclass(slots=True, kw_only=True)
class Customer:
    """One person with a telephone."""

    address: str
    dice: random.Random
    today: date
    lines_left: int
    """How many lines they have the patience for."""
    wants: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.wants = self._want()

    def begin(self) -> str:
        """Return the first line."""
        return self._say(next(self.wants))

    def react(self, reply: str) -> str | None:
        """Return what they say to a reply, or None where they put the telephone away."""
        if self.lines_left <= 0:
            return None
        if any(question in reply for question in QUESTIONS):
            return self._say("yes" if self.dice.random() < 0.9 else "never mind")
        if NAME_ASKED in reply:
            return self._say("Sam")
        if any(offer in reply for offer in OFFERS) and self.dice.random() < 0.8:
            return self._say(self.dice.choice(("1", "2", "the last one")))
        return self._say(next(self.wants))

    def _say(self, line: str) -> str:
        self.lines_left -= 1
        return line

    def _want(self) -> Iterator[str]:
        while True:
            yield f"{self.dice.choice(SERVICES)} {self._when()}, I'm Sam"
            for _ in range(self.dice.randrange(4)):
                yield self.dice.choice((f"can I move it to {self._when()}?", *CHATTER[:2]))
            if self.dice.random() < 0.5:
                yield "cancel my appointment"
            yield self.dice.choice(CHATTER)

    def _when(self) -> str:
        day = self.today + timedelta(days=self.dice.choice(DAYS_AHEAD))
        return f"on {day.day} {day:%B} at {self.dice.choice(HOURS)}:{self.dice.choice(('00', '15', '30'))}"
