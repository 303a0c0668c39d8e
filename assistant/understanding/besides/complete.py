"""What one wish of a message leaves out, the others say: "a cut for me, a beard trim for him tomorrow at 3"."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from assistant.understanding.model import Intent, Understanding

_CHANGES = frozenset({Intent.RESCHEDULE, Intent.CANCEL})


def complete(wishes: Sequence[Understanding]) -> tuple[Understanding, ...]:
    """Return the wishes of one message, each with what it shares: the service, the day, and a time told once for all.

    What is to be moved or cancelled shares nothing, nor does a mere answer.
    """
    forwards = [_drop_trace(wishes[0])]
    for before, wish in pairwise((*wishes[:1], *wishes[1:])):
        earlier = forwards[-1] if books(before) else None
        forwards.append(_follow(_drop_trace(wish), earlier))
    completed = forwards[-1:]
    for wish in reversed(forwards[:-1]):
        completed.insert(0, _take_time(wish, completed[0]))
    return tuple(completed)


def books(wish: Understanding) -> bool:
    """Return whether a wish is for a booking."""
    named = bool(wish.service_ids) or Intent.BOOK in wish.intents or wish.another
    return named and not _CHANGES & {*wish.intents}


def _drop_trace(wish: Understanding) -> Understanding:
    return replace(wish, trace=())


def _follow(wish: Understanding, before: Understanding | None) -> Understanding:
    """Return a wish with the service and the day of the one before it, where it names none."""
    if _CHANGES & {*wish.intents}:
        return wish
    wish = replace(wish, intents=tuple(dict.fromkeys((*wish.intents, Intent.BOOK))))
    if before is None:
        return wish
    if not wish.service_ids:
        wish = replace(wish, service_ids=before.service_ids[:1], another=True)
    if not wish.times or not before.times:
        return replace(wish, times=wish.times or before.times)
    days = before.times[-1].days
    return replace(wish, times=tuple(when if when.days else replace(when, days=days) for when in wish.times))


def _take_time(wish: Understanding, after: Understanding) -> Understanding:
    """Return a wish for which no time was said with the time of the one behind it, one without a day with its day."""
    if not (books(wish) and books(after) and after.times):
        return wish
    if not wish.times:
        return replace(wish, times=after.times)
    last = after.times[0]
    is_shared = last.days and last.clocks and all(when.clocks and not when.days for when in wish.times)
    return replace(wish, times=tuple(replace(when, days=last.days) for when in wish.times)) if is_shared else wish
