"""The choices under a question: what each means, and the token that its button sends back."""

from collections.abc import Iterable

from msgspec.structs import replace

from assistant.booking.bookings import Booking, TimeSlot
from assistant.booking.model import Shop
from assistant.booking.series import group_series
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import (
    Option,
    Question,
    QuestionKind,
)
from assistant.understanding.model import Intent
from assistant.understanding.times.model import ClockRange, DayRange

YES = Option(token="", affirm=True)
NO = Option(token="", affirm=False)
OTHER_TIMES = Option(token="", other_times=True)
NEVER_MIND = Option(token="", never_mind=True)
ANYBODY = Option(token="", any_person=True)
FILL = Option(token="", fills=True)
ONCE = Option(token="", once=True)


def ask(kind: QuestionKind, facts: Facts, options: Iterable[Option] = ()) -> Question:
    """Return the question with its options numbered: a token is the turn and the position, `12.3`."""
    numbered = (replace(option, token=f"{facts.turn}.{n}") for n, option in enumerate(options, start=1))
    return Question(kind=kind, options=tuple(numbered))


def menu(*, has_bookings: bool = True) -> list[Option]:
    """Return what a conversation can begin with; who has nothing booked has nothing to look at."""
    intents = [Intent.BOOK, *([Intent.LIST_BOOKINGS] if has_bookings else []), Intent.HUMAN_HANDOFF]
    return [Option(token="", intent=intent) for intent in intents]


def services(shop: Shop, service_ids: Iterable[int]) -> list[Option]:
    """Return one option for each service."""
    return [Option(token="", service_id=shop.find_service(s).id) for s in service_ids]


def people(person_ids: Iterable[int]) -> list[Option]:
    """Return one option for each person, and one for anybody."""
    return [*(Option(token="", person_id=p) for p in person_ids), ANYBODY]


def time_slots(slots: Iterable[TimeSlot]) -> list[Option]:
    """Return one option for each start."""
    return [Option(token="", starts_at=s.starts_at) for s in slots]


def bookings(found: Iterable[Booking]) -> list[Option]:
    """Return one option for each booking; for a series its next one, and all of it."""
    options: list[Option] = []
    for group in group_series(found):
        options.append(Option(token="", booking_id=group[0].id))
        if len(group) > 1:
            options.append(Option(token="", booking_id=group[0].id, following=True))
    return options


def days(readings: Iterable[DayRange]) -> list[Option]:
    """Return one option for each reading of a date."""
    return [Option(token="", day=d) for d in readings]


def clocks(readings: Iterable[ClockRange]) -> list[Option]:
    """Return one option for each reading of a time of day."""
    return [Option(token="", clock=c) for c in readings]
