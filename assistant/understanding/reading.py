"""What has been found in a message so far: the board on which the readers write, and from which they read."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct, field

from assistant.understanding.besides.group import Group
from assistant.understanding.besides.others import Other
from assistant.understanding.intents.guesses import Verdict
from assistant.understanding.model import (
    Aspect,
    Direction,
    Hunch,
    InquiryTopic,
    Intent,
    NoteChange,
    Reference,
    Scope,
    Several,
    Shift,
    Topic,
    UserAct,
)
from assistant.understanding.party import Party
from assistant.understanding.phrases import OTHER, PARTY, PERSON, SERVICE, TIME, Finding, mask
from assistant.understanding.terms import TERMS
from assistant.understanding.times.model import Length, Recurrence, When

T = TypeVar("T")


class Reading(Struct, kw_only=True):
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
    note_change: Finding[NoteChange] | None = None
    renames: Finding[bool] | None = None
    other: Other | None = None
    another: Finding[bool] | None = None
    both_times: Finding[bool] | None = None
    for_customer: bool = False
    count: int = 1
    brings: bool = False
    topic: Finding[Topic] | None = None
    inquiries: tuple[Finding[InquiryTopic], ...] = ()
    wrong: Finding[Aspect] | None = None
    is_late: bool = False
    group: Group | None = None
    absent: Finding[str] | None = None
    present: Finding[str] | None = None
    leaving: Finding[int] | None = None
    own_name: Finding[str] | None = None
    name: Finding[str] | None = None
    respelt: Finding[str] | None = None
    """The name whose spelling is told."""
    phone: Finding[str] | None = None
    email: Finding[str] | None = None
    code: Finding[str] | None = None
    age: Finding[int] | None = None
    plate: Finding[str] | None = None
    """A vehicle's: nothing follows from it, and none of its numbers is anything else."""
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
        return not self.social and self._is_courtesy_at_most

    @property
    def is_courtesy(self) -> bool:
        """Whether the rules have found a greeting, thanks or a goodbye, and nothing else."""
        return bool(self.social) and self._is_courtesy_at_most

    @property
    def _is_courtesy_at_most(self) -> bool:
        lists = (self.times, self.excluded, self.services, self.people, self.intents, self.acts)
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
            self.note_change,
            self.renames,
            self.is_late,
            self.topic,
            self.other,
            self.another,
        )
        return not any(lists) and not any((*single, self.any_person, self.other_person))

    @property
    def in_case(self) -> Finding[InquiryTopic] | None:
        """What is asked about a cancellation or a change that may come: nothing of it is wanted yet."""
        return next((one for one in self.inquiries if one.value in TERMS), None)

    def mask_contact(self) -> str:
        """Return the folded text without addresses, codes, plates and ages: no digit of theirs is a time or a party."""
        found = (self.phone, self.email, self.code, self.plate, self.age)
        spans = [(one.start, one.end) for one in found if one]
        return mask(self.folded, spans, OTHER) if spans else self.folded

    def mask_slots(self, *, told_only: bool = False) -> str:
        """Return the folded text with every slot masked by its kind; `told_only`: not what stands within a time."""
        masked = self.mask_contact()
        if self.name:
            masked = mask(masked, [(self.name.start, self.name.end)], OTHER)
        whole = [(when.start, when.end) for when in self.times]
        masked = mask(masked, self.list_told_times() if told_only else whole, TIME)
        masked = mask(masked, self.recurrence.spans if self.recurrence else (), TIME)
        masked = mask(masked, list_spans(self.people), PERSON)
        if self.any_person:
            masked = mask(masked, [(self.any_person.start, self.any_person.end)], PERSON)
        masked = mask(masked, list_spans(self.services), SERVICE)
        return mask(masked, [(self.party.start, self.party.end)], PARTY) if self.party else masked

    def list_told_times(self) -> list[tuple[int, int]]:
        """Return only the words that tell a time, without what stands between them: "tomorrow for 4 at 9"."""
        return [span for when in self.times for span in _list_told(when)]

    def drop_times(self, claimed: Iterable[Finding[T] | None]) -> None:
        """Forget the times whose words another reader has a better claim to."""
        spans = [(found.start, found.end) for found in claimed if found]
        self.times = [t for t in self.times if not any(t.start < end and start < t.end for start, end in spans)]

    def drop_told_times(self, claimed: Iterable[Finding[T]]) -> None:
        """Forget the times of which a word that tells them is another reader's: not what stands between these."""
        spans = [(found.start, found.end) for found in claimed]
        self.times = [
            when
            for when in self.times
            if not any(a < end and start < b for a, b in _list_told(when) for start, end in spans)
        ]

    def list_acts(self) -> list[Finding[UserAct]]:
        """Return what the message does, in its order: selecting and asking for alternatives among it."""
        acts = list(self.acts)
        for found, act in ((self.selection, UserAct.SELECT), (self.direction, UserAct.REQUEST_ALTERNATIVES)):
            if found is not None:
                acts.append(Finding(value=act, start=found.start, end=found.end, rule=f"act.{act}"))
        return sorted(acts, key=lambda found: found.start)


def _list_told(when: When) -> list[tuple[int, int]]:
    return [*when.day_spans, *when.clock_spans] or [(when.start, when.end)]


def list_spans(findings: Iterable[Finding[T]]) -> list[tuple[int, int]]:
    """Return where each finding is."""
    return [(found.start, found.end) for found in findings]


def list_apart(findings: Sequence[Finding[T]], claimed: Sequence[Finding[str]]) -> list[Finding[T]]:
    """Return the findings that share no word with what is claimed."""
    return [found for found in findings if not any(found.overlaps(other.start, other.end) for other in claimed)]
