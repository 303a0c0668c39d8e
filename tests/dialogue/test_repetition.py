"""The same reply twice in a row is said otherwise; what was asked for, and what is new, is said in full."""

from msgspec.structs import replace
from small_salon import FACTS

from assistant.dialogue.acts import (
    NotUnderstood,
    Reply,
    RequestSlot,
    SayAgain,
)
from assistant.dialogue.question import Question, QuestionKind
from assistant.dialogue.repetition import PERSON_FROM, checksum, count_repeats, say_otherwise
from assistant.dialogue.state import DialogueState, Turn
from assistant.understanding.model import Intent, Topic

SAID = checksum("Which one?", ("9am", "10am"))
BEFORE = DialogueState(said=SAID)
ASKED = Reply(acts=(RequestSlot(kind=QuestionKind.NAME),), question=Question(kind=QuestionKind.NAME))


def test_the_same_text_and_choices_count_as_the_same() -> None:
    assert count_repeats(BEFORE, SAID) == 1
    assert count_repeats(replace(BEFORE, repeats=1), SAID) == 2
    assert count_repeats(BEFORE, checksum("Which one?", ("9am", "11am"))) == 0


def test_what_was_asked_for_or_changed_may_be_said_in_full() -> None:
    turns = (
        Turn(asks_again=True),
        Turn(changed=True),
        Turn(returned=True),
        Turn(topic=Topic.REFUNDS),
        Turn(intents=(Intent.LIST_BOOKINGS,)),
    )
    assert [count_repeats(replace(BEFORE, turn=turn), SAID) for turn in turns] == [0] * len(turns)


def test_the_question_stays_and_in_the_end_a_person_is_among_the_choices() -> None:
    once, often = (say_otherwise(ASKED, FACTS, times) for times in (1, PERSON_FROM))
    assert once == Reply(acts=(SayAgain(kind=QuestionKind.NAME, times=1),), question=ASKED.question)
    assert [option.intent for option in often.options] == [Intent.HUMAN_HANDOFF]
    assert often.question is not None
    assert often.question.kind is QuestionKind.NAME


def test_a_reply_that_asks_nothing_stays_as_it_is() -> None:
    reply = Reply(acts=(NotUnderstood(times=1),))
    assert say_otherwise(reply, FACTS, 3) == reply
