"""Keep the talk going: greet and part, help along, say it again, and apologise."""

from typing import assert_never

from assistant.booking.model import Service
from assistant.dialogue.acts import (
    Acknowledge,
    Apologise,
    Greet,
    InformHelp,
    InformMedia,
    InformNoList,
    InformStaleChoice,
    NotifyDropped,
    NotifyHandedOver,
    NotUnderstood,
    OfferPerson,
    RequestMore,
    SayAgain,
    SayGoodbye,
    TalkAct,
    WelcomeThanks,
)
from assistant.dialogue.question import QuestionKind
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats


def render_talk(act: TalkAct, formats: Formats) -> str:
    """Return the act in words."""
    match act:
        case Greet(name=name):
            return formats.text("greet", "named" if name else "unnamed", name=name)
        case WelcomeThanks():
            return formats.text("small_talk", "welcome")
        case SayGoodbye():
            return formats.text("small_talk", "goodbye")
        case RequestMore():
            return formats.text("small_talk", "more")
        case Acknowledge():
            return formats.text("small_talk", "acknowledged")
        case InformHelp(service_ids=service_ids):
            return _render_help(service_ids, formats)
        case NotUnderstood():
            return _render_not_understood(act, formats)
        case SayAgain():
            return _render_again(act, formats)
        case InformStaleChoice():
            return formats.text("trouble", "stale_choice")
        case InformNoList(number=number):
            return formats.text("trouble", "no_list", number=number)
        case InformMedia(media=media):
            return formats.text("media", str(media))
        case NotifyDropped():
            return formats.text("notify", "dropped")
        case OfferPerson():
            return formats.text("trouble", "upset")
        case NotifyHandedOver():
            return formats.text("notify", "handed_over", shop=formats.shop.name)
        case Apologise():
            return formats.text("notify", "apology", shop=formats.shop.name)
    assert_never(act)


def _render_help(service_ids: tuple[int, ...], formats: Formats) -> str:
    shop = formats.shop
    if service_ids:
        return "\n".join(_render_service(shop.find_service(s), formats) for s in service_ids)
    lines = [formats.text("help", "services", shop=shop.name, thing=formats.text("thing", formats.thing))]
    lines += [_render_service(s, formats) for s in shop.offered_services]
    return "\n".join([*lines, formats.text("help", "person")])


def _render_service(service: Service, formats: Formats) -> str:
    shortest, longest = map(formats.duration, service.durations)
    duration = shortest if shortest == longest else formats.text("help", "durations", first=shortest, last=longest)
    price = Describe(formats).list_price(service)
    return formats.text("help", "service", service=service.name, duration=duration, price=price)


def _render_not_understood(act: NotUnderstood, formats: Formats) -> str:
    """Return the apology of that step with an example of an answer to what is asked, or of what can be written."""
    keys = ("not_understood", "not_understood_twice", "not_understood_often")
    key = keys[min(act.times, len(keys)) - 1]
    if act.is_upset:
        return formats.text("trouble", "upset")
    if act.times >= len(keys):
        return formats.text("trouble", key)
    is_open = act.kind is None or act.kind is QuestionKind.MENU
    if act.is_question:
        return formats.text("answer", "other")
    told = formats.text("trouble", key)
    return told if is_open and act.times == 1 else f"{told} {_render_hint(act.kind, act.service_id, formats)}"


def _render_again(act: SayAgain, formats: Formats) -> str:
    """Return what was just said in fewer words: what can be written now, and in the end that a person can be had."""
    confirms = str(act.kind).startswith("confirm")
    is_plain = act.is_lost or not (act.is_refusal or confirms or act.kind is QuestionKind.OFFER)
    key = "same" if is_plain else "refused" if act.is_refusal else "confirm" if confirms else "offer"
    told = formats.text("again", key, hint=_render_hint(act.kind, act.service_id, formats))
    return told if act.times == 1 and not act.is_lost else f"{told} {formats.text('again', 'person')}"


def _render_hint(kind: QuestionKind | None, service_id: int | None, formats: Formats) -> str:
    offered = [s for s in formats.shop.offered_services if service_id in (None, s.id)]
    example = " ".join(map(_write_small, offered[0].name.split())) if offered else ""
    is_open = kind is None or kind is QuestionKind.MENU
    return formats.text("hint", "anything" if is_open else str(kind), service=example)


def _write_small(word: str) -> str:
    """Return a word as customers would type it: "haircut", but "NCT"."""
    return word.lower() if word[1:].islower() or len(word) == 1 else word
