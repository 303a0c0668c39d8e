"""What is to change of a booking that stands, beside its time: what is done, a late arrival."""

import re
from collections.abc import Sequence

from assistant.understanding.catalogue.matching import RULED_OUT
from assistant.understanding.phrases import Finding, compile_phrases

_AMENDS = compile_phrases(
    r"(?:now|instead|after all|in fact)(?:{end}|(?= and\b))",
    r"(?:we're|we are|there are|there's|it's) (?:now|actually)",
    r"(?:make|change|update|amend|switch|swap|increase|reduce|adjust) (?:it|that|this|my|our|the)",
)
"""Said of what stands already."""
_TO_SERVICE = re.compile(
    r"(?:\b(?:to|into)\s(?:(?:an?|the|just|have|do|get)\s){0,2}|\b(?:make|do)\s(?:it|that)\s(?:(?:an?|the)\s)?"
    r"|\b(?:swap|switch|exchange)\s[^.,!?\n]{1,40}\sfor\s(?:an?\s)?)$"
)
_INSTEAD = re.compile(r"\s(?:instead(?!\sof)|rather)\b")
_LATE = compile_phrases(
    r"(?:running|be|i'm|we're|am|arrive|arriving|come|coming) (?:(?!too |so |open )[\w~-]{1,12} ){0,4}late{not_when}",
    r"running (?:(?!too |so |open )[\w~-]{1,12} ){0,3}late{no_thing}",
    r"(?:i|we)(?:'ll| will| may| might| could| am going to|'m going to|'m gonna|'re going to|'re gonna) "
    r"(?:(?:probably|also|just|prob|maybe) )?be (?:(?!too |so |open )[\w~-]{1,12} ){0,3}late{no_thing}",
    r"\d{1,2} ?(?:mins?|minutes?|m) (?:or so )?late{no_thing}",
    r"{start}(?:sorry )?late(?: sorry)?{end}",
    r"running behind",
    r"(?:stuck|caught|sat) in (?:\w{1,12} )?(?:traffic|a (?:traffic )?jam|jam)",
    r"(?:bus|train|tube|cab|taxi|uber|tram)(?: is| was|'s) (?:\w{1,12} )?(?:late|delayed|stuck)",
    r"missed (?:my|the) (?:bus|train|tube|tram)",
    r"(?:there|with you) in (?:about |around )?\d{1,2} ?(?:mins?|minutes?)",
    no_thing=r"(?! (?:afternoon|evening|night|enough|appointments?|opening|cancel\w*|slots?)\b)",
    not_when=(
        r"(?! (?:on|at|in|this|next|afternoon|evening|morning|night|enough|appointments?|opening|cancel\w*|slots?)\b)"
    ),
)
_AMEND_WORDS = "now instead all fact actually make change update amend switch swap increase reduce adjust"
_AMEND_CUES = frozenset(_AMEND_WORDS.split())
_LATE_WORDS = "late running jam traffic delayed stuck missed there with"
_LATE_CUES = frozenset(_LATE_WORDS.split())


def amends(masked: str, words: frozenset[str]) -> bool:
    """Return whether folded, masked text speaks of changing what stands: "make it", "we're 5 now", "instead"."""
    return not _AMEND_CUES.isdisjoint(words) and _AMENDS.search(masked) is not None


def find_new_services(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the services that a booking is to be of: "change my haircut to a colour" wants the second."""
    for found in services:
        before = _TO_SERVICE.search(masked, max(0, found.start - 60), found.start)
        if found.rule != RULED_OUT and (before or _INSTEAD.match(masked, found.end)):
            return found.value
    return ()


def is_late(masked: str, words: frozenset[str]) -> bool:
    """Return whether somebody will not be there in time: "running 10 mins late", "stuck in traffic"."""
    return not _LATE_CUES.isdisjoint(words) and _LATE.search(masked) is not None
