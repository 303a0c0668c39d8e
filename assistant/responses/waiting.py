"""Say what waits, and what is taken up."""

from assistant.dialogue.acts import ResumeWaiting, WaitingAct
from assistant.responses.formats import Formats
from assistant.understanding.model import Intent, Understanding


def render_waiting(act: WaitingAct, formats: Formats) -> str:
    """Return that something is not forgotten, or that it is its turn: what it is, by the customer's own wish."""
    if isinstance(act, ResumeWaiting):
        return formats.text("waiting", "now", what=_name_wish(act.wish, formats))
    if act.is_overfull:
        return formats.text("waiting", "overfull")
    names = dict.fromkeys(_name_wish(wish, formats) for wish in act.wishes)
    return formats.text("waiting", "let_go" if act.is_let_go else "later", what=formats.join(names, "and"))


def _name_wish(wish: Understanding, formats: Formats) -> str:
    for intent in (Intent.CANCEL, Intent.RESCHEDULE):
        if intent in wish.intents:
            return formats.text("waiting", str(intent))
    name = (wish.name or "") if wish.for_other else ""
    if wish.another and not name:
        return formats.text("waiting", "next_one")
    if len(wish.service_ids) == 1:
        service = formats.shop.find_service(wish.service_ids[0]).name
        return formats.text("waiting", "service_for" if name else "service", service=service, name=name)
    return formats.text("waiting", "booking_for" if name else "booking", name=name)
