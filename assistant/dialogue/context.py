"""What the reader of a message may know: the shop's catalogue, its clock, and what was asked last."""

from functools import lru_cache

from assistant.booking.model import SHOPS_MAX, Resource, Service, Shop
from assistant.dialogue.existing.objections import CONFIRMING, is_just_done
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState
from assistant.dialogue.waiting.wishes import asks_for_one
from assistant.understanding.context import Context, Entry, Expecting

EXPECTED = {
    QuestionKind.MENU: Expecting.CHOICE,
    QuestionKind.SERVICE: Expecting.SERVICE,
    QuestionKind.PERSON: Expecting.PERSON,
    QuestionKind.PARTY_SIZE: Expecting.PARTY_SIZE,
    QuestionKind.TIME: Expecting.TIME,
    QuestionKind.DAY_READING: Expecting.CHOICE,
    QuestionKind.CLOCK_READING: Expecting.CHOICE,
    QuestionKind.HEADS_READING: Expecting.CHOICE,
    QuestionKind.PLACE_READING: Expecting.CHOICE,
    QuestionKind.OFFER: Expecting.CHOICE,
    QuestionKind.NAME: Expecting.NAME,
    QuestionKind.NEW_NAME: Expecting.NAME,
    QuestionKind.PHONE: Expecting.PHONE,
    QuestionKind.CONFIRM_BOOKING: Expecting.CONFIRMATION,
    QuestionKind.CONFIRM_MOVE: Expecting.CONFIRMATION,
    QuestionKind.CONFIRM_CANCEL: Expecting.CONFIRMATION,
    QuestionKind.RHYTHM: Expecting.TIME,
    QuestionKind.SERIES_END: Expecting.SERIES_END,
    QuestionKind.SERIES_TIME: Expecting.TIME,
    QuestionKind.CONFIRM_SERIES: Expecting.CONFIRMATION,
    QuestionKind.CONFIRM_SERIES_MOVE: Expecting.CONFIRMATION,
    QuestionKind.CONFIRM_SERIES_CANCEL: Expecting.CONFIRMATION,
    QuestionKind.WHICH_BOOKING: Expecting.CHOICE,
    QuestionKind.ASPECT: Expecting.CHOICE,
    QuestionKind.RATING: Expecting.CHOICE,
    QuestionKind.RATING_COMMENT: Expecting.NOTHING,
}
"""What kind of answer each question asks for."""


def build_context(state: DialogueState, facts: Facts) -> Context:
    """Return the context in which the next message of a conversation is read."""
    shop = facts.shop
    services, people = _list_entries(shop)
    return Context(
        now=facts.now.astimezone(shop.location.zone).replace(tzinfo=None),
        locale=shop.locale,
        services=services,
        people=people,
        expecting=_expect(state),
        is_repeating=state.recurrence is not None,
        options=state.question.titles if state.question else (),
        takes_time=_takes_time(state),
        takes_name=_takes_name(state),
        puts_right=state.question is not None and is_just_done(state),
    )


def _expect(state: DialogueState) -> Expecting:
    """Return what the open question asks for; to "shall I start with one?" a number is the time where none is known."""
    if state.question is None:
        return Expecting.NOTHING
    is_time = asks_for_one(state) and not state.wish.clocks
    return Expecting.CONFIRMATION if is_time else EXPECTED[state.question.kind]


def _takes_time(state: DialogueState) -> bool:
    """Return whether a number puts the time right that is held, while a name is due, or that was just let go."""
    if state.question is None:
        return state.task is None and state.let_go is not None
    return state.task is Task.BOOK and state.question.kind is QuestionKind.NAME


def _takes_name(state: DialogueState) -> bool:
    """Return whether a message may be a name and no more: none is known, or the one to be confirmed is corrected."""
    if state.task is not Task.BOOK or state.question is None:
        return False
    return not state.name or state.question.kind in CONFIRMING


@lru_cache(maxsize=SHOPS_MAX)
def _list_entries(shop: Shop) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    return tuple(map(_entry, shop.offered_services)), tuple(map(_entry, shop.find_people()))


def _entry(thing: Service | Resource) -> Entry:
    return Entry(id=thing.id, name=thing.name, aliases=thing.aliases)
