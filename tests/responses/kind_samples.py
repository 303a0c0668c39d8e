"""What a class studio and a restaurant say differently: acts in every form that their own texts have."""

from datetime import timedelta

from msgspec.structs import replace
from render_samples import ANA, BOOKING, HAIRCUT, ONE, OTHER_DAY, SAME_DAY, SHOP, TUESDAY

from assistant.booking.bookings import Refusal, Rule
from assistant.booking.model import Resource, ResourceKind, Shop, Sitting
from assistant.booking.wanted import Offers, Wanted
from assistant.dialogue.acts import (
    InformHelp,
    OfferTimes,
    SystemAct,
)
from assistant.dialogue.series.acts import (
    InformSeriesStays,
)
from assistant.dialogue.services import PlannedMove

POOL, TABLE = 14, 15
HAIRCUT_AS_SOLD = SHOP.find_service(HAIRCUT)
CLASS_SHOP: Shop = replace(
    SHOP,
    services=(
        replace(
            HAIRCUT_AS_SOLD,
            name="Yoga",
            resource_ids=(ANA, POOL),
            price_minor=1400,
            price_per_person=True,
            timetable=((), (15 * 60,), (), (), (), (), ()),
        ),
    ),
    resources=(*SHOP.resources, Resource(id=POOL, slug="room", name="Room", kind=ResourceKind.SEATS, units=4)),
)
TABLE_SHOP: Shop = replace(
    SHOP,
    services=(
        replace(
            HAIRCUT_AS_SOLD,
            name="Table",
            resource_ids=(TABLE,),
            price_minor=None,
            sittings=(Sitting(party_min=1, party_max=2, duration=timedelta(minutes=90)),),
        ),
    ),
    resources=(Resource(id=TABLE, slug="t1", name="T1", kind=ResourceKind.TABLE, party_max=4),),
)

WISH = Wanted(service_id=HAIRCUT, party_size=2)
DAY = replace(WISH, first_day=TUESDAY, last_day=TUESDAY)
POINT = replace(DAY, first_minute=900, last_minute=900)


def _refuse(rule: Rule, *, left: int | None = None) -> Refusal:
    is_full = rule in (Rule.TAKEN, Rule.TOO_FEW_UNITS)
    return Refusal(starts_at=ONE.starts_at, rule=rule, is_full_class=is_full, seats_left=left)


REFUSALS = (
    _refuse(Rule.NO_SESSION),
    _refuse(Rule.NOT_WORKING),
    _refuse(Rule.CLOSED),
    _refuse(Rule.TAKEN),
    _refuse(Rule.TOO_FEW_UNITS, left=1),
    _refuse(Rule.TOO_FEW_UNITS, left=3),
)
CLASS_ACTS: list[SystemAct] = [
    InformHelp(),
    InformSeriesStays(
        moves=(PlannedMove(booking=BOOKING, day=TUESDAY, minute=900, starts_at=None, rule=Rule.NOT_WORKING),)
    ),
    *(OfferTimes(offers=Offers(wanted=WISH, time_slots=s)) for s in ((ONE,), (ONE, SAME_DAY), (ONE, OTHER_DAY))),
    *(
        OfferTimes(offers=Offers(wanted=wish, refusal=refusal, time_slots=slots, is_beyond=True))
        for wish in (WISH, DAY, POINT)
        for refusal in REFUSALS
        for slots in ((), (SAME_DAY,), (ONE, OTHER_DAY))
    ),
]
TABLE_ACTS: list[SystemAct] = [
    InformHelp(),
    OfferTimes(offers=Offers(wanted=POINT, refusal=_refuse(Rule.OFF_STEP), time_slots=(ONE,), is_beyond=True)),
]
OF_OTHER_KINDS = [*((CLASS_SHOP, act) for act in CLASS_ACTS), *((TABLE_SHOP, act) for act in TABLE_ACTS)]
"""Which shop says it, and what."""
