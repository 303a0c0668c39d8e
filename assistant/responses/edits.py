"""Say what is, or would be, different of a booking that stands besides its time, and what is noted with it."""

from typing import assert_never

from assistant.booking.notes import NOTES_LENGTH_MAX
from assistant.dialogue.existing.acts import (
    AmendAct,
    InformNoneToday,
    InformNotAmended,
    InformNote,
    InformUnnoted,
    NoteKept,
    NotifyAmended,
    NotifyChanged,
    RequestChangeConfirmation,
)
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats


def render_amend(act: AmendAct, formats: Formats) -> str:
    """Return what is asked about a change, what was changed, or why nothing was."""
    describe = Describe(formats)
    match act:
        case RequestChangeConfirmation():
            return _render_request(act, formats)
        case NotifyChanged(booking=booking, old=old):
            facts = describe.facts(booking) | {"price": describe.price(booking), "was": describe.booking(old)}
            return formats.text("edit", "changed", **facts)
        case NotifyAmended():
            return _render_amended(act, formats)
        case InformNotAmended(booking=booking, why=why):
            described = describe.booking(booking) if booking else ""
            return formats.text("unamendable", str(why), booking=described, max=NOTES_LENGTH_MAX)
        case InformUnnoted(note=note):
            return formats.text("edit", "unnoted" if note else "nothing_noted", note=note)
        case InformNote(note=note):
            return formats.text("edit", "will_note", note=note)
        case NoteKept(note=note):
            return formats.text("edit", "note_kept", note=note)
        case InformNoneToday():
            return _render_none_today(act, formats)
    assert_never(act)


def _render_request(act: RequestChangeConfirmation, formats: Formats) -> str:
    describe, edited = Describe(formats), act.edited
    service = formats.shop.find_service(edited.service_id)
    price = service.find_price(edited.party_size)
    return formats.text(
        "edit",
        "change",
        booking=describe.booking(act.booking),
        what=describe.what_with(edited, act.person_id),
        day=formats.day(formats.civil_day(act.starts_at)),
        clock=formats.clock(act.starts_at),
        duration=formats.duration(service.find_duration(edited.party_size)),
        price=describe.amount(price),
    )


def _render_amended(act: NotifyAmended, formats: Formats) -> str:
    """Return a line for the name, and one for each note."""
    describe, first = Describe(formats), act.booking
    facts = {"booking": describe.booking(first), "count": len(act.bookings)} | describe.facts(first)
    suffix = "" if len(act.bookings) == 1 else "_all"
    lines = [formats.text("edit", f"renamed{suffix}", **facts)] if act.is_renamed else []
    lines += [formats.text("edit", f"removed{suffix}", note=note, **facts) for note in act.removed]
    lines += [formats.text("edit", f"noted{suffix}", note=act.note, **facts)] if act.note else []
    if act.removed and act.kept and not act.note:
        lines.append(formats.text("edit", "still_noted", notes="; ".join(act.kept)))
    return "\n".join(lines) or formats.text("notify", "kept", booking=facts["booking"])


def _render_none_today(act: InformNoneToday, formats: Formats) -> str:
    day = act.day
    next_one = (Describe(formats).booking(b) for b in act.bookings[:1])
    others = [formats.text("edit", "other_day", booking=booking) for booking in next_one]
    none = formats.text("edit", "none_then", day=formats.day(day)) if day else formats.text("edit", "none_today")
    return " ".join([none, *others])
