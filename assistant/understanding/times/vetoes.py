"""The rules that read numbers and words which look like times and are none."""

from collections.abc import Sequence

from assistant.understanding.times.clocks import make_part
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import Frame, Item, Kind, Made, find_all, merge
from assistant.understanding.times.parts import PARTS

_ADDRESS_WORDS_MAX = 2


@rule("money number|hhmm|dotted|decimal|other", "money")
def price(words: Sequence[Item], _frame: Frame) -> Made:
    """£30, $15.50."""
    return merge(words, Kind.NOTHING)


@rule(
    "number|hhmm|word_number|dotted|slashed dash|to|or|and number|hhmm|word_number of? the? thing",
    "number|hhmm|word_number|dotted|slashed of? thing|money",
    "number|word_number filler thing",
    "number onwards thing",
    "for a|number|word_number|hhmm of? thing",
)
def count_of_things(words: Sequence[Item], _frame: Frame) -> Made:
    """2 people, 3 or 4 of us, 10%, 30 quid, 5 km."""
    return merge(words, Kind.NOTHING)


@rule("number|word_number part thing")
def sessions_of_a_part(words: Sequence[Item], _frame: Frame) -> Made:
    """Two morning sessions: how many, and in which part of the day."""
    part = make_part(words[1:2], Kind.PART, PARTS[words[1].number])
    return *merge(words[:1], Kind.NOTHING), *part, words[2]


@rule("label number|hhmm|word_number|dotted !ampm|ish|oclock")
def labelled_number(words: Sequence[Item], _frame: Frame) -> Made:
    """Number 3, flat 12, table 4: a name, not a time."""
    return merge(words, Kind.NOTHING)


@rule("at? number|hhmm other street", "at? number|hhmm other? the? street")
def street_address(words: Sequence[Item], _frame: Frame) -> Made:
    """12 Baker Street."""
    between = find_all(words, Kind.OTHER)
    if any(item.number > _ADDRESS_WORDS_MAX for item in between):
        return None
    return merge(words, Kind.NOTHING)


@rule("at|after|before|by|about|until word_number of|other|thing")
def at_one_of(words: Sequence[Item], _frame: Frame) -> Made:
    """At one of your shops, after one bite; but "at one" before anything else is a time."""
    return None if words[1].number > 1 else merge(words, Kind.NOTHING)


@rule("greeting part|weekend|holiday|relative_day|unit", "greeting other part|weekend")
def greeting(words: Sequence[Item], _frame: Frame) -> Made:
    """Good morning, have a nice weekend, merry Christmas, enjoy your evening."""
    if words[1].kind is Kind.OTHER and words[1].number > 1:
        return None
    return merge(words, Kind.NOTHING)


@rule("for number|word_number or number|word_number", "for number|word_number !dash|to|ampm|oclock|ish|past|in")
def party(words: Sequence[Item], _frame: Frame) -> Made:
    """For 2: how many come. "For 3 in the afternoon" may be a time."""
    return merge(words, Kind.NOTHING)


@rule("since the? day|moment|part|clock|soonest", "since length")
def since(words: Sequence[Item], _frame: Frame) -> Made:
    """Since yesterday: how long it has been so."""
    return merge(words, Kind.NOTHING)


@rule("length shift|before|after", "past length")
def shift_by_length(words: Sequence[Item], _frame: Frame) -> Made:
    """A week later, two days before: moves what was spoken of, and is neither how long nor, by itself, when."""
    if words[0].kind is not Kind.LENGTH:
        return merge(words, Kind.NOTHING)
    return (*merge(words[:1], Kind.NOTHING, numbers=words[0].numbers), *words[1:])
