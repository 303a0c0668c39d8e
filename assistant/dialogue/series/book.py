"""What comes next while a series is being booked: what is missing is asked, then all of it is held, then confirmed."""

from msgspec.structs import replace

from assistant.booking.hours import ONE_DAY, ONE_WEEK
from assistant.booking.series import SeriesWish
from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import Reply, RequestSlot
from assistant.dialogue.choices import ask
from assistant.dialogue.existing.acts import InformNote
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import ask_which_time, ask_who, offer
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.series.acts import (
    OfferSeries,
    RequestSeriesConfirmation,
)
from assistant.dialogue.series.recurrence import has_end
from assistant.dialogue.services import ConfirmSeries, HoldSeries, SeriesHeld, ServiceCall
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Unclear, settle
from assistant.dialogue.timing.wishes import build_wanted
from assistant.understanding.times.model import Recurrence


def decide_series(state: DialogueState, facts: Facts, recurrence: Recurrence) -> Reply | ServiceCall:
    """Return the next step towards a series, once service, person and party are known.

    A series is made of its first time, which is found like any other, a rhythm and an end. Without an end there is no
    series: it is asked for.
    """
    if not recurrence.every_weeks:
        return Reply(
            acts=(RequestSlot(kind=QuestionKind.RHYTHM),),
            question=ask(QuestionKind.RHYTHM, facts, [choices.ONCE, choices.NEVER_MIND]),
        )
    service = facts.shop.find_service(state.service_ids[0])
    settled = settle(state.wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon, service=service)
    if isinstance(settled, Unclear):
        return ask_which_time(settled, facts)
    wanted = build_wanted(state, settled, booking=None, shop=facts.shop)
    series = build_series(wanted, recurrence, fills=state.fills)
    if series is None:
        return offer(state, facts, wanted)
    if not has_end(recurrence) or (series.last_day and series.last_day < series.first_day):
        # Without choices: where these are numbered, "2" would be the second of them, and not twice.
        question = ask(QuestionKind.SERIES_END, facts)
        return Reply(acts=(RequestSlot(kind=QuestionKind.SERIES_END),), question=question)
    return _confirm(state, wanted, series) or _look_at_holds(state, facts, wanted, series)


def build_series(wanted: Wanted, recurrence: Recurrence, *, fills: bool) -> SeriesWish | None:
    """Return the series that begins at the wanted time, or None where that is no one time yet."""
    if not wanted.is_point or wanted.first_day is None or wanted.first_minute is None or not recurrence.every_weeks:
        return None
    ends = [recurrence.last] if recurrence.last else []
    if recurrence.for_weeks:
        ends.append(wanted.first_day + recurrence.for_weeks * ONE_WEEK - ONE_DAY)
    return SeriesWish(
        first_day=wanted.first_day,
        minute=wanted.first_minute,
        every_weeks=recurrence.every_weeks,
        count=recurrence.count,
        last_day=min(ends, default=None),
        without=wanted.without,
        fills=fills,
    )


def _confirm(state: DialogueState, wanted: Wanted, series: SeriesWish) -> ServiceCall | None:
    """Book what is held, on a yes to the question whether to book it."""
    asked = state.question is not None and state.question.kind is QuestionKind.CONFIRM_SERIES
    # What was held anew in this turn is not what the yes was said to.
    is_agreed = asked and state.turn.affirmed and not state.turn.results and not state.turn.returned
    if not is_agreed or state.hold is None or not _is_current(state, wanted, series):
        return None
    return ConfirmSeries(
        wanted=wanted,
        series=series,
        held=state.hold.booking_ids,
        name=state.booking_name,
        phone=state.phone,
        note=state.note,
        is_for_other=state.guest is not None,
    )


def _look_at_holds(state: DialogueState, facts: Facts, wanted: Wanted, series: SeriesWish) -> Reply | ServiceCall:
    """Hold what can be had, then ask for what is missing, then for the yes: from rows, read in this turn."""
    held = next((r for r in reversed(state.turn.results) if isinstance(r, SeriesHeld)), None)
    if held is None:
        ids = (state.hold.booking_ids or (state.hold.booking_id,)) if state.hold else ()
        return HoldSeries(wanted=wanted, series=series, held=ids)
    if not held.bookings:  # why its first time cannot be had is said like that of any time, with others
        return offer(state, facts, wanted)
    told = OfferSeries(held=held, series=series, wanted=wanted)
    if missing := ask_who(state, facts, told):
        return missing
    can_fill = not series.fills and any(c.instead for c in held.conflicts)
    options = [choices.YES, *([choices.FILL] if can_fill else []), choices.OTHER_TIMES, choices.NEVER_MIND]
    question = ask(QuestionKind.CONFIRM_SERIES, facts, options)
    starts = tuple(b.starts_at for b in held.bookings)
    question = replace(question, booking_ids=tuple(b.id for b in held.bookings), starts=starts)
    noted = (InformNote(note=state.note),) if state.note else ()
    request = RequestSeriesConfirmation(bookings=held.bookings, name=state.booking_name)
    return Reply(acts=(*noted, told, request), question=question)


def _is_current(state: DialogueState, wanted: Wanted, series: SeriesWish) -> bool:
    """Return whether what is held is still what is wanted."""
    held = state.hold
    if held is None:
        return False
    kept = (held.series, held.service_id, held.person_id, held.without_person_ids, held.party_size)
    return kept == (series, wanted.service_id, wanted.resource_id, wanted.without_resource_ids, wanted.party_size)
