"""Ask what of a booking is wrong, and what is to be there instead."""

from assistant.dialogue import choices
from assistant.dialogue.acts import (
    InformNoList,
    Reply,
    RequestSlot,
)
from assistant.dialogue.choices import ask, menu
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import (
    Option,
    QuestionKind,
    Task,
)
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Aspect


def ask_aspect(state: DialogueState, facts: Facts) -> Reply | None:
    """Ask what is wrong, or for the service, person or name that is right; None where nothing was said to be wrong."""
    renames = state.task is Task.AMEND and state.question is not None and state.question.kind is QuestionKind.NAME
    if renames and state.edit is None and not state.turn.results:
        return _ask_name(facts)
    match state.turn.wrong:
        case Aspect.UNSAID:
            return Reply(
                acts=(RequestSlot(kind=QuestionKind.ASPECT),),
                question=ask(QuestionKind.ASPECT, facts, list_aspects(state, facts)),
            )
        case Aspect.SERVICE:
            services = tuple(s.id for s in facts.shop.offered_services)
            question = ask(QuestionKind.SERVICE, facts, choices.services(facts.shop, services))
            act = RequestSlot(kind=QuestionKind.SERVICE, service_ids=services, is_change=True)
            return Reply(acts=(act,), question=question)
        case Aspect.PERSON if people := _list_people(state, facts):
            question = ask(QuestionKind.PERSON, facts, choices.people(people))
            return Reply(acts=(RequestSlot(kind=QuestionKind.PERSON, person_ids=people),), question=question)
        case Aspect.NAME:
            return _ask_name(facts)
        case Aspect.PARTY:
            act = RequestSlot(kind=QuestionKind.PARTY_SIZE)
            return Reply(acts=(act,), question=ask(QuestionKind.PARTY_SIZE, facts))
        case _:
            return None


def _ask_name(facts: Facts) -> Reply:
    return Reply(acts=(RequestSlot(kind=QuestionKind.NAME, is_change=True),), question=ask(QuestionKind.NAME, facts))


def list_aspects(state: DialogueState, facts: Facts) -> list[Option]:
    """Return one option for each thing that can be put right in the shop: with one service there is no other."""
    aspects = [Aspect.TIME, Aspect.DAY]
    if len(facts.shop.offered_services) > 1:
        aspects.append(Aspect.SERVICE)
    if len(_list_people(state, facts)) > 1:
        aspects.append(Aspect.PERSON)
    if state.done and facts.shop.find_party_max(facts.shop.find_service(state.done.service_id)) > 1:
        aspects.append(Aspect.PARTY)
    return [Option(token="", aspect=a) for a in (*aspects, Aspect.NAME, Aspect.CANCEL)]


def _list_people(state: DialogueState, facts: Facts) -> tuple[int, ...]:
    if state.done is None:
        return ()
    service = facts.shop.find_service(state.done.service_id)
    return () if service.is_class else tuple(p.id for p in facts.shop.find_people(service))


def answer_lone_number(state: DialogueState, facts: Facts) -> Reply | None:
    """Say that a number answers nothing now, and what can be written; None where there was none."""
    if not state.turn.lone_number:
        return None
    act = InformNoList(number=state.turn.lone_number)
    return Reply(acts=(act,), question=ask(QuestionKind.ASPECT, facts, menu()))
