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

_AND = re.compile(r"\s*(?:and|ok|what about|how about|or|on|for|then|also|\s)*[?.!\s]*", re.IGNORECASE)
"""What stands around a day of which the same is asked as before."""


def track_inquiry(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with what is asked, and the message without what belongs to that question alone.

    "Is Ben good?" wants nobody, "do I pay now?" no time, "do you work every day?" no rhythm.
    """
    state, heard = _set_priced_aside(state, heard)
    asked = heard.inquiry or _find_continued(state, heard)
    state = replace(state, inquiry=asked)
    if asked is not None and _is_wish_for_person(state, heard, asked):
        is_mere = not (heard.service_ids or any(when.clocks for when in heard.times))  # else what is found tells it
        turn = replace(state.turn, inquiry=asked, asked_day=_find_day(heard, asked)) if is_mere else state.turn
        return replace(state, turn=turn), heard
    if asked is None or (asked.topic is InquiryTopic.OTHER and (heard.times or heard.service_ids)):
        is_question = "?" in heard.text or _ASKS.match(heard.text) is not None
        wonders = heard.hunch is Hunch.QUESTION and is_question
        return replace(state, turn=replace(state.turn, wonders=state.turn.wonders or wonders)), heard
    is_told_as_topic = asked.topic is InquiryTopic.PAYMENT and heard.topic is not None
    inquiry = None if is_told_as_topic else asked
    turn = replace(state.turn, inquiry=inquiry, asked_day=_find_day(heard, asked), understood=True)
    if asked.topic is InquiryTopic.DETAILS:
        turn = replace(turn, service_ids=list_services(state) or turn.service_ids)
    return replace(state, turn=turn), _set_aside(heard, asked)


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
    people = {*heard.person_ids} - {*(heard.inquiry.person_ids if heard.inquiry else ())}
    is_settled = state.question is not None and (state.task is not Task.BOOK or len(state.service_ids) == 1)
    wants_more = {*heard.intents} - SOCIAL != {Intent.HELP} or heard.times or people
    changes = heard.amends or heard.new_service_ids or heard.adds_service
    if state.task is None or not is_settled or not heard.service_ids or wants_more or changes:
        return state, heard
    turn = replace(state.turn, service_ids=heard.service_ids, understood=True, asks_again=True)
    return replace(state, turn=turn), replace(heard, service_ids=(), several_services=())


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
    asked, found = state.turn.inquiry, find_own_bookings(state)
    if asked is None or asked.topic is not InquiryTopic.DETAILS or found is None:
        return ()
    meant = (b for b in found.bookings if b.id in (state.booking_id, *state.booking_ids))
    return tuple(dict.fromkeys(edit_booking(b, state.edit).service_id for b in meant))


def _find_day(heard: Understanding, asked: Inquiry) -> date | None:
    """Return the one day of which is asked; None where it is no one day: "every Saturday"."""
    if heard.recurrence and heard.recurrence.every_weeks is not None:
        return None
    days = (w.days[0] for w in heard.times if w.days and w.start < asked.end and asked.start < w.end)
    return next((day.first for day in days if day.is_one_day), None)


def _set_aside(heard: Understanding, asked: Inquiry) -> Understanding:
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
        person_ids=people,
        times=times,
        recurrence=None if is_asked else heard.recurrence,
    )
