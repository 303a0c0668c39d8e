"""Acts to words: every act renders, every text is used, and no text claims what its act does not carry."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from edit_samples import EDIT_NOTIFICATIONS, EDIT_OTHERS, EDIT_QUESTIONS, EDITS_OF_SEVERAL
from inquiry_samples import INQUIRY_OTHERS, INQUIRY_QUESTIONS, OF_FOUND_SHOP
from kind_samples import OF_OTHER_KINDS as OF_KINDS
from msgspec.structs import replace
from render_samples import ALL, BOOKING, NOTIFICATIONS, NOW, OTHERS, QUESTIONS, SHOP
from series_samples import SERIES_NOTIFICATIONS, SERIES_OTHERS, SERIES_QUESTIONS

from assistant.booking.bookings import BookingStatus
from assistant.booking.model import Shop
from assistant.dialogue.acts import Reply, SystemAct
from assistant.dialogue.existing.acts import NotifyAmended
from assistant.responses.formats import Formats, load_texts
from assistant.responses.render import render

FORMATS = Formats(SHOP, NOW)
OF_OTHER_KINDS = [*OF_KINDS, *OF_FOUND_SHOP]
ALL_OTHERS = [*OTHERS, *SERIES_OTHERS, *EDIT_OTHERS, *INQUIRY_OTHERS]
ALL_NOTIFICATIONS = NOTIFICATIONS | EDIT_NOTIFICATIONS
TOLD: tuple[Sequence[SystemAct], ...] = (
    *SERIES_NOTIFICATIONS.values(),
    *EDIT_NOTIFICATIONS.values(),
    *EDITS_OF_SEVERAL.values(),
)
ALL_ACTS = [*ALL, *SERIES_OTHERS, *EDIT_OTHERS, *INQUIRY_OTHERS, *(act for acts in TOLD for act in acts)]
ALL_QUESTIONS = [*QUESTIONS, *SERIES_QUESTIONS, *EDIT_QUESTIONS, *INQUIRY_QUESTIONS]
USED_AS_TABLES = {("date", "weekdays"), ("date", "months")}


def say(act: SystemAct, shop: Shop = SHOP) -> str:
    return render(Reply(acts=(act,)), shop=shop, now=NOW).text


def test_every_kind_of_act_is_among_the_samples() -> None:
    assert {type(act) for act in ALL_ACTS} == set(get_args(SystemAct))


@pytest.mark.parametrize(("shop", "act"), [*((SHOP, act) for act in ALL_ACTS), *OF_OTHER_KINDS])
def test_every_act_reads_like_a_sentence(shop: Shop, act: SystemAct) -> None:
    text = say(act, shop)
    assert "  " not in text
    assert not re.search(r" [.,?!:]|[{}]|\(\)|\bNone\b", text)
    for line in text.split("\n"):
        first = line.removeprefix("• ")[:1]
        assert first == first.upper(), line
        assert line.startswith("• ") or line[-1] in ".?!:", line


def test_every_text_is_used_and_its_facts_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    used: dict[str, set[str]] = defaultdict(set)

    class Noting(dict[str, Any]):
        def __init__(self, section: str, texts: dict[str, Any]) -> None:
            super().__init__(texts)
            self.section = section

        def __getitem__(self, key: str) -> object:
            used[self.section].add(key)
            return super().__getitem__(key)

    texts = load_texts("en")
    noting = {section: Noting(section, keys) for section, keys in texts.items()}
    monkeypatch.setattr("assistant.responses.formats.load_texts", lambda _: noting)
    for reply in [*(Reply(acts=(act,)) for act in ALL_ACTS), *ALL_QUESTIONS]:
        render(reply, shop=SHOP, now=NOW)
    for shop, act in OF_OTHER_KINDS:
        say(act, shop)
    midnight, one_hour = datetime(2026, 11, 24, tzinfo=UTC), BOOKING.ends_at - BOOKING.starts_at
    formats = Formats(SHOP, NOW)
    _ = formats.clock(midnight), formats.party(1), [formats.duration(one_hour * n / 45) for n in (1, 60, 120, 1440)]
    unused = {(section, key) for section, keys in texts.items() for key in keys if key not in used[section]}
    assert not unused - USED_AS_TABLES


@pytest.mark.parametrize("act", ALL_OTHERS, ids=lambda act: type(act).__name__)
def test_no_other_act_says_that_something_was_done(act: SystemAct) -> None:
    assert not re.search(r"\b(?:Booked|Moved|Cancelled|Changed|Noted)\b", say(act))
    assert not re.search(
        r"(?:is|was|has been|have been|I've) (?:now )?(?:booked|moved|cancelled)(?! for one)", say(act)
    )


@pytest.mark.parametrize(("word", "act"), [(word, act) for word, acts in ALL_NOTIFICATIONS.items() for act in acts])
def test_what_was_done_is_told_from_its_row(word: str, act: Any) -> None:  # noqa: ANN401 - each of them has a booking
    expected = BookingStatus.CANCELLED if word == "Cancelled" else BookingStatus.CONFIRMED
    text = say(act)
    assert act.booking.status is expected
    assert text.startswith(f"{word}: ")
    assert FORMATS.day(FORMATS.civil_day(act.booking.starts_at)) in text
    assert FORMATS.clock(act.booking.starts_at) in text
    assert (act.booking.code in text) is (word != "Cancelled")


@pytest.mark.parametrize(("word", "act"), [(word, act) for word, acts in SERIES_NOTIFICATIONS.items() for act in acts])
def test_what_was_done_to_several_is_told_from_the_row_of_each(word: str, act: Any) -> None:  # noqa: ANN401 - as above
    expected = BookingStatus.CANCELLED if word == "Cancelled" else BookingStatus.CONFIRMED
    head, *lines = say(act).split("\n")
    assert head.startswith(f"{word}: ")
    assert f"{len(act.bookings)} times" in head
    for booking, line in zip(act.bookings, lines, strict=True):
        assert booking.status is expected
        day, clock = FORMATS.day(FORMATS.civil_day(booking.starts_at)), FORMATS.clock(booking.starts_at)
        assert line.startswith(f"• {day} at {clock}")
        assert (booking.code in line) is (word == "Booked")


@pytest.mark.parametrize(("word", "act"), [(word, act) for word, acts in EDITS_OF_SEVERAL.items() for act in acts])
def test_what_was_put_with_several_is_told_once_with_their_number(word: str, act: NotifyAmended) -> None:
    text = say(act)
    assert text.startswith(f"{word}: ")
    assert f"these {len(act.bookings)} " in text
    assert act.note in text
    assert all(note in text for note in act.removed)
    assert act.bookings[0].name in text or not act.is_renamed


@pytest.mark.parametrize("reply", ALL_QUESTIONS, ids=lambda r: str(r.question.kind))
def test_every_choice_has_a_title_of_its_own(reply: Reply) -> None:
    titles = [c.title for c in render(reply, shop=SHOP, now=NOW).choices]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_choices_are_a_numbered_list_where_there_are_no_buttons() -> None:
    plain = render(QUESTIONS[3], shop=SHOP, now=NOW).plain
    assert plain.split("\n")[-2:] == ["1. 3pm", "2. Other times"]


@pytest.mark.parametrize(
    ("locale", "day", "text"),
    [
        ("en-GB", date(2026, 11, 24), "Tuesday 24 November"),
        ("en-US", date(2026, 11, 24), "Tuesday, November 24"),
        ("en-GB", date(2027, 1, 4), "Monday 4 January 2027"),
        ("en-US", date(2027, 1, 4), "Monday, January 4, 2027"),
        ("de-DE", date(2026, 11, 24), "Tuesday 24 November"),
    ],
)
def test_a_weekday_is_said_with_its_date_and_another_year_is_named(locale: str, day: date, text: str) -> None:
    assert Formats(replace(SHOP, locale=locale), NOW).day(day) == text


@pytest.mark.parametrize(
    ("hour_format", "minute", "text"),
    [(12, 0, "midnight"), (12, 720, "12 noon"), (12, 750, "12:30pm"), (12, 545, "9:05am"), (24, 0, "00:00"),
     (24, 1215, "20:15")],
)  # fmt: skip
def test_the_time_of_day_is_written_as_the_shop_does(hour_format: int, minute: int, text: str) -> None:
    assert Formats(replace(SHOP, hour_format=hour_format), NOW).minute(minute) == text


def test_a_time_that_clocks_show_twice_has_its_zone() -> None:
    assert FORMATS.clock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "1:30am BST"
    assert FORMATS.clock(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "1:30am GMT"


@pytest.mark.parametrize(
    ("currency", "minor", "text"), [("GBP", 3800, "£38"), ("GBP", 3850, "£38.50"), ("JPY", 3800, "¥3800"),
                                    ("CHF", 3850, "CHF 38.50")],
)  # fmt: skip
def test_prices_have_as_many_decimals_as_the_currency(currency: str, minor: int, text: str) -> None:
    assert Formats(replace(SHOP, currency=currency), NOW).price(minor) == text
