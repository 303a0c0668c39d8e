"""Where one message holds several wishes: "a haircut on Tuesday and a colour on Friday at 3"."""

import re
from collections.abc import Iterator

from msgspec import Struct

from assistant.understanding.besides.others import find_another, find_other, is_for_customer
from assistant.understanding.intents.rules import find_change
from assistant.understanding.model import Intent, UserAct
from assistant.understanding.phrases import PARTY, TIME, compile_phrases, list_words
from assistant.understanding.reading import Reading
from assistant.understanding.vocabulary import NUMBERS

WISHES_MAX = 5
"""So many wishes are told apart in one message; the last of them holds what is left."""
TEXT_LENGTH_MAX = 600
"""Characters: in a longer message wishes are not told apart."""

_BOUNDARY = re.compile(
    r"\s?(?:[.!?;\n]+|,)\s?(?:(?:and|then|also|plus|but)\s)*|\s(?:and|then|also|plus|&|\+|but)\s(?:(?:then|also|can|please)\s)*"
)
_OBJECT = compile_phrases(
    r"(?:move|moving|change|shift|push|bring|put|cancel|cancelling|drop|scrap|delete|remove|reschedule|postpone)"
    r" (?:my |the |our |his |her |that )?(?:<time>|<service>|{which} (?:one|{thing})"
    r"|{which}(?=\s(?:to|until|till|back|forward)\b)"
    r"|(?:one|{noun}) (?:on |at |for |from |of )?(?:the )?<time>)",
    which="other|old|second|third|fourth|first|next|last",
)
"""What is to be changed, named anew: "it" is what was spoken of."""
_LIMIT = re.compile(r"\b(?:instead|if|or|unless|rather|otherwise)\b")
"""What ties a clause to the one before it: one wish, said in two halves."""
_SLOT = re.compile(rf"(?:(?:on|at|for|another|one|an?|the)\s)*{TIME}++[ .!]*")
_COUNTED = re.compile(rf"(?:\b(?:\d|{'|'.join(NUMBERS)})|{PARTY}) (?:\w{{2,12}} )?$")
"""Before a service: how many of it."""
_JOIN = re.compile(r"\b(?:and|also|then|plus)\b|[&+]")


class Clause(Struct, frozen=True, kw_only=True):
    """A part of a message, and what a wish could be made of there is in it."""

    start: int
    end: int
    change: Intent | None
    """What it says is to be done, in so many words."""
    is_answer: bool
    services: tuple[int, ...]
    has_time: bool
    is_whole_time: bool
    """Whether it is a day with a time of day, and nothing else."""
    has_target: bool
    is_for_customer: bool
    is_for_other: bool
    is_another: bool
    is_counted: bool
    """Whether it says how many of its service: "2 kids' cuts"."""
    is_tied: bool
    is_joined: bool
    """Whether a word for one thing more stands before it."""

    @property
    def is_wish(self) -> bool:
        """Whether something is wanted in it."""
        return self.change is not None or bool(self.services) or self.is_another


def find_wishes(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Return where each wish stands in the message, in its order; nothing where there is but one."""
    if len(reading.text) > TEXT_LENGTH_MAX or _BOUNDARY.search(reading.folded) is None:
        return ()
    told = (*reading.services, *reading.times, *reading.intents, *reading.acts)
    if (
        reading.recurrence
        or reading.both_times
        or (len(told) <= 1 and reading.other is None and reading.another is None)
    ):
        return ()
    clauses = list(_read_clauses(reading))
    wishes: list[list[Clause]] = [clauses[:1]]
    for clause in clauses[1:]:
        if len(wishes) < WISHES_MAX and _begins(wishes[-1], clause):
            wishes.append([])
        wishes[-1].append(clause)
    return tuple((wish[0].start, wish[-1].end) for wish in wishes) if len(wishes) > 1 else ()


def _read_clauses(reading: Reading) -> Iterator[Clause]:
    masked, start, is_joined = reading.mask_slots(), 0, False
    for boundary in _BOUNDARY.finditer(masked):
        if masked[start : boundary.start()].strip():
            yield _read_clause(reading, masked, (start, boundary.start()), is_joined=is_joined)
            start, is_joined = boundary.end(), _JOIN.search(boundary[0]) is not None
    yield _read_clause(reading, masked, (start, len(masked)), is_joined=is_joined)


def _read_clause(reading: Reading, masked: str, span: tuple[int, int], *, is_joined: bool) -> Clause:
    start, end = span
    words = masked[start:end]
    tokens = list_words(words)
    other = find_other(reading.text[start:end], words, tokens)
    whens = [when for when in reading.times if start <= when.start < end]
    return Clause(
        start=start,
        end=end,
        change=find_change(words),
        is_answer=any(start <= act.start < end and act.value is UserAct.AFFIRM for act in reading.acts),
        services=tuple(i for s in reading.services if start <= s.start < end for i in s.value),
        has_time=bool(whens),
        is_whole_time=any(w.days and w.clocks for w in whens) and _SLOT.fullmatch(words) is not None,
        has_target=_OBJECT.search(words) is not None,
        is_for_customer=is_for_customer(words),
        is_for_other=other is not None,
        is_another=find_another(words, tokens) is not None or (other is not None and other.is_new),
        is_counted=any(_COUNTED.search(masked, start, s.start) for s in reading.services if start <= s.start < end),
        is_tied=_LIMIT.search(words) is not None,
        is_joined=is_joined,
    )


def _is_for_one_each(wish: list[Clause], clause: Clause) -> bool:
    """Return whether each has a time of their own: "for my husband at 10 and for me at 11"."""
    is_other = any(c.is_for_other for c in wish) and clause.is_for_customer
    is_mine = any(c.is_for_customer for c in wish) and clause.is_for_other
    return clause.has_time and any(c.has_time for c in wish) and (is_other or is_mine)


def _begins(wish: list[Clause], clause: Clause) -> bool:
    """Return whether a clause begins another wish than the one whose clauses came before it."""
    if clause.is_tied:
        return False
    services = [i for c in wish for i in c.services]
    if services and _is_for_one_each(wish, clause):
        return True
    if not (clause.is_wish or clause.is_whole_time):
        return False
    changes = [c.change for c in wish if c.change]
    if clause.is_another and (services or any(c.is_answer for c in wish) or Intent.BOOK in changes):
        return True
    if clause.change and _is_other_change(wish, changes, clause):
        return True
    if clause.is_counted and any(c.is_counted for c in wish):
        return not {*clause.services} <= {*services}
    has_time = any(c.has_time for c in wish)
    if clause.services and services and clause.change in (None, Intent.BOOK):
        names_both = any(c.is_for_customer or c.is_for_other for c in wish)
        for_another = clause.is_for_other or clause.is_for_customer
        if {*clause.services} <= {*services} and not (clause.is_joined or for_another):
            return False  # "Book the appointment on Tuesday. Is there an appointment at 2?"
        return (has_time and clause.has_time) or (names_both and for_another) or (has_time and for_another)
    books = bool(services) and set(changes) <= {Intent.BOOK}
    return clause.is_whole_time and clause.is_joined and books and has_time


def _is_other_change(wish: list[Clause], changes: list[Intent], clause: Clause) -> bool:
    """Return whether a change that a clause names is another one than what was named before it."""
    named = any(c.has_target or c.has_time or c.services for c in wish)
    is_answered = any(c.is_answer for c in wish)
    if clause.change is Intent.BOOK:
        if not changes:  # "yes, and book a trim for Friday"; but "yes, book the table" says yes in other words
            return bool(clause.services) and clause.has_time and clause.is_joined and is_answered
        return bool(clause.services) and (changes[-1] is Intent.CANCEL or (named and any(c.has_time for c in wish)))
    # "A trim tomorrow, and move my colour to Friday"
    return clause.has_target and (is_answered or named)
