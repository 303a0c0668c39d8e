"""Every act, in every form that its words know: what the tests of the texts render."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from assistant.booking.bookings import Assignment, Booking, BookingStatus, Refusal, Rule, TimeSlot
from assistant.booking.model import (
    CivilPeriod,
    DateOverride,
    Interval,
    Location,
    Policy,
    Resource,
    ResourceKind,
    Service,
    Shop,
)
from assistant.booking.wanted import Offers, Stretch, Wanted
from assistant.clock import use_packaged_time_zones
from assistant.dialogue.acts import (
    Apologise,
    ClarifyTime,
    Greet,
    InformFree,
    InformHelp,
    InformImpossibleTime,
    InformNoLastBooking,
    InformPartySize,
    InformStaleChoice,
    InformWrongPerson,
    NotifyBooked,
    NotifyDropped,
    NotifyHandedOver,
    NotifyHoldReleased,
    NotUnderstood,
    OfferTimes,
    Reply,
    RequestConfirmation,
    RequestMore,
    RequestSlot,
    SayGoodbye,
    SystemAct,
    WelcomeThanks,
)
from assistant.dialogue.existing.acts import (
    InformBookings,
    InformNoSuchBooking,
    InformNothingOf,
    InformTooLate,
    NotifyCancelled,
    NotifyKept,
    NotifyMoved,
    RequestCancelConfirmation,
    RequestMoveConfirmation,
)
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
from assistant.understanding.model import Intent
from assistant.understanding.times.model import ClockRange, DayRange

use_packaged_time_zones()

HAIRCUT, BRIDAL, ANA, BEN, STUDIO = 1, 2, 11, 12, 13
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY, SUNDAY, CHRISTMAS = date(2026, 11, 24), date(2026, 11, 29), date(2026, 12, 25)
OPEN = (CivilPeriod(opens=9 * 60, closes=13 * 60), CivilPeriod(opens=14 * 60, closes=18 * 60))
POLICY = Policy(
    min_notice=timedelta(minutes=90),
    horizon=timedelta(days=60),
    step=timedelta(minutes=15),
    cancel_cutoff=timedelta(days=1),
    reschedule_cutoff=timedelta(days=2),
)


def _service(service_id: int, name: str, resource_ids: tuple[int, ...], price_minor: int | None) -> Service:
    duration = timedelta(minutes=45)
    return Service(
        id=service_id,
        slug=name.lower(),
        name=name,
        duration=duration,
        policy=POLICY,
        resource_ids=resource_ids,
        price_minor=price_minor,
    )


def _person(resource_id: int, name: str, days: int) -> Resource:
    hours = (OPEN,) * days + ((),) * (7 - days)
    return Resource(id=resource_id, slug=name.lower(), name=name, kind=ResourceKind.PERSON, hours=hours)


SHOP = Shop(
    business_id=1,
    version=1,
    slug="small",
    name="Small",
    locale="en-GB",
    currency="GBP",
    location=Location(id=1, name="Small", zone=ZoneInfo("Europe/London"), hours=(OPEN,) * 6 + ((),)),
    services=(_service(HAIRCUT, "Haircut", (ANA, BEN), 3800), _service(BRIDAL, "Bridal styling", (ANA, STUDIO), None)),
    resources=(
        _person(ANA, "Ana", 6),
        _person(BEN, "Ben", 1),
        Resource(id=STUDIO, slug="studio", name="Studio", kind=ResourceKind.ROOM, party_max=6),
    ),
    overrides=(DateOverride(day=CHRISTMAS, periods=()),),
)


def slot(start: datetime) -> TimeSlot:
    end = start + timedelta(minutes=45)
    ana = Assignment(resource_id=ANA, unit=1)
    return TimeSlot(starts_at=start, ends_at=end, occupied=Interval(start=start, end=end), assignments=(ana,))


ONE = slot(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
SAME_DAY = slot(datetime(2026, 11, 24, 16, 15, tzinfo=UTC))
OTHER_DAY = slot(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
TWICE = slot(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)), slot(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))

BOOKING = Booking(
    id=1,
    code="AB2D7",
    status=BookingStatus.CONFIRMED,
    service_id=HAIRCUT,
    starts_at=ONE.starts_at,
    ends_at=ONE.ends_at,
    party_size=1,
    price_minor=3800,
    name="Joe",
    resource_ids=(ANA,),
    hold_expires_at=None,
    cancel_cutoff=POLICY.cancel_cutoff,
    reschedule_cutoff=POLICY.reschedule_cutoff,
)
HELD = replace(BOOKING, status=BookingStatus.HELD, name="")
CANCELLED = replace(BOOKING, status=BookingStatus.CANCELLED)
LATER = replace(BOOKING, starts_at=OTHER_DAY.starts_at, ends_at=OTHER_DAY.ends_at)
PARTY = replace(BOOKING, service_id=BRIDAL, party_size=4, price_minor=None, resource_ids=(ANA, STUDIO))

HAIRCUT_WISH = Wanted(service_id=HAIRCUT)
POINT = replace(HAIRCUT_WISH, first_day=TUESDAY, last_day=TUESDAY, first_minute=900, last_minute=900)
DAY = replace(HAIRCUT_WISH, first_day=TUESDAY, last_day=TUESDAY)


def _make_wishes() -> list[Wanted]:
    """Return wishes in every form that a phrase has."""
    week = replace(HAIRCUT_WISH, first_day=TUESDAY, last_day=SUNDAY)
    return [
        POINT,
        DAY,
        week,
        replace(week, first_minute=840),
        replace(week, last_minute=719),
        replace(week, last_minute=720),
        replace(DAY, first_minute=840, last_minute=960),
        replace(HAIRCUT_WISH, first_day=TUESDAY),
        replace(HAIRCUT_WISH, last_day=TUESDAY),
        replace(HAIRCUT_WISH, first_minute=900, last_minute=900),
        replace(DAY, either=(Stretch(first_day=SUNDAY, last_day=SUNDAY),)),
        HAIRCUT_WISH,
    ]


def _make_offers() -> list[Offers]:
    wanted = [HAIRCUT_WISH, DAY, replace(DAY, excluding=(ONE.starts_at,))]
    found = [(ONE,), (ONE, SAME_DAY), (ONE, OTHER_DAY)]
    offers = [Offers(wanted=w, time_slots=slots) for w in wanted for slots in found]
    offers += [Offers(wanted=replace(HAIRCUT_WISH, soonest=True), time_slots=(ONE,))]
    offers += [Offers(wanted=replace(DAY, latest=True), time_slots=slots) for slots in ((ONE,), (ONE, OTHER_DAY))]
    offers += [Offers(wanted=wanted[2], time_slots=slots, is_beyond=True) for slots in found]
    offers += [Offers(wanted=wanted[2]), Offers(wanted=DAY), Offers(wanted=POINT, exact=TWICE)]
    shown = tuple(ONE.starts_at + timedelta(minutes=n) for n in (-15, 15))
    others = [replace(HAIRCUT_WISH, **{way: ONE.starts_at}) for way in ("before", "after")]
    others += [replace(one, excluding=shown) for one in others]
    offers += [Offers(wanted=w, time_slots=slots) for w in others for slots in ((SAME_DAY,), (OTHER_DAY,), ())]
    for rule in Rule:
        refusal = Refusal(starts_at=None if rule is Rule.NO_SUCH_TIME else ONE.starts_at, rule=rule)
        for wish in (POINT,) if rule in (Rule.NO_SUCH_TIME, Rule.OFF_STEP) else _make_wishes():
            for who in (None, ANA, BEN):
                offers.append(Offers(wanted=replace(wish, resource_id=who), refusal=refusal, time_slots=(ONE,)))
    closed = Refusal(starts_at=ONE.starts_at, rule=Rule.CLOSED)
    sunday = replace(DAY, first_day=SUNDAY, last_day=SUNDAY)
    return [*offers, Offers(wanted=sunday, refusal=closed), Offers(wanted=DAY, refusal=closed, time_slots=(ONE,))]


def _make_requests() -> list[SystemAct]:
    clocks = (ClockRange(start=540, end=540), ClockRange(start=1260, end=1260))
    before = (ClockRange(start=None, end=599), ClockRange(start=None, end=1319))
    return [
        RequestSlot(kind=QuestionKind.SERVICE, service_ids=(HAIRCUT, BRIDAL)),
        RequestSlot(kind=QuestionKind.SERVICE, service_ids=(HAIRCUT,)),
        RequestSlot(kind=QuestionKind.PERSON, person_ids=(ANA, BEN)),
        RequestSlot(kind=QuestionKind.PARTY_SIZE, party_sizes=(4, 5)),
        *(RequestSlot(kind=k) for k in (QuestionKind.PARTY_SIZE, QuestionKind.TIME)),
        *(RequestSlot(kind=k) for k in (QuestionKind.NAME, QuestionKind.NEW_NAME, QuestionKind.PHONE)),
        ClarifyTime(days=(date(2027, 4, 3), date(2027, 3, 4))),
        ClarifyTime(party_size=6, clocks=(ClockRange(start=1080, end=1080),)),
        ClarifyTime(clocks=clocks),
        ClarifyTime(starts=(ONE.starts_at, ONE.starts_at)),
        ClarifyTime(starts=(ONE.starts_at, OTHER_DAY.starts_at)),
        ClarifyTime(clocks=before),
        InformPartySize(service_id=BRIDAL, party_max=6),
        InformPartySize(service_id=HAIRCUT, party_max=1),
        InformWrongPerson(service_id=BRIDAL, person_id=BEN),
        InformFree(booking=HELD),
        RequestConfirmation(booking=HELD, name="Joe"),
        RequestConfirmation(booking=replace(PARTY, status=BookingStatus.HELD), name="Eve"),
        RequestMoveConfirmation(booking=BOOKING, starts_at=OTHER_DAY.starts_at, person_id=ANA),
        RequestMoveConfirmation(booking=BOOKING, starts_at=OTHER_DAY.starts_at, person_id=BEN),
        RequestMoveConfirmation(booking=BOOKING, starts_at=BOOKING.starts_at, person_id=BEN),
        RequestMoveConfirmation(booking=BOOKING, starts_at=OTHER_DAY.starts_at, person_id=None, is_other_person=True),
        RequestCancelConfirmation(booking=BOOKING),
    ]


def _make_statements() -> list[SystemAct]:
    return [
        *(Greet(), Greet(name="Joe"), WelcomeThanks(), SayGoodbye(), RequestMore()),
        *(InformHelp(), InformHelp(service_ids=(HAIRCUT,)), InformImpossibleTime(), InformStaleChoice()),
        InformNoLastBooking(),
        *(NotUnderstood(times=n) for n in (1, 2, 3, 9)),
        *(NotifyHoldReleased(), NotifyDropped(), NotifyHandedOver(), Apologise(), NotifyKept(booking=BOOKING)),
        InformBookings(bookings=()),
        InformBookings(bookings=(BOOKING,), is_part=True),
        InformBookings(bookings=(BOOKING, replace(BOOKING, id=BOOKING.id + 1)), is_part=True),
        InformBookings(bookings=(BOOKING,)),
        InformBookings(bookings=(BOOKING, PARTY)),
        *(
            InformBookings(bookings=bookings, is_choice=True, task_name=task)
            for bookings in ((BOOKING,), (BOOKING, LATER))
            for task in ("cancel", "reschedule")
        ),
        InformNoSuchBooking(code="AB9D7"),
        InformNothingOf(name="Lily"),
        InformTooLate(booking=BOOKING, is_cancel=True),
        InformTooLate(booking=BOOKING, is_cancel=False),
    ]


NOTIFICATIONS: dict[str, list[SystemAct]] = {
    "Booked": [NotifyBooked(booking=BOOKING), NotifyBooked(booking=PARTY)],
    "Moved": [
        NotifyMoved(booking=LATER, old=BOOKING),
        NotifyMoved(booking=replace(BOOKING, resource_ids=(BEN,)), old=BOOKING),
        NotifyMoved(booking=replace(LATER, resource_ids=(BEN,)), old=BOOKING),
    ],
    "Cancelled": [NotifyCancelled(booking=CANCELLED)],
}
"""The acts that may say that something was done, by the word that says it."""
OFFERS: list[SystemAct] = [
    *(OfferTimes(offers=o) for o in _make_offers()),
    OfferTimes(
        offers=Offers(wanted=POINT, refusal=Refusal(starts_at=ONE.starts_at, rule=Rule.TAKEN), time_slots=(OTHER_DAY,)),
        is_gone=True,
    ),
    *(
        OfferTimes(
            offers=Offers(
                wanted=replace(POINT, without_resource_ids=(BEN,)),
                refusal=Refusal(starts_at=ONE.starts_at, rule=Rule.TAKEN),
                is_left_out=True,
                time_slots=slots,
            )
        )
        for slots in ((OTHER_DAY,), ())
    ),
]
OTHERS: list[SystemAct] = [*_make_requests(), *_make_statements(), *OFFERS]
ALL: list[SystemAct] = [*OTHERS, *(act for acts in NOTIFICATIONS.values() for act in acts)]


def _ask(kind: QuestionKind, *options: Option) -> Reply:
    act = InformBookings(bookings=(BOOKING,), is_choice=True, task_name="cancel")
    acts = (act,) if kind is QuestionKind.WHICH_BOOKING else ()
    return Reply(acts=acts, question=Question(kind=kind, options=options))


QUESTIONS = [
    _ask(
        QuestionKind.MENU,
        *(Option(token="1.1", intent=i) for i in (Intent.BOOK, Intent.LIST_BOOKINGS, Intent.HUMAN_HANDOFF)),
    ),
    _ask(QuestionKind.SERVICE, Option(token="1.1", service_id=HAIRCUT), Option(token="1.2", service_id=BRIDAL)),
    _ask(QuestionKind.PERSON, Option(token="1.1", person_id=ANA), Option(token="1.2", any_person=True)),
    _ask(QuestionKind.OFFER, Option(token="1.1", starts_at=ONE.starts_at), Option(token="1.2", other_times=True)),
    _ask(
        QuestionKind.OFFER,
        Option(token="1.1", starts_at=ONE.starts_at),
        Option(token="1.2", starts_at=OTHER_DAY.starts_at),
    ),
    _ask(QuestionKind.DAY_READING, Option(token="1.1", day=DayRange(first=TUESDAY, last=TUESDAY))),
    _ask(
        QuestionKind.HEADS_READING,
        Option(token="1.1", party_size=6),
        Option(token="1.2", clock=ClockRange(start=1080, end=1080)),
    ),
    _ask(QuestionKind.PLACE_READING, Option(token="1.1", starts_at=ONE.starts_at)),
    _ask(QuestionKind.CLOCK_READING, Option(token="1.1", clock=ClockRange(start=540, end=540))),
    _ask(QuestionKind.WHICH_BOOKING, Option(token="1.1", booking_id=1), Option(token="1.2", never_mind=True)),
    _ask(QuestionKind.PARTY_SIZE, Option(token="1.1", affirm=True)),
    _ask(QuestionKind.CONFIRM_BOOKING, Option(token="1.1", affirm=True)),
    _ask(QuestionKind.CONFIRM_MOVE, Option(token="1.1", affirm=True), Option(token="1.2", affirm=False)),
    _ask(QuestionKind.CONFIRM_CANCEL, Option(token="1.1", affirm=True), Option(token="1.2", affirm=False)),
]
