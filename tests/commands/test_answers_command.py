"""What could not be answered is listed, taught, dismissed and forgotten from the command line."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import CommandLine

from assistant.commands.answers import Chosen, teach
from assistant.commands.parser import build_parser
from assistant.commands.session import CommandError
from assistant.ports.messages import Inbound
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import load_shop_file

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = (
    "Do you have wifi?",
    "where can I leave my pram",
    "wifi password?",
    "do you have WIFI",
    "is there any\nwifi there?",
)


@pytest.fixture
async def line(database: DatabaseCredentials, tmp_path: Path) -> CommandLine:
    """A command line on a database that has the salon."""
    await load_shop_file(read_shop_file(DEMO_SHOP), NOW)
    return CommandLine(tmp_path, database)


async def ask(texts: Sequence[str], offered: Sequence[str] = ()) -> list[int]:
    """Ask what cannot be answered, a minute apart."""
    business = await models.Business.get(slug="hairline")
    account = await ensure_account(business.id, "standard", "demo")
    numbers = []
    for minute, text in enumerate(texts):
        event = Inbound(
            account_id=account.id, business_id=business.id, dedupe_key=text, address="joe", sender="joe", text=text
        )
        await StoredInbox().put([event], NOW)
        message = await models.InboxMessage.get(dedupe_key=text)
        gap = await models.FaqGap.create(
            business_id=business.id,
            message_id=message.id,
            text=text,
            offered=list(offered),
            asked_at=NOW + timedelta(minutes=minute),
        )
        numbers.append(gap.id)
    return numbers


async def succeed(line: CommandLine, *arguments: str) -> str:
    done = await line.assistant("answers", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out


async def fail(line: CommandLine, *arguments: str) -> str:
    done = await line.assistant("answers", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    return done.err.strip()


async def test_what_could_not_be_answered_is_listed_in_groups_with_how_often_when_and_what_was_offered(
    line: CommandLine,
) -> None:
    assert await ask(ASKED, offered=["parking"]) == [1, 2, 3, 4, 5]
    assert await succeed(line) == (
        "     1  asked 4 times, last on 2026-11-23 09:04 UTC\n"
        "        1: Do you have wifi?  (twice)\n"
        "        3: wifi password?\n"
        "        5: is there any wifi there?\n"
        "        offered instead: parking\n"
        "     2  asked once, last on 2026-11-23 09:01 UTC\n"
        "        2: where can I leave my pram\n"
        "        offered instead: parking\n"
    )
    groups: list[dict[str, Any]] = json.loads(await succeed(line, "--json"))
    assert [(group["number"], group["count"], group["offered"]) for group in groups] == [
        (1, 4, ["parking"]),
        (2, 1, ["parking"]),
    ]
    assert groups[0]["questions"][0] == {"number": 1, "text": "Do you have wifi?", "count": 2}
    assert groups[0]["last_asked_at"] == "2026-11-23T09:04:00+00:00"


async def test_where_nothing_waits_it_is_said(line: CommandLine) -> None:
    assert await succeed(line) == "No question waits for an answer.\n"
    assert await fail(line, "dismiss", "7") == "There is no open question 7. See: python -m assistant answers"


async def test_an_answer_is_taught_to_a_group_and_the_rest_is_dismissed(line: CommandLine) -> None:
    await ask(ASKED)
    taught = await succeed(line, "teach", "3", "--question", "Is there wifi?", "Yes: hairline-guest.")
    assert taught == 'wifi: answers "Is there wifi?" and 3 other wordings from the next message on.\n'
    assert await succeed(line, "dismiss", "2") == "Dismissed: 1 question.\n"
    assert await succeed(line) == "No question waits for an answer.\n"
    listed = await succeed(line, "list")
    assert listed.endswith("wifi (taught): Is there wifi? and 3 other wordings\n    Yes: hairline-guest.\n")
    assert "christmas-drinks (from 2026-12-01, until 2026-12-24): Are you doing anything for Christmas?" in listed
    last = json.loads(await succeed(line, "list", "--json"))[-1]
    assert last == {
        "slug": "wifi",
        "question": "Is there wifi?",
        "also": ["Do you have wifi?", "wifi password?", "is there any wifi there?"],
        "answer": "Yes: hairline-guest.",
        "language": "en-GB",
        "from": None,
        "until": None,
        "taught": True,
    }


async def test_what_was_taught_is_given_another_answer_and_keeps_its_questions(line: CommandLine) -> None:
    await ask(ASKED)
    await succeed(line, "teach", "3", "--question", "Is there wifi?", "Yes: hairline-guest.")
    changed = await succeed(line, "change", "wifi", "Yes: hairline-2027.")
    assert changed == "wifi: has this answer from the next message on.\n"
    listed = await succeed(line, "list")
    assert listed.endswith("wifi (taught): Is there wifi? and 3 other wordings\n    Yes: hairline-2027.\n")
    assert "wifi" not in await succeed(line)


async def test_a_question_is_taught_to_be_the_same_as_one_that_is_known_and_this_is_taken_back(
    line: CommandLine,
) -> None:
    await ask(["room for a pram?", "is there room for prams"])
    assert await succeed(line, "teach", "1", "--only", "--same-as", "children") == (
        'children: new wordings: "room for a pram?".\n'
    )
    assert await succeed(line, "forget", "children") == (
        "children: forgotten. Its questions are open again. What the shop file says of it stays.\n"
    )
    assert "        1: room for a pram?\n        2: is there room for prams\n" in await succeed(line)


async def test_what_contradicts_the_shop_file_or_another_answer_is_refused_and_changes_nothing(
    line: CommandLine,
) -> None:
    await ask(["When do you open on Fridays?", "are dogs allowed??"])
    before = await models.FaqEntry.all().order_by("id").values()
    refused = {
        ("teach", "1", "At 9."): "That would come to contradict the shop file: "
        '"When do you open on Fridays?" asks for the opening hours, and the answer states a number',
        (
            "teach",
            "2",
            "Yes.",
        ): 'dogs is asked "are dogs allowed??" already. Teach it that these are the same: --same-as',
        ("teach", "1", "--same-as", "cats"): "There is no answer called cats. See: python -m assistant answers list",
        ("change", "cats", "Yes."): "There is no answer called cats. See: python -m assistant answers list",
        ("change", "dogs", "No."): "dogs was not taught: it stands in the shop's file, and is changed there",
        ("forget", "dogs"): "Nothing of dogs was taught: it stands in the shop's file, and is changed there",
    }
    for arguments, sentence in refused.items():
        assert (await fail(line, *arguments)).startswith(sentence)
    assert await models.FaqEntry.all().order_by("id").values() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", 'An answer needs words: python -m assistant answers teach NUMBER "ANSWER"'),
        ("x" * 1001, "The text has 1001 characters; write at most 1000"),
        ("caf\udce9", "That is not UTF-8: set the terminal to UTF-8, and type it again"),
    ],
)
async def test_what_is_no_answer_is_refused_before_the_database_is_asked(text: str, sentence: str) -> None:
    with pytest.raises(CommandError) as refusal:
        await teach(Chosen(1, only=False), None, answer=text, question=None)
    assert str(refusal.value) == sentence


def test_what_answers_and_what_is_the_same_can_stand_before_or_behind_the_options() -> None:
    for arguments in (["1", "Yes.", "--only"], ["1", "--only", "Yes."], ["--only", "1", "Yes."]):
        options = build_parser().parse_args(["answers", "teach", *arguments])
        assert (options.number, options.answer, options.only, options.same_as) == (1, "Yes.", True, False)
    assert build_parser().parse_args(["answers", "teach", "1", "--same-as", "dogs"]).same_as
    both = ["answers", "teach", "1", "--same-as", "dogs", "--question", "Dogs?"]
    options = build_parser().parse_args(both)
    with pytest.raises(CommandError, match="--question goes with a new answer"):
        options.start(options)


async def test_several_shops_and_a_database_that_is_away_are_said_as_by_other_commands(
    line: CommandLine, tmp_path: Path
) -> None:
    other = DEMO_SHOP.read_text(encoding="utf-8").replace('slug = "hairline"', 'slug = "topline"')
    await load_shop_file(parse_shop(other, "other.toml"), NOW)
    assert "say which, hairline or topline (with --shop or APP_SHOP)" in await fail(line)
    assert await succeed(line, "--shop", "topline") == "No question waits for an answer.\n"
    assert "There is no shop called midline in the database" in await fail(line, "list", "--shop", "midline")
    assert line.database
    away = CommandLine(tmp_path, replace(line.database, host=str(tmp_path)))
    assert (await fail(away)).startswith("The database cannot do this now")


async def test_without_a_shop_it_is_said_how_to_load_one(fresh: DatabaseCredentials, tmp_path: Path) -> None:
    said = await fail(CommandLine(tmp_path, fresh), "list")
    assert said == "There is no shop in the database. Load one: python -m assistant shop load FILE"


async def test_a_shop_that_answers_nothing_says_so(line: CommandLine) -> None:
    await models.FaqEntry.all().update(active=False)
    assert (await succeed(line, "list")).startswith("No question is answered yet.")
