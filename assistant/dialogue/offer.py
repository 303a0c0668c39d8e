"""Offer times, and ask which time is meant: the same while booking and while moving a booking."""

from msgspec.structs import replace

from assistant.booking.bookings import Refusal, Rule, TimeSlot
from assistant.booking.model import Service
from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    ClarifyTime,
    InformUnknownPerson,
    InformWrongPerson,
    NotifyHoldReleased,
    OfferTimes,
    Reply,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.choices import ask
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import Option, Question, QuestionKind
from assistant.dialogue.services import FindTimeSlots, HoldReleased, ServiceCall, TimeSlotRefused, TimeSlotsFound
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Unclear
from assistant.dialogue.timing.wishes import find_able


def ask_person(state: DialogueState, facts: Facts, service: Service) -> Reply | None:
    """Ask which person is meant, or for another one where the one asked for does not do the service."""
    able = find_able(state, service, facts.shop)
    if state.turn.unknown_person and not state.person_ids and not state.any_person:
        return _ask_for_another(state.turn.unknown_person, facts, service)
    if not state.person_ids or len(able) == 1:
        return None
    candidates = able or tuple(p.id for p in facts.shop.find_people(service))
    question = ask(QuestionKind.PERSON, facts, choices.people(candidates))
    acts: list[SystemAct] = [RequestSlot(kind=QuestionKind.PERSON, person_ids=candidates)]
    if not able:
        acts.insert(0, InformWrongPerson(service_id=service.id, person_id=state.person_ids[0]))
    return Reply(acts=tuple(acts), question=question)


def _ask_for_another(name: str, facts: Facts, service: Service) -> Reply | None:
    """Say that nobody of that name works here, and ask who it shall be of those who do it; None where nobody does."""
    candidates = tuple(p.id for p in facts.shop.find_people(service))
    if not candidates:
        return None
    acts = (
        InformUnknownPerson(name=name, service_id=service.id, person_ids=candidates),
        RequestSlot(kind=QuestionKind.PERSON, person_ids=candidates),
    )
    return Reply(acts=acts, question=ask(QuestionKind.PERSON, facts, choices.people(candidates)))


def ask_who(state: DialogueState, facts: Facts, free: SystemAct) -> Reply | None:
    """Ask whom a held time is for, once it was told what is held; None where that is known."""
    if not state.booking_name:
        acts = (free, RequestSlot(kind=QuestionKind.NAME))
        return Reply(acts=acts, question=ask(QuestionKind.NAME, facts))
    if facts.shop.ask_phone and not state.phone:
        return Reply(acts=(RequestSlot(kind=QuestionKind.PHONE),), question=ask(QuestionKind.PHONE, facts))
    return None


def ask_which_time(unclear: Unclear, facts: Facts) -> Reply:
    """Ask which of the readings that remain is meant."""
    if unclear.days:
        days = tuple(d.first for d in unclear.days if d.first)
        question = ask(QuestionKind.DAY_READING, facts, choices.days(unclear.days))
        return Reply(acts=(ClarifyTime(days=days),), question=question)
    question = ask(QuestionKind.CLOCK_READING, facts, choices.clocks(unclear.clocks))
    return Reply(acts=(ClarifyTime(clocks=unclear.clocks),), question=question)


def ask_place(state: DialogueState, facts: Facts) -> Reply | None:
    """Ask which offered time a number means, by its place or by its hour; None where that is plain."""
    starts = state.turn.place_or_hour
    if not starts or state.picked:
        return None
    question = ask(QuestionKind.PLACE_READING, facts, [Option(token="", starts_at=start) for start in starts])
    return Reply(acts=(ClarifyTime(starts=starts),), question=question)


def offer(state: DialogueState, facts: Facts, wanted: Wanted) -> Reply | ServiceCall:
    """Offer what is free near what was wanted, saying why where that itself is not.

    Nothing is remembered of an offer but its choices: what is asked again is looked up again, and so is still free.
    """
    found = find_offers(state)
    if found is None:
        return FindTimeSlots(wanted=wanted)
    offers, refused = found.offers, find_refusal(state)
    if refused and offers.refusal is None:
        offers = replace(offers, refusal=refused)
    released = any(isinstance(r, HoldReleased) for r in state.turn.results)
    # What was found after the refusal knows better: of a class some places may be left.
    is_gone = bool(refused and offers.refusal and {refused.rule, offers.refusal.rule} == {Rule.TAKEN})
    act = OfferTimes(offers=offers, is_gone=is_gone)
    return Reply(
        acts=(NotifyHoldReleased(), act) if released else (act,),
        question=_ask_to_pick(offers.exact or offers.time_slots, facts),
    )


def _ask_to_pick(slots: tuple[TimeSlot, ...], facts: Facts) -> Question:
    if not slots:
        return ask(QuestionKind.TIME, facts)
    return ask(QuestionKind.OFFER, facts, [*choices.time_slots(slots), choices.OTHER_TIMES])


def find_refusal(state: DialogueState) -> Refusal | None:
    """Return why the diary refused a time in this turn, or None where it did not."""
    refusals = (r.refusal for r in reversed(state.turn.results) if isinstance(r, TimeSlotRefused))
    return next(refusals, None)


def find_offers(state: DialogueState) -> TimeSlotsFound | None:
    """Return what the last search of this turn found; a search before a refusal knows too little."""
    last = next((r for r in reversed(state.turn.results) if isinstance(r, TimeSlotsFound | TimeSlotRefused)), None)
    return last if isinstance(last, TimeSlotsFound) else None
