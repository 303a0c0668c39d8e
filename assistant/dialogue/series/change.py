"""What comes next while a booking and all that follow it in its series are being moved or cancelled."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    NotifyDropped,
    Reply,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.choices import ask
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import ask_person, ask_which_time
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.series.acts import (
    InformSeriesStays,
    InformSeriesTooLate,
    RequestSeriesCancelConfirmation,
    RequestSeriesMoveConfirmation,
)
from assistant.dialogue.services import (
    CancelSeries,
    MoveSeries,
    PlanSeriesMove,
    SeriesMovePlanned,
    SeriesTarget,
    ServiceCall,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.exclusions import list_without_people
from assistant.dialogue.timing.readings import Settled, Unclear, settle
from assistant.dialogue.timing.wishes import find_able


def is_one_series(bookings: Iterable[Booking]) -> bool:
    """Return whether all of `bookings` belong to one series."""
    series = {b.series for b in bookings}
    return len(series) == 1 and None not in series


def is_too_late(booking: Booking, facts: Facts, *, is_cancel: bool) -> bool:
    """Return whether the policy under which `booking` was made forbids the change by now."""
    cutoff = booking.cancel_cutoff if is_cancel else booking.reschedule_cutoff
    return facts.now > booking.starts_at - cutoff


def decide_series_change(state: DialogueState, facts: Facts, bookings: tuple[Booking, ...]) -> Reply | ServiceCall:
    """Return the next step: say which of `bookings` may no longer be changed, and ask about the others."""
    is_cancel = state.task is Task.CANCEL
    late = tuple(b for b in bookings if is_too_late(b, facts, is_cancel=is_cancel))
    told = (InformSeriesTooLate(bookings=late, is_cancel=is_cancel),) if late else ()
    able = tuple(b for b in bookings if b not in late)
    if not able:
        return Reply(acts=told)
    kind = QuestionKind.CONFIRM_SERIES_CANCEL if is_cancel else QuestionKind.CONFIRM_SERIES_MOVE
    asked = state.question if state.question and state.question.kind is kind else None
    if asked and state.turn.negated:
        return Reply(acts=(NotifyDropped(),))
    agreed = asked if asked and agrees(state) and is_still_about(asked, bookings) else None
    if not is_cancel:
        return decide_series_move(state, facts, able, told, agreed)
    if agreed:
        return CancelSeries(booking_ids=agreed.booking_ids)
    act = RequestSeriesCancelConfirmation(bookings=able)
    return Reply(acts=(*told, act), question=ask_about(able, kind, facts))


def decide_series_move(
    state: DialogueState,
    facts: Facts,
    bookings: tuple[Booking, ...],
    told: tuple[SystemAct, ...],
    agreed: Question | None,
) -> Reply | ServiceCall:
    """Find where the bookings are to go, see which can, ask, and do it on a yes.

    Args:
        state: What is known.
        facts: The shop and the present.
        bookings: Those that may still be moved.
        told: What is to be said of the others.
        agreed: The question that the customer has just said yes to; None where they have not.
    """
    service = facts.shop.find_service(bookings[0].service_id)
    if missing := ask_person(state, facts, service):
        return missing
    settled = settle(state.wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon, service=service)
    if isinstance(settled, Unclear):
        return ask_which_time(settled, facts)
    person_id = next(iter(find_able(state, service, facts.shop)), None)
    target = _find_target(settled, person_id, any_person=state.any_person)
    target = target and replace(target, without_resource_ids=list_without_people(state, bookings[0], facts.shop))
    if target is None:
        question = ask(QuestionKind.SERIES_TIME, facts)
        return Reply(acts=(*told, RequestSlot(kind=QuestionKind.SERIES_TIME)), question=question)
    planned = next((r for r in reversed(state.turn.results) if isinstance(r, SeriesMovePlanned)), None)
    if planned is None:
        if agreed and agreed.target == target:
            return MoveSeries(booking_ids=agreed.booking_ids, target=target)
        return PlanSeriesMove(booking_ids=tuple(b.id for b in bookings), target=target)
    return _ask_to_move(planned, target, told, facts)


def _find_target(settled: Settled, person_id: int | None, *, any_person: bool) -> SeriesTarget | None:
    """Return where the bookings are to go, or None where that is no one day of the week or time of day yet."""
    day, clock = settled.day, settled.clock
    is_open = (day is not None and not day.is_one_day) or (clock is not None and not clock.is_point)
    if is_open or (day, clock, person_id, any_person) == (None, None, None, False):
        return None
    return SeriesTarget(
        weekday=day.first.weekday() if day and day.first else None,
        minute=clock.start if clock else None,
        resource_id=person_id,
        any_person=any_person,
    )


def _ask_to_move(planned: SeriesMovePlanned, target: SeriesTarget, told: tuple[SystemAct, ...], facts: Facts) -> Reply:
    able = tuple(m for m in planned.moves if m.starts_at)
    unable = tuple(m for m in planned.moves if not m.starts_at)
    if not planned.moves:
        return Reply(acts=(*told, NotifyDropped()))
    acts = (*told, InformSeriesStays(moves=unable)) if unable else told
    if not able:
        act = RequestSlot(kind=QuestionKind.SERIES_TIME)
        return Reply(acts=(*acts, act), question=ask(QuestionKind.SERIES_TIME, facts))
    request = RequestSeriesMoveConfirmation(moves=able, person_id=target.resource_id)
    question = ask_about([m.booking for m in able], QuestionKind.CONFIRM_SERIES_MOVE, facts)
    return Reply(acts=(*acts, request), question=replace(question, target=target))


def agrees(state: DialogueState) -> bool:
    """Return whether the customer said yes to what was asked, and changed nothing of it in the same turn."""
    return state.turn.affirmed and not state.turn.changed and not state.turn.returned


def is_still_about(question: Question, bookings: Iterable[Booking]) -> bool:
    """Return whether all that `question` was about is among `bookings`, as they are now, at the times it listed."""
    listed = zip(question.booking_ids, question.starts, strict=False)
    return len(question.starts) == len(question.booking_ids) and {(b.id, b.starts_at) for b in bookings} >= {*listed}


def ask_about(
    bookings: Sequence[Booking], kind: QuestionKind, facts: Facts, options: Sequence[Option] = (choices.YES, choices.NO)
) -> Question:
    """Return the question whether to do it to `bookings`: a yes is about these, at the times that they have now."""
    ids, starts = tuple(b.id for b in bookings), tuple(b.starts_at for b in bookings)
    return replace(ask(kind, facts, options), booking_ids=ids, starts=starts)
