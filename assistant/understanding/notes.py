"""What the shop is to know of a booking, in the customer's own words, and what is to become of a note that is there."""

import re
from collections.abc import Sequence

from assistant.understanding.model import NoteChange
from assistant.understanding.phrases import OTHER, PARTY, PERSON, SERVICE, TIME, Finding, compile_phrases

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
    r"(?P<told>(?:please )?note(?: that|:)?|{put} {a} {word}note(?: {there})?(?: that| saying|:)?|f\.?y\.?i"
    r"|for your info(?:rmation)?|{put} (?:this |that )?{there} ?:"
    r"|(?:just )?so you know|(?:just )?to let you know|let (?:the team|the stylist|them|<person>) know"
    r"|(?:tell|warn|inform) (?:the team|the stylist|them|<person>)(?! (?:to|it's me|hi|hello|thanks|thank)\b))",
    put="make|add|take|leave|put|write|include|attach|note",
    a="an?|another|this|one more|the following",
    there="(?:to|on|with|for|against) (?:it|this|that|them|both|all(?: of (?:it|them|these|those))?|everything"
    "|{own} {word}{noun})",
)
_NOTE_WORDS = """
    allergic allergy allergies intolerant intolerance coeliac celiac vegan vegetarian veggie halal kosher free
    wheel wheelchair crutches frame zimmer chair chairs highchair highchairs booster pushchair pram buggy stroller dog
    pregnant sensitive asthmatic asthma epilepsy epileptic diabetic hearing deaf blind birthday anniversary note fyi f
    info information know tell warn inform
"""
_NOTE_CUES = frozenset(_NOTE_WORDS.split())
"""One of these stands in each of those phrases."""
_REMOVE = compile_phrases(
    r"(?:remove|delete|forget|scrap|drop|clear|cancel|lose|skip|erase|ignore|undo|withdraw|get rid of"
    r"|take (?:off|out|away)) (?:about )?(?:{which} )?{word}{notes}",
    r"take {which} {word}{notes} (?:off|out|away|back|down)",
    r"(?:{which} )?{notes} (?:is|are) (?:no longer|not) (?:needed|necessary|required|true)",
    r"(?:don't|do not|no longer) need {which} {notes}(?: any ?more)?",
    r"no notes?(?: needed| after all| please)?{end}",
    which="(?:all )?(?:of )?(?:the|my|our|that|this|those|these|your|any)",
    notes="notes?(?! (?:to|with|from|saying)\\b)",
)
_REPLACE = compile_phrases(
    r"(?:change|replace|update|edit|correct|amend|rewrite|make|swap) {which} {word}note"
    r"(?: (?:to|with|as|for|into|say|read|so (?:that )?it (?:says|reads)))?(?: say| read)?(?: that)?",
    r"{which} {word}note (?:should|is supposed to|has to|must|needs to) (?:say|be|read)(?: that)?",
    which="(?:the|my|our|that|this)",
)
_ASKING = re.compile(r"\s*(?:hi |hey |hello )?(?:do|does|are|is|have|has|what|which|where|how|any|got|who|will)\b")
_ASKING_US = re.compile(r"\b(?:can|could|may) (?:i|we|you)\b")
_INDIFFERENT = re.compile(
    r"\b(?:(?:don'?t|do not|doesn'?t|does not|not) (?:really )?(?:care|need|want|matter|mind)"
    r"|(?:no need to|don'?t|do not) (?:note|(?:add|make|put|leave|write) an?y? ?notes?))\b"
)
_SENTENCE_END = re.compile(r"[.!?;\n]")
_PART_START = re.compile(r", ?(?:and |but )?|\s(?:and|but|also|plus|with|as|because|btw|fyi)\s")
_MARKED_END = re.compile(
    rf"(?<=[{TIME}{SERVICE}{PERSON}{PARTY}{OTHER}])\s(?=(?:please|pls|plz|note|fyi|add|i|im|i'm|ive|i've|my|we|we're)\b)"
)
"""Where what is wanted may end, and a note begin, without a mark between."""
_TELLING = re.compile(r"\b(?:tell|warn|inform|let) $")
_TELLING_LENGTH = 8
_PART_END = re.compile(r", ?|\s(?:and|but|so|can|could)\s")
_MARKS = re.compile(f"[{TIME}{SERVICE}{PERSON}{PARTY}{OTHER}]")
_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|oh|ok|yes|also|and|but|ps|btw|by the way|one more thing|please|pls|just|fyi|f\.y\.i"
    r"|for your info(?:rmation)?|so you know|to let you know|(?:can|could|would|will|may) (?:you|u|ya|i|we)(?: please)?"
    r"|(?:make|add|take|leave|put|write|include|attach) (?:an?|another|this|one more|the following)"
    r" (?:quick |short )?note"
    r"|(?:add|put|write|include|note)(?= (?:this |that )?(?:to|on|with|for|against) [^:.!?\n]{1,40}:)|note|saying"
    r"|(?:to|on|with|for|against) (?:the|my|our|this|that|all of)(?: (?:booking|reservation|appointment)s?"
    r"|(?<=all of) (?:them|these|those))|(?:to|on|with|for|against) (?:it|them|both|all|everything)(?=\s?[:,])|that"
    r"|this|(?:tell|warn|inform) (?:the team|the stylist|them|[\ue002]+)|sorry"
    r"|let (?:the team|the stylist|them|[\ue002]+) know)"
    r"(?!\w|')[ ,:\-]{0,3})+"
)
_TAIL = re.compile(
    r"[ ,.]{1,2}(?:btw|(?:(?:can|could) (?:you|u) )?(?:please )?(?:note|make|add|leave|put|take)"
    r"(?: (?:a|this|that|it)){0,2}(?: note)?(?: (?:please|pls|of that|of it|down)){0,2})$"
)
_BREAK = re.compile(r"(?<=[.!?,;:])\n|\n")
_SHORTEST = 3
"""Characters: less says nothing."""


def find_note_change(masked: str, words: frozenset[str]) -> Finding[NoteChange] | None:
    """Return that a note that is there is to go, or to be another one: "remove the note", "change the note to ..."."""
    if words.isdisjoint(("note", "notes")):
        return None
    for change, pattern in ((NoteChange.REPLACE, _REPLACE), (NoteChange.REMOVE, _REMOVE)):
        if found := pattern.search(masked):
            is_all = change is NoteChange.REMOVE and "notes" in found[0]
            value = NoteChange.CLEAR if is_all else change
            return Finding(value=value, start=found.start(), end=found.end(), rule=f"note.{value}")
    return None


def find_note(
    text: str,
    masked: str,
    words: frozenset[str],
    *,
    change: Finding[NoteChange] | None = None,
    others: Sequence[tuple[int, int]] = (),
) -> Finding[str] | None:
    """Return what the shop is to know, in the customer's own words; None for a question about it.

    Args:
        text: As it was written.
        masked: Folded, with times, services, people and party masked: what else is wanted is no part of the note.
        words: Those of the text.
        change: What is to become of the note that is there: of one that is to be another the new words come after it.
        others: Where wishes, yes, no, thanks and their like stand: a sentence with one of them is no part of a note.
    """
    if change:
        return _find_replacement(text, masked, change) if change.value is NoteChange.REPLACE else None
    cue = _NOTE_CUE.search(masked) if ":" in masked or not _NOTE_CUES.isdisjoint(words) else None
    if cue is None:
        return None
    start, end = _find_sentence(masked, cue.start(), cue.end())
    is_question = masked[end : end + 1] == "?" or _ASKING.match(masked, start) is not None
    if is_question and not (cue["told"] or _ASKING_US.search(masked, start, cue.end())):
        return None
    if _INDIFFERENT.search(masked, start, end):
        return None
    start, whole = _leave_wishes_out(masked, cue, start, end, others)
    if cue["told"] and masked[cue.end() - 1 : cue.end() + 1].rstrip().endswith(":"):
        start = cue.end()
    end = _go_on(masked, end, others, is_told=bool(cue["told"])) if whole == end else whole
    while lead := _LEAD.match(masked, start, end):
        start = lead.end()
    return _make_note(text, masked, start, end)


def is_told(masked: str, start: int) -> bool:
    """Return whether who stands there is one whom something is to be told: "tell Ben", "let Ben know"."""
    return _TELLING.search(masked, max(0, start - _TELLING_LENGTH), start) is not None


def _find_replacement(text: str, masked: str, change: Finding[NoteChange]) -> Finding[str] | None:
    _, end = _find_sentence(masked, change.start, change.end)
    start = change.end
    while masked[start : start + 1] in (" ", ":", ",", "-"):
        start += 1
    return _make_note(text, masked, start, end)


def _make_note(text: str, masked: str, start: int, end: int) -> Finding[str] | None:
    """Return the words as one line, without what only asks for them to be noted."""
    if tail := _TAIL.search(masked[start:end]):
        end = start + tail.start()
    note = _BREAK.sub(lambda found: " " if found.start() and text[start + found.start() - 1] in ".!?,;:" else ", ",
                      text[start:end])  # fmt: skip
    note = note.strip(" ,:-\n")
    return Finding(value=note, start=start, end=end, rule="note") if len(note) >= _SHORTEST else None


def _find_sentence(masked: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins and ends in which `start:end` stands."""
    ends = [found.end() for found in _SENTENCE_END.finditer(masked, 0, start)]
    closing = _SENTENCE_END.search(masked, end)
    begin = ends[-1] if ends else 0
    return begin + (masked[begin : begin + 1] == " "), closing.start() if closing else len(masked)


def _go_on(masked: str, end: int, others: Sequence[tuple[int, int]], *, is_told: bool) -> int:
    """Return where the note ends: sentences that follow belong to it while they want and ask nothing."""
    while end < len(masked) and masked[end] != "?":
        found = _SENTENCE_END.search(masked, end + 1)
        closing = found.start() if found else len(masked)
        is_other = any(start < closing and end < other_end for start, other_end in others)
        goes_on = is_told or _NOTE_CUE.search(masked, end + 1, closing) is not None
        if is_other or not goes_on or masked[closing : closing + 1] == "?" or _MARKS.search(masked, end, closing):
            break
        end = closing
    return end


def _leave_wishes_out(
    masked: str, cue: re.Match[str], start: int, end: int, others: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return the part around the cue, without those parts of the sentence that say what is wanted and when."""
    parts = list(_PART_START.finditer(masked, start, cue.start()))
    wants = any(start <= other_start < parts[-1].start() for other_start, _ in others) if parts else False
    if not parts and (said := [*_MARKED_END.finditer(masked, start, cue.start() + 1)]):
        start = said[-1].end()  # "colour on Saturday at 2 please note I'm allergic to ammonia"
    if parts and (wants or _MARKS.search(masked, start, parts[-1].start())):
        start = parts[-1].end()
    for found in _PART_END.finditer(masked, cue.end(), end):
        if _MARKS.search(masked, found.end(), end):
            return start, found.start()
    return start, end
