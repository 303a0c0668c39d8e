"""Read a number as how many come, where a table or a class is spoken of: added to a party, or no hour that can be."""

import re

from msgspec.structs import replace

from assistant.booking.model import Service
from assistant.dialogue import choices
from assistant.dialogue.acts import ClarifyTime, Reply
from assistant.dialogue.existing.objections import is_just_done
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import Edit
from assistant.dialogue.question import Option, Question, QuestionKind, Task
from assistant.dialogue.state import DialogueState, begin
from assistant.dialogue.timing.readings import may_start
from assistant.dialogue.timing.times import wish_for
from assistant.understanding.model import Intent, Selection, Understanding
from assistant.understanding.party.words import N, read_number
from assistant.understanding.phrases import list_words
from assistant.understanding.times.model import ClockRange, DayRange, When

_ASKING_HOUR = frozenset({QuestionKind.TIME, QuestionKind.CLOCK_READING, QuestionKind.SERIES_TIME})
_NUMBER = re.compile(N)
_SAYS_HEADS = re.compile(
    r"(?:make (?:it|that|this)"
    r"|(?:might|could|will|would|it'?ll|we'?ll|to) be|we'?re|we are|it'?s|that'?s|so|actually|now"
    r"|(?:squeeze|fit)(?: us)? in|do|no|sorry|instead|then|just)(?: (?:just|only|now|maybe|probably|like))? $"
)
"""Right before a number that may be an hour, and may be how many come."""
_SAYS_EITHER = re.compile(r"\b(?:make (?:it|that|this)|be|so|actually)(?: (?:just|only|now|maybe|probably|like))? $")
"""The hour is no likelier than the people."""
_NOW = " now"
"""Right after such a number it is said of what has changed."""
_HEADS = frozenset({"people", "persons", "ppl", "guests", "heads", "party", "us"})
_HOUR = frozenset({"time", "hour", "clock", "pm", "am"})
_BOOKS = re.compile(r"\b(?:book|reserve|another|tables?|class(?:es)?|also|too|as well)\b")


def read_heads(state: DialogueState, heard: Understanding, facts: Facts) -> tuple[DialogueState, Understanding]:
    """Return the message with how many come by now, where it tells that by a change or by a mere number.

    The party that fits what is planned is remembered: "3 more" are not added to one that was too large.
    """
    if state.question and state.question.kind is QuestionKind.HEADS_READING:
        heard = _choose(state.question, heard)
    service = _find_service(state, facts)
    largest = facts.shop.find_party_max(service) if service else 1
    if service is None or largest == 1:
        return state, heard
    if state.party_size and state.party_size <= largest:
        state = replace(state, fitting_size=state.party_size)
    if heard.party_change and state.task is Task.BOOK:
        return state, _add_change(state, heard, service, largest)
    if is_just_done(state) and _says_of_last(heard):
        return state, _amend(heard, heard.party_size)
    if size := _read_instead(state, heard, largest):
        return state, replace(_amend(heard, size), times=(), excluded=(), acts=(), direction=None)
    size = _read_number(state, heard, largest)
    return (state, heard) if size is None else _weigh(state, heard, facts, service, size)


def _choose(question: Question, heard: Understanding) -> Understanding:
    """Return "people", or "the time", as a choice of what was asked."""
    words = list_words(heard.text.lower())
    is_told = heard.selection or heard.party_size or heard.times
    place = 0 if words & _HEADS else 1 if words & _HOUR else None
    if is_told or place is None or len(question.options) != 2:  # noqa: PLR2004 - the people and one hour
        return heard
    return replace(heard, selection=Selection(token=question.options[place].token), intents=(), acts=())


def _weigh(
    state: DialogueState, heard: Understanding, facts: Facts, service: Service, size: int
) -> tuple[DialogueState, Understanding]:
    """Return the message with a number as the people that it counts, as the hour that it is, or to be asked about."""
    days, (when,) = _list_days(state, facts), heard.times
    hours = tuple(one for one in when.clocks if may_start((one,), days, service, facts.shop, facts.now))
    if not hours or (size != state.party_size and _is_present_hour(state, hours, facts)):
        return state, replace(_amend(heard, size), times=(), acts=(), direction=None)
    text = heard.text.lower()
    says_either = _SAYS_EITHER.search(text, 0, when.start) is not None or text.startswith(_NOW, when.end)
    if size == state.party_size or not says_either:
        return state, heard
    return _wait(state, size, hours), replace(heard, times=(), acts=(), intents=(), direction=None, amends=False)


def _is_present_hour(state: DialogueState, hours: tuple[ClockRange, ...], facts: Facts) -> bool:
    """Return whether it would be at the hour at which it is already."""
    at = state.picked if state.task is Task.BOOK else state.last.starts_at if state.last else None
    return at is not None and any(one in hours for one in wish_for(at, facts.shop).clocks)


def _wait(state: DialogueState, size: int, hours: tuple[ClockRange, ...]) -> DialogueState:
    """Return `state` with what a number may be to be asked, and the booking that was just made to be changed."""
    if state.task is None:
        state = replace(begin(state, Task.RESCHEDULE), booking_id=state.last_booking_id)
    return replace(state, turn=replace(state.turn, heads_or_hours=(size, hours), understood=True))


def ask_heads(state: DialogueState, facts: Facts) -> Reply | None:
    """Ask whether a number is how many come, or an hour; None where that is not open."""
    if state.turn.heads_or_hours is None:
        return None
    size, hours = state.turn.heads_or_hours
    options = [Option(token="", party_size=size), *choices.clocks(hours)]
    question = choices.ask(QuestionKind.HEADS_READING, facts, options)
    return Reply(acts=(ClarifyTime(party_size=size, clocks=hours),), question=question)


def take(state: DialogueState, size: int) -> DialogueState:
    """Return `state` for so many people: what is planned, or the booking that is being changed."""
    if state.task is Task.RESCHEDULE:
        edit = replace(state.edit or Edit(), party_size=size, party_change=0)
        return replace(state, edit=edit, picked=None, shown=())
    return replace(state, party_size=size, party_sizes=(), picked=None, shown=(), refused=())


def _says_of_last(heard: Understanding) -> bool:
    """Return whether a party, with at most an hour beside it, is that of what was just booked: "9 at 9", "6 of us"."""
    names_else = heard.service_ids or heard.person_ids or heard.name or heard.another or heard.for_other or heard.code
    is_new = names_else or heard.recurrence or any(when.days for when in heard.times)
    return heard.party_size is not None and not is_new and _BOOKS.search(heard.text.lower()) is None


def _amend(heard: Understanding, size: int | None) -> Understanding:
    """Return the message as one that changes the party of what is spoken of."""
    kept = tuple(i for i in heard.intents if i is not Intent.BOOK)
    return replace(heard, party_size=size, amends=True, intents=kept)


def _find_service(state: DialogueState, facts: Facts) -> Service | None:
    """Return what is planned, or what was just booked, or is being changed."""
    if state.task is Task.BOOK:
        offered = state.service_ids or tuple(s.id for s in facts.shop.offered_services)
        return facts.shop.find_service(offered[0]) if len(offered) == 1 else None
    is_last = state.booking_id is not None and state.booking_id == state.last_booking_id
    changes = state.task is Task.RESCHEDULE and is_last
    return (
        facts.shop.find_service(state.last.service_ids[0]) if (is_just_done(state) or changes) and state.last else None
    )


def _add_change(state: DialogueState, heard: Understanding, service: Service, largest: int) -> Understanding:
    """Return the message with the whole party: who comes to a class and says no number comes alone."""
    size = state.party_size or (1 if service.is_class and not state.party_sizes else None)
    if size and size > largest:
        size = state.fitting_size
    if size is None:
        return heard
    intents = tuple(i for i in heard.intents if i is not Intent.CANCEL)
    size = max(1, size + (heard.party_change or 0))
    return replace(heard, party_size=size, party_change=None, intents=intents, other_person=False, acts=(),
                   direction=None)  # fmt: skip


def _read_number(state: DialogueState, heard: Understanding, largest: int) -> int | None:
    """Return the number of a message that names nothing else, and that was read as an hour."""
    asks_hour = state.question is not None and state.question.kind in _ASKING_HOUR
    if asks_hour or len(heard.times) != 1 or heard.party_size or heard.service_ids or heard.selection:
        return None
    (when,) = heard.times
    text = heard.text.lower()
    if _SAYS_HEADS.search(text, 0, when.start) is None and not text.startswith(_NOW, when.end):
        return None
    size = _read_bare(text, when)
    return size if 0 < size <= largest else None


def _read_instead(state: DialogueState, heard: Understanding, largest: int) -> int | None:
    """Return the number that is told instead of how many they are: "not 2, 3", of a table for two at seven."""
    if len(heard.excluded) != 1 or len(heard.times) != 1 or heard.service_ids or heard.party_size:
        return None
    text = heard.text.lower()
    denied, size = _read_bare(text, heard.excluded[0]), _read_bare(text, heard.times[0])
    return size if 0 < size <= largest and denied and denied == state.party_size else None


def _read_bare(text: str, when: When) -> int:
    """Return the number that a time is in the text, where it is no more than that; else 0."""
    told = text[when.start : when.end]
    return 0 if when.days or _NUMBER.fullmatch(told) is None else read_number(told)


def _list_days(state: DialogueState, facts: Facts) -> tuple[DayRange, ...]:
    """Return the days that are spoken of: those of the plan, or that of the booking; none where it may be any."""
    if state.wish.days or state.task is Task.BOOK or state.last is None or state.last.starts_at is None:
        return state.wish.days
    return wish_for(state.last.starts_at, facts.shop).days
