"""What a complaint is about, by its words: a lexicon of phrases over folded text. How right it is: `RIGHT`. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Theme(StrEnum):
    """What customers complain of. A message may have several."""

    WAITING = "waiting"
    """They had to wait, in the shop or for an answer."""
    NO_TIME = "no free time"
    """They cannot get an appointment when they need one."""
    CANCELLED = "cancelled by us"
    """Or moved, or given away."""
    PRICE = "price"
    RESULT = "result"
    """What they got for their money: the cut, the colour, the food."""
    STAFF = "staff"
    """How they were treated."""
    PLACE = "place"
    """Dirt, noise, cold."""
    ASSISTANT = "misunderstood"
    """By this assistant."""


RIGHT: tuple[int, int] = (56, 56)
"""Of so many themes found in complaints of reviews (second), so many were right (first): docs/reference/mood.md."""

_WORD = r"(?:[\w'-]{1,20} )?"
_FEW = _WORD * 3
_NOBODY = r"(?:no ?(?:one|body)|nobody|not a single \w{1,20}|never|didn'?t|doesn'?t|don'?t|wouldn'?t)"
_PEOPLE = (
    r"(?:staff|stylists?|barbers?|hairdressers?|waiters?|waitress(?:es)?|servers?|receptionists?|managers?|management"
    r"|owners?|employees?|people|guy|girl|lady|man|woman|team|teacher|instructor|bus ?boy|he|she|they|you|service)"
)
_WORK = (
    r"(?:cut|haircut|trim|colou?r|highlights|roots|fringe|style|hair|beard|shave|blow ?dry|job|result|food|meal|dish"
    r"|steak|chicken|fish|burger|sandwich|salad|wings|rice|beans|sauce|soup|bread|vegetables?|fries|coffee|drinks?"
    r"|class|lesson|gyro|calamari|muffin|buffet|sides|portions?)"
)
_BAD = (
    r"(?:bad|awful|terrible|horrible|poor|worst|ruined|ugly|disgusting|gross|mediocre|mess|joke|meh|tasteless|stale"
    r"|bland|dry|dried out|tough|chewy|cold|overcooked|undercooked|burnt|raw|crusty|sucks?|sucked|uneven|patchy|botched"
    r"|wrong|small|untoasted|not (?:so |very )?(?:good|great|nice|right))"
)
_RUDE = (
    r"(?:rude|rudely|rudest|unfriendly|arrogant|unprofessional|impolite|disrespectful|dismissive|condescending|ignorant"
    r"|incompetent|clueless|careless|attitudes?|manners)"
)
_MINUTES = r"(?:\w{1,12} )?(?:\w{1,12} )?(?:minutes?|mins|hours?|hrs|ages|forever|half an hour)"

_PHRASES: Mapping[Theme, tuple[str, ...]] = {
    Theme.WAITING: (
        r"(?:kept|left|been|be|am|was|were|still|we'?re|i'?m) " + _WORD + r"waiting",
        r"waited|waits?(?: times?)|the wait",
        r"(?:sat|stood|sitting|standing) " + _FEW + r"(?:for|over) " + _MINUTES,
        r"(?:minutes|mins|hours?|half an hour|ages) (?:late|behind|before|and counting|of waiting|yet)",
        r"(?:became?|become|took|takes|taking|after|an|for (?:about|over|almost|nearly)) " + _MINUTES,
        r"(?:ran|running|was|were|always|so|very|an? hour) late",
        r"(?:too|so|very|really|was|is|are|were|painfully) slow|slowest",
        r"(?:no ?(?:one|body)|nobody) (?:answers?|answered|replie[sd]|picks? up|called back|rang back|responds?)",
        r"(?:never|didn'?t|don'?t|won'?t) (?:called?|ring|rang|wrote|write|replied|reply|answer(?:ed)?)(?: me)? ?back",
    ),
    Theme.NO_TIME: (
        r"(?:can(?:'?t|not)|could(?:n'?t| not)|impossible to|never|unable to) " + _WORD + r"(?:get|find|book|make)"
        r" " + _FEW + r"(?:in|appointments?|slots?|tables?|times?|bookings?|reservations?|anything|anywhere|spaces?)",
        r"(?:never|nothing|no) " + _WORD + r"(?:free|available|slots?|appointments?|availability|openings)",
        r"(?:always|fully|completely|totally) (?:full|booked(?: up| out)?|taken)",
        r"(?:weeks|months) (?:ahead|in advance|away|out)",
    ),
    Theme.CANCELLED: (
        r"(?:you|they|shop|salon|studio|restaurant|place) " + _FEW + r"(?:cancel(?:led|ed|s)?|moved|changed|lost|gave)"
        r" " + _WORD + r"(?:on me|my|our|me|it|us|the (?:booking|appointment|table))",
        r"cancell?ed on (?:me|us)",
        r"(?:stood|let) (?:me|us) (?:up|down)",
        r"(?:gave|given) " + _WORD + r"(?:away|(?:slot|table|time|place) to)",
        r"(?:double|over) ?booked",
        r"(?:turned up|arrived|got there|came and) " + _FEW + r"(?:closed|shut|nobody (?:was )?there)",
        r"no (?:record|trace|sign) of (?:my|our|the|any)",
    ),
    Theme.PRICE: (
        r"over ?(?:priced|charged?|charging)|rip ?-?off|ripped off",
        r"(?:too|so|very|really|way too|bit|ridiculously|stupidly) (?:expensive|pricey|dear)|expensive|pricey",
        r"(?:not|never|hardly|isn'?t|wasn'?t) " + _WORD + r"worth " + _FEW + r"(?:money|price|it|cost|£|\$)",
        r"(?:price|prices|pricing|cost|costs|charged?|bill|fee)",
        r"(?:waste|wasted) " + _WORD + r"(?:my |of )?money|spend your money",
        r"(?:want|give me|get) " + _WORD + r"(?:my |our )?(?:money|deposit) back|refund",
    ),
    Theme.RESULT: (
        _WORK + r" " + _WORD * 4 + _BAD,
        r"(?:bad|awful|terrible|horrible|poor|worst|ruined|ugly|disgusting|cold|bland|uneven|overcooked|undercooked) "
        + _WORD
        + _WORK,
        r"(?:butchered|ruined|botched|burnt|burned|destroyed|messed up) " + _WORD + _WORK,
        r"(?:too|way) (?:short|long|dark|light|orange|salty|sweet|sugary|dry|thin|greasy|oily)",
        r"not what i (?:asked|ordered|wanted|paid)|nothing like (?:what|the)",
        r"(?:bland|tasteless|flavou?rless|stale|soggy|undercooked|overcooked|mediocre|watered down|melted)",
        r"(?:lack(?:s|ed)?|no|short on|never heard of) (?:flavou?r|taste|salt|seasoning)",
        r"(?:it|that|" + _WORK + r") " + _WORD + r"came out \w{1,20}",
    ),
    Theme.STAFF: (
        _RUDE,
        _PEOPLE + r" " + _FEW + r"(?:suck(?:s|ed)?|stinks?|terrible|awful|horrible|worst|atrocious|ignored?|poor|bad)",
        r"(?:terrible|awful|horrible|worst|atrocious|poor|bad) (?:customer )?(?:service|staff|attitude)",
        r"service " + _WORD + r"(?:was|is|were|wasn'?t) " + _FEW + r"(?:bad|par|terrible|awful|poor)",
        r"(?:rolled|rolling) " + _WORD + r"eyes|talk(?:ed|s)? down to|yell(?:ed|ing)|shout(?:ed|ing)? at|laughed at",
        r"ignor(?:ed?|es|ing) (?:me|us|my|our)|" + _NOBODY + r" " + _WORD
        + r"(?:apologi[sz]ed?|cares?|cared|say hi|says hi|asking|asked|listens?|listened|helped?|came out)",
        r"on (?:his|her|their|the) phone|not as friendly|absolutely no clue|quality of management",
    ),
    Theme.PLACE: (
        r"(?:dirty|filthy|unclean|not clean|wasn'?t clean|grubby|smelly|stank|stinks of|smells?|smelt|nasty)",
        r"(?:cockroach(?:es)?|rats|hairs? (?:on|in) (?:the|my))",
        r"(?:too|so|very|really) (?:loud|noisy|hot|crowded|cramped|cold in)",
        r"(?:ambi[ae]nce|atmosphere|toilets?|bathroom|floor|play area|ground) " + _WORD * 3
        + r"(?:was|is|were|are|did not|dirty|nasty|poop)",
    ),
    Theme.ASSISTANT: (
        r"(?:stupid|useless|rubbish|dumb|bloody|this|your) (?:bot|robot|chat ?bot|machine|computer|assistant)",
        r"(?:you|it|bot|thing) (?:don'?t|doesn'?t|do not|does not|never|can'?t|didn'?t) " + _WORD
        + r"(?:understand|get it|listen|read)",
        r"(?:already|just) (?:told|said|answered|explained|asked)|i (?:told|said) (?:you|that|this|it)",
        r"(?:third|fourth|fifth|3rd|4th|5th|umpteenth) time (?:i|i'?m|i'?ve|we|you|asking)|how many (?:more )?times",
        r"(?:got|get|getting) (?:it|that|me|this) wrong|that'?s not what i (?:said|asked|meant|wrote)",
        r"going (?:round|around) in circles|not (?:what|listening)",
    ),
}  # fmt: skip
_PATTERNS = {theme: re.compile(rf"(?<![\w'])(?:{'|'.join(parts)})(?!\w)") for theme, parts in _PHRASES.items()}
LENGTH_MAX = 2000
"""Characters that are looked at: what complains of something says so before."""


def find_themes(folded: str) -> tuple[Theme, ...]:
    """Return what a complaint is about; none where its words do not tell.

    Args:
        folded: The message in lower case, without accents. Whether it complains is not asked here.
    """
    seen = folded[:LENGTH_MAX]
    return tuple(theme for theme, pattern in _PATTERNS.items() if pattern.search(seen))
