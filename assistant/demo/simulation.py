"""A past, lived through from its first day to last night: wishes, visits, changes of mind, and what is said of them.

Everything happens at its instant, in order, by the product's own rules: a time is had that was free when it was asked
for, within notice and horizon, and one that was given up is there for whoever asks next. So the weeks ahead are filled
as far as people book ahead, and nothing overlaps.
"""

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.bookings import Booking, BookingStatus, TimeSlot
from assistant.booking.bookings import Series as BookingSeries
from assistant.booking.codes import draw_code
from assistant.booking.hours import ONE_DAY, ONE_WEEK, civil_day, first_instant
from assistant.booking.model import ResourceKind, Service, Shop
from assistant.demo.demand import Wish, find_cut, keep_holidays, list_wishes, wake
from assistant.demo.diary import Calendar
from assistant.demo.model import Change, Customer, Past, Series, Visit
from assistant.demo.opinions import Opinions
from assistant.demo.people import People
from assistant.demo.talk import Talk
from assistant.knowledge.model import Entry

AHEAD_DAYS = 50
"""So far ahead people make up their minds."""
CANCELLED, MOVED = 0.08, 0.09
"""Which part of bookings."""
AS_SERIES = 0.02
MISSED, MISSED_BY_NEW = 0.02, 0.05
"""How often somebody does not come, and somebody who has never been here."""
STICKS = 0.85
"""How often those who like to go to somebody ask for them."""
QUESTIONS_A_DAY = 1.3
ANSWERED = 0.7
PARTIES = ((2, 0.52), (3, 0.14), (4, 0.2), (5, 0.06), (6, 0.08))
WITH_A_FRIEND = 0.15
HOLD = timedelta(minutes=10)

Report = Callable[[float], None]
"""Told how much of a long work is done, from 0 to 1."""


def make_past(  # noqa: PLR0913 - what it depends on, and nothing else
    shop: Shop, entries: tuple[Entry, ...], today: date, days: int, *, seed: int, report: Report = lambda _: None
) -> Past:
    """Return a made-up past of a shop: `days` days up to last night, and what was booked for the weeks to come.

    Args:
        shop: As it is today; it was so all the time.
        entries: What it answers to questions.
        today: The civil day on which the past ends, in the location's zone.
        days: How long it is.
        seed: The same seed, shop and day give the same past.
        report: Told how far it is, now and then.
    """
    first = today - days * ONE_DAY
    life = _Life(keep_holidays(shop, first), entries, today, Random(seed))  # noqa: S311 - the same each time
    life.plan(first)
    life.live(report)
    return life.tell()


class _Life:
    """What has happened so far, and what is going to."""

    def __init__(self, shop: Shop, entries: tuple[Entry, ...], today: date, random: Random) -> None:
        self._shop, self._entries, self._today, self._random = shop, entries, today, random
        self._cut = find_cut(shop, today)
        self._people, self._talk = People(shop, random), Talk(shop, random)
        self._calendar = Calendar(shop, random)
        self._visits: list[Visit] = []
        self._series: list[Series] = []
        self._opinions = Opinions(self._talk, self._later, random)
        self._codes: set[str] = set()
        self._due: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = 0

    def plan(self, first: date) -> None:
        """Put down who will want to come, and who will ask something."""
        last = self._today + AHEAD_DAYS * ONE_DAY
        for wish in list_wishes(self._shop, first, self._today, last, self._random):
            self._at(wish.at, partial(self._wish, wish))
        for _ in range(int((self._today - first).days * QUESTIONS_A_DAY)):
            day = first + self._random.randrange((self._today - first).days) * ONE_DAY
            noon = find_cut(self._shop, day) + timedelta(hours=self._random.triangular(8, 22, 16))
            self._at(noon, self._ask)

    def live(self, report: Report) -> None:
        """Let everything happen that happens before today."""
        begun = self._due[0][0] if self._due else self._cut
        while self._due:
            at, number, happen = heapq.heappop(self._due)
            happen(at)
            if number % 250 == 0:
                report((at - begun) / (self._cut - begun))

    def tell(self) -> Past:
        """Return what has happened."""
        return Past(
            customers=tuple(self._people.all),
            series=tuple(self._series),
            visits=tuple(self._visits),
            lines=tuple(sorted(self._talk.lines, key=lambda line: line.at)),
            ratings=self._opinions.ratings,
            moods=self._talk.moods,
        )

    def _at(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        """Let something happen at an instant, if that is before today; those of one instant in their order."""
        if at < self._cut:
            self._count += 1
            heapq.heappush(self._due, (at, self._count, happen))

    def _later(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        self._at(wake(self._shop, at), happen)

    def _wish(self, wish: Wish, at: datetime) -> None:
        customer = self._people.find_comer(wish.day, at)
        service = self._shop.find_service(wish.service_id) if wish.service_id else self._people.choose_service(customer)
        request = self._request(customer, service)
        slot = self._find(request, wish.day, customer.hour, at)
        if slot is None:
            return  # somebody rang, or looked elsewhere: nothing was written
        self._people.keep(customer, civil_day(slot.starts_at, self._shop.location.zone))
        if customer.person_id and self._random.random() < AS_SERIES and not service.is_class:
            self._book_series(customer, request, slot, at)
        else:
            self._book(customer, request, slot, at)

    def _request(self, customer: Customer, service: Service) -> BookingRequest:
        is_liked = customer.person_id in service.resource_ids and not service.is_class
        sticks = is_liked and self._random.random() < STICKS
        return BookingRequest(
            service=service,
            party_size=self._draw_party(service),
            resource_id=customer.person_id if sticks else None,
        )

    def _find(self, request: BookingRequest, day: date, hour: float, at: datetime) -> TimeSlot | None:
        """Return a time on a day, with whom it should be or with somebody else, or on the day after."""
        anybody = replace(request, resource_id=None)
        for asked, on in ((request, day), (anybody, day), (anybody, day + ONE_DAY)):
            slot = self._calendar.choose(asked, on, hour, at)
            if slot:
                return slot
        return None

    def _book(self, customer: Customer, request: BookingRequest, slot: TimeSlot, at: datetime) -> None:
        held = self._hold(customer, request, slot, at)
        booked = confirm(held)
        agreed_at = self._talk.book(customer, held, booked, at)
        self._put(customer, request, slot, (held, booked), (at, agreed_at))

    def _book_series(self, customer: Customer, request: BookingRequest, first: TimeSlot, at: datetime) -> None:
        every = self._random.choice((1, 2, 2, 3, 4))
        starts = self._repeat(first.starts_at, every, self._random.randint(3, 6))
        slots = [slot for start in starts if (slot := self._calendar.find(request, start, at))]
        if len(slots) < 2:  # noqa: PLR2004 - one is no series
            self._book(customer, request, first, at)
            return
        series = BookingSeries(id=len(self._series) + 1, every_weeks=every)
        held = [replace(self._hold(customer, request, slot, at), series=series) for slot in slots]
        booked = [confirm(one) for one in held]
        agreed_at = self._talk.book_series(customer, held, booked, every, at)
        for slot, *pair in zip(slots, held, booked, strict=True):
            self._put(customer, request, slot, (pair[0], pair[1]), (at, agreed_at), series=len(self._series))
        self._people.keep(customer, civil_day(slots[-1].starts_at, self._shop.location.zone))
        self._series.append(Series(every_weeks=every, made_at=at))

    def _repeat(self, starts_at: datetime, every_weeks: int, count: int) -> list[datetime]:
        """Return the same time of the same weekday again and again, as clocks show it."""
        zone = self._shop.location.zone
        civil = starts_at.astimezone(zone)
        days = [civil.date() + place * every_weeks * ONE_WEEK for place in range(count)]
        return [first_instant(day, civil.hour * 60 + civil.minute, zone) for day in days]

    def _put(  # noqa: PLR0913 - a visit is these facts
        self,
        customer: Customer,
        request: BookingRequest,
        slot: TimeSlot,
        states: tuple[Booking, Booking],
        times: tuple[datetime, datetime],
        *,
        series: int | None = None,
    ) -> None:
        """Take a time, and let happen what becomes of it."""
        held, booked = states
        self._calendar.take(slot)
        changes = (
            Change(at=times[0], action="held", after=held),
            Change(at=times[1], action="confirmed", after=booked, before=held),
        )
        number = len(self._visits)
        visit = Visit(
            number=number, customer=customer.number, booking=booked, slot=slot, changes=changes, series=series
        )
        self._visits.append(visit)
        toss = self._random.random()
        changed_at = self._draw_change(times[1], booked.starts_at - booked.cancel_cutoff)
        if toss < CANCELLED + MOVED and changed_at:
            if toss < CANCELLED:
                self._at(changed_at, lambda at: self._cancel(customer, visit, at))
                return
            self._at(changed_at, lambda at: self._move(customer, visit, request, at))
        self._at(self._draw_end(visit), lambda at: self._end(customer, visit, at))

    def _hold(self, customer: Customer, request: BookingRequest, slot: TimeSlot, at: datetime) -> Booking:
        service = request.service
        return Booking(
            id=0,
            code=self._draw_code(),
            status=BookingStatus.HELD,
            service_id=service.id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            party_size=request.party_size,
            price_minor=service.find_price(request.party_size),
            name=customer.name,
            resource_ids=list_resources(slot),
            hold_expires_at=at + HOLD,
            cancel_cutoff=service.policy.cancel_cutoff,
            reschedule_cutoff=service.policy.reschedule_cutoff,
        )

    def _draw_code(self) -> str:
        while (code := draw_code(self._random.choice)) in self._codes:
            pass
        self._codes.add(code)
        return code

    def _draw_change(self, begin: datetime, end: datetime) -> datetime | None:
        """Return when somebody changes their mind, or None where there is no time for it."""
        if end <= begin:
            return None
        at = wake(self._shop, begin + (end - begin) * self._random.betavariate(2, 1.2))
        return at if begin < at < end - timedelta(minutes=3) else None

    def _cancel(self, customer: Customer, visit: Visit, at: datetime) -> None:
        before = visit.booking
        visit.booking = replace(before, status=BookingStatus.CANCELLED)
        agreed_at = self._talk.cancel(customer, before, visit.booking, at)
        self._calendar.free(visit.slot)
        visit.changes += (Change(at=agreed_at, action="cancelled", before=before, after=visit.booking),)

    def _move(self, customer: Customer, visit: Visit, request: BookingRequest, at: datetime) -> None:
        before, old = visit.booking, visit.slot
        self._calendar.free(old)
        day = (
            civil_day(before.starts_at, self._shop.location.zone)
            + self._random.choice((-1, 0, 1, 1, 2, 3, 7)) * ONE_DAY
        )
        slot = self._find(request, day, customer.hour, at)
        if slot is None or slot.starts_at == old.starts_at:
            self._calendar.take(old)
            return
        visit.booking = replace(
            before, starts_at=slot.starts_at, ends_at=slot.ends_at, resource_ids=list_resources(slot)
        )
        visit.slot, visit.left = slot, (*visit.left, old)
        self._calendar.take(slot)
        agreed_at = self._talk.move(customer, before, visit.booking, at)
        visit.changes += (Change(at=agreed_at, action="moved", before=before, after=visit.booking),)

    def _draw_end(self, visit: Visit) -> datetime:
        return visit.booking.ends_at + timedelta(minutes=self._random.randint(5, 15))

    def _end(self, customer: Customer, visit: Visit, at: datetime) -> None:
        """Let a visit be over, wherever it was moved to in the meantime."""
        if at <= visit.booking.ends_at:
            self._at(self._draw_end(visit), lambda then: self._end(customer, visit, then))
            return
        if self._random.random() < (MISSED if customer.booked_on[1:] else MISSED_BY_NEW):
            gone = Change(at=at, action="no_show", actor="owner", before=visit.booking, after=visit.booking)
            visit.changes += (gone,)
            return
        self._opinions.judge(customer, visit, at)

    def _ask(self, at: datetime) -> None:
        customer = self._people.find_asker()
        today = civil_day(at, self._shop.location.zone)
        valid = [entry for entry in self._entries if entry.is_valid(today)]
        if customer:
            answered = valid and self._random.random() < ANSWERED
            self._talk.ask(customer, self._random.choice(valid) if answered else None, at)

    def _draw_party(self, service: Service) -> int:
        kinds = {self._shop.find_resource(number).kind for number in service.resource_ids}
        if ResourceKind.SEATS in kinds:
            return 1 + (self._random.random() < WITH_A_FRIEND)
        if ResourceKind.TABLE in kinds:
            return self._random.choices([n for n, _ in PARTIES], [part for _, part in PARTIES])[0]
        return 1


def confirm(held: Booking) -> Booking:
    """Return what a hold becomes."""
    return replace(held, status=BookingStatus.CONFIRMED, hold_expires_at=None)


def list_resources(slot: TimeSlot) -> tuple[int, ...]:
    """Return what a time takes, each once."""
    return tuple(sorted({one.resource_id for one in slot.assignments}))
