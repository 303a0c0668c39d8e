"""The words that readers of head counts share: numbers, kinds of people, what a number may count instead."""

import re

from assistant.understanding.vocabulary import NUMBERS

_TENS = {word: 10 * place for place, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty"), start=2)}
_ONES = [word for word, number in NUMBERS.items() if number < 10]  # noqa: PLR2004 - what follows twenty
_DOZENS = {"a dozen": 12, "half a dozen": 6, "two dozen": 24}
WORDS = NUMBERS | _TENS
"""one to twenty, and the tens; "twenty five" is read by `read_number`."""

SPELT = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(NUMBERS)}|{'|'.join(_DOZENS)}"
"""A number in words."""
_GLUED = r"p(?:pl|p|ax|eople|ersons?)\b"
"""What is written to figures without a blank: 4ppl."""
N = rf"(?<![\w:./£$€#])(?:\d{{1,3}}(?:(?!\w)|(?={_GLUED}))|(?:{SPELT})(?!\w))"
NUMBER = f"(?P<n>{N})"

NOT_UNIT = (
    r"(?!\d| ?(?:[ap]\.?m\b|o ?'clock|h\b|hrs?\b|hours?\b|mins?\b|minutes?\b|days?\b|weeks?\b|months?\b|nights?\b"
    r"|years?\b|%|[:/]\d|[.,]\d|-\s?\d|(?:st|nd|rd|th)\b|pounds?\b|quid\b|dollars?\b|euros?\b|bucks?\b|£|\$|€"
    r"|of (?:them|those|these)\b|<service>|and a (?:half|quarter)|1/2|½|half\b|more (?:hours?|days?|nights?|weeks?)"
    r"|(?:oh? ?-?five|ten|fifteen|twenty|thirty|forty|fifty|past|times?|courses?|bottles?|minute|hour|night|day)\b))"
)
"""After a number that counts no heads: a time, a span of time, an amount, several of a service."""
NO_NOUN = (
    r"(?! (?!(?:this|us|as|was|is|thanks|outdoors|indoors|plus|guests|covers|adults|people|persons|friends|mates"
    r"|seniors|couples|members|kids|men|women|ladies|girls|boys|lads|colleagues|others)\b)\w{3,20}s\b)"
)
"""After a number: not several of something, such as three bedrooms."""

HEADS = (
    r"(?:people|persons?|poeple|peopl|peple|ppl|pax|pp|guests?|heads|diners?|eaters|covers|seats|chairs|places|spots|spaces"
    r"|tickets|mats|bikes|adults?|grown ?-?ups?|members|attendees|participants|individuals|folks?|peeps|seater|tops?)"
)
YOUNG = r"(?:kids?|child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|newborns?|teen(?:ager)?s?|little ones?)"
MANY = (
    r"(?:people|persons|adults|grown ?-?ups|seniors|pensioners|kids|children|babies|infants|toddlers|teens|teenagers"
    r"|men|women|ladies|gentlemen|guys|girls|boys|lads|parents|friends|mates|buddies|pals|guests|colleagues"
    r"|co-?workers|siblings|others|cousins|sons|daughters|sisters|brothers|bros|customers|clients|students|members"
    r"|toddlers|little ones|aunts|uncles|grandchildren|grandkids|nieces|nephews|neighbours|elders|girlfriends"
    r"|classmates|workmates|teammates|relatives|bridesmaids|groomsmen|ushers)"
)
SINGLE = (
    r"(?:person|adult|senior|man|woman|lady|gentleman|wife|husband|hubby|partner|girlfriend|boyfriend|fiancee?|spouse"
    r"|friend|mate|buddy|pal|mum|mom|mother|dad|father|grandma|grandpa|grandmother|grandfather|son|daughter|sister|sis"
    r"|brother|bro|colleague|coworker|boss|cousin|aunt|uncle|niece|nephew|kid|child|baby|infant|toddler|teenager|girl"
    r"|boy|neighbour|neighbor|client|guest|newborn|bridesmaid|gf|bf)"
)
BESIDE_ME = (
    r"(?:friends|mates|buddies|pals|colleagues|co-?workers|siblings|others|classmates|workmates|teammates|besties"
    r"|bridesmaids|groomsmen|ushers)"
)
"""Who counts them is one more: "5 friends and I", "with 3 colleagues"."""
OWN = r"(?:my|our|his|her|their)"
KIND = r"(?:(?:young|little|small|old|older|elderly|other|more|extra|family|hungry|lovely|adult|grown) )?"
"""What may stand between a number and whom it counts."""


DENIED = re.compile(
    r"(?:\bnot|\bno longer|(?:\d|people|us|guests),? \(?(?:including|incl\.?|of whom)"
    r"|\binstead of|\brather than|\bnever|\bfrom|n'?t (?:be|say|have|need|want|book|mean)"
    r"|\b(?:call|ring|contact|text|speak|talk)(?: to)?(?: me| us)? with)"
    r"(?: (?:for|a|an|the|just|of|to|table|party|said|only)){0,4} $"
)
"""Before a number that does not hold, or that counts no guests: "not for 4", "from 4 people to 6", "call me with 1"."""


def read_number(word: str | None) -> int:
    """Return the number that figures or words say: 12 of "a dozen", 25 of "twenty-five", 0 of nothing."""
    if word is None:
        return 0
    if word.isdecimal():
        return int(word)
    return _DOZENS.get(word) or sum(WORDS[part] for part in word.replace("-", " ").split())
