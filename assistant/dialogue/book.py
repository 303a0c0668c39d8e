"""What comes next while a booking is being made: a table of what is missing, in the order of asking."""

from msgspec.structs import replace

from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    InformFree,
    InformPartySize,
    Reply,
    RequestConfirmation,
    RequestSlot,
)
from assistant.dialogue.choices import ask
from assistant.dialogue.existing.acts import InformNote
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import ask_person, ask_which_time, ask_who, find_refusal, offer
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.series.book import decide_series
from assistant.dialogue.services import ConfirmBooking, HoldTimeSlot, KeepHold, ServiceCall, TimeSlotHeld
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Unclear, settle
from assistant.dialogue.timing.wishes import build_wanted


def decide_booking(state: DialogueState, facts: Facts) -> Reply | ServiceCall:
    """Return the next step towards a booking: the first of these that has something to say."""
    state = take_only_service(state, facts)
    if missing := ask_service(state, facts):
        return missing
    service = facts.shop.find_service(state.service_ids[0])
    if missing := ask_person(state, facts, service) or ask_party_size(state, facts):
        return missing
    if state.recurrence:
        return decide_series(state, facts, state.recurrence)
    settled = settle(state.wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon, service=service)
    if isinstance(settled, Unclear):
        return ask_which_time(settled, facts)
    wanted = build_wanted(state, settled, booking=None, shop=facts.shop)
    return (
        confirm(state, wanted)
        or look_at_hold(state, facts, wanted)
        or hold(state, wanted)
        or offer(state, facts, wanted)
    )


def take_only_service(state: DialogueState, facts: Facts) -> DialogueState:
    """Return `state` with the shop's service wanted, where it has but one: nobody need name it."""
    offered = tuple(s.id for s in facts.shop.offered_services)
    return replace(state, service_ids=offered) if len(offered) == 1 and not state.service_ids else state


def ask_service(state: DialogueState, facts: Facts) -> Reply | None:
    """Ask for the service unless one is settled."""
    if len(state.service_ids) == 1:
        return None
    candidates = state.service_ids or tuple(s.id for s in facts.shop.offered_services)
    question = ask(QuestionKind.SERVICE, facts, choices.services(facts.shop, candidates))
    return Reply(acts=(RequestSlot(kind=QuestionKind.SERVICE, service_ids=candidates),), question=question)


def ask_party_size(state: DialogueState, facts: Facts) -> Reply | None:
    """Ask for how many, where the service is for parties, or which of several; say so where the party is too large.

    Whoever writes of a class without a number comes alone.
    """
    service = facts.shop.find_service(state.service_ids[0])
    largest = facts.shop.find_party_max(service)
    size = state.party_size or max(state.party_sizes, default=None)
    if size is not None and size > largest:
        options = [choices.YES, choices.NEVER_MIND] if largest == 1 else []
        question = ask(QuestionKind.PARTY_SIZE, facts, options)
        return Reply(acts=(InformPartySize(service_id=service.id, party_max=largest),), question=question)
    is_open = state.party_size is None and (state.party_sizes or not service.is_class)
    if is_open and largest > 1:
        act = RequestSlot(kind=QuestionKind.PARTY_SIZE, party_sizes=state.party_sizes)
        return Reply(acts=(act,), question=ask(QuestionKind.PARTY_SIZE, facts))
    return None


def confirm(state: DialogueState, wanted: Wanted) -> ServiceCall | None:
    """Book what is held, on a yes to the question whether to book it."""
    asked = state.question is not None and state.question.kind is QuestionKind.CONFIRM_BOOKING
    # What was held anew in this turn is not what the yes was said to.
    is_agreed = asked and state.turn.affirmed and not state.turn.results and not state.turn.returned
    if is_agreed and state.hold and _is_current(state, wanted):
        return ConfirmBooking(
            booking_id=state.hold.booking_id,
            wanted=wanted,
            name=state.booking_name,
            phone=state.phone,
            note=state.note,
            is_for_other=state.guest is not None,
        )
    return None


def look_at_hold(state: DialogueState, facts: Facts, wanted: Wanted) -> ServiceCall | Reply | None:
    """Ask for what a booking still needs, then for the yes: from the hold's row, read in this turn."""
    if state.hold is None or not _is_current(state, wanted):
        return None
    result = next((r for r in reversed(state.turn.results) if isinstance(r, TimeSlotHeld)), None)
    if result is None:
        return KeepHold(booking_id=state.hold.booking_id, wanted=wanted)
    held, others = result.booking, result.others
    if missing := ask_who(state, facts, InformFree(booking=held)):
        following = tuple(InformFree(booking=b) for b in others)
        return replace(missing, acts=(*missing.acts[:-1], *following, *missing.acts[-1:]))
    question = ask(QuestionKind.CONFIRM_BOOKING, facts, [choices.YES, choices.OTHER_TIMES, choices.NEVER_MIND])
    question = replace(question, booking_ids=tuple(b.id for b in (held, *others)))
    noted = (InformNote(note=state.note),) if state.note else ()
    return Reply(
        acts=(*noted, RequestConfirmation(booking=held, name=state.booking_name, others=others)), question=question
    )


def hold(state: DialogueState, wanted: Wanted) -> ServiceCall | None:
    """Keep the time that was picked, while the customer makes sure."""
    if state.picked is None or find_refusal(state):
        return None
    replacing = state.hold.booking_id if state.hold else None
    return HoldTimeSlot(wanted=wanted, starts_at=state.picked, replacing=replacing)


def _is_current(state: DialogueState, wanted: Wanted) -> bool:
    """Return whether the hold is still for what is wanted, and was not lost in this turn."""
    held = state.hold
    if held is None or held.series or find_refusal(state):
        return False
    kept = (held.starts_at, held.service_id, held.person_id, held.without_person_ids, held.party_size, held.then)
    who = (wanted.resource_id, wanted.without_resource_ids)
    return kept == (state.picked, wanted.service_id, *who, wanted.party_size, wanted.then)
