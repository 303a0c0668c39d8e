"""What else is said to "how was it?" than how it was: it is put right, not told, was missed, or is not to be asked."""

import re

from assistant.understanding.model import Understanding
from assistant.understanding.mood.ratings import find_score, read_verdict
from assistant.understanding.normalize import fold
from assistant.understanding.phrases import compile_phrases

DECLINING_WORDS_MAX = 7
TELLING = 0.5
"""A mood this strong, either way, is more than thanks."""
_CORRECTS = re.compile(
    r"(?:(?:oh|no|wait|sorry|actually|or|rather|hmm+|well|i mean[t]?|i'?d say|make (?:it|that)|more like)\b[\s,.]*)+"
)
_DECLINES = compile_phrases(
    r"no comment",
    r"skip(?: (?:it|this|that))?",
    r"pass",
    r"nothing{end}",
    r"no thanks?(?: you)?",
    r"nah",
    r"not now",
    r"(?:maybe )?later",
    r"(?:i'd |i would |we'd )?(?:rather|prefer)(?: to)? not(?: to)?(?: (?:say|tell|rate|answer|comment))?",
    r"(?:don't|do not) (?:want|wish|care|like) to (?:say|tell|rate|answer|comment)",
)
_MISSED = compile_phrases(
    r"(?:didn't|did not|couldn't|could not|never|wasn't able to)(?: even)? (?:come|came|make it|made it|show(?:ed)? up"
    r"|go|went|get there|got there|turn(?:ed)? up|attend(?:ed)?|have it|had it)",
    r"(?:wasn't|was not|weren't) (?:there|here|me)",
    r"(?:i|we) (?:had )?(?:missed|forgot) (?:it|my|our|the|that|to come)",
    r"had to (?:cancel|miss it)",
)
_ABOUT = r"(?: (?:for|about|to rate) (?:a |any |my )?(?:rat(?:e|ings?)|reviews?|feedback|opinions?|how it was))"
_ASKED = rf"(?:(?: me| us)?(?: (?:that|this|these|it))?{_ABOUT}?)"
_AGAIN = r"(?: (?:again|any ?more|ever|ever again|in future|in the future|next time|all the time))"
_NO_MORE = compile_phrases(
    rf"(?:stop|quit) asking{_ASKED}{_AGAIN}?",
    rf"(?:don't|do not|never)(?: ever)? ask{_ASKED}{_AGAIN}",
    rf"(?:don't|do not|never)(?: ever)? ask(?: me| us)?{_ABOUT}",
    r"(?:stop|no more)(?: with| sending(?: me)?| asking)?(?: of)?(?: the| these| this| those| such| your)?"
    r" (?:surveys?|ratings?|reviews?|feedback|questionnaires?|questions?)",
    r"(?:don't|do not) want to be asked",
)
_LEAVING = re.compile(r"(?:please )?(?:stop|unsubscribe|opt(?: me)? out|leave me alone|stop (?:it|this|that))[.! ]*")
_CLAUSES = re.compile(r"[^,.!?;\n]+[,.!?;\n]?")
_JUDGES = compile_phrases(r"was|were|loved?|hated?|enjoyed|worst|best")
_WISHING = compile_phrases(r"can|could|would|i'd|we'd|will|may|wish|hope|hoping|if|want|like to|need")
_OF_RATINGS = compile_phrases(r"surveys?", r"ratings?", r"rate", r"reviews?", r"feedback", r"questionnaires?",
                              r"how it was")  # fmt: skip


def find_correction(heard: Understanding) -> int | None:
    """Return what a rating is put right to, from 1 to 5: "actually 2", "no wait, it was bad"; None where it is not."""
    folded = fold(heard.text)
    found = _CORRECTS.match(folded)
    if found is None:
        return find_score(folded)
    rest = folded[found.end() :]
    return find_score(rest) or (None if heard.times else read_verdict(rest, rest))


def declines_rating(heard: Understanding) -> bool:
    """Return whether somebody would rather not say how it was."""
    folded = fold(heard.text)
    is_brief = len(folded.split()) <= DECLINING_WORDS_MAX
    return is_brief and abs(heard.sentiment) < TELLING and _DECLINES.search(folded) is not None


def missed_visit(heard: Understanding) -> bool:
    """Return whether somebody says that there was no visit: what they tell of it is no rating."""
    return find_score(fold(heard.text)) is None and _MISSED.search(fold(heard.text)) is not None


def refuses_ratings(heard: Understanding, *, is_asked: bool) -> bool:
    """Return whether somebody does not want to be asked how visits were any more.

    Args:
        heard: The message.
        is_asked: Whether that is what they were asked last: then "stop asking me" is said of nothing else.
    """
    folded = fold(heard.text)
    if _NO_MORE.search(folded) is not None:
        return is_asked or _OF_RATINGS.search(folded) is not None
    return is_asked and _LEAVING.fullmatch(folded) is not None


def find_first_score(heard: Understanding) -> int | None:
    """Return the score that the first clause of a message is: "4, and don't ask me again"; None where it is none."""
    clause = _CLAUSES.match(fold(heard.text))
    return find_score(clause[0].rstrip(",.!?;\n")) if clause else None


def find_passing_rating(heard: Understanding) -> int | None:
    """Return how it was, said beside a wish: "Ben was amazing, can you book me again?"; None where it is not said."""
    clauses = (clause for clause in _CLAUSES.findall(heard.text) if not clause.endswith("?"))
    judged = (clause for clause in clauses if _JUDGES.search(fold(clause)) and not _WISHING.search(fold(clause)))
    return next((score for clause in judged if (score := read_verdict(clause, fold(clause)))), None)
