"""Loads the answers of a shop file: what the shop was taught beside it stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from assistant.knowledge.wordings import Clash, find_clashes, tidy_wording, wording_key
from assistant.shopfile.answers import ALSO_MAX
from assistant.shopfile.model import AnswerEntry, ShopFile
from assistant.storage import models
from assistant.storage.shop_rows import Row, ShopRows, to_answer_entry


class TaughtClashError(Exception):
    """An entry of the file is asked in the same words as one that was taught, and that the file does not name."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(f"{clash.earlier} and {clash.later}: {clash.wording}")
        self.clash = clash


class LoadedAnswers(NamedTuple):
    """What a load changed, by slugs."""

    created: list[str]
    updated: list[str]
    unchanged: list[str]
    retired: list[str]


async def load_answers(shop: ShopFile, rows: ShopRows, now: datetime) -> LoadedAnswers:
    """Write the entries of the file, retire those that are gone, and return what that changed.

    An entry that was taught is left alone, unless the file names its slug: then it is the file's. Wordings that an
    entry of the file was taught stay, but where the file has them elsewhere. Raises TaughtClashError.
    """
    loaded = LoadedAnswers([], [], [], [])
    known = {row["slug"]: row for row in rows.answers}
    entries = _keep_taught_wordings(shop.answers, known, await _find_taught_keys(known.values()))
    _refuse_clashes(entries, known)
    for position, entry in enumerate(entries):
        row = known.get(entry.slug)
        same = row is not None and _stands(row, position) and to_answer_entry(row) == entry
        if not same:
            await _put_answer(entry, rows.business["id"], row, position, now)
        (loaded.created if row is None else loaded.unchanged if same else loaded.updated).append(entry.slug)
    named = {entry.slug for entry in entries}
    gone = [row for row in rows.answers if row["active"] and not row["taught"] and row["slug"] not in named]
    await models.FaqEntry.filter(id__in=[row["id"] for row in gone]).update(active=False, updated_at=now)
    loaded.retired.extend(row["slug"] for row in gone)
    return loaded


async def _find_taught_keys(rows: Iterable[Row]) -> Mapping[int, set[str]]:
    """Return the questions, as keys, that each entry has come to answer: only among them are wordings it was taught."""
    gaps = await models.FaqGap.filter(entry_id__in=[row["id"] for row in rows]).values("entry_id", "text")
    keys: dict[int, set[str]] = defaultdict(set)
    for gap in gaps:
        keys[gap["entry_id"]].add(taught_key(gap["text"]))
    return keys


def taught_key(text: str) -> str:
    """Return the key of a question as it is kept when it is taught."""
    return wording_key(tidy_wording(text))


def _keep_taught_wordings(
    entries: Sequence[AnswerEntry], known: Mapping[str, Row], taught: Mapping[int, set[str]]
) -> list[AnswerEntry]:
    written = {wording_key(text) for entry in entries for text in (entry.question, *entry.wordings)}
    kept = []
    for entry in entries:
        row = known.get(entry.slug)
        keys = taught.get(row["id"], set()) - written if row else set()
        texts = (row["question"], *row["wordings"]) if row else ()
        more = [text for text in texts if wording_key(text) in keys]
        room = max(0, ALSO_MAX - len(entry.wordings))
        kept.append(replace(entry, wordings=(*entry.wordings, *more[:room])))
    return kept


def _refuse_clashes(entries: Sequence[AnswerEntry], known: Mapping[str, Row]) -> None:
    named = {entry.slug for entry in entries}
    beside = [
        to_answer_entry(row) for row in known.values() if row["active"] and row["taught"] and row["slug"] not in named
    ]
    for clash in find_clashes([*beside, *entries]):
        if clash.later in named and clash.earlier not in named:
            raise TaughtClashError(clash)


async def _put_answer(entry: AnswerEntry, business_id: int, row: Row | None, position: int, now: datetime) -> None:
    values: Row = {
        "question": entry.question,
        "wordings": list(entry.wordings),
        "answer": entry.answer,
        "language": entry.language,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "taught": False,
        "position": position,
        "active": True,
        "updated_at": now,
    }
    if row is None:
        await models.FaqEntry.create(business_id=business_id, slug=entry.slug, created_at=now, **values)
    else:
        await models.FaqEntry.filter(id=row["id"]).update(**values)


def _stands(row: Row, position: int) -> bool:
    return bool(row["active"]) and not row["taught"] and row["position"] == position
