"""What a contender has left in its database: the same rows as every other, or its figures compare nothing."""

import asyncpg

from assistant.storage.connection import DatabaseCredentials

COUNTS = """
    SELECT 'inbox ' || status AS what, count(*) FROM inbox GROUP BY status
    UNION ALL SELECT 'outbox ' || status, count(*) FROM outbox GROUP BY status
    UNION ALL SELECT 'booking ' || status, count(*) FROM booking GROUP BY status
    UNION ALL SELECT 'occupancy ' || status, count(*) FROM occupancy GROUP BY status
    UNION ALL SELECT 'event ' || action, count(*) FROM booking_event GROUP BY action
    UNION ALL SELECT 'customer ' || name, count(*) FROM customer GROUP BY name
    UNION ALL SELECT 'customer_address', count(*) FROM customer_address
    UNION ALL SELECT 'conversation with ' || turns || ' turns', count(*) FROM conversation GROUP BY turns
    ORDER BY 1"""
"""Whatever a message of the mix may change."""


async def count_rows(database: DatabaseCredentials) -> dict[str, int]:
    """Return how many rows of each kind there are."""
    connection = await asyncpg.connect(**database.arguments())
    try:
        return {row["what"]: row["count"] for row in await connection.fetch(COUNTS)}
    finally:
        await connection.close()


def describe_differences(one: dict[str, int], other: dict[str, int]) -> str:
    """Return where two counts differ, or nothing."""
    return "; ".join(
        f"{what}: {one.get(what, 0)} and {other.get(what, 0)}"
        for what in sorted(one.keys() | other.keys())
        if one.get(what, 0) != other.get(what, 0)
    )
