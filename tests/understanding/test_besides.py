"""What a message wants besides one thing: further wishes, another booking, for whom, how many."""

import pytest
from demo_salon import make_context

from assistant.understanding.context import Expecting
from assistant.understanding.model import Intent, Understanding
from assistant.understanding.recognizer import understand

HAIRCUT, KIDS_CUT, BEARD_TRIM, BLOW_DRY, COLOUR = 1, 2, 3, 4, 5


def hear(text: str, expecting: Expecting = Expecting.NOTHING) -> Understanding:
    return understand(text, make_context(expecting))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("haircut tuesday at 10 and a colour on friday at 3", ("haircut tuesday at 10", "a colour on friday at 3")),
        ("haircut tuesday at 10 and friday at 3", ("haircut tuesday at 10", "friday at 3")),
        ("cancel my trim and book a beard trim tomorrow", ("cancel my trim", "book a beard trim tomorrow")),
        ("move tuesday to 4 and cancel friday's", ("move tuesday to 4", "cancel friday's")),
        ("cancel tuesday and move friday to 5", ("cancel tuesday", "move friday to 5")),
        ("blow dry for me, beard trim for him", ("blow dry for me", "beard trim for him")),
        ("haircut for me tomorrow at 3 and sam at 4", ("haircut for me tomorrow at 3", "sam at 4")),
        ("haircut for me and a kids cut for my son at 3", ("haircut for me", "a kids cut for my son at 3")),
        (
            "haircut tuesday at 10, a beard trim on wednesday at 11 and a blow dry on friday at 3",
            ("haircut tuesday at 10", "a beard trim on wednesday at 11", "a blow dry on friday at 3"),
        ),
    ],
)
def test_a_message_with_several_wishes_is_cut_into_them(text: str, parts: tuple[str, ...]) -> None:
    assert tuple(wish.text for wish in hear(text).wishes) == parts


@pytest.mark.parametrize(
    "text",
    [
        "haircut and beard trim tomorrow at 3",
        "I have a haircut tomorrow at 3, can you move it to 4",
        "I need to reschedule my haircut, can we move to friday",
        "haircut on tuesday at 10 or friday at 3",
        "cancel my haircut on friday if you can't move it to thursday",
        "book the haircut on Tuesday. Is there a haircut at 2?",
        "haircut tomorrow, in the afternoon, and with Ana please",
        "a haircut tomorrow at 3 and I'm Joe",
    ],
)
def test_one_wish_in_two_halves_is_not_cut(text: str) -> None:
    assert hear(text).wishes == ()


@pytest.mark.parametrize("text", ["yes, book a table", "Yes. Please book the haircut at 2", "yes but make it 4"])
def test_a_yes_in_other_words_is_one_answer(text: str) -> None:
    assert hear(text, Expecting.CONFIRMATION).wishes == ()


@pytest.mark.parametrize("text", ["yes, and one for Tom at 4", "yes. also my friend at 4", "yes and another on friday"])
def test_a_yes_may_bring_another_wish_along(text: str) -> None:
    assert len(hear(text, Expecting.CONFIRMATION).wishes) == 2


def test_a_time_told_once_is_for_all_of_it() -> None:
    mine, his = hear("blow dry for me, beard trim for him tomorrow at 3").wishes
    assert mine.times == his.times != ()
    assert (mine.service_ids, his.service_ids) == ((BLOW_DRY,), (BEARD_TRIM,))
    assert (mine.for_other, his.for_other) == (False, True)


def test_service_and_day_go_on_where_only_the_clock_is_new() -> None:
    mine, toms = hear("haircut tuesday at 10 and one for Tom at 4").wishes
    assert toms.service_ids == (HAIRCUT,)
    assert toms.times[0].days == mine.times[0].days
    assert toms.name == "Tom"


def test_what_is_cancelled_takes_nothing_from_what_is_booked() -> None:
    cancelled, booked = hear("cancel my trim and book a beard trim tomorrow").wishes
    assert cancelled.intents == (Intent.CANCEL,)
    assert cancelled.times == ()
    assert (booked.intents, booked.service_ids) == ((Intent.BOOK,), (BEARD_TRIM,))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sam at 11", "Sam"),
        ("and one for Tom at 4", "Tom"),
        ("another for maria", "Maria"),
        ("can his brother Archie go at the same time with someone else", "Archie"),
        ("my friend too", None),
        ("one more for my mum", None),
        ("my mate wants one too", None),
        ("n my mate", None),
        ("same for my sister at 4", None),
    ],
)
def test_another_booking_for_somebody_else(text: str, name: str | None) -> None:
    heard = hear(text)
    assert (heard.another, heard.for_other, heard.name) == (True, True, name)


@pytest.mark.parametrize("text", ["both, thurs and fri?", "can i do both friday and sat at 10", "sat and sun both"])
def test_both_of_two_times_are_wanted(text: str) -> None:
    heard = hear(text)
    assert (heard.both_times, heard.another, len(heard.times)) == (True, True, 2)


def test_either_of_two_times_will_do_where_both_are_fine() -> None:
    assert not hear("both thursday and friday are fine").both_times


@pytest.mark.parametrize(
    "text",
    ["thursday too", "thursday as well please", "another one", "and one for me at 5", "can i also come friday at 10"],
)
def test_another_booking_for_the_customer(text: str) -> None:
    heard = hear(text)
    assert (heard.another, heard.for_other) == (True, False)


@pytest.mark.parametrize(
    "text", ["ben at 11", "maybe at 11", "Probably at 4", "Reserve at 5", "tomorrow at 11", "haircut at one for me"]
)
def test_nobody_else_is_meant(text: str) -> None:
    heard = hear(text)
    assert (heard.another, heard.for_other) == (False, False)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2 haircuts", 2),
        ("two haircuts tomorrow at 3", 2),
        ("2x haircut", 2),
        ("haircut x2", 2),
        ("a couple of haircuts", 2),
        ("number 2 cut", 1),
        ("haircut at 2", 1),
        ("a haircut", 1),
    ],
)
def test_how_many_are_wanted(text: str, count: int) -> None:
    assert hear(text).count == count


@pytest.mark.parametrize(
    "text", ["haircut for me n my mate", "me and my bf", "trim tomorrow at 3 +1", "trim at 3, plus one", "me + 1"]
)
def test_two_people_in_few_letters(text: str) -> None:
    assert hear(text).party_size == 2


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("cancel lily", "Lily"),
        ("cancel wills", "Will"),
        ("cancel toms appointment please", "Tom"),
        ("can you cancel James", "James"),
        ("cancel Saoirse's haircut", "Saoirse"),
        ("cancel the haircut for mark", "Mark"),
        ("cancel may", None),
        ("cancel will you", None),
        ("cancel bens", None),
        ("Cancel Appointment", None),
    ],
)
def test_whose_booking_is_cancelled(text: str, whose: str | None) -> None:
    heard = hear(text)
    assert (heard.absent, heard.another) == (whose, False)
