"""Say what is booked, and what is, or would be, moved, cancelled or kept of it."""

from typing import assert_never

from assistant.booking.bookings import Booking
from assistant.booking.series import group_series
from assistant.dialogue.existing.acts import (
    ChangeAct,
    InformBookings,
    InformNoSuchBooking,
    InformNothingOf,
    InformNothingUndone,
    InformTooLate,
    NotifyCancelled,
    NotifyKept,
    NotifyMoved,
    RequestCancelConfirmation,
    RequestMoveConfirmation,
)
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats
from assistant.responses.series import DescribeSeries


def render_change(act: ChangeAct, formats: Formats) -> str:
    """Return the act in words."""
    describe = Describe(formats)
    match act:
        case InformBookings():
            return _render_bookings(act, formats)
        case RequestMoveConfirmation():
            return _render_move(act, formats)
        case RequestCancelConfirmation(booking=booking, asked_by=asked_by):
            return formats.text("confirm", "cancel", booking=describe.booking_for(booking, asked_by))
        case NotifyMoved(booking=booking, old=old):
            return formats.text("notify", "moved", was=_render_was(booking, old, formats), **describe.facts(booking))
        case NotifyCancelled(booking=booking):
            return formats.text("notify", "cancelled", **describe.facts(booking))
        case NotifyKept(booking=booking):
            return formats.text("notify", "kept", booking=describe.booking(booking))
        case InformNothingUndone(is_several=is_several):
            return formats.text("notify", "undo_singly" if is_several else "nothing_to_undo")
        case InformTooLate():
            return _render_too_late(act, formats)
        case InformNoSuchBooking(code=code):
            return formats.text("bookings", "no_such", code=code)
        case InformNothingOf(name=name):
            return formats.text("bookings", "none_of", name=name)
    assert_never(act)


def _render_bookings(act: InformBookings, formats: Formats) -> str:
    describe = Describe(formats)
    if not act.bookings:
        return formats.text("bookings", "none")
    count = len(act.bookings)
    key = "one" if count == 1 else "several"
    head = formats.text("bookings", f"part_{key}" if act.is_part else key, count=count)
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


def _render_too_late(act: InformTooLate, formats: Formats) -> str:
    booking = act.booking
    key = "too_late_cancel" if act.is_cancel else "too_late_move"
    cutoff = booking.cancel_cutoff if act.is_cancel else booking.reschedule_cutoff
    described = Describe(formats).booking(booking)
    return formats.text("bookings", key, booking=described, cutoff=formats.duration(cutoff))
