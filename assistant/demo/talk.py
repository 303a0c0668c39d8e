"""The conversations of a made-up past: what customers write, with its mood, and what is replied, as it is rendered."""

from datetime import datetime, timedelta
from random import Random

from assistant.booking.bookings import Booking
from assistant.booking.model import Shop
from assistant.demo.model import Customer, Line
from assistant.demo.wording import Wording
from assistant.dialogue.acts import (
    NotifyBooked,
    NotifyHandedOver,
    Reply,
    RequestConfirmation,
    SystemAct,
    WelcomeThanks,
)
from assistant.dialogue.existing.acts import (
    NotifyCancelled,
    NotifyMoved,
    RequestCancelConfirmation,
    RequestMoveConfirmation,
)
from assistant.dialogue.series.acts import NotifySeriesBooked, RequestSeriesConfirmation
from assistant.knowledge.model import Entry
from assistant.responses.formats import Formats
from assistant.responses.model import Rendered
from assistant.responses.render import render
from assistant.understanding.mood.sentiment import read_sentiment
from assistant.understanding.mood.trend import calm_down, follow
from assistant.understanding.normalize import fold, normalize

REPLY_TAKES = timedelta(seconds=1)
PERSON_TAKES = timedelta(hours=3)


class Talk:
    """Writes the conversations down as they happen. Each customer has one."""

    def __init__(self, shop: Shop, random: Random) -> None:
        self._shop, self._random = shop, random
        self.wording = Wording(shop, random)
        self.lines: list[Line] = []
        self.moods: dict[int, float] = {}
        self._turns: dict[int, int] = {}

    def book(self, customer: Customer, held: Booking, booked: Booking, at: datetime) -> datetime:
        """Write down how a time was asked for and agreed to; return when that was."""
        is_new = customer.number not in self._turns
        self._say(customer, self.wording.ask_for(customer, held, at, is_new=is_new), at)
        self._reply(customer, at, RequestConfirmation(booking=held, name=customer.name))
        return self._agree(customer, at, NotifyBooked(booking=booked))

    def book_series(
        self, customer: Customer, held: list[Booking], booked: list[Booking], every_weeks: int, at: datetime
    ) -> datetime:
        """The same of a recurring appointment."""
        self._say(customer, self.wording.ask_for_series(customer, held, every_weeks, at), at)
        self._reply(customer, at, RequestSeriesConfirmation(bookings=tuple(held), name=customer.name))
        return self._agree(customer, at, NotifySeriesBooked(bookings=tuple(booked)))

    def move(self, customer: Customer, old: Booking, moved: Booking, at: datetime) -> datetime:
        """Write down how a booking was moved; return when it was."""
        facts = self.wording.describe(customer, moved, at, old)
        self._say(customer, self.wording.write(customer, "moving", **facts), at)
        person = moved.find_person(self._shop)
        asked = RequestMoveConfirmation(booking=old, starts_at=moved.starts_at, person_id=person.id if person else None)
        self._reply(customer, at, asked)
        return self._agree(customer, at, NotifyMoved(booking=moved, old=old))

    def cancel(self, customer: Customer, booking: Booking, cancelled: Booking, at: datetime) -> datetime:
        """Write down how a booking was cancelled; return when it was."""
        facts = self.wording.describe(customer, booking, at)
        self._say(customer, self.wording.write(customer, "cancelling", **facts), at)
        self._reply(customer, at, RequestCancelConfirmation(booking=booking, asked_by=customer.name))
        return self._agree(customer, at, NotifyCancelled(booking=cancelled))

    def ask(self, customer: Customer, entry: Entry | None, at: datetime) -> None:
        """Write down a question with its answer, or without one."""
        asked = self._random.choice((entry.question, *entry.wordings)) if entry else self.wording.draw_unanswered()
        text = self.wording.choose("question", question=asked)
        self._say(customer, text, at, unanswered="" if entry else asked)
        answer = entry.answer if entry else Formats(self._shop, at).text("answer", "other")
        self._write(customer, "assistant", Rendered(text=answer), at + REPLY_TAKES)

    def thank(self, customer: Customer, booking: Booking, at: datetime) -> None:
        """Write down somebody's thanks."""
        self._say(customer, self._speak_of(customer, "thanks", booking, at), at)
        self._reply(customer, at, WelcomeThanks())

    def complain(self, customer: Customer, booking: Booking, at: datetime) -> None:
        """Write down a complaint, and what a person answered."""
        self._say(customer, self._speak_of(customer, "complaint", booking, at), at)
        self._reply(customer, at, NotifyHandedOver())
        answer = self.wording.choose("answer", name=customer.name.split()[0])
        self._write(customer, "person", Rendered(text=answer), at + self._random.uniform(0.1, 1) * PERSON_TAKES)

    def _speak_of(self, customer: Customer, kind: str, booking: Booking, at: datetime) -> str:
        facts = self.wording.describe(customer, booking, at)
        text = self.wording.choose(kind, **facts)
        return text[:1].upper() + text[1:] if customer.is_tidy else text

    def _agree(self, customer: Customer, at: datetime, then: SystemAct) -> datetime:
        """Write down a yes and what came of it; return when that was."""
        agreed_at = at + timedelta(seconds=self._random.randint(9, 100))
        self._say(customer, self.wording.choose("yes"), agreed_at)
        self._reply(customer, agreed_at, then)
        return agreed_at

    def _say(self, customer: Customer, text: str, at: datetime, *, unanswered: str = "") -> None:
        read = normalize(text)
        mood = read_sentiment(read, fold(read))
        self._turns[customer.number] = self._turns.get(customer.number, 0) + 1
        before = self.moods.get(customer.number)
        # As in a turn of the product: what is served calms down, what is not leaves the mood alone.
        after = follow(before, mood) if mood or unanswered else calm_down(before)
        if after is not None:
            self.moods[customer.number] = after
        self._write(customer, "customer", Rendered(text=text), at, mood=mood, unanswered=unanswered)

    def _reply(self, customer: Customer, at: datetime, act: SystemAct) -> None:
        self._write(customer, "assistant", render(Reply(acts=(act,)), shop=self._shop, now=at), at + REPLY_TAKES)

    def _write(  # noqa: PLR0913 - a line is these facts
        self,
        customer: Customer,
        author: str,
        said: Rendered,
        at: datetime,
        *,
        mood: float | None = None,
        unanswered: str = "",
    ) -> None:
        turn = self._turns[customer.number]
        self.lines.append(
            Line(customer=customer.number, at=at, author=author, said=said, turn=turn, mood=mood, unanswered=unanswered)
        )
