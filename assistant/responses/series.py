"""Say what a series is: one line for each of its times, and what they have in common once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from assistant.booking.bookings import Booking, Rule
from assistant.booking.series import OCCURRENCES_MAX, Conflict
from assistant.dialogue.series.acts import (
    InformMovesOnce,
    InformMovesSingly,
    InformSeriesStays,
    InformSeriesTooLate,
    NotifySeriesBooked,
    NotifySeriesCancelled,
    NotifySeriesMoved,
    OfferSeries,
    RequestSeriesCancelConfirmation,
    RequestSeriesConfirmation,
    RequestSeriesMoveConfirmation,
    SeriesAct,
)
from assistant.dialogue.series.change import is_one_series
from assistant.dialogue.services import PlannedMove
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats

SHARED_RULES = frozenset(
    {Rule.CLOSED, Rule.NOT_WORKING, Rule.TAKEN, Rule.NO_SUCH_TIME, Rule.PAST, Rule.TOO_SOON, Rule.TOO_FEW_UNITS}
)
"""The reasons that one time of a series may have and another not; any other refuses all of them."""


def render_series(act: SeriesAct, formats: Formats) -> str:
    """Return the act in words."""
    series = DescribeSeries(formats)
    match act:
        case OfferSeries():
            return series.offer(act)
        case RequestSeriesConfirmation():
            return series.request(act)
        case RequestSeriesMoveConfirmation():
            return series.request_move(act)
        case RequestSeriesCancelConfirmation():
            return series.request_cancel(act)
        case NotifySeriesBooked():
            return series.booked(act)
        case NotifySeriesMoved():
            return series.moved(act)
        case NotifySeriesCancelled():
            return series.cancelled(act)
        case InformSeriesTooLate():
            return series.too_late(act)
        case InformSeriesStays():
            return series.stays(act)
        case InformMovesOnce():
            return formats.text("series", "moves_once")
        case InformMovesSingly():
            return formats.text("series", "moves_singly")
    assert_never(act)


class DescribeSeries:
    """Puts the acts about series into words."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.describe = Describe(formats)

    def offer(self, act: OfferSeries) -> str:
        """Return what is free and held, what was lost, what cannot be had and why, and how far it reaches."""
        held, first = act.held, act.held.bookings[0]
        rhythm = self._rhythm(act.series.every_weeks, act.series.first_day)
        head = self.formats.text(
            "series",
            "free_one" if len(held.bookings) == 1 else "free",
            what=self._what(held.bookings),
            rhythm=rhythm,
            clock=self.formats.minute(act.series.minute),
            duration=self.formats.duration(first.ends_at - first.starts_at),
            price=self._each(held.bookings),
            count=len(held.bookings),
        )
        # A hold that ran out has gone to somebody; one that ended because the shop changed is a conflict like others.
        changed = {c.day for c in held.conflicts if c.rule is not Rule.TAKEN}
        gone = [b for b in held.lost if self.formats.civil_day(b.starts_at) not in changed]
        lost = [self._time("gone", "refusal", b.starts_at) for b in gone]
        told = {self.formats.civil_day(b.starts_at) for b in gone}
        conflicts = [self._conflict(c, act) for c in held.conflicts if c.instead or c.day not in told]
        instead = [self.formats.text("series", "conflicts")] if conflicts else []
        return "\n".join([*lost, head, *self._bullets(held.bookings), *instead, *conflicts, *self._reach(act)])

    def request_chain(self, bookings: tuple[Booking, ...], name: str) -> str:
        """Return the question whether to book several services one after the other, with a line for each."""
        lines = [
            self.formats.text(
                "series",
                "chain_line",
                booking=self.describe.booking(booking),
                details=self.describe.details(booking),
            )
            for booking in bookings
        ]
        ask = self.formats.text("series", "chain_confirm", count=len(bookings), name=name)
        return "\n".join([self.formats.text("series", "chain_head"), *lines, ask])

    def request(self, act: RequestSeriesConfirmation) -> str:
        """Return the question whether to book."""
        return self._count_text("confirm", len(act.bookings), name=act.name)

    def request_move(self, act: RequestSeriesMoveConfirmation) -> str:
        """Return where each would go, and the question whether to move."""
        person = self.formats.shop.find_resource(act.person_id).name if act.person_id is not None else ""
        with_person = self.formats.text("what", "with_person", person=person) if person else ""
        lines = [self._move_line(m, with_person) for m in act.moves]
        head = self.formats.text("series", "move_head", what=self._what([m.booking for m in act.moves]))
        return "\n".join([head, *lines, self._count_text("move", len(act.moves))])

    def request_cancel(self, act: RequestSeriesCancelConfirmation) -> str:
        """Return what would be cancelled, and the question whether to."""
        if not is_one_series(act.bookings):
            told = map(self.describe.booking, act.bookings)
            lines = [self.formats.text("series", "bullet_booking", booking=b) for b in told]
            return "\n".join([*lines, self._count_text("cancel", len(act.bookings))])
        head = self.formats.text("series", "cancel_head", what=self._what(act.bookings))
        return "\n".join([head, *self._bullets(act.bookings), self._count_text("cancel", len(act.bookings))])

    def booked(self, act: NotifySeriesBooked) -> str:
        """Return what is booked, each time with its code."""
        bookings = act.bookings
        facts = {"what": self._what(bookings), "price": self._each(bookings), "name": bookings[0].name}
        head = self.formats.text("series", "booked", times=self._times(len(bookings)), **facts)
        return "\n".join([head, *(self._bullet(b, bookings, "coded") for b in bookings)])

    def moved(self, act: NotifySeriesMoved) -> str:
        """Return where each booking is now, and where it was."""
        pairs = zip(act.bookings, act.olds, strict=True)
        lines = [
            self.formats.text("series", "moved_line", now=self._one(b, act.bookings), was=self._was(b, old))
            for b, old in pairs
        ]
        head = self.formats.text("series", "moved", what=self._what(act.bookings), times=self._times(len(act.bookings)))
        return "\n".join([head, *lines])

    def cancelled(self, act: NotifySeriesCancelled) -> str:
        """Return what is cancelled."""
        count = self._times(len(act.bookings))
        head = self.formats.text("series", "cancelled", what=self._what(act.bookings), times=count)
        return "\n".join([head, *self._bullets(act.bookings)])

    def too_late(self, act: InformSeriesTooLate) -> str:
        """Return which can no longer be changed, and since when."""
        first = act.bookings[0]
        cutoff = first.cancel_cutoff if act.is_cancel else first.reschedule_cutoff
        key = "too_late_cancel" if act.is_cancel else "too_late_move"
        head = self.formats.text("series", key, cutoff=self.formats.duration(cutoff))
        return "\n".join([head, *self._bullets(act.bookings)])

    def stays(self, act: InformSeriesStays) -> str:
        """Return which cannot go where they were to go, and why."""
        lines = [
            self.formats.text("series", "stays_line", was=self._when(m.booking.starts_at), why=self._why_not(m))
            for m in act.moves
        ]
        return "\n".join([self.formats.text("series", "stays"), *lines])

    def line(self, bookings: Sequence[Booking]) -> str:
        """Return a series on one line of a list: its rhythm where all keep to it, else each time for itself."""
        first, series = bookings[0], bookings[0].series
        civil = [b.starts_at.astimezone(self.formats.shop.location.zone) for b in bookings]
        keeps = len({(c.weekday(), c.hour, c.minute) for c in civil}) == 1
        facts = {"what": self._what(bookings), "times": self._times(len(bookings))}
        if not keeps or series is None or self._is_mixed(bookings):
            listed = (self._short(b, bookings) for b in bookings)
            return self.formats.text("series", "line_mixed", listed=self.formats.join(listed, "and"), **facts)
        rhythm, clock = self._rhythm(series.every_weeks, civil[0].date()), self.formats.clock(first.starts_at)
        days = self.formats.join((self.formats.short_day(c.date()) for c in civil), "and")
        return self.formats.text("series", "line", rhythm=rhythm, clock=clock, listed=days, **facts)

    def _move_line(self, move: PlannedMove, with_person: str) -> str:
        """Return from when to when; only what changes is said of the new time."""
        was = self._when(move.booking.starts_at)
        if move.starts_at == move.booking.starts_at:
            return self.formats.text("series", "bullet", time=was + with_person)
        is_same_day = move.day == self.formats.civil_day(move.booking.starts_at)
        now = self.formats.minute(move.minute) if is_same_day else self._civil(move.day, move.minute)
        return self.formats.text("series", "move_line", was=was, now=now + with_person)

    def _was(self, booking: Booking, old: Booking) -> str:
        """Return what a moved booking was before, as far as it differs: its day, its time, who does it."""
        person, shop = old.find_person(self.formats.shop), self.formats.shop
        changed = person is not None and person != booking.find_person(shop)
        with_person = self.formats.text("what", "with_person", person=person.name) if person and changed else ""
        if booking.starts_at == old.starts_at:
            return with_person.strip()
        is_same_day = self.formats.civil_day(booking.starts_at) == self.formats.civil_day(old.starts_at)
        return (self.formats.clock(old.starts_at) if is_same_day else self._when(old.starts_at)) + with_person

    def _rhythm(self, weeks: int, day: date) -> str:
        """Return "every second Tuesday"."""
        weekday = self.formats.texts["date"]["weekdays"][day.weekday()]
        keys = {1: "every", 2: "every_second", 3: "every_third"}
        return self.formats.text("series", keys.get(weeks, "every_weeks"), weekday=weekday, weeks=weeks)

    def _times(self, count: int) -> str:
        return self.formats.text("series", "times", count=count)

    def _count_text(self, key: str, count: int, **facts: object) -> str:
        return self.formats.text("series", f"{key}_one" if count == 1 else f"{key}_all", count=count, **facts)

    def _each(self, bookings: Sequence[Booking]) -> str:
        """Return ", £38 each", or nothing where the price is not fixed, or not the same."""
        prices = {b.price_minor for b in bookings}
        price = bookings[0].price_minor
        if price is None or len(prices) > 1:
            return ""
        key = "price" if len(bookings) == 1 else "each"
        return self.formats.text("what" if key == "price" else "series", key, price=self.formats.price(price))

    def _what(self, bookings: Sequence[Booking]) -> str:
        """Return "Haircut with Ana"; without a person where it is not the same throughout."""
        first = bookings[0]
        return self.describe.what_alone(first) if self._is_mixed(bookings) else self.describe.what(first)

    def _is_mixed(self, bookings: Sequence[Booking]) -> bool:
        return len({b.find_person(self.formats.shop) for b in bookings}) > 1

    def _bullets(self, bookings: Sequence[Booking]) -> list[str]:
        return [self._bullet(b, bookings, "bullet") for b in bookings]

    def _bullet(self, booking: Booking, among: Sequence[Booking], key: str) -> str:
        return self.formats.text("series", key, time=self._one(booking, among), code=booking.code)

    def _one(self, booking: Booking, among: Sequence[Booking]) -> str:
        """Return the time of one booking, and who does it where that is not the same for all."""
        return self._when(booking.starts_at) + self._with(booking, among)

    def _short(self, booking: Booking, among: Sequence[Booking]) -> str:
        day, clock = self.formats.civil_day(booking.starts_at), self.formats.clock(booking.starts_at)
        short = self.formats.text("series", "short", day=self.formats.short_day(day), clock=clock)
        return short + self._with(booking, among)

    def _with(self, booking: Booking, among: Sequence[Booking]) -> str:
        person = booking.find_person(self.formats.shop)
        if person is None or not self._is_mixed(among):
            return ""
        return self.formats.text("what", "with_person", person=person.name)

    def _when(self, starts_at: datetime) -> str:
        return self._time("when", "series", starts_at)

    def _time(self, key: str, section: str, starts_at: datetime) -> str:
        day, clock = self.formats.day(self.formats.civil_day(starts_at)), self.formats.clock(starts_at)
        return self.formats.text(section, key, day=day, clock=clock)

    def _civil(self, day: date, minute: int) -> str:
        return self.formats.text("series", "when", day=self.formats.day(day), clock=self.formats.minute(minute))

    def _conflict(self, conflict: Conflict, act: OfferSeries) -> str:
        person_id = act.wanted.resource_id
        person = self.formats.shop.find_resource(person_id).name if person_id is not None else ""
        why = self._why(conflict.rule, person, act.wanted.service_id)
        line = self.formats.text("series", "conflict", time=self._civil(conflict.day, conflict.minute), why=why)
        if conflict.instead is None:
            return line
        clock = self.formats.clock(conflict.instead.starts_at)
        return f"{line} {self.formats.text('series', 'instead', clock=clock)}"

    def _why_not(self, move: PlannedMove) -> str:
        person = move.booking.find_person(self.formats.shop)
        why = self._why(move.rule, person.name if person else "", move.booking.service_id)
        return self.formats.text("series", "not_to", time=self._civil(move.day, move.minute), why=why)

    def _why(self, rule: Rule | None, person: str, service_id: int) -> str:
        """Return the reason as the end of a sentence."""
        if rule is Rule.NOT_WORKING and self.formats.shop.find_service(service_id).is_class:
            return self.formats.text("series_conflict", "class_off")
        key = "twice" if rule is None else str(rule) if rule in SHARED_RULES else "not_possible"
        if person and rule in (Rule.TAKEN, Rule.NOT_WORKING):
            key = f"{key}_person"
        return self.formats.text("series_conflict", key, person=person)

    def _reach(self, act: OfferSeries) -> list[str]:
        if act.held.is_beyond:
            horizon = self.formats.shop.find_service(act.wanted.service_id).policy.horizon
            day = self.formats.day(self.formats.civil_day(self.formats.now + horizon))
            return [self.formats.text("series", "beyond", horizon_day=day)]
        return [self.formats.text("series", "long", count=OCCURRENCES_MAX)] if act.held.is_long else []
