"""Questions about the shop, objections, names that nobody asked for: what is read of them, and what is not."""

from datetime import datetime

import pytest

from assistant.understanding.context import Context, Entry, Expecting
from assistant.understanding.identity.given_names import GIVEN_NAMES
from assistant.understanding.model import Aspect, InquiryTopic, Understanding
from assistant.understanding.recognizer import understand
from assistant.understanding.vocabulary import COMMON_WORDS


def read(text: str, expecting: Expecting = Expecting.NOTHING, *, takes_name: bool = False) -> Understanding:
    context = Context(
        now=datetime(2026, 11, 23, 9),  # noqa: DTZ001 - civil time at the shop
        locale="en-GB",
        services=(Entry(id=1, name="Haircut", aliases=("cut", "trim")), Entry(id=2, name="Beard trim")),
        people=(Entry(id=1, name="Ana"), Entry(id=2, name="Ben")),
        expecting=expecting,
        takes_name=takes_name,
    )
    return understand(text, context)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("r u a bot", InquiryTopic.BOT),
        ("are you human", InquiryTopic.BOT),
        ("is this a real person?", InquiryTopic.BOT),
        ("ffs is this a bot", InquiryTopic.BOT),
        ("are you a real person or what??", InquiryTopic.BOT),
        ("u a bot?", InquiryTopic.BOT),
        ("who am I talking to", InquiryTopic.BOT),
        ("is ben good?", InquiryTopic.PERSON),
        ("who is Ana?", InquiryTopic.PERSON),
        ("do i pay now?", InquiryTopic.PAYMENT),
        ("do you take cards", InquiryTopic.PAYMENT),
        ("Can I cancel later if I need to?", InquiryTopic.TERMS),
        ("what if one of us is ill and we can't make it?", InquiryTopic.TERMS),
        ("could we move our table if something comes up", InquiryTopic.TERMS),
        ("how late can I cancel?", InquiryTopic.TERMS),
        ("is it ok to cancel on the day", InquiryTopic.TERMS),
        ("How much notice do I need to give to cancel", InquiryTopic.TERMS),
        ("if I cancel do I have to pay?", InquiryTopic.FEE),
        ("do I have to pay if I don't show up", InquiryTopic.FEE),
        ("do you charge for cancelling?", InquiryTopic.FEE),
        ("where are you", InquiryTopic.PLACE),
        ("whats the address", InquiryTopic.PLACE),
        ("what's your number", InquiryTopic.PHONE),
        ("how long does it take", InquiryTopic.DETAILS),
        ("how much?", InquiryTopic.DETAILS),
        ("do you work every day?", InquiryTopic.HOURS),
        ("does Ben work every day", InquiryTopic.HOURS),
        ("are you open on Sunday?", InquiryTopic.HOURS),
        ("is there parking?", InquiryTopic.OTHER),
        ("can I bring my dog?", InquiryTopic.OTHER),
        ("who does haircuts?", InquiryTopic.WHO),
        ("which of you does a haircut", InquiryTopic.WHO),
        ("whos working tomorrow", InquiryTopic.WHO),
        ("does ben do haircuts", InquiryTopic.WHO),
    ],
)
def test_a_question_about_the_shop_is_one_and_nothing_else_is_in_it(text: str, topic: InquiryTopic) -> None:
    [asked] = read(text).inquiries
    assert asked is not None
    assert (asked.topic, asked.is_all) == (topic, True)


@pytest.mark.parametrize(
    "text",
    [
        "can I talk to a real person",
        "haircut with Ben every Tuesday",
        "is Ben free on Friday?",
        "does Ben work on my beard too",
        "how long in advance can I book",
        "how much is a haircut",
        "when are you free",
        "I was at the salon where you are",
        "what have I booked",
        "are you free on Sunday",
        "who can see me at 3",
        "who is free on Saturday",
        "can Ben do a beard trim on Friday",
    ],
)
def test_a_wish_is_no_question_about_the_shop(text: str) -> None:
    assert not read(text).inquiries


def test_several_questions_about_the_shop_are_all_read() -> None:
    heard = read("where are you, what time do you close, and who does haircuts?")
    assert {one.topic for one in heard.inquiries} == {InquiryTopic.PLACE, InquiryTopic.HOURS, InquiryTopic.WHO}


def test_questions_joined_by_and_are_asked_apart() -> None:
    assert [one.text for one in read("do you have parking and can i bring my dog?").questions] == [
        "do you have parking",
        "can i bring my dog?",
    ]
    assert [one.text for one in read("how and when do i get my voucher").questions] == [
        "how and when do i get my voucher"
    ]


def test_a_question_beside_a_wish_keeps_to_its_own_words() -> None:
    heard = read("is ben good? and a trim with Ana at 4 please")
    [asked] = heard.inquiries
    assert (asked.is_all, asked.person_ids) == (False, (2,))
    assert heard.service_ids == (1,)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("that's wrong", Aspect.UNSAID),
        ("thats not right", Aspect.UNSAID),
        ("not what I asked", Aspect.UNSAID),
        ("wrong day", Aspect.DAY),
        ("the time is wrong", Aspect.TIME),
        ("you got my name wrong", Aspect.NAME),
        ("thats not my name", Aspect.NAME),
        ("wrong service", Aspect.SERVICE),
        ("it's the wrong stylist", Aspect.PERSON),
    ],
)
def test_what_is_wrong_is_read_as_what_it_is_about(text: str, aspect: Aspect) -> None:
    assert read(text).wrong is aspect


@pytest.mark.parametrize("text", ["yes that's right", "right", "what's not to like", "is it the right day to come?"])
def test_what_is_right_is_no_objection(text: str) -> None:
    assert read(text).wrong is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no its Dee Dee", "Dee Dee"),
        ("no, Dee", "Dee"),
        ("no, dan", "Dan"),
        ("not joe, dee", "Dee"),
        ("its maria", "Maria"),
        ("wrong name, it's Priya", "Priya"),
        ("maria", "Maria"),
        ("Maria Lopez", "Maria Lopez"),
        ("sam smith please", "Sam Smith"),
    ],
)
@pytest.mark.parametrize("expecting", [Expecting.CONFIRMATION, Expecting.CHOICE])
def test_a_name_nobody_asked_for_is_heard_where_one_may_come(text: str, name: str, expecting: Expecting) -> None:
    assert read(text, expecting, takes_name=True).name == name
    assert read(text, expecting, takes_name=False).name in (None, name)


@pytest.mark.parametrize(
    "text",
    ["no", "No Way", "no, later", "no, Thursday", "no, Ana", "Perfect", "glorp", "Glorp", "no thanks", "NO WAY JOSE",
     "this is ridiculous", "Other Times", "will", "no its too early", "Haircut", "maybe", "is it Maria?"],
)  # fmt: skip
@pytest.mark.parametrize("expecting", [Expecting.CONFIRMATION, Expecting.CHOICE])
def test_what_is_no_name_is_none(text: str, expecting: Expecting) -> None:
    assert read(text, expecting, takes_name=True).name is None


@pytest.mark.parametrize(("text", "name"), [("haircut with jo tomorrow", "Jo"), ("a trim w/ gordon", "Gordon")])
def test_somebody_unknown_in_small_letters_is_somebody_unknown(text: str, name: str) -> None:
    assert read(text).unknown_person == name


@pytest.mark.parametrize("text", ["haircut with my mum", "a trim with care", "haircut with ben", "can I pay with cash"])
def test_not_everything_after_with_is_somebody(text: str) -> None:
    assert read(text).unknown_person is None


def test_to_the_question_who_a_strange_name_is_somebody_unknown() -> None:
    assert read("gordon", Expecting.PERSON).unknown_person == "Gordon"
    assert read("glorp", Expecting.PERSON).unknown_person is None


@pytest.mark.parametrize("text", ["book it again", "can I have it back", "rebook it", "I want it back", "no keep it"])
def test_what_was_cancelled_may_be_wanted_back(text: str) -> None:
    assert read(text).wants_back


def test_a_given_name_is_no_common_word() -> None:
    assert GIVEN_NAMES.isdisjoint(COMMON_WORDS)
