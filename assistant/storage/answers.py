"""What the shop answers, and the questions that it could not answer: found, noted, taught, dismissed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from assistant.booking.hours import ONE_DAY
from assistant.knowledge.gaps import Gap, Unanswered
from assistant.knowledge.model import Entry
from assistant.knowledge.wordings import find_clashes, name_question, pick_wordings
from assistant.shopfile.answers import ALSO_MAX, ANSWERS_MAX
from assistant.storage.rows import Row, Rows, open_rows
from assistant.storage.shop_answers import taught_key

COLUMNS = "id, slug, question, wordings::text AS wordings, answer, language, valid_from, valid_until, taught"
ENTRIES = f"SELECT {COLUMNS} FROM faq_entry WHERE business_id = $1 AND active ORDER BY taught, position, id"  # noqa: S608
SLUGS = "SELECT slug FROM faq_entry WHERE business_id = $1 AND (active OR NOT taught)"
# NO KEY: bookings being written refer to this row. It is what loads of the shop file lock too.
LOCK = """
    SELECT b.locale, l.zone FROM business b JOIN location l ON l.business_id = b.id
     WHERE b.id = $1 ORDER BY l.id LIMIT 1 FOR NO KEY UPDATE OF b"""
# Whoever has cached the shop and its answers under the row's stamp reads them again.
TOUCH = "UPDATE business SET version = version + 1 WHERE id = $1"
OPEN = "business_id = $1 AND entry_id IS NULL AND NOT dismissed"
GAPS = f"""
    SELECT id, text, offered::text AS offered, asked_at, count(*) OVER () AS total FROM faq_gap WHERE {OPEN}
     ORDER BY asked_at DESC, id DESC LIMIT $2"""  # noqa: S608
NOTE = """
    INSERT INTO faq_gap (business_id, message_id, text, offered, asked_at, dismissed)
    VALUES ($1, $2, $3, $4::jsonb, $5, false) RETURNING id"""
SETTLE = f"UPDATE faq_gap SET entry_id = $3 WHERE {OPEN} AND id = ANY ($2) RETURNING id"  # noqa: S608
SETTLE_CHOSEN = f"""
    UPDATE faq_gap SET entry_id = $3 WHERE id = (
        SELECT g.id FROM faq_gap g JOIN inbox i ON i.id = g.message_id
         WHERE g.{OPEN} AND i.conversation_id = $2 AND g.offered ? $4 ORDER BY g.id DESC LIMIT 1)"""  # noqa: S608
DISMISS = f"UPDATE faq_gap SET dismissed = true WHERE {OPEN} AND id = ANY ($2) RETURNING id"  # noqa: S608
REOPEN = "UPDATE faq_gap SET entry_id = NULL WHERE entry_id = $1 AND id = ANY ($2)"
SETTLED = "SELECT id, text FROM faq_gap WHERE entry_id = $1"
# A name that was forgotten is free again, and so is its row.
ADD = f"""
    INSERT INTO faq_entry (business_id, slug, question, wordings, answer, language, valid_from, valid_until, taught,
                           position, active, created_at, updated_at)
    VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, true, 0, true, $9, $9)
    ON CONFLICT (business_id, slug) DO UPDATE
       SET question = excluded.question, wordings = excluded.wordings, answer = excluded.answer,
           language = excluded.language, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
           active = true, updated_at = excluded.updated_at
    RETURNING {COLUMNS}"""  # noqa: S608
REWORD = f"UPDATE faq_entry SET wordings = $2::jsonb, updated_at = $3 WHERE id = $1 RETURNING {COLUMNS}"  # noqa: S608
REWRITE = f"UPDATE faq_entry SET answer = $2, updated_at = $3 WHERE id = $1 RETURNING {COLUMNS}"  # noqa: S608
RETIRE = "UPDATE faq_entry SET active = false, updated_at = $2 WHERE id = $1"


class AnswerError(Exception):
    """What the shop answers cannot be changed so. Nothing was; the message says what to do."""


class KnownEntry(Struct, frozen=True, kw_only=True):
    """An entry, and whether it was taught beside the shop file."""

    entry: Entry
    taught: bool


class OpenGaps(Struct, frozen=True, kw_only=True):
    """The newest questions without an answer, and how many there are in all."""

    gaps: tuple[Gap, ...]
    total: int


class Lesson(Struct, frozen=True, kw_only=True):
    """An answer to teach, and the questions that it answers."""

    question: str
    answer: str
    wordings: tuple[str, ...] = ()
    gap_ids: tuple[int, ...] = ()


async def read_entries(rows: Rows, business_id: int) -> tuple[Entry, ...]:
    """Return what a business answers, in the transaction of `rows`: the file's in its order, then taught ones."""
    return tuple(map(_to_entry, await rows.all(ENTRIES, business_id)))


async def note_gap(rows: Rows, business_id: int, question: Unanswered) -> int:
    """Note a question that could not be answered, in the transaction of `rows`, and return its id."""
    offered = msgspec.json.encode(question.offered).decode()
    values = (question.message_id, question.text, offered, question.asked_at)
    return int((await rows.one(NOTE, business_id, *values))["id"])


async def settle_chosen(rows: Rows, business_id: int, conversation_id: int, entry: Entry) -> None:
    """Take the newest open question of a conversation as answered by the entry that was offered, and chosen."""
    await rows.all(SETTLE_CHOSEN, business_id, conversation_id, entry.id, entry.slug)


async def list_entries(business_id: int) -> tuple[KnownEntry, ...]:
    """Return what a business answers, also on other days than today: the file's entries, then taught ones."""
    async with open_rows() as rows:
        found = await rows.all(ENTRIES, business_id)
    return tuple(KnownEntry(entry=_to_entry(row), taught=row["taught"]) for row in found)


async def list_open_gaps(business_id: int, limit: int) -> OpenGaps:
    """Return the newest questions that have no answer and were not dismissed, at most `limit`."""
    async with open_rows() as rows:
        found = await rows.all(GAPS, business_id, limit)
    return OpenGaps(gaps=tuple(map(_to_gap, found)), total=found[0]["total"] if found else 0)


async def teach_answer(business_id: int, lesson: Lesson, now: datetime) -> Entry:
    """Return the new entry that answers these questions from the next message on: all of it, or nothing.

    It holds on all days, but for those on which another entry is asked in the same words, if today is none of them.

    Raises:
        AnswerError: Another entry is asked so today, there are too many entries, or none of the questions is open.
    """
    async with open_rows() as rows:
        shop = await _lock_shop(rows, business_id)
        known = await read_entries(rows, business_id)
        if len(known) >= ANSWERS_MAX:
            raise AnswerError(f"There are {len(known)} answers, and no more can be kept: let one be forgotten first")
        today = now.astimezone(ZoneInfo(shop["zone"])).date()
        entry = _to_new_entry(lesson, shop["locale"], known, today)
        slug = name_question(entry.question, {row["slug"] for row in await rows.all(SLUGS, business_id)})
        wordings = msgspec.json.encode(entry.wordings).decode()
        added = await rows.one(
            ADD,
            *(business_id, slug, entry.question, wordings, entry.answer, entry.language),
            *(entry.valid_from, entry.valid_until, now),
        )
        await _settle(rows, business_id, lesson.gap_ids, added["id"])
        return _to_entry(added)


async def teach_wordings(
    business_id: int, slug: str, wordings: Sequence[str], gap_ids: Sequence[int], now: datetime
) -> Entry:
    """Return the entry of that slug, which is found by these wordings too from the next message on.

    Of more wordings than an entry can have, the first are kept.

    Raises:
        AnswerError: There is no such entry, another one is asked so, or none of the questions is open.
    """
    async with open_rows() as rows:
        await _lock_shop(rows, business_id)
        known = await read_entries(rows, business_id)
        entry = _find(known, slug)
        new = pick_wordings(wordings, known=(entry.question, *entry.wordings))
        changed = msgspec.structs.replace(entry, wordings=(*entry.wordings, *new)[:ALSO_MAX])
        for clash in find_clashes([*(other for other in known if other.id != entry.id), changed]):
            if clash.later == slug:
                raise _clash_error(clash.earlier, clash.wording)
        texts = msgspec.json.encode(changed.wordings).decode()
        stored = await rows.one(REWORD, entry.id, texts, now)
        await _settle(rows, business_id, gap_ids, entry.id)
        return _to_entry(stored)


async def change_lesson(business_id: int, slug: str, answer: str, now: datetime) -> Entry:
    """Return the entry of that slug, which was taught, with another answer from the next message on.

    Raises:
        AnswerError: There is no such entry, or it stands in the shop's file.
    """
    async with open_rows() as rows:
        await _lock_shop(rows, business_id)
        found = await rows.all(ENTRIES, business_id)
        entry = _find(tuple(map(_to_entry, found)), slug)
        if not any(row["taught"] for row in found if row["id"] == entry.id):
            raise AnswerError(f"{slug} was not taught: it stands in the shop's file, and is changed there")
        changed = await rows.one(REWRITE, entry.id, answer, now)
        await rows.all(TOUCH, business_id)
        return _to_entry(changed)


async def dismiss_gaps(business_id: int, gap_ids: Sequence[int]) -> int:
    """Let questions be listed no more, and return how many: what was dealt with meanwhile stays as it is."""
    async with open_rows() as rows:
        return len(await rows.all(DISMISS, business_id, list(gap_ids)))


async def forget_lesson(business_id: int, slug: str, now: datetime) -> Entry | None:
    """Take back what was taught under that slug; the questions that it answered are open again.

    Return the entry as it is without it, or None where it was taught as a whole and is gone. Raises AnswerError where
    there is no such entry, or nothing of it was taught.
    """
    async with open_rows() as rows:
        await _lock_shop(rows, business_id)
        found = await rows.all(ENTRIES, business_id)
        entry = _find(tuple(map(_to_entry, found)), slug)
        is_taught = any(row["taught"] for row in found if row["id"] == entry.id)
        left = await (_retire(rows, entry, now) if is_taught else _take_wordings_back(rows, entry, now))
        await rows.all(TOUCH, business_id)
        return left


async def _retire(rows: Rows, entry: Entry, now: datetime) -> None:
    await rows.all(RETIRE, entry.id, now)
    await rows.all(REOPEN, entry.id, [row["id"] for row in await rows.all(SETTLED, entry.id)])


async def _take_wordings_back(rows: Rows, entry: Entry, now: datetime) -> Entry:
    keys = {taught_key(text) for text in entry.wordings}
    taught = {row["id"]: taught_key(row["text"]) for row in await rows.all(SETTLED, entry.id)}
    gaps = [gap_id for gap_id, key in taught.items() if key in keys]
    if not gaps:
        raise AnswerError(f"Nothing of {entry.slug} was taught: it stands in the shop's file, and is changed there")
    kept = [text for text in entry.wordings if taught_key(text) not in taught.values()]
    await rows.all(REOPEN, entry.id, gaps)
    return _to_entry(await rows.one(REWORD, entry.id, msgspec.json.encode(kept).decode(), now))


async def _lock_shop(rows: Rows, business_id: int) -> Row:
    return await rows.one(LOCK, business_id)


async def _settle(rows: Rows, business_id: int, gap_ids: Sequence[int], entry_id: int) -> None:
    if not await rows.all(SETTLE, business_id, list(gap_ids), entry_id):
        raise AnswerError("Somebody has dealt with these questions meanwhile. See: python -m assistant answers")
    await rows.all(TOUCH, business_id)


def _to_new_entry(lesson: Lesson, language: str, known: Sequence[Entry], today: date) -> Entry:
    """Return the entry without its slug; raises AnswerError where today another one is asked in the same words."""
    wordings = pick_wordings(lesson.wordings, known=[lesson.question])[:ALSO_MAX]
    entry = Entry(id=0, slug="", question=lesson.question, wordings=wordings, answer=lesson.answer, language=language)
    clashes = {clash.earlier: clash for clash in find_clashes([*known, entry]) if clash.later == ""}
    for other in (other for other in known if other.slug in clashes):
        if other.valid_until and other.valid_until < today:
            start = max(other.valid_until + ONE_DAY, entry.valid_from or date.min)
            entry = msgspec.structs.replace(entry, valid_from=start)
        elif other.valid_from and other.valid_from > today:
            end = min(other.valid_from - ONE_DAY, entry.valid_until or date.max)
            entry = msgspec.structs.replace(entry, valid_until=end)
        else:
            raise _clash_error(other.slug, clashes[other.slug].wording)
    return entry


def _clash_error(slug: str, wording: str) -> AnswerError:
    return AnswerError(f'{slug} is asked "{wording}" already. Teach it that these are the same: --same-as {slug}')


def _find(entries: Sequence[Entry], slug: str) -> Entry:
    entry = next((entry for entry in entries if entry.slug == slug), None)
    if entry is None:
        raise AnswerError(f"There is no answer called {slug}. See: python -m assistant answers list")
    return entry


def _to_entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        slug=row["slug"],
        question=row["question"],
        wordings=tuple(msgspec.json.decode(row["wordings"], type=list[str])),
        answer=row["answer"],
        language=row["language"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )


def _to_gap(row: Row) -> Gap:
    return Gap(
        id=row["id"],
        text=row["text"],
        asked_at=row["asked_at"].astimezone(UTC),
        offered=tuple(msgspec.json.decode(row["offered"], type=list[str])),
    )
