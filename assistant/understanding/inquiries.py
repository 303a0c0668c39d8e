"""What is asked about the shop and about who answers, beside what is wanted: where are you, is this a bot?"""

import re

from assistant.understanding.model import InquiryTopic
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.terms import find_terms

_MACHINE = (
    r"(?:chat ?bot|ro?bot|bot|human(?: being)?|machine|computer(?: program)?|(?:real|actual|live) (?:person|being)"
    r"|automated|automatic|chat ?gpt|gpt|artificial intelligence|ai|real|person)"
)
_STOP = r"(?:{end}|(?=,? (?:and|also|plus|but) {word}(?:what|when|where|who|how|is|are|do|does|can|which)\b))"
"""Where a question ends, and perhaps another one begins."""
_TOPICS: tuple[tuple[InquiryTopic, re.Pattern[str]], ...] = (
    (
        InquiryTopic.BOT,
        compile_phrases(
            r"(?:{are} {u}|is (?:this|it|that)|{talking}) (?:an? |the |some )?{word}{word}{machine}"
            r"(?: or (?:what|not|an? {word}{machine}|{machine})| here| then)?{end}",
            r"{start}(?:so |wait |hang on )?{u}(?: are|'re)? (?:an? )(?:{word})?{machine}(?=\s?\?)",
            r"{start}(?:an? )?(?:bot|robot|human|ai)(?: or (?:an? )?{machine})?(?=\s?\?)",
            r"{start}who(?: am i|'m i) (?:talking|speaking|chatting|texting) (?:to|with)",
            r"{start}(?:who|what) (?:{are} {u}|is this){end}",
            are="are|r",
            u="you|u|ya",
            talking="am i (?:talking|speaking|chatting|texting|writing) (?:to|with)",
            machine=_MACHINE,
        ),
    ),
    (
        InquiryTopic.PAYMENT,
        compile_phrases(
            r"(?:when |how |where )?(?:do|can|could|should|must|will|would) (?:i|we) (?:have to |need to |got to )?"
            r"(?:pay|prepay|pay a deposit|leave a deposit)(?: {how})*{end}",
            r"(?:do|can|will) (?:you|u|they) (?:take|accept) {word}{word}"
            r"(?:cards?|cash|amex|contactless|apple pay|paypal)",
            r"(?:is there|do (?:you|u) (?:take|need|want)) a deposit",
            r"(?:is it )?(?:cash|card) (?:or (?:cash|card)|only)(?=\s?\?)",
            how=(
                "now|today|here|online|up ?front|in advance|cash|card|in cash|by card|with card|on the day|there|then"
                "|at the (?:shop|salon|end)|after(?:wards)?|first|before|in person|a deposit|you|for (?:it|that|this)"
            ),
        ),
    ),
    (
        InquiryTopic.PLACE,
        compile_phrases(
            r"where(?:abouts)? (?:exactly )?(?:are|r) (?:you|u|ya)(?: guys)?(?: based| located| exactly| again)*{stop}",
            r"where(?:'s| is) (?:the |your )?(?:shop|salon|place|studio|restaurant)(?: located| based)?{stop}",
            r"where(?:'s| is) it(?: located| based)?{stop}",
            r"where do (?:i|we) (?:need to |have to )?(?:go|come)(?: to)?{stop}",
            r"(?:what(?:'s| is)|send(?: me)?|give me|got) (?:your|the|an) (?:full )?(?:address|location|post ?code)",
            r"{start}(?:your |the )?address(?: please| pls)?(?=\s?\?|$)",
            r"how do (?:i|we) (?:get|find) (?:there|to (?:you|u|the (?:shop|salon))|you|u)",
            stop=_STOP,
        ),
    ),
    (
        InquiryTopic.PHONE,
        compile_phrases(
            r"(?:what(?:'s| is)|have you got|do you have) (?:your|the|an?) (?:tele)?(?:phone |contact )?number",
            r"(?:can|could) (?:i|we) (?:call|ring|phone) (?:you|u|the (?:shop|salon))(?: up)?{end}",
            r"what number (?:can|do|should) i (?:call|ring)",
            r"(?:and|or|&) (?:your |the |a )?(?:(?:tele)?phone|contact)(?: number)?{end}",
        ),
    ),
    (
        InquiryTopic.DETAILS,
        compile_phrases(
            r"how (?:long|much)(?: time| money)?(?:'s| is| are| does| do| would| will|'ll)? ?(?:it|this|that|they)?"
            r"(?: be| take| last| cost| run)?(?: me| for)?(?: again| altogether| in total| then)?{stop}",
            r"how long (?:will|would|'ll|do|should) (?:i|we|he|she) (?:be (?:there|in|with you)|need){stop}",
            r"how (?:long|much) (?:it|this|that|they|these) (?:takes?|costs?|lasts?|is|are|(?:would|will) be){stop}",
            r"(?:what(?:'s| is| does| will)|what) (?:the |it )?(?:price|cost|duration)(?: of (?:it|that|this))?{stop}",
            stop=_STOP,
        ),
    ),
    (
        InquiryTopic.HOURS,
        compile_phrases(
            r"(?:are|r|is|will) {shop} (?:be |usually |normally |still )?(?:open|closed|shut)(?! up\b){rest}",
            r"(?:do|does|will) {shop} (?:usually |normally |ever )?(?:work|open|close|shut)(?:{often}{rest}|{end})",
            r"(?:do|does|is|are|will) <person> (?:usually |normally |ever )?(?:in|there|here|on){often}{rest}",
            r"(?:do|does) <person> (?:usually |normally |ever |also |still )?work"
            r"(?! with\b| on (?:my|our|the|your|his|her|an?)\b){rest}",
            r"(?:is|will) <person> (?:be )?(?:in|working|there|here|around)(?! to\b){rest}",
            r"(?:what (?:times?|days|hours)|which days|when) (?:do|are|does|will|is) (?:{shop}|<person>)"
            r" (?:be |usually |normally )?(?:open|close|shut|closing|closed|work|working|in)(?: until| till)?{rest}",
            r"(?:what(?:'s| are| is)|whats) (?:your|the|<person>(?:'s)?) {word}(?:hours|times){rest}",
            r"(?:opening|business) (?:hours|times){end}",
            shop="you|u|ya|they|you guys|the shop|the salon|the studio|the restaurant",
            often=r" (?:every ?day|every single day|all week|daily|each day|(?:at |on )?weekends|most days|<time>)",
            rest=r"[^.,!?;\n]{0,40}",
        ),
    ),
    (
        InquiryTopic.WHO,
        compile_phrases(
            r"{who} (?:{does} (?:{word}{word}<service>{rest}|(?:it|that|this|them|those|these){end})|<service>{rest})",
            r"does <person> (?:also |still |ever |even )?(?:do|offer|teach|give) {word}{word}<service>{rest}",
            r"{who} (?:is |are )?(?:works?|working|teaching|in|on|there|around) {day}",
            who="(?:who(?:'s)?|which (?:one )?of (?:you|u|them)(?: guys)?|which (?:one|person|stylist|barber|teacher))",
            does=(
                r"(?:(?:can|could|else|also|normally|usually|here|all|is|are) )*"
                r"(?:does|do|doing|offers?|teach(?:es)?|gives?|(?:good|best|great) (?:at|with|for)|best|runs?)"
            ),
            rest=r"(?: {day})?",
        ),
    ),
    (
        InquiryTopic.PERSON,
        compile_phrases(
            r"(?:is|are) <person> {word}{word}{praise}(?: at {word}(?:<service>|it|that|this))?{end}",
            r"{start}<person> {word}(?:good|nice|any good)(?=\s?\?)",
            r"(?:who(?:'s| is)|whos) <person>{end}",
            r"what(?:'s| is) <person> like",
            r"how good is <person>",
            r"(?:do|would|can) you recommend <person>",
            r"what does <person> do{end}",
            praise=(
                "(?:good|nice|friendly|experienced|better|best|qualified|gentle|ok|okay|new|decent|great|male|female"
                "|a (?:man|woman|guy|girl|bloke))"
            ),
        ),
    ),
    (
        InquiryTopic.OTHER,
        compile_phrases(
            r"(?:is|are) there (?:any(?:where)? |an? )?{word}(?:parking|wi-?fi|toilets?|lift|step-?free|wheelchair"
            r"|music|coffee|changing rooms?)[^.,!?;\n]{0,30}",
            r"(?:can|could|may|should|do) (?:i|we) (?:need to |have to )?(?:bring|park|smoke|eat|shower|wear)\b"
            r"[^.,!?;\n]{0,40}",
            r"(?:are|is) (?:the )?(?:dogs?|pets?|kids|children|prams?) (?:allowed|welcome|ok|okay)",
            r"(?:do|does) (?:you|u|the shop|the salon) (?:have|do|offer|give) (?:any |an? )?{word}"
            r"(?:parking|wi-?fi|discounts?|loyalty|wheelchair access|car park)[^.,!?;\n]{0,30}",
            r"who(?:'s| is) (?:the |your )?best{end}",
            r"who (?:do|would) (?:you|u) recommend",
        ),
    ),
)
_CUE_WORDS = """
    bot robot human machine computer automated automatic chatgpt gpt chatbot real person ai artificial who what whos pay
    prepay deposit cash card cards amex contactless paypal where wheres whereabouts address location postcode number
    call ring phone how long much cost price duration open closed shut work works working close opening hours times
    business which does in good nice friendly better best qualified gentle ok decent great male female like parking
    wifi toilet lift bring park wear dogs dog discount discounts recommend allowed
"""
_CUES = frozenset(_CUE_WORDS.split())
"""One of these stands in each of those questions."""
_BESIDE = re.compile(
    r"(?:\b(?:hi|hey|hello|hiya|sorry|so|and|but|ok|okay|oh|um|er|wait|quick question|question|btw|by the way|also|just"
    r"|please|pls|thanks|thank you|ffs|wtf|omg|lol|then|actually|honestly|seriously|can i ask|can you tell me|may i ask"
    r"|do you know|just wondering|i was wondering|tell me|yes|yeah)\b|[\s.,!?;:\-])+"
)
"""What may stand beside a question that is all of a message."""


def find_inquiries(masked: str, words: frozenset[str]) -> tuple[Finding[InquiryTopic], ...]:
    """Return the questions about the shop, or about who answers, in folded text: the plainest topic first.

    Args:
        masked: With services and people masked by their kinds; times stand as they are.
        words: Those of the folded text.
    """
    terms = find_terms(masked, words)
    found: list[Finding[InquiryTopic]] = [terms] if terms else []
    for topic, pattern in () if _CUES.isdisjoint(words) else _TOPICS:
        one = pattern.search(masked)
        if one and not any(other.overlaps(*one.span()) for other in found):
            found.append(Finding(value=topic, start=one.start(), end=one.end(), rule=f"inquiry.{topic}"))
    return tuple(found)


def is_all(folded: str, found: Finding[InquiryTopic]) -> bool:
    """Return whether a message is that question and nothing else."""
    return all(not part or _BESIDE.fullmatch(part) for part in (folded[: found.start], folded[found.end :]))
