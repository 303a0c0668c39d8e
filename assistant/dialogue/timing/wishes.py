"""Turn what the conversation knows into a wish that the diary understands."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import ONE_MINUTE
from assistant.booking.model import Service, Shop
from assistant.booking.wanted import Stretch, Wanted
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.exclusions import list_without_people
from assistant.dialogue.timing.readings import Settled
from assistant.understanding.model import Direction


def find_able(state: DialogueState, service: Service, shop: Shop) -> tuple[int, ...]:
    """Return the ids of those among the people asked for who do `service`."""
    if not state.person_ids:
        return ()
    able = [p.id for p in shop.find_people(service)]
    return tuple(p for p in state.person_ids if p in able)


def build_wanted(state: DialogueState, settled: Settled, *, booking: Booking | None, shop: Shop) -> Wanted:
    """Return the settled wish with service, person and party.

    Args:
        state: Has what the customer said.
        settled: What their words about time mean.
        booking: The one that would move: what was not said is as it is there. Its service and party stay.
        shop: Says who does the service.
    """
    needed = measure(state, booking, shop)
    stretch, *others = (_end_in_time(_to_stretch(s), settled.end, needed) for s in (settled, *settled.either))
    wanted = Wanted(
        service_id=booking.service_id if booking else state.service_ids[0],
        resource_id=_find_person(state, booking, shop),
        without_resource_ids=list_without_people(state, booking, shop),
        party_size=booking.party_size if booking else state.party_size or 1,
        first_day=stretch.first_day,
        last_day=stretch.last_day,
        first_minute=stretch.first_minute,
        last_minute=stretch.last_minute,
        either=tuple(others),
        without=state.wish.without,
        about=bool(settled.clock and settled.clock.about),
        soonest=state.wish.soonest,
        latest=state.wish.latest,
        then=() if booking else state.then_service_ids,
        ignoring_bookings=(booking.id,) if booking else _list_held(state),
        moving_from=booking.starts_at if booking and not _changes_person(state, booking, shop) else None,
    )
    return _look_past_shown(wanted, state, booking, shop)


def measure(state: DialogueState, booking: Booking | None, shop: Shop) -> int:
    """Return how many minutes it takes, with what follows at once; 0 where it is not known what is wanted."""
    if booking:
        return shop.find_service(booking.service_id).find_duration(booking.party_size) // ONE_MINUTE
    first = [shop.find_service(s).find_duration(state.party_size or 1) for s in state.service_ids[:1]]
    following = (shop.find_service(s).find_duration(1) for s in state.then_service_ids)
    return sum((*first, *following), start=timedelta()) // ONE_MINUTE


def _end_in_time(stretch: Stretch, end: int | None, needed: int) -> Stretch:
    """Return the hours at which it may start so that it is over by `end`; a time that is too late for that is none."""
    if end is None:
        return stretch
    last = max(0, end - needed)
    if stretch.is_one_time and stretch.first_minute is not None:
        fits = stretch.first_minute <= last
        return stretch if fits else replace(stretch, first_minute=None, last_minute=last)
    return replace(stretch, last_minute=last if stretch.last_minute is None else min(last, stretch.last_minute))


def _list_held(state: DialogueState) -> tuple[int, ...]:
    return (state.hold.booking_ids or (state.hold.booking_id,)) if state.hold else ()


def _find_person(state: DialogueState, booking: Booking | None, shop: Shop) -> int | None:
    if state.any_person:
        return None
    service = shop.find_service(booking.service_id if booking else state.service_ids[0])
    person = booking.find_person(shop) if booking else None
    return next(iter(find_able(state, service, shop)), person.id if person else None)


def _changes_person(state: DialogueState, booking: Booking, shop: Shop) -> bool:
    person = booking.find_person(shop)
    return state.any_person or (person is not None and _find_person(state, booking, shop) != person.id)


def _to_stretch(settled: Settled) -> Stretch:
    return Stretch(
        first_day=settled.day.first if settled.day else None,
        last_day=settled.day.last if settled.day else None,
        first_minute=settled.clock.start if settled.clock else None,
        last_minute=settled.clock.end if settled.clock else None,
    )


def _look_past_shown(wanted: Wanted, state: DialogueState, booking: Booking | None, shop: Shop) -> Wanted:
    # What is named exactly is wanted, whatever was said of it before; the first of all that is free is what it is.
    if not (wanted.is_point or state.wish.is_outermost):
        wanted = replace(wanted, excluding=state.refused, returns=wanted.last_day is not None)
    if state.wish.direction is None:
        return wanted
    shown = (
        (state.wish.than,)
        if state.wish.than and state.shown
        else state.shown or ((booking.starts_at,) if booking else ())
    )
    match state.wish.direction:
        case Direction.EARLIER if shown:
            # "Anything earlier?" means earlier that day than what was offered last, and failing that, before.
            return replace(wanted, returns=False, first_day=None, last_day=_day(min(shown), shop), before=min(shown))
        case Direction.LATER if shown:
            return replace(wanted, returns=False, first_day=_day(max(shown), shop), last_day=None, after=max(shown))
        case _:
            return replace(wanted, returns=False, excluding=tuple(dict.fromkeys((*state.refused, *shown))))


def _day(instant: datetime, shop: Shop) -> date:
    return instant.astimezone(shop.location.zone).date()
