"""The report of moods, as pure values."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from assistant.insight.moods import FEW, QUOTE_LENGTH_MAX, QUOTES_MAX, MoodReport, Rated, Told, report_moods, shorten
from assistant.insight.themes import Theme
from assistant.pictures.figure import FORMATS
from assistant.pictures.mood import draw_moods

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)  # a Thursday


def tell(text: str, mood: float | None, *, days_ago: float = 1, conversation_id: int = 1) -> Told:
    at = NOW - timedelta(days=days_ago)
    return Told(at=at, conversation_id=conversation_id, text=text, folded=text.lower(), mood=mood)


def rate(score: int | None, *, comment: str = "", days_ago: float = 0.5, conversation_id: int = 1) -> Rated:
    return Rated(
        asked_at=NOW - timedelta(days=days_ago),
        conversation_id=conversation_id,
        score=score,
        comment=comment,
        folded=comment.lower(),
    )


def report(told: list[Told], rated: list[Rated] | None = None, *, weeks: int = 2) -> MoodReport:
    return report_moods(told, rated or [], now=NOW, weeks=weeks, zone=LONDON, complaining=-0.3)


def test_weeks_begin_on_mondays_and_none_is_left_out() -> None:
    found = report([tell("hi", 0.0), tell("awful", -0.8), tell("lovely", 0.6, days_ago=5), tell("", None)], weeks=3)
    assert [week.first_day for week in found.weeks] == [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]
    quiet, last, this = found.weeks
    assert (quiet.messages, quiet.mood) == (0, None)
    assert (last.messages, last.telling, last.bad, last.mood) == (1, 1, 0, 0.6)
    assert (this.messages, this.telling, this.bad, this.mood) == (3, 1, 1, -0.8)


def test_a_day_is_the_shop_s() -> None:
    # Sunday, half past eleven at night in UTC, is Monday in Auckland.
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    told = [Told(at=at, conversation_id=1, text="awful", folded="awful", mood=-0.8)]
    auckland = ZoneInfo("Pacific/Auckland")
    assert report(told).weeks[0].bad == 1
    there = report_moods(told, [], now=NOW, weeks=2, zone=auckland, complaining=-0.3)
    assert [week.bad for week in there.weeks] == [0, 1]


def test_messages_from_before_the_weeks_count_beside_ratings_only() -> None:
    found = report([tell("awful", -0.8, days_ago=4)], [rate(1)], weeks=1)
    assert (found.weeks[0].messages, found.complaints, found.agreement.compared) == (0, 0, 1)


def test_a_rating_is_held_against_what_was_written_before_it_was_asked() -> None:
    told = [tell("lovely", 0.8, days_ago=2), tell("awful", -0.9, days_ago=0.1)]
    agreement = report(told, [rate(5)]).agreement
    assert (agreement.compared, agreement.agreeing) == (1, 1)
    assert agreement.says_little


@pytest.mark.parametrize(("mood", "score", "agrees"), [(0.5, 5, 1), (0.5, 1, 0), (-0.5, 2, 1), (-0.5, 4, 0)])
def test_moods_and_ratings_agree_where_both_are_good_or_both_bad(mood: float, score: int, agrees: int) -> None:
    agreement = report([tell("x", mood)], [rate(score)] * FEW).agreement
    assert (agreement.compared, agreement.agreeing) == (FEW, FEW * agrees)
    assert not agreement.says_little


def test_what_is_neither_good_nor_bad_is_not_compared() -> None:
    assert report([tell("x", 0.5)], [rate(3), rate(None), rate(5, conversation_id=2)]).agreement.compared == 0


def test_each_number_has_the_newest_messages_behind_it_shortened() -> None:
    told = [tell(f"awful, waited {n} minutes " + "and on " * 30, -0.8, days_ago=2 - n / 10) for n in range(5)]
    [theme] = report(told, [rate(1, comment="I waited for ever", days_ago=0.1)]).themes
    assert (theme.theme, theme.count, len(theme.quotes)) == (Theme.WAITING, 6, QUOTES_MAX)
    assert theme.quotes[0].text == "I waited for ever"
    assert theme.quotes[1].text.startswith("awful, waited 4 minutes")
    assert theme.quotes[1].text.endswith(" …")
    assert len(theme.quotes[1].text) <= QUOTE_LENGTH_MAX + 2


def test_praise_has_no_themes() -> None:
    assert report([tell("worth the wait, lovely", 0.7)]).themes == ()


def test_what_has_no_blank_is_cut_as_well() -> None:
    assert len(shorten("x" * 500)) <= QUOTE_LENGTH_MAX + 2


def test_scores_are_counted_and_who_did_not_answer_was_asked() -> None:
    found = report([], [rate(5), rate(5), rate(1), rate(None)])
    assert (found.scores, found.asked) == ((1, 0, 0, 0, 2), 4)
    assert found.weeks[-1].rating == pytest.approx(11 / 3)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_picture_of_little_is_a_picture_and_always_the_same(file_format: str) -> None:
    empty = report([])
    assert draw_moods(empty, "Hairline", file_format) == draw_moods(empty, "Hairline", file_format)


def test_a_picture_of_much_is_a_picture() -> None:
    told = [tell("awful, waited an hour", -0.8, days_ago=n / 3) for n in range(300)]
    assert draw_moods(report(told, [rate(5)] * 30, weeks=52), "Hairline").startswith(b"\x89PNG")


def test_a_comment_that_praises_is_no_complaint_and_what_was_written_counts_once() -> None:
    praised = rate(5, comment="the wait was short, lovely", conversation_id=2)
    written = tell("i waited an hour, awful", -0.8)
    same = rate(1, comment="i waited an hour, awful\nand it was dirty")
    other = rate(2, comment="the floor was dirty", conversation_id=3)
    found = report([written], [praised, same, other])
    assert (found.complaints, found.themed) == (2, 2)
    assert {theme.theme: theme.count for theme in found.themes} == {Theme.WAITING: 1, Theme.PLACE: 1}


def test_a_comment_that_complains_counts_whatever_the_rating() -> None:
    kind = replace(rate(4, comment="but nobody answers the phone, terrible"), mood=-0.8)
    assert report([], [kind]).complaints == 1
