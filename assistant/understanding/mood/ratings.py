"""An answer to "how was it?" as a number from 1 (bad) to 5 (great): said as one, as stars, or as a mood."""

import re

from assistant.understanding.model import Intent, Understanding
from assistant.understanding.mood.sentiment import ANGRY, COMPLAINING, read_sentiment
from assistant.understanding.normalize import fold
from assistant.understanding.phrases import compile_phrases
from assistant.understanding.vocabulary import NUMBERS

SCORE_MAX = 5
_NUMBERS = {"zero": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5} | {str(n): n for n in range(1, 6)}
_BARE = re.compile(
    r"(?:a |it was an? |i'?d say an? )?(one|two|three|four|five|[1-5])(?: thanks| thank you| please)?[.! ]*"
)
_OF = re.compile(r"(?<![\w./])(\d{1,3}|[a-z]{3,5})(?:[.,]\d)? ?(?:/|out of|of) ?(5|10|100|five|ten)(?![\w/])")
_STARS = re.compile(r"(?<![\d.])(zero|one|two|three|four|five|[0-5]) ?stars?\b")
_STAR_RUN = re.compile(r"[\u2605\u2b50]{1,5}|(?<!\S)\*{1,5}(?!\S)")
_SAID = (
    (1, compile_phrases(r"(?:very|really|so) bad", r"terrible", r"awful", r"horrible", r"(?:the )?worst")),
    (2, compile_phrases(r"not (?:so |very |that |too |really )?(?:great|good|nice|happy|well|ok|okay|fine)")),
    (3, compile_phrases(r"ok|okay|fine|alright|all right|average|so so|meh|not (?:too |so )?bad")),
    (2, compile_phrases(r"bad|poor(?:ly)?")),
    (4, compile_phrases(r"good|nice|well|happy")),
)
"""What is said plainly; the first counts. A word's mood alone is too hard on some, and too soft on others."""
_PRAISE = 0.6
_MORE_THAN_THANKS = 0.5
"""Thanks alone tell nothing: they may be for the question."""
_GOOD_WORDS_MAX = 4
"""In so few words what is said plainly is all there is."""
_WISHES = {
    Intent.BOOK,
    Intent.AVAILABILITY,
    Intent.RESCHEDULE,
    Intent.CANCEL,
    Intent.LIST_BOOKINGS,
    Intent.HELP,
    Intent.HUMAN_HANDOFF,
}
_PAST_DAYS = re.compile(r"\b(?:today|yesterday|this (?:morning|afternoon|evening)|last night)\b")
_TOLD = compile_phrases(
    r"was|were|had|did|didn't|wasn't|weren't|took|waited|came|got|cut|left|made|said|felt|looked|never|too|turned out"
    r"|(?:is|are|looks|feels)(?: now| still| all)? (?:a bit|a little|way|so|still|un\w+|not)|though|nobody"
)
"""Words that tell what happened, and wish for nothing."""
_WHY = re.compile(r"(?:but |and |so )?(?:why|how come)\b")


def find_score(folded: str) -> int | None:
    """Return the number that a folded message gives outright: "5", "4/5", "three stars"; None where it gives none."""
    said = folded.strip()
    if found := _BARE.fullmatch(said):
        return _NUMBERS[found[1]]
    if (found := _OF.search(said)) and (found[1].isdecimal() or found[1] in NUMBERS):
        return _scale(_count(found[1]), _count(found[2]))
    if found := _STARS.search(said):
        return max(1, _NUMBERS.get(found[1], 1))
    run = _STAR_RUN.search(said)
    return len(run[0]) if run else None


def _count(said: str) -> int:
    return int(said) if said.isdecimal() else NUMBERS[said]


def _scale(given: int, most: int) -> int | None:
    """Return `given` out of `most` as 1 to 5; None where it is more than there is."""
    return None if given > most else max(1, min(SCORE_MAX, (given * SCORE_MAX * 2 + most) // (2 * most)))


def find_rating(heard: Understanding) -> int | None:
    """Return what a message answers to "how was it?", from 1 to 5; None where it answers something else, or nothing."""
    folded = fold(heard.text)
    given = find_score(folded)
    if given is not None:
        return given
    is_thanks = {*heard.intents} == {Intent.THANKS} and 0 < heard.sentiment < _MORE_THAN_THANKS
    return None if is_thanks or wishes(heard) else read_verdict(heard.text, folded)


def read_verdict(text: str, folded: str) -> int | None:
    """Return how good it was by a text's plain words, else by its mood, from 1 to 5; None where neither tells.

    Args:
        text: As it was written, for what is shouted.
        folded: The same, folded.
    """
    if len(folded.split()) <= _GOOD_WORDS_MAX:
        said = (score for score, pattern in _SAID if pattern.search(folded))
        if plain := next(said, None):
            return plain
    mood = read_sentiment(text, folded)
    if not mood:
        return None
    if mood < 0:
        return 1 if mood <= ANGRY else 2
    return SCORE_MAX if mood >= _PRAISE else SCORE_MAX - 1


def wishes_besides(heard: Understanding) -> bool:
    """Return whether a message that gives a rating wants something as well; "4/5" is no date there."""
    return bool(_WISHES & {*heard.intents} or heard.inquiries or (heard.service_ids and heard.times))


def tells_visit(heard: Understanding) -> bool:
    """Return whether a message's words tell what happened."""
    return _TOLD.search(fold(heard.text)) is not None


def wishes(heard: Understanding, *, is_complaint: bool = False) -> bool:
    """Return whether a message wants something of the diary, or of a person, rather than tell how a visit was.

    Args:
        heard: The message.
        is_complaint: Whether it was asked what went wrong: then "why did it take so long?" tells that.
    """
    if Intent.HUMAN_HANDOFF in heard.intents:
        return True
    if heard.sentiment <= COMPLAINING:
        return False
    folded = fold(heard.text)
    if is_complaint and _WHY.match(folded):
        return False
    if _WISHES & {*heard.intents} or heard.inquiries or heard.topic or heard.code:
        return True
    if heard.text.endswith("?"):
        return True
    is_told = tells_visit(heard) or heard.sentiment > 0
    to_come = len(heard.times) - len(_PAST_DAYS.findall(folded))
    return to_come > 0 if is_told else bool(heard.times or heard.service_ids or heard.party_size)
