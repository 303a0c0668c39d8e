"""Who of those who were to come will not: "mum can't come now", "my brother and his wife dropped out"."""

import re

from assistant.understanding.party.words import KIND, OWN, SINGLE
from assistant.understanding.phrases import Finding, compile_phrases

_MORE_KIN = (
    r"(?:nan|nana|nanna|gran|granny|grand?dad|grand-?(?:son|daughter)|daddy|mummy|auntie|bestie|flatmate|roommate"
    r"|housemate|plus ?-?one|date|other half|(?:mother|father|sister|brother|son|daughter)-in-law)"
)
_WHO = (
    rf"(?:(?:{OWN}|the|an?|one of (?:my|our)) )?{KIND}(?:{_MORE_KIN}|{SINGLE}|someone|somebody)(?: of (?:mine|ours))?"
)
DROPPED_OUT = r"(?:dropped out|pulled out|backed out|bailed(?: out| on (?:us|me))?|cried off|cancell?ed on (?:us|me))"
"""What is said of nobody who booked alone."""
_NOT = (
    r"(?:(?:can't|cannot|can not|can no longer|couldn't|won't|will not)(?: be able to)?(?: now)?"
    r"|(?:isn't|is not|is no longer|'s not|are not|aren't|not)(?: now)?(?: able to)?|(?:is |are )?unable to)"
)
_COME = r"(?:make it|come(?: along)?|coming(?: along)?|attend|attending|join(?:ing)?(?: us| me)?|be (?:there|coming))"
_GONE = rf"(?:(?:{_NOT} {_COME})|(?:(?:has|have|had|is|are|'s|'ve) )?(?:just )?(?:{DROPPED_OUT}|dropping out))"
_LATER = (
    r"(?={end}|(?P<still>(?: now| any ?more| after all| either| sorry| unfortunately| sadly){1,2})(?!\w)"
    r"| (?:so|but|and|because|cos|cus|as|she|he|they|to|with|unfortunately|sadly)(?!\w))"
)
"""What may follow: on a day that is named they cannot come, and on another one they may."""
_LEAVING = compile_phrases(
    r"(?<!and )(?<!with )(?<!& )(?<!for )(?P<me>(?:me|i|myself) (?:and|n|&|\+) )?"
    rf"(?<!my )(?<!our )(?<!his )(?<!her )(?<!their )(?<!the )(?P<who>{_WHO})"
    rf"(?P<other> (?:and|n|&|\+) {_WHO})?(?:{{blank}}){_GONE}{_LATER}",
    blank=r" |(?='s )",
)
_CUES = re.compile(r"n'?t\b|not\b|no longer\b|unable\b|out\b|bailed\b|cried\b|\bon (?:us|me)\b")


def find_leaving(folded: str) -> Finding[int] | None:
    """Return how many of theirs, who are told by what they are to the customer, will not come."""
    if _CUES.search(folded) is None or (found := _LEAVING.search(folded)) is None:
        return None
    end = found.end("still") if found["still"] else found.end()
    count = sum(found[who] is not None for who in ("me", "who", "other"))
    return Finding(value=count, start=found.start(), end=end, rule="party.leaving")
