"""Who, what and how many: contact, services, people, names, the party, and what is picked from a list."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from assistant.understanding.assembly import merge_ids
from assistant.understanding.besides.group import find_group, find_kin_name
from assistant.understanding.besides.others import find_other
from assistant.understanding.catalogue.people import (
    find_any_person,
    find_other_person,
    find_people,
)
from assistant.understanding.catalogue.services import find_picked, find_services
from assistant.understanding.context import Context, Expecting
from assistant.understanding.identity.ages import CHILD_AGE_MAX, find_age, find_for_child, names_by_age
from assistant.understanding.identity.contact import find_code, find_email, find_phone, find_plate
from assistant.understanding.identity.names import KIN_RULE, Said, find_name, find_own_name, see
from assistant.understanding.identity.spelling import find_respelt
from assistant.understanding.intents.rules import find_social
from assistant.understanding.normalize import fold
from assistant.understanding.party import Party, find_party
from assistant.understanding.phrases import OTHER, PERSON, SERVICE, TIME, Finding, mask
from assistant.understanding.readers.times import read_times_beside_party
from assistant.understanding.reading import Reading, list_apart, list_spans
from assistant.understanding.reference.selection import find_selection
from assistant.understanding.reference.several import find_several
from assistant.understanding.times.model import When
from assistant.understanding.times.neighbours import meal

T = TypeVar("T")


def read_contact(reading: Reading, context: Context) -> None:
    """Read how to reach the customer, a booking's code, courtesies, and a name that is spelt."""
    reading.phone = find_phone(reading.text, reading.folded, context.locale, context.expecting)
    reading.email = find_email(reading.folded)
    reading.plate = find_plate(reading.folded)
    reading.age = find_age(reading.folded)
    reading.code = find_code(reading.mask_contact())
    reading.social = find_social(reading.folded, context.expecting)
    respelt = find_respelt(reading.text, reading.folded)
    is_ours = respelt and fold(respelt.value) in {fold(person.name) for person in context.people}
    reading.respelt = None if is_ours else respelt


def read_catalogue(reading: Reading, context: Context) -> None:
    """Read services, people and names: each in what the others leave."""
    readable = reading.mask_contact()
    reading.services = find_services(readable, context.services)
    if context.expecting is Expecting.SERVICE and not reading.services:
        untimed = mask(readable, reading.list_told_times(), TIME)
        reading.services = find_picked(untimed, context.services, context.options)
    meals = [found for found in reading.services if _is_when(found, reading.times)]
    apart = [found for found in reading.services if found not in meals]
    # "Friday for a haircut at 3": what is named between the day and the hour is no part of the time.
    reading.drop_told_times(found for found in apart if found.rule == "exact")
    told = reading.list_told_times()
    unclaimed = [found for found in apart if not any(found.overlaps(*span) for span in told)]
    reading.services = sorted((*meals, *unclaimed), key=lambda found: found.start)
    _drop_ones(reading)
    _read_child(reading, context)
    people = [
        found for found in find_people(readable, context.people) if not any(found.overlaps(*span) for span in told)
    ]
    said = _see_names(reading, people)
    reading.name = reading.respelt or find_name(said, asked=context.expecting is Expecting.NAME)
    is_for_aged = reading.age is not None and names_by_age(reading.folded)
    if reading.name and (reading.name.rule == KIN_RULE or is_for_aged or _names_another(reading, said.masked)):
        reading.own_name = find_own_name(said)
    if reading.name:
        start, end = reading.name.start, reading.name.end  # Joe May
        reading.times = [when for when in reading.times if not (start <= when.start and when.end <= end)]
        readable = mask(readable, [(reading.name.start, reading.name.end)], OTHER)
    reading.people = list_apart(people, [reading.name]) if reading.name else people
    reading.any_person = find_any_person(readable, asked=context.expecting is Expecting.PERSON)
    reading.other_person = None if merge_ids(reading.people) else find_other_person(readable)


def _drop_ones(reading: Reading) -> None:
    """Forget the one o'clock of "large dog one": it is one of the services."""
    ends = {found.end for found in reading.services if found.rule == "part"}
    reading.times = [
        when
        for when in reading.times
        if not (when.start - 1 in ends and reading.folded[when.start : when.end] == "one")
    ]


def _is_when(service: Finding[tuple[int, ...]], times: Sequence[When]) -> bool:
    """Return whether a service is also when it is had: "dinner on Friday", where a table is called that."""
    at_meals = (span for when in times if meal.name in when.rules for span in when.clock_spans)
    return any(start <= service.start and service.end <= end for start, end in at_meals)


def _names_another(reading: Reading, masked: str) -> bool:
    """Return whether it is for somebody else, beside the name that was read or under it."""
    named = mask(masked, list_spans([reading.name] if reading.name else ()), OTHER)
    return any(find_other(reading.text, seen, reading.words) for seen in (masked, named))


def _see_names(reading: Reading, people: Sequence[Finding[tuple[int, ...]]]) -> Said:
    """Return the text as names are looked for in it: a day alone, in one word, may be a surname."""
    told = reading.list_told_times()
    lone = {(when.start, when.end) for when in reading.times if reading.text[when.start : when.end].isalpha()}
    untimed = mask(reading.mask_contact(), list_spans(reading.services), SERVICE)
    plain = mask(untimed, [span for span in told if span not in lone], TIME)
    masked = mask(mask(untimed, told, TIME), list_spans(people), PERSON)
    return see(reading.text, reading.folded, plain=plain, masked=masked)


def _read_child(reading: Reading, context: Context) -> None:
    """Take what a child has of the service that is wanted for one: "haircut for my 6 year old" is a kids' cut."""
    if reading.age is None or reading.age.value > CHILD_AGE_MAX or len(reading.services) != 1:
        return
    (wanted,) = reading.services
    meant = find_for_child(wanted.value[0], context.services) if len(wanted.value) == 1 else None
    if meant:
        reading.services = [replace(wanted, value=(meant,))]


def read_party(reading: Reading, context: Context) -> None:
    """Read for how many it is, and who they are."""
    asked = context.expecting is Expecting.PARTY_SIZE
    spelling = list_spans([reading.respelt]) if reading.respelt else ()
    masked = reading.mask_slots(told_only=True)
    reading.party = find_party(mask(reading.mask_contact(), spelling, OTHER), masked, asked=asked)
    _read_group(reading, masked)
    if reading.party:
        read_times_beside_party(reading, context, reading.party)
        if reading.other_person and reading.party.overlaps(reading.other_person.start, reading.other_person.end):
            reading.other_person = None  # "add another person" wants no other stylist
        # "2 adults and 3 kids" asks for no kids' cut
        reading.services = [s for s in reading.services if not s.overlaps(reading.party.start, reading.party.end)]


def _read_group(reading: Reading, masked: str) -> None:
    """Read several people that are told by name; their number counts where no other is told."""
    if not {"and", "n"} & reading.words and "&" not in reading.folded and "+" not in reading.folded:
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


def read_selection(reading: Reading, context: Context) -> None:
    """Read which items of a list are meant."""
    reading.several = find_several(reading.folded)
    if reading.several:
        reading.drop_times([reading.several])
        return
    reading.selection = find_selection(reading.folded, context)
    if reading.selection and reading.selection.rule != "select.title":
        # "the 2nd one" is no day of the month. A title may well be a time, and then it is one too.
        reading.drop_times([reading.selection])
