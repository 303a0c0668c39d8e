"""Track wishes that wait: put off while something else is talked about, taken up when that has ended.

A message may hold several wishes, and a wish may come while another is open: "yes, and one for Tom at 4". One is talked
about at a time; the others are kept as they were understood when they were said, so that tomorrow stays that day.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.existing.objections import CONFIRMING
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState, begin
from assistant.dialogue.timing.times import wish_for
from assistant.dialogue.waiting.beside import follows, place_beside
from assistant.understanding.besides.complete import books
from assistant.understanding.intents.rules import SOCIAL
from assistant.understanding.model import Intent, Understanding
from assistant.understanding.times.model import When

WAITING_MAX = 9
"""So many wishes wait in one conversation; what is more is said to be too much at a time."""

_ONE_MORE = re.compile(r"\b(?:one|another)\b", re.IGNORECASE)
"""Whoever is waited for has a name yet to be told: "Sam at 11" tells it, "one for Tom" does not."""

_AFTER = re.compile(r"\b(?:right |straight |just )?after (?:her|him|them|me)\b", re.IGNORECASE)
_TOO = re.compile(r"\b(?:too|as well|also)\b", re.IGNORECASE)
_NOT_WANTED = re.compile(
    r"\b(?:skip|forget|drop|scrap|cancel|leave out|without|not|no|don'?t|never ?mind)\b", re.IGNORECASE
)


def hear_besides(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Return `state` with what is to wait, and of the message what is talked about now."""
    if heard.wishes:
        state, heard = _take_first(state, heard)
    if heard.own_name:
        state = replace(state, name=heard.own_name)
    if heard.absent and state.name and heard.name == heard.absent:  # whose is cancelled is not who writes
        heard = replace(heard, name=None)
    heard = place_beside(state, heard, shop)
    heard = _read_like_last(state, _read_exchange(state, _place_another(state, heard, shop)))
    state, heard = _hear_dropped(state, heard)
    state, heard = _hear_both_times(state, heard, shop)
    is_further = heard.another or state.turn.taken_up is not None
    if any(heard.guests) and state.task in (None, Task.BOOK):
        state, heard = _hear_group(state, heard, shop)
    if heard.count > 1 and state.task in (None, Task.BOOK):
        state, heard = _hear_count(state, heard, shop)
    if _is_for_somebody_else(state, heard):
        return _put_off_another(state, heard)
    if heard.another and not (heard.shift or heard.wants_usual or heard.recurrence):
        state, heard = _hear_another(state, heard, shop)
    return _hear_guest(state, heard, is_further=is_further)


def _read_exchange(state: DialogueState, heard: Understanding) -> Understanding:
    """Return "cancel my haircut and book Friday instead" as the move that it is: the old time stands until then."""
    says_when = heard.times or (heard.shift and heard.shift.moves)
    is_exchange = {Intent.CANCEL, Intent.BOOK} <= {*heard.intents} and len(heard.service_ids) <= 1
    if not (is_exchange and says_when) or state.task is not None:
        return heard
    kept = tuple(i for i in heard.intents if i not in (Intent.CANCEL, Intent.BOOK))
    return replace(heard, intents=(*kept, Intent.RESCHEDULE))


def _read_like_last(state: DialogueState, heard: Understanding) -> Understanding:
    """Return "the same for me an hour later" as the wish for another booking, so far from the last, that it is."""
    is_further = heard.another and heard.shift is not None and heard.shift.moves
    if not is_further or state.task is not None or state.last is None:
        return heard
    intents = tuple(dict.fromkeys((*heard.intents, Intent.BOOK)))
    return replace(heard, wants_usual=True, another=False, intents=intents)


def _hear_dropped(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Let go of what waits where it is not wanted any more: "skip the colour"; what is talked about goes on."""
    named = {*heard.service_ids, *heard.without_service_ids}
    is_other = not named & {*state.service_ids, *state.then_service_ids}
    dropped = tuple(wish for wish in state.waiting if is_other and {*wish.service_ids} & named)
    if heard.absent:  # "Bob can't make it", whose turn is yet to come
        dropped = tuple(wish for wish in state.waiting if wish.name and wish.name.lower() == heard.absent.lower())
    if not dropped or not (heard.absent or heard.without_service_ids or _NOT_WANTED.search(heard.text)):
        return state, heard
    turn = replace(state.turn, understood=True, let_go=dropped)
    kept = tuple(wish for wish in state.waiting if wish not in dropped)
    return replace(state, waiting=kept, turn=turn), Understanding(text=heard.text, sentiment=heard.sentiment)


def _take_first(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Put off all but the first of several wishes: what is new is secured before anything is let go."""
    first, *others = sorted(heard.wishes, key=lambda wish: Intent.CANCEL in wish.intents)
    social = tuple(i for i in heard.intents if i in SOCIAL)
    own_name = next((wish.name for wish in heard.wishes if wish.name and not wish.for_other), None)
    own_name = own_name or next((wish.own_name for wish in heard.wishes if wish.own_name), None)
    first = replace(
        first,
        intents=(*social, *_list_unsocial(first)),
        name=first.name if first.for_other else own_name,
        phone=heard.phone,
        sentiment=heard.sentiment,
    )
    named = (replace(wish, name=wish.name if wish.for_other else None) for wish in others)
    return put_off(state, (replace(wish, intents=_list_unsocial(wish)) for wish in named)), first


def _list_unsocial(wish: Understanding) -> tuple[Intent, ...]:
    return tuple(i for i in wish.intents if i not in SOCIAL)


def put_off(state: DialogueState, wishes: Iterable[Understanding], *, is_said: bool = True) -> DialogueState:
    """Return `state` with wishes that wait; what is more than can wait is told to be so."""
    new = tuple(wishes)
    waiting = (*state.waiting, *new)
    turn = replace(
        state.turn,
        understood=True,
        put_off=(*state.turn.put_off, *new) if is_said else state.turn.put_off,
        is_overfull=state.turn.is_overfull or len(waiting) > WAITING_MAX,
    )
    return replace(state, waiting=waiting[:WAITING_MAX], turn=turn)


def put_off_cancel(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Let a cancellation of something else wait while a booking is to be confirmed: what is new comes first."""
    confirms = state.question is not None and state.question.kind in (*CONFIRMING, QuestionKind.NAME)
    names_other = heard.service_ids and not {*heard.service_ids} & {*state.service_ids, *state.then_service_ids}
    is_other = state.task is Task.BOOK and heard.intents == (Intent.CANCEL,) and (names_other or heard.code)
    if not (confirms and is_other):
        return state, heard
    return put_off(state, [replace(heard, acts=())]), Understanding(text=heard.text, sentiment=heard.sentiment)


def _hear_count(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Take "two haircuts" for two people where the service is for one at a time, or a class; two tables are two.

    So are two dogs: they come under their owner's name.
    """
    ids = heard.service_ids or state.service_ids
    service = shop.find_service(ids[0]) if len(ids) == 1 else None
    if service and not heard.brings and (service.is_class or shop.find_party_max(service) == 1):
        return state, replace(heard, party_size=heard.party_size or heard.count, count=1)
    one = replace(heard, count=1, intents=_list_unsocial(heard), name=None)
    if follows(heard.text):
        one = replace(one, times=())
    return put_off(state, [replace(one, another=True, trace=())] * (heard.count - 1)), replace(heard, count=1)


def _hear_group(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Put off all but the first of several people who are named, where the service is for one at a time.

    A number of people that was told as well, "2 cuts for me and Jamie", is of the same.
    """
    service = shop.find_service(heard.service_ids[0]) if len(heard.service_ids) == 1 else None
    if service is None or service.is_class or shop.find_party_max(service) > 1:
        return state, replace(heard, count=1)
    one = replace(heard, guests=(), party_size=None, count=1, for_customer=False, own_name=None, trace=(), acts=())
    for_others = [
        replace(one, intents=(Intent.BOOK,), name=guest or None, another=True, for_other=True) for guest in heard.guests
    ]
    if heard.for_customer:
        return put_off(state, for_others), replace(heard, guests=(), party_size=None, count=1)
    first = replace(for_others[0], intents=heard.intents, another=False, own_name=heard.name)
    if heard.name:
        state = replace(state, name=heard.name)
    return put_off(state, for_others[1:]), first


def _place_another(state: DialogueState, heard: Understanding, shop: Shop) -> Understanding:
    """Return a wish for somebody else with the time that it tells by the one being planned: same time, after her."""
    is_same = heard.shift is not None and heard.shift.keeps_clock and not heard.shift.moves
    is_after = _AFTER.search(heard.text) is not None
    is_placed = (heard.for_other or heard.for_customer or heard.another) and not heard.times
    if not (is_placed and (is_same or is_after)):
        return heard
    if is_same:  # whoever is busy then is nobody that must be ruled out
        anyone = heard.any_person or heard.other_person
        heard = replace(heard, shift=None, any_person=anyone, other_person=False)
    if state.task is not Task.BOOK or state.picked is None:
        return heard
    ids = (*state.service_ids, *state.then_service_ids) if is_after and not is_same else ()
    starts_at = state.picked + sum((shop.find_service(i).duration for i in ids), timedelta())
    wish = wish_for(starts_at, shop)
    return replace(heard, times=(When(days=wish.days, clocks=wish.clocks, start=0, end=0),))


def _is_for_somebody_else(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a service is added for another person than whom the plan is for: that is no part of the visit."""
    if state.task is not Task.BOOK or not heard.adds_service or len(state.service_ids) != 1:
        return False
    return (heard.for_customer and state.guest is not None) or (
        heard.for_other and heard.name not in (None, state.guest)
    )


def _hear_another(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Begin a booking beside the one that was made, or put it off while one is being made."""
    if state.task is None:
        return _begin_another(state, heard, shop) if state.last else (state, heard)
    if state.task is not Task.BOOK:
        return _put_off_another(state, heard) if heard.for_other and state.question else (state, heard)
    if asks_for_one(state):
        return start_with_one(state), replace(heard, service_ids=())
    is_filled = (
        (state.guest == "" and not _ONE_MORE.search(heard.text))
        or len(state.service_ids) != 1
        or (heard.direction and not heard.for_other)
    )
    # "Another appointment on Friday", said of what is being planned, is one in its place.
    is_more = state.hold is not None and (heard.for_other or _TOO.search(heard.text))
    return (state, heard) if is_filled or not is_more else _put_off_another(state, heard)


def _hear_both_times(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Take "both Thursday and Friday" for two bookings: one that stands, or is planned, then is one of them."""
    if not heard.both_times or len(heard.times) != 2 or state.task not in (None, Task.BOOK):  # noqa: PLR2004
        return state, heard
    known = state.picked if state.task else state.last.starts_at if state.last else None
    times = _share_clocks(heard.times, known, shop)
    wanted = [when for when in times if known is None or wish_for(known, shop).days != when.days]
    heard = replace(
        heard, both_times=False, times=tuple(wanted[:1]), another=len(wanted) < len(times) or not state.task
    )
    if state.task and heard.another:
        return _put_off_another(state, heard)
    ids = heard.service_ids or (state.service_ids if state.task else state.last.service_ids if state.last else ())
    one = replace(heard, intents=(Intent.BOOK,), service_ids=ids[:1], another=True, acts=(), trace=())
    return put_off(state, [replace(one, times=(when,)) for when in wanted[1:]]), heard


def _share_clocks(times: tuple[When, ...], known: datetime | None, shop: Shop) -> tuple[When, ...]:
    """Return the times, each with the time of day that the other has, or that what is known has, where it has none."""
    told = next((when.clocks for when in times if when.clocks), wish_for(known, shop).clocks if known else ())
    return tuple(when if when.clocks else replace(when, clocks=told) for when in times)


def _begin_another(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Return the state with another booking begun, of what was booked last where nothing else is named."""
    last = state.last
    if last is None or _joins_party(heard, shop.find_service(last.service_ids[0]).id, shop):
        return state, replace(heard, party_change=1, for_other=False) if last else heard
    service_ids = heard.service_ids or last.service_ids
    is_alike = heard.for_other and not heard.times
    begun = replace(begin(state, Task.BOOK), then_service_ids=service_ids[1:] if not heard.service_ids else ())
    if is_alike and last.starts_at:
        begun = replace(begun, wish=wish_for(last.starts_at, shop))
    elif not (heard.person_ids or heard.any_person):
        begun = replace(begun, person_ids=last.person_ids)
    if not heard.for_other and service_ids == last.service_ids:
        begun = replace(begun, party_size=last.party_size)
    heard = replace(
        heard,
        another=False,
        intents=tuple(dict.fromkeys((*heard.intents, Intent.BOOK))),
        service_ids=heard.service_ids or service_ids[:1],
        times=_take_day(heard.times, last.starts_at, shop) if heard.for_other or heard.for_customer else heard.times,
        direction=None,
        acts=(),
    )
    return replace(begun, turn=replace(begun.turn, understood=True)), heard


def _joins_party(heard: Understanding, service_id: int, shop: Shop) -> bool:
    """Return whether one more is one more of the party: of a table, who comes too sits at it."""
    is_plain = heard.for_other and not (heard.times or heard.name or heard.service_ids)
    return is_plain and shop.find_party_max(shop.find_service(service_id)) > 1


def _put_off_another(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Put a booking off that is wanted beside the one that is being made; one that waits for a name takes it."""
    wish = replace(heard, intents=(Intent.BOOK,), acts=(), direction=None, trace=(), wishes=())
    if not wish.service_ids and state.task is Task.BOOK:
        wish = replace(wish, service_ids=state.service_ids[:1])
    open_places = [n for n, one in enumerate(state.waiting) if _leans(one) and one.for_other]
    if open_places and heard.for_other:
        place = open_places[0]
        state = replace(state, waiting=(*state.waiting[:place], *state.waiting[place + 1 :]))
    return put_off(state, [wish]), Understanding(text=heard.text, sentiment=heard.sentiment)


def _take_day(times: tuple[When, ...], starts_at: datetime | None, shop: Shop) -> tuple[When, ...]:
    """Return the times with the day of what was booked last, where they name none: "Sam at 11"."""
    if starts_at is None:
        return times
    days = wish_for(starts_at, shop).days
    return tuple(when if when.days or not when.clocks else replace(when, days=days) for when in times)


def asks_for_one(state: DialogueState) -> bool:
    """Return whether the question is open whether to begin with one of several people."""
    question = state.question
    is_size = question is not None and question.kind is QuestionKind.PARTY_SIZE
    return is_size and question is not None and any(option.affirm for option in question.options)


def start_with_one(state: DialogueState) -> DialogueState:
    """Return `state` with one of a party to be booked now, and the others to wait, each for a name of their own."""
    size = state.party_size or max(state.party_sizes, default=1)
    next_one = Understanding(intents=(Intent.BOOK,), another=True, for_other=True, service_ids=state.service_ids)
    state = put_off(state, [next_one] * (size - 1), is_said=False)
    return replace(state, party_size=1, party_sizes=())


def _hear_guest(state: DialogueState, heard: Understanding, *, is_further: bool) -> tuple[DialogueState, Understanding]:
    """Take for whom a booking is, where that is not who writes: their name is not the customer's.

    Whoever is not named is asked for: where it is one booking of several, and where only the customer's name is known.
    """
    is_planned = state.task is Task.BOOK or (state.task is None and books(heard))
    if not is_planned:
        return state, heard
    is_one_of_several = heard.for_other and (heard.name or state.guest is not None or is_further)
    is_for_kin = (heard.for_kin or heard.own_name) and (heard.name or state.name)
    if (is_one_of_several or is_for_kin) and not heard.for_customer:
        state = begin(state, Task.BOOK)
        state = replace(state, guest=heard.name or state.guest or "")
    elif state.guest is not None and heard.name:
        state = replace(state, guest=heard.name)
    elif state.guest == "" and heard.for_customer:
        return replace(state, guest=None), heard
    else:
        return state, heard
    return replace(state, turn=replace(state.turn, understood=True)), replace(heard, name=None)


def drop_leaning(state: DialogueState) -> DialogueState:
    """Return `state` without the wishes that were for the like of what is given up."""
    return replace(state, waiting=tuple(wish for wish in state.waiting if not _leans(wish)))


def _leans(wish: Understanding) -> bool:
    return wish.another and not (wish.times or wish.name)
