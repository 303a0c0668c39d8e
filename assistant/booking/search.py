"""Look for what a customer wants, and for the nearest to it where that cannot be had: pure, on `availability` alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import AmbiguousTime, Diary, explain_civil, find_time_slots
from assistant.booking.hours import civil_day, first_instant
from assistant.booking.model import Refusal, Rule, Shop, TimeSlot
from assistant.booking.offers import nearest_time_slots, spread_time_slots
from assistant.booking.wanted import OFFERED_TIME_SLOTS_MAX, Offers, Wanted

NEARBY = timedelta(days=3)
"""How far around the wanted days the first look goes: most refusals find their alternative here."""

_RULES = tuple(Rule)


def build_request(shop: Shop, wanted: Wanted) -> BookingRequest:
    """Return the wish without its time."""
    return BookingRequest(
        service=shop.find_service(wanted.service_id), party_size=wanted.party_size, resource_id=wanted.resource_id
    )


def search_days(shop: Shop, wanted: Wanted, now: datetime) -> Iterator[tuple[date, date]]:
    """Yield first and last civil days to look through: near the wanted days, then everything up to the horizon."""
    today = civil_day(now, shop.location.zone)
    last = civil_day(now + shop.find_service(wanted.service_id).policy.horizon, shop.location.zone)
    first_wanted = min(max(wanted.first_day or today, today), last)
    last_wanted = min(max(wanted.last_day or first_wanted, first_wanted), last)
    yield max(first_wanted - NEARBY, today), min(last_wanted + NEARBY, last)
    yield today, last


def find_offers(diary: Diary, wanted: Wanted, first: date, last: date) -> Offers:
    """Return what is free on civil days `first` to `last`: the wanted itself, or the nearest to it and why.

    Args:
        diary: The shop, what is taken on these days, and the current instant.
        wanted: The wish.
        first: The first day to look at.
        last: The last one.

    Returns:
        For a point its time slot in `exact`, with up to `OFFERED_TIME_SLOTS_MAX` others near it in `time_slots`. For
        anything wider a spread of what lies within. Where nothing does, `refusal` says why and the nearest is offered.
    """
    request = build_request(diary.shop, wanted)
    found = [s for s in find_time_slots(diary, request, first, last) if _is_eligible(s, wanted)]
    if wanted.is_point and wanted.first_day and wanted.first_minute is not None:
        return _offer_point(diary, request, wanted, found)
    zone = diary.shop.location.zone
    within = [s for s in found if _lies_within(s, wanted, diary)]
    if within:
        if wanted.is_one_time:
            return Offers(wanted=wanted, time_slots=tuple(within[:OFFERED_TIME_SLOTS_MAX]))
        if wanted.before:
            return Offers(wanted=wanted, time_slots=tuple(within[-OFFERED_TIME_SLOTS_MAX:]))
        if wanted.after:
            return Offers(wanted=wanted, time_slots=tuple(within[:OFFERED_TIME_SLOTS_MAX]))
        return Offers(wanted=wanted, time_slots=tuple(spread_time_slots(within, OFFERED_TIME_SLOTS_MAX, zone)))
    refusal = _explain_nothing(diary, request, wanted, first, last)
    nearest = nearest_time_slots(found, _middle(wanted, diary), OFFERED_TIME_SLOTS_MAX)
    return Offers(wanted=wanted, refusal=refusal, time_slots=tuple(nearest))


def _offer_point(diary: Diary, request: BookingRequest, wanted: Wanted, found: list[TimeSlot]) -> Offers:
    assert wanted.first_day is not None  # noqa: S101 - a point has a day and a time: said for the type checker
    assert wanted.first_minute is not None  # noqa: S101
    verdict = explain_civil(diary, request, wanted.first_day, wanted.first_minute)
    instant = first_instant(wanted.first_day, wanted.first_minute, diary.shop.location.zone)
    exact: tuple[TimeSlot, ...] = ()
    match verdict:
        case TimeSlot():
            exact = (verdict,) if _is_eligible(verdict, wanted) else ()
        case AmbiguousTime(time_slots=time_slots):
            exact = time_slots
        case Refusal():
            pass
    others = [s for s in found if s not in exact]
    nearest = nearest_time_slots(others, instant, OFFERED_TIME_SLOTS_MAX)
    refusal = verdict if isinstance(verdict, Refusal) else None
    return Offers(wanted=wanted, exact=exact, refusal=refusal, time_slots=() if exact else tuple(nearest))


def _is_eligible(slot: TimeSlot, wanted: Wanted) -> bool:
    after = wanted.after is None or slot.starts_at > wanted.after
    before = wanted.before is None or slot.starts_at < wanted.before
    return after and before and slot.starts_at not in wanted.excluding


def _lies_within(slot: TimeSlot, wanted: Wanted, diary: Diary) -> bool:
    civil = slot.starts_at.astimezone(diary.shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    on_day = (wanted.first_day or date.min) <= civil.date() <= (wanted.last_day or date.max)
    return on_day and (wanted.first_minute or 0) <= minute <= _last_minute(wanted)


def _last_minute(wanted: Wanted) -> int:
    return 24 * 60 if wanted.last_minute is None else wanted.last_minute


def _middle(wanted: Wanted, diary: Diary) -> datetime:
    """Return the instant to which alternatives should be near: the first wanted day, at the wanted time or noon."""
    zone = diary.shop.location.zone
    day = wanted.first_day or wanted.last_day or civil_day(diary.now, zone)
    minute = wanted.first_minute if wanted.first_minute is not None else wanted.last_minute
    civil = datetime.combine(day, time()) + timedelta(minutes=12 * 60 if minute is None else minute)
    return max(civil.replace(tzinfo=zone).astimezone(UTC), diary.now)


def _explain_nothing(diary: Diary, request: BookingRequest, wanted: Wanted, first: date, last: date) -> Refusal | None:
    """Return why nothing within the wish is free: of all its starts, the refusal that came closest to a booking."""
    if wanted.after or wanted.before or wanted.excluding:
        return None
    start = wanted.first_day or first
    end = min(wanted.last_day or last, start + (last - first))
    step = request.service.policy.step // timedelta(minutes=1)
    minutes = range(-(-(wanted.first_minute or 0) // step) * step, min(_last_minute(wanted) + 1, 24 * 60), step)
    days = [start + timedelta(days=n) for n in range(max((end - start).days + 1, 1))]
    verdicts = (explain_civil(diary, request, day, minute) for day in days for minute in minutes)
    refusals = [v for v in verdicts if isinstance(v, Refusal) and v.rule is not Rule.NO_SUCH_TIME]
    return max(refusals, key=lambda r: _RULES.index(r.rule), default=None)
