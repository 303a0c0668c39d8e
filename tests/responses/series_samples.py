"""Every act about a series, in every form that its words know."""

from datetime import date, timedelta

from msgspec.structs import replace
from render_samples import ANA, BEN, BOOKING, HAIRCUT_WISH, HELD, PARTY, SAME_DAY, TUESDAY, slot

from assistant.booking.bookings import Booking, BookingStatus, Rule, Series
from assistant.booking.series import Conflict, SeriesWish
from assistant.dialogue.acts import (
    Reply,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.existing.acts import InformBookings
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
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
)
from assistant.dialogue.services import PlannedMove, SeriesHeld

WEEK = timedelta(weeks=1)


def _series(first: Booking, every_weeks: int = 2, count: int = 3) -> tuple[Booking, ...]:
    of = Series(id=1, every_weeks=every_weeks)
    starts = [first.starts_at + n * every_weeks * WEEK for n in range(count)]
    length = first.ends_at - first.starts_at
    return tuple(
        replace(first, id=n, code=f"AB{n + 2}D7", starts_at=start, ends_at=start + length, series=of)
        for n, start in enumerate(starts, 1)
    )


def _mix(bookings: tuple[Booking, ...]) -> tuple[Booking, ...]:
    return (*bookings[:-1], replace(bookings[-1], resource_ids=(BEN,)))


def _shift(bookings: tuple[Booking, ...], span: timedelta) -> tuple[Booking, ...]:
    return tuple(replace(b, starts_at=b.starts_at + span, ends_at=b.ends_at + span) for b in bookings)


HOLDS, BOOKED, PARTIES = _series(HELD), _series(BOOKING), _series(PARTY)
CANCELLED = tuple(replace(b, status=BookingStatus.CANCELLED) for b in BOOKED)
LATER, NEXT_DAY = _shift(BOOKED, timedelta(hours=1)), _shift(BOOKED, timedelta(days=1, hours=1))


def _conflict(rule: Rule | None, weeks: int, *, has_other: bool) -> Conflict:
    instead = slot(SAME_DAY.starts_at + weeks * WEEK) if has_other else None
    return Conflict(day=TUESDAY + weeks * WEEK, minute=15 * 60, rule=rule, instead=instead)


CONFLICTS = tuple(_conflict(rule, n, has_other=n % 2 == 0) for n, rule in enumerate([None, *Rule], 6))


def _plan(bookings: tuple[Booking, ...], moved: tuple[Booking, ...]) -> tuple[PlannedMove, ...]:
    return tuple(
        PlannedMove(booking=old, day=new.starts_at.date(), minute=new.starts_at.hour * 60, starts_at=new.starts_at)
        for old, new in zip(bookings, moved, strict=True)
    )


def _make_offers() -> list[SystemAct]:
    wish = SeriesWish(first_day=TUESDAY, minute=15 * 60, every_weeks=2, last_day=date(2027, 6, 30))
    helds = [
        SeriesHeld(bookings=HOLDS, conflicts=()),
        SeriesHeld(bookings=HOLDS, conflicts=CONFLICTS, is_beyond=True),
        SeriesHeld(bookings=_mix(HOLDS), conflicts=CONFLICTS[:1], lost=BOOKED[2:], is_long=True),
        SeriesHeld(bookings=HOLDS[:1], conflicts=CONFLICTS, lost=BOOKED[1:]),
        SeriesHeld(bookings=(HOLDS[0], replace(HOLDS[1], price_minor=4000)), conflicts=()),
        SeriesHeld(bookings=PARTIES, conflicts=()),
    ]
    wishes = [replace(wish, every_weeks=n) for n in (1, 2, 3, 4)]
    return [
        OfferSeries(held=held, series=series, wanted=replace(HAIRCUT_WISH, resource_id=who))
        for held in helds
        for series in wishes
        for who in (None, ANA)
    ]


SERIES_OTHERS: list[SystemAct] = [
    *_make_offers(),
    *(RequestSlot(kind=k) for k in (QuestionKind.RHYTHM, QuestionKind.SERIES_END, QuestionKind.SERIES_TIME)),
    *(RequestSeriesConfirmation(bookings=b, name="Joe") for b in (HOLDS, HOLDS[:1])),
    *(
        RequestSeriesMoveConfirmation(moves=moves, person_id=who)
        for moves in (_plan(BOOKED, LATER), _plan(BOOKED, NEXT_DAY), _plan(BOOKED, BOOKED), _plan(BOOKED, LATER)[:1])
        for who in (None, BEN)
    ),
    *(RequestSeriesCancelConfirmation(bookings=b) for b in (BOOKED, _mix(BOOKED), BOOKED[:1])),
    RequestSeriesCancelConfirmation(bookings=tuple(replace(b, series=None) for b in BOOKED)),
    InformMovesOnce(),
    InformMovesSingly(),
    *(InformSeriesTooLate(bookings=BOOKED[:1], is_cancel=is_cancel) for is_cancel in (True, False)),
    InformSeriesStays(
        moves=tuple(replace(m, starts_at=None, rule=r) for m in _plan(BOOKED, LATER) for r in (None, *Rule))
    ),
    *(InformBookings(bookings=b) for b in (BOOKED, _mix(BOOKED), (*BOOKED[:2], NEXT_DAY[2]), (PARTY, *BOOKED))),
    *(InformBookings(bookings=BOOKED, is_choice=True, task_name=task) for task in ("cancel", "reschedule")),
]
SERIES_NOTIFICATIONS: dict[str, list[SystemAct]] = {
    "Booked": [*(NotifySeriesBooked(bookings=b) for b in (BOOKED, _mix(BOOKED), PARTIES))],
    "Moved": [
        NotifySeriesMoved(bookings=LATER, olds=BOOKED),
        NotifySeriesMoved(bookings=NEXT_DAY, olds=_mix(BOOKED)),
        NotifySeriesMoved(bookings=BOOKED, olds=tuple(replace(b, resource_ids=(BEN,)) for b in BOOKED)),
    ],
    "Cancelled": [NotifySeriesCancelled(bookings=CANCELLED), NotifySeriesCancelled(bookings=_mix(CANCELLED))],
}
"""The acts that may say that something was done to several bookings, by the word that says it."""


def _ask(kind: QuestionKind, *options: Option, booking_ids: tuple[int, ...] = (1, 2)) -> Reply:
    acts = (InformBookings(bookings=BOOKED),) if kind is QuestionKind.WHICH_BOOKING else ()
    return Reply(acts=acts, question=Question(kind=kind, options=options, booking_ids=booking_ids))


YES, NO = Option(token="1.1", affirm=True), Option(token="1.2", affirm=False)
SERIES_QUESTIONS = [
    _ask(QuestionKind.CONFIRM_SERIES, YES, Option(token="1.2", fills=True), Option(token="1.3", other_times=True)),
    *(
        _ask(kind, YES, NO, booking_ids=ids)
        for kind in (QuestionKind.CONFIRM_SERIES, QuestionKind.CONFIRM_SERIES_MOVE, QuestionKind.CONFIRM_SERIES_CANCEL)
        for ids in ((1, 2), (1,))
    ),
    _ask(
        QuestionKind.WHICH_BOOKING, Option(token="1.1", booking_id=1), Option(token="1.2", booking_id=1, following=True)
    ),
]
