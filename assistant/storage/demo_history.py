"""A made-up past in the database: written as one, and taken away again, with nothing else touched.

All of it hangs on one account, `demo-history`, of a channel that nobody serves: no message reaches it, and none leaves.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.booking.bookings import BookingStatus, TimeSlot
from assistant.booking.model import Shop
from assistant.demo.model import Change, Line, Past, Visit
from assistant.storage.booking_events import encode_facts
from assistant.storage.demo_sql import CAN_FORGET, FIND_ACCOUNT, FIND_OWN, FORGET, LEARN, LOCK, MAKE_ACCOUNT, NUMBERS
from assistant.storage.outbox import encode_reply
from assistant.storage.rows import Rows, open_rows, run

CHANNEL, ACCOUNT = "demo", "demo-history"
SENDER = "demo-{number:04}"
BATCH = 5000
"""Rows that are sent at once."""

Tell = Callable[[str, int], None]
"""Told which table gets how many rows."""


class DemoHistoryError(Exception):
    """A made-up past cannot be written here, or there is none. Its text says why."""


async def check_free(business_id: int) -> None:
    """Raise DemoHistoryError where the database has a past already: a made-up one, or a real one."""
    async with open_rows() as rows:
        await _check_free(rows, business_id)


async def write_past(shop: Shop, past: Past, now: datetime, tell: Tell = lambda _, __: None) -> None:
    """Write a made-up past of a shop: all of it, or nothing.

    Raises DemoHistoryError where there is a past already; whatever overlaps is refused by the tables themselves.
    """
    async with open_rows(commits=False) as rows:
        await rows.all(LOCK, shop.business_id)  # until the end nobody else begins a conversation
        await _check_free(rows, shop.business_id)
        await _Writer(rows, shop, past, tell).write(now)
        await rows.commit()
    await _learn()


async def forget_past(business_id: int, tell: Tell = lambda _, __: None) -> int:
    """Take the made-up past away, all of it and nothing else, and return how many bookings it had.

    Raises DemoHistoryError where there is none.
    """
    async with open_rows(commits=False) as rows:
        await rows.all(LOCK, business_id)
        account = await rows.first(FIND_ACCOUNT, business_id, CHANNEL, ACCOUNT)
        if account is None:
            raise DemoHistoryError("There is no made-up past to forget. Make one: python -m assistant demo history")
        await _check_role(rows)
        gone = 0
        for table, statement in FORGET.items():
            count = (await rows.one(statement, account["id"]))["count"]
            tell(table, count)
            gone = count if table == "booking" else gone
        await rows.commit()
    await _learn()
    return gone


async def _check_free(rows: Rows, business_id: int) -> None:
    if await rows.first(FIND_ACCOUNT, business_id, CHANNEL, ACCOUNT):
        raise DemoHistoryError("There is a made-up past already. Take it away first: python -m assistant demo forget")
    await _check_role(rows)
    if (await rows.one(FIND_OWN))["found"]:
        raise DemoHistoryError(
            "Somebody has booked or written in this database: a made-up past would mix with what is real. "
            "Make it in an empty one: APP_DATA_DIR=.data/shown"
        )


async def _check_role(rows: Rows) -> None:
    if not (await rows.one(CAN_FORGET))["can"]:
        raise DemoHistoryError(
            "The database's role may not delete what happened to bookings, and so could not take a past away again: "
            "use the role that owns the tables"
        )


async def _learn() -> None:
    """Let the planner count anew: with yesterday's numbers it would read whole tables for each of so many rows."""
    await run(LEARN)


class _Writer:
    """Writes the tables, those that others point at first."""

    def __init__(self, rows: Rows, shop: Shop, past: Past, tell: Tell) -> None:
        self._rows, self._shop, self._past, self._tell = rows, shop, past, tell
        self._account_id = 0
        self._customers: list[int] = []
        self._conversations: list[int] = []
        self._visits: list[int] = []

    async def write(self, now: datetime) -> None:
        """Write all of it."""
        where = self._shop.business_id, self._shop.location.id
        self._account_id = (await self._rows.one(MAKE_ACCOUNT, *where, CHANNEL, ACCOUNT, now))["id"]
        await self._write_customers()
        await self._write_conversations()
        await self._write_bookings()
        await self._write_occupancies()
        await self._write_events()
        await self._write_messages()
        await self._write_replies()
        await self._write_ratings()

    async def _number(self, table: str, count: int) -> list[int]:
        """Return fresh numbers for rows of a table."""
        return [row["id"] for row in await self._rows.all(NUMBERS, f"{table}_id_seq", count)]

    async def _put(self, table: str, columns: str, records: Sequence[tuple[object, ...]]) -> None:
        """Write rows, each of this business."""
        business_id = self._shop.business_id
        for start in range(0, len(records), BATCH):
            batch = [(business_id, *record) for record in records[start : start + BATCH]]
            await self._rows.copy(table, ("business_id", *columns.split()), batch)
        self._tell(table, len(records))

    async def _write_customers(self) -> None:
        people = self._past.customers
        self._customers = await self._number("customer", len(people))
        known = list(zip(self._customers, people, strict=True))
        await self._put("customer", "id name phone created_at", [(n, p.name, p.phone, p.since) for n, p in known])
        addresses = [(self._account_id, n, _sender(p.number)) for n, p in known]
        await self._put("customer_address", "account_id customer_id sender", addresses)

    async def _write_conversations(self) -> None:
        past = self._past
        last = {line.customer: line for line in past.lines}
        self._conversations = await self._number("conversation", len(past.customers))
        columns = "id account_id address sender state turns attended_by created_at last_turn_at mood"
        await self._put(
            "conversation",
            columns,
            [
                (
                    *(number, self._account_id, _sender(p.number), _sender(p.number), "{}", last[p.number].turn),
                    *("assistant", p.since, last[p.number].at, past.moods.get(p.number)),
                )
                for number, p in zip(self._conversations, past.customers, strict=True)
            ],
        )

    async def _write_bookings(self) -> None:
        series = await self._number("booking_series", len(self._past.series))
        made = [(n, one.every_weeks, one.made_at) for n, one in zip(series, self._past.series, strict=True)]
        await self._put("booking_series", "id every_weeks created_at", made)
        self._visits = await self._number("booking", len(self._past.visits))
        columns = (
            "id location_id service_id customer_id code status starts_at ends_at party_size price_minor currency name"
            " phone cancel_cutoff_minutes reschedule_cutoff_minutes created_at updated_at series_id"
        )
        records = [
            (number, *self._list_booking(visit), None if visit.series is None else series[visit.series])
            for number, visit in zip(self._visits, self._past.visits, strict=True)
        ]
        await self._put("booking", columns, records)

    def _list_booking(self, visit: Visit) -> tuple[object, ...]:
        one, shop = visit.booking, self._shop
        who = self._past.customers[visit.customer]
        return (
            *(shop.location.id, one.service_id, self._customers[visit.customer], one.code, str(one.status)),
            *(one.starts_at, one.ends_at, one.party_size, one.price_minor, shop.currency, one.name, who.phone),
            *(int(one.cancel_cutoff.total_seconds()) // 60, int(one.reschedule_cutoff.total_seconds()) // 60),
            *(visit.made_at, visit.updated_at),
        )

    async def _write_occupancies(self) -> None:
        records = [
            record
            for number, visit in zip(self._visits, self._past.visits, strict=True)
            for slot, status in (
                *((left, BookingStatus.RELEASED) for left in visit.left),
                (visit.slot, visit.booking.status),
            )
            for record in _list_taken(number, slot, status)
        ]
        await self._put("occupancy", "booking_id resource_id unit starts_at ends_at status", records)

    async def _write_events(self) -> None:
        happened = [
            (number, change)
            for number, visit in zip(self._visits, self._past.visits, strict=True)
            for change in visit.changes
        ]
        happened.sort(key=lambda pair: pair[1].at)
        records = [_list_event(number, change) for number, change in happened]
        await self._put("booking_event", "booking_id at actor action before after", records)

    async def _write_messages(self) -> None:
        said = [line for line in self._past.lines if line.author == "customer"]
        numbers = await self._number("inbox", len(said))
        columns = "id account_id conversation_id dedupe_key text received_at status attempts turn done_at mood"
        messages = [
            (
                *(number, self._account_id, self._conversations[line.customer], f"demo-{number}", line.said.text),
                *(line.at, "done", 0, line.turn, line.at, line.mood),
            )
            for number, line in zip(numbers, said, strict=True)
        ]
        await self._put("inbox", columns, messages)
        gaps = [
            (number, line.unanswered, "[]", line.at, False)
            for number, line in zip(numbers, said, strict=True)
            if line.unanswered
        ]
        await self._put("faq_gap", "message_id text offered asked_at dismissed", gaps)

    async def _write_replies(self) -> None:
        columns = (
            "account_id conversation_id turn author body status attempts unknown_sends retry_at created_at sent_at"
        )
        replies = [self._list_reply(line) for line in self._past.lines if line.author != "customer"]
        await self._put("outbox", columns, replies)

    def _list_reply(self, line: Line) -> tuple[object, ...]:
        where = self._account_id, self._conversations[line.customer], line.turn, line.author
        return (*where, encode_reply(line.said), "sent", 0, 0, line.at, line.at, line.at)

    async def _write_ratings(self) -> None:
        visits = self._past.visits
        records = [
            (
                *(self._visits[one.visit], self._conversations[visits[one.visit].customer]),
                *(one.asked_at, one.score, one.comment, one.rated_at),
            )
            for one in self._past.ratings
        ]
        await self._put("rating", "booking_id conversation_id asked_at score comment rated_at", records)


def _sender(number: int) -> str:
    return SENDER.format(number=number + 1)


def _list_taken(number: int, slot: TimeSlot, status: BookingStatus) -> list[tuple[object, ...]]:
    period = slot.occupied
    return [(number, a.resource_id, a.unit, period.start, period.end, str(status)) for a in slot.assignments]


def _list_event(number: int, change: Change) -> tuple[object, ...]:
    before = encode_facts(change.before) if change.before else None
    return (number, change.at, change.actor, change.action, before, encode_facts(change.after))
