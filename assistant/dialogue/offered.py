"""Read which of several services is meant by what tells them apart: how long they take, or that all are wanted."""

import re
from datetime import timedelta

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Understanding

_HOUR_LONG = re.compile(
    r"\b(?:the|full|whole) hour(?: one)?\b(?! (?:later|earlier|before|after))|\bhour[- ]long\b", re.IGNORECASE
)
_ALL = re.compile(
    r"\W*(?:both|both of (?:them|those)|all(?: of (?:them|those))?|the two)(?: please| pls| thanks)?\W*", re.IGNORECASE
)
_LENGTH = re.compile(r"\b\d+\b|\b(?:an?|half|hours?|hrs?|minutes?|mins?)\b", re.IGNORECASE)
"""What of a service's name tells how long it takes."""
_MINUTES = frozenset(("15", "20", "30", "40", "45", "50", "60", "90", "120"))
ALL_MAX = 3
"""Of more services than these nobody means all."""


def read_offered(state: DialogueState, heard: Understanding, shop: Shop) -> Understanding:
    """Return the message with the services that it means, of those that are offered or that it may mean.

    "45 minutes" are the lesson that takes so long, "both" are a visit of two, and "the gel one" is none that was not
    offered. "Make it an hour" is the longer lesson of the kind that is planned.
    """
    if state.task not in (None, Task.BOOK):
        return heard
    wishes = tuple(read_offered(state, wish, shop) for wish in heard.wishes)
    heard = replace(heard, wishes=wishes) if wishes else heard
    offered = _list_offered(state)
    if 1 < len(offered) <= ALL_MAX and not heard.service_ids and _ALL.fullmatch(heard.text):
        return replace(heard, service_ids=offered, several_services=offered, several=None, acts=(), scope=None)
    if len(heard.service_ids) > 1 and not heard.several_services:
        shared = tuple(i for i in heard.service_ids if i in offered)
        heard = replace(heard, service_ids=shared or heard.service_ids)
    return _choose_by_length(state, heard, offered, shop)


def _choose_by_length(
    state: DialogueState, heard: Understanding, offered: tuple[int, ...], shop: Shop
) -> Understanding:
    minutes = _find_minutes(heard, is_asked=bool(offered))
    if minutes is None or heard.several_services:
        return heard
    candidates = heard.service_ids or offered or _list_alike(state, heard, shop)
    chosen = tuple(i for i in candidates if shop.find_service(i).duration == timedelta(minutes=minutes))
    if not chosen or (heard.service_ids and len(chosen) == len(candidates)):
        return heard
    # "Can I make it an hour?" has its answer in that.
    questions = heard.questions if heard.service_ids else ()
    return replace(heard, service_ids=chosen, lengths=(), selection=None, questions=questions)


def _find_minutes(heard: Understanding, *, is_asked: bool) -> int | None:
    told = {length.minutes for length in heard.lengths}
    if told:
        return told.pop() if len(told) == 1 else None
    if _HOUR_LONG.search(heard.text):
        return 60
    number = heard.text.strip(" .!")
    # No list is so long that it may be a place in it.
    return int(number) if is_asked and number in _MINUTES else None


def _list_offered(state: DialogueState) -> tuple[int, ...]:
    """Return the services among which was to be chosen; none where that is not what was asked."""
    question = state.question
    if question is None or question.kind is not QuestionKind.SERVICE:
        return ()
    return tuple(option.service_id for option in question.options if option.service_id is not None)


def _list_alike(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[int, ...]:
    """Return the services that differ from the planned one by how long they take; none where nothing is changed."""
    if state.task is not Task.BOOK or len(state.service_ids) != 1 or not heard.amends:
        return ()
    planned = _name_plain(shop.find_service(state.service_ids[0]).name)
    return tuple(s.id for s in shop.offered_services if _name_plain(s.name) == planned)


def _name_plain(name: str) -> str:
    return " ".join(_LENGTH.sub(" ", name).lower().split())
