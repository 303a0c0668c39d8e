"""A salon of two people and three services, and short ways to write what the dialogue knows and hears."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from assistant.booking.bookings import Assignment, Booking, BookingStatus, TimeSlot
from assistant.booking.model import CivilPeriod, Interval, Location, Policy, Resource, ResourceKind, Service, Shop
from assistant.clock import use_packaged_time_zones
from assistant.dialogue.context import build_context
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import Hold, TimeWish
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.times import wish_for
from assistant.dialogue.track import track
from assistant.understanding.recognizer import understand

use_packaged_time_zones()

HAIRCUT, BEARD, BRIDAL = 1, 2, 3
ANA, BEN, STUDIO = 11, 12, 13
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday."""
POLICY = Policy(
    min_notice=timedelta(hours=1),
    horizon=timedelta(days=60),
    step=timedelta(minutes=15),
    cancel_cutoff=timedelta(hours=2),
    reschedule_cutoff=timedelta(hours=2),
)
OPEN = (CivilPeriod(opens=9 * 60, closes=18 * 60),)


def _service(service_id: int, name: str, resource_ids: tuple[int, ...]) -> Service:
    return Service(
        id=service_id,
        slug=name.lower(),
        name=name,
        duration=timedelta(minutes=45),
        policy=POLICY,
        resource_ids=resource_ids,
        aliases=("trim",) if service_id == HAIRCUT else (),
        price_minor=3800,
    )


def _resource(resource_id: int, name: str, kind: ResourceKind, party_max: int = 1) -> Resource:
    return Resource(id=resource_id, slug=name.lower(), name=name, kind=kind, party_max=party_max)


SHOP = Shop(
    business_id=1,
    version=1,
    slug="small",
    name="Small",
    locale="en-GB",
    currency="GBP",
    location=Location(id=1, name="Small", zone=LONDON, hours=(OPEN,) * 6 + ((),)),
    services=(
        _service(HAIRCUT, "Haircut", (ANA, BEN)),
        _service(BEARD, "Beard trim", (BEN,)),
        _service(BRIDAL, "Bridal styling", (ANA, STUDIO)),
    ),
    resources=(
        _resource(ANA, "Ana", ResourceKind.PERSON),
        _resource(BEN, "Ben", ResourceKind.PERSON),
        _resource(STUDIO, "Studio", ResourceKind.ROOM, party_max=6),
    ),
)
FACTS = Facts(shop=SHOP, now=NOW, turn=7)


def at(text: str) -> datetime:
    """Return the instant of a civil time: "24 15:00" is on 24 November."""
    day, clock = text.split(" ")
    hours, minutes = clock.split(":")
    return datetime(2026, 11, int(day), int(hours), int(minutes), tzinfo=LONDON).astimezone(UTC)


def slot(text: str) -> TimeSlot:
    """Return a time slot with Ana."""
    start = at(text)
    end = start + timedelta(minutes=45)
    ana = Assignment(resource_id=ANA, unit=1)
    return TimeSlot(starts_at=start, ends_at=end, occupied=Interval(start=start, end=end), assignments=(ana,))


def booking(booking_id: int, text: str, status: BookingStatus = BookingStatus.CONFIRMED) -> Booking:
    """Return a haircut with Ana."""
    return Booking(
        id=booking_id,
        code=f"AB{booking_id + 1}D7",
        status=status,
        service_id=HAIRCUT,
        starts_at=at(text),
        ends_at=at(text) + timedelta(minutes=45),
        party_size=1,
        price_minor=3800,
        name="Joe",
        resource_ids=(ANA,),
        hold_expires_at=None,
        cancel_cutoff=POLICY.cancel_cutoff,
        reschedule_cutoff=POLICY.reschedule_cutoff,
    )


def confirming(text: str = "24 15:00") -> DialogueState:
    """Return the state in which a haircut with anybody is held, and the yes is asked for."""
    starts_at = at(text)
    return DialogueState(
        task=Task.BOOK,
        service_ids=(HAIRCUT,),
        name="Joe",
        wish=wish_for(starts_at, SHOP),
        picked=starts_at,
        hold=Hold(booking_id=5, starts_at=starts_at, service_id=HAIRCUT, person_id=None, party_size=1),
        question=Question(
            kind=QuestionKind.CONFIRM_BOOKING,
            options=(
                Option(token="6.1", affirm=True),
                Option(token="6.2", other_times=True),
                Option(token="6.3", never_mind=True),
            ),
            titles=("Yes, book it", "Other times", "Never mind"),
        ),
    )


def offering(*texts: str) -> DialogueState:
    """Return the state in which these times are offered for a haircut on 24 November."""
    options = tuple(Option(token=f"6.{n}", starts_at=at(text)) for n, text in enumerate(texts, 1))
    question = Question(
        kind=QuestionKind.OFFER,
        options=(*options, Option(token="6.9", other_times=True)),
        titles=(*(text.split()[1] for text in texts), "Other times"),
    )
    days = wish_for(at("24 15:00"), SHOP).days
    return DialogueState(task=Task.BOOK, service_ids=(HAIRCUT,), wish=TimeWish(days=days), question=question)


def hear(state: DialogueState, *texts: str) -> DialogueState:
    """Return the state after these messages of one turn."""
    for text in texts:
        state = track(state, understand(text, build_context(state, FACTS)), FACTS)
    return state


def tap(state: DialogueState, token: str) -> DialogueState:
    """Return the state after that button."""
    return track(state, understand("a title", build_context(state, FACTS), choice=token), FACTS)


def without_question(state: DialogueState) -> DialogueState:
    return replace(state, question=None)


def civil_day(state: DialogueState) -> date | None:
    """Return the one day that is wished for."""
    return state.wish.days[0].first if len(state.wish.days) == 1 else None
