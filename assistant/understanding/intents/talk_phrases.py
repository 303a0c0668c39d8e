"""The phrases by which customers greet, thank, part, ask what is free, what there is, and for a person."""

from assistant.understanding.phrases import compile_phrases

GREETING = compile_phrases(
    r"{start}(?:oh |well )?{hello}(?: there| again| all)?",
    r"{start}(?:hi |hey |hello )?good (?:morning|afternoon|evening)(?: all| there)?",
    r"how (?:are|r) (?:you|u)(?: doing| today)*",
    r"what'?s (?:up|the story|the craic)(?! with (?:my|the|your))(?! (?:behind|about|for))",
    r"how(?:'?s| is) (?:things|the form|it going|she cutting)",
    r"nice to meet you",
    hello="hi+|hiya|hey+|heya|hello+|hullo|hallo|howdy|howya|greetings|yo|good day|g'day",
)
GREETING_UNASKED = compile_phrases(r"{start}(?:morning|afternoon|evening)(?: all| there| guys)?{end}")
"""An answer where a time was asked for, a greeting where nothing was."""

THANKS = compile_phrases(
    r"(?<!\bno )(?:many )?{thanks}(?: (?:so much|very much|a lot|a million|a bunch|again|{reason}))*(?! (?:to|god)\b)",
    r"(?:really |i |much |very |so )?appreciat(?:e|ed) (?:it|that|this|your|the)",
    r"(?:you're|you are|you were|you've been) (?:a star|the best|a legend|a lifesaver|amazing|great|{very} helpful)",
    r"(?:so |very |really )?grateful",
    r"(?:nice work|(?:good|great) job|well done)",
    r"[🙏❤😊🥰😍🎉💕💖😘🤗]+",
    thanks="thanks?(?: you| u)?|thankyou|thx|thnx|tks|tnx|thanx|cheers|ta|ty|much appreciated",
    very="so|very|really|extremely|most|super|incredibly",
    reason="for (?:your|the|all|that|this)(?: (?:help|time|info|information|update|reply|assistance|your|the|quick))*",
)
GOODBYE = compile_phrases(
    r"(?:good ?)?bye(?: bye| now| for now)*",
    r"cya",
    r"see (?:you|ya|u)(?: {then})?(?! (?:free|have)\b)",
    r"good ?night",
    r"(?:have|enjoy) (?:an?|your|the rest of your) (?:(?:good|great|nice|lovely|fantastic|brilliant) )?{part}",
    r"take care(?! of)",
    r"(?:talk|speak|chat|text)(?: to you| to u)? (?:soon|later|then)",
    r"ttyl",
    r"catch (?:you|ya) later",
    r"(?:so long|farewell|ciao|adios|cheerio|toodles|ta ta|laters|peace out){end}",
    r"until (?:then|next time){end}",
    r"{start}(?:later|take it easy|peace){end}(?!\s?\?)",
    r"(?:nice|great|lovely|good) (?:to (?:talk|chat|speak)|talking|chatting|speaking) (?:to|with) (?:you|u)",
    then="then|soon|later|there|around|tomorrow|next (?:time|week)|in a (?:bit|while)|all|(?:at |on )?{day}",
    part="day|one|evening|weekend|night|afternoon|morning|week",
)
AVAILABILITY = compile_phrases(
    # what, which
    r"(?:what|which) {words}?(?:times?|days?|dates?|hours|availability|appointments?|tables?|slots?) {offered}",
    r"what(?:'s| is| are)? (?:(?:you|your|the|there|<person>) )?(?:availability|available|free|going|left|{soonest})",
    r"what (?:else )?(?:have|do|has|does|did) {they}(?: guys)? (?:got|have)(?! on the menu)",
    r"what (?:can|could) (?:you|u) (?:do|offer)(?: me| us)? (?:(?:on|for|at|in) )?(?:<time>|me\b)",
    r"how soon(?: (?:can|could|would|will) (?:i|we|{they}) {gap}(?:<service>|come|get|have|see))?",
    r"how (?:busy|booked|full) (?:are|is|will)",
    # when, who
    r"(?:when|what time|what day|which days?) ?{is} (?!you open{end}){words}?"
    r"(?:{they}|(?<!\bmy )(?<!\bour )<service>|next) {word}{free}",
    r"when (?:can|could|would|will|do|does) (?:i|we|{they}) {do}",
    r"(?:what|when)(?:'s| is| are)? (?:(?:the|your|his|her|<person>'s) )?(?:{soonest}|best|free|<time>)(?! like\b)",
    r"who(?:'s| is)? (?:free|available|working|in|on|around)",
    # is Ana free, is 3 free, are you free on Friday
    r"{is} (?:the |a )?(?:<person>|<time>|she|he|they|{anyone})(?: (?:{still}|<time>|<person>))* {free}(?!-)",
    r"(?:are|is) (?:you|the shop|the salon) (?:open|free|busy|available|working|fully booked)(?: \w{2,4})? <time>",
    r"is (?:it|that|there) (?:possible|ok|okay|free|available) (?:on |at |for )?<time>",
    r"(?:does|do) (?:<person>|she|he|they) (?:work|have (?:any|an?|space|time))",
    r"would <time> (?:be|work)",
    r"{space} (?:free|available)",
    # any, anything
    r"any (?!time\b(?! (?:free|available|left)\b)){word}(?:{space}|chance (?:on|at|for) <time>|cancellations?)",
    r"(?:is|are) there (?:any|an?|some|still|anything|something|space|room|availability|time|slots)(?! {unrelated})",
    r"(?:do|does|did|would|don't|will) {they}(?: guys| still| happen to| possibly)? have {something}(?! {unrelated})",
    r"have (?:you|u|ya)(?: guys)? (?:got |still got )?{something}(?! {unrelated})",
    r"(?:you |u )?got (?:any|anything|something|space|room|time|availability|a slot|slots|<time>)(?! else to)",
    r"(?<!t do )anything {word}(?:free|available|going|open|left|on|at|for|in|this|next|around|after|before)\b",
    r"(?<!t do )anything <time>",
    r"do (?:you|u) (?:do|offer) <service>(?: (?:on|at|for|in))? <time>",
    r"(?:can|could) (?:you|u) (?:do|manage|make) {word}<time>",
    # the noun
    r"(?:your|<person>'s|his|her) (?:next )?(?:availability|schedule|diary|hours|free times?)",
    r"{start}(?:availability|available|(?:free|available|open|empty) {space})",
    r"(?:see|show|check|know|list|tell me|get|send|give) (?:{about} )*(?:availability|(?:free|available|open) {space})",
    r"(?:next|earliest|soonest|first|nearest) (?:available|free|possible|opening|slot|you have|you've got|you can)",
    r"<time> (?:you have|you've got|you can do)",
    offered=(
        r"(?:slots?|is|are|have|does|would|could|can|works?|suits?|you|u|on|for|left|free|available|<time>|<person>"
        r"|do (?!(?:i|my|you open|you close)\b))"
    ),
    do="come|get|have|see|fit|do|be seen|squeeze|make|work|book|next",
    they="you|u|ya|<person>|they|she|he",
    soonest="(?:next|first|earliest|soonest|nearest)(?: (?:available|free|slot|appointment|opening))?",
    free="free|available|working|in|around|there|on|off|open|busy|taken|booked|possible|fully booked",
    anyone="anyone|someone|anybody|somebody|any of you",
    still="be|at|on|for|still|also|got|have|in|the|over",
    space="space|availability|times?|slots?|openings?|appointments?|appts?|room|gaps?|spots?|tables?|sessions?",
    something=(
        r"(?:any|anything|something|some|an?|time|space|room|availability|slots?|appointments?|tables?|free|openings?)\b"
        r"|<time>|<service>"
    ),
    unrelated=(
        r"(?:chance|way|charge|discount|parking|fee|deposit|wi-?fi|menu|number|toilet|problem|person|price|website|manager"
        r"|phone|list|gift|voucher|question|email|complaint)"
    ),
    about="me|your|the|about|what|all|any",
    **{"is": "(?:'s|is|are|will|would|does|do|has|have|can|could|'re)(?:n't)?"},
)
HELP = compile_phrases(
    r"what (?:can|do|could|does|else can|else do) (?:you|u|this|i|it|they) {word}{offer}(?! {words}<time>)(?! to\b)",
    r"what (?:(?:kinds?|sorts?|types?) of |other )?{goods} (?:do|are|have|can|does)",
    r"what(?:'s| is| are)? (?:the |your |all )?(?:{goods}|rates|price range|opening (?:hours|times)|costs?)",
    r"(?:list|show|see|send|view|know|get|have) (?:(?:me|us|the|your|a|of|all|about) )*(?:services?|menu|prices?)",
    r"how (?:much|long) (?:is|are|for|does|do|would|will|to|it|you charge)",
    r"how much",
    r"(?:price|cost|pricing|rates?) (?:of|for|on)",
    r"(?:do|does|did) (?:you|u|ya)(?: guys| also| still)? (?:do|offer|provide) (?:an? |any )?<service>(?!{timed})",
    r"{start}(?:help|{goods}|commands|info|information)(?: please| pls| me| list)*(?: ?[!?.]+)?$",
    r"(?:i )?need (?:some |a bit of )?(?:help|assistance){end}",
    r"(?:can|could|will|would) (?:you|u|someone) (?:please )?help(?: me| us)?(?: please| out)*{end}",
    r"help me(?: please| out)*{end}",
    r"how (?:does|do) (?:this|it|this thing|you) work",
    r"how do i (?:use|work) (?:this|it|you)",
    r"(?:opening|business) (?:hours|times)",
    r"(?:what (?:times?|days|hours)|when) (?:do|are|does|will) {shop} {word}(?:open|close|shut|closing)(?! <time>)",
    r"(?:are|r) (?:you|u) (?:an? )?{word}(?:bot|robot|ai|human|machine|computer|real person|automated)",
    r"am i (?:talking|speaking|chatting) (?:to|with) a (?:real )?(?:bot|robot|human|machine|person)",
    offer="do|offer|provide|sell|have on the menu|help with|ask|say|text",
    goods="services?|treatments?|options|packages|classes|products|prices?|menu|price list",
    timed=" (?:(?:on|at|for) )?<time>",
    shop="you|u|the shop|the salon|they|you guys",
)
HELP_IF_NOTHING_ELSE = compile_phrases(r"(?:can|could|will|would) (?:you|u) (?:please )?help", r"help (?:me|please)")
HUMAN_HANDOFF = compile_phrases(
    r"{speak} (?:(?:me|us|directly|live) )*(?:to|with) (?:{a} )?{word}(?:{real} )*(?:{somebody}|{staff})",
    r"(?:real|actual|live|proper) (?:human|person|people|agent|being)(?! (?:or|a bot))",
    r"{start}(?:{a} )?(?:{real} )?(?:person|{staff})(?: please| pls| now)*(?: ?[!.]+)?$",
    r"{get} (?:(?:me|us|on|over|to|with) )*{a} (?:{real} )*(?:person|{staff})",
    r"(?:put|transfer|pass|connect|patch) me (?:through|over|on|to|with)",
    r"(?:can|could|would|will|have|get|ask) {caller} (?:please )?(?:to )?(?:call|ring|phone) me",
    r"(?:someone|somebody) (?:to )?(?:call|ring|phone|contact|help) (?:me|us)",
    r"(?:call|ring|phone) me back",
    r"(?:make|file|raise|lodge|have) (?:a |an )?(?:formal )?complaint",
    r"(?:want|like|need) to complain",
    r"direct me to {a} {word}{staff}",
    r"contact(?:ing)? {a} (?:{real} )*(?:person|{staff})",
    r"customer (?:service|support|care)s?",
    r"is (?:there )?(?:anyone|anybody|someone|a human|a (?:real )?person) (?:there|real|(?:i can|to) (?:talk|speak))",
    r"not (?:to |with )?a (?:bot|robot|machine)",
    speak="a word|(?:speak|talk|chat|connect|text|message|transfer|through)(?:ing)?",
    a="an?|the|your|another|some",
    real="real|actual|live|human|proper|different|customer service|store|shop|salon",
    staff=(
        "human(?: being)?|agent|manager|operator|owner|representative|rep|advis[eo]r|supervisor|receptionist|reception"
    ),
    somebody=(
        "person|someone|somebody|staff|boss|people|team|customer (?:service|support|care)s?|employee|assistant|being"
        "|member of (?:staff|the team)|stylist|barber|one|anyone|anybody|<person>"
    ),
    get="get|give|want|need|put|pass|find|bring|like|prefer|have|fetch",
    caller="you|u|someone|somebody|<person>|the manager|the owner",
)
