"""The commands of the owner and of the engineer, as processes."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from command_line import CommandLine

from assistant.settings import ROOT
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials


@pytest.fixture
def line(database: DatabaseCredentials, tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path, database)


@pytest.fixture
async def shop(line: CommandLine) -> CommandLine:
    """A command line on a database that has the salon."""
    loaded = await line.assistant("shop", "load", str(DEMO_SHOP))
    assert loaded.code == 0, loaded.err
    return line


async def test_a_shop_that_is_shown_and_loaded_again_has_not_changed(shop: CommandLine, tmp_path: Path) -> None:
    shown = await shop.assistant("shop", "show")
    copy = tmp_path / "copy.toml"
    copy.write_text(shown.out)
    loaded = await shop.assistant("shop", "load", str(copy))
    assert (loaded.code, loaded.out) == (0, "Hairline: nothing has changed.\n")


async def test_a_wrong_shop_file_is_refused_with_file_key_and_reason(line: CommandLine, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(DEMO_SHOP.read_text().replace('zone = "Europe/London"', 'zone = "Europe/Londinium"'))
    loaded = await line.assistant("shop", "load", str(wrong))
    assert loaded.code == 1
    assert "wrong.toml: location.zone" in loaded.err
    assert "Traceback" not in loaded.err
    assert not await models.Business.exists()


async def test_without_a_shop_a_command_says_how_to_load_one(line: CommandLine) -> None:
    asked = await line.assistant("shop", "show")
    assert asked.code == 1
    assert asked.err == "There is no shop in the database. Load one: python -m assistant shop load FILE\n"


async def test_a_wrong_setting_stops_the_start_with_one_sentence(line: CommandLine) -> None:
    asked = await line.assistant("serve", APP_PORT="eighty")
    assert asked.code == 1
    assert "APP_PORT" in asked.err
    assert asked.err.count("\n") == 1


async def test_a_reader_who_has_seen_enough_breaks_nothing(shop: CommandLine) -> None:
    process = await asyncio.create_subprocess_shell(
        f"{sys.executable} -m assistant explain 'haircut tomorrow at 3' | true",
        cwd=ROOT,
        env=shop.environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert (await process.communicate())[1] == b""


async def test_explain_says_which_rule_read_which_words_and_what_came_of_it(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "haircut with Ana tomorrow after work")
    assert explained.code == 0, explained.err
    assert "Haircut" in explained.out
    assert "Ana" in explained.out
    assert '"tomorrow after work"' in explained.out


async def test_explain_says_what_the_model_thought_what_the_mood_is_and_what_would_be_done(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "haircut with Ana tomorrow at 3pm, your site is useless")
    assert explained.code == 0, explained.err
    told = (
        'rule     person.exact: "Ana"  characters 13 to 16',
        "model    ",
        "mood     -0.",
        '"useless" -2',
        "task     book",
        "would    hold time slot: Haircut, with Ana",
        "an explanation changes nothing",
    )
    assert [words for words in told if words not in explained.out] == []
    assert not await models.Booking.exists()


async def test_explain_reads_a_message_in_the_light_of_what_was_asked(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "yes please", "--asked", "confirm_booking")
    assert "asked    confirmation\nacts     affirm\n" in explained.out
    wrong = await shop.assistant("explain", "yes please", "--asked", "weather")
    assert (wrong.code, wrong.out) == (1, "")
    assert "--asked is one of: menu, service" in wrong.err


async def test_explain_shows_the_question_that_nobody_answers_as_a_hunch(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "where could I leave my bike")
    assert "hunch    question, upon which nothing is done" in explained.out
    assert "         counts: question" in explained.out
    assert "says     " in explained.out


async def test_explain_names_the_words_that_nothing_has_read(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "haircut with Ana tomorrow at 3pm, my zebra is not invited")
    assert "unread   zebra, not, invited\n" in explained.out
    assert "unread" not in (await shop.assistant("explain", "haircut with Ana tomorrow at 3pm")).out


async def test_explain_shows_where_a_search_looks_and_what_it_finds(shop: CommandLine) -> None:
    explained = await shop.assistant("explain", "haircut with Ana next Friday at 3pm")
    assert re.search(r"^searches  ?Friday .*, 3pm$", explained.out, re.MULTILINE), explained.out
    assert re.search(r"^finds    Friday .* at 3pm: Ana", explained.out, re.MULTILINE), explained.out
    ruled_out = await shop.assistant("explain", "haircut next week but not Friday, not with Ana")
    assert re.search(r"^         but not Friday", ruled_out.out, re.MULTILINE), ruled_out.out
    assert "         but not with Ana\n" in ruled_out.out


async def test_explain_goes_on_from_an_opening_and_writes_nothing(shop: CommandLine) -> None:
    opening = ("--after", "haircut with Ana next Friday at 3pm, I'm Joe")
    explained = await shop.assistant("explain", "yes", *opening)
    assert explained.code == 0, explained.err
    assert explained.out.startswith("> haircut with Ana next Friday at 3pm, I'm Joe\n")
    assert "Shall I book it?" in explained.out
    assert "asked    confirmation\nacts     affirm\n" in explained.out
    assert "would    confirm booking: Haircut, with Ana\n" in explained.out
    after_two = await shop.assistant("explain", "move it to 4pm", *opening, "--after", "yes")
    assert "Booked: Haircut with Ana" in after_two.out
    assert "task     reschedule" in after_two.out
    assert not await models.Booking.exists()
    assert not await models.Conversation.exists()


async def test_explain_goes_on_from_a_stored_conversation(shop: CommandLine) -> None:
    await shop.assistant("chat", "--as", "joe", stdin="Haircut with Ana next Friday at 3pm, I'm Joe\n")
    conversation = await models.Conversation.get()
    number = str(conversation.id)
    explained = await shop.assistant("explain", "yes", "--conversation", number)
    assert "asked    confirmation\nacts     affirm\n" in explained.out, explained.err
    assert "would    confirm booking: Haircut, with Ana\n" in explained.out
    assert (await models.Conversation.get()).turns == conversation.turns
    gone = await shop.assistant("explain", "yes", "--conversation", "987654")
    assert (gone.code, gone.err) == (1, "There is no conversation 987654 with this shop.\n")
    both = await shop.assistant("explain", "yes", "--conversation", number, "--asked", "time")
    assert both.code == 1
    assert "the assistant has asked its own" in both.err


async def test_a_wrong_account_is_answered_with_those_there_are(shop: CommandLine) -> None:
    await shop.assistant("account", "add", "standard", "crm")
    told = await shop.assistant("replies", "--account", "cmr")
    assert told.code == 1
    assert "There is no account standard cmr. Of this kind there are: " in told.err
    assert "crm" in told.err


async def test_the_terminal_books_and_a_person_takes_over_and_hands_back(shop: CommandLine) -> None:
    talk = "Haircut with Ana next Friday at 3pm, I'm Joe\n1\nI want to talk to a person\nhello?\n"
    said = await shop.assistant("chat", "--as", "joe", stdin=talk)
    assert said.code == 0, said.err
    assert "Booked: Haircut with Ana" in said.out
    waiting = await shop.assistant("inbox")
    assert "calm     Joe: hello?" in waiting.out
    number = waiting.out.split()[0]
    assert "hello?" in (await shop.assistant("inbox", "show", number)).out
    answered = await shop.assistant("inbox", "answer", number, "Ana here, how can I help?")
    assert answered.code == 0, answered.err
    assert (await shop.assistant("inbox", "hand-back", number)).code == 0
    assert (await shop.assistant("inbox")).out == "Nobody waits for a person.\n"
    reply = await models.OutboxMessage.get(author="person")
    assert reply.body["text"] == "Ana here, how can I help?"
    again = await shop.assistant("chat", "--as", "joe", stdin="what have I booked?\n")
    assert "You have one booking" in again.out


async def test_accounts_are_made_shown_and_given_a_new_secret(shop: CommandLine) -> None:
    made = await shop.assistant("account", "add", "standard", "crm", "--reply-url", "https://crm.example/replies")
    assert "secret     whsec_" in made.out, made.err
    assert (await shop.assistant("account", "add", "standard", "crm")).code == 1
    rotated = await shop.assistant("account", "set", "standard", "crm", "--rotate")
    assert "still good whsec_" in rotated.out
    listed = await shop.assistant("account", "list")
    assert "crm" in listed.out
    assert "whsec_" not in listed.out
    signed = await shop.assistant("curl", "--account", "crm", "haircut?")
    assert "webhook-signature: v1," in signed.out


async def test_models_and_migrations_agree() -> None:
    checked = await CommandLine(Path("/nonexistent")).assistant("migrate", "--check")
    assert (checked.code, checked.out) == (0, "Models and migrations agree.\n"), checked.err
