"""Track what a conversation is about: one message's meaning becomes part of the state."""

from datetime import date, datetime

from msgspec.structs import replace

from assistant.dialogue import answers, chain, heads, inquiries, let_go, offered, people, returning, unsupported
from assistant.dialogue.assent import affirm, list_plan, negate, track_assent
from assistant.dialogue.existing import edits, leaving, objections, parts, selection, undo
from assistant.dialogue.existing.amendments import list_last
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import Edit
from assistant.dialogue.question import Option, QuestionKind, Task
from assistant.dialogue.rating import hear
from assistant.dialogue.series import recurrence
from assistant.dialogue.state import DialogueState, begin
from assistant.dialogue.timing import exclusions, shifts, times
from assistant.dialogue.waiting import wishes
from assistant.understanding.model import (
    Aspect,
    Direction,
    Intent,
    Reference,
    Scope,
    Selection,
    Understanding,
    UserAct,
)
from assistant.understanding.mood.sentiment import COMPLAINING
from assistant.understanding.mood.trend import follow
from assistant.understanding.times.model import ClockRange, DayRange

EARLIER_OR_LATER = (Direction.EARLIER, Direction.LATER)


def track(state: DialogueState, heard: Understanding, facts: Facts) -> DialogueState:
    """Return `state` with one message's meaning in it; an unchanged wish keeps its hold and its offers."""
    state = returning.track_return(state, facts.now)
    state, heard = let_go.take_up(state, heard)
    before = state
    state, heard = parts.track_part(state, heard)
    heard = offered.read_offered(state, heard, facts.shop)
    state, heard = wishes.hear_besides(state, heard, facts.shop)
    if facts.answers:
        state, heard = answers.track_answers(state, heard, facts.answers, facts.today)
    state, heard = wishes.put_off_cancel(state, heard)
    state, heard = inquiries.track_inquiry(state, objections.read_answer(state, heard))
    said = shifts.read_wishes(state, heard)
    heard = exclusions.read_unsuitable(state, said, facts.shop.location.zone)
    state = exclusions.shorten(state, said, heard)
    state, heard = heads.read_heads(state, undo.read_again(state, heard), facts)
    state = _note(state, heard)
    state, is_all = hear.track_rating(state, heard)
    if is_all:
        return state
    if undone := undo.track_undo(state, heard, facts.shop):
        return undone
    if told := objections.track_wrong(state, heard) or objections.track_lone_number(state, heard):
        return told
    says_else = heard.intents or heard.times or heard.service_ids or heard.person_ids or heard.party_size or heard.name
    if heard.acts == (UserAct.REPEAT,) and not says_else:
        return _ask_again(state)
    state, heard = unsupported.track_unsupported(state, heard)
    state, heard = edits.track_edits(state, before, leaving.read_leaving(state, heard))
    state, heard = chain.track_chain(state, heard, facts.shop)
    state = people.track_unknown(state, heard, facts.shop)
    for intent in heard.intents:
        state = _track_intent(state, intent, heard)
    state = _track_slots(state, heard, facts)
    state = recurrence.track_recurrence(state, heard)
    state = recurrence.track_scope(state, heard)
    state = exclusions.track_exclusions(state, heard)
    heard = shifts.take_shift(state, heard, facts.shop, facts.now)
    state = times.track_times(state, recurrence.drop_rhythm(state, heard), facts)
    state = exclusions.keep_in_series(state, heard)
    state = shifts.track_shift(state, before, heard, facts.shop, facts.now)
    if chosen := selection.find_chosen(state, heard):
        turn = replace(state.turn, chosen=chosen, narrowed=state.booking_ids if not heard.intents else ())
        state = replace(state, booking_id=None, booking_ids=(), turn=turn)
    elif heard.selection:
        state = _track_selection(state, heard.selection, heard.text, facts)
    names_time = any(when.clocks for when in heard.times)  # "a different time, how about 11:45?"
    if (
        UserAct.REQUEST_ALTERNATIVES in heard.acts
        and heard.direction
        and not (heard.other_person or names_time or times.is_on_another_day(before, heard, facts.shop))
    ):
        state = times.want_other_times(state, heard.direction)
    return people.settle_unable(track_assent(state, before, heard, facts), before, heard)


def _note(state: DialogueState, heard: Understanding) -> DialogueState:
    """Keep what every message may say, whatever is going on."""
    turn = state.turn
    if heard.code and not heard.intents and state.task is None:  # "7K2MP?" asks what it stands for
        turn = replace(turn, intents=(*turn.intents, Intent.LIST_BOOKINGS))
    said = (heard.intents, heard.acts, heard.times, heard.service_ids, heard.person_ids, heard.any_person,
            heard.party_size, heard.name, heard.phone, heard.code, heard.selection, heard.recurrence,
            heard.scope, heard.several, heard.shift, heard.wants_usual, heard.excluded,
            heard.without_person_ids, heard.party_sizes)  # fmt: skip
    turn = replace(
        turn,
        intents=turn.intents + heard.intents,
        introduced=turn.introduced or heard.name is not None,
        only_named=heard.name is not None and not any(one for one in said if one not in (heard.name, heard.acts)),
        understood=turn.understood or any(said),
        code=heard.code or turn.code,
        service_ids=heard.service_ids or turn.service_ids,
        wants_usual=turn.wants_usual or heard.wants_usual,
        told_mood=turn.told_mood or bool(heard.sentiment),
        complains=turn.complains or (heard.sentiment <= COMPLAINING and any(map(str.isalpha, heard.text))),
    )
    return replace(
        state,
        turn=turn,
        name=heard.name or state.name,
        phone=heard.phone or state.phone,
        mood=follow(state.mood, heard.sentiment),
    )


def _ask_again(state: DialogueState) -> DialogueState:
    """Return `state` with nothing new, so that what is open is asked again; with nothing open, what stands is told."""
    state = replace(state, turn=replace(state.turn, asks_again=True))
    if state.task is not None:
        return state
    return replace(state, turn=replace(state.turn, intents=(*state.turn.intents, Intent.LIST_BOOKINGS)))


def _track_intent(state: DialogueState, intent: Intent, heard: Understanding) -> DialogueState:
    match intent:
        case Intent.BOOK:
            changes_plan = state.task is not Task.BOOK and (heard.service_ids or not heard.times)
            return begin(state, Task.BOOK) if state.task is None or changes_plan else state
        case Intent.AVAILABILITY if state.task is None:
            is_same = state.last is not None and {*heard.service_ids} <= {*state.last.service_ids}
            # "Anything on Saturday instead?", "do you have anything later?", asked by who has just booked.
            changes_last = objections.is_just_done(state) and (
                (heard.amends and not heard.service_ids) or (heard.direction in EARLIER_OR_LATER and is_same)
            )
            return _take_last(begin(state, Task.RESCHEDULE), state) if changes_last else begin(state, Task.BOOK)
        case Intent.RESCHEDULE:
            is_offered = state.question is not None and state.question.kind is QuestionKind.OFFER
            # "Change the date to Friday", said of what is being planned.
            has_plan = bool(state.picked or is_offered or (heard.times and not state.wish.is_empty))
            corrects = state.task is Task.BOOK and has_plan and not heard.code and heard.reference is not Reference.OWN
            return state if corrects else _begin_change(state, Task.RESCHEDULE, heard)
        case Intent.CANCEL:
            return _track_cancel(state, heard)
        case _:
            return state


def _track_cancel(state: DialogueState, heard: Understanding) -> DialogueState:
    cancels = (QuestionKind.CONFIRM_CANCEL, QuestionKind.CONFIRM_SERIES_CANCEL)
    if state.question and state.question.kind in cancels and heard.is_bare_cancel:
        return replace(state, turn=replace(state.turn, affirmed=True))
    if heard.absent or heard.present:
        return _track_absent(state, heard)
    if state.task is Task.BOOK and heard.is_bare_cancel and not heard.wants_back:
        return replace(state, turn=replace(state.turn, dropped=True))
    return leaving.begin_leaving(_begin_change(state, Task.CANCEL, heard), heard)


def _track_absent(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with what is planned for who will not come let go, or the cancellation of their booking begun."""
    absent = (heard.absent or "").lower()
    if state.task is Task.BOOK and absent and absent == (state.guest or "").lower():
        return replace(state, turn=replace(state.turn, dropped=True))
    begun = replace(begin(state, Task.CANCEL), booking_id=None, booking_ids=())
    return replace(begun, turn=replace(begun.turn, absent=heard.absent, present=heard.present))


def _begin_change(state: DialogueState, task: Task, heard: Understanding) -> DialogueState:
    """Return `state` with `task` begun, about the last booking where the words point back to one: "move it"."""
    changed = begin(state, task)
    points_back = heard.reference is Reference.LAST and not (heard.service_ids or heard.code)
    return _take_last(changed, state) if points_back and changed.booking_id is None else changed


def _take_last(changed: DialogueState, state: DialogueState) -> DialogueState:
    """Return the change about what was spoken of last: of a visit about all of it, one at a time where it is moved."""
    ids = list_last(state)
    return replace(changed, booking_id=ids[0]) if len(ids) == 1 else replace(changed, booking_ids=ids)


def _track_slots(state: DialogueState, heard: Understanding, facts: Facts) -> DialogueState:
    if state.task is None:
        state = _begin_unsaid(state, heard, facts.today)
    old = list_plan(state)
    if heard.service_ids:
        state = replace(state, service_ids=heard.service_ids)
    if heard.person_ids:
        state = replace(state, person_ids=heard.person_ids, any_person=False)
    if heard.any_person or heard.other_person:
        state = _want_another_person(state, heard, facts)
    if heard.party_size or heard.party_sizes:
        state = replace(state, party_size=heard.party_size, party_sizes=heard.party_sizes)
    asks_which = state.question is not None and state.question.kind is QuestionKind.WHICH_BOOKING
    if (state.task is Task.CANCEL or asks_which) and (heard.service_ids or heard.times or heard.code):
        state = replace(state, booking_ids=())
    state = exclusions.track_without_people(state, heard)
    return state if list_plan(state) == old else replace(state, picked=None, shown=(), refused=())


def _want_another_person(state: DialogueState, heard: Understanding, facts: Facts) -> DialogueState:
    """Return `state` with anybody wanted; "someone else" leaves out whom they had asked for."""
    others = tuple(p.id for p in facts.shop.find_people() if p.id not in state.person_ids)
    if state.person_ids and heard.other_person:
        return replace(state, person_ids=others, any_person=False)
    return replace(state, person_ids=(), any_person=True)


def _begin_unsaid(state: DialogueState, heard: Understanding, today: date) -> DialogueState:
    """Return `state` with the task that slots imply: "haircut tomorrow?" needs no verb.

    Of a day that has gone by something is told: "you cut my hair too short yesterday" wants nothing booked.
    """
    days = [day for when in heard.times for day in when.days]
    if days and not heard.intents and all(day.last and day.last < today for day in days):
        return state
    is_just_booked = objections.is_just_done(state)
    is_moved = heard.direction in EARLIER_OR_LATER or heard.shift
    is_other = heard.excluded or heard.without_person_ids
    is_change = (heard.times or heard.person_ids or is_moved or is_other) and not heard.wants_usual
    if is_just_booked and is_change and not (heard.service_ids or heard.intents):
        return _take_last(begin(state, Task.RESCHEDULE), state)  # "actually, make it 4"
    is_for_facts = Intent.LIST_BOOKINGS in heard.intents or (is_just_booked and heard.intents == (Intent.HELP,))
    if is_for_facts:  # "when is my haircut?"; "how much is a beard trim?", asked by who has what they came for
        return state
    if begun := shifts.begin_of(heard):
        return begin(state, begun)
    is_wish = (
        heard.service_ids or heard.times or heard.excluded or heard.party_size or heard.party_sizes or heard.recurrence
    )
    return begin(state, Task.BOOK) if is_wish else state


def _track_selection(state: DialogueState, selected: Selection, text: str, facts: Facts) -> DialogueState:
    options = state.question.options if state.question else ()
    if selected.token is not None:
        option = next((o for o in options if o.token == selected.token), None)
        if option is None:
            return replace(state, turn=replace(state.turn, stale_choice=True))
        return apply_option(state, option, facts)
    if selected.is_ordinal and any(o.affirm for o in options):
        # "The last one" is the last of what is listed, and no button's name: it is no yes.
        return replace(state, turn=replace(state.turn, asks_again=True))
    is_number = any(character.isdecimal() for character in text)  # and not the words on a button
    meant = times.find_meant(state.question, selected, facts.shop) if is_number and state.question else ()
    if len(meant) == 1:
        return times.pick(state, meant[0], facts.shop)
    if meant and not (state.misunderstood or state.repeats):  # else they were just told to write its number
        return replace(state, turn=replace(state.turn, place_or_hour=meant))
    position = selected.position or 0
    # "The last one" is the last of what is offered, not the way out beneath it.
    count = len(
        [o for o in options if not (o.other_times or o.never_mind or o.any_person or o.intent is Intent.HUMAN_HANDOFF)]
    )
    index = position - 1 if position > 0 else count + position
    if position and 0 <= index < len(options):
        return apply_option(state, options[index], facts)
    return replace(state, turn=replace(state.turn, understood=False))


def apply_option(state: DialogueState, option: Option, facts: Facts) -> DialogueState:
    """Return `state` as if the customer had said in words what `option` stands for."""
    match option:
        case Option(intent=Intent() as intent):
            state = replace(state, turn=replace(state.turn, intents=(*state.turn.intents, intent)))
            return _track_intent(state, intent, Understanding())
        case Option(asks=str() as question):
            return answers.answer_chosen(state, question, facts.answers, facts.today)
        case Option(aspect=Aspect() as aspect):
            return objections.begin_aspect(state, aspect)
        case Option(service_id=int() as service_id) if state.task is Task.RESCHEDULE:
            return replace(state, edit=replace(state.edit or Edit(), service_id=service_id), picked=None, shown=())
        case Option(service_id=int() as service_id):
            state = state if state.task else begin(state, Task.BOOK)
            return replace(state, service_ids=(service_id,), picked=None, shown=())
        case Option(person_id=int() as person_id):
            return replace(state, person_ids=(person_id,), any_person=False, picked=None, shown=())
        case Option(any_person=True):
            return replace(state, person_ids=(), any_person=True, picked=None, shown=())
        case Option(starts_at=datetime() as starts_at):
            return times.pick(state, starts_at, facts.shop)
        case Option(day=DayRange() as day):
            return replace(state, wish=replace(state.wish, days=(day,), is_weekday=False), picked=None)
        case Option(clock=ClockRange() as clock):
            return replace(state, wish=replace(state.wish, clocks=(clock,)), picked=None)
        case Option(party_size=int() as size):
            return heads.take(state, size)
        case Option(booking_id=int() as booking_id, following=following):
            scope = Scope.ALL if following else Scope.ONE
            return replace(state, booking_id=booking_id, booking_ids=(), scope=scope)
        case Option(once=True):
            return replace(state, recurrence=None)
        case Option(fills=True):
            return replace(state, fills=True)
        case Option(affirm=True):
            return affirm(state, facts)
        case Option(affirm=False):
            return negate(state)
        case Option(rating=int() as score):
            return hear.take(state, score)
        case Option(other_times=True):
            return times.want_other_times(state, Direction.ANY)
        case _:
            return replace(state, turn=replace(state.turn, dropped=True))
