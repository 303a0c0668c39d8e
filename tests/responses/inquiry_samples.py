"""Every act that answers a question about the shop, says something once more, or asks what is wrong, in every form."""

from datetime import timedelta

from msgspec.structs import replace
from render_samples import ANA, BEN, BOOKING, BRIDAL, CHRISTMAS, HAIRCUT, ONE, POINT, SHOP, TUESDAY

from assistant.booking.bookings import Refusal, Rule
from assistant.booking.model import Location, Shop
from assistant.booking.wanted import Offers
from assistant.dialogue.acts import (
    Acknowledge,
    AnswerInquiry,
    AnswerQuestion,
    InformNoList,
    InformUnanswered,
    NotUnderstood,
    OfferAnswers,
    OfferTimes,
    Reply,
    RequestSlot,
    SayAgain,
    SystemAct,
)
from assistant.dialogue.existing.acts import InformBookings, RequestCancelConfirmation
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
from assistant.knowledge.model import Entry
from assistant.understanding.model import Aspect, InquiryTopic

SUNDAY = TUESDAY + timedelta(days=5)
_HOME: Location = replace(SHOP.location, address="12 Mill Lane, London", phone="+44 20 7946 0018")
FOUND_SHOP: Shop = replace(SHOP, location=_HOME)
"""It says where it is, and how it is reached."""
_AT_ONCE = {"cancel_cutoff": timedelta(0), "reschedule_cutoff": timedelta(0)}
LENIENT_SHOP: Shop = replace(
    SHOP, services=tuple(replace(s, policy=replace(s.policy, **_AT_ONCE)) for s in SHOP.services)
)
"""What is booked there can be cancelled until it begins."""
DOGS = Entry(slug="dogs", question="Can I bring my dog?", answer="Yes, on a lead.")
CARDS = Entry(slug="cards", question="Do you take cards?", answer="Yes.")
INQUIRY_OTHERS: list[SystemAct] = [
    *(AnswerInquiry(topic=topic) for topic in InquiryTopic),
    *(AnswerInquiry(topic=InquiryTopic.PERSON, person_id=person) for person in (ANA, BEN)),
    *(
        AnswerInquiry(topic=InquiryTopic.HOURS, day=day, person_id=person)
        for day in (None, TUESDAY, SUNDAY, CHRISTMAS)
        for person in (None, ANA, BEN)
    ),
    *(
        AnswerInquiry(topic=InquiryTopic.WHO, service_ids=services, person_id=person)
        for services in ((HAIRCUT,), (BRIDAL,))
        for person in (None, ANA, BEN)
    ),
    *(AnswerInquiry(topic=InquiryTopic.WHO, day=day) for day in (TUESDAY, CHRISTMAS)),
    AnswerQuestion(entry=DOGS),
    *(OfferAnswers(entries=entries) for entries in ((DOGS,), (DOGS, CARDS))),
    InformUnanswered(questions=("is there a sauna?",)),
    InformNoList(number="1"),
    Acknowledge(),
    *(SayAgain(kind=kind, times=times) for kind in QuestionKind for times in (1, 2)),
    SayAgain(kind=QuestionKind.OFFER, times=1, is_refusal=True),
    SayAgain(kind=QuestionKind.OFFER, times=1, is_lost=True),
    NotUnderstood(times=1, is_question=True),
    RequestSlot(kind=QuestionKind.ASPECT),
    *(RequestSlot(kind=kind, is_change=True) for kind in (QuestionKind.SERVICE, QuestionKind.NAME)),
    RequestCancelConfirmation(booking=BOOKING, asked_by="Somebody"),
    InformBookings(bookings=(BOOKING,), asked_by="Somebody"),
    OfferTimes(
        is_gone=True,
        offers=Offers(wanted=POINT, refusal=Refusal(starts_at=ONE.starts_at, rule=Rule.TAKEN), time_slots=(ONE,)),
    ),
]
OF_FOUND_SHOP = [
    (LENIENT_SHOP, AnswerInquiry(topic=InquiryTopic.TERMS, service_ids=(SHOP.services[0].id,))),
    *(
        (FOUND_SHOP, AnswerInquiry(topic=topic))
        for topic in (InquiryTopic.PLACE, InquiryTopic.PHONE, InquiryTopic.HOURS)
    ),
]
INQUIRY_QUESTIONS = [
    Reply(
        acts=(),
        question=Question(
            kind=QuestionKind.ASPECT,
            options=tuple(Option(token="1.1", aspect=aspect) for aspect in Aspect if aspect is not Aspect.UNSAID),
        ),
    ),
    Reply(acts=(), question=Question(kind=QuestionKind.MENU, options=(Option(token="1.1", asks=DOGS.question),))),
    Reply(acts=(), question=Question(kind=QuestionKind.RHYTHM, options=(Option(token="1.1", once=True),))),
]
