"""What is wanted: services of the shop, several of them, and those that are not wanted."""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from assistant.understanding.catalogue.matching import RULED_OUT, find_names, is_ruled_out
from assistant.understanding.catalogue.runs import find_added, find_head, pick_said
from assistant.understanding.catalogue.tokens import tokenize
from assistant.understanding.context import Entry
from assistant.understanding.normalize import fold
from assistant.understanding.phrases import Finding

_JOINS = re.compile(
    r"(?: (?:done|fitted|changed|checked))?[ ,]{0,2}(?:and|n|&|\+|plus|then|followed by|,| )+ ?"
    r"(?:then |also |probably |maybe |possibly |an? |the |my |some ){0,3}"
)
_ADDING = re.compile(
    r"(?:^|\b)(?:and|plus|also|add|adding|\+|&)\s?(?:also )?(?:book |have |get )?(?:an? |the |my |some )?$"
)
_TOO = re.compile(
    r"\s(?:(?:too|as well|on top|with it|while i'?m (?:there|at it))\b"
    r"|back (?:on|in)\b"
    r"|(?:(?:straight|right|directly|immediately|just) )?(?:after(?:wards?| that| it| this)?|to follow)"
    r"(?=\s?(?:[.,!?;)\n]|$|please\b|pls\b)))"
)
_LEFT_OUT = re.compile(
    r"\b(?:without|skip(?:ping)?|minus|leav(?:e|ing) out|forget(?: about)?|no need for|(?:do not|don'?t|won'?t) need)"
    r"(?: (?:any|a|an|the|my|that)){0,2}\s$"
)
_DROPPING = re.compile(
    r"\b(?:cancel|drop|remove|lose|scrap|ditch|take (?:out|off)|(?:^|[.!] )no)(?: (?:just|only))?"
    r"(?: (?:a|an|the|my|that)){0,2}\s$"
)
_ONLY = re.compile(r"\b(?:just|only)(?: (?:do|book|for|have|keep|wants?|needs?|meant))?(?: (?:a|an|the|my))?\s$")
_ALONE = re.compile(r"\s(?:only|alone|and nothing else)\b")


def find_services(folded: str, entries: tuple[Entry, ...]) -> list[Finding[tuple[int, ...]]]:
    """Return each mention of a service in folded text, in order, with the ids that fit it equally well.

    The rule of one that rules a service out ("not a haircut", "skip the colour") is `RULED_OUT`.
    """
    found = list(find_names(folded, entries, inflected=True))
    head = find_head(folded, entries) or (None if found else find_added(folded, entries))
    if head and not any(one.overlaps(head.start, head.end) for one in found):
        found.append(Finding(value=head.ids, start=head.start, end=head.end, rule="part"))
        found.sort(key=lambda one: one.start)
    return [replace(one, rule=RULED_OUT) if _is_service_out(folded, one) else one for one in found]


def find_picked(masked: str, entries: tuple[Entry, ...], options: Sequence[str]) -> list[Finding[tuple[int, ...]]]:
    """Return which of the services that are offered an answer means that only tells them apart: "the full one".

    Args:
        masked: Folded, with times and the like masked.
        entries: The shop's services.
        options: The titles of what is offered.
    """
    titles = [fold(title) for title in options]
    offered = tuple(one.id for one in entries if any(title.startswith(fold(one.name)) for title in titles))
    tokens = list(tokenize(masked, inflected=True))
    ids = pick_said(tokens, offered, entries)
    return [Finding(value=ids, start=tokens[0].start, end=tokens[-1].end, rule="picked")] if ids else []


def find_several(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the services that are named one after the other and joined by "and"; none where they are alternatives."""
    wanted = [found for found in services if found.rule != RULED_OUT]
    # "The tyres are bald, so I need tyres and the tracking": what is said again was told before.
    wanted = [found for place, found in enumerate(wanted) if all(found.value != o.value for o in wanted[place + 1 :])]
    named = [found for found in wanted if len(found.value) == 1]
    if len(named) < 2 or len(named) != len(wanted):  # noqa: PLR2004 - a list has two items
        return ()
    between = [masked[one.end : other.start] for one, other in pairwise(named)]
    ids = tuple(dict.fromkeys(found.value[0] for found in named))
    return ids if len(ids) == len(named) and all(_JOINS.fullmatch(words) for words in between) else ()


def adds_service(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> bool:
    """Return whether a service is wanted beside another: "and a beard trim too", "can I add a blow dry"."""
    wanted = [s for s in services if s.rule != RULED_OUT]
    return any(_ADDING.search(masked, 0, s.start) or _TOO.match(masked, s.end) for s in wanted)


def find_dropped(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the services that are not wanted, or not any more: "no beard trim", "cancel the colour"."""
    out = (s for s in services if s.rule == RULED_OUT or _DROPPING.search(masked, max(0, s.start - 30), s.start))
    return tuple(dict.fromkeys(service_id for found in out for service_id in found.value))


def is_only(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> bool:
    """Return whether one service is wanted and nothing else: "just the haircut"."""
    wanted = [s for s in services if s.rule != RULED_OUT]
    if len(wanted) != 1:
        return False
    return (_ONLY.search(masked, 0, wanted[0].start) or _ALONE.match(masked, wanted[0].end)) is not None


def _is_service_out(folded: str, found: Finding[tuple[int, ...]]) -> bool:
    start = max(0, found.start - 30)
    return is_ruled_out(folded, found) or _LEFT_OUT.search(folded, start, found.start) is not None
