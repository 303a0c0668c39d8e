"""Decide what comes next. `decide` reads top to bottom: the first row that has something to say says it."""

from collections.abc import Iterator

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.series import group_series
from assistant.dialogue.acts import (
    Acknowledge,
    AnswerInquiry,
    AnswerQuestion,
    Greet,
    InformHelp,
    InformImpossibleTime,
    InformMedia,
    InformNoLastBooking,
    InformStaleChoice,
    InformUnanswered,
    InformUnknownPerson,
    InformUnsupported,
    InformVisitLimit,
    NotifyBooked,
    NotifyDropped,
    NotifyHandedOver,
    NotUnderstood,
    OfferAnswers,
    OfferPerson,
    OfferTimes,
    Reply,
    RequestMore,
    SayGoodbye,
    SystemAct,
    WelcomeThanks,
)
from assistant.dialogue.book import decide_booking
from assistant.dialogue.choices import ask, menu
from assistant.dialogue.existing.acts import (
    InformBookings,
    InformNoSuchBooking,
    InformNotAmended,
    InformNothingUndone,
    InformTooLate,
    InformUnnoted,
    NotifyAmended,
    NotifyCancelled,
    NotifyChanged,
    NotifyMoved,
    RequestMoveConfirmation,
)
from assistant.dialogue.existing.amend import (
    amend_first,
    decide_amend,
    find_kept_note,
    find_new_note,
    find_own_bookings,
    is_edited,
    list_amended,
)
from assistant.dialogue.existing.aspects import answer_lone_number, ask_aspect
from assistant.dialogue.existing.change import decide_change
from assistant.dialogue.existing.objections import is_just_done
from assistant.dialogue.existing.selection import list_chosen
from assistant.dialogue.facts import Facts
from assistant.dialogue.heads import ask_heads
from assistant.dialogue.inquiries import list_changed, list_services
from assistant.dialogue.ladder import help_along
from assistant.dialogue.let_go import remember_kept
from assistant.dialogue.offer import ask_place
from assistant.dialogue.plan import Undoing
from assistant.dialogue.question import Option, QuestionKind, Task
from assistant.dialogue.rating.ask import ask_again, declines_comment, find_rated, rate, reply_to_rating, tell_rated
from assistant.dialogue.series.acts import (
    InformMovesOnce,
    InformSeriesTooLate,
    NotifySeriesBooked,
    NotifySeriesCancelled,
    NotifySeriesMoved,
    RequestSeriesCancelConfirmation,
)
from assistant.dialogue.series.change import is_one_series
from assistant.dialogue.services import (
    Amended,
    AmendRefused,
    Booked,
    Cancelled,
    FindBookings,
    HandedOver,
    HandOver,
    Moved,
    ReleaseHold,
    SeriesBooked,
    SeriesCancelled,
    SeriesMoved,
    ServiceCall,
    Unamendable,
)
from assistant.dialogue.state import (
    DialogueState,
    Memory,
    recall,
)
from assistant.dialogue.timing.shift_targets import look_up_last, tell_unknown
from assistant.dialogue.waiting.taking import ends_task, tell_waiting
from assistant.knowledge.model import Entry
from assistant.understanding.model import InquiryTopic, Intent
from assistant.understanding.mood.trend import calm_down, is_very_bad


def decide(state: DialogueState, facts: Facts) -> Reply | ServiceCall:
    """Return what to say to the customer, or what to look up or do before anything can be said.

    Pure: the same state and facts give the same decision. After a call, its result is tracked and this asked again.
    """
    decision = (
        rate(state)
        or let_go(state)
        or hand_over(state)
        or amend_first(state)
        or look_up(state)
        or report(state)
        or answer_lone_number(state, facts)
        or ask_aspect(state, facts)
        or ask_heads(state, facts)
        or ask_place(state, facts)
        or continue_task(state, facts)
        or converse(state, facts)
    )
    return _open(ask_again(decision, state), state, facts) if isinstance(decision, Reply) else decision


def let_go(state: DialogueState) -> ServiceCall | None:
    """Release a held time that is not wanted any more, before anything else."""
    is_unwanted = state.task is not Task.BOOK or wants_person(state) or (state.turn.negated and state.picked is None)
    if state.hold is None or not is_unwanted:
        return None
    following = state.hold.booking_ids[1:] if state.hold.then else ()
    return ReleaseHold(booking_id=state.hold.booking_id, others=following)


def wants_person(state: DialogueState) -> bool:
    """Return whether a person is asked for, or due: nothing can be done here, and the mood stays bad or is very bad."""
    is_lost = not state.turn.understood and not state.turn.impossible_time
    is_helpless = state.turn.complains and state.turn.topic is not None
    is_due = is_very_bad(state.mood) or (state.is_upset and state.misunderstood > 0)
    return Intent.HUMAN_HANDOFF in state.turn.intents or ((is_lost or is_helpless) and is_due)


def hand_over(state: DialogueState) -> ServiceCall | None:
    """Get a person, as soon as one is asked for; and where somebody is late, once that is noted."""
    is_done = any(isinstance(r, HandedOver) for r in state.turn.results)
    is_noted = any(isinstance(r, Amended) and r.is_late for r in state.turn.results)
    return HandOver() if (wants_person(state) or is_noted) and not is_done else None


def look_up(state: DialogueState) -> ServiceCall | None:
    """Look up the customer's bookings where they ask for them, or for the like of the last."""
    is_asked = Intent.LIST_BOOKINGS in state.turn.intents and find_own_bookings(state) is None
    return FindBookings() if is_asked else look_up_last(state)


def report(state: DialogueState) -> Reply | None:
    """Say what was done, once its row says so."""
    for result in reversed(state.turn.results):
        match result:
            case Booked(booking=booking, others=others):
                following = (NotifyBooked(booking=b) for b in others)
                told = tell_note((booking, *others), booking.note)
                return Reply(acts=(NotifyBooked(booking=booking), *following, *told))
            case Moved(booking=booking, old=old):
                moved = NotifyChanged if is_edited(old, booking) else NotifyMoved
                return Reply(
                    acts=(moved(booking=booking, old=old), *tell_note((booking,), find_new_note(booking, old)))
                )
            case Amended() | AmendRefused() if state.task is None:
                return Reply(acts=list_amended(state))
            case Cancelled(booking=booking):
                return Reply(acts=(NotifyCancelled(booking=booking),))
            case SeriesBooked() | SeriesMoved() | SeriesCancelled():
                return Reply(acts=report_series(result))
            case HandedOver():
                return Reply(acts=(*list_amended(state), NotifyHandedOver()))
            case _:
                pass
    return None


def tell_note(bookings: tuple[Booking, ...], note: str) -> tuple[SystemAct, ...]:
    """Say what was noted with bookings, where something was."""
    return (NotifyAmended(bookings=bookings, note=note),) if note else ()


def report_series(result: SeriesBooked | SeriesMoved | SeriesCancelled) -> tuple[SystemAct, ...]:
    """Say what was done to several bookings; where it is one, as of any booking."""
    match result:
        case SeriesBooked(bookings=(booking,)):
            return (NotifyBooked(booking=booking), *tell_note((booking,), booking.note))
        case SeriesBooked(bookings=bookings):
            return (NotifySeriesBooked(bookings=bookings), *tell_note(bookings, bookings[0].note))
        case SeriesMoved(bookings=(booking,), olds=(old,)):
            return (NotifyMoved(booking=booking, old=old),)
        case SeriesMoved(bookings=bookings, olds=olds):
            return (NotifySeriesMoved(bookings=bookings, olds=olds),)
        case SeriesCancelled(bookings=bookings, refused=late) if not is_one_series((*bookings, *late)):
            refused = (InformTooLate(booking=b, is_cancel=True) for b in late)
            return (*(NotifyCancelled(booking=b) for b in bookings), *refused)
        case SeriesCancelled(bookings=bookings, refused=late):
            too_late = (InformSeriesTooLate(bookings=late, is_cancel=True),) if late else ()
            if not bookings:
                return too_late or (NotifyDropped(),)
            one = NotifyCancelled(booking=bookings[0])
            return (one if len(bookings) == 1 else NotifySeriesCancelled(bookings=bookings), *too_late)


def continue_task(state: DialogueState, facts: Facts) -> Reply | ServiceCall | None:
    """Take the next step of what the conversation is busy with."""
    match state.task:
        case Task.BOOK:
            return decide_booking(state, facts)
        case Task.RESCHEDULE | Task.CANCEL:
            return decide_change(state, facts)
        case Task.AMEND:
            return decide_amend(state, facts)
        case None:
            return None


def converse(state: DialogueState, facts: Facts) -> Reply:
    """Answer a message that is part of no task."""
    turn = state.turn
    if rated := reply_to_rating(state, facts):
        return rated
    dropped: tuple[SystemAct, ...] = (NotifyDropped(),) if turn.dropped else ()
    if (
        state.is_upset and turn.negated and not turn.intents and not declines_comment(state)
    ):  # who complains is not sent away
        sorry = NotUnderstood(times=state.misunderstood + 1, kind=None, is_upset=True)
        return Reply(acts=(sorry,), question=ask(QuestionKind.MENU, facts, menu()))
    if Intent.GOODBYE in turn.intents or (turn.negated and not turn.intents):
        return Reply(acts=(*dropped, SayGoodbye()))
    if dropped:
        return Reply(acts=dropped)
    if turn.undoing:
        act = InformNothingUndone(is_several=turn.undoing is Undoing.SEVERAL)
        return Reply(acts=(act,), question=ask(QuestionKind.MENU, facts, menu()))
    is_answered = Intent.THANKS in turn.intents or Intent.LIST_BOOKINGS in turn.intents
    if is_answered:
        return Reply(acts=())
    if turn.affirmed and not turn.intents and not turn.inquiries and is_just_done(state):
        return Reply(acts=(Acknowledge(),))
    if turn.media or turn.topic or turn.inquiries or turn.answers or turn.offered:
        return Reply(acts=(), question=ask(QuestionKind.MENU, facts, menu()))
    greets = {Intent.GREETING, Intent.HELP} & set(turn.intents) or turn.introduced
    acts: tuple[SystemAct, ...] = (RequestMore(),) if turn.understood and not greets else ()
    return Reply(acts=acts, question=ask(QuestionKind.MENU, facts, menu()))


def _open(reply: Reply, state: DialogueState, facts: Facts) -> Reply:
    """Return `reply` with what comes before it: greetings, and answers to what was asked in passing."""
    turn = state.turn
    opening: list[SystemAct] = [*tell_rated(state), *offer_person(state, reply), *tell_waiting(state, reply)]
    is_named = turn.introduced and (not reply.acts or (turn.only_named and any_offer(reply)))
    if Intent.GREETING in turn.intents or is_named:
        opening.append(Greet(name=state.name))
    # "A trim at 3? Many thanks" and "yes, thanks" are no thanks for anything yet.
    says_more = turn.affirmed or not {*turn.intents} <= {Intent.THANKS, Intent.GREETING, Intent.GOODBYE}
    if Intent.THANKS in turn.intents and not (says_more and reply.acts):
        opening.append(WelcomeThanks())
    if Intent.HELP in turn.intents:
        opening.append(InformHelp(service_ids=turn.service_ids or list_changed(state)))
    found = find_own_bookings(state)
    lists_anyway = any(isinstance(a, InformBookings | RequestSeriesCancelConfirmation) for a in reply.acts)
    if found and Intent.LIST_BOOKINGS in turn.intents and not lists_anyway:
        part = list_chosen(state, found.bookings)
        told = InformBookings(bookings=part, asked_by=state.name, is_part=True) if part else None
        opening.append(told or _list_bookings(found.bookings, turn.code, state.name))
    opening += tell_unknown(state)
    if turn.media:
        opening.append(InformMedia(media=turn.media))
    opening += _answer_inquiries(state)
    opening += (AnswerQuestion(entry=entry) for entry in turn.answers)
    if turn.offered and not turn.answers:
        opening.append(OfferAnswers(entries=turn.offered))
        reply = _offer_answers(reply, turn.offered, facts)
    if unknown := _list_unknown(state):
        opening.append(InformUnanswered(questions=unknown))
    is_handed_over = any(isinstance(r, HandedOver) for r in turn.results)
    if turn.topic and not is_handed_over:  # whoever comes may help with it
        opening.append(InformUnsupported(topic=turn.topic))
    if turn.unknown_person and not any(isinstance(a, InformUnknownPerson) for a in reply.acts):
        opening.append(InformUnknownPerson(name=turn.unknown_person))
    if not any(isinstance(a, NotifyAmended | InformNotAmended) for a in reply.acts):
        opening += list_amended(state)
    opening += [InformVisitLimit(left_out=turn.left_out)] if turn.left_out else []
    opening += [InformUnnoted(note=note) for note in turn.unnoted]
    opening += [InformNotAmended(booking=None, why=Unamendable.TOO_LONG)] if turn.is_too_long else []
    if turn.stale_choice:
        opening.append(InformStaleChoice())
    if turn.recurs and any(isinstance(a, RequestMoveConfirmation | OfferTimes) for a in reply.acts):
        opening += [InformMovesOnce()] if state.task is Task.RESCHEDULE else []
    if turn.impossible_time:
        opening.append(InformImpossibleTime())
    if not turn.understood and not turn.impossible_time and not is_handed_over:
        reply = help_along(reply, state, facts)
    return _lead_on(replace(reply, acts=(*opening, *reply.acts)), facts)


def _answer_inquiries(state: DialogueState) -> Iterator[AnswerInquiry]:
    for asked in state.turn.inquiries:
        person_id = next(iter(asked.person_ids), None)
        asked_of = asked.service_ids if asked.topic is InquiryTopic.WHO else list_services(state)
        is_in_help = asked.topic is InquiryTopic.DETAILS
        for day in () if is_in_help else (asked.days or (None,)):
            yield AnswerInquiry(topic=asked.topic, day=day, person_id=person_id, service_ids=asked_of)


DEAD_ENDS = (
    InformBookings | InformNoSuchBooking | InformNoLastBooking | InformNotAmended | InformTooLate | InformSeriesTooLate
)
"""Acts that answer with nothing, and would leave the customer with nothing to do."""


def _lead_on(reply: Reply, facts: Facts) -> Reply:
    """Return `reply` with something to go on with, where nothing is booked, or no such booking."""
    if reply.question is not None or not reply.acts:
        return reply
    if any(isinstance(act, InformBookings) and not act.bookings for act in reply.acts):
        return replace(reply, question=ask(QuestionKind.MENU, facts, menu(has_bookings=False)))
    is_over = isinstance(reply.acts[-1], DEAD_ENDS) and not isinstance(reply.acts[-1], InformBookings)
    return replace(reply, question=ask(QuestionKind.MENU, facts, menu())) if is_over else reply


def _list_unknown(state: DialogueState) -> tuple[str, ...]:
    """Return the questions without any answer, where something else of the turn is answered or done."""
    is_told = any(asked.topic is InquiryTopic.OTHER for asked in state.turn.inquiries)
    unknown = tuple(one.text for one in state.turn.unanswered if not one.offered)
    return unknown if state.turn.understood and not is_told else ()


def _offer_answers(reply: Reply, entries: tuple[Entry, ...], facts: Facts) -> Reply:
    """Return `reply` with questions to choose from, beside the choices that it has: what is open stays open."""
    asking = [Option(token="", asks=entry.question) for entry in entries]
    if reply.question is None or reply.question.kind is QuestionKind.MENU:
        return replace(reply, question=ask(QuestionKind.MENU, facts, [*asking, *menu()]))
    options = ask(reply.question.kind, facts, [*reply.question.options, *asking]).options
    return replace(reply, question=replace(reply.question, options=options))


def offer_person(state: DialogueState, reply: Reply) -> tuple[SystemAct, ...]:
    """Offer a person beside what is done for somebody furious, or whose no is a complaint: they are not left alone."""
    is_said = find_rated(state) is not None or any(
        isinstance(a, NotifyHandedOver) or (isinstance(a, NotUnderstood) and a.is_upset) for a in reply.acts
    )
    is_bad = is_very_bad(state.mood) or (state.is_upset and state.turn.negated)
    is_due = state.turn.complains and state.turn.understood and is_bad
    return (OfferPerson(),) if is_due and not is_said else ()


def any_offer(reply: Reply) -> bool:
    """Return whether times are offered: a name that came meanwhile shows nowhere in them."""
    return any(isinstance(act, OfferTimes) for act in reply.acts)


def _list_bookings(bookings: tuple[Booking, ...], code: str | None, asked_by: str) -> SystemAct:
    """Return the customer's bookings, or the one whose code they gave: somebody else's code finds nothing."""
    if code is None:
        return InformBookings(bookings=bookings, asked_by=asked_by)
    coded = tuple(b for b in bookings if b.code == code)
    return InformBookings(bookings=coded, asked_by=asked_by) if coded else InformNoSuchBooking(code=code)


def _list_lines(reply: Reply) -> tuple[tuple[int, ...], ...]:
    shown = next((act.bookings for act in reply.acts if isinstance(act, InformBookings) and not act.is_part), ())
    return tuple(tuple(b.id for b in group) for group in group_series(shown))


def end_turn(state: DialogueState, reply: Reply, titles: tuple[str, ...] = ()) -> Memory:
    """Return what the conversation remembers after saying `reply`, whose choices were called `titles`.

    A reply that asks nothing ends the task: what was said about it is not waiting for an answer.
    """
    is_lost = any(isinstance(a, NotUnderstood) for a in reply.acts)
    remembered = state.forget_task() if ends_task(reply) else state
    memory = {
        **recall(remembered),
        "question": replace(reply.question, titles=titles) if reply.question else None,
        "note": find_kept_note(remembered, reply),
        "let_go": remember_kept(state, reply),
        "listed": _list_lines(reply) or state.listed,
        "mood": state.mood if is_lost or state.turn.told_mood else calm_down(state.mood),
        "misunderstood": state.misunderstood + 1 if is_lost else 0,
    }
    return Memory(**memory)
