"""Another booking beside the one that was spoken of, for whom, and how many: "one more for my mum", "sam at 11"."""

import re

from assistant.understanding.identity.given_names import GIVEN_NAMES
from assistant.understanding.identity.name_phrases import INFLECTED, NAMES
from assistant.understanding.identity.names import write_name
from assistant.understanding.party.words import SINGLE
from assistant.understanding.phrases import OTHER, Finding, compile_phrases
from assistant.understanding.vocabulary import COMMON_WORDS, NAMES_THAT_ARE_WORDS, NOT_NAMES

_LEAD = r"(?:(?:and|then|also|now|plus|ok|okay|oh|yes|great|thanks|next)[ ,]{1,2}){0,4}"
WORD = r"[^\W\d_]{2,20}"
_KIN = rf"(?:(?:my|our|his|her)\s(?:\w{{1,20}}\s)?{SINGLE}|a\s(?:friend|mate)|mum|mom|dad|nan|grandma|grandad)"
_NAMED_KIN = (
    rf"(?P<kin>{_KIN})(?:\s(?P<name>(?!(?:comes?|coming|wants?|needs?|would|is|have|get|come|do|book)\b){WORD}))?"
)
_TAIL = (
    r"(?=\s?(?:$|[.,!?;:)\n]|<time>)"
    r"|\s(?:at|on|too|as well|also|please|pls|thanks|instead|tomorrow|today|and|same)\b)"
)
_ONE = (
    r"(?:another|one|1|a second)(?:\s(?:more|other))?(?:\s(?:one|{noun}|<service>))?"
    r"|(?:the )?same(?:\s(?:again|thing|{noun}|<service>))?"
)
_FOR_OTHER = compile_phrases(r"for\s(?:him|her|them|someone else|somebody else)(?!\s(?:and|or) me\b)", rf"for\s{_KIN}")
_FOR_ME = compile_phrases(r"for (?:me|myself)")
_ONE_FOR = compile_phrases(
    rf"(?:{_ONE})\sfor\s(?:(?P<kin>(?:{_KIN}|him|her|them)(?:,?\s{OTHER}++)?)|(?P<name>{WORD})){_TAIL}"
)
_FOR_NAME = compile_phrases(
    rf"(?:<service>|<time>|<person>|{{noun}}|that|it),?\sfor\s(?P<name>{WORD}){_TAIL}",
    rf"{{start}}(?:(?:it's|its|that's|and|but)\s)?for\s(?P<who>{WORD}){_TAIL}",
)
_AT = re.compile(
    rf"{_LEAD}(?:(?P<kin>{_KIN}|he|she)|(?P<name>{WORD}))(?:,?\s(?:wants?|needs?|would like|'d like|is|can come))?"
    r",?\s(?:at\s|@\s?|on\s)?\ue000++(?:\s(?:please|pls|too|as well|also|then|thanks|with \ue002++))*[ .!?]*$"
)
_TOO = re.compile(
    rf"{_LEAD}(?:(?P<kin>(?:for\s)?(?:{_KIN}|him|her))|(?:for\s)?(?P<name>{WORD}))"
    r"(?:\s(?:wants?|needs?|would like|would love|'d like)(?:\s(?:one|the same|it|to come|a \ue001++|\ue001++))?)?"
    r"\s(?:too|as well|also)(?:\s(?:please|pls|then))*[ .!?]*$"
)
_COMES_TOO = re.compile(
    rf"{_LEAD}{_NAMED_KIN}(?:'s|\sis|\swill|'ll)?\s(?:comes?|coming|wants? to come|be coming)(?:\swith me|\salong)?"
    r"(?:\s(?:too|as well|also))?(?=\s?(?:$|[.,!?;\n]|<time>|(?:same|at)\b))".replace("<time>", "\ue000")
)
_BESIDE = (
    r"\s(?:have|get|come|go|do|book)(?:\s(?:one|the same|in|along|with\s\w{2,4}))?"
    r"\s(?:too|as well|also|(?:at\s)?(?:the\s)?same\stime)(?!\w|\s(?:on\s|at\s)?\ue000)"
)
_CAN_KIN = re.compile(rf"{_LEAD}(?:can|could)\s{_NAMED_KIN}{_BESIDE}")
_CAN_NAME = re.compile(rf"{_LEAD}(?:can|could)\s(?P<name>{WORD}){_BESIDE}")
_AND_KIN = re.compile(rf"(?:and|n|'n'|plus|&|\+)\s?(?P<kin>{_KIN})(?:\s(?:please|pls|then))*[ .!?]*$")
_WANTS = compile_phrases(
    rf"(?P<kin>{_KIN}) (?:wants?|needs?|would like|'d like|would love) (?:one|the same|a <service>|<service>)"
)
_COME = r"(?:have|do|book|get|make|come|see (?:you|u)|come in|come by|pop in)"
_TIME_TOO = compile_phrases(
    rf"{{start}}(?:and |(?:can|could) (?:i|we) (?:{_COME} )?|also )?(?:on |at |for )?<time>"
    r" (?:too|as well|also)(?: please| pls)?{end}",
    rf"{{start}}(?:(?:and|oh|ok|hi|thanks|actually),? )?(?:(?:can|could) (?:i|we) |(?:i|we)(?:'d| would) like to )?"
    rf"also (?:please )?(?:{_COME} )?(?:(?:on|at|for|in) )?<time>(?: please| pls)?{{end}}",
)
_PAIR = r"(?:on |at )?<time>,? ?(?:and|&|n|\+) (?:on |at )?<time>"
_BOTH_TIMES = compile_phrases(rf"both(?: days| times| of them)?[ ,:]{{0,2}}{_PAIR}", rf"{_PAIR},? both")
_EITHER_WORDS = frozenset({"fine", "ok", "okay", "good", "great", "work", "works", "suit", "free", "available", "not"})
"""Two times of which each is wanted; "both are fine" leaves it open which."""
_ANOTHER = compile_phrases(
    r"{start}(?:(?:and|ok|yes|can i (?:have|book|get|make)|could i (?:have|book|get|make)|i need|i'd like|i want|book"
    r"|book me|please|now|also) ){0,3}"
    r"(?:another|one more|1 more|a second)(?: (?:one|{noun}|<service>))?"
    r"(?=\s?(?:[.,!?;:)\n]|$)|\s(?:at|on|for|please|pls|too|as well|then|with)\b|\s?<time>)",
)
_OWN = re.compile(r"(?<![\w'])(?:i'?m|i am|this is|my name(?:'?s| is)?|name(?:'?s| is)?) \ue004")
"""Who writes has told their own name: then whoever it is for needs no capital."""
_ONE_FOR_ME = compile_phrases(rf"{{start}}(?:and |now |then |also )?(?:{_ONE}) for (?:me|myself)")
_CUE_WORDS = """
    and n plus my another one more same too also well second for at wants want needs need would him her he she comes
    coming both
"""
_CUES = frozenset(_CUE_WORDS.split())
_NO_NAME_WORDS = """
    ideally preferably hopefully roughly approx approximately probably possibly definitely arrive arrives leave leaves
    reserve schedule booking pickup dropoff begin begins starts ends opens closes noon anytime sometime anything
    something everything nothing otherwise
"""
_NO_NAMES = COMMON_WORDS | frozenset(_NO_NAME_WORDS.split())
"""What is written small before a time, or after "for", and is nobody."""
_BESIDES = (
    (_AT, "at"), (_TOO, "too"), (_AND_KIN, "and"), (_COMES_TOO, "too"), (_CAN_KIN, "too"), (_CAN_NAME, "too"),
)  # fmt: skip


class Other(Finding[str], frozen=True, kw_only=True):
    """For whom something is wanted: a name, as it will be written, or nothing where none was told."""

    is_new: bool
    """Whether it is a booking beside the one that was spoken of, by the words alone."""


def find_other(text: str, masked: str, words: frozenset[str]) -> Other | None:
    """Return for whom else something is wanted: "for my mum", "one for Tom", "sam at 11"; None for the customer.

    Args:
        text: As it was written.
        masked: Folded, with times, services, people and names masked.
        words: Those of the text.
    """
    if _CUES.isdisjoint(words):
        return None
    for pattern, rule in _BESIDES:
        found = pattern.match(masked)
        if found and (other := _take(text, found, rule, is_new=True)):
            return other
    for pattern, rule, is_new in ((_ONE_FOR, "one_for", True), (_WANTS, "wants", True), (_FOR_NAME, "for", False)):
        for found in pattern.finditer(masked):
            needs_capital = rule == "for" and not _is_told_apart(masked, found)
            if other := _take(text, found, rule, is_new=is_new, needs_capital=needs_capital):
                return other
    found = _FOR_OTHER.search(masked)
    if found is None:
        return None
    return Other(value="", start=found.start(), end=found.end(), rule="other.for", is_new=False)


def _is_told_apart(masked: str, found: re.Match[str]) -> bool:
    """Return whether a given name stands for whom it is beside the customer's own: "for mark, im dawn"."""
    told = found.groupdict()
    word = told.get("name") or told.get("who")
    return word in GIVEN_NAMES | NAMES_THAT_ARE_WORDS and _OWN.search(masked) is not None


def _take(text: str, found: re.Match[str], rule: str, *, is_new: bool, needs_capital: bool = False) -> Other | None:
    groups = found.groupdict()
    if groups.get("kin") and not groups.get("name"):
        return Other(value="", start=found.start("kin"), end=found.end("kin"), rule=f"other.{rule}", is_new=is_new)
    start, end = found.span("name" if groups.get("name") else "who")
    written = text[start:end]
    word = written.lower()
    is_capital = written[:1].isupper() and not text.isupper()
    if needs_capital and not is_capital:
        return None
    is_telling = rule == "for" or (is_capital and start > 0)  # the first word of a message has its capital anyway
    if word in (NOT_NAMES if is_telling else _NO_NAMES) or INFLECTED.match(word) or not NAMES.fullmatch(word):
        return None
    return Other(value=write_name(written), start=start, end=end, rule=f"other.{rule}", is_new=is_new)


def find_another(masked: str, words: frozenset[str]) -> Finding[bool] | None:
    """Return where folded, masked text wants a booking beside the one that was spoken of: "another one"."""
    if _CUES.isdisjoint(words):
        return None
    found = _TIME_TOO.search(masked) or _ANOTHER.search(masked) or _ONE_FOR_ME.search(masked)
    return Finding(value=True, start=found.start(), end=found.end(), rule="another") if found else None


def find_both_times(masked: str, words: frozenset[str]) -> Finding[bool] | None:
    """Return where folded, masked text wants something at each of two times: "both Thursday and Friday"."""
    if "both" not in words or not _EITHER_WORDS.isdisjoint(words):
        return None
    found = _BOTH_TIMES.search(masked)
    return Finding(value=True, start=found.start(), end=found.end(), rule="another.both") if found else None


def is_for_customer(masked: str) -> bool:
    """Return whether folded, masked text says that something is for who writes: "a trim for me"."""
    return _FOR_ME.search(masked) is not None
