"""Every act about an edit of a booking that stands, or about what was done last, in every form that its words know."""

from datetime import date

from msgspec.structs import replace
from render_samples import ANA, BEN, BOOKING, BRIDAL, HAIRCUT, HELD, LATER, PARTY, POINT

from assistant.booking.bookings import Refusal, Rule
from assistant.booking.wanted import Offers
from assistant.dialogue.acts import (
    AskRating,
    InformMedia,
    InformPartySize,
    InformUnknownPerson,
    InformUnsupported,
    InformVisitLimit,
    InformWaiting,
    NotUnderstood,
    OfferPerson,
    OfferTimes,
    Reply,
    RequestConfirmation,
    ResumeWaiting,
    SystemAct,
    TakeRating,
)
from assistant.dialogue.existing.acts import (
    InformBookings,
    InformNoneToday,
    InformNotAmended,
    InformNote,
    InformNothingUndone,
    InformUnnoted,
    NoteKept,
    NotifyAmended,
    NotifyChanged,
    RequestChangeConfirmation,
)
from assistant.dialogue.plan import LeftOut, VisitLimit
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
from assistant.dialogue.services import Unamendable
from assistant.understanding.model import Intent, Media, Topic, Understanding

NOTE = "I'm allergic to latex"
MARY = replace(BOOKING, name="Mary")
NOTED = replace(BOOKING, note=NOTE)
EDITED = replace(BOOKING, service_id=BRIDAL, party_size=3)
WISHES = (
    Understanding(intents=(Intent.CANCEL,)),
    Understanding(intents=(Intent.RESCHEDULE,)),
    Understanding(service_ids=(HAIRCUT,)),
    Understanding(service_ids=(HAIRCUT,), name="Sam", for_other=True),
    Understanding(),
    Understanding(name="Sam", for_other=True),
    Understanding(service_ids=(HAIRCUT,), another=True),
)
EDIT_OTHERS: list[SystemAct] = [
    *(NotUnderstood(times=times, kind=kind) for kind in QuestionKind for times in (1, 2)),
    *(InformNothingUndone(is_several=several) for several in (False, True)),
    NotUnderstood(times=1, is_upset=True),
    OfferPerson(),
    AskRating(booking=BOOKING),
    *(TakeRating(score=score, asks_why=asks) for score in range(1, 6) for asks in (False, True)),
    TakeRating(score=None, comment=NOTE),
    TakeRating(score=None, comment=NOTE, is_praise=True),
    TakeRating(score=None),
    TakeRating(score=4, is_last=True),
    AskRating(booking=None),
    *(InformUnsupported(topic=topic) for topic in Topic),
    *(InformMedia(media=media) for media in Media),
    RequestConfirmation(booking=HELD, name="Joe", others=(replace(HELD, id=9),)),
    OfferTimes(
        offers=Offers(
            wanted=replace(POINT, then=(BRIDAL,)), refusal=Refusal(starts_at=BOOKING.starts_at, rule=Rule.TAKEN)
        )
    ),
    *(InformNote(note=NOTE), NoteKept(note=NOTE)),
    *(InformNoneToday(bookings=bookings, day=day) for bookings in ((), (LATER,)) for day in (None, date(2026, 11, 27))),
    *(InformNotAmended(booking=booking, why=why) for booking in (None, BOOKING) for why in Unamendable),
    *(InformVisitLimit(left_out=LeftOut(limit=limit, service_ids=(HAIRCUT,))) for limit in VisitLimit),
    *(InformUnnoted(note=note) for note in ("", NOTE)),
    InformWaiting(wishes=WISHES),
    InformWaiting(wishes=WISHES, is_overfull=True),
    InformWaiting(wishes=WISHES, is_let_go=True),
    *(ResumeWaiting(wish=wish) for wish in WISHES),
    InformUnknownPerson(name="Gordon"),
    InformUnknownPerson(name="Gordon", service_id=HAIRCUT, person_ids=(ANA, BEN)),
    InformPartySize(service_id=HAIRCUT, party_max=1, is_change=True),
    *(
        RequestChangeConfirmation(booking=BOOKING, edited=EDITED, starts_at=BOOKING.starts_at, person_id=person)
        for person in (None, BEN)
    ),
    NotifyAmended(bookings=(BOOKING,)),
    *(
        InformBookings(bookings=bookings, is_choice=True, task_name="amend")
        for bookings in ((BOOKING,), (BOOKING, LATER))
    ),
]
EDIT_NOTIFICATIONS: dict[str, list[SystemAct]] = {
    "Changed": [
        NotifyChanged(booking=PARTY, old=BOOKING),
        NotifyChanged(booking=BOOKING, old=PARTY),
        NotifyAmended(bookings=(MARY,), is_renamed=True),
    ],
    "Noted": [NotifyAmended(bookings=(NOTED,), note=NOTE)],
    "Removed": [NotifyAmended(bookings=(BOOKING,), removed=(NOTE,), kept=kept) for kept in ((), ("ring the bell",))],
}
"""The acts that may say that something was changed or noted, by the word that says it."""
EDITS_OF_SEVERAL: dict[str, list[NotifyAmended]] = {
    "Changed": [NotifyAmended(bookings=(MARY, MARY), is_renamed=True)],
    "Noted": [NotifyAmended(bookings=(NOTED, NOTED), note=NOTE)],
    "Removed": [NotifyAmended(bookings=(BOOKING, BOOKING), removed=(NOTE,))],
}
"""The same, said of several bookings at once."""
EDIT_QUESTIONS = [
    Reply(
        acts=(AskRating(booking=BOOKING),),
        question=Question(
            kind=QuestionKind.RATING, options=tuple(Option(token=f"1.{score}", rating=score) for score in range(1, 6))
        ),
    ),
    Reply(
        acts=(),
        question=Question(kind=QuestionKind.CONFIRM_MOVE, options=(Option(token="1.1", affirm=True),), is_edit=True),
    ),
]
