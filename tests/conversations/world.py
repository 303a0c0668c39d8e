"""What a conversation test happens in: a clock that stands still, a shop, other customers, a line to talk through."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, candidate_assignments, explain_start
from assistant.booking.bookings import Assignment, BookingStatus, TimeSlot
from assistant.booking.model import Interval, Shop
from assistant.dialogue.state import Memory
from assistant.ports.accounts import Account
from assistant.ports.bookings import Seating
from assistant.ports.turns import Conversation, Customer
from assistant.responses.model import Rendered
from assistant.storage import models
from assistant.storage.ratings import find_due_visits
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.worker.ratings import RatingAsker


class FrozenClock:
    """A clock that moves when a test says so."""

    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def pass_time(self, span: timedelta) -> None:
        """Move on."""
        self.instant += span


class RivalRefusedError(AssertionError):
    """The diary did not let somebody else book."""


class Line(Protocol):
    """A way to talk to the shop: in the process, through the webhook, in the terminal."""

    async def say(self, messages: list[tuple[str, str | None]]) -> list[Rendered]:
        """Send messages (text, and the token where a button was tapped) together; return the replies."""

    async def hear(self) -> list[Rendered]:
        """Return what has come unasked since."""


class World:
    """The shop, the clock, and what happens elsewhere."""

    def __init__(self, shop_id: int, clock: FrozenClock, account: Account) -> None:
        self.shop_id = shop_id
        self.clock = clock
        self.account = account
        self._shop: Shop | None = None

    async def find_shop(self) -> Shop:
        """Return the shop as it is since the last event: every reply is checked against it."""
        if self._shop is None:
            async with open_unit_of_work() as work:
                self._shop = await work.find_shop(self.shop_id)
        return self._shop

    async def happen(self, words: str) -> None:
        """Make an event of a script happen."""
        for pattern, action in EVENTS:
            if found := re.fullmatch(pattern, words):
                await action(self, *found.groups())
                return
        raise ValueError(f"nobody knows how to make this happen: {words}")

    async def rival_books(self, service: str, person: str, day: str, clock: str) -> None:
        """Book as somebody else, past the dialogue but not past the diary."""
        shop = await self.find_shop()
        starts_at = _instant(day, clock, shop.location.zone)
        wanted = next(s for s in shop.services if s.name == service)
        who = next(r for r in shop.resources if r.name == person)
        period = Interval(start=starts_at, end=starts_at + wanted.duration)
        slot = TimeSlot(
            starts_at=starts_at,
            ends_at=period.end,
            occupied=period,
            assignments=(Assignment(resource_id=who.id, unit=1),),
        )
        seating = Seating(
            request=BookingRequest(service=wanted, resource_id=who.id),
            time_slot=slot,
            ways=iter([slot.assignments]),
            refused=set(),
        )
        async with open_unit_of_work() as work:
            bookings = work.open_bookings(await self._rival(), self.clock.now())
            held = await bookings.hold(seating, timedelta(minutes=5))
            if held is None:
                raise RivalRefusedError(f"the rival did not get {person} at {clock} on {day}: it is taken")
            booked = await bookings.confirm(held, name="Rival", phone="")
            assert booked.status is BookingStatus.CONFIRMED
            await work.commit()

    async def rivals_take(self, count: str, service: str, day: str, clock: str) -> None:
        """Book for a party as somebody else: what the shop would give them."""
        shop = await self.find_shop()
        wanted = next(s for s in shop.services if s.name == service)
        starts_at = _instant(day, clock, shop.location.zone)
        request = BookingRequest(service=wanted, party_size=int(count))
        async with open_unit_of_work() as work:
            bookings = work.open_bookings(await self._rival(), self.clock.now())
            busy = await bookings.find_busy(wanted.resource_ids, starts_at.date(), starts_at.date(), ignoring=())
            diary = Diary(shop=shop, busy=busy, now=self.clock.now())
            slot = explain_start(diary, request, starts_at)
            if not isinstance(slot, TimeSlot):
                raise RivalRefusedError(f"nobody else got {service} for {count} at {clock} on {day}: {slot.rule}")
            ways = candidate_assignments(diary, request, starts_at)
            held = await bookings.hold(
                Seating(request=request, time_slot=slot, ways=ways, refused=set()), timedelta(minutes=5)
            )
            assert held is not None
            await bookings.confirm(held, name="Rival", phone="")
            await work.commit()

    async def rival_is_refused(self, service: str, person: str, day: str, clock: str) -> None:
        """See that somebody else cannot have that time."""
        try:
            await self.rival_books(service, person, day, clock)
        except RivalRefusedError:
            return
        raise AssertionError(f"the rival got {person} at {clock} on {day}, which was not free")

    async def _rival(self) -> Conversation:
        row, _ = await models.Conversation.get_or_create(
            account_id=self.account.id,
            address="rival",
            sender="rival",
            defaults={"business_id": self.shop_id},
        )
        found = await models.CustomerAddress.get_or_none(account_id=self.account.id, sender="rival")
        return Conversation(
            id=row.id,
            business_id=self.shop_id,
            account_id=self.account.id,
            sender="rival",
            turns=0,
            is_with_person=False,
            memory=Memory(),
            customer=Customer(id=found.customer_id if found else None),  # type: ignore[attr-defined]  # Tortoise's
        )

    async def take_leave(self, person: str, day: str) -> None:
        """Take a person out for a day."""
        shop = await self.find_shop()
        who = next(r for r in shop.resources if r.name == person)
        start = datetime.combine(date.fromisoformat(day), time(), shop.location.zone).astimezone(UTC)
        await models.Leave.create(
            business_id=self.shop_id,
            resource_id=who.id,
            starts_at=start,
            ends_at=start + timedelta(days=1),
            reason="script",
        )
        await self._touch()

    async def close_on(self, day: str) -> None:
        """Close the shop on a day."""
        location = await models.Location.get(business_id=self.shop_id)
        await models.DateOverride.create(
            business_id=self.shop_id, location_id=location.id, day=date.fromisoformat(day), periods=[], reason="script"
        )
        await self._touch()

    async def open_daily(self, opens: str, closes: str) -> None:
        """Let the shop be open every day, and everybody work all the time."""
        location = await models.Location.get(business_id=self.shop_id)
        await models.OpeningHours.all().delete()
        for weekday in range(7):
            await models.OpeningHours.create(
                business_id=self.shop_id,
                location_id=location.id,
                weekday=weekday,
                opens=_minute(opens),
                closes=_minute(closes),
            )
        await models.Resource.all().update(own_hours=False)
        await self._touch()

    async def open_round_the_clock(self) -> None:
        """Never close."""
        await self.open_daily("00:00", "24:00")

    async def hand_back(self) -> None:
        """Give every conversation back to the assistant."""
        await models.Conversation.filter(business_id=self.shop_id).update(attended_by="assistant")

    async def require_phone(self) -> None:
        """Let bookings need a telephone number."""
        await models.Business.filter(id=self.shop_id).update(ask_phone=True)
        await self._touch()

    async def change_duration(self, service: str, count: str) -> None:
        """Let a service take so many minutes from now on."""
        await models.Service.filter(business_id=self.shop_id, name=service).update(duration_minutes=int(count))
        await self._touch()

    async def change_price(self, service: str, pounds: str) -> None:
        """Let a service cost so much from now on."""
        await models.Service.filter(business_id=self.shop_id, name=service).update(price_minor=int(pounds) * 100)
        await self._touch()

    async def cancel_for_them(self, service: str) -> None:
        """Cancel what the customer has of a service, as the shop may."""
        rows = models.Booking.filter(business_id=self.shop_id, service__name=service, status="confirmed")
        ids = await rows.exclude(name="Rival").values_list("id", flat=True)
        await models.Occupancy.filter(booking_id__in=ids).update(status="cancelled")
        await models.Booking.filter(id__in=ids).update(status="cancelled")

    async def book_ahead(self, days: str) -> None:
        """Let bookings be made so many days ahead."""
        await models.Policy.filter(business_id=self.shop_id).update(horizon_minutes=int(days) * 24 * 60)
        await self._touch()

    async def ask_for_ratings(self, hours: str) -> None:
        """Let customers be asked how it was so many hours after a visit."""
        await models.Policy.filter(business_id=self.shop_id).update(ask_rating_after_minutes=int(hours) * 60)
        await self._touch()

    async def ask_how_it_was(self) -> None:
        """Let the worker look for visits to ask about."""
        asker = RatingAsker(
            find_due=find_due_visits,
            open_unit_of_work=open_unit_of_work,
            read_clock=self.clock.now,
            metrics=PrometheusMetrics(),
            on_reply=lambda _: None,
        )
        await asker.ask_due()

    async def see_rating(self, score: str, comment: str = "") -> None:
        """See what the last rating is."""
        row = await models.Rating.all().order_by("-id").first()
        assert row is not None
        assert (str(row.score or "none"), row.comment or "") == (score, comment or "")

    async def answer_in(self, question: str, language: str, answer: str) -> None:
        """Let the shop have an answer in some language."""
        await models.FaqEntry.create(
            business_id=self.shop_id,
            slug=f"entry-{language}",
            question=question,
            answer=answer,
            language=language,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
        )
        await self._touch()

    async def see_no_gap(self) -> None:
        """See that no question waits for the owner."""
        assert not await models.FaqGap.all().values_list("text", flat=True)

    async def _touch(self) -> None:
        business = await models.Business.get(id=self.shop_id)
        business.version += 1
        await business.save()
        self._shop = None

    async def pass_minutes(self, count: str, unit: str) -> None:
        """Let time pass."""
        self.clock.pass_time(timedelta(**{unit if unit.endswith("s") else f"{unit}s": int(count)}))


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _instant(day: str, clock: str, zone: ZoneInfo) -> datetime:
    civil = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    return civil.replace(tzinfo=zone).astimezone(UTC)


EVENTS: list[tuple[str, Callable[..., Awaitable[None]]]] = [
    (r"(\d+) (minutes?|hours?|days?) pass(?:es)?", World.pass_minutes),
    (r"somebody books (.+) with (\w+) on (\S+) at (\S+)", World.rival_books),
    (r"somebody fails to book (.+) with (\w+) on (\S+) at (\S+)", World.rival_is_refused),
    (r"somebody books (\w+) for (\d+) on (\S+) at (\S+)", lambda world, *w: world.rivals_take(w[1], w[0], *w[2:])),
    (r"(\w+) is away on (\S+)", World.take_leave),
    (r"the shop closes on (\S+)", World.close_on),
    (r"the shop is open daily from (\S+) to (\S+)", World.open_daily),
    (r"the shop opens round the clock", World.open_round_the_clock),
    (r"the shop books (\d+) days ahead", World.book_ahead),
    (r"(.+) takes (\d+) minutes from now on", World.change_duration),
    (r"(.+) costs £(\d+) from now on", World.change_price),
    (r"the shop cancels the (.+)", World.cancel_for_them),
    (r"the shop asks for ratings after (\d+) hours?", World.ask_for_ratings),
    (r"the rating is (\d|none)", World.see_rating),
    (r"the rating is (\d|none): (.+)", World.see_rating),
    (r"the worker asks how it was", World.ask_how_it_was),
    (r"no question is open", World.see_no_gap),
    (r'the shop answers "(.+)" in (\w+) with "(.+)"', World.answer_in),
    (r"the team hands back", World.hand_back),
    (r"the shop asks for telephone numbers", World.require_phone),
]
