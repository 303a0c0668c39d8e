"""The phrases by which customers book, move, cancel and look up: the notation is that of `phrases`."""

from assistant.understanding.phrases import compile_phrases

BOOK = compile_phrases(
    r"(?<!\bmy )(?<!\bthe )(?<!\byour )(?<!\bdid i )(?<!\bdid we )(?<!\bhave i )book(?! {not_booked}\b)",
    r"(?:re)?booking (?:in|a|an|another|me|us|for|with|please)",
    r"(?:make|making|place|need|want|like|another|new|do|with) (?:an? |another )?(?:new )?(?:booking|reservation)s?",
    r"(?:booking|reserving|scheduling) {some} {word}{thing}",
    r"(?:i'm|we're|i am|we are) after {some} {word}{thing}",
    r"(?<!\bmy )(?<!\byour )(?<!\bthe )(?:schedule|reserve|arrange|set up|organi[sz]e) (?:{some}|me|us|my|the)",
    r"(?:schedule|reserve|arrange|set up) {thing}",
    r"{want} (?:to {get} )?(?:{some} )?{not_changed}{word}{noun}",
    r"{can} {get} (?:(?:{some}|in for) )?{not_changed}{word}{thing}",
    r"(?:make|get) (?:an|another) {word}(?:appointment|appt|reservation)",
    r"{can} (?:come|pop|drop|swing|stop|get|squeeze|slot|be seen|be fitted)(?: {along})*(?={onward})",
    r"(?:like|want|need|love|hoping|able|possible) to (?:come|pop|drop|get|be seen|swing|stop) {along}",
    r"(?:like|want|need|love|hoping|wanna|prefer) (?:to see|to visit|seeing|see) <person>",
    r"(?:fit|squeeze|slot|pencil|put|get|pop|sign|book|see) (?:me|us|him|her) (?:in|down|up)",
    r"(?:fit|squeeze) (?:me|us) (?:some|any)where",
    r"{you} (?:fit|squeeze|slot|see) (?:me|us|in)",
    r"(?:any|a|the) (?:chance|possibility) {of_getting} (?:(?:{some}|my|the) )?{word}{thing}",
    r"sign (?:me|us) up",
    r"enroll?(?: me| us)?",
    r"{you} (?:do|give|make|get|find|arrange|schedule|reserve|set up) (?:me |us )?(?:an?|another|my) {word}{thing}",
    not_booked=r"(?:it|that|this)\b(?! (?:for|on|at) (?!me\b|us\b))|club|shop|of",
    some=r"an?|another|some|one|two|the next|<party>",
    get="get|have|make|do|grab|set up|schedule|arrange|request|find|be booked in for|see about|(?:come|pop) in for",
    not_changed=r"(?!(?:cancel|change|move|my|no|not|reschedule|to|the|keep|check|confirm|amend|existing|your)\b)",
    along="in|by|over|round|along|down|see",
    onward=r"{end}| (?:(?:in|by|at|on|for|to|see|this|next|with|over|and|around|about)\b|<time>|<person>|<service>)",
    of_getting=r"of|for|of getting|to (?:get|have)|(?:i|we) (?:can|could) (?:get|have)",
)
"""Whole wishes to book. "Book it" is none: it confirms."""

BOOK_NOUN = compile_phrases(
    r"{start}(?:(?:hi|hey|hello|ok|an?|another|new|one|please) ){0,5}{single}(?= {about}\b| {mark}|{end})",
    r"(?<!\bmy )(?<!\bour )(?<!\bthe )(?<!\bhave a )tables? (?:for|of) (?:<party>|<time>|\w)",
    single="appointment|appt|apt|booking|reservation|table|slot|session|consultation",
    about="for|on|at|with|please|pls|this|next|under|called",
    mark="<time>|<service>|<party>|<person>",
)
SERVICE_REQUEST = compile_phrases(
    r"(?:{can}|{want}|{you}|{due}) {gap}<service>",
    due=(
        "need|needs|wants|due|due for|fancy|could do with|in need of|is it possible|would love|after|get|give me"
        "|interested in|book|looking at|thinking of|time for"
    ),
)
"""A wish for what the shop sells, read only where nothing else is wanted: "can I cancel my haircut"."""

RESCHEDULE = compile_phrases(
    r"re-?schedul(?:e|ed|es|ing)",
    r"re-?book(?:ed|ing)?",
    r"re-?arrang(?:e|ed|ing)",
    r"postpon(?:e|ed|ing)",
    r"{move} {own} {words}?(?:{changed}|<time>)",
    r"{move} (?:an )?{noun}",
    r"{move} <time>(?:'s)?(?: {noun}| one)? (?:to|back|forwards?|until|till)",
    r"{move} (?:it|them|this|that|mine|things|us|me|everything) {away}",
    r"(?:move|shift|switch|swap) (?:it|mine){end}",
    r"(?:{move}|change) {among} {gap}(?:{away}|<time>)",
    r"{move} {among}(?: of (?:them|these|those|it))?{end}",
    r"{move} {away}(?! (?:home|house|in|out)\b)",
    r"{change} (?:{own} |an? )?{words}?{changed}",
    r"{change} (?:it|that|this|them|us|me)? ?(?:to|from|for)",
    r"(?:make|do|come|have) (?:it|{own} {word})? ?(?:on |at )?(?:a )?(?:another|different|some other) {when}",
    r"different {when}(?: for| instead| please|{end})",
    r"(?:delay|bring forward|push back|put back|put off) (?:{own} |it)",
    r"need an? (?:later|earlier|different|new) {when} for",
    move="move|moving|shift|shifting|switch|switching|swap|push|bump|bring|put",
    change="increase|reduce|change|changing|amend|amending|modify|modifying|alter|update|updating|edit|adjust|switch|swap",
    changed=(
        "times?|day|date|slot|it|this|that|{noun}|<service>|<time>|<person>|<party>|stylist|barber"
        r"|number of \w{1,20}|party size|guests|service"
    ),
    when="time|day|date",
    among=(
        "all|both|everything|them all|the one"
        "|the (?:(?:next|last|first|second|third|fourth|fifth|other|following|whole|rest)"
        "(?: one (?:of|in) (?:the|my) (?:series|course|block))?)"
    ),
    away="back|forwards?|earlier|later|up|off|to|from|until|till|over",
)
CANCEL = compile_phrases(
    r"canc(?:el|ell|le|al)(?:ling|ing|s)?(?! (?:policy|policies|fee|charge|terms)\b)",
    r"(?:want|need|like|get|have|please) {gap}cancell?ed",
    r"call (?:it |{own} {word})?off",
    r"calling (?:it )?off",
    r"{remove} {own} {words}?{thing}",
    r"{thing} is (?:no longer|not) (?:needed|required|wanted)",
    r"(?:don't|do not|no longer|won't) (?:need|want|require) (?:{own}|an) {words}?{thing}",
    r"(?:don't|do not|no longer|won't) (?:need it|(?:need|want) to come)(?: any ?more| after all| now)?",
    r"no longer (?:want|require) it",
    r"take (?:me|us) off",
    r"stop (?:(?:the|my) (?:whole )?(?:lot|series)|(?:them|these|those) all|all(?: of (?:them|these|those))?){end}",
    r"free up my (?:slot|appointment|spot|place)",
    remove="delete|remove|drop|erase|clear|scrap|withdraw|undo|lose|get rid of|(?:back|pull) out of|un(?:reserve|book)",
)
CANNOT_COME = compile_phrases(
    r"{cannot} (?:make it|come|attend|keep it|(?:make|keep|do) {own} {words}?{thing}|be (?:there|coming))(?!{late})",
    r"{nobody} (?:is |are |will be |'s )?(?:(?:can|could|will|able to|going to|gonna) (?:still )?"
    r"(?:make it|come|attend|be (?:there|coming))|coming|attending)(?!{late})",
    r"not (?:coming|attending)(?: in| any ?more| after all| <time>)*{end}",
    cannot=(
        "can't|cannot|can not|can no longer|won't|will not|couldn't|not going to|not gonna|unable to"
        "|(?:can't|won't|will not|not)(?: be)? able to"
    ),
    nobody=r"(?:none|neither|not one)(?: of (?:us|them|the \w{1,12}|my \w{1,12}))?|nobody|no one|no-one",
    late=r" (?:on time|in time|earlier|later|before|until|till|sooner|any earlier|any later|work|back)\b",
)
"""A booking that will not be kept; whether it is to be moved, the rest of the message says."""

CANCEL_IF_NOT_MOVED = compile_phrases(
    r"(?:can't|cannot|can not|can no longer|(?:won't be|not) able to|unable to) (?:make|do|come) (?:it )?"
    r"(?:{day}|<service>)",
    r"something(?:'s| has| have)? (?:just )?(?:come|came|cropped) up",
    r"(?:i've|i have|we've|we have) (?:got|caught) (?:covid|the flu|a bug)",
)
FOLLOW_UP = compile_phrases(
    r"(?:can|could|shall|should|may|might) (?:we|i|you)(?! (?:please )?(?:cancel|call it off|get a refund))",
    r"(?:how|what) about",
    r"instead",
    r"(?:the )?same (?:time|day)",
    r"(?:maybe|perhaps|possibly) <time>",
    r"is (?:there|it|<time>)",
    r"(?:any|do you have|have you got|got) (?:any|other|another|chance|anything|something|space|slots?|availability)",
    r"(?:another|different|other|new) (?:time|day|date|slot)",
    r"(?:make it|would|rather|prefer|better) <time>",
)
LIST_BOOKINGS = compile_phrases(
    r"(?:what|which|when)(?:'s| is| are| was)? {word}{have} {word}(?:booked|coming up|scheduled|on)",
    r"(?:what|which|how many|any) (?:upcoming |other |future )?(?:{thing}) {have}",
    r"(?:am i|are we|have i been|have we been) (?:still )?(?:got )?(?:booked|down|scheduled)(?: in| for)?",
    r"(?:when|what time|what day|where|who)(?:'s| is| was| am| are|'m)? {own} {words}?{coming}",
    r"(?:when|what time|what day|where|who)(?:'s| is| was| am| are|'m)? (?:i|we) {words}?(?:{noun}|booked|due|coming)",
    r"(?:when|what time|what day|where|who)(?: am| are|'m) (?:i|we) {words}?<service>",
    r"(?:when|what time|what day|which day)(?:'s| is| are| was)? (?:the|my|our) {place}"
    r" (?:one|{noun}|class(?:es)?|lesson)",
    r"when (?:do i (?:come|have to|need to|next)|should i come)",
    r"(?:do|have|did) (?:i|we) (?:still |already )?{got} {any}(?! {word}{spare}\b)(?: {words}?{thing})?",
    r"{look} (?:me )?(?:(?:about|all|of) )*(?:my|our) {words}?{noun}",
    r"remind me when",
    r"(?:if|that|whether) (?:i|we)(?:'ve)? (?:still )?(?:have|had|got) (?:an?|any|my|our) {words}?{booked}",
    r"(?:open|bring up|pull up) (?:my|our) (?:schedule|diary|calendar)",
    r"did my {thing} go through",
    r"what(?:'s| is) my (?:booking|appointment|reservation)",
    r"who (?:did|have) (?:i|we) book(?:ed)?",
    r"(?:what's|what is|anything|something) (?:\w{1,20} )?(?:on|in) my (?:schedule|diary|calendar)",
    r"{look} (?:me )?my (?:schedule|diary|calendar)",
    r"(?:my|our|upcoming|future|existing) (?:(?:upcoming|next|current|existing|future) )?{several}(?: please)?{end}",
    r"(?:is|are) (?:my|our) {word}{thing} (?:still|confirmed|booked|ok|on|at|for|<time>)",
    r"{start}my (?:next )?(?:appointment|booking|reservation)\s?(?:\?|$)",
    coming="{thing}|<service>|booked|due|coming",
    place="first|second|third|fourth|fifth|sixth|last|next|[1-9](?:st|nd|rd|th)",
    got="have|got|make|made|booked|book",
    booked="(?:booking|reservation)s?",
    spare="free|spare|available|open|openings?|time|gaps?",
    have="have i got|do i have|have we got|do we have|i have|i've got|have i|i've|am i",
    any="an|a|any|anything|something|my|another",
    look=(
        "show|list|see|check|view|find|look up|look at|tell me|get|give me|pull up|send me|remind me|confirm|verify"
        "|details of|status of|info on|double check"
    ),
    several="appointments|bookings|reservations",
)
