"""What is said to be wrong with what was done, or with what is asked about; and that what was cancelled is wanted."""

from assistant.understanding.model import Aspect
from assistant.understanding.phrases import Finding, compile_phrases

_NOUNS = {
    Aspect.DAY: "day|date|week",
    Aspect.TIME: "time|hour|slot",
    Aspect.SERVICE: "service|treatment|thing i (?:asked for|wanted)|appointment type",
    Aspect.PERSON: "person|stylist|barber|hairdresser|therapist|teacher",
    Aspect.NAME: "name|spelling",
    Aspect.PARTY: "number(?: of (?:people|guests|us))?|party size",
}
_NAMED = {
    aspect: compile_phrases(
        r"(?:the )?wrong {noun}{end}",
        r"(?:the|my) {noun}(?:'s| is| was)(?: all)? (?:wrong|incorrect|not (?:right|correct))",
        r"(?:the|my) {noun} isn't (?:right|correct)",
        r"(?:got|spelt|spelled) (?:the|my) {noun} wrong",
        r"(?:that|this|it)(?:'s| is|'s not| is not| isn't)(?: not)? (?:my|the right) {noun}{end}",
        noun=noun,
    )
    for aspect, noun in _NOUNS.items()
}
_UNSAID = compile_phrases(
    r"(?<!get )(?<!gets )(?<!getting )(?:that|this|it|which|you)(?:'s| is| was| got (?:it|that))?"
    r" (?:all |the |so |just )?(?:wrong|incorrect)",
    r"(?:that|this|it)(?:'s not| is not| was not| isn't| wasn't) (?:right|correct|quite right|what i \w{3,10})",
    r"not what i (?:said|asked|meant|wanted|booked)",
    r"{start}(?:no )?(?:wrong|incorrect|not right|not correct){end}",
    r"(?:something|somethings|something's)(?: is)? wrong(?: with (?:it|that|my booking))?{end}",
)
_CUES = frozenset(("wrong", "incorrect", "right", "correct", "not", "isnt", "wasnt", "isn", "wasn", "thats", "its"))
_BACK = compile_phrases(
    r"(?:can|could|may) (?:i|we|you) (?:please )?(?:still )?(?:have|get|put|book) (?:it|that|this|{slot}) back",
    r"(?:want|like|need) (?:to have )?(?:it|that|this|{slot}) back",
    r"(?:re-?book|re-?instate|restore|un-?cancel) (?:it|that|this|{slot})?",
    r"book (?:it|that|this|{slot}|me)(?: back)?(?: in)? (?:again|back|anew|once more)",
    r"{start}(?:(?:no|wait|sorry|actually) ){0,3}(?:i )?(?:do |still )?(?:want|keep|need) it(?: after all| now)?{end}",
    slot="(?:that|the|my) (?:same )?(?:slot|time|appointment|appt|booking|one|table|place)",
)
_BACK_WORDS = "back again rebook reinstate restore uncancel re un anew want keep need once"
_BACK_CUES = frozenset(_BACK_WORDS.split())


def find_wrong(folded: str, words: frozenset[str]) -> Finding[Aspect] | None:
    """Return what of a booking folded text says to be wrong; which of it may stay unsaid: "that's not right"."""
    if _CUES.isdisjoint(words):
        return None
    for aspect, pattern in (*_NAMED.items(), (Aspect.UNSAID, _UNSAID)):
        if found := pattern.search(folded):
            return Finding(value=aspect, start=found.start(), end=found.end(), rule=f"wrong.{aspect}")
    return None


def wants_back(folded: str, words: frozenset[str]) -> bool:
    """Return whether folded text wants again what was just cancelled; what it means otherwise is not said here."""
    return not _BACK_CUES.isdisjoint(words) and _BACK.search(folded) is not None
