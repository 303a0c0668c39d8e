"""Who will do it, where anybody may: named before the yes, and then it is they and nobody else."""

from msgspec.structs import replace

from assistant.booking.hours import civil_day
from assistant.booking.model import MINUTES_PER_HOUR, ResourceKind
from assistant.booking.wanted import Wanted
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import find_offers
from assistant.dialogue.services import FindTimeSlots
from assistant.dialogue.state import DialogueState


def find_whom(state: DialogueState, facts: Facts, wanted: Wanted) -> int | FindTimeSlots | None:
    """Return who would do it at the picked time, or what to look up for that; None where nobody need be named."""
    service = facts.shop.find_service(wanted.service_id)
    if wanted.resource_id is not None or service.is_class or len(facts.shop.find_people(service)) < 2:  # noqa: PLR2004
        return wanted.resource_id
    found = find_offers(state)
    if found is None:
        return FindTimeSlots(wanted=_narrow(wanted, state, facts))
    slots = (s for s in (*found.offers.exact, *found.offers.time_slots) if s.starts_at == state.picked)
    ids = (assigned.resource_id for slot in slots for assigned in slot.assignments)
    return next((i for i in ids if facts.shop.find_resource(i).kind is ResourceKind.PERSON), None)


def _narrow(wanted: Wanted, state: DialogueState, facts: Facts) -> Wanted:
    """Return the wish for exactly the picked time."""
    if state.picked is None:
        return wanted
    zone = facts.shop.location.zone
    civil, day = state.picked.astimezone(zone), civil_day(state.picked, zone)
    minute = civil.hour * MINUTES_PER_HOUR + civil.minute
    return replace(
        wanted, first_day=day, last_day=day, first_minute=minute, last_minute=minute, either=(), excluding=(),
        without=(), after=None, before=None, soonest=False, latest=False, moving_from=None,
    )  # fmt: skip


def with_whom(state: DialogueState, wanted: Wanted) -> Wanted:
    """Return the wish with whoever the yes was said to."""
    named = state.question.person_id if state.question else None
    return wanted if named is None else replace(wanted, resource_id=named)
