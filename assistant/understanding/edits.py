"""What is to change of a booking that stands, beside its time: what is done, a note, a late arrival."""

import re
from collections.abc import Sequence

from assistant.understanding.phrases import OTHER, PARTY, PERSON, SERVICE, TIME, Finding, compile_phrases

NOTE_LENGTH_MAX = 300
"""Characters of one note: longer ones are cut."""
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
    r"\d{1,2} ?(?:mins?|minutes?|m) (?:or so )?late{not_when}",
    r"{start}(?:sorry )?late(?: sorry)?{end}",
    r"running behind",
    r"(?:stuck|caught|sat) in (?:\w{1,12} )?(?:traffic|a (?:traffic )?jam|jam)",
    r"(?:bus|train|tube|cab|taxi|uber|tram)(?: is| was|'s) (?:\w{1,12} )?(?:late|delayed|stuck)",
    r"missed (?:my|the) (?:bus|train|tube|tram)",
    r"(?:there|with you) in (?:about |around )?\d{1,2} ?(?:mins?|minutes?)",
    not_when=(
        r"(?! (?:on|at|in|this|next|afternoon|evening|morning|night|enough|appointments?|opening|cancel\w*|slots?)\b)"
    ),
)
_NOTE_CUE = compile_phrases(
    r"allerg(?:ic|y|ies)",
    r"intoleran(?:t|ce)",
    r"coeliac|celiac|vegan|vegetarian|veggie|halal|kosher",
    r"(?:gluten|dairy|nut|lactose|egg)[ -]free",
    r"wheel ?chair|crutches|walking frame|zimmer",
    r"high ?chairs?|booster seats?|pushchair|push chair|pram|buggy|stroller",
    r"(?:guide|assistance) dog",
    r"pregnant|sensitive (?:scalp|skin)|asthmatic|asthma|epilep(?:sy|tic)|diabetic|hard of hearing|deaf|blind",
    r"(?:it's|it is) (?:my|our|his|her|their) {word}{word}(?:birthday|anniversary)",
    r"(?P<told>(?:please )?note(?: that|:)?|(?:make|add|take|leave|put) a note(?: that|:)?|f\.?y\.?i"
    r"|for your info(?:rmation)?"
    r"|(?:just )?so you know|(?:just )?to let you know|let (?:the team|the stylist|them|<person>) know)",
)
_ASKING = re.compile(r"\s*(?:hi |hey |hello )?(?:do|does|are|is|have|has|what|which|where|how|any|got|who|will)\b")
_ASKING_US = re.compile(r"\b(?:can|could|may) (?:i|we|you)\b")
_INDIFFERENT = re.compile(r"\b(?:don'?t|do not|doesn'?t|does not|not) (?:really )?(?:care|need|want|matter|mind)\b")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_PART_START = re.compile(r", ?(?:and |but )?|\s(?:and|but|also|plus|with|as|because|btw|fyi)\s")
_PART_END = re.compile(r", ?|\s(?:and|but|so|can|could)\s")
_MARKS = re.compile(f"[{TIME}{SERVICE}{PERSON}{PARTY}{OTHER}]")
_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|oh|ok|yes|also|and|but|ps|btw|by the way|one more thing|please|pls|just|fyi|f\.y\.i"
    r"|for your info(?:rmation)?|so you know|to let you know|(?:can|could) you(?: please)?"
    r"|(?:make|add|take|leave|put) a note|note"
    r"|on (?:the|my|our) (?:booking|reservation|appointment)|that|let (?:the team|the stylist|them|[\ue002]+) know)"
    r"(?!\w|')[ ,:\-]{0,3})+"
)


_AMEND_WORDS = "now instead all fact actually make change update amend switch swap increase reduce adjust"
_AMEND_CUES = frozenset(_AMEND_WORDS.split())
_LATE_WORDS = "late running jam traffic delayed stuck missed there with"
_LATE_CUES = frozenset(_LATE_WORDS.split())
_NOTE_WORDS = """
    allergic allergy allergies intolerant intolerance coeliac celiac vegan vegetarian veggie halal kosher free
    wheel wheelchair crutches frame zimmer chair chairs highchair highchairs booster pushchair pram buggy stroller dog
    pregnant sensitive asthmatic asthma epilepsy epileptic diabetic hearing deaf blind birthday anniversary note fyi f
    info information know
"""
_NOTE_CUES = frozenset(_NOTE_WORDS.split())
"""One of these stands in each of those phrases."""


def amends(masked: str, words: frozenset[str]) -> bool:
    """Return whether folded, masked text speaks of changing what stands: "make it", "we're 5 now", "instead"."""
    return not _AMEND_CUES.isdisjoint(words) and _AMENDS.search(masked) is not None


def find_new_services(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> tuple[int, ...]:
    """Return the services that a booking is to be of: "change my haircut to a colour" wants the second."""
    for found in services:
        before = _TO_SERVICE.search(masked, max(0, found.start - 60), found.start)
        if found.value and (before or _INSTEAD.match(masked, found.end)):
            return found.value
    return ()


def is_late(masked: str, words: frozenset[str]) -> bool:
    """Return whether somebody will not be there in time: "running 10 mins late", "stuck in traffic"."""
    return not _LATE_CUES.isdisjoint(words) and _LATE.search(masked) is not None


def find_note(text: str, masked: str, words: frozenset[str]) -> Finding[str] | None:
    """Return what the shop is to know, in the customer's own words; None for a question about it.

    Args:
        text: As it was written.
        masked: Folded, with times, services, people and party masked: what else is wanted is no part of the note.
        words: Those of the text.
    """
    cue = _NOTE_CUE.search(masked) if not _NOTE_CUES.isdisjoint(words) else None
    if cue is None:
        return None
    start, end = _find_sentence(masked, cue)
    is_question = masked[end : end + 1] == "?" or _ASKING.match(masked, start) is not None
    if is_question and not (cue["told"] or _ASKING_US.search(masked, start, cue.end())):
        return None
    if _INDIFFERENT.search(masked, start, end):
        return None
    start, end = _leave_wishes_out(masked, cue, start, end)
    while lead := _LEAD.match(masked, start, end):
        start = lead.end()
    note = text[start:end].strip(" ,:-").removesuffix(" btw")[:NOTE_LENGTH_MAX]
    return Finding(value=note, start=start, end=end, rule="note") if len(note) > 2 else None  # noqa: PLR2004 - a word


def _find_sentence(masked: str, cue: re.Match[str]) -> tuple[int, int]:
    ends = [found.end() for found in _SENTENCE_END.finditer(masked, 0, cue.start())]
    closing = _SENTENCE_END.search(masked, cue.end())
    start = ends[-1] if ends else 0
    return start + (masked[start : start + 1] == " "), closing.start() if closing else len(masked)


def _leave_wishes_out(masked: str, cue: re.Match[str], start: int, end: int) -> tuple[int, int]:
    """Return the part around the cue, without those parts of the sentence that say what is wanted and when."""
    parts = list(_PART_START.finditer(masked, start, cue.start()))
    if parts and _MARKS.search(masked, start, parts[-1].start()):
        start = parts[-1].end()
    for found in _PART_END.finditer(masked, cue.end(), end):
        if _MARKS.search(masked, found.end(), end):
            return start, found.start()
    return start, end
