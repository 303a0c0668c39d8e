"""Track questions to which the shop may have an answer: said where it is sure, offered where it is not, else noted.

What is open stays as it is: a question in the middle of a booking changes nothing of it.
"""

import re
from datetime import date

from msgspec.structs import replace

from assistant.dialogue.state import DialogueState, Open
from assistant.knowledge.answers import find_answer
from assistant.knowledge.index import Index
from assistant.knowledge.model import Answer, Entry, Sure, Unknown, Unsure
from assistant.understanding.inquiries import find_inquiry
from assistant.understanding.model import Asked, InquiryTopic, Intent, Understanding
from assistant.understanding.mood.sentiment import COMPLAINING, read_mood
from assistant.understanding.normalize import fold
from assistant.understanding.questions import FACTS

_WORD = re.compile(r"[a-z]+")


def track_questions(
    state: DialogueState, heard: Understanding, index: Index, today: date
) -> tuple[DialogueState, Understanding]:
    """Return `state` with what the shop answers to a message's questions, and the message without what they alone say.

    Args:
        state: What is known so far.
        heard: The message.
        index: What the shop answers.
        today: The civil day of the shop: an answer may hold on some days only.
    """
    for asked in heard.questions:
        match _confirm(find_answer(asked.text, index, today), heard, asked):
            case Sure(entry=entry):
                state, heard = _answer(state, entry), _set_aside(heard, asked)
            case found if not _is_told_otherwise(heard, asked):
                state = _leave_open(state, asked, found)
                heard = replace(heard, inquiry=None) if isinstance(found, Unsure) else heard
            case _:
                pass
    return state, heard


def answer_chosen(state: DialogueState, question: str, index: Index | None, today: date) -> DialogueState:
    """Return `state` with the answer to a question that was offered; one that has gone since is not known any more."""
    found = find_answer(question, index, today) if index else Unknown()
    if not isinstance(found, Sure):
        return replace(state, turn=replace(state.turn, stale_choice=True))
    answered = _answer(state, found.entry)
    return replace(answered, turn=replace(answered.turn, chosen_entry=found.entry))


def _confirm(found: Answer, heard: Understanding, asked: Asked) -> Answer:
    """Return what was found, sure where a second reader says the same: "can I pay by card?" asks how one can pay.

    That reader's own answer would be that the assistant knows nothing of it: the shop's says more.
    """
    inquiry = heard.inquiry
    if not isinstance(found, Unsure) or inquiry is None or inquiry.topic is not InquiryTopic.PAYMENT:
        return found
    entry = found.entries[0]
    texts = [fold(text) for text in (entry.question, *entry.wordings)]
    read = (find_inquiry(text, frozenset(_WORD.findall(text))) for text in texts)
    is_same = _overlaps(inquiry, asked) and any(one and one.value is inquiry.topic for one in read)
    return Sure(entry=entry) if is_same else found


def _answer(state: DialogueState, entry: Entry) -> DialogueState:
    answers = tuple(dict.fromkeys((*state.turn.answers, entry)))
    return replace(state, turn=replace(state.turn, answers=answers, understood=True))


def _leave_open(state: DialogueState, asked: Asked, found: Answer) -> DialogueState:
    """Return `state` with a question that has no sure answer: entries are offered, or it is said not to be known."""
    turn = state.turn
    entries = found.entries if isinstance(found, Unsure) else ()
    if not asked.is_question or read_mood(asked.text) <= COMPLAINING:
        return state  # "wait" may be anything, and "what is wrong with you?" wants no answer
    slugs = tuple(entry.slug for entry in entries)
    turn = replace(turn, unanswered=(*turn.unanswered, Open(text=asked.text, offered=slugs)))
    if entries:
        return replace(state, turn=replace(turn, offered=entries, understood=True))
    return replace(state, turn=replace(turn, wonders=True))


def _is_told_otherwise(heard: Understanding, asked: Asked) -> bool:
    """Return whether something else than an entry answers it: the list of services, free times, what cannot be done."""
    inquiry = heard.inquiry
    is_told = inquiry is not None and inquiry.topic is not InquiryTopic.OTHER and _overlaps(inquiry, asked)
    return is_told or bool(asked.intents) or heard.topic is not None or heard.media is not None


def _overlaps(one: object, other: Asked) -> bool:
    start, end = getattr(one, "start", 0), getattr(one, "end", 0)
    return bool(start < other.end and other.start < end)


def _set_aside(heard: Understanding, asked: Asked) -> Understanding:
    """Return the message without what only belongs to a question that has its answer."""
    inquiry = heard.inquiry
    if inquiry is not None and inquiry.topic not in FACTS and _overlaps(inquiry, asked):
        inquiry = None
    social = (Intent.GREETING, Intent.THANKS, Intent.GOODBYE)
    intents = tuple(i for i in heard.intents if i not in asked.intents and (i in social or not asked.is_whole))
    return replace(
        heard,
        inquiry=inquiry,
        intents=intents,
        service_ids=tuple(i for i in heard.service_ids if i not in asked.service_ids),
        person_ids=tuple(i for i in heard.person_ids if i not in asked.person_ids),
        topic=None,
        hunch=None,
        unknown_person=None,
    )
