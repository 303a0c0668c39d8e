"""Say what is, or would be, different of a booking that stands."""

from assistant.dialogue.acts import (
    InformMedia,
    InformNoneToday,
    InformNote,
    InformNothingUndone,
    InformUnsupported,
    NoteKept,
    NotifyAmended,
    NotifyChanged,
    RequestChangeConfirmation,
)
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats


def render_edit(act: RequestChangeConfirmation | NotifyChanged | NotifyAmended, formats: Formats) -> str:
    """Return what is asked about a change, or what was changed; of a name and a note, each its line."""
    describe = Describe(formats)
    match act:
        case RequestChangeConfirmation():
            return _render_request(act, formats)
        case NotifyChanged(booking=booking, old=old):
            facts = describe.facts(booking) | {"price": describe.price(booking), "was": describe.booking(old)}
            return formats.text("edit", "changed", **facts)
        case NotifyAmended(booking=booking, is_renamed=is_renamed, note=note):
            renamed = [formats.text("edit", "renamed", **describe.facts(booking))] if is_renamed else []
            noted = (
                [formats.text("edit", "noted", booking=describe.booking(booking), code=booking.code, note=note)]
                if note
                else []
            )
            return "\n".join([*renamed, *noted]) or formats.text("notify", "kept", booking=describe.booking(booking))


Aside = InformNote | NoteKept | InformNoneToday | InformNothingUndone | InformUnsupported | InformMedia
"""What is said where nothing is changed."""


def render_aside(act: Aside, formats: Formats) -> str:
    """Return that a note waits, that there is nothing to change, or that something cannot be done here."""
    match act:
        case InformNote(note=note):
            return formats.text("edit", "will_note", note=note)
        case NoteKept(note=note):
            return formats.text("edit", "note_kept", note=note)
        case InformNoneToday(bookings=bookings):
            next_one = (Describe(formats).booking(b) for b in bookings[:1])
            others = [formats.text("edit", "other_day", booking=booking) for booking in next_one]
            return " ".join([formats.text("edit", "none_today"), *others])
        case InformUnsupported(topic=topic):
            thing = formats.text("thing", formats.thing)
            return formats.text("unsupported", "topic", what=formats.text("unsupported", str(topic)), thing=thing)
        case InformMedia(media=media):
            return formats.text("media", str(media))
        case InformNothingUndone(is_several=is_several):
            return formats.text("notify", "undo_singly" if is_several else "nothing_to_undo")


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
