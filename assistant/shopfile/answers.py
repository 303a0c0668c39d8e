"""What a shop file answers to questions: its entries, and which of them would contradict each other or the tables."""

from datetime import date

from assistant.knowledge.wordings import find_clashes
from assistant.shopfile.civil import is_sane
from assistant.shopfile.facts import find_held_fact
from assistant.shopfile.model import AnswerEntry, ShopFile
from assistant.shopfile.problems import Key, Problems
from assistant.shopfile.tables import AnswerTable, ShopTable

ANSWERS_MAX = 1000
ALSO_MAX = 100
"""Other wordings of one entry."""
_ANSWERS = Key("answers")


def resolve_answers(table: ShopTable, problems: Problems) -> tuple[AnswerEntry, ...]:
    """Return the entries in the order of the file; an entry's language is the shop's where it names none."""
    problems.refuse(
        _ANSWERS,
        unless=len(table.answers) <= ANSWERS_MAX,
        message=f"there are {len(table.answers)}; write at most {ANSWERS_MAX}",
    )
    for slug, answer in table.answers.items():
        _check_answer(answer, _ANSWERS / slug, problems)
    return tuple(
        AnswerEntry(
            slug=str(slug),
            question=str(answer.question),
            wordings=tuple(map(str, answer.also)),
            answer=str(answer.answer),
            language=str(answer.language or table.business.locale),
            valid_from=answer.start,
            valid_until=answer.until,
        )
        for slug, answer in table.answers.items()
    )


def check_answers(shop: ShopFile, problems: Problems) -> None:
    """Refuse entries that cannot be told apart, and such as state what the tables hold."""
    for clash in find_clashes(shop.answers):
        problems.add(
            _ANSWERS / clash.later,
            f'answers.{clash.earlier} is asked "{clash.wording}" too; choose another wording for one of them, '
            "or days that they do not share",
        )
    for entry in shop.answers:
        fact = find_held_fact((entry.question, *entry.wordings), entry.answer, shop)
        if fact:
            problems.add(_ANSWERS / entry.slug, str(fact))


def _check_answer(answer: AnswerTable, key: Key, problems: Problems) -> None:
    problems.refuse(
        key / "also",
        unless=len(answer.also) <= ALSO_MAX,
        message=f"there are {len(answer.also)}; write at most {ALSO_MAX}",
    )
    for name, day in (("from", answer.start), ("until", answer.until)):
        if day:
            is_sane(day, key / name, problems)
    problems.refuse(
        key,
        unless=(answer.start or date.min) <= (answer.until or date.max),
        message=f"until, {answer.until}, is before from, {answer.start}; swap them, or correct one",
    )
