"""`answers`: the questions that could not be answered; teach answers to them, take them back, list what is known."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assistant.clock import SystemClock
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.knowledge.gaps import Gap, GapGroup, find_group, group_gaps, keep_wording
from assistant.knowledge.model import Entry
from assistant.knowledge.wordings import pick_wordings, tidy_wording
from assistant.shopfile.answers import ALSO_MAX
from assistant.shopfile.facts import find_held_fact
from assistant.shopfile.values import Answer, Question
from assistant.storage.answers import (
    AnswerError,
    KnownEntry,
    Lesson,
    OpenGaps,
    change_lesson,
    dismiss_gaps,
    forget_lesson,
    list_entries,
    list_open_gaps,
    teach_answer,
    teach_wordings,
)
from assistant.storage.shops import find_shop_file

GAPS_MAX = 1000
"""The newest questions that are looked at: each may have to be compared with all others."""
WORDINGS_SHOWN_MAX = 5
PREVIEW_LENGTH = 100


class Chosen(NamedTuple):
    """Which questions are meant: by the number of one of them, with all that ask the same, or in the same words."""

    number: int
    only: bool


async def show_gaps(slug: str | None, *, as_json: bool) -> None:
    """Print what could not be answered, in groups of the same question, the newest first."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        found = await list_open_gaps(await need_business_id(settings, slug), GAPS_MAX)
    groups = group_gaps(found.gaps)
    if as_json:
        _say_json([_group_to_json(group) for group in groups])
        return
    for line in _render_gaps(groups, found):
        say(line)


async def show_entries(slug: str | None, *, as_json: bool) -> None:
    """Print what is answered, the shop file's entries first, then those that were taught."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        entries = await list_entries(await need_business_id(settings, slug))
    if as_json:
        _say_json([_entry_to_json(known) for known in entries])
        return
    for known in entries:
        say(_render_entry(known))
    if not entries:
        say("No question is answered yet. Write [answers.x] into the shop file, or teach: python -m assistant answers")


async def teach(chosen: Chosen, slug: str | None, *, answer: str, question: str | None) -> None:
    """Answer a group of questions from the next message on."""
    answer = _need_text(answer, Answer)
    question = _need_text(question, Question) if question is not None else None
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        group = await _need_group(business_id, chosen)
        asked = _list_wordings(group)
        lesson = Lesson(
            question=question or asked[0],
            answer=answer,
            wordings=asked,
            gap_ids=tuple(gap.id for gap in group.gaps),
        )
        await _refuse_held_fact(business_id, (lesson.question, *asked), answer)
        with _explained():
            entry = await teach_answer(business_id, lesson, SystemClock().now())
    say(f"{entry.slug}: answers {_quote(entry.question)}{_count_others(entry)} from the next message on.")
    _tell_days(entry)


async def teach_same(chosen: Chosen, slug: str | None, *, same_as: str) -> None:
    """Let an answer that exists be found by a group of questions too, from the next message on."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        group = await _need_group(business_id, chosen)
        before = next((known.entry for known in await list_entries(business_id) if known.entry.slug == same_as), None)
        if before:
            await _refuse_held_fact(business_id, _list_wordings(group), before.answer)
        ids = [gap.id for gap in group.gaps]
        with _explained():
            entry = await teach_wordings(business_id, same_as, _list_wordings(group), ids, SystemClock().now())
        today = await _find_today(business_id)
    added = entry.wordings[len(before.wordings) :] if before else entry.wordings
    say(f"{entry.slug}: new wordings: {', '.join(map(_quote, added)) or 'none'}.")
    if len(entry.wordings) >= ALSO_MAX:
        say(f"It has {ALSO_MAX} wordings besides its question: there can be no more.")
    if not _holds_on(entry, today):
        _tell_days(entry)


async def change(entry_slug: str, slug: str | None, *, answer: str) -> None:
    """Give another answer where one was taught, from the next message on."""
    answer = _need_text(answer, Answer)
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        before = next((k.entry for k in await list_entries(business_id) if k.entry.slug == entry_slug), None)
        if before:
            await _refuse_held_fact(business_id, (before.question, *before.wordings), answer)
        with _explained():
            await change_lesson(business_id, entry_slug, answer, SystemClock().now())
    say(f"{entry_slug}: has this answer from the next message on.")


async def dismiss(chosen: Chosen, slug: str | None) -> None:
    """Take a group of questions off the list: they need no answer."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        group = await _need_group(business_id, chosen)
        count = await dismiss_gaps(business_id, [gap.id for gap in group.gaps])
    say(f"Dismissed: {_count(count, 'question')}.")


async def forget(entry_slug: str, slug: str | None) -> None:
    """Take back what was taught under a short name."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        with _explained():
            left = await forget_lesson(business_id, entry_slug, SystemClock().now())
    kept = "" if left is None else " What the shop file says of it stays."
    say(f"{entry_slug}: forgotten. Its questions are open again.{kept}")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except AnswerError as error:
        raise CommandError(str(error)) from None


async def _need_group(business_id: int, chosen: Chosen) -> GapGroup:
    found = await list_open_gaps(business_id, GAPS_MAX)
    group = find_group(group_gaps(found.gaps), chosen.number)
    if group is None:
        raise CommandError(f"There is no open question {chosen.number}. See: python -m assistant answers")
    return keep_wording(group, chosen.number) if chosen.only else group


def _list_wordings(group: GapGroup) -> tuple[str, ...]:
    """Return the questions of a group as they can be kept, the most frequent first."""
    wordings = pick_wordings(same[0].text for same in group.wordings)
    if not wordings:
        raise CommandError("These questions have no words to find them by. Dismiss them: python -m assistant answers")
    return wordings


async def _refuse_held_fact(business_id: int, wordings: Sequence[str], answer: str) -> None:
    fact = find_held_fact(wordings, answer, await find_shop_file(business_id))
    if fact:
        raise CommandError(f"That would come to contradict the shop file: {fact}")


async def _find_today(business_id: int) -> date:
    shop = await find_shop_file(business_id)
    return SystemClock().now().astimezone(ZoneInfo(shop.location.zone)).date()


def _need_text(text: str, kind: type[Answer | Question]) -> str:
    if not text.strip():
        raise CommandError('An answer needs words: python -m assistant answers teach NUMBER "ANSWER"')
    try:
        text.encode()
        return str(kind.parse(text))
    except UnicodeEncodeError:
        raise CommandError("That is not UTF-8: set the terminal to UTF-8, and type it again") from None
    except ValueError as error:
        raise CommandError(f"The text {error}") from None


def _render_gaps(groups: Sequence[GapGroup], found: OpenGaps) -> Iterator[str]:
    for group in groups:
        yield f"{group.number:>6}  asked {_times(len(group.gaps))}, last on {_moment(group.last_asked_at)}"
        wordings = group.wordings
        yield from (f"        {_render_wording(same)}" for same in wordings[:WORDINGS_SHOWN_MAX])
        if len(wordings) > WORDINGS_SHOWN_MAX:
            yield f"        and in {_count(len(wordings) - WORDINGS_SHOWN_MAX, 'other way')}: --json prints all"
        if group.offered:
            yield f"        offered instead: {', '.join(group.offered)}"
    if not groups:
        yield "No question waits for an answer."
    if found.total > len(found.gaps):
        newest = f"These are the newest {len(found.gaps)} of {found.total} questions"
        yield f"{newest}: the others are listed when these are dealt with."


def _render_wording(same: Sequence[Gap]) -> str:
    text = tidy_wording(same[0].text) or "(no words)"
    shown = text if len(text) <= PREVIEW_LENGTH else f"{text[:PREVIEW_LENGTH]}..."
    often = f"  ({_times(len(same))})" if len(same) > 1 else ""
    return f"{same[0].id}: {shown}{often}"


def _render_entry(known: KnownEntry) -> str:
    entry = known.entry
    marks = [*(["taught"] if known.taught else []), *_list_days(entry)]
    name = f"{entry.slug} ({', '.join(marks)})" if marks else entry.slug
    head = f"{name}: {entry.question}{_count_others(entry)}"
    return "\n    ".join([head, *entry.answer.split("\n")])


def _count_others(entry: Entry) -> str:
    return f" and {_count(len(entry.wordings), 'other wording')}" if entry.wordings else ""


def _tell_days(entry: Entry) -> None:
    days = _list_days(entry)
    if days:
        say(f"It holds {', '.join(days)} only.")


def _list_days(entry: Entry) -> list[str]:
    start = [f"from {entry.valid_from}"] if entry.valid_from else []
    return [*start, *([f"until {entry.valid_until}"] if entry.valid_until else [])]


def _holds_on(entry: Entry, day: date) -> bool:
    return (entry.valid_from or date.min) <= day <= (entry.valid_until or date.max)


def _moment(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _group_to_json(group: GapGroup) -> dict[str, object]:
    return {
        "number": group.number,
        "count": len(group.gaps),
        "last_asked_at": group.last_asked_at.isoformat(),
        "questions": [{"number": same[0].id, "text": same[0].text, "count": len(same)} for same in group.wordings],
        "offered": group.offered,
    }


def _entry_to_json(known: KnownEntry) -> dict[str, object]:
    entry = known.entry
    return {
        "slug": entry.slug,
        "question": entry.question,
        "also": entry.wordings,
        "answer": entry.answer,
        "language": entry.language,
        "from": entry.valid_from.isoformat() if entry.valid_from else None,
        "until": entry.valid_until.isoformat() if entry.valid_until else None,
        "taught": known.taught,
    }


def _quote(text: str) -> str:
    return f'"{text}"'


def _say_json(values: Sequence[object]) -> None:
    say(json.dumps(values, ensure_ascii=False, indent=2))
