"""Place a service by what is planned, or was booked last: "a haircut before that", "right after", "the same day"."""

import re
from datetime import datetime, timedelta

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.plan import Last
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.times import wish_for
from assistant.understanding.model import Intent, Understanding, UserAct
from assistant.understanding.times.model import When

_THAT = r"(?:it|that|this|then|that one|my (?!\w+ (?:holiday|trip))\w{3,12})"
_BEFORE = re.compile(
    rf"\b(?:before {_THAT}|beforehand|(?:right|just|straight|directly) before)(?=\s?(?:$|[.,!?)]|please|pls|with|too))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\b(?:after {_THAT}|afterwards?|(?:right|just|straight|directly) after)(?=\s?(?:$|[.,!?)]|please|pls|with|too))"
    r"|\b(?:while|when) (?:i|we|he|she|it|they)(?:'?s|'?re|'?m| is| are| am)? (?:there|in|at it|with you)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:one (?:right |straight |just |directly )?after (?:the other|another)|back to back)\b", re.IGNORECASE
)
_AT_ONCE = re.compile(
    r"\b(?:(?:at|for) the same time|in the same (?:visit|appointment|go|sitting)|in one go)"
    r"(?! (?:next|tomorrow|on|as|every|each|in)\b)",
    re.IGNORECASE,
)
"""Who is there for one thing has another done with it: nobody is cut and shaved by two at once."""
_SAME_DAY = re.compile(r"\b(?:the |that )?same day\b|\bthat day\b", re.IGNORECASE)


def goes_before(text: str) -> bool:
    """Return whether what a message adds is to be had before what was spoken of: "a haircut before it"."""
    return _BEFORE.search(text) is not None


def _comes_after(text: str) -> bool:
    return (_AFTER.search(text) or _AT_ONCE.search(text)) is not None


def follows(text: str) -> bool:
    """Return whether what a message wants several of is to be had one right after the other."""
    return _FOLLOWS.search(text) is not None


def place_beside(state: DialogueState, heard: Understanding, shop: Shop) -> Understanding:
    """Return a wish for another service with the time that it tells by what was booked last, or as a part of the plan.

    The same day; it ends when the other begins, or begins when the other ends.
    """
    says_else = heard.times or heard.for_other or heard.wishes or heard.recurrence or heard.count > 1
    if _is_next(state, shop) and not (says_else or heard.service_ids) and _AFTER.search(heard.text) and state.last:
        when = _find_when(state.last, replace(heard, service_ids=state.service_ids), shop)
        return replace(_strip(heard), times=(when,), questions=()) if when else heard
    if state.task is Task.BOOK and state.picked and heard.for_other and _AT_ONCE.search(heard.text):
        # "Highlights for my wife at the same time": with whoever is free then.
        return replace(_strip(heard), another=True, any_person=not heard.person_ids)
    is_plain = len(heard.service_ids) == 1 and not says_else
    if not is_plain or {Intent.CANCEL, Intent.RESCHEDULE} & {*heard.intents}:
        return heard
    if state.task is Task.BOOK:
        is_other = state.service_ids and heard.service_ids[0] not in (*state.service_ids, *state.then_service_ids)
        is_placed = goes_before(heard.text) or _comes_after(heard.text)
        return replace(_strip(heard), adds_service=True) if is_other and is_placed else heard
    if state.task is not None or state.last is None or state.last.starts_at is None:
        return heard
    when = _find_when(state.last, heard, shop)
    intents = tuple(dict.fromkeys((*heard.intents, Intent.BOOK)))
    asked = tuple(one for one in heard.questions if not one.service_ids)  # "can he do a trim while I'm there?"
    return replace(_strip(heard), times=(when,), intents=intents, another=False, questions=asked) if when else heard


def _is_next(state: DialogueState, shop: Shop) -> bool:
    """Return whether what is planned is for the day of what was booked last: it may be had right after that."""
    if state.task is not Task.BOOK or state.last is None or not (state.last.starts_at and state.picked):
        return False
    day, planned = (wish_for(at, shop).days for at in (state.last.starts_at, state.picked))
    return day == planned and len(state.service_ids) == 1


def _find_when(last: Last, heard: Understanding, shop: Shop) -> When | None:
    if last.starts_at is None:
        return None
    if goes_before(heard.text):
        starts_at = find_start_before(last.starts_at, heard.service_ids[0], shop)
    elif _comes_after(heard.text) or follows(heard.text):
        step = shop.find_service(heard.service_ids[0]).policy.step
        length = sum((shop.find_service(i).duration for i in last.service_ids), timedelta())
        starts_at = last.starts_at + length
        starts_at += -_find_late(starts_at, step, shop) % step
    elif _SAME_DAY.search(heard.text):
        return When(days=wish_for(last.starts_at, shop).days, start=0, end=0)
    else:
        return None
    wish = wish_for(starts_at, shop)
    return When(days=wish.days, clocks=wish.clocks, start=0, end=0)


def find_start_before(starts_at: datetime, service_id: int, shop: Shop) -> datetime:
    """Return the last start at which a service is over when something else begins at `starts_at`."""
    service = shop.find_service(service_id)
    start = starts_at - service.duration
    return start - _find_late(start, service.policy.step, shop)


def _find_late(instant: datetime, step: timedelta, shop: Shop) -> timedelta:
    civil = instant.astimezone(shop.location.zone)
    return timedelta(hours=civil.hour, minutes=civil.minute) % step


def _strip(heard: Understanding) -> Understanding:
    """Return the message without what "before that" looks like: a wish for earlier times, of a booking that stands."""
    acts = tuple(act for act in heard.acts if act is not UserAct.REQUEST_ALTERNATIVES)
    return replace(heard, acts=acts, direction=None, reference=None, shift=None)
