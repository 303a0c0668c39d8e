"""Say what a booking still needs, what is free, and that it is made."""

from datetime import datetime
from typing import assert_never

from assistant.dialogue.acts import (
    ClarifyTime,
    InformFree,
    InformImpossibleTime,
    InformNoLastBooking,
    InformPartySize,
    InformUnknownPerson,
    InformVisitLimit,
    InformWrongPerson,
    NotifyBooked,
    NotifyHoldReleased,
    OfferTimes,
    PlanAct,
    RequestConfirmation,
    RequestSlot,
)
from assistant.dialogue.chain import SERVICES_MAX
from assistant.dialogue.question import QuestionKind
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats
from assistant.responses.offers import render_offer
from assistant.responses.series import DescribeSeries
from assistant.responses.wishes import describe_clock


def render_plan(act: PlanAct, formats: Formats) -> str:
    """Return the act in words."""
    describe = Describe(formats)
    match act:
        case RequestSlot():
            return _render_request(act, formats)
        case ClarifyTime():
            return _render_readings(act, formats)
        case OfferTimes():
            return render_offer(act, formats)
        case InformFree(booking=booking):
            return formats.text("confirm", "free", booking=describe.booking(booking))
        case RequestConfirmation():
            return _render_confirmation(act, formats)
        case NotifyBooked(booking=booking):
            return formats.text("notify", "booked", price=describe.price(booking), **describe.facts(booking))
        case NotifyHoldReleased():
            return formats.text("offer", "released")
        case InformVisitLimit(left_out=left_out):
            names = (formats.shop.find_service(s).name for s in left_out.service_ids)
            return formats.text("visit", str(left_out.limit), services=formats.join(names, "and"), max=SERVICES_MAX)
        case InformPartySize():
            return _render_party_size(act, formats)
        case InformWrongPerson(service_id=service_id, person_id=person_id):
            service, person = formats.shop.find_service(service_id).name, formats.shop.find_resource(person_id).name
            return formats.text("trouble", "wrong_person", service=service, person=person)
        case InformUnknownPerson():
            return _render_unknown_person(act, formats)
        case InformImpossibleTime():
            return formats.text("trouble", "impossible_time")
        case InformNoLastBooking():
            return formats.text("bookings", "no_last")
    assert_never(act)


def _render_readings(act: ClarifyTime, formats: Formats) -> str:
    if act.days:
        return formats.text("ask", "day", days=formats.join(map(formats.day, act.days), "or"))
    days = {formats.civil_day(start) for start in act.starts}
    if act.starts:
        times = [_name_start(start, formats, names_day=len(days) > 1) for start in act.starts]
        return formats.text("ask", "clock", clocks=formats.join(times, "or"))
    heads = (formats.party(act.party_size),) if act.party_size else ()
    clocks = (describe_clock(c, formats) for c in act.clocks)
    return formats.text("ask", "clock", clocks=formats.join((*heads, *clocks), "or"))


def _name_start(start: datetime, formats: Formats, *, names_day: bool) -> str:
    clock = formats.clock(start)
    if not names_day:
        return clock
    return formats.text("choice", "time", day=formats.short_day(formats.civil_day(start)), clock=clock)


def _render_confirmation(act: RequestConfirmation, formats: Formats) -> str:
    if act.others:
        return DescribeSeries(formats).request_chain((act.booking, *act.others), act.name)
    describe = Describe(formats)
    facts = describe.facts(act.booking) | {"details": describe.details(act.booking), "name": act.name}
    return formats.text("confirm", "book", **facts)


def _render_request(act: RequestSlot, formats: Formats) -> str:
    shop = formats.shop
    match act.kind:
        case QuestionKind.SERVICE | QuestionKind.NAME as kind if act.is_change:
            return formats.text("ask", f"{kind}_instead")
        case QuestionKind.SERVICE if len(act.service_ids) < len(shop.offered_services):
            names = formats.join((shop.find_service(s).name for s in act.service_ids), "or")
            return formats.text("ask", "which_service", services=names)
        case QuestionKind.PERSON:
            names = formats.join((shop.find_resource(p).name for p in act.person_ids), "or")
            return formats.text("ask", "person", people=names)
        case QuestionKind.PARTY_SIZE if act.party_sizes:
            return formats.text("ask", "party_sizes", sizes=formats.join(map(str, act.party_sizes), "or"))
        case _:
            return formats.text("ask", str(act.kind))


def _render_party_size(act: InformPartySize, formats: Formats) -> str:
    service, largest = formats.shop.find_service(act.service_id).name, act.party_max
    key = "party_size" if largest > 1 else "party_stays_one" if act.is_change else "party_of_one"
    return formats.text("trouble", key, service=service, party=formats.party(largest))


def _render_unknown_person(act: InformUnknownPerson, formats: Formats) -> str:
    if act.service_id is None:
        return formats.text("trouble", "unknown_person", name=act.name)
    service = formats.shop.find_service(act.service_id).name
    people = formats.join((formats.shop.find_resource(p).name for p in act.person_ids), "and")
    return formats.text("trouble", "unknown_person_for", name=act.name, service=service, people=people)
