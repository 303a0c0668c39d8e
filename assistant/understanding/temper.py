"""Whether somebody has had enough: a small list of the words in which people complain."""

from assistant.understanding.phrases import compile_phrases

ANGRY = -0.8
"""What a complaint counts, of -1 to 1. A calm "I want to cancel" is none."""
_COMPLAINT = compile_phrases(
    r"(?:ridiculous|pathetic|unacceptable|appalling|disgraceful|outrageous|rubbish|garbage|bullshit|infuriating)",
    r"(?:this|it|that|you|you're|this thing|this bot)(?: is|'s| are)?"
    r" (?:so |just |really |absolutely |completely |totally )?"
    r"(?:a joke|useless|hopeless|terrible|awful|stupid|crap|shit|a disgrace|a waste of time|annoying|rubbish|dreadful)",
    r"(?:useless|stupid|bloody|fucking|damn|shit|dumb) (?:bot|thing|robot|machine|computer|system|service)",
    r"(?:second|third|fourth|fifth|2nd|3rd|4th|5th|tenth|hundredth|10th) time"
    r" (?:i'm|i am|i've|i have|that i|i) ?\w{0,12}",
    r"(?:asked|told|said|asking|saying|telling) (?:you )?(?:this |it |that )?(?:already |now )?"
    r"(?:twice|three times|four times|several times|many times|\d times|a hundred times)",
    r"(?:i )?(?:already|just) told you",
    r"how many times",
    r"(?:for )?(?:god|christ|heaven|fuck|pete)(?:'s|s) sake",
    r"ffs|wtf|omfg|for crying out loud",
    r"(?:fed up|sick of|sick and tired|had enough|losing (?:my )?patience|lost (?:my )?patience|lost for words)",
    r"wast(?:e|ing) (?:of )?(?:my|everyone's|our) time",
    r"you(?:'re| are) (?:not listening|an idiot|stupid|thick|deaf)",
    r"are you (?:stupid|deaf|thick|listening|even listening|kidding|joking|serious)",
    r"(?:i'm|i am|we're|getting) (?:so |very |really |quite |extremely )?(?:annoyed|angry|furious|livid|frustrated)",
    r"(?:so|very|really) (?:frustrating|annoying|disappointed|disappointing)",
    r"worst (?:service|experience|shop|salon|place)",
    r"(?:not|isn't) good enough",
    r"what(?:'s| is) wrong with (?:you|this)",
)


_CUES = """
    ridiculous pathetic unacceptable appalling disgraceful outrageous rubbish garbage bullshit infuriating joke useless
    hopeless terrible awful stupid crap shit disgrace waste wasting annoying annoyed dreadful bloody damn dumb fucking
    fuck time times told asked asking said saying telling sake ffs wtf omfg crying fed sick enough patience lost
    listening idiot thick deaf kidding joking serious angry furious livid frustrated frustrating disappointed
    disappointing worst wrong
"""
_CUE_WORDS = frozenset(_CUES.split())


def read_sentiment(folded: str, words: frozenset[str]) -> float:
    """Return how the customer feels, from -1 to 1; 0 where the words do not say."""
    return ANGRY if not _CUE_WORDS.isdisjoint(words) and _COMPLAINT.search(folded) else 0.0
