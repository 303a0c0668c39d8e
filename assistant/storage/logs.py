"""What was said in a conversation, for those who read it here: the chat page, the terminal, the owner."""

import msgspec

from assistant.ports.accounts import Account
from assistant.ports.logs import Entry, Log, Position
from assistant.responses.model import Rendered
from assistant.storage.pools import FRONT
from assistant.storage.rows import Row, open_rows

# The newest ones, and of these the oldest first: by turn, which no clock can disorder. A turn's messages come before
# its reply, and what waits for its turn comes last.
READ = """
    SELECT * FROM (
        SELECT 'i' AS kind, i.id, 'customer' AS author, i.text, NULL AS body, i.received_at AS at, i.dedupe_key,
               coalesce(i.turn, 2147483647) AS turn
          FROM inbox i JOIN conversation c ON c.id = i.conversation_id
         WHERE c.account_id = $1 AND c.address = $2 AND i.id > $3
        UNION ALL
        SELECT 'o', o.id, o.author, '', o.body::text, o.created_at, '', o.turn
          FROM outbox o JOIN conversation c ON c.id = o.conversation_id
         WHERE c.account_id = $1 AND c.address = $2 AND o.id > $4
         ORDER BY turn DESC, kind DESC, id DESC LIMIT $5) AS newest
     ORDER BY turn, kind, id"""
NEWEST_REPLIES = """
    SELECT c.address, o.body::text AS body FROM outbox o JOIN conversation c ON c.id = o.conversation_id
     WHERE o.account_id = $1 ORDER BY o.id DESC LIMIT $2"""
STATE = """
    SELECT max(c.id) AS conversation_id,
           coalesce(bool_or(c.attended_by = 'assistant' AND EXISTS (
               SELECT FROM inbox i WHERE i.conversation_id = c.id AND i.status = 'pending')), false) AS is_busy
      FROM conversation c WHERE c.account_id = $1 AND c.address = $2"""


class StoredLogs:
    """The `Logs` of `ports`."""

    async def read(self, account: Account, address: str, *, after: Position, limit: int) -> Log:
        """See `ports.logs.Logs`."""
        async with open_rows(FRONT) as rows:
            found = await rows.all(READ, account.id, address, after.message, after.reply, limit)
            state = await rows.one(STATE, account.id, address)
        return Log(
            entries=tuple(map(_to_entry, found)),
            position=Position(
                message=max([after.message, *(r["id"] for r in found if r["kind"] == "i")]),
                reply=max([after.reply, *(r["id"] for r in found if r["kind"] == "o")]),
            ),
            is_busy=state["is_busy"],
            conversation_id=state["conversation_id"],
        )


async def read_newest_replies(account: Account, limit: int) -> list[tuple[str, Rendered]]:
    """Return the newest replies of all conversations of an account, oldest first, each with its address."""
    async with open_rows() as rows:
        found = await rows.all(NEWEST_REPLIES, account.id, limit)
    return [(row["address"], msgspec.json.decode(row["body"], type=Rendered)) for row in reversed(found)]


def _to_entry(row: Row) -> Entry:
    rendered = msgspec.json.decode(row["body"], type=Rendered) if row["body"] else Rendered(text=row["text"])
    return Entry(
        id=f"{row['kind']}{row['id']}",
        author=row["author"],
        text=rendered.text,
        choices=rendered.choices,
        at=row["at"],
        client_message_id=row["dedupe_key"].rpartition(":")[2] or None,
    )
