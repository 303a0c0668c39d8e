"""Phrases that tell a mood without a word for it, by what they are worth: the notation is that of `phrases`."""

from assistant.understanding.phrases import compile_phrases

CUES = (
    (
        -3.0,
        compile_phrases(
            r"wast(?:e|ed|ing) (?:of )?(?:{word}){0,3}(?:time|money|day|morning|afternoon|evening)",
            r"(?:third|fourth|fifth|3rd|4th|5th|umpteenth|hundredth) time (?:i|i'm|i've|we|we've|you|this|now|in"
            r"|that|today|asking|my)",
            r"(?:never|not|won't|wouldn't) (?:{word}){0,3}(?:be back|(?:com|go)(?:e|ing)? back|again|return(?:ing)?"
            r"|recommend(?! (?:a|an|any)\b))",
            r"(?:fed up|sick (?:and tired )?of|had enough|at my wits' end|done with (?:you|them|this|your))",
            r"(?:rip ?offs?|ripped off|scammed|conned)",
            r"(?:no ?one|nobody) (?:{word}){0,2}(?:answers?|answered|answering|replie[sd]|replying|picks? up"
            r"|picked up|cares?"
            r"|bother(?:s|ed)|came|comes|called|calls|helped|helps|asking|says?|responds?|turned up|showed up"
            r"|listens?)",
            r"(?:you|they|staff|place|shop|salon) (?:{word}){0,2}(?:stood|let) (?:me|us) (?:up|down)",
            r"(?:what|such|is|was|are) (?:a|an) (?:joke|disgrace|shambles|mess|farce|circus|rip-?off)",
            r"(?:one|1|zero|0|no) stars?",
            r"thumbs down",
            r"for (?:god|christ|heaven|fuck|goodness)'?s? ?sakes?",
            r"are you (?:kidding|serious|joking|deaf|stupid|blind|having a laugh)",
            r"(?:want|give me|get) (?:{word}){0,2}(?:money|deposit) back",
            r"(?:how hard|how difficult) (?:is|can|could) (?:it|this|that) (?:be|to)",
            r"(?:talk|talked|talks|spoke) down to",
            r"(?:not|isn't|wasn't|hardly) (?:{word}){0,2}(?:acceptable|good enough|up to par|up to scratch"
            r"|impressed|amused|funny|worth|right on)",
            r"(?:take|taking|spend|spending) (?:my|your|our) (?:business|money|custom|time)(?: and (?:time|money))?"
            r" (?:elsewhere|somewhere else|some place else)",
        ),
    ),
    (
        -2.0,
        compile_phrases(
            r"(?:still|been|kept|keep|left) (?:me |us )?waiting",
            r"waited (?:{word}){0,4}(?:hours?|minutes|mins|days|weeks|ages|forever|vain)",
            r"(?:keeps?|kept) (?:{word}){0,2}(?:asking|telling|saying|repeating|ignoring|changing|cancelling"
            r"|getting worse)",
            r"(?:i|we) (?:have |had )?(?:already|just) (?:told|said|explained|answered) (?:{word}){0,2}"
            r"(?:you|that|this|it|twice|already|times)",
            r"(?:you|your bot|it) (?:don't|doesn't|do not|never|can't) (?:{word}){0,1}(?:listen"
            r"|understand anything|get it|read|help)",
            r"(?:already|just) told you",
            r"how many (?:more )?times (?:do|must|have|will|should|shall) (?:i|we)",
            r"(?:asked|said|told) (?:you |this |it |that )?(?:twice|(?:three|four|five|several|many|a hundred) times)",
            r"over ?(?:rated|priced|charged|cooked)",
            r"way too \w{1,20}",
            r"(?:complete|total|absolute|utter) (?:{word}){0,1}(?:nonsense|rubbish|garbage|mess|chaos|failure)",
            r"no (?:excuse|apology|manners|respect|flavou?r|idea what you|clue)",
            r"you (?:lot|people)",
            r"you (?:{word}){0,2}(?:messed|screwed|cocked) (?:{word}){0,2}up",
            r"(?:rubbish|garbage|trash|joke of a)",
            r"(?:don't|do not|never) (?:go|eat|come|order|stay|shop) (?:there|here)",
            r"(?:something|very|really|all) (?:wrong with|off here|off about)",
            r"wrong with (?:you|your|this (?:thing|bot|place|shop))",
            r"what the (?:hell|heck|fuck|f)",
            r"(?:not|never) eating (?:here|there)",
            r"(?:lost|losing) (?:my|all|the) (?:patience|faith|trust|heart|love|temper)",
            r"(?:last|final) (?:straw|warning)",
            r"(?:off|bad) night",
            r"no ?where near",
            r"not a single",
            r"why (?:is|are|do|does) (?:{word}){0,3}so (?:hard|difficult|slow|long|bad|rude)",
        ),
    ),
    (
        -1.0,
        compile_phrases(
            r"(?:wasn't|weren't|didn't|couldn't|wouldn't|was not|were not|did not|could not|hasn't been|had no)",
            r"(?:took|waited|sat|stood|after|over) (?:{word}){0,4}(?:minutes|mins|hours?)",
            r"(?:asked|ordered|called|rang|emailed|paid|tried) (?:{word}){0,4}(?:twice|times|for nothing|in vain)",
            r"(?:should|could) have (?:been|known|had)",
            r"(?:was|were|are|is) supposed to",
            r"tast(?:ed|es) (?:like|as if|old)",
            r"(?:walked|stormed) (?:out|away)",
            r"(?:hard|difficult|impossible) to (?:believe|get|find|eat|like|reach|understand|hear)",
            r"(?:better|cheaper) (?:{word}){0,2}(?:elsewhere|at home|somewhere else|from)",
            r"at best",
            r"if (?:you|i) (?:could|want(?:ed)?|like|enjoy) (?:{word}){0,2}(?:bad|cold|old|being|waiting)",
            r"(?:instead|rather) of (?:apologi[sz]ing|helping|fixing)",
            r"(?:no|zero|without|lack of|lacks|lacked|lacking) (?:{word}){0,2}(?:taste|service|sauce|seasoning"
            r"|care|interest"
            r"|attention|training|cleanliness|customer|atmosphere|manners)",
            r"too (?:salty|sweet|loud|noisy|greasy|dry|oily|spicy|bland|small|slow|crowded|hard|thick|old|much)",
        ),
    ),
    (
        2.5,
        compile_phrases(
            r"to die for",
            r"must (?:have|try|visit|go)",
            r"can't (?:go wrong|wait|recommend (?:{word}){0,2}enough|fault|get enough)",
            r"(?:will|'ll|would|can't wait to|be|definitely) (?:{word}){0,2}(?:be|come|coming|go) (?:right )?back",
            r"(?:five|5|four|4|full) ?(?:\d/\d )?stars?",
            r"(?:spot|bang) on",
            r"well done",
            r"(?:good|great|nice|super|excellent|top) (?:job|work|stuff|one)",
            r"(?:couldn't|could not|can't) (?:be|have been|ask for) (?:{word}){0,1}(?:happier|better|more)",
            r"my new (?:spot|favou?rite|go-to)",
            r"thumbs up",
            r"hits? the spot",
            r"made my (?:day|week|year)",
            r"(?:highly|100%|definitely|thoroughly) recommend(?:ed)?",
            r"nothing (?:{word}){0,2}(?:complain|fault)",
        ),
    ),
)
