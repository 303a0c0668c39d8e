"""Conversations that a person has: what was said, what the person answers, and handing them back."""

from dataclasses import dataclass
from datetime import datetime

from assistant.ports.accounts import Account
from assistant.ports.logs import Entry, Position
from assistant.responses.model import Rendered
from assistant.storage.logs import StoredLogs
from assistant.storage.outbox import put_answer
from assistant.storage.rows import Row, open_rows

ENTRIES_MAX = 100

COLUMNS = """
    SELECT c.id, c.handed_over_at, c.mood, c.address, c.account_id, c.business_id, coalesce(u.name, '') AS name
      FROM conversation c LEFT JOIN customer_address a ON a.account_id = c.account_id AND a.sender = c.sender
      LEFT JOIN customer u ON u.id = a.customer_id
     WHERE c.attended_by = 'person' AND """
LIST = COLUMNS + "c.business_id = $1 ORDER BY c.handed_over_at"
FIND = COLUMNS + "c.id = $1"
# The lock keeps replies of one conversation in the order of their numbers.
LOCK = "SELECT turns FROM conversation WHERE id = $1 FOR NO KEY UPDATE"
HAND_BACK = "UPDATE conversation SET attended_by = 'assistant', handed_over_at = NULL WHERE id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """A conversation that waits for, or is with, a person."""

    conversation_id: int
    since: datetime
    """UTC."""
    name: str
    """The customer's, as far as it is known."""
    mood: float | None
    """The trend over their messages, from -1 to 1; None where nothing has told one."""
    entries: tuple[Entry, ...]
    """The newest, oldest first."""


async def list_handoffs(business_id: int) -> list[Handoff]:
    """Return the conversations that a person has, the longest waiting first."""
    async with open_rows() as rows:
        found = await rows.all(LIST, business_id)
    return [await _to_handoff(row) for row in found]


async def find_handoff(conversation_id: int) -> Handoff | None:
    """Return one of them, or None where no person has it."""
    async with open_rows() as rows:
        row = await rows.first(FIND, conversation_id)
    return await _to_handoff(row) if row else None


async def answer_handoff(conversation_id: int, text: str, now: datetime) -> None:
    """Put a person's answer into the outbox, after what is there already."""
    async with open_rows() as rows:
        conversation = await rows.one(LOCK, conversation_id)
        await put_answer(rows, conversation_id, conversation["turns"], Rendered(text=text), now)


async def hand_back(conversation_id: int) -> None:
    """Let the assistant answer again."""
    async with open_rows() as rows:
        await rows.all(HAND_BACK, conversation_id)


async def _to_handoff(row: Row) -> Handoff:
    account = Account(id=row["account_id"], business_id=row["business_id"], channel="", name="")
    log = await StoredLogs().read(account, row["address"], after=Position(), limit=ENTRIES_MAX)
    return Handoff(
        conversation_id=row["id"],
        since=row["handed_over_at"],
        name=row["name"],
        mood=row["mood"],
        entries=log.entries,
    )
