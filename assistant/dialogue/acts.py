"""What the assistant says, as values: `responses` turns them into words, and only from what they carry."""

from datetime import date, datetime

from msgspec import Struct

from assistant.booking.bookings import Booking
from assistant.booking.wanted import Offers
from assistant.dialogue.existing.acts import AmendAct, ChangeAct
from assistant.dialogue.plan import LeftOut
from assistant.dialogue.question import Option, Question, QuestionKind
from assistant.dialogue.series.acts import SeriesAct
from assistant.knowledge.model import Entry
from assistant.understanding.model import InquiryTopic, Media, Topic, Understanding
from assistant.understanding.times.model import ClockRange


class Greet(Struct, frozen=True, kw_only=True):
    """Hello."""

    name: str = ""


class WelcomeThanks(Struct, frozen=True, kw_only=True):
    """You're welcome."""


class SayGoodbye(Struct, frozen=True, kw_only=True):
    """Goodbye."""


class InformHelp(Struct, frozen=True, kw_only=True):
    """What the assistant does, and the services with duration and price."""

    service_ids: tuple[int, ...] = ()
    """Those that were asked about; empty is all of them, and what the assistant does."""


class RequestMore(Struct, frozen=True, kw_only=True):
    """Is there anything else?"""


class RequestSlot(Struct, frozen=True, kw_only=True):
    """Asks for what is missing."""

    kind: QuestionKind
    service_ids: tuple[int, ...] = ()
    """Between which, for a service."""
    person_ids: tuple[int, ...] = ()
    party_sizes: tuple[int, ...] = ()
    """Between which, for a party; none where nothing is known of it."""
    is_change: bool = False
    """Whether it is for a booking that stands."""


class ClarifyTime(Struct, frozen=True, kw_only=True):
    """Did you mean 3 April or 4 March? 9 in the morning or in the evening? 6 people or 6pm? The second, or 2pm?"""

    days: tuple[date, ...] = ()
    starts: tuple[datetime, ...] = ()
    """UTC; times that were offered."""
    clocks: tuple[ClockRange, ...] = ()
    party_size: int | None = None


class OfferTimes(Struct, frozen=True, kw_only=True):
    """What is free; why not, where the wanted time is not."""

    offers: Offers
    is_gone: bool = False
    """The time was offered, or held, and somebody else has it now."""


class InformFree(Struct, frozen=True, kw_only=True):
    """The wanted time can be had."""

    booking: Booking
    """The hold."""


class RequestConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I book it?"""

    booking: Booking
    """The hold."""
    name: str
    """Whom it will be booked for."""
    others: tuple[Booking, ...] = ()


class NotifyBooked(Struct, frozen=True, kw_only=True):
    """It is booked."""

    booking: Booking


class InformVisitLimit(Struct, frozen=True, kw_only=True):
    """What was wanted of a visit and cannot be had with it, and why."""

    left_out: LeftOut


class NotifyHoldReleased(Struct, frozen=True, kw_only=True):
    """It isn't booked, and the time is free again."""


class NotifyDropped(Struct, frozen=True, kw_only=True):
    """Never mind: nothing was changed."""


class NotifyHandedOver(Struct, frozen=True, kw_only=True):
    """A person will answer."""


class InformPartySize(Struct, frozen=True, kw_only=True):
    """The service takes parties of these sizes."""

    service_id: int
    party_max: int
    is_change: bool = False
    """Whether it is a booking that stands that was to be for more."""


class InformWrongPerson(Struct, frozen=True, kw_only=True):
    """That person does not do that service."""

    service_id: int
    person_id: int


class InformUnknownPerson(Struct, frozen=True, kw_only=True):
    """Nobody of that name works here."""

    name: str
    service_id: int | None = None
    person_ids: tuple[int, ...] = ()


class InformUnsupported(Struct, frozen=True, kw_only=True):
    """That cannot be done here, and this can."""

    topic: Topic


class AnswerInquiry(Struct, frozen=True, kw_only=True):
    """What the shop's data say to a question about it; that they say nothing, where they do not."""

    topic: InquiryTopic
    day: date | None = None
    """Of which day it was asked."""
    person_id: int | None = None
    """Of whom."""
    service_ids: tuple[int, ...] = ()
    """Of what; empty: of all that the shop offers."""


class AnswerQuestion(Struct, frozen=True, kw_only=True):
    """What the shop answers to a question."""

    entry: Entry


class OfferAnswers(Struct, frozen=True, kw_only=True):
    """It is not sure what was asked: one of these, perhaps."""

    entries: tuple[Entry, ...]


class InformUnanswered(Struct, frozen=True, kw_only=True):
    """There is no answer to these questions, beside what is answered or done."""

    questions: tuple[str, ...]


class InformNoList(Struct, frozen=True, kw_only=True):
    """A number came, and nothing is listed that it could mean."""

    number: str


class Acknowledge(Struct, frozen=True, kw_only=True):
    """Good: what was done stands."""


class InformMedia(Struct, frozen=True, kw_only=True):
    """Pictures, voice notes and their like are not read: words are."""

    media: Media


class InformImpossibleTime(Struct, frozen=True, kw_only=True):
    """No calendar has that time."""


class InformNoLastBooking(Struct, frozen=True, kw_only=True):
    """Nothing is known that the customer had before."""


class InformStaleChoice(Struct, frozen=True, kw_only=True):
    """That button is from an earlier message."""


class InformWaiting(Struct, frozen=True, kw_only=True):
    """What else was wanted is not forgotten, and comes after what is talked about."""

    wishes: tuple[Understanding, ...]
    is_overfull: bool = False
    """More was wanted than can wait."""
    is_let_go: bool = False
    """These wait no more."""


class ResumeWaiting(Struct, frozen=True, kw_only=True):
    """Now to what has waited."""

    wish: Understanding


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """Sorry?"""

    times: int
    """How often in a row: from the second on there are choices, from the third it offers a person."""
    kind: QuestionKind | None = None
    """What is being asked, and will be asked again."""
    is_upset: bool = False
    """They complain: then a person is offered at once."""
    is_question: bool = False
    """It is likely a question, to which nothing here has the answer."""
    service_id: int | None = None
    """One that is offered, for an example of an answer."""


class AskRating(Struct, frozen=True, kw_only=True):
    """How was it?"""

    booking: Booking | None
    """None: it was asked about already, and something came in between."""


class TakeRating(Struct, frozen=True, kw_only=True):
    """Thank you, it is written down; where there is neither score nor comment, that is all right, too."""

    score: int | None
    """None: only a comment."""
    comment: str = ""
    asks_why: bool = False
    """Whether it is asked what went wrong."""
    is_praise: bool = False
    """Whether the comment is of somebody who is content."""
    is_last: bool = False
    """Whether they will not be asked how it was any more."""


class OfferPerson(Struct, frozen=True, kw_only=True):
    """They are furious, though what they want is done: a person can be had."""


class SayAgain(Struct, frozen=True, kw_only=True):
    """What would be said is what was said last: it is said in fewer words, and in the end a person is offered."""

    kind: QuestionKind
    """What is being asked."""
    times: int
    """How often in a row it would have been the same."""
    is_refusal: bool = False
    """Whether it was that something cannot be had."""
    is_lost: bool = False
    """Whether it was that nothing was understood."""
    bookings: tuple[Booking, ...] = ()
    """Those that may be chosen."""
    service_id: int | None = None
    """A service that is offered, for an example of an answer."""


class Apologise(Struct, frozen=True, kw_only=True):
    """Something went wrong here; a person will look at it."""


TalkAct = (
    Greet
    | WelcomeThanks
    | SayGoodbye
    | InformHelp
    | RequestMore
    | Acknowledge
    | NotUnderstood
    | SayAgain
    | InformStaleChoice
    | InformNoList
    | InformMedia
    | NotifyDropped
    | OfferPerson
    | NotifyHandedOver
    | Apologise
)
"""What keeps the talk going, whatever it is about."""

PlanAct = (
    RequestSlot
    | ClarifyTime
    | OfferTimes
    | InformFree
    | RequestConfirmation
    | NotifyBooked
    | NotifyHoldReleased
    | InformVisitLimit
    | InformPartySize
    | InformWrongPerson
    | InformUnknownPerson
    | InformImpossibleTime
    | InformNoLastBooking
)
"""What is said on the way to a booking, up to that it is made."""

AnswerAct = AnswerInquiry | AnswerQuestion | OfferAnswers | InformUnanswered | InformUnsupported
"""What is said to questions, and to what the assistant does not do."""

WaitingAct = InformWaiting | ResumeWaiting
RatingAct = AskRating | TakeRating

SystemAct = TalkAct | PlanAct | ChangeAct | AmendAct | SeriesAct | AnswerAct | WaitingAct | RatingAct


class Reply(Struct, frozen=True, kw_only=True):
    """What to say, and the question it leaves open (None: nothing is asked)."""

    acts: tuple[SystemAct, ...]
    question: Question | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices to show, first to last."""
        return self.question.options if self.question else ()
