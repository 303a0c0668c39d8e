"""Say what is free and, where the wanted time is not, why."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from assistant.booking.model import Refusal, Rule, TimeSlot
from assistant.booking.wanted import Wanted
from assistant.dialogue.acts import OfferTimes
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats


def render_offer(act: OfferTimes, formats: Formats) -> str:
    """Return the refusal, if any, and the times to choose from."""
    offers, wanted = act.offers, act.offers.wanted
    what = Describe(formats).wanted(wanted)
    if len(offers.exact) > 1:
        first = offers.exact[0].starts_at
        civil = first.astimezone(formats.shop.location.zone)
        clock, day = formats.minute(civil.hour * 60 + civil.minute), formats.day(civil.date())
        return formats.text("offer", "which_of_two", clock=clock, day=day)
    why = _render_refusal(act, formats) if offers.refusal else ""
    if not offers.time_slots:
        return _render_nothing(wanted, why, formats)
    if why:
        head = f"{why} {formats.text('offer', 'nearest')}"
    else:
        head = formats.text("offer", "open" if wanted.is_open and not wanted.excluding else "found", what=what)
    return "\n".join([head, *_render_days(offers.time_slots, formats), formats.text("offer", "gap")])


def _render_nothing(wanted: Wanted, why: str, formats: Formats) -> str:
    what = Describe(formats).wanted(wanted)
    if wanted.after or wanted.before or wanted.excluding:
        return formats.text("offer", "nothing_more", what=what)
    nothing = formats.text("offer", "nothing", what=what, horizon_day=_horizon_day(wanted, formats))
    return f"{why} {nothing}".strip()


def _render_days(slots: Iterable[TimeSlot], formats: Formats) -> list[str]:
    by_day = groupby(slots, key=lambda s: formats.civil_day(s.starts_at))
    lines = [(day, [formats.clock(s.starts_at) for s in of_day]) for day, of_day in by_day]
    return [
        formats.text("offer", "day_line", day=formats.day(day), clocks=formats.join(clocks, "or"))
        for day, clocks in lines
    ]


def _render_refusal(act: OfferTimes, formats: Formats) -> str:
    offers = act.offers
    refusal, wanted = offers.refusal, offers.wanted
    if refusal is None:
        return ""
    if act.is_gone and refusal.starts_at:
        when = _point(refusal, wanted, formats, "When_point")
        return formats.text("offer", "gone", when=when)
    service = formats.shop.find_service(wanted.service_id)
    person = formats.shop.find_resource(wanted.resource_id).name if wanted.resource_id is not None else ""
    key = _find_key(refusal.rule, has_person=bool(person), is_point=wanted.is_point)
    return formats.text(
        "refusal",
        key,
        what=Describe(formats).wanted(wanted),
        person=person,
        party=formats.party(wanted.party_size),
        when=_when(refusal, wanted, formats, "When_point" if key == "taken" else "when_point"),
        clock=formats.minute(wanted.first_minute or 0),
        day=formats.day(wanted.first_day) if wanted.first_day else "",
        notice=formats.duration(service.policy.min_notice),
        step=formats.duration(service.policy.step),
        horizon_day=_horizon_day(wanted, formats),
    )


def _find_key(rule: Rule, *, has_person: bool, is_point: bool) -> str:
    match rule:
        case Rule.NOT_WORKING if not has_person:
            return "nobody_working"
        case Rule.TAKEN if has_person:
            return "taken_person"
        case Rule.TAKEN if not is_point:
            return "other"
        case _:
            return str(rule)


def _when(refusal: Refusal, wanted: Wanted, formats: Formats, key: str) -> str:
    if wanted.is_point or wanted.first_day is None:
        return _point(refusal, wanted, formats, key)
    if wanted.first_day == wanted.last_day and wanted.first_minute is None and wanted.last_minute is None:
        return formats.text("what", "when_day", day=formats.day(wanted.first_day))
    return formats.text("what", "when_range")


def _point(refusal: Refusal, wanted: Wanted, formats: Formats, key: str) -> str:
    if refusal.starts_at is not None and (wanted.is_point or key == "When_point"):
        day, clock = formats.day(formats.civil_day(refusal.starts_at)), formats.clock(refusal.starts_at)
        return formats.text("what", key, day=day, clock=clock)
    return formats.text("what", "when_range")


def _horizon_day(wanted: Wanted, formats: Formats) -> str:
    horizon: timedelta = formats.shop.find_service(wanted.service_id).policy.horizon
    return formats.day(formats.civil_day(formats.now + horizon))
