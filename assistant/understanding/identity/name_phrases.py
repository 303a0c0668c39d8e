"""The words around a name: how people introduce themselves, sign, and say whose a booking is."""

import re

NAME_WORDS_MAX = 4

_WORD = r"[^\W\d_](?:[^\W\d_]|['\-.](?=[^\W\d_])){0,29}"
WORD = _WORD
"""One word of a name, in folded text."""
NAMES = re.compile(rf"(?:[^\W\d_]\. ?){{0,2}}{_WORD}(?: (?:[^\W\d_]\. )?{_WORD}){{0,{NAME_WORDS_MAX - 1}}}")
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|mister|sir|madam|rev)\b\.? ?"
TITLES = re.compile(rf"(?:{_TITLE}(?:and |& )?){{0,2}}")
_BOOKED = (
    r"(?:book(?:ed|ing)?(?:'s)?|reservations?|reserved?|appointment|appt|table|it|it'?s|is|be|are|was|listed|made|put"
    r"|put (?:me|us|it)(?: down)?|registered|filed|done|saved|in|(?:^|(?<=[,.] )))"
)
_CALLED = (
    r"my (?:full |own |whole )?name(?:'?s| is)?(?: just)?:?"
    r"|(?<!your )(?<!'s )(?<!his )(?<!her )(?<!their )name(?:'?s| is|:)"
    r"|(?:change|correct|update|switch|amend|set|edit) (?:the |my |that )?(?:booking |reservation |appointment )?name"
    r"(?: (?:on|of|for) (?:it|them|all|that|all of them|(?:the|my|that|this)"
    r" (?:bookings?|reservations?|appointments?)))?"
    r" (?:to|into)"
    r"|(?:the |my )?name should be|should be under"
    r"|put (?:it|that|this|them|both|all|everything)(?: all)?(?: of (?:it|them))? under(?! (?:the |my )?name\b)"
    r"|i(?: a|'?)m (?:called|known as)|i go by(?: the name(?: of)?)?"
    r"|(?:under|use|on|in|by|with|at|has)(?: (?:the|a|my))? name(?: of| is|,)?"
    r"|put (?:his|her|their|my|the|our) name (?:down )?as"
    r"|name (?:on|of|for) (?:the|my|our) (?:booking|reservation|table|appointment) is"
)
ME = re.compile(
    rf"(?<![\w'])(?:(?P<firm>{_CALLED})"
    r"|i'?m|i am|this is|it'?s me,?|call me|(?:(?<=hi )|(?<=hi, )|(?<=hello )|(?<=hey )|(?<=hiya ))it'?s"
    r"|(?:it'?s|it is)(?= \S{1,30} (?:here|again|speaking|calling|from))"
    rf"|{_BOOKED} ?under(?! (?:the |my )?name\b))\s"
)
"""What comes before one's own name. After the firm ones any word may be a name."""
PART = re.compile(
    r"(?<![\w'])(?:(?P<first>(?:first|given|christian) ?name|forename)|(?P<last>(?:last|family|second) ?name|surname))"
    r"(?:'?s| is|:)?,? "
)
PART_AFTER = re.compile(
    rf"(?:^|[.,!?\n] ?)(?:it'?s )?(?P<name>{_WORD}) is (?:my|the|our)"
    r" (?:(?P<first>first|given)|(?P<last>last|family|sur|second)) ?name\b"
)
HERE = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:hi|hey|hello) )(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD})?) (?:here|speaking|calling)"
    r"(?=$|[.,!?;:\n]| -| and\b| from\b)"
)
IS_MY_NAME = re.compile(
    rf"(?:^|[.,!?\n] ?)(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?: is|,? that'?s|, that is) (?:my|the) name\b"
)
HERE_CUES = (" here", " speaking", " calling")
HAS_CUES = (" has ", " had ", " have ", " made ", " booked ", " reserved ")
TITLED_CUES = ("mr", "ms", "mx", "dr", "mister")
"""Without one of these, the patterns they are of need not be tried."""
HAS_BOOKING = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:that|think) )(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
    r" (?:has|had|have|made|booked|reserved) (?:a|an|the) (?:booking|reservation|table|appointment|appt|slot|spot)\b"
)
ITS_BOOKING = re.compile(
    rf"\b(?:the|a|an|my) (?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}}?)"
    r"(?:'s)? (?:booking|reservation|table|party|appointment|group)\b"
)
OWNER = re.compile(
    r"(?:\b(?:under|in|on) )?(?<![\w'])(?P<name>[A-Z][\w\-]{0,29}(?: [A-Z][\w\-]{0,29}){0,2})['\u2019]s"
    r" (?:name|booking|reservation|table|party|appointment)\b"
)
"""As it is written, with capitals: "cancel Joe Smith's booking"."""
PARTY_OF = re.compile(rf"(?:^|[.!?\n] ?)(?P<name>{_WORD}(?: {_WORD})?),? party of\b")
TITLED = re.compile(
    rf"(?:^|[.,!?\n] ?|\b(?:for|from|it'?s|under) )(?:mr|mrs|ms|mx|dr|mister)\b\.?"
    rf"(?: (?:and|&) (?:mr|mrs|ms|mx|dr)\b\.?)? (?P<name>{_WORD}(?: {_WORD})?)"
)
BOOKED_FOR = re.compile(
    r"(?:\b(?:booking|reservation|my|the|in) |^)name\s[^\W\d_]"
    r"|\b(?:under|(?:down|booked|registered|saved|listed|in) as"
    r"|(?:it'?s|it is|that'?s|this is|this one is|is|are|be) for"
    r"|(?:book(?:ing|ed)?|reservation|appointment|table|reserved?|made)\b(?:(?!under\b)[^.,!?\n]){0,40}?"
    r"\b(?:for|(?:made|done|booked|reserved|is|was) by)"
    r"|on behalf of)\s[^\W\d_]"
)
KIN = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|friend|mate|mum|mom|mother|dad|father|son|daughter|sister|brother"
    r"|colleague|boss|cousin|aunt|uncle|nan|gran|grandma|grandad|grandmother|grandfather|fiancee?|kid|child|niece|nephew"
    r"|boy|girl|neighbour|client|daughter in law|son in law|mother in law|father in law)"
)
KIN_WORD = re.compile(rf"\b{KIN}\b")
FOR_KIN = re.compile(
    rf"\b(?:for|by) (?:(?:my|our|a) (?:\w{{1,20}} )?)?{KIN}(?:,| called| named|:)? \(?(?P<name>[^\W\d_])"
)
FOR_NAMED = re.compile(rf"\bfor (?P<name>{_WORD}),? (?:my|our) (?:\w{{1,20}} )?{KIN}\b")
OWN = re.compile(r"(?:\b(?:i'?m|i am|this is|it'?s me,?|my (?:full )?name(?:'?s| is)?:?)|^it'?s)\s$")
IN_PLACE = re.compile(
    rf"\b(?:(?P<kin>(?:my|our) (?:\w{{1,20}} )?{KIN},? )|(?:^|(?<=[.,!?\n] )|(?<=[.,!?\n])|(?<=actually )|(?<=but )))"
    rf"(?P<name>{_WORD}(?: {_WORD})?),?(?:'s|'ll| is| will| would| can| is going to| wants to)"
    r" (?:(?:actually|now) )?(?:come|be coming|coming|take|be taking|taking|use|using|go|going|have|having|attend)\b"
    r"[^.,!?\n]{0,30}?\b(?:instead(?! of(?! me\b| us\b))|(?:in|take|taking|use|using|have|having) (?:my|our|the)"
    r" (?:place|spot|slot|appointment|booking))"
)
"""Who comes instead: "my brother Tom is coming instead of me"."""
IN_PLACE_CUES = ("instead", " my ", " our ", " the ")
IN_NAME = re.compile(rf"\b(?:in|into|under) (?P<name>{_WORD}(?: {_WORD})?)'s name\b")
FOR_OR_BY = re.compile(rf"\b(?:for|by) (?:my|our|a|him|her|them|someone|{KIN})\b")
THEIR_NAME = re.compile(
    rf"\b(?:(?:my|our|for a) (?:\w{{1,20}} )?{KIN}|for (?:him|her|them|someone else))\b[^\n]{{0,90}}?"
    r"\b(?:his|her|their|the) name(?:'?s| is) (?P<name>[^\W\d_])"
)
THEIR_NAME_CUE = re.compile(r"\b(?:his|her|their|the) name")
OPENING = re.compile(rf"(?:{_TITLE})?(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?:,| -|\.(?= )|\n)")
SIGNED = re.compile(
    r"(?:\b(?:thanks|thank you|thx|ta|cheers|regards|wishes|sincerely|yours)[,.!]{0,2}[ \n]|[ \n][-\u2013\u2014] ?|\n)"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?: x{{1,4}})?[.!]?$"
)
KISSED = re.compile(rf"(?:^|[.,!?\n\ue000-\ue004] ?)(?P<name>{_WORD}(?: {_WORD})?) x{{1,4}}[.!]?$")
LAST = re.compile(
    rf"(?:[.,;(?\n] ?|[\ue000\ue001] )(?:(?:im|i'm|name|its|it's|for) )?(?P<name>{_WORD}(?: {_WORD})?)\)?[.!]?$"
)
"""Behind a time or a service, at the very end: "trim on Monday at 12, Hana"."""
AFTER_NAME = re.compile(
    r" ?(?:$|[.,!?;:()\n\-\ue000-\ue004]|(?:and|here|from|again|can|could|i|i'?d|my|we|looking|calling|for|at|on)\b)"
)
BARE_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|yes|yeah|yep|sure|ok|okay|of course|oh|sorry|um|erm|it'?s|it is|just|that'?s|that would be"
    r"|(?:mr|mrs|ms|miss|mx|dr|prof)\.?|(?:his|her|their|the) name(?:'?s| is)"
    r"|(?:he|she|they)'?(?:s| is|re| are) called|please|put|use|for|under|at|by|as|make it|try|book it under|name)"
    r"(?!\w)[ ,.!:\-]{0,3})+"
)
BARE_TAIL = re.compile(
    r"(?:[ ,.!:\-]{1,3}(?:please|pls|thanks|thank you|thx|cheers|here|is fine|is my name|ta|x|xx|xxx|is good|will do"
    r"|that'?s it|speaking))+$"
)
PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "bin", "al", "ter", "ten", "dos", "st"}
)
"""Written small inside a name; they do not end one."""
INFLECTED = re.compile(r"\w{3,}(?:ing|ous|ful|less|able|ible)$")
"""Endings of words that are hardly ever a name: wondering, allergic has its place in the list instead."""
_NO_PARTY_WORDS = """
    birthday christmas hen stag bachelor bachelorette engagement anniversary window garden terrace patio corner bar
    private booth outdoor indoor outside inside vip dinner lunch brunch breakfast supper tea xmas team office work group
    next previous original current existing online usual special whole entire other same large chef chefs kitchen round
    high low family wedding school graduation surprise retirement farewell bridal football search tour merry happy
    valentine valentines easter thanksgiving halloween
"""
NO_PARTY = frozenset(_NO_PARTY_WORDS.split())
"""What else a party, a table or a booking is called after."""
