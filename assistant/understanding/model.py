"""The vocabulary of meaning: intents, acts and slots, named as the Schema-Guided Dialogue data names them."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from assistant.understanding.times.model import Length, Recurrence, When


class Intent(StrEnum):
    """What a customer wants. A message can carry several."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    AVAILABILITY = "availability"
    LIST_BOOKINGS = "list_bookings"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    """What can you do? What do you offer?"""
    HUMAN_HANDOFF = "human_handoff"


class Hunch(StrEnum):
    """What a message is likely to be where nothing follows from it: the assistant does not say that it understood."""

    QUESTION = "question"
    """About the shop, or what it offers: is there parking?"""
    OUT_OF_SCOPE = "out_of_scope"
    """About nothing that a shop could do."""
    AFFIRM = "affirm"
    """A yes that no rule reads. It agrees to nothing: what was asked is asked again."""
    DENY = "deny"


class UserAct(StrEnum):
    """What a message does in the dialogue, beside informing of slots and intents."""

    AFFIRM = "affirm"
    """yes, ok, sounds good, go ahead, a thumb up"""
    NEGATE = "negate"
    """no, not that, wrong"""
    NEGATE_INTENT = "negate_intent"
    """never mind, forget it, leave it"""
    UNDO = "undo"
    """undo that, oops, I made a mistake: what was done last"""
    REPEAT = "repeat"
    """what? say that again: what was said last"""
    TAKE_NEAREST = "take_nearest"
    """take the nearest times: for what cannot be had"""
    SELECT = "select"
    """the second one, 2, a tapped button: see `Understanding.selection`"""
    REQUEST_ALTERNATIVES = "request_alternatives"
    """anything else? other times, later, earlier: see `Understanding.direction`"""


class Media(StrEnum):
    """What was sent instead of words."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"


class Topic(StrEnum):
    """What a customer may ask for and the assistant does not do."""

    PAYMENTS = "payments"
    INVOICES = "invoices"
    REFUNDS = "refunds"
    GIFT_CARDS = "gift_cards"
    PRODUCTS = "products"
    JOBS = "jobs"


class InquiryTopic(StrEnum):
    """What is asked about the shop, or about who answers."""

    BOT = "bot"
    """are you a bot, is this a real person, who is this?"""
    PAYMENT = "payment"
    """do I pay now, do you take cards?"""
    TERMS = "terms"
    """can I cancel later if I need to, until when can it be moved?"""
    FEE = "fee"
    """if I cancel, do I have to pay?"""
    PLACE = "place"
    PHONE = "phone"
    DETAILS = "details"
    """how long does it take, how much is it?"""
    HOURS = "hours"
    """are you open on Sunday, does Ben work every day?"""
    WHO = "who"
    """who does highlights, does Ben do beards, who works on Saturday?"""
    PERSON = "person"
    """is Ben good, who is Ben?"""
    OTHER = "other"
    """is there parking?"""


class Aspect(StrEnum):
    """What of a booking is said to be wrong."""

    DAY = "day"
    TIME = "time"
    SERVICE = "service"
    PERSON = "person"
    NAME = "name"
    PARTY = "party"
    CANCEL = "cancel"
    """All of it: it is not wanted."""
    UNSAID = "unsaid"


class Direction(StrEnum):
    """Which way alternatives are wanted."""

    EARLIER = "earlier"
    LATER = "later"
    ANY = "any"


class Reference(StrEnum):
    """Which booking the words of a change point to."""

    OWN = "own"
    """my Friday appointment, the table that I booked"""
    LAST = "last"
    """it, that: what was spoken of last"""


class Scope(StrEnum):
    """How many of several bookings a change is about."""

    ALL = "all"
    """all of them, the whole series, this one and all following"""
    FOLLOWING = "following"
    """the following ones: those after the one that was spoken of last; all of them where none was"""
    NEXT = "next"
    """the next one"""
    ONE = "one"
    """only that one"""

    @property
    def is_several(self) -> bool:
        """Whether it may be about more than one."""
        return self in (Scope.ALL, Scope.FOLLOWING)


class NoteChange(StrEnum):
    """What is to become of a note that is there already."""

    REPLACE = "replace"
    """change the note to ..."""
    REMOVE = "remove"
    """remove the note"""
    CLEAR = "clear"
    """remove all notes"""


class NamePart(StrEnum):
    """Which part of a name was told."""

    FIRST = "first"
    """my first name is Joe"""
    LAST = "last"
    """Smith is my surname"""


class Selection(Struct, frozen=True, kw_only=True):
    """Which item of a list is meant: a tapped button's token, or a position (1 is the first, -1 the last)."""

    token: str | None = None
    position: int | None = None
    is_ordinal: bool = False
    """Whether it was said as "the second one", which may be one of another list."""


class Several(Struct, frozen=True, kw_only=True):
    """Which items of a list are meant, where it is more than one."""

    positions: tuple[int, ...]
    """1 is the first, -1 the last."""
    onwards: bool = False
    """The one position, and all after it."""
    of: int | None = None
    """How many items the list must have: "both" is of two."""


class Shift(Struct, frozen=True, kw_only=True):
    """How far a time is to be from another that was spoken of: "an hour later", "same time next week"."""

    months: int = 0
    days: int = 0
    """By the calendar; below zero it is earlier."""
    minutes: int = 0
    keeps_clock: bool = False
    """At the same time of day."""
    keeps_day: bool = False
    """On the same day; in a week that is named, on the same day of the week."""

    @property
    def moves(self) -> bool:
        """Whether it is another time at all."""
        return (self.months, self.days, self.minutes) != (0, 0, 0)


class Inquiry(Struct, frozen=True, kw_only=True):
    """A question about the shop, or about who answers, and what only belongs to it: nothing of that is wanted."""

    topic: InquiryTopic
    start: int
    """Which words ask it: `text[start:end]`."""
    end: int
    person_ids: tuple[int, ...] = ()
    """Of whom it is asked."""
    service_ids: tuple[int, ...] = ()
    """Of which services."""
    intents: tuple[Intent, ...] = ()
    """What its words look like, read as a wish."""
    is_all: bool = False
    """Whether the message is this question and nothing else."""
    days: tuple[date, ...] = ()
    """The days of which it is asked, once the dialogue knows; empty: of no day in particular."""


class Asked(Struct, frozen=True, kw_only=True):
    """A question that the shop may have an answer to, and what is named in it and nowhere else in the message."""

    text: str
    start: int
    """Which words ask it: `text[start:end]` of the message."""
    end: int
    is_question: bool
    """Whether it reads like one; "parking" may be one."""
    is_whole: bool
    """Whether it is all of the message."""
    is_noted: bool = False
    """Whether the shop is told of it in a note anyway."""
    intents: tuple[Intent, ...] = ()
    """What its words look like, read as a wish."""
    service_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()


class Understanding(Struct, frozen=True, kw_only=True):
    """What one message means, as far as its words and the context say. Empty fields were not said."""

    text: str = ""
    """The text as it was read: Unicode NFKC, trimmed, cut to `TEXT_LENGTH_MAX` characters."""
    intents: tuple[Intent, ...] = ()
    """In the order in which the message brings them."""
    hunch: Hunch | None = None
    acts: tuple[UserAct, ...] = ()
    is_qualified: bool = False
    """Whether a yes comes with a condition or a question: "yes, but is it £38?" agrees to nothing yet."""
    declines: bool = False
    """Whether it turns down the whole matter, and not only what was offered: "no thanks", "not today"."""
    is_bare_cancel: bool = False
    """Whether a wish to cancel does not say what: "cancel", "cancel that please"."""
    times: tuple[When, ...] = ()
    """In the order of the text."""
    excluded: tuple[When, ...] = ()
    """The times that are ruled out, in the order of the text: "not Friday"."""
    lengths: tuple[Length, ...] = ()
    """How long something is to last: "for half an hour"."""
    shift: Shift | None = None
    shift_span: tuple[int, int] = (0, 0)
    """Which words told it: `text[start:end]`. "The following day" is among `times` as well."""
    wants_usual: bool = False
    """What the customer had before, with whom and at what time of day: the usual, like last time."""
    recurrence: Recurrence | None = None
    """That the time is wanted again and again: every second Tuesday, until June."""
    scope: Scope | None = None
    reference: Reference | None = None
    service_ids: tuple[int, ...] = ()
    """Several: the words fit several services equally well ("colour" where there are three), one of which is meant."""
    without_service_ids: tuple[int, ...] = ()
    """What is not wanted: "no beard trim", "skip the colour"; several of a mention: one of them."""
    is_only_service: bool = False
    """Whether nothing beside it is wanted: "just the haircut"."""
    several_services: tuple[int, ...] = ()
    """Services that are wanted together, in this order: "haircut and beard trim". They are among `service_ids`."""
    adds_service: bool = False
    """Whether a service is wanted beside what was spoken of: "and a beard trim too"."""
    person_ids: tuple[int, ...] = ()
    """Several: likewise."""
    without_person_ids: tuple[int, ...] = ()
    """Who is ruled out: "anyone but Ana"."""
    any_person: bool = False
    """anyone, whoever is free, no preference"""
    other_person: bool = False
    """someone else, another stylist: anybody but the one spoken of, and nobody is named"""
    unknown_person: str | None = None
    """Somebody whom they want it with, and who does not work here: as written."""
    party_size: int | None = None
    party_span: tuple[int, int] | None = None
    """Which words told it, or told `party_sizes`: `text[start:end]`."""
    party_sizes: tuple[int, ...] = ()
    """Several, smallest first, of which one is meant: "4 or 5 people". `party_size` is then None."""
    party_change: int | None = None
    """How many more come than were known, or, below zero, how many fewer: "one more person", "one of us can't come"."""
    amends: bool = False
    """Whether it speaks of changing what stands: "make it", "instead", "we're 5 now"."""
    new_service_ids: tuple[int, ...] = ()
    """What a booking is to be changed to: "change my haircut to a colour". They are among `service_ids`."""
    note: str | None = None
    """What the shop is to know, as written: "I'm allergic to latex"."""
    note_change: NoteChange | None = None
    is_late: bool = False
    """Whether the customer will not be there in time."""
    renames: bool = False
    """Whether what stands is to be under another name, told or not: "put it under Smith", "my sister will come"."""
    name: str | None = None
    """The name for the booking, as written: the customer's own, or of the one whom they book for ("my son Tom")."""
    respells: bool = False
    """Whether the spelling of the name is told: "Sarah with an h", "Katy, not Katie"."""
    own_name: str | None = None
    """The customer's own name, where what is wanted is for somebody else: "June here, a cut for my daughter April"."""
    guests: tuple[str, ...] = ()
    """Who else is told to come, where several are: "for me, Bob and Cath". Empty names were not told."""
    absent: str | None = None
    """Who will not come, where it is not the customer, or whose is cancelled: "Jamie can't make it", "cancel Tom's"."""
    present: str | None = None
    """Who comes all the same: "but Isla still can"."""
    leaving: int = 0
    """How many of theirs will not come, told by what they are to the customer: "mum can't come"."""
    name_part: NamePart | None = None
    """Whether the name was told as the first, or as the last name only."""
    phone: str | None = None
    """E.164: +442079460958."""
    email: str | None = None
    """In small letters."""
    code: str | None = None
    """A booking's code, upper case."""
    selection: Selection | None = None
    several: Several | None = None
    direction: Direction | None = None
    another: bool = False
    """Whether a booking is wanted beside the one that was spoken of: "another one", "Thursday too", "Sam at 11"."""
    both_times: bool = False
    """Whether it is wanted at each of two times, and not at one of them: "both Thursday and Friday"."""
    for_other: bool = False
    """Whether it is for somebody else than who writes: "for my mum". Their name, where it was told, is `name`."""
    for_kin: bool = False
    """Whether it is for somebody of theirs, named or not: "for my mum"."""
    for_customer: bool = False
    """Whether it is said to be for who writes: "a trim for me"."""
    count: int = 1
    """How many bookings are wanted: "two haircuts"."""
    brings: bool = False
    """Whether these are for what the customer brings, and so all theirs: "a bath for both dogs"."""
    wishes: tuple["Understanding", ...] = ()
    """What each part of the message means by itself, in its order, where several things are wanted; else empty.

    What one part leaves out and another says is in both. The fields beside this are of the whole message.
    """
    media: Media | None = None
    topic: Topic | None = None
    """What is asked for that the assistant does not do."""
    inquiries: tuple[Inquiry, ...] = ()
    """What is asked about the shop, or about who answers; the plainest first."""
    questions: tuple[Asked, ...] = ()
    """What else is asked, to which the shop may have an answer."""
    wants_back: bool = False
    """Whether what was just cancelled is wanted again."""
    wrong: Aspect | None = None
    """What is said to be wrong with what was done, or is asked about."""
    sentiment: float = 0.0
    """The mood, from -1 (furious) to 1 (delighted); 0 where nothing tells it."""
    trace: tuple[str, ...] = ()
    """One line for each finding: which rule read which words. For `explain`."""
