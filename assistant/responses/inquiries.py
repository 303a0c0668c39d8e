"""Answer what is asked, from what the shop's file and its entries say; where they say nothing, say that."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import assert_never

from assistant.booking.hours import open_intervals, working_intervals
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import CivilPeriod, Resource, Week
from assistant.dialogue.acts import (
    AnswerAct,
    AnswerInquiry,
    AnswerQuestion,
    InformUnanswered,
    InformUnsupported,
    OfferAnswers,
)
from assistant.responses.formats import Formats
from assistant.understanding.model import InquiryTopic


def render_answer(act: AnswerAct, formats: Formats) -> str:
    """Return the answer in words, or that there is none."""
    match act:
        case AnswerInquiry():
            return _answer_inquiry(act, formats)
        case AnswerQuestion(entry=entry):
            return entry.answer
        case OfferAnswers(entries=entries):
            return formats.text("answer", "unsure", questions=_quote((e.question for e in entries), "or", formats))
        case InformUnanswered(questions=questions):
            return formats.text("answer", "unknown", questions=_quote(questions, "and", formats))
        case InformUnsupported(topic=topic):
            thing = formats.text("thing", formats.thing)
            return formats.text("unsupported", "topic", what=formats.text("unsupported", str(topic)), thing=thing)
    assert_never(act)


def _quote(questions: Iterable[str], word: str, formats: Formats) -> str:
    return formats.join((formats.text("answer", "asked", question=one) for one in questions), word)


def _answer_inquiry(act: AnswerInquiry, formats: Formats) -> str:
    shop, location = formats.shop, formats.shop.location
    who = shop.find_resource(act.person_id) if act.person_id is not None else None
    match act.topic:
        case InquiryTopic.HOURS:
            return _tell_hours(act, who, formats)
        case InquiryTopic.PERSON if who is not None:
            services = formats.join((s.name for s in shop.offered_services if who in shop.find_people(s)), "and")
            return formats.text("answer", "person" if services else "other", person=who.name, services=services)
        case InquiryTopic.WHO if act.service_ids:
            return _tell_who_does(act, who, formats)
        case InquiryTopic.WHO if act.day is not None:
            return _tell_who_works(act.day, formats)
        case InquiryTopic.PLACE if location.address:
            return formats.text("answer", "place", address=location.address)
        case InquiryTopic.PHONE if location.phone:
            return formats.text("answer", "phone", phone=location.phone)
        case InquiryTopic.TERMS | InquiryTopic.FEE:
            return _tell_terms(act, formats)
        case InquiryTopic.BOT | InquiryTopic.PAYMENT as topic:
            return formats.text("answer", str(topic), shop=shop.name)
        case _:
            return formats.text("answer", "other")


def _tell_terms(act: AnswerInquiry, formats: Formats) -> str:
    """Return until when a booking can be cancelled and moved; of several services by the strictest of them."""
    offered = formats.shop.offered_services
    policies = [s.policy for s in offered if s.id in act.service_ids] or [s.policy for s in offered]
    cancel, move = max(p.cancel_cutoff for p in policies), max(p.reschedule_cutoff for p in policies)
    key = "terms" if cancel == move else "terms_apart"
    told = formats.text("answer", key, until=_tell_until(cancel, formats), move_until=_tell_until(move, formats))
    return formats.text("answer", "fee", terms=told) if act.topic is InquiryTopic.FEE else told


def _tell_until(cutoff: timedelta, formats: Formats) -> str:
    return formats.text("answer", "until" if cutoff else "until_start", cutoff=formats.duration(cutoff))


def _tell_who_does(act: AnswerInquiry, who: Resource | None, formats: Formats) -> str:
    shop = formats.shop
    services = [shop.find_service(i) for i in act.service_ids]
    able = [one for one in shop.find_people() if all(one in shop.find_people(service) for service in services)]
    if not able:
        return formats.text("answer", "other")
    key = "who" if who is None else "who_also" if who in able else "who_not"
    return formats.text(
        "answer",
        key,
        person=who.name if who else "",
        services=formats.join((one.name for one in services), "and"),
        people=formats.join((one.name for one in able), "or"),
    )


def _tell_who_works(day: date, formats: Formats) -> str:
    shop = formats.shop
    working = [one.name for one in shop.find_people() if any(working_intervals(shop, one, day, day))]
    if not working:
        return formats.text("answer", "day_shop_off", day=formats.day(day), person="", hours="")
    return formats.text("answer", "who_works", day=formats.day(day), people=formats.join(working, "and"))


def _tell_hours(act: AnswerInquiry, who: Resource | None, formats: Formats) -> str:
    subject = "person" if who else "shop"
    name = who.name if who else ""
    if act.day is None:
        week = who.hours if who and who.hours is not None else formats.shop.location.hours
        return formats.text("answer", f"week_{subject}", person=name, hours=_describe_week(week, formats))
    hours: IntervalSet = open_intervals(formats.shop, act.day, act.day)
    if who is not None:
        hours = working_intervals(formats.shop, who, act.day, act.day)
    told = [formats.text("what", "hours", start=formats.clock(i.start), end=formats.clock(i.end)) for i in hours]
    key = f"day_{subject}" if told else f"day_{subject}_off"
    return formats.text("answer", key, person=name, day=formats.day(act.day), hours=formats.join(told, "and"))


def _describe_week(week: Week, formats: Formats) -> str:
    """Return "Monday to Friday from 9am to 5pm and Saturday from 10am to 4pm": days in a row with the same hours."""
    names: Sequence[str] = formats.texts["date"]["weekdays"]
    parts = []
    for periods, grouped in groupby(enumerate(week), key=lambda day: day[1]):
        days = [names[number] for number, _ in grouped]
        if periods:
            is_stretch = len(days) > 2  # noqa: PLR2004 - Tuesday to Wednesday are two days, and said so
            stretch = formats.text("help", "durations", first=days[0], last=days[-1])
            span = stretch if is_stretch else formats.join(days, "and")
            parts.append(f"{span} {formats.join(_list_periods(periods, formats), 'and')}")
    return "; ".join(parts)


def _list_periods(periods: Sequence[CivilPeriod], formats: Formats) -> Iterator[str]:
    return (formats.text("what", "hours", start=formats.minute(p.opens), end=formats.minute(p.closes)) for p in periods)
