"""A message that is a name and nothing else, asked for or not."""

from assistant.understanding.context import Context, Expecting
from assistant.understanding.identity.names import find_bare_name
from assistant.understanding.identity.unasked import find_unasked_name
from assistant.understanding.model import UserAct
from assistant.understanding.reading import Reading, list_apart


def read_bare_name(reading: Reading) -> None:
    """Read the answer to "what name?"."""
    turned_away = any(act.value is not UserAct.AFFIRM for act in reading.acts)
    if (
        turned_away
        or reading.age
        or reading.intents
        or reading.direction
        or any(s.rule == "exact" for s in reading.services)
    ):
        return
    reading.name = find_bare_name(reading.text, reading.mask_contact())
    if reading.name:
        claimed = [reading.name]
        reading.drop_times(claimed)
        reading.people = list_apart(reading.people, claimed)
        reading.services = list_apart(reading.services, claimed)


def read_unasked_name(reading: Reading, context: Context) -> None:
    """Read a message that is a name and nothing else; where it was asked who shall do it, it is a stranger's."""
    is_told = any(found.rule[:5] != "model" for found in reading.intents) or bool(reading.inquiries)
    is_answer = {act.value for act in reading.acts} <= {UserAct.AFFIRM, UserAct.NEGATE}
    slots = (reading.times, reading.services, reading.people, reading.party, reading.phone, reading.code, reading.name)
    if (
        is_told
        or reading.age
        or not is_answer
        or any(slots)
        or reading.selection
        or reading.unknown_person
        or reading.topic
    ):
        return
    found = find_unasked_name(reading.text, reading.mask_slots())
    if found is None:
        return
    reading.intents, reading.hunch = [], None
    if context.expecting is Expecting.PERSON:
        reading.unknown_person = found
    else:
        reading.name = found
