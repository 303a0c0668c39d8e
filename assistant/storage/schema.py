"""The schema's fingerprint: what Postgres itself says of our tables, in lines that can be read and compared.

Aerich compares models with models and never looks at the database. This looks at nothing else: columns, constraints
(the exclusion among them), indexes, triggers and functions of the current schema, from pg_catalog. Postgres 15 and 18
describe the same schema in the same lines. Their order says nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import asyncpg

HEADER = "# What the migrations lead to, as Postgres tells it. Made by: python -m assistant migrate --write-fingerprint"
NOT_THE_SHOPS = ("aerich", "migration_checksum")
"""Tables in which the migrator keeps its books; they hold nothing of the shop."""

# Pretty-printed definitions name no schema: a shop's tables may be in another than "public".
# Postgres 18 lists NOT NULL among the constraints too (contype n); everybody lists it among the columns.
DESCRIBE = """
WITH place AS (
    SELECT c.oid, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($1::text[]))
SELECT p.name AS place, concat_ws(' ', 'column', a.attname, format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM place p JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = p.oid AND d.adnum = a.attnum
UNION ALL
SELECT p.name, concat_ws(' ', 'constraint', k.conname, pg_get_constraintdef(k.oid, true))
  FROM place p JOIN pg_constraint k ON k.conrelid = p.oid AND k.contype <> 'n'
UNION ALL
SELECT p.name, concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid, 0, true),
           CASE WHEN NOT i.indisvalid THEN '(not valid)' END)
  FROM place p JOIN pg_index i ON i.indrelid = p.oid
UNION ALL
SELECT p.name, concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid, true),
           CASE WHEN t.tgenabled <> 'O' THEN '(enabled: ' || t.tgenabled::text || ')' END)
  FROM place p JOIN pg_trigger t ON t.tgrelid = p.oid AND NOT t.tgisinternal
UNION ALL
SELECT f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')',
       concat_ws(' ', 'function returns', pg_get_function_result(f.oid), 'in', l.lanname, 'as',
           trim(regexp_replace(f.prosrc, '\\s+', ' ', 'g')))
  FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace JOIN pg_language l ON l.oid = f.prolang
 WHERE n.nspname = current_schema() AND f.prokind = 'f'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = f.oid AND e.deptype = 'e')"""


async def describe_schema(connection: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Return the fingerprint's lines, `place: what is there`, in the order of the file."""
    async with connection.transaction(readonly=True):
        rows = await connection.fetch(DESCRIBE, list(NOT_THE_SHOPS))
    return sorted(f"{row['place']}: {row['line']}" for row in rows)


def read_fingerprint(file: Path) -> list[str]:
    """Return the lines that `write_fingerprint` wrote."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def write_fingerprint(file: Path, lines: Iterable[str]) -> None:
    """Write the lines, with a gap between one table and the next."""
    parts = ["\n".join(part) for _, part in groupby(sorted(lines), key=_place)]
    file.write_text("\n\n".join([HEADER, *parts]) + "\n", encoding="utf-8")


def find_differences(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """Return what is missing (`- `) and what is too much (`+ `), place by place; nothing where all is as expected.

    Whole tables and functions that nobody expects are somebody else's, and no difference.
    """
    places = {_place(line) for line in expected}
    missing = [("- ", line) for line in set(expected) - set(found)]
    surplus = [("+ ", line) for line in set(found) - set(expected) if _place(line) in places]
    ordered = sorted(missing + surplus, key=lambda one: (_place(one[1]), one[1], one[0]))
    return [sign + line for sign, line in ordered]


def _place(line: str) -> str:
    return line.partition(": ")[0]
