"""What a customer wants: each intent's phrases, and what it takes for a mere mention to be a wish to book."""

import re
from collections.abc import Sequence

from msgspec import Struct

from assistant.understanding.context import Expecting
from assistant.understanding.intents.request_phrases import (
    BOOK,
    BOOK_NOUN,
    CANCEL,
    CANCEL_IF_NOT_MOVED,
    CANNOT_COME,
    FOLLOW_UP,
    LIST_BOOKINGS,
    RESCHEDULE,
    SERVICE_REQUEST,
)
from assistant.understanding.intents.talk_phrases import (
    AVAILABILITY,
    GOODBYE,
    GREETING,
    GREETING_UNASKED,
    HELP,
    HELP_IF_NOTHING_ELSE,
    HUMAN_HANDOFF,
    THANKS,
)
from assistant.understanding.model import Intent
from assistant.understanding.phrases import SERVICE, TIME, Finding, compile_phrases

_BARE_CANCEL_WORDS = """
    cancel it that this them these all please pls yes yeah ok sorry just no actually then don't dont do not book
    wait oh hang on hold hey um hmm thanks now nope stop
"""
BARE_CANCEL_WORDS = frozenset(_BARE_CANCEL_WORDS.split())
"""A cancel of these words names nothing that is to be cancelled: in the middle of booking it means that."""
SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE})
"""Said beside what is wanted, never instead of it."""
_CHANGES = frozenset({Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL})
MENTION_RULE = "intent.book.mention"
"""Reads a wish to book in the mere mention of what the shop sells."""

_NEGATED = re.compile(
    r"(?<!why )(?<!if you )\b(?:don'?t|do not|didn'?t|did not|doesn'?t|never|not|no need to|without|instead of"
    r"|rather than)(?:\s(?:want|wanna|need|wish|plan|intend|have|going|mean|looking|trying|asking|you|please|ever"
    r"|really|actually|to|me|even|be|my|the)){0,4}\s$"
)
_NEGATION_LENGTH_MAX = 60

_PAST = compile_phrases(
    r"(?:i|we|he|she) (?:had|got|was|were|loved|hated|came|went)",
    r"last (?:time|week|month)",
    r"(?:was|were|has been)",
    r"{start}(?:so )?(?:you|they)(?: guys| lot)? (?:<service>|did|gave|made|messed|ruined|burnt|burned)",
)
_MENTION = compile_phrases("<service>", "<party>", "<person>")
_BARE_CLAUSE = re.compile(
    r"(?:\b(?:an?|the|my|his|her|our|please|pls|plz|with|w|for|and|on|at|in|by|just|me|us|maybe|possibly|some|time|of|or"
    r"|hi|hey|hello|there|hiya|good|thanks|thank you|cheers|new|quick|appointment|appt|booking|around|about|ish|tho"
    r"|ok|yes|actually|then|today|also|but|\d{1,2}|one|two|three|son|daughter|kids?|wife|husband|mum|dad)\b"
    r"|[^\w.,!?\n])+"
)
"""A clause that says what and when, and nothing about it: "a trim please", "beard and cut w/ Ben"."""
_MERE = re.compile(r"(?:\b(?:an?|the|please|pls|plz|for|and|hi|hey|hello|hiya|thanks|thank you|cheers)\b|[^\w?\n])+")
_CLAUSES = re.compile(r"[.,!?\n]+")


class _Rule(Struct, frozen=True, kw_only=True):
    intent: Intent
    name: str
    pattern: re.Pattern[str]


_SOCIAL_RULES = (
    _Rule(intent=Intent.GREETING, name="intent.greeting", pattern=GREETING),
    _Rule(intent=Intent.THANKS, name="intent.thanks", pattern=THANKS),
    _Rule(intent=Intent.GOODBYE, name="intent.goodbye", pattern=GOODBYE),
)
_UNASKED_RULE = _Rule(intent=Intent.GREETING, name="intent.greeting", pattern=GREETING_UNASKED)
_RULES = (
    _Rule(intent=Intent.RESCHEDULE, name="intent.reschedule", pattern=RESCHEDULE),
    _Rule(intent=Intent.CANCEL, name="intent.cancel", pattern=CANCEL),
    _Rule(intent=Intent.LIST_BOOKINGS, name="intent.list_bookings", pattern=LIST_BOOKINGS),
    _Rule(intent=Intent.AVAILABILITY, name="intent.availability", pattern=AVAILABILITY),
    _Rule(intent=Intent.HELP, name="intent.help", pattern=HELP),
    _Rule(intent=Intent.HUMAN_HANDOFF, name="intent.human_handoff", pattern=HUMAN_HANDOFF),
    _Rule(intent=Intent.BOOK, name="intent.book", pattern=BOOK),
)


def find_social(folded: str, expecting: Expecting) -> list[Finding[Intent]]:
    """Return greetings, thanks and goodbyes in folded text: read first, for "good morning" is no time."""
    rules = (*_SOCIAL_RULES, _UNASKED_RULE) if expecting is Expecting.NOTHING else _SOCIAL_RULES
    return [found for rule in rules if (found := _search(rule, folded))]


def find_intents(masked: str, expecting: Expecting) -> list[Finding[Intent]]:
    """Return what is wanted in folded text whose times, services, people and party are masked, in its order.

    Each intent comes once. A mention of a service, a party or a person with a time is a wish to book only where
    nothing else is wanted and nothing was asked.
    """
    found = [found for rule in _RULES if (found := _search(rule, masked))]
    found += _find_cannot_come(masked, found, expecting)
    found = _drop_overlapped(found)
    if not any(finding.value is not Intent.HUMAN_HANDOFF for finding in found):
        found += _find_weak(masked, expecting)
    return sorted(found, key=lambda finding: finding.start)


def is_mere_mention(masked: str) -> bool:
    """Return whether masked text is a service and nothing around it but courtesies: it says what is to be booked."""
    return SERVICE in masked and _MERE.fullmatch(masked) is not None


def find_change(masked: str) -> Intent | None:
    """Return what folded, masked text says is to be done to the diary, in so many words: book, move or cancel."""
    rules = (rule for rule in _RULES if rule.intent in _CHANGES)
    found = _drop_overlapped([found for rule in rules if (found := _search(rule, masked))])
    return found[0].value if found else None


def is_bare_cancel(folded: str) -> bool:
    """Return whether folded text that wants something cancelled does not say what."""
    return BARE_CANCEL_WORDS.issuperset(re.findall(r"[a-z']+", folded))


def _search(rule: _Rule, masked: str) -> Finding[Intent] | None:
    for found in rule.pattern.finditer(masked):
        if not _is_negated(masked, found.start()):
            return Finding(value=rule.intent, start=found.start(), end=found.end(), rule=rule.name)
    return None


def _is_negated(masked: str, start: int) -> bool:
    return _NEGATED.search(masked, max(0, start - _NEGATION_LENGTH_MAX), start) is not None


def _find_cannot_come(masked: str, found: Sequence[Finding[Intent]], expecting: Expecting) -> list[Finding[Intent]]:
    """Return what "can't make it" means: another time where one is spoken of, else no time at all."""
    wanted = {finding.value for finding in found}
    if wanted & {Intent.RESCHEDULE, Intent.CANCEL}:
        return []
    cannot = CANNOT_COME.search(masked)
    if cannot is None and expecting is Expecting.NOTHING:
        cannot = CANCEL_IF_NOT_MOVED.search(masked)
    if cannot is None:
        return []
    follow_up = FOLLOW_UP.search(masked, cannot.end())
    intent = Intent.RESCHEDULE if follow_up else Intent.CANCEL
    return [Finding(value=intent, start=cannot.start(), end=cannot.end(), rule=f"intent.{intent}.cannot_come")]


def _drop_overlapped(found: list[Finding[Intent]]) -> list[Finding[Intent]]:
    """Return `found` without what overlaps an earlier start: "did I book anything" asks for no free times."""
    kept: list[Finding[Intent]] = []
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not any(other.overlaps(finding.start, finding.end) for other in kept):
            kept.append(finding)
    return kept


def _find_weak(masked: str, expecting: Expecting) -> list[Finding[Intent]]:
    """Return the intent of a message that names what is wanted without a word for wanting it."""
    if expecting is Expecting.NOTHING and (told := _BOOKED.search(masked)):
        return [Finding(value=Intent.LIST_BOOKINGS, start=told.start(), end=told.end(), rule="intent.list_bookings")]
    if not _PAST.search(masked):
        for pattern in (SERVICE_REQUEST, BOOK_NOUN):
            found = pattern.search(masked)
            if found and not _is_negated(masked, found.start()):
                return [Finding(value=Intent.BOOK, start=found.start(), end=found.end(), rule="intent.book")]
        if expecting is Expecting.NOTHING and (mention := _find_mention(masked)):
            return [mention]
    if found := HELP_IF_NOTHING_ELSE.search(masked):
        return [Finding(value=Intent.HELP, start=found.start(), end=found.end(), rule="intent.help")]
    return []


_BOOKED = compile_phrases(
    r"(?:i|we)(?:'ve| have|'d| had)? (?:already |just )?(?:booked|made (?:an?|my|our) {thing})(?! (?:out|up|solid)\b)"
)
"""Who tells that they have booked wants to hear of that, where nothing else is wanted."""


def _find_mention(masked: str) -> Finding[Intent] | None:
    mention = _MENTION.search(masked)
    if mention is None or not (TIME in masked or any(map(_is_bare, _CLAUSES.split(masked)))):
        return None
    return Finding(value=Intent.BOOK, start=mention.start(), end=mention.end(), rule=MENTION_RULE)


def _is_bare(clause: str) -> bool:
    return SERVICE in clause and _BARE_CLAUSE.fullmatch(clause) is not None
