"""What cancelling or changing would take, asked in case: "can I cancel later if I need to?" cancels nothing yet."""

from assistant.understanding.model import InquiryTopic
from assistant.understanding.phrases import Finding, compile_phrases

TERMS = frozenset({InquiryTopic.TERMS, InquiryTopic.FEE})
"""Asked about a cancellation or a change that may come, not for one."""

_WORDING = {
    "cancels": "cancel(?:ling|ing)?|call(?:ing)? (?:it )?off|(?:back|pull|drop) out",
    "changes": "change|move|reschedule|rearrange|rebook|switch",
    "able": (
        "(?:can|could|may|would|will|am|are) (?:i|we)"
        " (?:still |always |just |be able to |able to |allowed to |free to ){0,2}"
    ),
    "it": "it|that|this|them|{own} {word}{thing}|an? {thing}",
    "may": "might |may |do |have to |need to |needed to |had to |want to |must |ever |then |decide to |suddenly ",
    "misses": (
        "(?:can't|cannot|can not|couldn't|don't|do not|won't) (?:make|come|show|turn up|attend|get there|be there)"
        "|(?:am|are) (?:ill|sick|unwell|poorly)|(?:get|fall) (?:ill|sick)|no[- ]?show"
    ),
    "in_case": (
        "if (?:i|we|something|anything|things|plans|work|my|our|needed|need be|necessary|required)\\b"
        "|in case (?:i|we|something|anything|of)\\b"
    ),
    "some_time": (
        "later(?: on)?|afterwards?|nearer the time|any ?time|at any (?:time|point)|(?:at the )?last minute"
        "|at short notice|on the (?:same )?day|the (?:same day|day before|night before)"
        "|(?:up )?(?:to|until) [^.,!?;\\n]{1,30} before"
        "|for free|free of charge|without (?:any |an? |being |having )?(?:pay|charg|fee|cost|penalt)\\w*"
    ),
    "pays": "(?:pay|be charged|get charged|charge|charged|lose {own} deposit|owe|cost)",
}
_FEE = compile_phrases(
    r"cancel?lation (?:fee|charge|cost|penalt)\w*",
    r"(?:fee|charge|penalty|cost)s? (?:for|if|when|to) (?:i |we |you )?(?:{may})*(?:{cancels}|{misses})",
    r"(?:do|will|would|does|is|are) (?:you|i|we|it|there) {gap}(?:{pays}|fee)(?: [\w']{1,12}){0,3}"
    r" (?:if|when|for|to) (?:i |we )?(?:{may})*(?:{cancels}|{misses})[^.,!?;\n]{0,30}",
    r"(?:what )?if (?:i|we) (?:{may})*(?:{cancels}|{misses})[^.!?;\n]{0,30}? {pays}[^.,!?;\n]{0,30}",
    r"(?:is it |is )?free (?:to cancel|cancel?lation)",
    **_WORDING,
)
_TERMS = compile_phrases(
    r"cancel?lation (?:policy|policies|terms|rules|deadline)",
    r"{able}{cancels}(?: or {changes})?(?: {it})? (?:{some_time})(?: (?:{in_case})[^.,!?;\n]{0,40})?",
    r"{able}(?:{cancels}|{changes})(?: or (?:{changes}|{cancels}))?(?: {it})?(?: (?:{some_time}))? (?:{in_case})"
    r"[^.,!?;\n]{0,40}",
    r"is it (?:ok|okay|fine|possible|alright|a problem|easy) (?:to {cancels}|if (?:i|we) {cancels})(?: {it})?"
    r" (?:{some_time}|{in_case})[^.,!?;\n]{0,40}",
    r"(?:and |but )?what (?:happens )?if [^.,!?;\n]{1,40}?\b(?:{cancels}|{misses})[^.,!?;\n]{0,40}",
    r"(?:how (?:late|long before|far ahead|far in advance|close|soon|much notice)|(?:up )?until when|till when"
    r"|what'?s the latest|when(?:'s| is) the latest) [^.,!?;\n]{0,30}?\b(?:{cancels}|{changes})(?! to\b)"
    r"[^.,!?;\n]{0,30}",
    **_WORDING,
)
_CUE_WORDS = "if cancel cancelling canceling cancellation cancelation off out fee charge charged"
_CUES = frozenset(_CUE_WORDS.split())
"""One of these stands in each of those questions."""


def find_terms(masked: str, words: frozenset[str]) -> Finding[InquiryTopic] | None:
    """Return the question what a cancellation that may come would take, in folded text; None where it has none.

    Args:
        masked: With services and people masked by their kinds; times stand as they are.
        words: Those of the folded text.
    """
    if _CUES.isdisjoint(words):
        return None
    for topic, pattern in ((InquiryTopic.FEE, _FEE), (InquiryTopic.TERMS, _TERMS)):
        if found := pattern.search(masked):
            return Finding(value=topic, start=found.start(), end=found.end(), rule=f"inquiry.{topic}")
    return None
