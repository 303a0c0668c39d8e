"""The titles of choices."""

from collections.abc import Mapping
from datetime import datetime

from assistant.booking.bookings import Booking
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats
from assistant.responses.model import Choice
from assistant.responses.wishes import describe_clock
from assistant.understanding.model import Aspect, Intent
from assistant.understanding.times.model import ClockRange, DayRange

YES = {
    QuestionKind.CONFIRM_BOOKING: "yes_book",
    QuestionKind.CONFIRM_MOVE: "yes_move",
    QuestionKind.CONFIRM_CANCEL: "yes_cancel",
    QuestionKind.CONFIRM_SERIES: "yes_book_all",
    QuestionKind.CONFIRM_SERIES_MOVE: "yes_move_all",
    QuestionKind.CONFIRM_SERIES_CANCEL: "yes_cancel_all",
    QuestionKind.PARTY_SIZE: "yes_one",
}

YES_ONE = {QuestionKind.CONFIRM_SERIES: "yes_book", QuestionKind.CONFIRM_SERIES_MOVE: "yes_move"}
"""Where only one of a series is left to say yes to."""


def render_choices(question: Question | None, formats: Formats, bookings: Mapping[int, Booking]) -> tuple[Choice, ...]:
    """Return the choices of a question with their titles, first to last; `bookings` are those it may speak of."""
    if question is None:
        return ()
    days = {formats.civil_day(o.starts_at) for o in question.options if o.starts_at}
    return tuple(
        Choice(
            token=o.token,
            title=formats.text("choice", "yes_change")
            if o.affirm and question.is_edit
            else formats.text("choice", "yes_book_all")
            if o.affirm and question.kind is QuestionKind.CONFIRM_BOOKING and len(question.booking_ids) > 1
            else formats.text("choice", YES_ONE[question.kind])
            if o.affirm and len(question.booking_ids) == 1 and question.kind in YES_ONE
            else _title_booking(bookings[o.booking_id], formats, following=o.following)
            if o.booking_id is not None
            else _title(o, question.kind, formats, names_day=len(days) > 1),
        )
        for o in question.options
    )


def _title_booking(booking: Booking, formats: Formats, *, following: bool) -> str:
    service = formats.shop.find_service(booking.service_id).name
    day, clock = formats.short_day(formats.civil_day(booking.starts_at)), formats.clock(booking.starts_at)
    return formats.text("choice", "all_from" if following else "booking", service=service, day=day, clock=clock)


def _title(option: Option, kind: QuestionKind, formats: Formats, *, names_day: bool) -> str:
    match option:
        case Option(intent=Intent() as intent):
            return formats.text("choice", str(intent), thing=formats.text("thing", formats.thing))
        case Option(service_id=int() as service_id):
            service = formats.shop.find_service(service_id)
            return formats.text("choice", "service", service=service.name, price=Describe(formats).list_price(service))
        case Option(person_id=int() as person_id):
            return formats.shop.find_resource(person_id).name
        case Option(any_person=True):
            return formats.text("choice", "anybody")
        case Option(asks=str() as asked):
            return asked
        case Option(starts_at=datetime() as starts_at):
            time = formats.clock(starts_at)
            day = formats.short_day(formats.civil_day(starts_at))
            return formats.text("choice", "time", day=day, clock=time) if names_day else time
        case Option(day=DayRange(first=first)) if first:
            return formats.day(first)
        case Option(clock=ClockRange() as clock):
            return describe_clock(clock, formats)
        case Option(party_size=int() as size):
            return formats.party(size)
        case Option(affirm=True):
            return formats.text("choice", YES[kind])
        case Option(affirm=False):
            is_series = kind in (QuestionKind.CONFIRM_SERIES_MOVE, QuestionKind.CONFIRM_SERIES_CANCEL)
            return formats.text("choice", "no_keep_all" if is_series else "no_keep")
        case Option(once=True):
            return formats.text("choice", "once")
        case Option(fills=True):
            return formats.text("choice", "fill")
        case Option(aspect=Aspect() as aspect):
            return formats.text("choice", f"aspect_{aspect}")
        case Option(rating=int() as score):
            return formats.text("choice", f"rating_{score}")
        case Option(other_times=True):
            return formats.text("choice", "other_times")
        case _:
            return formats.text("choice", "never_mind")
