"""Questions that the shop may have an answer to, beside what is wanted: "yes, and is there parking?"."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assistant.understanding.model import Asked, InquiryTopic, Intent
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.reading import Reading, list_spans

QUESTIONS_MAX = 3
"""So many questions of one message are looked up; whoever asks more gets the first of them answered."""
QUESTION_LENGTH_MAX = 300
"""Characters. What is longer tells a story, and no entry is likely to answer it."""
ASKING_WORDS_MIN = 3
"""So many words ask something by themselves."""
FACTS = frozenset(
    {
        InquiryTopic.BOT,
        InquiryTopic.PLACE,
        InquiryTopic.PHONE,
        InquiryTopic.DETAILS,
        InquiryTopic.HOURS,
        InquiryTopic.WHO,
    }
)
"""What the shop's own tables hold, or the assistant knows of itself: never a matter of entries."""
LOOSE = frozenset({Intent.AVAILABILITY, Intent.HELP})
"""What a question for anything looks like: "do you have gift vouchers?" asks for no time."""
_BOOKS = compile_phrases(
    r"{noun}", r"(?:re-?)?book(?:ed|ing)?", r"reserved?", r"schedule", r"come in", r"(?:fit|squeeze|see|get) me", r"in"
)
"""Words that only booking has."""
_OPENING_WORDS = """
    what what's whats when where where's who who's whose how how's which why is are r do does did can could will would
    should have has
"""
_OPENERS = frozenset(_OPENING_WORDS.split())
_OF_WHAT_IS_OPEN = re.compile(
    r"(?:is|are|was|were|does|do|will|would|can|could) (?:it|that|this|these|those|they|he|she)\b"
)
_LEADS = "and|but|also|btw|by the way|oh|so|please|ok|okay|hi|hello|hey|wondering if|know if"
_OPENER = re.compile(
    rf"(?:^|(?<=[.!?;,:\n-])\s*|\b(?:{_LEADS})[,:]?\s+)"
    rf"(?P<asks>(?:if [^.!?;,\n]{{1,60}}, ?)?(?:{'|'.join(sorted(_OPENERS, key=len, reverse=True))})\b[^.!?;\n]*\??)"
)
_AND_ASKS = re.compile(
    rf"(?:,? (?:and|also|plus)|,) (?:also )?(?=(?:{'|'.join(sorted(_OPENERS))})(?: [^\s.!?;]+){{2}})"
)
_MAY = re.compile(r"(?:can|could|will|would|may|might)\b")
_ASKS_BESIDE = re.compile(
    r"\b(?:which|what|can|could|should|may|is it|is that|would it|am i|do you|does it)\s[^.!?\n]{2,60}(?:\?|$)"
)
"""A question within what is told of oneself, with a question mark or without."""


def find_questions(reading: Reading) -> tuple[Asked, ...]:
    """Return the questions of a message that nothing else has claimed; the whole of one in which nothing was read."""
    is_fact = any(one.value in FACTS for one in reading.inquiries)
    worried = [_ask_within(reading, reading.note)] if reading.note and not is_fact else []
    is_unread = reading.is_unread and not is_fact and len(reading.folded) <= QUESTION_LENGTH_MAX
    if _OPENERS.isdisjoint(reading.words) and not is_unread:
        return ()
    spans = (part for one in _OPENER.finditer(reading.folded) for part in _part(reading.folded, *one.span("asks")))
    found = [_ask(reading, *span) for span in spans]
    if is_unread and len(found) <= 1:  # "I've never had it coloured, is there a test?"
        found = [_ask(reading, 0, len(reading.folded))]
    open_ones = (one for one in found if one.text and not _is_claimed(reading, one))
    return (*(one for one in worried if one), *open_ones)[:QUESTIONS_MAX]


def _part(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the questions of a sentence: "do you have parking and can I bring my dog" has two."""
    for one in _AND_ASKS.finditer(folded, start, end):
        words = folded[start : one.start()].split()
        is_case = one[0].startswith(", ") and not {"if", "when"}.isdisjoint(words)  # "if I'm late, can I still come"
        if len(words) >= ASKING_WORDS_MIN and not is_case:  # "how and when do I pay" is one
            yield start, one.start()
            start = one.end()
    yield start, end


def _ask_within(reading: Reading, note: Finding[str]) -> Asked | None:
    """Return what is asked in words that are noted as well: "I'm 8 months pregnant, which class can I do".

    It is answered where there is an answer, and no more: the shop is told of it anyway.
    """
    if reading.note_change or not _ASKS_BESIDE.search(reading.folded, note.start, note.end):
        return None
    spans = [*list_spans(reading.intents), *list_spans(reading.acts), *((w.start, w.end) for w in reading.times)]
    is_wish = any(note.overlaps(*span) for span in spans)
    told = [(one.start, one.end) for one in reading.lengths if note.overlaps(one.start, one.end)]
    asked = _ask(reading, note.start, note.end)
    # How long, or since when, is in no question of the shop's: "8 months" would only hide what is asked.
    text = "".join(
        " " if any(a <= at < b for a, b in told) else reading.folded[at] for at in range(asked.start, asked.end)
    )
    asked = replace(asked, text=" ".join(text.split()), is_question=False, is_noted=not is_wish)
    # What is wanted beside it is wanted all the same.
    return replace(asked, is_whole=False, intents=(), service_ids=(), person_ids=()) if is_wish else asked


def _ask(reading: Reading, start: int, end: int) -> Asked:
    text = reading.text if len(reading.text) == len(reading.folded) else reading.folded
    is_whole = not reading.folded[:start].strip(" .,!?") and not reading.folded[end:].strip(" .,!?")
    within = [one for one in _list_loose(reading) if start <= one.start and one.end <= end]
    return Asked(
        text=text[start:end].strip(),
        start=start,
        end=end,
        is_question=_is_question(reading.folded[start:end], is_whole=is_whole),
        is_whole=is_whole,
        intents=tuple(one.value for one in within),
        service_ids=_list_ids(reading.services, start, end),
        person_ids=_list_ids(reading.people, start, end),
    )


def _is_question(words: str, *, is_whole: bool) -> bool:
    """Return whether words read like a question of their own; "yes, but is it £38?" asks for what is open."""
    if _OF_WHAT_IS_OPEN.match(words) and not is_whole:
        return False
    return _OPENER.match(words) is not None or ("?" in words and any(map(str.isalpha, words)))


def _list_ids(findings: list[Finding[tuple[int, ...]]], start: int, end: int) -> tuple[int, ...]:
    """Return the ids that are named in that stretch and nowhere else."""
    elsewhere = {i for one in findings if not start <= one.start < end for i in one.value}
    named = (i for one in findings if start <= one.start < end for i in one.value)
    return tuple(dict.fromkeys(i for i in named if i not in elsewhere))


def _list_loose(reading: Reading) -> Iterator[Finding[Intent]]:
    return (one for one in (*reading.intents, *reading.social) if _is_loose(reading, one))


def _is_loose(reading: Reading, one: Finding[Intent]) -> bool:
    """Return whether a wish may be mere politeness: "can I get on your wifi" books nothing, nor is one made in case."""
    if reading.in_case and reading.in_case.overlaps(one.start, one.end):
        return True
    if one.value is not Intent.BOOK:
        return one.value in LOOSE
    says_what = reading.services or reading.times or reading.people or reading.party
    return not says_what and _BOOKS.search(reading.folded[one.start : one.end]) is None


def _is_claimed(reading: Reading, asked: Asked) -> bool:
    """Return whether a question is for what is wanted, or for what the tables hold: a time, a booking, the hours."""
    if asked.person_ids and _MAY.match(asked.text):  # "can Ben do it instead?"
        return True
    hard = [one for one in (*reading.intents, *reading.social) if not _is_loose(reading, one)]
    told = (reading.party, reading.name, reading.phone, reading.email, reading.code, reading.note, reading.note_change,
            reading.renames, reading.selection, reading.shift, reading.usual, reading.wrong, reading.direction,
            reading.any_person, reading.other_person, reading.another)  # fmt: skip
    spans = [(one.start, one.end) for one in (*hard, *reading.acts, *reading.times, *(one for one in told if one))]
    spans += ((one.start, one.end) for one in reading.inquiries if one.value in FACTS)
    if reading.recurrence:
        spans += reading.recurrence.spans
    return any(start < asked.end and asked.start < end for start, end in spans)
