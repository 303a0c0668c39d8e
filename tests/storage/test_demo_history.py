"""A made-up past in Postgres: all of it or nothing, never beside a real one, and gone without a trace."""

from datetime import UTC, date, datetime

import pytest

from assistant.booking.model import Shop
from assistant.demo.model import Past
from assistant.demo.simulation import make_past
from assistant.ports.messages import Inbound
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import StoredAccounts, ensure_account, list_accounts
from assistant.storage.answers import Lesson, list_entries, list_open_gaps, teach_answer
from assistant.storage.booked import list_booked
from assistant.storage.demo_history import (
    ACCOUNT,
    CHANNEL,
    DemoHistoryError,
    check_free,
    forget_past,
    write_past,
)
from assistant.storage.inbox import StoredInbox
from assistant.storage.rows import run
from assistant.storage.shops import find_shop, load_shop_file

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = (
    *("channel_account", "customer", "customer_address", "conversation", "inbox", "outbox", "booking", "occupancy"),
    *("booking_event", "booking_series", "rating", "faq_gap", "faq_entry"),
)
EARLY, LATE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
async def shop() -> Shop:
    return await find_shop((await load_shop_file(read_shop_file(DEMO_SHOP), NOW)).business_id)


async def make(shop: Shop, *, seed: int = 1, days: int = 40) -> Past:
    entries = tuple(known.entry for known in await list_entries(shop.business_id))
    return make_past(shop, entries, date(2026, 11, 23), days, seed=seed)


async def count_rows() -> dict[str, int]:
    return {table: (await run(f"SELECT count(*) FROM {table}"))[0]["count"] for table in TABLES}  # noqa: S608 - ours


async def write_to(shop: Shop, text: str) -> None:
    """Let a real customer write."""
    account = await ensure_account(shop.business_id, "standard", "demo")
    said = Inbound(
        account_id=account.id, business_id=shop.business_id, dedupe_key="1", address="joe", sender="joe", text=text
    )
    await StoredInbox().put([said], NOW)


async def test_all_that_was_made_up_is_in_the_tables_which_let_nothing_overlap(shop: Shop) -> None:
    past = await make(shop)
    await write_past(shop, past, NOW)
    rows = await count_rows()
    assert rows["booking"] == len(past.visits)
    assert rows["booking_event"] == sum(len(visit.changes) for visit in past.visits)
    assert rows["inbox"] + rows["outbox"] == len(past.lines)
    assert rows["rating"] == len(past.ratings)
    assert rows["faq_gap"] == sum(bool(line.unanswered) for line in past.lines) > 0
    stand = sum(visit.booking.status == "confirmed" for visit in past.visits)
    assert len(await list_booked(shop.business_id, EARLY, LATE)) == stand
    assert await models.Conversation.filter(mood__gt=0).exists()
    assert await models.InboxMessage.filter(mood__lt=0).exists()


async def test_its_account_is_none_that_anybody_can_write_to(shop: Shop) -> None:
    await write_past(shop, await make(shop, days=10), NOW)
    assert await StoredAccounts().find(CHANNEL, ACCOUNT) is None
    assert ACCOUNT not in {account.name for account in await list_accounts(shop.business_id)}
    assert not await models.OutboxMessage.exclude(status="sent").exists()
    assert not await models.InboxMessage.exclude(status="done").exists()


async def test_a_second_past_is_refused(shop: Shop) -> None:
    past = await make(shop, days=5)
    await write_past(shop, past, NOW)
    with pytest.raises(DemoHistoryError, match="There is a made-up past already"):
        await write_past(shop, past, NOW)


async def test_it_is_refused_where_somebody_has_written(shop: Shop) -> None:
    await write_to(shop, "hello?")
    with pytest.raises(DemoHistoryError, match="Somebody has booked or written"):
        await check_free(shop.business_id)
    with pytest.raises(DemoHistoryError, match="Somebody has booked or written"):
        await write_past(shop, await make(shop, days=5), NOW)
    assert (await count_rows())["booking"] == 0


async def test_it_is_refused_where_something_is_booked(shop: Shop) -> None:
    who = await models.Customer.create(business_id=shop.business_id, name="Joe")
    service = shop.services[0]
    await models.Booking.create(
        business_id=shop.business_id,
        location_id=shop.location.id,
        service_id=service.id,
        customer_id=who.id,
        code="AB234",
        status="confirmed",
        starts_at=NOW,
        ends_at=NOW + service.duration,
        currency="GBP",
        cancel_cutoff_minutes=0,
        reschedule_cutoff_minutes=0,
        created_at=NOW,
        updated_at=NOW,
    )
    with pytest.raises(DemoHistoryError, match="Somebody has booked or written"):
        await check_free(shop.business_id)


async def test_what_fails_half_way_leaves_nothing(shop: Shop) -> None:
    before, past = await count_rows(), await make(shop, days=10)

    def fail(table: str, _: int) -> None:
        if table == "inbox":
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        await write_past(shop, past, NOW, fail)
    assert await count_rows() == before


async def test_forgetting_takes_all_of_it_and_leaves_what_came_since(shop: Shop) -> None:
    await write_past(shop, await make(shop, days=150), NOW)
    assert (await count_rows())["booking_series"] > 0
    made = {table: {row["id"] for row in await ids(table)} for table in TABLES}
    await write_to(shop, "can I come tomorrow?")
    gap = (await list_open_gaps(shop.business_id, 1)).gaps[0]
    lesson = Lesson(question=gap.text, answer="Yes, ask at the desk.", wordings=(gap.text,), gap_ids=(gap.id,))
    await teach_answer(shop.business_id, lesson, NOW)
    count = await forget_past(shop.business_id)
    assert count == len(made["booking"])
    rows = await count_rows()
    assert {table: n for table, n in rows.items() if n and table != "faq_entry"} == {
        "channel_account": 1,
        "conversation": 1,
        "inbox": 1,
    }
    assert rows["faq_entry"] == len(made["faq_entry"]) + 1
    await check_free_but_for_joe(shop)


async def ids(table: str) -> list[dict[str, int]]:
    return [dict(row) for row in await run(f"SELECT id FROM {table}")]  # noqa: S608 - ours


async def check_free_but_for_joe(shop: Shop) -> None:
    with pytest.raises(DemoHistoryError, match="Somebody has booked or written"):
        await check_free(shop.business_id)


async def test_there_is_nothing_to_forget_where_nothing_was_made_up(shop: Shop) -> None:
    await write_to(shop, "hello?")
    with pytest.raises(DemoHistoryError, match="There is no made-up past"):
        await forget_past(shop.business_id)


async def test_after_forgetting_the_same_past_can_be_made_again(shop: Shop) -> None:
    past = await make(shop, days=10)
    await write_past(shop, past, NOW)
    await forget_past(shop.business_id)
    await write_past(shop, past, NOW)
    assert (await count_rows())["booking"] == len(past.visits)
