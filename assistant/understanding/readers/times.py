"""When it is wanted: the times of a message, but for those that are a booking, a courtesy or a party."""

import re
from collections.abc import Container

from msgspec.structs import replace

from assistant.understanding.around import read_around
from assistant.understanding.context import Context, Expecting
from assistant.understanding.habits import find_habits
from assistant.understanding.party import Party
from assistant.understanding.phrases import Finding, list_words, mask
from assistant.understanding.reading import Reading
from assistant.understanding.reference.selection import lists_times
from assistant.understanding.times import read_all_times
from assistant.understanding.times.days import weekday
from assistant.understanding.times.model import Repetition, When


def read_times(reading: Reading, context: Context) -> None:
    """Read when it is wanted, and when not."""
    # What is to be confirmed has a time: "how about 4?" is another one.
    asked = (Expecting.TIME, Expecting.CONFIRMATION)
    bare = _BARE_NUMBER.fullmatch(reading.folded)
    is_bare = bare is not None and (context.expecting is Expecting.NOTHING or bool(context.puts_right and bare["lead"]))
    puts_right = context.takes_time and _DIGIT.search(reading.folded) is not None
    expecting_time = context.expecting in asked or lists_times(context) or is_bare or puts_right
    # "Jazz with 2 zs" is no two o'clock, and 12-D-3456 none either
    spans = [(one.start, one.end) for one in (reading.respelt, reading.plate, reading.age) if one]
    found = read_all_times(
        mask(reading.text, spans, "x"),
        now=context.now,
        locale=context.locale,
        expecting_time=expecting_time,
        repetition=_find_repetition(context),
    )
    reading.times, reading.recurrence = found.whens, found.recurrence
    reading.excluded, reading.lengths, reading.shifting = found.excluded, found.lengths, found.shifting
    reading.drop_times([reading.phone, reading.email, reading.code])
    # "good morning", "see you tomorrow": no wish for a time
    reading.drop_times(reading.social)
    _drop_habits(reading)
    ends = {when.end for when in reading.times if when.clocks}
    reading.times = [
        _without_one(reading.folded, when, is_listed=lists_times(context))
        for when in reading.times
        if not _is_one_for(reading.folded, when, ends)
    ]
    reading.times = read_around(reading.folded, reading.words or list_words(reading.folded), reading.times)


def _drop_habits(reading: Reading) -> None:
    """Leave out what is done as a rule: its rhythm, and its times where another time is told besides."""
    spans = find_habits(reading.folded, reading.words)
    if not spans:
        return
    told = reading.recurrence.spans if reading.recurrence else ()
    if told and all(any(start <= a < end for start, end in spans) for a, _ in told):
        reading.recurrence = None
    others = [when for when in reading.times if not any(start <= when.start < end for start, end in spans)]
    reading.times = others or reading.times


def _is_one_for(folded: str, when: When, ends: Container[int]) -> bool:
    """Return whether "one" is a booking, and no time: "yes, and one for Tom", "the Wed one", "the 6pm one".

    Args:
        folded: The folded text.
        when: The time that the word may be.
        ends: Where times of day end.
    """
    is_bare = when.rules == ("bare_number",) and folded[when.start : when.end] in ("one", "1")
    is_noun = _NAMED_ONE.search(folded, max(0, when.start - _NAMED_LENGTH), when.start) is not None
    is_theirs = when.start - 1 in ends and folded[when.start - 1] == " "
    return is_bare and (folded.startswith((" for ", " too", " as well", " also"), when.end) or is_noun or is_theirs)


def _without_one(folded: str, when: When, *, is_listed: bool) -> When:
    """Return the day of "the Tuesday one", which is no one o'clock; nor is "Tuesday one" where times are listed."""
    is_one = len(when.clock_spans) == 1 and folded[slice(*when.clock_spans[0])] == "one"
    is_definite = is_listed or _DEFINITE.search(folded, max(0, when.start - _DEFINITE_LENGTH), when.start)
    if not (is_one and when.day_spans and is_definite and when.day_spans[-1][1] + 1 == when.clock_spans[0][0]):
        return when
    end = max(span[1] for span in when.day_spans)
    return replace(when, clocks=(), clock_spans=(), end=end, rules=(weekday.name,))


_DEFINITE = re.compile(r"\b(?:the|my|our|that|this) $")
_DEFINITE_LENGTH = 5
_NAMED_ONE = re.compile(
    r"\b(?:the|an?|my|our|that|this) [a-z]{2,12}"
    r"(?: (?!(?:be|is|was|at|to|for|from|of|on|by|do|can|will|could|would|make|or|and)\b)[a-z-]{2,12}){0,2} $"
)
"""The red one, the large dog one; but "could the trim be one"."""
_NAMED_LENGTH = 45
_DIGIT = re.compile(r"\d")
_BARE_NUMBER = re.compile(
    r"(?P<lead>(?:(?:no|nope|oh|oops|sorry|wait|actually|i mean|i meant)[ ,.!]{1,2}){0,3})"
    r"(?:(?:it'?s|it'?ll be|it will be) (?=\d{1,2} now))?[0-9]{1,2}(?:[:. ]?[0-9]{2})?"
    r"(?: (?:sorry|please|pls|instead|actually|now)){0,2}"
)
"""A message of nothing else, where nothing was asked, is most likely a time of day."""


def _find_repetition(context: Context) -> Repetition:
    if context.expecting is Expecting.SERIES_END:
        return Repetition.ASKED_END
    return Repetition.KNOWN if context.is_repeating else Repetition.UNKNOWN


def read_times_beside_party(reading: Reading, context: Context, party: Finding[Party]) -> None:
    """Read the times once more where a head count had been taken for one: "a table for 2 in the evening"."""
    if any(when.start < party.end and party.start < when.end for when in reading.times):
        apart = Reading(text=mask(reading.text, [(party.start, party.end)], "x"), folded=reading.folded)
        apart.phone, apart.email, apart.code, apart.social = reading.phone, reading.email, reading.code, reading.social
        apart.plate = reading.plate
        read_times(apart, context)
        reading.times, reading.recurrence = apart.times, apart.recurrence
