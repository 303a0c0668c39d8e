"""Look for what a customer wants, and for the nearest to it where that cannot be had: pure, on `availability` alone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import AmbiguousTime, Diary, explain_civil, explain_days, find_time_slots
from assistant.booking.bookings import RULES, Refusal, Rule, TimeSlot
from assistant.booking.chain import find_following
from assistant.booking.hours import civil_day, first_instant, list_days
from assistant.booking.model import Shop
from assistant.booking.offers import nearest_time_slots, spread_time_slots
from assistant.booking.wanted import OFFERED_TIME_SLOTS_MAX, Offers, Stretch, Wanted

NEARBY = timedelta(days=3)
"""How far around the wanted days the first look goes: most refusals find their alternative here."""
NEARBY_CLASSES = timedelta(days=14)
"""The same for classes: the next one may be a week away."""
SESSIONS_OFFERED_MAX = 7
"""How many sessions one reply lists: a week of one class reads like a timetable, and is not cut."""
EXPLAINED_DAYS = 14
"""Of a longer wish the first fortnight tells why nothing is free."""
DAYS_SPREAD_MAX = 2
"""Of so few days each is offered with several times; of more, each with one."""
NOON = 12 * 60


def build_request(shop: Shop, wanted: Wanted) -> BookingRequest:
    """Return the wish without its time."""
    return BookingRequest(
        service=shop.find_service(wanted.service_id),
        party_size=wanted.party_size,
        resource_id=wanted.resource_id,
        without_ids=wanted.without_resource_ids,
    )


class Look(Struct, frozen=True, kw_only=True):
    """Civil days to look through, first to last."""

    first: date
    last: date
    is_narrow: bool = False
    """The wanted days alone: where they have nothing, the nearest may lie just outside."""


def list_looks(shop: Shop, wanted: Wanted, now: datetime) -> Iterator[Look]:
    """Yield where to look: the wanted days, then near them, then everything up to the horizon."""
    today = civil_day(now, shop.location.zone)
    last = civil_day(now + shop.find_service(wanted.service_id).policy.horizon, shop.location.zone)
    starts = [s.first_day or today for s in wanted.stretches]
    ends = [s.last_day or s.first_day or today for s in wanted.stretches]
    first_wanted = min(max(min(starts), today), last)
    last_wanted = min(max(*ends, first_wanted), last)
    if _is_bounded(wanted):
        yield Look(first=first_wanted, last=last_wanted, is_narrow=True)
    nearby = NEARBY_CLASSES if shop.find_service(wanted.service_id).is_class else NEARBY
    yield Look(first=max(first_wanted - nearby, today), last=min(last_wanted + nearby, last))
    yield Look(first=today, last=last)


def is_enough(offers: Offers, look: Look) -> bool:
    """Return whether looking at more days would not help: a wish without a last day may still be met later."""
    if offers.exact or (offers.time_slots and not offers.is_beyond):
        return True
    return bool(offers.time_slots) and _is_bounded(offers.wanted) and not look.is_narrow


def _is_bounded(wanted: Wanted) -> bool:
    return all(s.last_day is not None for s in wanted.stretches)


def find_offers(diary: Diary, wanted: Wanted, first: date, last: date) -> Offers:
    """Return what is free on civil days `first` to `last`: the wanted itself, or the nearest to it and why.

    Args:
        diary: The shop, what is taken on these days, and the current instant.
        wanted: The wish.
        first: The first day to look at.
        last: The last one.

    Returns:
        For a point its time slot in `exact`. For anything wider a choice of what lies within. Where nothing does, the
        nearest is offered, `is_beyond`, and `refusal` says why; not so where other times were asked for.
    """
    offers = _search(diary, wanted, first, last)
    if offers.refusal is None or not wanted.leaves_out:
        return offers
    all_of_it = _search(diary, replace(wanted, without=(), without_resource_ids=()), first, last)
    return replace(offers, is_left_out=all_of_it.refusal is None, refusal=all_of_it.refusal or offers.refusal)


def _search(diary: Diary, wanted: Wanted, first: date, last: date) -> Offers:
    request = build_request(diary.shop, wanted)
    exact = _find_exact(diary, request, wanted) if wanted.is_point else None
    if isinstance(exact, Offers):
        return exact
    found = [s for s in find_time_slots(diary, request, first, last) if _is_possible(s, wanted, diary)]
    if wanted.is_point:
        return _offer_nearest(diary, request, wanted, found, exact)
    within = [s for s in found if _lies_within(s, wanted, diary)]
    if not within and wanted.returns and wanted.excluding:
        return _search(diary, replace(wanted, excluding=()), first, last)
    if within:
        chosen = _choose(within, wanted, diary, is_class=request.service.is_class)
        return Offers(wanted=wanted, time_slots=tuple(chosen))
    refusal = None if wanted.looks_further else _explain_nothing(diary, request, wanted, first)
    nearest = _list_nearest(found, refusal, _middle(wanted, diary, request))
    return Offers(wanted=wanted, refusal=refusal, time_slots=tuple(nearest), is_beyond=True)


def _list_nearest(found: list[TimeSlot], refusal: Refusal | None, middle: datetime) -> list[TimeSlot]:
    """Return what to offer instead of the wanted time: after a full class the next one, else what is nearest."""
    if refusal and refusal.is_full_class and refusal.starts_at:
        later = [s for s in found if s.starts_at > refusal.starts_at]
        return later[:1] or found[-1:]
    return nearest_time_slots(found, middle, OFFERED_TIME_SLOTS_MAX)


def _choose(within: list[TimeSlot], wanted: Wanted, diary: Diary, *, is_class: bool) -> list[TimeSlot]:
    count = SESSIONS_OFFERED_MAX if is_class else OFFERED_TIME_SLOTS_MAX
    within = _stay_on_day(within, wanted, diary.shop.location.zone)
    if wanted.before:
        return within[-count:]
    if wanted.soonest:
        return within[:1]
    zone = diary.shop.location.zone
    days = [list(of_day) for _, of_day in groupby(within, key=lambda s: civil_day(s.starts_at, zone))]
    if wanted.latest:
        return [of_day[-1] for of_day in days[:count]]
    # One time of day on several days, the next ones after a time: what comes first is what is meant.
    if is_class or wanted.after or (wanted.is_one_time and not wanted.either):
        return within[:count]
    if len(days) > DAYS_SPREAD_MAX:
        return spread_time_slots(within, OFFERED_TIME_SLOTS_MAX, zone)
    count = OFFERED_TIME_SLOTS_MAX // len(days)
    return [slot for of_day in days for slot in _spread_over_day(of_day, count, zone)]


def _stay_on_day(within: list[TimeSlot], wanted: Wanted, zone: ZoneInfo) -> list[TimeSlot]:
    """Return the slots of the day that others were asked for, where it has any: "anything earlier?" is of that day.

    Where it has none, those of the nearest day that has.
    """
    asked = wanted.after or wanted.before
    if asked is None:
        return within
    on_day = [s for s in within if civil_day(s.starts_at, zone) == civil_day(asked, zone)]
    nearest = civil_day(within[-1 if wanted.before else 0].starts_at, zone)
    return on_day or [s for s in within if civil_day(s.starts_at, zone) == nearest]


def _spread_over_day(slots: list[TimeSlot], count: int, zone: ZoneInfo) -> list[TimeSlot]:
    """Return slots from the first to the last of a day, evenly apart; on full or half hours where there are enough."""
    for grid in (60, 30, 1):
        fitting = [s for s in slots if s.starts_at.astimezone(zone).minute % grid == 0]
        if len(fitting) >= count:
            gap = (len(fitting) - 1) / max(count - 1, 1)
            return [fitting[round(n * gap)] for n in range(count)]
    return slots


def _find_exact(diary: Diary, request: BookingRequest, wanted: Wanted) -> Offers | Refusal | None:
    """Return the wanted point, once or, where clocks show it twice, both times; or why it cannot be had.

    None: it can be had, but is one of those that the customer does not want.
    """
    assert wanted.first_day is not None  # noqa: S101 - a point has a day and a time: said for the type checker
    assert wanted.first_minute is not None  # noqa: S101
    verdict = explain_civil(diary, request, wanted.first_day, wanted.first_minute)
    if isinstance(verdict, AmbiguousTime):
        return Offers(wanted=wanted, exact=verdict.time_slots)
    if isinstance(verdict, TimeSlot):
        if wanted.then and find_following(diary, wanted, verdict) is None:
            return Refusal(starts_at=verdict.starts_at, rule=Rule.TAKEN)
        return Offers(wanted=wanted, exact=(verdict,)) if _is_eligible(verdict, wanted, diary) else None
    return verdict


def _offer_nearest(
    diary: Diary, request: BookingRequest, wanted: Wanted, found: list[TimeSlot], refusal: Refusal | None
) -> Offers:
    # Whoever said "around ten past three" is content with a quarter past.
    is_fussy = not (wanted.about and refusal is not None and refusal.rule in (Rule.OFF_STEP, Rule.NO_SESSION))
    nearest = _list_nearest(found, refusal, _middle(wanted, diary, request))
    return Offers(wanted=wanted, refusal=refusal if is_fussy else None, time_slots=tuple(nearest), is_beyond=is_fussy)


def _is_possible(slot: TimeSlot, wanted: Wanted, diary: Diary) -> bool:
    """Return whether a free slot is wanted, and what is to follow it can be had as well."""
    return _is_eligible(slot, wanted, diary) and (not wanted.then or find_following(diary, wanted, slot) is not None)


def _is_eligible(slot: TimeSlot, wanted: Wanted, diary: Diary) -> bool:
    after = wanted.after is None or slot.starts_at > wanted.after
    before = wanted.before is None or slot.starts_at < wanted.before
    if not (after and before) or slot.starts_at in (*wanted.excluding, wanted.moving_from):
        return False
    civil = slot.starts_at.astimezone(diary.shop.location.zone)
    return not wanted.excludes(civil.date(), civil.hour * 60 + civil.minute)


def _lies_within(slot: TimeSlot, wanted: Wanted, diary: Diary) -> bool:
    civil = slot.starts_at.astimezone(diary.shop.location.zone)
    return any(s.contains(civil.date(), civil.hour * 60 + civil.minute) for s in wanted.stretches)


def _middle(wanted: Wanted, diary: Diary, request: BookingRequest) -> datetime:
    """Return the instant to which alternatives should be near: the first wanted day, at the wanted time or noon."""
    today, last = _bookable_days(diary, request)
    day = min(max(wanted.first_day or wanted.last_day or today, today), last)
    minute = wanted.first_minute if wanted.first_minute is not None else wanted.last_minute
    return max(first_instant(day, NOON if minute is None else minute, diary.shop.location.zone), diary.now)


def _bookable_days(diary: Diary, request: BookingRequest) -> tuple[date, date]:
    """Return today and the last civil day that can be booked: beyond them no hours need be worked out."""
    zone = diary.shop.location.zone
    return civil_day(diary.now, zone), civil_day(diary.now + request.service.policy.horizon, zone)


def _explain_nothing(diary: Diary, request: BookingRequest, wanted: Wanted, first: date) -> Refusal | None:
    """Return why nothing within the wish is free: of all its starts, the refusal that came closest to a booking."""
    refusals = (
        verdict
        for stretch in wanted.stretches
        for verdict in _explain_stretch(diary, request, stretch, first)
        if isinstance(verdict, Refusal)
    )
    none = Refusal(starts_at=None, rule=Rule.NO_SESSION) if request.service.is_class else None
    return max(refusals, key=lambda r: (RULES.index(r.rule), r.seats_left or 0), default=none)


def _explain_stretch(
    diary: Diary, request: BookingRequest, stretch: Stretch, first: date
) -> Iterable[TimeSlot | Refusal | AmbiguousTime]:
    today, last = _bookable_days(diary, request)
    if stretch.first_day and stretch.first_day > last:
        return [Refusal(starts_at=None, rule=Rule.TOO_FAR)]
    if stretch.last_day and stretch.last_day < today:
        return [Refusal(starts_at=None, rule=Rule.PAST)]
    start = stretch.first_day or first
    end = min(stretch.last_day or last, start + timedelta(days=EXPLAINED_DAYS - 1))
    if stretch.is_one_time and stretch.first_minute is not None:
        days = list_days(start, end)
        return [explain_civil(diary, request, day, stretch.first_minute) for day in days]
    verdicts = explain_days(diary, request, start, end)
    return [v for v in verdicts if not isinstance(v, Refusal) or _is_about(v, stretch, diary)]


def _is_about(refusal: Refusal, stretch: Stretch, diary: Diary) -> bool:
    if refusal.starts_at is None:
        return False
    civil = refusal.starts_at.astimezone(diary.shop.location.zone)
    return stretch.contains(civil.date(), civil.hour * 60 + civil.minute)
