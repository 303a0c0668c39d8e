"""One message's meaning from its words and its context: the readers, in the order in which they may claim words."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct, field

from assistant.understanding.acts import find_acts, find_declining, find_undo, is_qualified
from assistant.understanding.alternatives import find_alternatives
from assistant.understanding.catalogue import (
    RULED_OUT,
    find_any_person,
    find_other_person,
    find_people,
    find_services,
    find_unknown_person,
)
from assistant.understanding.contact import find_code, find_email, find_phone
from assistant.understanding.edits import amends, find_new_services, find_note, is_late
from assistant.understanding.exclusions import split_unsuitable
from assistant.understanding.guesses import Heard, Verdict, weigh
from assistant.understanding.intents import MENTION_RULE, SOCIAL, find_intents, find_social, is_bare_cancel
from assistant.understanding.model import (
    Context,
    Direction,
    Expecting,
    Hunch,
    Intent,
    NamePart,
    Reference,
    Scope,
    Selection,
    Several,
    Shift,
    Topic,
    Understanding,
    UserAct,
)
from assistant.understanding.names import Said, find_bare_name, find_name, see
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.party import Party, find_party
from assistant.understanding.phrases import OTHER, PARTY, PERSON, SERVICE, TIME, Finding, list_words, mask
from assistant.understanding.references import find_reference
from assistant.understanding.scope import find_scope
from assistant.understanding.selection import find_selection, lists_times
from assistant.understanding.sentiment import read_sentiment
from assistant.understanding.several import find_several
from assistant.understanding.shifts import find_shift, find_usual
from assistant.understanding.times import read_all_times
from assistant.understanding.times.model import Length, Recurrence, Repetition, When
from assistant.understanding.unsupported import find_media, find_topic

T = TypeVar("T")
_NAME_PARTS = {f"name.{part}": part for part in NamePart}


def understand(text: str, context: Context, *, choice: str | None = None) -> Understanding:
    """Return what `text` means in `context`, and by which rules (`Understanding.trace`). Never raises.

    Args:
        text: What the customer wrote, as the channel brought it.
        context: The shop's catalogue and clock, and what was asked last.
        choice: The token of a tapped button. The text is then a label that the assistant wrote, and is not read.
    """
    read = normalize(text)
    if choice is not None:
        trace = (f'act.select: "{choice}"',)
        return Understanding(text=read, acts=(UserAct.SELECT,), selection=Selection(token=choice), trace=trace)
    return _assemble(_read(read, context))


def judge_guess(text: str, context: Context) -> Verdict:
    """Return what the model's guess came to when `text` was read in `context`. For `explain`."""
    return _read(normalize(text), context).verdict


class _Reading(Struct, kw_only=True):
    """What has been found so far. Filled in place: each reader sees what the readers before it have claimed."""

    text: str
    folded: str
    words: frozenset[str] = frozenset()
    times: list[When] = field(default_factory=list)
    excluded: tuple[When, ...] = ()
    lengths: tuple[Length, ...] = ()
    shifting: tuple[Length, ...] = ()
    shift: Finding[Shift] | None = None
    usual: Finding[bool] | None = None
    recurrence: Recurrence | None = None
    scope: Finding[Scope] | None = None
    services: list[Finding[tuple[int, ...]]] = field(default_factory=list)
    people: list[Finding[tuple[int, ...]]] = field(default_factory=list)
    any_person: Finding[bool] | None = None
    other_person: Finding[bool] | None = None
    unknown_person: Finding[str] | None = None
    party: Finding[Party] | None = None
    amends: bool = False
    note: Finding[str] | None = None
    topic: Finding[Topic] | None = None
    is_late: bool = False
    name: Finding[str] | None = None
    phone: Finding[str] | None = None
    email: Finding[str] | None = None
    code: Finding[str] | None = None
    selection: Finding[int] | None = None
    several: Finding[Several] | None = None
    direction: Finding[Direction] | None = None
    social: list[Finding[Intent]] = field(default_factory=list)
    intents: list[Finding[Intent]] = field(default_factory=list)
    hunch: Finding[Hunch] | None = None
    verdict: Verdict = Verdict()
    acts: list[Finding[UserAct]] = field(default_factory=list)
    is_qualified: bool = False
    declines: bool = False
    reference: Finding[Reference] | None = None

    @property
    def is_unread(self) -> bool:
        """Whether no rule has found anything in the text."""
        lists = (self.times, self.excluded, self.services, self.people, self.social, self.intents, self.acts)
        single = (
            self.recurrence,
            self.scope,
            self.party,
            self.name,
            self.phone,
            self.email,
            self.code,
            self.selection,
            self.several,
            self.direction,
            self.shift,
            self.usual,
            self.note,
            self.is_late,
            self.topic,
        )
        return not any(lists) and not any((*single, self.any_person, self.other_person))

    def mask_contact(self) -> str:
        """Return the folded text without addresses and codes: no digit of theirs is a time or a party."""
        told = (self.phone, self.email, self.code)
        return mask(self.folded, [(found.start, found.end) for found in told if found], OTHER)

    def mask_slots(self, *, told_only: bool = False) -> str:
        """Return the folded text with every slot masked by its kind; `told_only`: not what stands within a time."""
        masked = self.mask_contact()
        if self.name:
            masked = mask(masked, [(self.name.start, self.name.end)], OTHER)
        whole = [(when.start, when.end) for when in self.times]
        masked = mask(masked, self.list_told_times() if told_only else whole, TIME)
        masked = mask(masked, self.recurrence.spans if self.recurrence else (), TIME)
        masked = mask(masked, _list_spans(self.people), PERSON)
        if self.any_person:
            masked = mask(masked, [(self.any_person.start, self.any_person.end)], PERSON)
        masked = mask(masked, _list_spans(self.services), SERVICE)
        return mask(masked, [(self.party.start, self.party.end)], PARTY) if self.party else masked

    def list_told_times(self) -> list[tuple[int, int]]:
        """Return only the words that tell a time, without what stands between them: "tomorrow for 4 at 9"."""
        told = [span for when in self.times for span in (*when.day_spans, *when.clock_spans)]
        return told + [(when.start, when.end) for when in self.times if not (when.day_spans or when.clock_spans)]

    def drop_times(self, claimed: Iterable[Finding[T] | None]) -> None:
        """Forget the times whose words another reader has a better claim to."""
        spans = [(found.start, found.end) for found in claimed if found]
        self.times = [t for t in self.times if not any(t.start < end and start < t.end for start, end in spans)]


def _read(text: str, context: Context) -> _Reading:
    folded = fold(text)
    reading = _Reading(text=text, folded=folded, words=list_words(folded))
    _read_contact(reading, context)
    _read_times(reading, context)
    _read_catalogue(reading, context)
    _read_party(reading, context)
    _read_selection(reading, context)
    _read_wishes(reading, context)
    if context.expecting is Expecting.NAME and reading.name is None:
        _read_bare_name(reading)
    return reading


def _read_contact(reading: _Reading, context: Context) -> None:
    reading.phone = find_phone(reading.text, reading.folded, context.locale, context.expecting)
    reading.email = find_email(reading.folded)
    reading.code = find_code(reading.mask_contact())
    reading.social = find_social(reading.folded, context.expecting)


def _read_times(reading: _Reading, context: Context) -> None:
    # What is to be confirmed has a time: "how about 4?" is another one.
    asked = (Expecting.TIME, Expecting.CONFIRMATION)
    is_bare = context.expecting is Expecting.NOTHING and _BARE_NUMBER.fullmatch(reading.text) is not None
    expecting_time = context.expecting in asked or lists_times(context) or is_bare
    found = read_all_times(
        reading.text,
        now=context.now,
        locale=context.locale,
        expecting_time=expecting_time,
        repetition=_find_repetition(context),
    )
    reading.times, reading.recurrence = found.whens, found.recurrence
    reading.excluded, reading.lengths, reading.shifting = found.excluded, found.lengths, found.shifting
    reading.drop_times([reading.phone, reading.email, reading.code])
    # "good morning", "see you tomorrow": no wish for a time
    reading.drop_times(reading.social)


_BARE_NUMBER = re.compile(r"[0-9]{1,2}(?:[:. ]?[0-9]{2})?")
"""A message of nothing else, where nothing was asked, is most likely a time of day."""


def _find_repetition(context: Context) -> Repetition:
    if context.expecting is Expecting.SERIES_END:
        return Repetition.ASKED_END
    return Repetition.KNOWN if context.is_repeating else Repetition.UNKNOWN


def _read_catalogue(reading: _Reading, context: Context) -> None:
    readable = reading.mask_contact()
    reading.services = find_services(readable, context.services)
    reading.drop_times(found for found in reading.services if found.rule == "exact")
    reading.services = _list_unclaimed(reading.services, reading.times)
    people = _list_unclaimed(find_people(readable, context.people), reading.times)
    reading.name = find_name(_see_names(reading, people), asked=context.expecting is Expecting.NAME)
    if reading.name:
        start, end = reading.name.start, reading.name.end  # Joe May
        reading.times = [when for when in reading.times if not (start <= when.start and when.end <= end)]
        readable = mask(readable, [(reading.name.start, reading.name.end)], OTHER)
    reading.people = _list_apart(people, [reading.name]) if reading.name else people
    reading.any_person = find_any_person(readable, asked=context.expecting is Expecting.PERSON)
    reading.other_person = None if _merge_ids(reading.people) else find_other_person(readable)


def _see_names(reading: _Reading, people: Sequence[Finding[tuple[int, ...]]]) -> Said:
    """Return the text as names are looked for in it: a day alone, in one word, may be a surname."""
    told = reading.list_told_times()
    lone = {(when.start, when.end) for when in reading.times if reading.text[when.start : when.end].isalpha()}
    untimed = mask(reading.mask_contact(), _list_spans(reading.services), SERVICE)
    plain = mask(untimed, [span for span in told if span not in lone], TIME)
    masked = mask(mask(untimed, told, TIME), _list_spans(people), PERSON)
    return see(reading.text, reading.folded, plain=plain, masked=masked)


def _read_party(reading: _Reading, context: Context) -> None:
    asked = context.expecting is Expecting.PARTY_SIZE
    reading.party = find_party(reading.mask_contact(), reading.mask_slots(told_only=True), asked=asked)
    if reading.party:
        _read_times_beside_party(reading, context, reading.party)
        if reading.other_person and reading.party.overlaps(reading.other_person.start, reading.other_person.end):
            reading.other_person = None  # "add another person" wants no other stylist
        # "2 adults and 3 kids" asks for no kids' cut
        reading.services = [s for s in reading.services if not s.overlaps(reading.party.start, reading.party.end)]


def _read_times_beside_party(reading: _Reading, context: Context, party: Finding[Party]) -> None:
    """Read the times once more where a head count had been taken for one: "a table for 2 in the evening"."""
    if any(when.start < party.end and party.start < when.end for when in reading.times):
        apart = _Reading(text=mask(reading.text, [(party.start, party.end)], "x"), folded=reading.folded)
        apart.phone, apart.email, apart.code, apart.social = reading.phone, reading.email, reading.code, reading.social
        _read_times(apart, context)
        reading.times, reading.recurrence = apart.times, apart.recurrence


def _read_selection(reading: _Reading, context: Context) -> None:
    reading.several = find_several(reading.folded)
    if reading.several:
        reading.drop_times([reading.several])
        return
    reading.selection = find_selection(reading.folded, context)
    if reading.selection and reading.selection.rule != "select.title":
        # "the 2nd one" is no day of the month. A title may well be a time, and then it is one too.
        reading.drop_times([reading.selection])


def _read_wishes(reading: _Reading, context: Context) -> None:
    # "The next one" is no one o'clock.
    reading.scope = find_scope(reading.mask_contact())
    if reading.scope and not reading.scope.value.is_several:
        reading.drop_times([reading.scope])
    readable, words = reading.mask_contact(), reading.words
    undo = find_undo(readable, words)
    reading.drop_times([undo])
    masked = reading.mask_slots()
    reading.scope = None if reading.several else reading.scope or find_scope(masked)
    reading.intents = find_intents(mask(masked, _list_spans(reading.social), OTHER), context.expecting)
    reading.topic = find_topic(masked, words)
    reading.unknown_person = find_unknown_person(reading.text, masked) if context.people else None
    reading.acts = [*find_acts(masked, context.expecting), *((undo,) if undo else ())]
    reading.is_qualified = is_qualified(masked)
    if declined := find_declining(reading.mask_contact(), words):
        reading.declines = True
        # "Not today, thanks" rules out no day: it turns down the matter.
        reading.excluded = tuple(one for one in reading.excluded if not declined.overlaps(one.start, one.end))
    reading.reference = find_reference(masked)
    reading.amends, reading.is_late = amends(readable, words), is_late(readable, words)
    reading.note = None if reading.is_late else find_note(reading.text, masked, words)
    if reading.note and reading.party and reading.note.overlaps(reading.party.start, reading.party.end):
        reading.party = None  # "one of us is coeliac"
    reading.direction = find_alternatives(masked)
    reading.times, refused = split_unsuitable(masked, reading.times)
    reading.excluded += tuple(refused)
    _read_shift(reading, masked)
    _read_guess(reading, context)
    if reading.selection and reading.direction:
        # "the later one" of the list, not another one
        overlaps = reading.direction.overlaps(reading.selection.start, reading.selection.end)
        reading.direction = None if overlaps else reading.direction


def _read_shift(reading: _Reading, masked: str) -> None:
    reading.usual = find_usual(masked)
    # "The following day" is masked as the time that it is where nothing was spoken of.
    found = find_shift(reading.mask_contact(), (*reading.shifting, *reading.lengths))
    if found:
        reading.shift = found
        reading.lengths = tuple(one for one in reading.lengths if not found.overlaps(one.start, one.end))


def _read_guess(reading: _Reading, context: Context) -> None:
    if reading.is_late or reading.topic or reading.note or (reading.party and reading.party.value.change):
        return
    heard = Heard(
        wishes=frozenset([found.value for found in reading.intents]),
        acts=frozenset([found.value for found in _list_acts(reading)]),
        names_ours=bool(reading.services or reading.people),
        is_mention=[found.rule for found in reading.intents] == [MENTION_RULE],
        names_slot=bool(reading.times or reading.party or reading.services or reading.people),
        is_unread=reading.is_unread,
        is_relative=bool(reading.excluded) or reading.shift is not None,
    )
    reading.verdict = weigh(reading.folded, context.expecting, heard)
    guessed = reading.verdict.finding
    match guessed:
        case Finding(value=Intent() as intent):
            reading.intents = [Finding(value=intent, start=0, end=guessed.end, rule=guessed.rule)]
        case Finding(value=Hunch() as hunch):
            # "Do you take reservations?" is a question, and a good beginning for one.
            reading.intents = reading.intents if heard.wishes == {Intent.BOOK} and not heard.is_mention else []
            reading.hunch = Finding(value=hunch, start=0, end=guessed.end, rule=guessed.rule)
        case _:
            pass


def _read_bare_name(reading: _Reading) -> None:
    turned_away = any(act.value is not UserAct.AFFIRM for act in reading.acts)
    if turned_away or reading.intents or reading.direction or any(s.rule == "exact" for s in reading.services):
        return
    reading.name = find_bare_name(reading.text, reading.mask_contact())
    if reading.name:
        claimed = [reading.name]
        reading.drop_times(claimed)
        reading.people = _list_apart(reading.people, claimed)
        reading.services = _list_apart(reading.services, claimed)


def _list_spans(findings: Iterable[Finding[T]]) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in findings]


def _list_apart(findings: Sequence[Finding[T]], claimed: Sequence[Finding[str]]) -> list[Finding[T]]:
    return [found for found in findings if not any(found.overlaps(other.start, other.end) for other in claimed)]


def _list_unclaimed(findings: Sequence[Finding[T]], times: Sequence[When]) -> list[Finding[T]]:
    return [found for found in findings if not any(found.overlaps(when.start, when.end) for when in times)]


def _assemble(reading: _Reading) -> Understanding:
    intents = sorted((*reading.social, *reading.intents), key=lambda found: (found.start, found.value in SOCIAL))
    acts = _list_acts(reading)
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
        service_ids=_merge_ids(reading.services),
        person_ids=_merge_ids(reading.people),
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
        is_late=reading.is_late,
        name=reading.name.value if reading.name else None,
        name_part=_NAME_PARTS.get(reading.name.rule) if reading.name else None,
        phone=reading.phone.value if reading.phone else None,
        email=reading.email.value if reading.email else None,
        code=reading.code.value if reading.code else None,
        selection=_select(reading.selection) if reading.selection else None,
        several=reading.several.value if reading.several else None,
        direction=reading.direction.value if reading.direction else None,
        media=find_media(reading.folded),
        topic=reading.topic.value if reading.topic else None,
        sentiment=read_sentiment(reading.text, reading.folded),
        trace=_write_trace(reading, intents, acts),
    )


def _find_party_span(party: Finding[Party] | None) -> tuple[int, int] | None:
    return (party.start, party.end) if party and party.value.change is None else None


def _select(found: Finding[int]) -> Selection:
    return Selection(position=found.value, is_ordinal=found.rule == "select.ordinal")


def _list_acts(reading: _Reading) -> list[Finding[UserAct]]:
    acts = list(reading.acts)
    for found, act in ((reading.selection, UserAct.SELECT), (reading.direction, UserAct.REQUEST_ALTERNATIVES)):
        if found is not None:
            acts.append(Finding(value=act, start=found.start, end=found.end, rule=f"act.{act}"))
    return sorted(acts, key=lambda found: found.start)


def _list_values(findings: Iterable[Finding[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found.value for found in findings))


def _merge_ids(mentions: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the ids that every mention allows, or those of all mentions where none does.

    "Colour, full colour please" narrows; "a cut and highlights" leaves two, of which the customer is asked.
    """
    named = [found.value for found in mentions if found.value and found.rule != RULED_OUT]
    every = tuple(dict.fromkeys(entry_id for ids in named for entry_id in ids))
    shared = tuple(i for i in every if all(i in ids for ids in named))
    return shared or every


def _write_trace(
    reading: _Reading, intents: Sequence[Finding[Intent]], acts: Sequence[Finding[UserAct]]
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
    if reading.several:
        lines.append(_write_finding(reading, reading.several.rule, reading.several))
    if reading.hunch:
        lines.append(_write_finding(reading, reading.hunch.rule, reading.hunch))
    texts = (reading.name, reading.phone, reading.email, reading.code, reading.note, reading.unknown_person)
    lines += [_write_finding(reading, found.rule, found) for found in texts if found]
    return tuple(lines)


def _write_recurrence(reading: _Reading) -> list[str]:
    found = reading.recurrence
    if found is None:
        return []
    name = f"recurrence.{'+'.join(found.rules)}"
    return [f'{name}: "{reading.text[start:end]}"' for start, end in found.spans]


def _write_finding(reading: _Reading, rule: str, found: Finding[T]) -> str:
    return f'{rule}: "{reading.text[found.start : found.end]}"'
