"""From the board of findings to one value, and the trace that says which rule read which words."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from assistant.understanding.catalogue.matching import RULED_OUT
from assistant.understanding.catalogue.services import (
    adds_service,
    find_dropped,
    find_several,
    is_only,
)
from assistant.understanding.edits import find_new_services
from assistant.understanding.identity.ages import names_by_age
from assistant.understanding.identity.names import KIN_RULE
from assistant.understanding.identity.unasked import books_for_kin
from assistant.understanding.inquiries import is_all
from assistant.understanding.intents.rules import SOCIAL, is_bare_cancel
from assistant.understanding.model import Inquiry, InquiryTopic, Intent, NamePart, Selection, Understanding, UserAct
from assistant.understanding.mood.sentiment import read_sentiment
from assistant.understanding.objections import wants_back
from assistant.understanding.party import Party
from assistant.understanding.phrases import Finding
from assistant.understanding.questions import find_questions
from assistant.understanding.reading import Reading
from assistant.understanding.unsupported import find_media

T = TypeVar("T")
U = TypeVar("U")
_NAME_PARTS = {f"name.{part}": part for part in NamePart}


def assemble(reading: Reading) -> Understanding:
    """Return what was found as one value, with a line for each finding."""
    intents = sorted((*reading.social, *reading.intents), key=lambda found: (found.start, found.value in SOCIAL))
    acts = reading.list_acts()
    return Understanding(
        text=reading.text,
        intents=_list_values(intents),
        hunch=reading.hunch.value if reading.hunch else None,
        acts=_list_values(acts),
        is_qualified=reading.is_qualified,
        declines=reading.declines,
        is_bare_cancel=any(found.value is Intent.CANCEL for found in intents) and is_bare_cancel(reading.folded),
        times=tuple(reading.times),
        excluded=reading.excluded,
        lengths=reading.lengths,
        shift=reading.shift.value if reading.shift else None,
        shift_span=(reading.shift.start, reading.shift.end) if reading.shift else (0, 0),
        wants_usual=reading.usual is not None,
        recurrence=reading.recurrence,
        scope=reading.scope.value if reading.scope else None,
        reference=reading.reference.value if reading.reference else None,
        service_ids=merge_ids(reading.services),
        without_service_ids=find_dropped(reading.folded, reading.services) if reading.services else (),
        is_only_service=bool(reading.services) and is_only(reading.folded, reading.services),
        several_services=find_several(reading.folded, reading.services),
        adds_service=bool(reading.services) and adds_service(reading.folded, reading.services),
        person_ids=merge_ids(reading.people),
        without_person_ids=tuple(i for one in reading.people if one.rule == RULED_OUT for i in one.value),
        any_person=reading.any_person is not None,
        other_person=reading.other_person is not None,
        unknown_person=reading.unknown_person.value if reading.unknown_person else None,
        party_size=reading.party.value.size if reading.party else None,
        party_span=_find_party_span(reading.party),
        party_sizes=reading.party.value.sizes if reading.party else (),
        party_change=reading.party.value.change if reading.party else None,
        amends=reading.amends,
        new_service_ids=find_new_services(reading.mask_slots(), reading.services) if reading.services else (),
        note=reading.note.value if reading.note else None,
        note_change=reading.note_change.value if reading.note_change else None,
        is_late=reading.is_late,
        renames=reading.renames is not None,
        name=_find_name(reading),
        respells=reading.respelt is not None and reading.name is reading.respelt,
        own_name=_find_own_name(reading),
        absent=reading.absent.value if reading.absent else None,
        present=reading.present.value if reading.present else None,
        leaving=reading.leaving.value if reading.leaving else 0,
        guests=reading.group.guests if reading.group else (),
        name_part=_NAME_PARTS.get(reading.name.rule) if reading.name else None,
        phone=reading.phone.value if reading.phone else None,
        email=reading.email.value if reading.email else None,
        code=reading.code.value if reading.code else None,
        selection=_select(reading.selection) if reading.selection else None,
        several=reading.several.value if reading.several else None,
        direction=reading.direction.value if reading.direction else None,
        another=reading.another is not None or (reading.other is not None and reading.other.is_new),
        both_times=reading.both_times is not None,
        for_other=reading.other is not None,
        for_kin=_is_for_kin(reading),
        for_customer=reading.for_customer,
        count=reading.count,
        brings=reading.brings,
        media=find_media(reading.folded),
        topic=reading.topic.value if reading.topic else None,
        inquiries=tuple(_inquire(reading, found) for found in reading.inquiries),
        questions=() if (is_back := wants_back(reading.folded, reading.words)) else find_questions(reading),
        wants_back=is_back,
        wrong=reading.wrong.value if reading.wrong else None,
        sentiment=read_sentiment(reading.text, reading.folded),
        trace=_write_trace(reading, intents, acts),
    )


def _find_party_span(party: Finding[Party] | None) -> tuple[int, int] | None:
    return (party.start, party.end) if party and party.value.change is None else None


def _is_for_kin(reading: Reading) -> bool:
    is_theirs = reading.name is not None and reading.name.rule == KIN_RULE
    return is_theirs or books_for_kin(reading.folded) or (reading.age is not None and names_by_age(reading.folded))


def _is_for_somebody(reading: Reading) -> bool:
    return reading.other is not None or _is_for_kin(reading)


def _find_name(reading: Reading) -> str | None:
    """Return the name that was told: of the one whom they book for, where both are."""
    if reading.other and reading.other.value:
        return reading.other.value
    if reading.own_name and reading.name and reading.own_name.start == reading.name.start and _is_for_somebody(reading):
        return None
    return reading.name.value if reading.name else None


def _find_own_name(reading: Reading) -> str | None:
    return reading.own_name.value if reading.own_name and _is_for_somebody(reading) else None


def _inquire(reading: Reading, found: Finding[InquiryTopic]) -> Inquiry:
    """Return what is asked about the shop, with what belongs to it alone."""
    asked_of, elsewhere = _partition(reading.people, found)
    services, _ = _partition(reading.services, found)
    return Inquiry(
        topic=found.value,
        start=found.start,
        end=found.end,
        person_ids=tuple(i for one in asked_of for i in one.value if all(i not in other.value for other in elsewhere)),
        service_ids=tuple(i for one in services for i in one.value) if found.value is InquiryTopic.WHO else (),
        intents=tuple(one.value for one in (*reading.intents, *reading.social) if found.overlaps(one.start, one.end)),
        is_all=is_all(reading.folded, found),
    )


def _partition(findings: Iterable[Finding[T]], by: Finding[U]) -> tuple[list[Finding[T]], list[Finding[T]]]:
    """Return those that share a character with `by`, and the others."""
    within = [one for one in findings if by.overlaps(one.start, one.end)]
    return within, [one for one in findings if one not in within]


def _select(found: Finding[int]) -> Selection:
    return Selection(position=found.value, is_ordinal=found.rule == "select.ordinal")


def _list_values(findings: Iterable[Finding[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found.value for found in findings))


def merge_ids(mentions: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the ids that every mention allows, or those of all mentions where none does.

    "Colour, full colour please" narrows; "a cut and highlights" leaves two, of which the customer is asked.
    """
    if not mentions:
        return ()
    named = [found.value for found in mentions if found.value and found.rule != RULED_OUT]
    every = tuple(dict.fromkeys(entry_id for ids in named for entry_id in ids))
    shared = tuple(i for i in every if all(i in ids for ids in named))
    return shared or every


def _write_trace(
    reading: Reading, intents: Sequence[Finding[Intent]], acts: Sequence[Finding[UserAct]]
) -> tuple[str, ...]:
    lines = [_write_finding(reading, found.rule, found) for found in intents]
    lines += [_write_finding(reading, found.rule, found) for found in acts]
    lines += [f'time.{"+".join(when.rules)}: "{reading.text[when.start : when.end]}"' for when in reading.times]
    lines += [f'without.{"+".join(when.rules)}: "{reading.text[when.start : when.end]}"' for when in reading.excluded]
    lines += [f'length.{"+".join(one.rules)}: "{reading.text[one.start : one.end]}"' for one in reading.lengths]
    if reading.shift:
        lines.append(_write_finding(reading, reading.shift.rule, reading.shift))
    if reading.usual:
        lines.append(_write_finding(reading, reading.usual.rule, reading.usual))
    lines += _write_recurrence(reading)
    lines += [_write_finding(reading, f"service.{found.rule}", found) for found in reading.services]
    lines += [_write_finding(reading, f"person.{found.rule}", found) for found in reading.people]
    if reading.scope:
        lines.append(_write_finding(reading, reading.scope.rule, reading.scope))
    if reading.reference and intents:
        lines.append(_write_finding(reading, reading.reference.rule, reading.reference))
    if reading.other_person:
        lines.append(_write_finding(reading, reading.other_person.rule, reading.other_person))
    if reading.any_person:
        lines.append(_write_finding(reading, reading.any_person.rule, reading.any_person))
    if reading.party:
        lines.append(_write_finding(reading, reading.party.rule, reading.party))
    if reading.other:
        lines.append(_write_finding(reading, reading.other.rule, reading.other))
    if reading.another:
        lines.append(_write_finding(reading, reading.another.rule, reading.another))
    if reading.several:
        lines.append(_write_finding(reading, reading.several.rule, reading.several))
    if reading.hunch:
        lines.append(_write_finding(reading, reading.hunch.rule, reading.hunch))
    if reading.renames:
        lines.append(_write_finding(reading, reading.renames.rule, reading.renames))
    if reading.note_change:
        lines.append(_write_finding(reading, reading.note_change.rule, reading.note_change))
    lines += (_write_finding(reading, asked.rule, asked) for asked in reading.inquiries)
    if reading.wrong:
        lines.append(_write_finding(reading, reading.wrong.rule, reading.wrong))
    if reading.leaving:
        lines.append(_write_finding(reading, reading.leaving.rule, reading.leaving))
    texts = (
        reading.name,
        reading.phone,
        reading.email,
        reading.code,
        reading.note,
        reading.unknown_person,
        reading.absent,
    )
    lines += [_write_finding(reading, found.rule, found) for found in texts if found]
    return tuple(lines)


def _write_recurrence(reading: Reading) -> list[str]:
    found = reading.recurrence
    if found is None:
        return []
    name = f"recurrence.{'+'.join(found.rules)}"
    return [f'{name}: "{reading.text[start:end]}"' for start, end in found.spans]


def _write_finding(reading: Reading, rule: str, found: Finding[T]) -> str:
    return f'{rule}: "{reading.text[found.start : found.end]}"'
