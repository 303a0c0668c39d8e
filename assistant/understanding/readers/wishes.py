"""What is wanted: intents and acts, and what is said of them."""

from msgspec.structs import replace

from assistant.understanding.acts import find_acts, find_declining, find_undo, is_qualified
from assistant.understanding.alternatives import find_alternatives
from assistant.understanding.around import ENDS
from assistant.understanding.besides.counts import find_brought, find_count
from assistant.understanding.besides.others import (
    find_another,
    find_both_times,
    find_other,
    is_for_customer,
)
from assistant.understanding.catalogue.people import (
    find_unknown_person,
)
from assistant.understanding.context import Context, Expecting
from assistant.understanding.edits import amends, is_late
from assistant.understanding.exclusions import split_unsuitable
from assistant.understanding.identity.renames import find_rename
from assistant.understanding.inquiries import find_inquiries
from assistant.understanding.intents.guesses import Heard, weigh
from assistant.understanding.intents.rules import MENTION_RULE, find_intents, is_mere_mention
from assistant.understanding.model import Hunch, InquiryTopic, Intent, UserAct
from assistant.understanding.normalize import fold
from assistant.understanding.notes import find_note, find_note_change, is_told
from assistant.understanding.objections import find_wrong
from assistant.understanding.party import Party
from assistant.understanding.party.leaving import find_leaving
from assistant.understanding.phrases import OTHER, PERSON, SERVICE, Finding, mask
from assistant.understanding.reading import Reading, list_apart, list_spans
from assistant.understanding.reference.absent import find_absent, find_cancelled, find_present
from assistant.understanding.reference.bookings import find_reference
from assistant.understanding.reference.scope import find_scope
from assistant.understanding.reference.selection import lists_times
from assistant.understanding.shifts import find_shift, find_usual
from assistant.understanding.unsupported import find_topic


def read_wishes(reading: Reading, context: Context) -> None:
    """Read what is wanted, and all that is said of it."""
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
    if in_case := reading.in_case:  # nothing of it is wanted yet
        masked = mask(masked, list_spans([in_case]), OTHER)
        reading.drop_times([in_case])
        reading.topic, reading.party = None, None if _holds(in_case, reading.party) else reading.party
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
    reading.times, refused = split_unsuitable(masked, reading.times, is_offered=_talks_of_times(context))
    reading.excluded += tuple(refused)
    _read_shift(reading, masked)
    _read_besides(reading, masked, context)
    if in_case is None:
        _read_absent(reading, masked, context)
    _read_guess(reading, context)
    if reading.selection and reading.direction:
        # "the later one" of the list, not another one
        overlaps = reading.direction.overlaps(reading.selection.start, reading.selection.end)
        reading.direction = None if overlaps else reading.direction


def _talks_of_times(context: Context) -> bool:
    asked = (Expecting.TIME, Expecting.CONFIRMATION)
    return context.takes_time or context.expecting in asked or lists_times(context)


def _holds(found: Finding[InquiryTopic], other: Finding[Party] | None) -> bool:
    return other is not None and found.overlaps(other.start, other.end)


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
        reading.intents, reading.services = list_apart(reading.intents, whole), list_apart(reading.services, whole)
    if reading.note and reading.party and reading.note.overlaps(reading.party.start, reading.party.end):
        reading.party = None  # "one of us is coeliac"


def _read_besides(reading: Reading, masked: str, context: Context) -> None:
    reading.for_customer = is_for_customer(masked)
    reading.both_times = find_both_times(masked, reading.words)
    reading.another = reading.both_times or find_another(masked, reading.words)
    reading.other = find_other(reading.text, masked, reading.words)
    if reading.group and reading.group.has_customer:
        reading.for_customer = True
    brought = find_brought(masked, reading.services)
    reading.brings = brought is not None
    reading.count = brought or find_count(reading.folded, masked, reading.services, context.services)


def _read_absent(reading: Reading, masked: str, context: Context) -> None:
    """Read who will not come, or whose is cancelled: that is a cancellation, where it is not said to be something else.

    Nothing is wanted for them beside that: "cancel the one for Tom".
    """
    cancelled = find_cancelled(reading.text, masked) or _find_named(reading)
    if cancelled and fold(cancelled.value) in {fold(person.name) for person in context.people}:
        cancelled = None  # "cancel Ben": the one with him
    reading.absent = find_absent(reading.text, reading.folded) or cancelled
    if reading.absent and reading.other and reading.absent.overlaps(reading.other.start, reading.other.end):
        reading.other = reading.another = None
    reading.present = find_present(reading.text, reading.folded)
    is_counted = reading.party is not None and reading.party.value.change is not None
    reading.leaving = None if reading.absent or is_counted else find_leaving(reading.folded)
    if reading.leaving and reading.party and reading.leaving.overlaps(reading.party.start, reading.party.end):
        reading.party = None  # "me and my mum can't come": they are not who comes
    reading.drop_times([reading.leaving])  # "can't come now" is about no time
    found = reading.absent or reading.leaving
    if found and not reading.intents:
        reading.intents = [Finding(value=Intent.CANCEL, start=found.start, end=found.end, rule="intent.cancel.absent")]


def _find_named(reading: Reading) -> Finding[str] | None:
    """Return the name that a cancellation is for, where it was read as a name already: "cancel the haircut for Tom"."""
    name, wants = reading.name, {found.value for found in reading.intents}
    is_for = name is not None and reading.folded.endswith("for ", 0, name.start)
    return name if is_for and Intent.CANCEL in wants and Intent.BOOK not in wants else None


def _read_remarks(reading: Reading) -> None:
    """Read what is asked about the shop, and what is said to be wrong: the times in it stand as they were written."""
    untimed = mask(reading.mask_contact(), list_spans(reading.services), SERVICE)
    reading.inquiries = find_inquiries(mask(untimed, list_spans(reading.people), PERSON), reading.words)
    reading.wrong = find_wrong(reading.folded, reading.words)


def _read_shift(reading: Reading, masked: str) -> None:
    reading.usual = find_usual(masked)
    # "The following day" is masked as the time that it is where nothing was spoken of.
    found = find_shift(reading.mask_contact(), (*reading.shifting, *reading.lengths))
    if found and not (reading.in_case and reading.in_case.overlaps(found.start, found.end)):
        reading.shift = found
        reading.lengths = tuple(one for one in reading.lengths if not found.overlaps(one.start, one.end))


def _read_guess(reading: Reading, context: Context) -> None:
    edits = reading.is_late or reading.note or reading.note_change or reading.renames
    # "Can't stay past 4" is about no booking, and nothing is dropped that is dropped off.
    is_around = any(ENDS in when.rules for when in reading.times) or {"drop", "off"} <= reading.words
    if edits or is_around or reading.topic or (reading.party and reading.party.value.change):
        return
    rules = [found.rule for found in reading.intents]
    heard = Heard(
        wishes=frozenset([found.value for found in reading.intents]),
        acts=frozenset([found.value for found in reading.list_acts()]),
        names_ours=bool(reading.services or reading.people),
        # The words of a shop's own names tell a model of other shops nothing.
        is_mention=rules == [MENTION_RULE] and not is_mere_mention(reading.mask_slots()),
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
