"""Render a reply: one branch for each act, one title for each choice."""

from datetime import datetime
from typing import assert_never

from assistant.booking.bookings import Booking
from assistant.booking.model import Service, Shop
from assistant.booking.series import group_series
from assistant.dialogue.acts import (
    Acknowledge,
    AnswerInquiry,
    AnswerQuestion,
    Apologise,
    AskRating,
    ClarifyTime,
    Greet,
    InformBookings,
    InformFree,
    InformHelp,
    InformImpossibleTime,
    InformMedia,
    InformNoLastBooking,
    InformNoList,
    InformPartySize,
    InformStaleChoice,
    InformUnanswered,
    InformUnknownPerson,
    InformUnsupported,
    InformVisitLimit,
    InformWaiting,
    InformWrongPerson,
    NotifyBooked,
    NotifyDropped,
    NotifyHandedOver,
    NotifyHoldReleased,
    NotUnderstood,
    OfferAnswers,
    OfferPerson,
    OfferTimes,
    Reply,
    RequestConfirmation,
    RequestMore,
    RequestSlot,
    ResumeWaiting,
    SayAgain,
    SayGoodbye,
    SystemAct,
    TakeRating,
    WelcomeThanks,
)
from assistant.dialogue.existing.acts import (
    InformNoneToday,
    InformNoSuchBooking,
    InformNotAmended,
    InformNote,
    InformNothingUndone,
    InformTooLate,
    InformUnnoted,
    NoteKept,
    NotifyAmended,
    NotifyCancelled,
    NotifyChanged,
    NotifyKept,
    NotifyMoved,
    RequestCancelConfirmation,
    RequestChangeConfirmation,
    RequestMoveConfirmation,
)
from assistant.dialogue.policy import DEAD_ENDS
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.series.acts import (
    InformMovesOnce,
    InformMovesSingly,
    InformSeriesStays,
    InformSeriesTooLate,
    NotifySeriesBooked,
    NotifySeriesCancelled,
    NotifySeriesMoved,
    OfferSeries,
    RequestSeriesCancelConfirmation,
    RequestSeriesConfirmation,
    RequestSeriesMoveConfirmation,
)
from assistant.responses.bookings import Describe
from assistant.responses.choices import render_choices
from assistant.responses.edits import render_aside, render_edit
from assistant.responses.formats import Formats
from assistant.responses.inquiries import render_answer
from assistant.responses.model import Rendered
from assistant.responses.offers import render_offer
from assistant.responses.rating import render_rating
from assistant.responses.series import DescribeSeries
from assistant.responses.wishes import describe_clock


def render(reply: Reply, *, shop: Shop, now: datetime) -> Rendered:
    """Return `reply` in words, with the titles of its choices.

    Pure: every time, price and name comes from the acts, which carry rows read or written in this transaction.
    """
    formats = Formats(shop, now)
    parts = [_render_act(act, formats) for act in reply.acts]
    is_menu = reply.question is not None and reply.question.kind is QuestionKind.MENU
    if is_menu and not any(map(_speaks_of_menu, reply.acts)):
        parts.append(formats.text("small_talk", "menu", shop=shop.name, thing=formats.text("thing", formats.thing)))
    text = _join(parts, is_opened=bool(reply.acts) and isinstance(reply.acts[0], OPENERS))
    return Rendered(text=text, choices=render_choices(reply.question, formats, _list_bookings(reply)))


OPENERS = Greet | NotUnderstood | WelcomeThanks | OfferPerson
"""Acts that stand on the line of what they open."""


def _join(parts: list[str], *, is_opened: bool) -> str:
    """Return one line for each part; a greeting, or the like, stands on the line of what it opens."""
    lines = [" ".join(parts[:2]), *parts[2:]] if is_opened else parts
    return "\n".join(lines)


def _list_bookings(reply: Reply) -> dict[int, Booking]:
    """Return the bookings that the acts name, by id: choices between them carry no facts of their own."""
    return {b.id: b for act in reply.acts if isinstance(act, InformBookings | SayAgain) for b in act.bookings}


SPEAKING_OF_IT = (
    AnswerInquiry
    | AnswerQuestion
    | OfferAnswers
    | InformUnanswered
    | InformNothingUndone
    | NoteKept
    | InformNoneToday
    | InformUnsupported
    | InformMedia
)
"""Acts that say what can be done next: the menu beneath them needs no words of its own."""


def _speaks_of_menu(act: SystemAct) -> bool:
    return isinstance(act, InformHelp | RequestMore | SPEAKING_OF_IT | DEAD_ENDS | SayAgain) or (
        isinstance(act, NotUnderstood) and (act.times > 1 or act.is_upset)
    )


def _render_act(act: SystemAct, formats: Formats) -> str:  # noqa: PLR0915 - one branch for each act
    describe, series = Describe(formats), DescribeSeries(formats)
    match act:
        case Greet(name=name):
            return formats.text("greet", "named" if name else "unnamed", name=name)
        case WelcomeThanks():
            return formats.text("small_talk", "welcome")
        case SayGoodbye():
            return formats.text("small_talk", "goodbye")
        case RequestMore():
            return formats.text("small_talk", "more")
        case InformHelp(service_ids=service_ids):
            return _render_help(service_ids, formats)
        case RequestSlot():
            return _render_request(act, formats)
        case ClarifyTime(days=days, clocks=clocks):
            if days:
                return formats.text("ask", "day", days=formats.join(map(formats.day, days), "or"))
            return formats.text("ask", "clock", clocks=formats.join((describe_clock(c, formats) for c in clocks), "or"))
        case OfferTimes():
            return render_offer(act, formats)
        case InformFree(booking=booking):
            return formats.text("confirm", "free", booking=describe.booking(booking))
        case RequestConfirmation(booking=booking, name=name, others=others):
            if others:
                return series.request_chain((booking, *others), name)
            facts = describe.facts(booking) | {"details": describe.details(booking), "name": name}
            return formats.text("confirm", "book", **facts)
        case RequestChangeConfirmation() | NotifyChanged() | NotifyAmended():
            return render_edit(act, formats)
        case (
            InformVisitLimit()
            | InformNotAmended()
            | InformUnnoted()
            | InformNote()
            | NoteKept()
            | InformNoneToday()
            | InformNothingUndone()
            | InformUnsupported()
            | InformMedia()
            | InformWaiting()
            | ResumeWaiting()
        ):
            return render_aside(act, formats)
        case RequestMoveConfirmation():
            return _render_move(act, formats)
        case RequestCancelConfirmation(booking=booking, asked_by=asked_by):
            return formats.text("confirm", "cancel", booking=describe.booking_for(booking, asked_by))
        case NotifyBooked(booking=booking):
            return formats.text("notify", "booked", price=describe.price(booking), **describe.facts(booking))
        case NotifyMoved(booking=booking, old=old):
            return formats.text("notify", "moved", was=_render_was(booking, old, formats), **describe.facts(booking))
        case NotifyCancelled(booking=booking):
            return formats.text("notify", "cancelled", **describe.facts(booking))
        case NotifyHoldReleased():
            return formats.text("offer", "released")
        case NotifyDropped():
            return formats.text("notify", "dropped")
        case NotifyKept(booking=booking):
            return formats.text("notify", "kept", booking=describe.booking(booking))
        case NotifyHandedOver():
            return formats.text("notify", "handed_over", shop=formats.shop.name)
        case Apologise():
            return formats.text("notify", "apology", shop=formats.shop.name)
        case InformBookings():
            return _render_bookings(act, formats)
        case OfferSeries():
            return series.offer(act)
        case RequestSeriesConfirmation():
            return series.request(act)
        case RequestSeriesMoveConfirmation():
            return series.request_move(act)
        case RequestSeriesCancelConfirmation():
            return series.request_cancel(act)
        case NotifySeriesBooked():
            return series.booked(act)
        case NotifySeriesMoved():
            return series.moved(act)
        case NotifySeriesCancelled():
            return series.cancelled(act)
        case InformSeriesTooLate():
            return series.too_late(act)
        case InformSeriesStays():
            return series.stays(act)
        case InformMovesOnce():
            return formats.text("series", "moves_once")
        case InformMovesSingly():
            return formats.text("series", "moves_singly")
        case InformTooLate(booking=booking, is_cancel=is_cancel):
            return _render_too_late(booking, formats, is_cancel=is_cancel)
        case InformNoSuchBooking(code=code):
            return formats.text("bookings", "no_such", code=code)
        case InformPartySize():
            return _render_party_size(act, formats)
        case InformWrongPerson(service_id=service_id, person_id=person_id):
            service, person = formats.shop.find_service(service_id).name, formats.shop.find_resource(person_id).name
            return formats.text("trouble", "wrong_person", service=service, person=person)
        case InformUnknownPerson():
            return _render_unknown_person(act, formats)
        case InformImpossibleTime():
            return formats.text("trouble", "impossible_time")
        case InformNoLastBooking():
            return formats.text("bookings", "no_last")
        case AnswerInquiry():
            return render_answer(act, formats)
        case AnswerQuestion(entry=entry):
            return entry.answer
        case InformUnanswered(questions=questions):
            asked = formats.join((formats.text("answer", "asked", question=one) for one in questions), "and")
            return formats.text("answer", "unknown", questions=asked)
        case OfferAnswers(entries=entries):
            asked = formats.join((formats.text("answer", "asked", question=e.question) for e in entries), "or")
            return formats.text("answer", "unsure", questions=asked)
        case InformNoList(number=number):
            return formats.text("trouble", "no_list", number=number)
        case Acknowledge():
            return formats.text("small_talk", "acknowledged")
        case InformStaleChoice():
            return formats.text("trouble", "stale_choice")
        case SayAgain():
            return _render_again(act, formats)
        case AskRating() | TakeRating():
            return render_rating(act, formats)
        case OfferPerson():
            return formats.text("trouble", "upset")
        case NotUnderstood():
            return _render_not_understood(act, formats)
    assert_never(act)


def _render_again(act: SayAgain, formats: Formats) -> str:
    """Return what was just said in fewer words: what can be written now, and in the end that a person can be had."""
    confirms = str(act.kind).startswith("confirm")
    is_plain = act.is_lost or not (act.is_refusal or confirms or act.kind is QuestionKind.OFFER)
    key = "same" if is_plain else "refused" if act.is_refusal else "confirm" if confirms else "offer"
    told = formats.text("again", key, hint=_render_hint(act.kind, formats))
    return told if act.times == 1 and not act.is_lost else f"{told} {formats.text('again', 'person')}"


def _render_hint(kind: QuestionKind | None, formats: Formats) -> str:
    services = [s.name.lower() for s in formats.shop.offered_services]
    is_open = kind is None or kind is QuestionKind.MENU
    return formats.text("hint", "anything" if is_open else str(kind), service="".join(services[:1]))


def _render_not_understood(act: NotUnderstood, formats: Formats) -> str:
    """Return the apology of that step with an example of an answer to what is asked, or of what can be written."""
    keys = ("not_understood", "not_understood_twice", "not_understood_often")
    key = keys[min(act.times, len(keys)) - 1]
    if act.is_upset:
        return formats.text("trouble", "upset")
    if act.times >= len(keys):
        return formats.text("trouble", key)
    is_open = act.kind is None or act.kind is QuestionKind.MENU
    if act.is_question:
        return formats.text("answer", "other")
    told = formats.text("trouble", key)
    return told if is_open and act.times == 1 else f"{told} {_render_hint(act.kind, formats)}"


def _render_unknown_person(act: InformUnknownPerson, formats: Formats) -> str:
    if act.service_id is None:
        return formats.text("trouble", "unknown_person", name=act.name)
    service = formats.shop.find_service(act.service_id).name
    people = formats.join((formats.shop.find_resource(p).name for p in act.person_ids), "and")
    return formats.text("trouble", "unknown_person_for", name=act.name, service=service, people=people)


def _render_party_size(act: InformPartySize, formats: Formats) -> str:
    service, largest = formats.shop.find_service(act.service_id).name, act.party_max
    key = "party_size" if largest > 1 else "party_stays_one" if act.is_change else "party_of_one"
    return formats.text("trouble", key, service=service, party=formats.party(largest))


def _render_help(service_ids: tuple[int, ...], formats: Formats) -> str:
    shop = formats.shop
    if service_ids:
        return "\n".join(_render_service(shop.find_service(s), formats) for s in service_ids)
    lines = [formats.text("help", "services", shop=shop.name, thing=formats.text("thing", formats.thing))]
    lines += [_render_service(s, formats) for s in shop.offered_services]
    return "\n".join([*lines, formats.text("help", "person")])


def _render_service(service: Service, formats: Formats) -> str:
    shortest, longest = map(formats.duration, service.durations)
    duration = shortest if shortest == longest else formats.text("help", "durations", first=shortest, last=longest)
    price = Describe(formats).list_price(service)
    return formats.text("help", "service", service=service.name, duration=duration, price=price)


def _render_request(act: RequestSlot, formats: Formats) -> str:
    shop = formats.shop
    match act.kind:
        case QuestionKind.SERVICE | QuestionKind.NAME as kind if act.is_change:
            return formats.text("ask", f"{kind}_instead")
        case QuestionKind.SERVICE if len(act.service_ids) < len(shop.offered_services):
            names = formats.join((shop.find_service(s).name for s in act.service_ids), "or")
            return formats.text("ask", "which_service", services=names)
        case QuestionKind.PERSON:
            names = formats.join((shop.find_resource(p).name for p in act.person_ids), "or")
            return formats.text("ask", "person", people=names)
        case QuestionKind.PARTY_SIZE if act.party_sizes:
            return formats.text("ask", "party_sizes", sizes=formats.join(map(str, act.party_sizes), "or"))
        case _:
            return formats.text("ask", str(act.kind))


def _render_move(act: RequestMoveConfirmation, formats: Formats) -> str:
    describe = Describe(formats)
    now_with = act.booking.find_person(formats.shop)
    changes_person = act.person_id is not None and (now_with is None or now_with.id != act.person_id)
    person = formats.shop.find_resource(act.person_id).name if act.person_id is not None and changes_person else ""
    if act.is_other_person and not person:
        person = formats.text("what", "somebody_else")
    is_same_time = act.starts_at == act.booking.starts_at
    return formats.text(
        "confirm",
        "move_whom" if person and is_same_time else "move",
        person=person,
        booking=describe.booking(act.booking),
        day=formats.day(formats.civil_day(act.starts_at)),
        clock=formats.clock(act.starts_at),
        with_person=formats.text("what", "with_person", person=person) if person else "",
    )


def _render_was(booking: Booking, old: Booking, formats: Formats) -> str:
    """Return what a moved booking was before, as far as it differs: its time, who does it, or both."""
    facts = Describe(formats).facts(old)
    person = old.find_person(formats.shop)
    if person is None or person == booking.find_person(formats.shop):
        return formats.text("what", "was", **facts)
    key = "was_with" if old.starts_at == booking.starts_at else "was_then_with"
    return formats.text("what", key, person=person.name, **facts)


def _render_bookings(act: InformBookings, formats: Formats) -> str:
    describe = Describe(formats)
    if not act.bookings:
        return formats.text("bookings", "none")
    count = len(act.bookings)
    head = formats.text("bookings", "one" if count == 1 else "several", count=count)
    groups = group_series(act.bookings)
    lines = [
        formats.text("bookings", "line", booking=describe.booking_for(group[0], act.asked_by), code=group[0].code)
        if len(group) == 1
        else DescribeSeries(formats).line(group)
        for group in groups
    ]
    which = "only" if count == 1 else "which"
    tail = [formats.text("bookings", f"{which}_{act.task_name}")] if act.is_choice else []
    if act.is_choice and any(len(group) > 1 for group in groups):
        tail.append(formats.text("series", "name_date"))
    return "\n".join([head, *lines, *tail])


def _render_too_late(booking: Booking, formats: Formats, *, is_cancel: bool) -> str:
    key = "too_late_cancel" if is_cancel else "too_late_move"
    cutoff = booking.cancel_cutoff if is_cancel else booking.reschedule_cutoff
    described = Describe(formats).booking(booking)
    return formats.text("bookings", key, booking=described, cutoff=formats.duration(cutoff))
