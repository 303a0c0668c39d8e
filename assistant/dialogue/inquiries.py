"""Track what is asked about the shop, or about who answers: it is answered, and what is open stays as it is."""

import re
from datetime import date

from msgspec.structs import replace

from assistant.dialogue.existing.amend import find_own_bookings
from assistant.dialogue.existing.edits import edit_booking
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.intents.rules import SOCIAL
from assistant.understanding.model import Hunch, Inquiry, InquiryTopic, Intent, Understanding

_ASKS = re.compile(
    r"\s*(?:what|when|where|who|how|which|why|is|are|do|does|did|can|could|will|would|should|have|has)\b", re.IGNORECASE
)
DAYS_MAX = 3
"""Of so many days the hours are told one by one."""
TOLD_BESIDE = frozenset(
    {InquiryTopic.PLACE, InquiryTopic.PHONE, InquiryTopic.HOURS, InquiryTopic.PAYMENT, InquiryTopic.WHO}
)
"""What is answered as well where something else was asked first."""
_AND = re.compile(r"\s*(?:and|ok|what about|how about|or|on|for|then|also|\s)*[?.!\s]*", re.IGNORECASE)
"""What stands around a day of which the same is asked as before."""


def track_inquiry(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with what is asked, and the message without what belongs to that question alone.

    "Is Ben good?" wants nobody, "do I pay now?" no time, "do you work every day?" no rhythm.
    """
    state, heard = _set_priced_aside(state, heard)
    asked, *further = heard.inquiries or (_find_continued(state, heard),)
    state = replace(state, inquiry=asked)
    for other in further:
        state, heard = _answer_beside(state, heard, other)
    if asked is not None and _is_wish_for_person(state, heard, asked):
        is_mere = not (heard.service_ids or any(when.clocks for when in heard.times))  # else what is found tells it
        return _ask(state, heard, asked) if is_mere else state, heard
    if asked is not None and asked.topic is InquiryTopic.WHO and asked.person_ids and not _has_plan(state):
        return state, heard  # "does Ben do beards?" begins a plan, and what is found for it tells
    if asked is None or (asked.topic is InquiryTopic.OTHER and (heard.times or heard.service_ids)):
        is_question = "?" in heard.text or _ASKS.match(heard.text) is not None
        wonders = heard.hunch is Hunch.QUESTION and is_question
        return replace(state, turn=replace(state.turn, wonders=state.turn.wonders or wonders)), heard
    is_told_as_topic = asked.topic is InquiryTopic.PAYMENT and heard.topic is not None
    state = replace(state, turn=replace(state.turn, understood=True))
    state = state if is_told_as_topic else _ask(state, heard, asked)
    if asked.topic is InquiryTopic.DETAILS:
        state = replace(state, turn=replace(state.turn, service_ids=list_services(state) or state.turn.service_ids))
    return state, _set_aside(heard, asked, asked.service_ids if _has_plan(state) else ())


def _ask(state: DialogueState, heard: Understanding, asked: Inquiry) -> DialogueState:
    told = replace(asked, days=_list_days(heard, asked))
    if asked.topic is InquiryTopic.WHO and not (told.days or told.service_ids):  # "and who does it?"
        told = replace(told, service_ids=heard.service_ids or list_services(state))
    in_order = sorted((*state.turn.inquiries, told), key=lambda one: one.start)
    return replace(state, turn=replace(state.turn, inquiries=tuple(in_order)))


def _answer_beside(state: DialogueState, heard: Understanding, asked: Inquiry) -> tuple[DialogueState, Understanding]:
    """Return both as `track_inquiry` does, for what is asked as well, where the shop's own tables tell it."""
    is_told = asked.topic in TOLD_BESIDE and not (asked.topic is InquiryTopic.PAYMENT and heard.topic is not None)
    services = asked.service_ids if _has_plan(state) else ()
    return (_ask(state, heard, asked), _set_aside(heard, asked, services)) if is_told else (state, heard)


def _find_continued(state: DialogueState, heard: Understanding) -> Inquiry | None:
    """Return what was asked last, where the message asks it of another day: "and Sunday?"; None where it does not."""
    last, (when, *others) = state.inquiry, heard.times or (None,)
    if last is None or last.topic is not InquiryTopic.HOURS or when is None or others or when.clocks:
        return None
    if not _AND.fullmatch(heard.text[: when.start] + heard.text[when.end :]):
        return None
    return replace(last, start=0, end=len(heard.text), person_ids=heard.person_ids or last.person_ids, is_all=True)


def _set_priced_aside(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Take the price of a service that is asked for in the middle of something else as the question that it is."""
    people = {*heard.person_ids} - {*(heard.inquiries[0].person_ids if heard.inquiries else ())}
    wants_more = {*heard.intents} - SOCIAL != {Intent.HELP} or heard.times or people
    changes = heard.amends or heard.new_service_ids or heard.adds_service
    if not _has_plan(state) or not heard.service_ids or wants_more or changes:
        return state, heard
    turn = replace(state.turn, service_ids=heard.service_ids, understood=True, asks_again=True)
    return replace(state, turn=turn), replace(heard, service_ids=(), several_services=())


def _has_plan(state: DialogueState) -> bool:
    """Return whether something is asked about a plan in which the service stands: another one is a mere question."""
    is_settled = state.question is not None and (state.task is not Task.BOOK or len(state.service_ids) == 1)
    return state.task is not None and is_settled


def _is_wish_for_person(state: DialogueState, heard: Understanding, asked: Inquiry) -> bool:
    """Return whether "is Ana in on Saturday?" is the beginning of a plan: where one is made it is a mere question."""
    is_presence = asked.topic is InquiryTopic.HOURS and Intent.AVAILABILITY in asked.intents and asked.person_ids
    says_more = heard.service_ids or any(when.clocks for when in heard.times)
    is_plan = says_more or state.question is None or len(state.service_ids) != 1
    return bool(is_presence and is_plan and heard.recurrence is None)


def list_services(state: DialogueState) -> tuple[int, ...]:
    """Return the ids of the services that are spoken of: those of the plan, or what was booked last."""
    if state.task is Task.BOOK:
        return (*state.service_ids, *state.then_service_ids)
    return (state.done.service_id,) if state.task is None and state.done else ()


def list_changed(state: DialogueState) -> tuple[int, ...]:
    """Return the ids of what the booking is of that is moved or cancelled, where it is asked how long "it" takes."""
    found = find_own_bookings(state)
    if found is None or all(asked.topic is not InquiryTopic.DETAILS for asked in state.turn.inquiries):
        return ()
    meant = (b for b in found.bookings if b.id in (state.booking_id, *state.booking_ids))
    return tuple(dict.fromkeys(edit_booking(b, state.edit).service_id for b in meant))


def _list_days(heard: Understanding, asked: Inquiry) -> tuple[date, ...]:
    """Return the days of which is asked; none where it is no day in particular: "every Saturday", "in May"."""
    if heard.recurrence and heard.recurrence.every_weeks is not None:
        return ()
    days = [day for w in heard.times if w.start < asked.end and asked.start < w.end for day in w.days]
    each = tuple(day.first for day in days[:DAYS_MAX] if day.first is not None and day.is_one_day)
    return each if len(each) == len(days[:DAYS_MAX]) else ()


def _set_aside(heard: Understanding, asked: Inquiry, services: tuple[int, ...] = ()) -> Understanding:
    """Return the message without what belongs to a question about the shop: it is not wanted, as `services` are not."""
    intents = tuple(i for i in heard.intents if i not in asked.intents)
    if asked.topic is InquiryTopic.DETAILS:
        return replace(heard, intents=(*intents, Intent.HELP))
    people = tuple(p for p in heard.person_ids if p not in asked.person_ids)
    times = tuple(w for w in heard.times if w.end <= asked.start or asked.end <= w.start)
    spans = heard.recurrence.spans if heard.recurrence else ()
    is_asked = all(asked.start <= start < asked.end for start, _ in spans)
    return replace(
        heard,
        intents=intents,
        service_ids=tuple(s for s in heard.service_ids if s not in services),
        person_ids=people,
        times=times,
        recurrence=None if is_asked else heard.recurrence,
    )
