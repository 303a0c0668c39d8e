"""Questions without an answer are put together where they ask the same, under numbers that stay."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.gaps import Gap, find_group, group_gaps, keep_wording, likeness

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PARKING = ("Is there parking?", "where can i park", "do you have any parking nearby?", "IS THERE PARKING")
DOGS = ("can I bring my dog", "are dogs allowed?", "Do you take dogs")


def gaps(*texts: str) -> list[Gap]:
    return [Gap(id=n, text=text, asked_at=NOW + timedelta(minutes=n)) for n, text in enumerate(texts, start=1)]


def grouped(*texts: str) -> list[set[int]]:
    return [{gap.id for gap in group.gaps} for group in group_gaps(gaps(*texts))]


def test_questions_about_the_same_are_one_group_and_others_are_not() -> None:
    assert grouped(*PARKING, *DOGS) == [{5, 6, 7}, {1, 2, 3, 4}]


def test_the_words_with_which_one_asks_make_no_two_questions_alike() -> None:
    assert likeness("do you have gift vouchers", "do you have a wheelchair ramp") < 0.5
    assert grouped("can I bring my dog", "can I bring my children", "can I bring my own wine") == [{3}, {2}, {1}]


def test_a_typo_does_not_make_a_group_of_its_own() -> None:
    assert grouped("do you sell gift vouchers?", "gift vuochers?") == [{1, 2}]


def test_the_group_whose_last_question_is_the_newest_comes_first_and_is_called_by_its_oldest() -> None:
    first, second = group_gaps(gaps("is there parking", "are dogs allowed", "parking?"))
    assert (first.number, first.last_asked_at) == (1, NOW + timedelta(minutes=3))
    assert second.number == 2


def test_the_wordings_of_a_group_differ_by_more_than_capitals_and_come_by_how_often_they_were_said() -> None:
    (group,) = group_gaps(gaps(*PARKING))
    assert [[gap.text for gap in same] for same in group.wordings] == [
        ["Is there parking?", "IS THERE PARKING"],
        ["where can i park"],
        ["do you have any parking nearby?"],
    ]


def test_what_was_offered_comes_by_how_often() -> None:
    asked = [
        Gap(id=1, text="parking?", asked_at=NOW, offered=("bikes", "bus")),
        Gap(id=2, text="parking", asked_at=NOW, offered=("bus",)),
    ]
    (group,) = group_gaps(asked)
    assert group.offered == ("bus", "bikes")


def test_another_likeness_makes_other_groups() -> None:
    asked = gaps("one", "two", "three")
    assert len(group_gaps(asked, similarity=lambda *_: 1.0)) == 1
    assert len(group_gaps(asked, similarity=lambda *_: 0.0)) == 3


def test_a_group_is_found_by_any_of_its_questions() -> None:
    groups = group_gaps(gaps(*PARKING, *DOGS))
    assert {find_group(groups, number) for number in (1, 2, 3, 4)} == {groups[1]}
    assert find_group(groups, 99) is None


def test_one_wording_can_be_taken_out_of_its_group() -> None:
    (group,) = group_gaps(gaps(*PARKING))
    assert [gap.id for gap in keep_wording(group, 4).gaps] == [1, 4]
    assert [gap.id for gap in keep_wording(group, 2).gaps] == [2]


@pytest.mark.parametrize("text", ["", "???", "the", "\U0001f697", "a" * 5000])
def test_a_question_of_no_telling_words_is_a_group_like_any_other(text: str) -> None:
    assert grouped(text, text, "is there parking") == [{3}, {1, 2}]


@given(st.lists(st.sampled_from([*PARKING, *DOGS, "gift vouchers?", "do you sell vouchers", "", "the"]), max_size=12))
def test_numbers_stay_when_newer_questions_come_and_when_other_groups_are_dealt_with(texts: list[str]) -> None:
    asked = gaps(*texts)
    before = group_gaps(asked)
    assert sorted(gap.id for group in before for gap in group.gaps) == [gap.id for gap in asked], "each is in one group"
    newer = group_gaps([*asked, Gap(id=99, text="is there parking", asked_at=NOW)])
    assert {group.number for group in before} <= {group.number for group in newer}
    for dealt_with in before:
        rest = [gap for gap in asked if gap not in dealt_with.gaps]
        assert set(group_gaps(rest)) == set(before) - {dealt_with}
