"""Track questions to which the shop may have an answer: said where it is sure, offered where it is not, else noted.

What is open stays as it is: a question in the middle of a booking changes nothing of it.
"""

import re
from datetime import date

from msgspec.structs import replace

from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import DialogueState, Open
from assistant.knowledge.answers import find_answer
from assistant.knowledge.index import Index
from assistant.knowledge.model import Answer, Entry, Sure, Unknown, Unsure
from assistant.knowledge.wordings import list_stems
from assistant.understanding.inquiries import find_inquiries
from assistant.understanding.model import Asked, InquiryTopic, Intent, Understanding, UserAct
from assistant.understanding.mood.sentiment import COMPLAINING, read_mood
from assistant.understanding.normalize import fold
from assistant.understanding.questions import FACTS, LOOSE
from assistant.understanding.unsupported import find_topic

CHOOSING_WORDS_MAX = 6
_NAMES = (QuestionKind.NAME, QuestionKind.NEW_NAME)
_NEITHER_YES_NOR_NO = (*_NAMES, QuestionKind.MENU, QuestionKind.SERVICE, QuestionKind.TIME, QuestionKind.PHONE)
_POINTING = frozenset(("one", "question", "thing", "about", "first", "second", "last", "option", "mean", "meant"))
IN_CASE = {InquiryTopic.TERMS: "what is your cancellation policy", InquiryTopic.FEE: "is there a cancellation fee"}
"""What is asked in case, in the words in which a shop is likely to answer it."""
_WORD = re.compile(r"[a-z]+")


def track_answers(
    state: DialogueState, heard: Understanding, index: Index, today: date
) -> tuple[DialogueState, Understanding]:
    """Return `state` with what the shop answers to a message, and the message without what only belongs to that.

    Args:
        state: What is known so far.
        heard: The message.
        index: What the shop answers.
        today: The civil day of the shop: an answer may hold on some days only.
    """
    if question := find_chosen(state, heard):
        return answer_chosen(state, question, index, today), Understanding(text=heard.text)
    if _turns_down(state, heard):
        return replace(state, turn=replace(state.turn, wonders=True)), Understanding(text=heard.text)
    for asked in heard.questions:
        match _confirm(find_answer(asked.text, index, today), heard, asked):
            case Sure(entry=entry):
                state, heard = _answer(state, entry), _set_aside(heard, asked)
            case found if not _is_told_otherwise(heard, asked):
                state = _leave_open(state, asked, found)
                heard = replace(heard, inquiries=()) if isinstance(found, Unsure) else heard
            case Unsure() as found if _is_loose(heard, asked):
                state, heard = _leave_open(state, asked, found), _set_aside(heard, asked)
            case _:
                pass
    return _answer_in_case(state, heard, index, today)


def _answer_in_case(
    state: DialogueState, heard: Understanding, index: Index, today: date
) -> tuple[DialogueState, Understanding]:
    """Answer what is asked in case of a cancellation, in whatever words, where the shop says more than its policy."""
    inquiry = next((one for one in heard.inquiries if one.topic in IN_CASE), None)
    if inquiry is None:
        return state, heard
    found = find_answer(IN_CASE[inquiry.topic], index, today)
    if not isinstance(found, Sure):
        return state, heard
    asked = Asked(
        text="", start=inquiry.start, end=inquiry.end, is_question=True, is_whole=inquiry.is_all,
        intents=inquiry.intents,
    )  # fmt: skip
    return _answer(state, found.entry), _set_aside(heard, asked)


def find_chosen(state: DialogueState, heard: Understanding) -> str | None:
    """Return which of the questions that were offered is meant: by its words, its number, or a yes to the only one."""
    offered = _list_offered(state)
    kind = state.question.kind if state.question else None
    if not offered or heard.selection:
        return None
    if kind in _NEITHER_YES_NOR_NO and len(offered) == 1 and _only(heard, UserAct.AFFIRM):
        return offered[0]
    if kind in _NAMES and heard.text.isdecimal():
        return dict(enumerate(offered, start=1)).get(int(heard.text[:2]))
    said = {*list_stems(heard.text)} - _POINTING
    asks_else = any(asked.is_question for asked in heard.questions)
    if not said or len(heard.text.split()) > CHOOSING_WORDS_MAX or heard.times or asks_else:
        return None
    meant = [question for question in offered if said <= {*list_stems(question)}]
    return meant[0] if len(meant) == 1 else None


def _turns_down(state: DialogueState, heard: Understanding) -> bool:
    """Return whether none of the questions that were offered was meant; what is open beside them has its own no."""
    is_menu = state.question is not None and state.question.kind is QuestionKind.MENU
    return is_menu and bool(_list_offered(state)) and _only(heard, UserAct.NEGATE)


def _only(heard: Understanding, act: UserAct) -> bool:
    return heard.acts == (act,) and not (heard.intents or heard.times or heard.service_ids or heard.questions)


def _list_offered(state: DialogueState) -> list[str]:
    return [one.asks for one in state.question.options if one.asks] if state.question else []


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
    if not isinstance(found, Unsure):
        return found
    entry = found.entries[0]
    texts = [fold(text) for text in (entry.question, *entry.wordings)]
    says_more = {*list_stems(asked.text)} - {stem for text in texts for stem in list_stems(text)}  # "online"
    is_same = not says_more and any(_reads_alike(text, heard, asked) for text in texts)
    return Sure(entry=entry) if is_same else found


def _reads_alike(text: str, heard: Understanding, asked: Asked) -> bool:
    """Return whether a wording is about the same payment, vouchers or the like as a message."""
    words = frozenset(_WORD.findall(text))
    if any(one.topic is InquiryTopic.PAYMENT and _overlaps(one, asked) for one in heard.inquiries):
        return any(one.value is InquiryTopic.PAYMENT for one in find_inquiries(text, words)[:1])
    topic = find_topic(text, words) if heard.topic else None
    return topic is not None and topic.value is heard.topic


def _answer(state: DialogueState, entry: Entry) -> DialogueState:
    answers = tuple(dict.fromkeys((*state.turn.answers, entry)))
    return replace(state, turn=replace(state.turn, answers=answers, understood=True))


def _leave_open(state: DialogueState, asked: Asked, found: Answer) -> DialogueState:
    """Return `state` with a question that has no sure answer: entries are offered, or it is said not to be known."""
    turn = state.turn
    entries = found.entries if isinstance(found, Unsure) else ()
    if [entry.question for entry in entries] == _list_offered(state):
        entries = ()  # they were offered, and it is asked again: it is none of them
    is_asked = asked.is_question or (asked.is_noted and entries)
    if not is_asked or read_mood(asked.text) <= COMPLAINING:
        return state  # "wait" may be anything, and "what is wrong with you?" wants no answer
    slugs = tuple(entry.slug for entry in entries)
    turn = replace(turn, unanswered=(*turn.unanswered, Open(text=asked.text, offered=slugs)))
    if entries:
        return replace(state, turn=replace(turn, offered=entries, understood=True))
    return replace(state, turn=replace(turn, wonders=True))


def _is_told_otherwise(heard: Understanding, asked: Asked) -> bool:
    """Return whether something else than an entry answers it: the list of services, free times, what cannot be done."""
    is_told = any(one.topic is not InquiryTopic.OTHER and _overlaps(one, asked) for one in heard.inquiries)
    return is_told or bool(asked.intents) or heard.topic is not None or heard.media is not None


def _is_loose(heard: Understanding, asked: Asked) -> bool:
    """Return whether a question that looks like one for times asks for none: "is there a ramp" while a name is due."""
    says_what = heard.times or heard.service_ids or heard.direction or heard.topic
    return {*asked.intents} <= {*LOOSE, Intent.BOOK} and asked.is_whole and not says_what


def _overlaps(one: object, other: Asked) -> bool:
    start, end = getattr(one, "start", 0), getattr(one, "end", 0)
    return bool(start < other.end and other.start < end)


def _set_aside(heard: Understanding, asked: Asked) -> Understanding:
    """Return the message without what only belongs to a question that has its answer."""
    social = (Intent.GREETING, Intent.THANKS, Intent.GOODBYE)
    intents = tuple(i for i in heard.intents if i not in asked.intents and (i in social or not asked.is_whole))
    return replace(
        heard,
        inquiries=tuple(one for one in heard.inquiries if one.topic in FACTS or not _overlaps(one, asked)),
        intents=intents,
        service_ids=tuple(i for i in heard.service_ids if i not in asked.service_ids),
        person_ids=tuple(i for i in heard.person_ids if i not in asked.person_ids),
        topic=None,
        hunch=None,
        unknown_person=None,
    )
