"""What the shop answers: loaded from its file, taught beside it, and known to the next message."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from assistant.knowledge.gaps import Unanswered
from assistant.knowledge.model import Entry
from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound
from assistant.shopfile.model import ShopFile
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.answers import (
    AnswerError,
    Lesson,
    dismiss_gaps,
    forget_lesson,
    list_entries,
    list_open_gaps,
    teach_answer,
    teach_wordings,
)
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import ShopLoadError, find_shop_file, load_shop_file
from assistant.storage.unit_of_work import open_unit_of_work

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
WIFI = "Do you have wifi?"
PARKING = '[answers.parking]\nquestion = "Is there parking?"\n'


def salon() -> ShopFile:
    return read_shop_file(DEMO_SHOP)


def edit(old: str, new: str) -> ShopFile:
    """The salon after its owner has replaced some text of the file."""
    text = DEMO_SHOP.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return parse_shop(text.replace(old, new), "salon.toml")


def without(slug: str) -> ShopFile:
    shop = salon()
    return replace(shop, answers=tuple(answer for answer in shop.answers if answer.slug != slug))


class Shop:
    """The salon, a customer who asks what it does not know, and an owner who teaches it."""

    def __init__(self, business_id: int, account: Account, conversation_id: int) -> None:
        self.business_id = business_id
        self.account = account
        self.conversation_id = conversation_id

    async def ask(self, text: str, *offered: str, now: datetime = NOW) -> int:
        """Ask what cannot be answered, and return the number of the gap."""
        keys = f"{text} {await models.InboxMessage.all().count()}"
        message = await models.InboxMessage.create(
            business_id=self.business_id,
            account_id=self.account.id,
            conversation_id=self.conversation_id,
            dedupe_key=keys,
            text=text,
            received_at=now,
        )
        async with open_unit_of_work() as work:
            begun = await work.begin_turn(self.conversation_id, 1)
            assert begun
            gap = Unanswered(message_id=message.id, text=text, asked_at=now, offered=offered)
            gap_id = await work.note_gap(begun[0], gap)
            await work.commit()
        return gap_id

    async def teach(self, question: str, answer: str, gap_ids: Sequence[int], *wordings: str) -> Entry:
        lesson = Lesson(question=question, answer=answer, wordings=wordings, gap_ids=tuple(gap_ids))
        return await teach_answer(self.business_id, lesson, LATER)

    async def find_answers(self) -> tuple[Entry, ...]:
        """What the next message is answered with."""
        async with open_unit_of_work() as work:
            assert await work.begin_turn(self.conversation_id, 1)
            return await work.find_answers(self.business_id)

    async def find_answer(self, slug: str) -> Entry:
        return next(entry for entry in await self.find_answers() if entry.slug == slug)

    async def open(self) -> list[str]:
        return [gap.text for gap in (await list_open_gaps(self.business_id, 10)).gaps]


async def open_shop(shop: ShopFile) -> Shop:
    report = await load_shop_file(shop, NOW)
    account = await ensure_account(report.business_id, "standard", shop.slug)
    event = Inbound(
        account_id=account.id, business_id=report.business_id, dedupe_key="1", address="joe", sender="joe", text="hi"
    )
    (conversation_id,) = await StoredInbox().put([event], NOW)
    return Shop(report.business_id, account, conversation_id)


@pytest.fixture
async def shop() -> Shop:
    return await open_shop(salon())


async def dump() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        row
        for table in (models.Business, models.FaqEntry, models.FaqGap)
        for row in await table.all().order_by("id").values()
    ]
    return rows


async def test_a_turn_knows_the_answers_of_the_file_in_its_order(shop: Shop) -> None:
    entries = await shop.find_answers()
    assert [entry.slug for entry in entries] == [answer.slug for answer in salon().answers]
    drinks = entries[-1]
    assert (drinks.valid_from, drinks.valid_until) == (date(2026, 12, 1), date(2026, 12, 24))
    assert (drinks.wordings, drinks.language) == (("Is there mulled wine?",), "en-GB")


async def test_turns_share_the_answers_until_something_changes(shop: Shop) -> None:
    known = await shop.find_answers()
    await load_shop_file(salon(), LATER)
    assert await shop.find_answers() is known, "the same file again changes nothing"
    await load_shop_file(edit("We do not take cheques.", "No cheques."), LATER)
    assert (await shop.find_answer("payment")).answer.endswith("No cheques.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('question = "Is there parking?"', 'question = "Is there any parking?"'),
        ('also = ["Is there mulled wine?"]\n', ""),
        ("We do not take cheques.", "We do take cheques."),
        ("until = 2026-12-24\n", "until = 2026-12-23\n"),
        ('question = "How can I pay?"', 'question = "How can I pay?"\nlanguage = "en-IE"'),
    ],
)
async def test_a_changed_answer_is_updated_alone_in_its_row(shop: Shop, old: str, new: str) -> None:
    ids = {entry.slug: entry.id for entry in await shop.find_answers()}
    changed = edit(old, new)
    report = await load_shop_file(changed, LATER)
    assert (len(report.updated), report.created, report.retired) == (1, (), ())
    assert report.updated[0].startswith("answers.")
    assert await find_shop_file(shop.business_id) == changed
    assert {entry.slug: entry.id for entry in await shop.find_answers()} == ids
    assert not (await load_shop_file(changed, LATER)).changed


async def test_an_answer_that_the_file_no_longer_has_is_retired_and_comes_back_in_its_row(shop: Shop) -> None:
    before = await shop.find_answers()
    assert (await load_shop_file(without("dogs"), LATER)).retired == ("answers.dogs",)
    assert "dogs" not in {entry.slug for entry in await shop.find_answers()}
    assert await find_shop_file(shop.business_id) == without("dogs")
    await load_shop_file(salon(), LATER)
    assert await shop.find_answers() == before


async def test_a_question_without_an_answer_is_noted_with_what_was_offered(shop: Shop) -> None:
    number = await shop.ask("got wifi?", "parking", "dogs")
    (gap,) = (await list_open_gaps(shop.business_id, 10)).gaps
    assert (gap.id, gap.text, gap.offered, gap.asked_at) == (number, "got wifi?", ("parking", "dogs"), NOW)


async def test_a_question_is_noted_only_if_its_turn_is_committed(shop: Shop) -> None:
    message = await models.InboxMessage.all().first()
    assert message
    async with open_unit_of_work() as work:
        begun = await work.begin_turn(shop.conversation_id, 1)
        assert begun
        await work.note_gap(begun[0], Unanswered(message_id=message.id, text=WIFI, asked_at=NOW))
    assert await shop.open() == []


async def test_the_newest_questions_are_listed_with_how_many_there_are(shop: Shop) -> None:
    for minute in range(3):
        await shop.ask(f"question {minute}", now=NOW + timedelta(minutes=minute))
    found = await list_open_gaps(shop.business_id, 2)
    assert ([gap.text for gap in found.gaps], found.total) == (["question 2", "question 1"], 3)


async def test_what_is_taught_is_known_to_the_next_message_and_answers_all_its_questions(shop: Shop) -> None:
    first, second, other = [await shop.ask(text) for text in (WIFI, "wifi password?", "Do you sell wigs?")]
    known = await shop.find_answers()
    taught = await shop.teach(WIFI, "Yes: hairline-guest.", [first, second], WIFI, "wifi password?")
    assert taught.slug == "wifi"
    assert await shop.find_answers() == (*known, taught)
    assert (taught.question, taught.wordings, taught.answer) == (WIFI, ("wifi password?",), "Yes: hairline-guest.")
    assert (taught.language, taught.valid_from, taught.valid_until) == ("en-GB", None, None)
    assert await shop.open() == ["Do you sell wigs?"]
    settled = await models.FaqGap.filter(entry_id=taught.id).order_by("id").values("id")
    assert [row["id"] for row in settled] == [first, second]
    assert not (await models.FaqGap.get(id=other)).dismissed


async def test_an_entry_that_exists_can_be_taught_another_wording(shop: Shop) -> None:
    number = await shop.ask("is your loo step-free")
    known = await shop.find_answer("wheelchair")
    await teach_wordings(
        shop.business_id, "wheelchair", ["is your loo step-free", "ARE there any steps"], [number], LATER
    )
    assert (await shop.find_answer("wheelchair")).wordings == (*known.wordings, "is your loo step-free")
    assert await shop.open() == []


async def test_questions_that_were_dealt_with_meanwhile_teach_nothing(shop: Shop) -> None:
    number = await shop.ask(WIFI)
    assert await dismiss_gaps(shop.business_id, [number]) == 1
    before = await dump()
    with pytest.raises(AnswerError, match="Somebody has dealt with these questions meanwhile"):
        await shop.teach(WIFI, "Yes.", [number])
    with pytest.raises(AnswerError, match="meanwhile"):
        await teach_wordings(shop.business_id, "parking", [WIFI], [number], LATER)
    assert await dismiss_gaps(shop.business_id, [number]) == 0
    assert await dump() == before


async def test_of_two_who_teach_the_same_question_one_does(shop: Shop) -> None:
    number = await shop.ask(WIFI)
    done = await asyncio.gather(
        shop.teach(WIFI, "Yes.", [number]), shop.teach("Is there internet?", "No.", [number]), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["AnswerError", "Entry"]
    assert await models.FaqEntry.filter(taught=True).count() == 1


async def test_a_question_that_another_entry_is_asked_today_is_not_taught_twice(shop: Shop) -> None:
    number = await shop.ask("are there any steps")
    before = await dump()
    with pytest.raises(AnswerError, match=r'wheelchair is asked "are there any steps" already.*--same-as wheelchair'):
        await shop.teach("are there any steps", "One.", [number])
    with pytest.raises(AnswerError, match="--same-as wheelchair"):
        await teach_wordings(shop.business_id, "parking", ["are there any steps"], [number], LATER)
    with pytest.raises(AnswerError, match="There is no answer called stairs"):
        await teach_wordings(shop.business_id, "stairs", ["are there any steps"], [number], LATER)
    assert await dump() == before


async def test_what_is_taught_holds_on_the_days_on_which_the_file_says_nothing(shop: Shop) -> None:
    number = await shop.ask("is there mulled wine?")
    taught = await shop.teach("is there mulled wine?", "In December.", [number])
    assert (taught.valid_from, taught.valid_until) == (None, date(2026, 11, 30))
    shown = render_shop_file(await find_shop_file(shop.business_id))
    assert parse_shop(shown, "shown.toml").answers[-1].slug == taught.slug


async def test_a_taught_answer_follows_one_that_is_over() -> None:
    shop = await open_shop(
        edit("from = 2026-12-01            # both days included\nuntil = 2026-12-24\n", "until = 2026-11-01\n")
    )
    number = await shop.ask("is there mulled wine?")
    taught = await shop.teach("is there mulled wine?", "Not any more.", [number])
    assert (taught.valid_from, taught.valid_until) == (date(2026, 11, 2), None)


async def test_names_of_taught_answers_are_free_ones() -> None:
    shop = await open_shop(salon())
    slugs = [
        (await shop.teach(text, "No.", [await shop.ask(text)])).slug
        for text in ("Dogs?", "Any dogs here?", "\u72d7?", "\u732b?")
    ]
    assert slugs == ["dogs-2", "dogs-here", "answer", "answer-2"]


async def test_a_load_leaves_alone_what_was_taught(shop: Shop) -> None:
    taught = await shop.teach(WIFI, "Yes.", [await shop.ask(WIFI)])
    await teach_wordings(shop.business_id, "parking", ["car spaces?"], [await shop.ask("car spaces?")], LATER)
    known = await shop.find_answers()
    before = await dump()
    assert not (await load_shop_file(salon(), LATER)).changed
    assert await dump() == before
    await load_shop_file(edit("We do not take cheques.", "No cheques."), LATER)
    assert [entry for entry in known if entry.slug != "payment"] == [
        entry for entry in await shop.find_answers() if entry.slug != "payment"
    ]
    assert (await shop.find_answer("parking")).wordings[-1] == "car spaces?"
    assert [known.entry.slug for known in await list_entries(shop.business_id) if known.taught] == [taught.slug]


async def test_what_was_taught_is_exported_and_is_the_files_once_it_is_loaded(shop: Shop) -> None:
    await shop.teach(WIFI, "Yes.", [await shop.ask(WIFI)])
    await teach_wordings(shop.business_id, "parking", ["car spaces?"], [await shop.ask("car spaces?")], LATER)
    known = await shop.find_answers()
    shown = parse_shop(render_shop_file(await find_shop_file(shop.business_id)), "shown.toml")
    report = await load_shop_file(shown, LATER)
    assert (report.created, report.updated, report.retired) == ((), ("answers.wifi",), ())
    assert await shop.find_answers() == known
    assert not any(entry.taught for entry in await list_entries(shop.business_id))
    assert not (await load_shop_file(shown, LATER)).changed
    assert (await load_shop_file(salon(), LATER)).retired == ("answers.wifi",)


async def test_a_file_that_names_a_taught_answer_decides_what_it_says(shop: Shop) -> None:
    taught = await shop.teach(WIFI, "Yes.", [await shop.ask(WIFI)])
    text = DEMO_SHOP.read_text(encoding="utf-8") + '[answers.wifi]\nquestion = "Is there wifi?"\nanswer = "No."\n'
    assert (await load_shop_file(parse_shop(text, "salon.toml"), LATER)).updated == ("answers.wifi",)
    entry = await shop.find_answer("wifi")
    assert (entry.id, entry.question, entry.answer) == (taught.id, "Is there wifi?", "No.")
    assert entry.wordings == (WIFI,), "what it was taught to be asked is not lost"


async def test_a_wording_that_the_file_gives_to_another_answer_is_no_longer_the_first_ones(shop: Shop) -> None:
    await teach_wordings(shop.business_id, "parking", ["car spaces?"], [await shop.ask("car spaces?")], LATER)
    moved = edit('question = "How can I pay?"', 'question = "Car spaces?"')
    report = await load_shop_file(moved, LATER)
    assert report.updated == ("answers.parking", "answers.payment")
    assert "car spaces?" not in (await shop.find_answer("parking")).wordings


async def test_a_file_that_is_asked_what_was_taught_beside_it_is_refused(shop: Shop) -> None:
    await shop.teach(WIFI, "Yes.", [await shop.ask(WIFI)])
    text = DEMO_SHOP.read_text(encoding="utf-8") + f'[answers.internet]\nquestion = "{WIFI}"\nanswer = "No."\n'
    before = await dump()
    with pytest.raises(ShopLoadError) as refusal:
        await load_shop_file(parse_shop(text, "salon.toml"), LATER)
    assert str(refusal.value) == (
        'answers.internet: the assistant was taught an answer, wifi, to "Do you have wifi?" too; write it down as '
        "[answers.wifi] (`shop show` prints it), or let it be forgotten: python -m assistant answers forget wifi"
    )
    assert await dump() == before


async def test_what_was_taught_can_be_forgotten_and_its_questions_are_open_again(shop: Shop) -> None:
    known = await shop.find_answers()
    await shop.teach(WIFI, "Yes.", [await shop.ask(WIFI)])
    await teach_wordings(shop.business_id, "parking", ["car spaces?"], [await shop.ask("car spaces?")], LATER)
    assert await forget_lesson(shop.business_id, "wifi", LATER) is None
    assert await shop.open() == [WIFI]
    left = await forget_lesson(shop.business_id, "parking", LATER)
    assert left == next(entry for entry in known if entry.slug == "parking")
    assert await shop.open() == ["car spaces?", WIFI]
    assert await shop.find_answers() == known
    again = await shop.teach(WIFI, "No.", [1])
    assert (again.slug, again.answer, await shop.find_answer("wifi")) == ("wifi", "No.", again)


async def test_what_the_file_says_is_not_forgotten(shop: Shop) -> None:
    before = await dump()
    with pytest.raises(AnswerError, match="Nothing of dogs was taught: it stands in the shop's file"):
        await forget_lesson(shop.business_id, "dogs", LATER)
    with pytest.raises(AnswerError, match="There is no answer called cats"):
        await forget_lesson(shop.business_id, "cats", LATER)
    assert await dump() == before


async def test_one_shop_does_not_touch_the_questions_of_another(shop: Shop) -> None:
    other = await open_shop(edit('slug = "hairline"', 'slug = "topline"'))
    number = await shop.ask(WIFI)
    assert await other.open() == []
    assert await dismiss_gaps(other.business_id, [number]) == 0
    with pytest.raises(AnswerError, match="meanwhile"):
        await other.teach(WIFI, "Yes.", [number])
    assert await shop.open() == [WIFI]


async def test_no_more_is_taught_than_a_shop_file_could_hold(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    number = await shop.ask(WIFI)
    monkeypatch.setattr("assistant.storage.answers.ANSWERS_MAX", len(salon().answers))
    with pytest.raises(AnswerError, match="There are 9 answers, and no more can be kept"):
        await shop.teach(WIFI, "Yes.", [number])
    many = [f"{WIFI} {n}" for n in range(200)]
    entry = await teach_wordings(shop.business_id, "parking", many, [number], LATER)
    assert len(entry.wordings) == 100


async def test_the_question_that_was_offered_and_chosen_is_settled_and_no_other() -> None:
    shop = await open_shop(salon())
    await shop.ask("where can i leave the car", "parking", "children")
    await shop.ask("and my bike", "parking")
    await shop.ask(WIFI, "payment")
    parking = await shop.find_answer("parking")

    async with open_unit_of_work() as work:
        begun = await work.begin_turn(shop.conversation_id, 1)
        assert begun
        await work.settle_gap(begun[0], parking)
        await work.commit()

    assert await shop.open() == [WIFI, "where can i leave the car"]
