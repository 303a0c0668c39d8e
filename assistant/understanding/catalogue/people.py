"""Who shall do it: people of the shop, anybody, somebody else, and strangers."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from assistant.understanding.catalogue.matching import RULED_OUT, find_names, is_ruled_out
from assistant.understanding.catalogue.tokens import WORD
from assistant.understanding.context import Entry
from assistant.understanding.identity.given_names import WRITTEN_SMALL
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.vocabulary import COMMON_WORDS, NAMES_THAT_ARE_WORDS

_OR = re.compile(r" (?:or|nor|and|&) (?:with )?")
"""Between two who are ruled out together."""
_CUE_BEFORE = re.compile(r"(?:\b(?:with|by|see|seeing|ask for|prefer|want|about|or|is|are|does|using)|\bw/)\s?$")
_CUE_AFTER = re.compile(
    r"(?:'s|,? (?:please|pls|again|instead|or|is|does|has|free|working|work|available|in|around|off|then|can|could))\b"
    r"| at \d"
)
_LEAD = re.compile(r"^(?:(?:ok|okay|yes|yeah|no|sorry|actually|maybe|um|or|and|then)[ ,]{1,2})+")
_WITH_WHOM = re.compile(r"\b(?:with|by|see|seeing|prefer)\s|\bw/\s?")
_CAPITALISED = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[^\W\d_a-z][^\W\d_A-Z]{1,19}(?![\w'])")
_ANY_PERSON = compile_phrases(
    r"(?:anyone|anybody|any one|any body)(?! (?:there|know|knows|tell|help|else know|can help|reading|home|speak))",
    r"whoever(?:'s| is)?(?: free| available)?",
    r"whomever",
    r"any (?:\w{1,20} )?(?:stylist|barber|person|hairdresser|therapist|technician|staff|of (?:you|them))",
    r"no (?:particular )?preference",
    r"(?:don't|do not) (?:really )?(?:have a preference|(?:mind|care|matter) who(?:m|ever)?|mind which (?:one|person))",
    r"(?:doesn't|does not) matter who",
    r"not (?:fussed|bothered|fussy|picky)(?: who| about who)?",
    r"either (?:of (?:them|you|the two)|one|is (?:fine|ok|okay|good))",
)
_OTHER_PERSON = compile_phrases(
    r"(?:someone|somebody|anyone|anybody|who) else",
    r"(?:another|different|other) (?:person|stylist|barber|hairdresser|therapist)",
)
_ANY_PERSON_ASKED = compile_phrases(
    "either",
    "any",
    r"(?:i )?(?:really )?(?:don't|do not) (?:really )?(?:mind|care)",
    r"(?:doesn't|does not|makes no) (?:really )?(?:matter|difference|odds)",
    "up to you",
    "you (?:choose|pick|decide)",
    r"(?:the )?first (?:available|free)(?: person| one)?",
    "surprise me",
    "nobody in particular",
    "no one in particular",
)


def find_people(folded: str, entries: tuple[Entry, ...]) -> list[Finding[tuple[int, ...]]]:
    """Return each mention of a person in folded text, in order; one that rules a person out ("not Ben") says so.

    Its rule is `RULED_OUT` then, and its ids are of whoever is not wanted. A name that is also a word (Will, May)
    counts only where the words around it speak of a person.
    """
    mentions = find_names(folded, entries, inflected=False)
    people: list[Finding[tuple[int, ...]]] = []
    for found in mentions:
        if _is_person(folded, found):
            is_out = is_ruled_out(folded, found) or _goes_on(folded, people[-1:], found)
            people.append(replace(found, rule=RULED_OUT) if is_out else found)
    return people


def find_any_person(folded: str, *, asked: bool) -> Finding[bool] | None:
    """Return where the customer says that anybody will do; `asked` is whether the question was who."""
    found = _ANY_PERSON.search(folded)
    if found is None and asked:
        found = _ANY_PERSON_ASKED.match(folded)
    return Finding(value=True, start=found.start(), end=found.end(), rule="person.any") if found else None


def find_other_person(folded: str) -> Finding[bool] | None:
    """Return where the customer wants somebody but the one who was spoken of."""
    found = _OTHER_PERSON.search(folded)
    return Finding(value=True, start=found.start(), end=found.end(), rule="person.other") if found else None


def _goes_on(folded: str, last: Sequence[Finding[tuple[int, ...]]], found: Finding[tuple[int, ...]]) -> bool:
    """Return whether a mention is ruled out together with the one before: "not with Ana or Ben"."""
    return any(one.rule == RULED_OUT and _OR.fullmatch(folded, one.end, found.start) for one in last)


def find_unknown_person(text: str, masked: str) -> Finding[str] | None:
    """Return somebody whom it is to be with and whom no reader knows: a capital, or a given name, after "with".

    Args:
        text: As it was written.
        masked: Folded, with everything masked that has been found: who works here is no stranger.
    """
    for cue in _WITH_WHOM.finditer(masked):
        found = _CAPITALISED.match(text, cue.end())
        if found and masked[found.start() : found.end()] not in COMMON_WORDS and masked[found.start()] < "\ue000":
            return Finding(value=found[0], start=found.start(), end=found.end(), rule="person.unknown")
        small = WORD.match(masked, cue.end())
        if small and small[0] in WRITTEN_SMALL:
            name = small[0].capitalize()
            return Finding(value=name, start=small.start(), end=small.end(), rule="person.unknown")
    return None


def _is_person(folded: str, found: Finding[tuple[int, ...]]) -> bool:
    name = folded[found.start : found.end].removesuffix("'s")
    if name not in NAMES_THAT_ARE_WORDS and name not in COMMON_WORDS:
        return True
    before = _CUE_BEFORE.search(folded, max(0, found.start - 12), found.start)
    after = _CUE_AFTER.match(folded, found.end)
    return before is not None or after is not None or name == _LEAD.sub("", folded.strip(" .,!?"))
