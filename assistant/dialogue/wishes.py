"""Turn what the conversation knows into a wish that the diary understands."""

from dataclasses import replace
from datetime import date, datetime

from assistant.booking.model import Booking, Shop
from assistant.booking.wanted import Wanted
from assistant.dialogue.readings import Settled
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Direction


def build_wanted(state: DialogueState, settled: Settled, *, booking: Booking | None, shop: Shop) -> Wanted:
    """Return the settled wish with service, person and party.

    Args:
        state: Has what the customer said.
        settled: What their words about time mean.
        booking: The one that would move: what was not said is as it is there.
        shop: Says whether the booking has a person.
    """
    person = booking.find_person(shop) if booking else None
    resource_id = state.person_ids[0] if state.person_ids else person.id if person and not state.any_person else None
    ignoring = booking.id if booking else state.hold.booking_id if state.hold else None
    wanted = Wanted(
        service_id=booking.service_id if booking else state.service_ids[0],
        resource_id=resource_id,
        party_size=state.party_size or (booking.party_size if booking else 1),
        first_day=settled.day.first if settled.day else None,
        last_day=settled.day.last if settled.day else None,
        first_minute=settled.clock.start if settled.clock else None,
        last_minute=settled.clock.end if settled.clock else None,
        about=bool(settled.clock and settled.clock.about),
        ignoring_booking=ignoring,
    )
    return _look_past_shown(wanted, state, booking, shop)


def _look_past_shown(wanted: Wanted, state: DialogueState, booking: Booking | None, shop: Shop) -> Wanted:
    if state.wish.direction is None:
        return wanted
    shown = state.shown or ((booking.starts_at,) if booking else ())
    match state.wish.direction:
        case Direction.EARLIER if shown:
            # "Anything earlier?" means earlier that day, and failing that, before.
            return replace(wanted, first_day=None, last_day=_day(min(shown), shop), before=min(shown))
        case Direction.LATER if shown:
            return replace(wanted, first_day=_day(max(shown), shop), last_day=None, after=max(shown))
        case _:
            return replace(wanted, excluding=shown)


def _day(instant: datetime, shop: Shop) -> date:
    return instant.astimezone(shop.location.zone).date()
