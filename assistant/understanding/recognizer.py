"""One message's meaning from its words and its context: the readers, in the order in which they may claim words."""

import re
from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from assistant.understanding.acts import find_acts, find_declining, find_undo, is_qualified
from assistant.understanding.alternatives import find_alternatives
from assistant.understanding.assembly import assemble, merge_ids
from assistant.understanding.besides.complete import complete
from assistant.understanding.besides.group import find_group, find_kin_name
from assistant.understanding.besides.others import find_another, find_count, find_other, is_for_customer
from assistant.understanding.besides.split import find_wishes
from assistant.understanding.catalogue.people import (
    find_any_person,
    find_other_person,
    find_people,
    find_unknown_person,
)
from assistant.understanding.catalogue.services import find_services
from assistant.understanding.edits import amends, is_late
from assistant.understanding.exclusions import split_unsuitable
from assistant.understanding.identity.contact import find_code, find_email, find_phone
from assistant.understanding.identity.names import KIN_RULE, Said, find_bare_name, find_name, find_own_name, see
from assistant.understanding.identity.renames import find_rename
from assistant.understanding.identity.spelling import find_respelt
from assistant.understanding.identity.unasked import find_unasked_name
from assistant.understanding.inquiries import find_inquiry
from assistant.understanding.intents.guesses import Heard, Verdict, weigh
from assistant.understanding.intents.rules import MENTION_RULE, find_intents, find_social
from assistant.understanding.model import (
    Context,
    Expecting,
    Hunch,
    Intent,
    Selection,
    Understanding,
    UserAct,
)
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.notes import find_note, find_note_change, is_told
from assistant.understanding.objections import find_wrong
from assistant.understanding.party import Party, find_party
from assistant.understanding.phrases import OTHER, PERSON, SERVICE, TIME, Finding, list_words, mask
from assistant.understanding.reading import Reading, list_spans
from assistant.understanding.reference.absent import find_absent, find_present
from assistant.understanding.reference.bookings import find_reference
from assistant.understanding.reference.scope import find_scope
from assistant.understanding.reference.selection import find_selection, lists_times
from assistant.understanding.reference.several import find_several
from assistant.understanding.shifts import find_shift, find_usual, says_several_shifts
from assistant.understanding.times import read_all_times
from assistant.understanding.times.days import weekday
from assistant.understanding.times.model import Repetition, When
from assistant.understanding.unsupported import find_topic

T = TypeVar("T")


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
    reading = _read(read, context)
    heard = assemble(reading)
    parts = find_wishes(reading)
    if not parts and says_several_shifts(reading.mask_contact(), (*reading.shifting, *reading.lengths)):
        # "The first an hour earlier and the other an hour later": which is which was not read, and nothing is moved.
        unclear = Understanding(text=heard.text, sentiment=heard.sentiment, name=heard.name, phone=heard.phone)
        return replace(unclear, trace=heard.trace)
    return replace(heard, wishes=_read_wishes_apart(read, parts, context)) if parts else heard


def _read_wishes_apart(read: str, parts: Sequence[tuple[int, int]], context: Context) -> tuple[Understanding, ...]:
    """Return what each part means: the first may answer what was asked, the others stand for themselves."""
    unasked = replace(context, expecting=Expecting.NOTHING, options=())
    contexts = (context, *(unasked for _ in parts[1:]))
    texts = (read[start:end].strip(_EDGES) for start, end in parts)
    return complete([assemble(_read(text, asked)) for text, asked in zip(texts, contexts, strict=True)])


_EDGES = " ,;\n"


def judge_guess(text: str, context: Context) -> Verdict:
    """Return what the model's guess came to when `text` was read in `context`. For `explain`."""
    return _read(normalize(text), context).verdict


def _read(text: str, context: Context) -> Reading:
    folded = fold(text)
    reading = Reading(text=text, folded=folded, words=list_words(folded))
    _read_contact(reading, context)
    _read_times(reading, context)
    _read_catalogue(reading, context)
    _read_party(reading, context)
    _read_selection(reading, context)
    _read_wishes(reading, context)
    if context.expecting is Expecting.NAME and reading.name is None:
        _read_bare_name(reading)
    elif context.takes_name or context.expecting is Expecting.PERSON:
        _read_unasked_name(reading, context)
    return reading


def _read_contact(reading: Reading, context: Context) -> None:
    reading.phone = find_phone(reading.text, reading.folded, context.locale, context.expecting)
    reading.email = find_email(reading.folded)
    reading.code = find_code(reading.mask_contact())
    reading.social = find_social(reading.folded, context.expecting)
    respelt = find_respelt(reading.text, reading.folded)
    ours = {fold(person.name) for person in context.people}
    reading.respelt = respelt if respelt and fold(respelt.value) not in ours else None


def _read_times(reading: Reading, context: Context) -> None:
    # What is to be confirmed has a time: "how about 4?" is another one.
    asked = (Expecting.TIME, Expecting.CONFIRMATION)
    bare = _BARE_NUMBER.fullmatch(reading.folded)
    is_bare = bare is not None and (context.expecting is Expecting.NOTHING or bool(context.puts_right and bare["lead"]))
    expecting_time = context.expecting in asked or lists_times(context) or is_bare
    # "Jazz with 2 zs" is no two o'clock
    spans = list_spans([reading.respelt]) if reading.respelt else ()
    found = read_all_times(
        mask(reading.text, spans, "x"),
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
    reading.times = [
        _without_one(reading.folded, when) for when in reading.times if not _is_one_for(reading.folded, when)
    ]


def _is_one_for(folded: str, when: When) -> bool:
    """Return whether "one" is a booking, and no time: "yes, and one for Tom", "the Wed one"."""
    is_bare = when.rules == ("bare_number",) and folded[when.start : when.end] in ("one", "1")
    is_noun = _NAMED_ONE.search(folded, max(0, when.start - _NAMED_LENGTH), when.start) is not None
    return is_bare and (folded.startswith((" for ", " too", " as well", " also"), when.end) or is_noun)


def _without_one(folded: str, when: When) -> When:
    """Return the day of "the Tuesday one", which is no one o'clock."""
    is_one = len(when.clock_spans) == 1 and folded[slice(*when.clock_spans[0])] == "one"
    if not (is_one and when.day_spans and _DEFINITE.search(folded, max(0, when.start - _DEFINITE_LENGTH), when.start)):
        return when
    end = max(span[1] for span in when.day_spans)
    return replace(when, clocks=(), clock_spans=(), end=end, rules=(weekday.name,))


_DEFINITE = re.compile(r"\b(?:the|my|our|that|this) $")
_DEFINITE_LENGTH = 5
_NAMED_ONE = re.compile(r"\b(?:the|my|our|that|this) [a-z]{2,12} $")
_NAMED_LENGTH = 18
_BARE_NUMBER = re.compile(
    r"(?P<lead>(?:(?:no|nope|oh|oops|sorry|wait|actually|i mean|i meant)[ ,.!]{1,2}){0,3})[0-9]{1,2}(?:[:. ]?[0-9]{2})?"
    r"(?: (?:sorry|please|pls|instead|actually))?"
)
"""A message of nothing else, where nothing was asked, is most likely a time of day."""


def _find_repetition(context: Context) -> Repetition:
    if context.expecting is Expecting.SERIES_END:
        return Repetition.ASKED_END
    return Repetition.KNOWN if context.is_repeating else Repetition.UNKNOWN


def _read_catalogue(reading: Reading, context: Context) -> None:
    readable = reading.mask_contact()
    reading.services = find_services(readable, context.services)
    reading.drop_times(found for found in reading.services if found.rule == "exact")
    reading.services = _list_unclaimed(reading.services, reading.times)
    told = reading.list_told_times()
    people = [
        found for found in find_people(readable, context.people) if not any(found.overlaps(*span) for span in told)
    ]
    said = _see_names(reading, people)
    reading.name = reading.respelt or find_name(said, asked=context.expecting is Expecting.NAME)
    if reading.name and (reading.name.rule == KIN_RULE or find_other(reading.text, said.masked, reading.words)):
        reading.own_name = find_own_name(said)
    if reading.name:
        start, end = reading.name.start, reading.name.end  # Joe May
        reading.times = [when for when in reading.times if not (start <= when.start and when.end <= end)]
        readable = mask(readable, [(reading.name.start, reading.name.end)], OTHER)
    reading.people = _list_apart(people, [reading.name]) if reading.name else people
    reading.any_person = find_any_person(readable, asked=context.expecting is Expecting.PERSON)
    reading.other_person = None if merge_ids(reading.people) else find_other_person(readable)


def _see_names(reading: Reading, people: Sequence[Finding[tuple[int, ...]]]) -> Said:
    """Return the text as names are looked for in it: a day alone, in one word, may be a surname."""
    told = reading.list_told_times()
    lone = {(when.start, when.end) for when in reading.times if reading.text[when.start : when.end].isalpha()}
    untimed = mask(reading.mask_contact(), list_spans(reading.services), SERVICE)
    plain = mask(untimed, [span for span in told if span not in lone], TIME)
    masked = mask(mask(untimed, told, TIME), list_spans(people), PERSON)
    return see(reading.text, reading.folded, plain=plain, masked=masked)


def _read_party(reading: Reading, context: Context) -> None:
    asked = context.expecting is Expecting.PARTY_SIZE
    spelling = list_spans([reading.respelt]) if reading.respelt else ()
    masked = reading.mask_slots(told_only=True)
    reading.party = find_party(mask(reading.mask_contact(), spelling, OTHER), masked, asked=asked)
    _read_group(reading, masked)
    if reading.party:
        _read_times_beside_party(reading, context, reading.party)
        if reading.other_person and reading.party.overlaps(reading.other_person.start, reading.other_person.end):
            reading.other_person = None  # "add another person" wants no other stylist
        # "2 adults and 3 kids" asks for no kids' cut
        reading.services = [s for s in reading.services if not s.overlaps(reading.party.start, reading.party.end)]


def _read_group(reading: Reading, masked: str) -> None:
    """Read several people that are told by name; their number counts where no other is told."""
    if not {"and", "n"} & reading.words and not {"&", "+"} & {*reading.folded}:
        return
    group = find_group(reading.text, masked)
    size = reading.party.value.size if reading.party else None
    if group is None or (reading.party and size != group.value):
        return
    reading.group = group
    reading.party = Finding(value=Party(size=group.value), start=group.start, end=group.end, rule=group.rule)
    kin = find_kin_name(reading.folded)
    if reading.name and (group.overlaps(reading.name.start, reading.name.end) or _is_same(reading.name, kin)):
        reading.name = None


def _is_same(name: Finding[str], other: Finding[str] | None) -> bool:
    return other is not None and other.overlaps(name.start, name.end)


def _read_times_beside_party(reading: Reading, context: Context, party: Finding[Party]) -> None:
    """Read the times once more where a head count had been taken for one: "a table for 2 in the evening"."""
    if any(when.start < party.end and party.start < when.end for when in reading.times):
        apart = Reading(text=mask(reading.text, [(party.start, party.end)], "x"), folded=reading.folded)
        apart.phone, apart.email, apart.code, apart.social = reading.phone, reading.email, reading.code, reading.social
        _read_times(apart, context)
        reading.times, reading.recurrence = apart.times, apart.recurrence


def _read_selection(reading: Reading, context: Context) -> None:
    reading.several = find_several(reading.folded)
    if reading.several:
        reading.drop_times([reading.several])
        return
    reading.selection = find_selection(reading.folded, context)
    if reading.selection and reading.selection.rule != "select.title":
        # "the 2nd one" is no day of the month. A title may well be a time, and then it is one too.
        reading.drop_times([reading.selection])


def _read_wishes(reading: Reading, context: Context) -> None:
    readable, words = reading.mask_contact(), reading.words
    # "The next one" is no one o'clock.
    reading.scope = find_scope(readable)
    if reading.scope and not reading.scope.value.is_several:
        reading.drop_times([reading.scope])
    undo = find_undo(readable, words)
    reading.drop_times([undo])
    masked = reading.mask_slots()
    if reading.several or (reading.scope is None and masked != readable):
        reading.scope = None if reading.several else find_scope(masked)
    reading.renames = find_rename(masked, words)
    # "Put my Friday appointment under Smith" moves nothing.
    claimed = [*list_spans(reading.social), *list_spans([reading.renames] if reading.renames else [])]
    reading.intents = find_intents(mask(masked, claimed, OTHER), context.expecting)
    reading.topic = find_topic(masked, words)
    _read_remarks(reading)
    reading.unknown_person = find_unknown_person(reading.text, masked) if context.people else None
    reading.acts = [*find_acts(masked, context.expecting), *((undo,) if undo else ())]
    if any(act.value is UserAct.REPEAT for act in reading.acts):
        reading.times, reading.people = [], []  # "is it with Ben?" wants to know, and nobody
    reading.is_qualified = is_qualified(masked)
    if declined := find_declining(readable, words):
        reading.declines = True
        # "Not today, thanks" rules out no day: it turns down the matter.
        reading.excluded = tuple(one for one in reading.excluded if not declined.overlaps(one.start, one.end))
    reading.reference = find_reference(masked)
    reading.amends, reading.is_late = amends(readable, words), is_late(readable, words)
    _read_note(reading, masked)
    reading.direction = find_alternatives(masked)
    reading.times, refused = split_unsuitable(masked, reading.times)
    reading.excluded += tuple(refused)
    _read_shift(reading, masked)
    _read_besides(reading, masked)
    _read_absent(reading)
    _read_guess(reading, context)
    if reading.selection and reading.direction:
        # "the later one" of the list, not another one
        overlaps = reading.direction.overlaps(reading.selection.start, reading.selection.end)
        reading.direction = None if overlaps else reading.direction


def _read_note(reading: Reading, masked: str) -> None:
    reading.note_change = find_note_change(masked, reading.words)
    if not reading.is_late:
        others = list_spans([*reading.social, *reading.intents]) + list_spans(reading.acts)
        change = reading.note_change
        reading.note = find_note(reading.text, masked, reading.words, change=change, others=others)
    if reading.note:
        # "Note: no small talk" says no to nothing.
        reading.acts = [act for act in reading.acts if not reading.note.overlaps(act.start, act.end)]
    if reading.note:  # "tell Ben I want it short" wants it with nobody
        reading.people = [one for one in reading.people if not is_told(masked, one.start)]
    if reading.note and reading.note_change:  # nothing that it says is wanted: "change the note to 2 high chairs"
        whole = [replace(reading.note, start=reading.note_change.start)]
        reading.drop_times(whole)
        reading.intents, reading.services = _list_apart(reading.intents, whole), _list_apart(reading.services, whole)
    if reading.note and reading.party and reading.note.overlaps(reading.party.start, reading.party.end):
        reading.party = None  # "one of us is coeliac"


def _read_besides(reading: Reading, masked: str) -> None:
    reading.for_customer = is_for_customer(masked)
    reading.another = find_another(masked, reading.words)
    reading.other = find_other(reading.text, masked, reading.words)
    if reading.group and reading.group.has_customer:
        reading.for_customer = True
    reading.count = find_count(reading.folded, masked, reading.services)


def _read_absent(reading: Reading) -> None:
    """Read who will not come: that is a cancellation, where it is not said to be something else."""
    reading.absent = find_absent(reading.text, reading.folded)
    reading.present = find_present(reading.text, reading.folded)
    if reading.absent and not reading.intents:
        found = reading.absent
        reading.intents = [Finding(value=Intent.CANCEL, start=found.start, end=found.end, rule="intent.cancel.absent")]


def _read_remarks(reading: Reading) -> None:
    """Read what is asked about the shop, and what is said to be wrong: the times in it stand as they were written."""
    untimed = mask(reading.mask_contact(), list_spans(reading.services), SERVICE)
    reading.inquiry = find_inquiry(mask(untimed, list_spans(reading.people), PERSON), reading.words)
    reading.wrong = find_wrong(reading.folded, reading.words)


def _read_shift(reading: Reading, masked: str) -> None:
    reading.usual = find_usual(masked)
    # "The following day" is masked as the time that it is where nothing was spoken of.
    found = find_shift(reading.mask_contact(), (*reading.shifting, *reading.lengths))
    if found:
        reading.shift = found
        reading.lengths = tuple(one for one in reading.lengths if not found.overlaps(one.start, one.end))


def _read_guess(reading: Reading, context: Context) -> None:
    edits = reading.is_late or reading.note or reading.note_change or reading.renames
    if edits or reading.topic or (reading.party and reading.party.value.change):
        return
    heard = Heard(
        wishes=frozenset([found.value for found in reading.intents]),
        acts=frozenset([found.value for found in reading.list_acts()]),
        names_ours=bool(reading.services or reading.people),
        is_mention=[found.rule for found in reading.intents] == [MENTION_RULE],
        names_slot=bool(reading.times or reading.party or reading.services or reading.people),
        is_unread=reading.is_unread,
        is_courtesy=reading.is_courtesy,
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


def _read_bare_name(reading: Reading) -> None:
    turned_away = any(act.value is not UserAct.AFFIRM for act in reading.acts)
    if turned_away or reading.intents or reading.direction or any(s.rule == "exact" for s in reading.services):
        return
    reading.name = find_bare_name(reading.text, reading.mask_contact())
    if reading.name:
        claimed = [reading.name]
        reading.drop_times(claimed)
        reading.people = _list_apart(reading.people, claimed)
        reading.services = _list_apart(reading.services, claimed)


def _read_unasked_name(reading: Reading, context: Context) -> None:
    """Read a message that is a name and nothing else; where it was asked who shall do it, it is a stranger's."""
    is_told = any(found.rule[:5] != "model" for found in reading.intents) or reading.inquiry is not None
    is_answer = {act.value for act in reading.acts} <= {UserAct.AFFIRM, UserAct.NEGATE}
    slots = (reading.times, reading.services, reading.people, reading.party, reading.phone, reading.code, reading.name)
    if is_told or not is_answer or any(slots) or reading.selection or reading.unknown_person or reading.topic:
        return
    found = find_unasked_name(reading.text, reading.mask_slots())
    if found is None:
        return
    reading.intents, reading.hunch = [], None
    if context.expecting is Expecting.PERSON:
        reading.unknown_person = found
    else:
        reading.name = found


def _list_apart(findings: Sequence[Finding[T]], claimed: Sequence[Finding[str]]) -> list[Finding[T]]:
    return [found for found in findings if not any(found.overlaps(other.start, other.end) for other in claimed)]


def _list_unclaimed(findings: Sequence[Finding[T]], times: Sequence[When]) -> list[Finding[T]]:
    return [found for found in findings if not any(found.overlaps(when.start, when.end) for when in times)]
