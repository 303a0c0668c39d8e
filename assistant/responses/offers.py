"""Say what is free and, where the wanted time is not, why: the times themselves are the choices beneath."""

from datetime import date, datetime

from assistant.booking.bookings import Refusal, Rule, TimeSlot
from assistant.booking.hours import nearest_valid_civil, open_intervals, working_intervals
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import Resource
from assistant.booking.wanted import Wanted
from assistant.dialogue.acts import OfferTimes
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats
from assistant.responses.wishes import describe_time


def render_offer(act: OfferTimes, formats: Formats) -> str:
    """Return the refusal, if any, and what the choices beneath are."""
    offers, wanted = act.offers, act.offers.wanted
    why = _render_refusal(act, formats) if offers.refusal else ""
    slots = offers.exact or offers.time_slots
    if not slots and offers.is_left_out:
        return _render_nothing(wanted, formats)
    if not slots:
        return f"{why} {_render_nothing(wanted, formats)}".strip()
    if len(offers.exact) > 1:
        return _render_double_hour(offers.exact[0], formats)
    if why:
        return f"{why} {_render_times(_choose_nearest_key(act), slots, wanted, formats)}"
    if none_on_day := _tell_none_on_day(slots[0], wanted, formats):
        return f"{none_on_day} {_render_times('nearest', slots, wanted, formats)}"
    if offers.is_beyond:
        return f"{formats.text('offer', 'no_more')} {_render_times('nearest', slots, wanted, formats)}"
    return _render_times(_choose_key(wanted, formats), slots, wanted, formats)


def _tell_none_on_day(offered: TimeSlot, wanted: Wanted, formats: Formats) -> str:
    """Return that the day has nothing earlier, or later, where what is offered instead is on another one."""
    asked = wanted.after or wanted.before
    if asked is None or formats.civil_day(asked) == formats.civil_day(offered.starts_at):
        return ""
    day = formats.civil_day(asked)
    were = (one for one in wanted.excluding if formats.civil_day(one) == day)
    is_rest = any(one > asked if wanted.after else one < asked for one in were)
    key = "later" if wanted.after else "earlier"
    return formats.text("offer", f"no_more_{key}" if is_rest else f"none_{key}", day=formats.day(day))


def _choose_nearest_key(act: OfferTimes) -> str:
    """Return `next` where the one session after a full class is offered."""
    match act.offers.refusal, act.offers.time_slots:
        case Refusal(is_full_class=True, starts_at=datetime() as full), (slot,) if slot.starts_at > full:
            return "next"
        case _:
            return "nearest"


def _choose_key(wanted: Wanted, formats: Formats) -> str:
    if wanted.soonest:
        return "soonest"
    if wanted.latest:
        return "latest"
    if formats.shop.find_service(wanted.service_id).is_class:
        return "classes"
    return "open" if wanted.is_open and not wanted.looks_further else "found"


def _render_times(key: str, slots: tuple[TimeSlot, ...], wanted: Wanted, formats: Formats) -> str:
    """Return the text for one time, for times of one day (their titles do not name it), or for several days."""
    days = {formats.civil_day(s.starts_at) for s in slots}
    first = slots[0].starts_at
    facts = {
        "what": Describe(formats).wanted(wanted),
        "day": formats.day(formats.civil_day(first)),
        "clock": formats.clock(first),
    }
    count = "one" if len(slots) == 1 else "day" if len(days) == 1 else "days"
    return formats.text("offer", f"{key}_{count}", **facts)


def _render_double_hour(slot: TimeSlot, formats: Formats) -> str:
    civil = slot.starts_at.astimezone(formats.shop.location.zone)
    clock = formats.minute(civil.hour * 60 + civil.minute)
    return formats.text("offer", "which_of_two", clock=clock, day=formats.day(civil.date()))


def _render_nothing(wanted: Wanted, formats: Formats) -> str:
    what = Describe(formats).wanted(wanted)
    if wanted.after or wanted.before:
        return formats.text("offer", "nothing_later" if wanted.after else "nothing_earlier", what=what)
    if wanted.looks_further:
        return formats.text("offer", "nothing_more", what=what)
    if wanted.leaves_out:
        return formats.text("offer", "nothing_left", what=what, horizon_day=_horizon_day(wanted, formats))
    return formats.text("offer", "nothing", what=what, horizon_day=_horizon_day(wanted, formats))


def _render_refusal(act: OfferTimes, formats: Formats) -> str:
    refusal, wanted = act.offers.refusal, act.offers.wanted
    if refusal is None:
        return ""
    if act.offers.is_left_out:
        return formats.text("refusal", "left_out", when=describe_time(wanted, formats))
    if wanted.then and refusal.rule is Rule.TAKEN:
        what = Describe(formats).wanted(wanted)
        return formats.text("refusal", "chain", what=what, when=describe_time(wanted, formats))
    if act.is_gone and refusal.starts_at:
        day, clock = formats.day(formats.civil_day(refusal.starts_at)), formats.clock(refusal.starts_at)
        slots = act.offers.exact or act.offers.time_slots
        is_free_else = any(slot.starts_at == refusal.starts_at for slot in slots)
        return formats.text("refusal", "gone_whom" if is_free_else else "gone", day=day, clock=clock)
    if refusal.rule is Rule.NO_SUCH_TIME and wanted.first_day and wanted.first_minute is not None:
        return _explain_gap(wanted.first_day, wanted.first_minute, formats)
    service = formats.shop.find_service(wanted.service_id)
    explains_hours = refusal.rule in (Rule.CLOSED, Rule.NOT_WORKING) and not service.is_class
    if explains_hours and wanted.is_one_day:
        return _explain_hours(refusal, wanted, formats)
    when = describe_time(wanted, formats)
    return formats.text(
        "refusal",
        _find_key(refusal, wanted, formats),
        service=service.name,
        places=_count_places(refusal.seats_left or 0, formats),
        what=Describe(formats).wanted(wanted),
        person=_find_person_name(wanted, formats),
        party=formats.party(wanted.party_size),
        when=when,
        clock=formats.minute(wanted.first_minute or 0),
        day=formats.day(wanted.first_day) if wanted.first_day else "",
        notice=formats.duration(service.policy.min_notice),
        step=formats.duration(service.policy.step),
        horizon_day=_horizon_day(wanted, formats),
    )


def _explain_gap(day: date, minute: int, formats: Formats) -> str:
    """Return that the clocks skip a time, and which they show instead."""
    _, shown = nearest_valid_civil(day, minute, formats.shop.location.zone)
    clock, instead = formats.minute(minute), formats.minute(shown)
    return formats.text("refusal", "no_such_time", day=formats.day(day), clock=clock, instead=instead)


def _count_places(count: int, formats: Formats) -> str:
    return formats.text("what", "place" if count == 1 else "places", count=count)


def _find_key(refusal: Refusal, wanted: Wanted, formats: Formats) -> str:
    rule = refusal.rule
    match rule:
        case Rule.TAKEN if refusal.is_full_class:
            return "class_full"
        case Rule.TOO_FEW_UNITS if refusal.is_full_class:
            return "class_few" if wanted.is_point else "class_fewest"
        case Rule.NOT_WORKING if formats.shop.find_service(wanted.service_id).is_class:
            return "class_off"
        case Rule.OFF_STEP if formats.thing == "table":
            return "off_step_table"
        case Rule.NOT_WORKING if wanted.resource_id is None:
            return "nobody_working"
        case Rule.TAKEN if wanted.resource_id is not None:
            return "taken_person"
        case Rule.TAKEN if not wanted.is_point:
            return "taken_all"
        case _:
            return str(rule)


def _find_person_name(wanted: Wanted, formats: Formats) -> str:
    return formats.shop.find_resource(wanted.resource_id).name if wanted.resource_id is not None else ""


def _explain_hours(refusal: Refusal, wanted: Wanted, formats: Formats) -> str:
    """Return the hours that refuse a time on one day: those of the shop, or of the person asked for."""
    person = formats.shop.find_resource(wanted.resource_id) if wanted.resource_id is not None else None
    if refusal.rule is Rule.NOT_WORKING and person is None:
        return formats.text("refusal", "nobody_working", when=describe_time(wanted, formats))
    who = person if refusal.rule is Rule.NOT_WORKING else None
    hours = _list_hours(who, wanted, formats)
    when = describe_time(wanted, formats, only_day=True)
    service = formats.shop.find_service(wanted.service_id)
    return formats.text(
        "refusal",
        ("hours_of_person" if hours else "off") if who else ("hours" if hours else "closed"),
        person=who.name if who else "",
        when=when,
        when_capital=when[:1].upper() + when[1:],
        hours=formats.join(hours, "and"),
        service=service.name,
        duration=formats.duration(service.find_duration(wanted.party_size)),
    )


def _list_hours(who: Resource | None, wanted: Wanted, formats: Formats) -> list[str]:
    day = wanted.first_day
    if day is None:
        return []
    shop = formats.shop
    hours: IntervalSet = open_intervals(shop, day, day)
    if who is not None:
        hours = working_intervals(shop, who, day, day)
    return [formats.text("what", "hours", start=formats.clock(i.start), end=formats.clock(i.end)) for i in hours]


def _horizon_day(wanted: Wanted, formats: Formats) -> str:
    horizon = formats.shop.find_service(wanted.service_id).policy.horizon
    return formats.day(formats.civil_day(formats.now + horizon))
