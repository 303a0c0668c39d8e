"""Yes, no, never mind: what a message does to the question that is open."""

import re
from collections.abc import Iterator

from msgspec import Struct

from assistant.understanding.alternatives import NOTHING_MORE
from assistant.understanding.context import Expecting
from assistant.understanding.model import UserAct
from assistant.understanding.phrases import Finding, compile_phrases

_BOUNDARY = re.compile(r"[.,!?;:()\n\u2026]+|\s-+\s|\b(?:but|and|so)\b")
_INTERJECTIONS = re.compile(
    r"(?:(?:oh|ah|u+m+|u+h+|er+m*|h+m+|well|actually|sorry|hi|hey|hello|lol|haha|then|please|honestly|in that case|cool"
    r"|great|o+k+|okay|sure|right|thanks|thank you|no problem|perfect)\b\s?)*"
)
"""What may come before the yes or no of a clause."""

_AGREEING_WORDS = """
    okie dokie sure fine good great perfect lovely brilliant cool alright alrighty excellent awesome amazing wonderful
    fantastic super grand correct exactly indeed deal agreed true smashing affirmative confirm confirmed
"""
_AGREEING = frozenset(_AGREEING_WORDS.split())
_AGREEING_ALONE = frozenset({"y", "k", "kk", "right", "please", "pls"})
"""Too slight to count within a longer message."""
_OKAY = re.compile(r"o+k+(?:a+y+)?")
_POLITE_WORDS = """
    oh ah um hmm well please pls plz thanks thank you thx ty cheers then mate so much very a lot with me by for us love
    that that's it it's is all yes x xx xxx lol haha thing stuff this the and in right there
"""
_POLITE = frozenset(_POLITE_WORDS.split())
"""What may stand beside an agreeing word without changing it: "ok great thanks", "fine by me"."""

_GOOD = r"(?:good|great|perfect|fine|ok|okay|lovely|ideal|brilliant|cool|right|correct|true|alright|all right|best)"
_YES = compile_phrases(
    r"yes+",
    r"yep+",
    r"ye(?:a+h*)?",
    "yh",
    r"u+h+[ -]huh",
    r"m+[ -]?h+m+",
    r"you got it{end}",
    "correct",
    r"yeap",
    r"yup+",
    r"yah?",
    "aye",
    "absolutely",
    "definitely",
    "certainly",
    "of course",
    "for sure",
    r"(?:if you )?please do",
    r"go ahead(?! and (?!(?:book|confirm|do|make|reserve|schedule|proceed|add|take)\b))",
    r"go on(?: then)?{end}",
    "go for it",
    rf"sounds (?:really |very |pretty )?{_GOOD}",
    "sounds like a plan",
    r"(?:that|this|it|<time>|<person>|either|both|they)(?: one| time| day)? (?:works|suits)(?: me| for me)?",
    r"works for (?:me|us)",
    rf"(?:that|this|<time>|<person>)(?:'s| is|'ll be| will be|'d be| would be| sounds)(?: all| just)? {_GOOD}",
    r"that's (?:it|the one|him|her|them)",
    r"(?:you're|you are|you've got it|you got it) (?:right|correct)",
    r"(?:just )?book (?:it|that|this|them|these|those)(?: one| all)?(?: in)?",
    r"(?:just )?skip (?:them|those|these|the others?|the rest)",
    r"do (?:it|that)",
    r"let's (?:do|go with|go for|book|take) (?:it|that|this|them|these|those)",
    r"i'll (?:take|have) (?:it|that|this|them|these|those)",
    r"i'd (?:love|like) (?:that|to){end}",
    r"happy (?:with|to go)(?: that)?",
    r"good to go",
    "all good",
    "spot on",
    r"i (?:guess|suppose) so",
    r"i (?:do|am|would|confirm|agree|accept){end}",
    r"confirm(?:ed)?(?: (?:it|that|this|all|(?:the|my) (?:booking|appointment)|please))*{end}",
)
_NO = compile_phrases(
    r"no+(?! (?:problems?|probs?|worries|issues?|trouble|rush|pref(?:erence)?|idea|one|longer|matter|doubt|pressure"
    r"|stress|hurry|biggie|need|clue|bother|more|allergies|later|earlier|sooner|reply|answer|show)\b)(?!\.\s?\d)",
    r"nope+",
    r"na+h+",
    "naw",
    "nay",
    r"(?:i'd |i would |would )?rather not",
    r"wrong(?: (?:day|date|time|person|service|one|place|name|number))?{end}",
    "incorrect",
    "negative",
    r"not (?:really|yet|now|that one|this one|that|those|quite|right|correct|for me)",
    "neither",
    r"(?:i )?don't think so",
    r"(?:i )?(?:don't|do not) (?:want|like) (?:that|it|this|those|any of)(?! any ?more)",
    r"(?:don't|do not) (?:book|confirm|do) (?:it|that|this)",
    r"(?:certainly|of course|absolutely|definitely) not",
)
_NO_ANYWHERE = compile_phrases(
    NOTHING_MORE,
    # "You keep getting it wrong" is no no to what is offered now.
    r"(?<!get )(?<!gets )(?<!getting )(?:that|this|it|which|you)(?:'s| is| was| got (?:it|that))?"
    r" (?:all |the )?(?:wrong|incorrect|inaccurate|false)",
    r"(?:that|this|it)(?:'s not| is not| was not| isn't| wasn't) (?:right|correct|true|it|the case|quite right|what i)",
    r"(?:that|it)(?:'s| would be|'d be) a no{end}",
    r"(?<!you )(?<!u )(?:says|said) no(?: sorry| thanks| unfortunately| i'm afraid)*{end}",
    r"not what i (?:said|asked|meant|wanted|need)",
    r"(?:that|this|it|<time>|<person>|those|these|they|none of (?:those|these|them))(?: times?| day| one)?"
    r" (?:doesn't|don't|does not|do not|won't|will not) (?:really )?(?:work|suit|do)",
    r"(?:that|this|it|<time>)(?:'s| is)(?: not|n't) (?:good|ok|okay|any good|great|possible|convenient|for me)",
    r"(?:that|this|it|<time>)(?:'s| is) no good",
    r"none of (?:those|these|them|the above)",
    r"not that one",
)
_NEAREST = compile_phrases(r"(?:nearest|closest)(?: (?:times?|ones?|slots?|appointments?))?")
_CANT_DO = compile_phrases(r"(?:can't|cannot|can not|won't be able to) (?:do|make) (?:that|those|any of those|{day})")
_NEVER_MIND = compile_phrases(
    r"never ?mind",
    "nvm",
    r"(?:just )?forget (?:about )?(?:it|that|this|the whole thing|i asked|everything)(?! (?:at|for|on))",
    r"leave it(?: then| for now| thanks| there| out| be| please| for today)*{end}",
    r"(?:don't|do not) bother",
    r"(?:don't|do not) worry(?: about (?:it|that|this))?{end}",
    r"(?:scrap|drop|skip|abandon) (?:it|that|this|the whole thing)(?! (?:off|round|over|in)\b)",
    r"changed (?:my|our) minds?",
    r"not any ?more",
    r"(?:don't|do not) want (?:it|to|this|that|one|to book)(?: it)? any ?more",
    r"(?:maybe|perhaps) (?:another|some other) (?:time|day)",
    r"some other time",
    r"(?:maybe|perhaps) later{end}(?!\s?\?)",
    r"(?:no longer|not) interested",
    r"(?:i'll|i will|let me) (?:leave it|pass|think about it|(?:get|come) back to you|let you know)",
    r"no need(?! to){end}",
)
_UNDO = compile_phrases(
    r"undo(?: (?:it|that|this|the last (?:one|thing|change|bit)))?(?: please| pls)?{end}",
    r"(?:take|put) (?:it|that|this) back{end}",
    r"(?:go|change it|switch it|move it|put it) back(?: to (?:how|what|where|when) it was(?: before)?"
    r"| to the (?:old|original|previous) (?:time|day|date|one))?(?: please| pls)?{end}",
    r"(?:didn't|did not|never) mean (?:(?:to (?:do |book |cancel |move |change )?)?(?:it|that|this)"
    r"|to(?: (?:do|book|cancel|move|change|delete)(?: {own} {thing})?)?){end}",
    r"(?:make|made) (?:a|an) (?:\w{1,12} )?(?:mistake|error|booboo)",
    r"(?:my|by) (?:mistake|accident){end}",
    r"(?:it|that|this) was (?:a|an|my) (?:mistake|accident|error)",
    r"(?:oo+ps|whoops|oopsie)(?:[,.!]? (?:sorry|wrong (?:one|button|thing)|not that(?: one)?|no))*{end}",
    r"(?:clicked|tapped|pressed|hit|chose|picked|booked|cancelled|moved) (?:on )?the wrong (?:one|button|thing)",
    r"wrong (?:one|button|thing){end}",
    r"(?:revert|reverse|scratch) (?:it|that|this)",
)
"""Said of what was done last; in the middle of something it is a no to that."""
_REPEAT = compile_phrases(
    r"{start}(?:(?:sorry|hi|hey|hm+|um+|er+m*|wait|ok|oh|pardon)[,.!?]? ?)*"
    r"(?:{again}|{unheard})(?: please| pls| sorry)?{end}",
    r"{start}(?:sorry|pardon(?: me)?|excuse me|huh|eh|come again|wdym)(?=\s?\?+$)",
    r"(?:can|could|would|will) (?:you|u) (?:please )?{again}(?: please| pls)?{end}",
    r"{start}(?:(?:and|so|sorry|wait|ok|oh|hi)[,.!?]? ){0,2}is (?:it|that|this) (?:still |definitely |really )?"
    r"(?:with <person>|(?:on |at |for )?<time>)(?: (?:and|at|on|with|or) (?:<person>|<time>))?{end}",
    again="(?:repeat|say|send|resend|ask)(?: (?:it|that|this|me|the question))?(?: one more time| once more| again)"
    "|repeat(?: (?:it|that|this|yourself|the question))?|come again",
    unheard="what(?: did you (?:say|ask|mean)| (?:was|is|were) (?:that|it|the question|you saying)(?: again)?| again)?"
    "|i (?:missed|didn't (?:get|catch|understand|follow)|don't (?:get|understand|follow)) (?:that|it|you)|pardon|wdym"
    "|what do you mean|wht|wat",
)
"""Said instead of an answer, and of nothing else."""
_STOP = compile_phrases(r"(?:please )?(?:stop|quit|exit|abort)(?: it| this| please| that| now)*{end}")
_THUMB_UP = re.compile("[👍✅👌💯🆗✔☑]")
_THUMB_DOWN = re.compile("[👎❌🙅]")


_QUALIFYING = compile_phrases(
    "but",
    "unless",
    "as long as",
    r"(?<!check )(?<!see )(?<!know )(?<!ask )(?<!me )(?<!sure )(?<!wondering )if",
    "provided",
    "wait",
    "hang on",
    "hold on",
)
"""What makes a yes conditional. A question beside it does not: "yes, and where are you?" agrees, and asks."""


_DECLINING = compile_phrases(
    r"(?:no+|na+h+|nope)[,.!]? ?(?:{thanks}|i'm (?:good|ok|okay|fine|all ?right|sorted)|that's (?:all|it|ok|okay|fine)"
    r"|not (?:now|this time)|i'll (?:pass|leave it))",
    r"not (?:today|now|this time) {thanks}{end}",
    r"(?:none of (?:those|these|them)|neither)[,.]? {thanks}{end}",
    r"i'm (?:good|ok|okay|fine|all ?right|sorted) {thanks}{end}",
    thanks="thanks?(?: you| u)?|thankyou|thx|thnx|tks|tnx|thanx|cheers|ta|ty",
)
"""A no to all of it, and not only to what was offered."""


_DECLINE_CUES = frozenset(("no", "noo", "nah", "naah", "nope", "not", "none", "neither", "i", "im"))
_UNDO_WORDS = """
    undo back mean mistake error booboo accident oops ooops oooops whoops oopsie wrong revert reverse scratch
"""
_UNDO_CUES = frozenset(_UNDO_WORDS.split())


def find_undo(folded: str, words: frozenset[str]) -> Finding[UserAct] | None:
    """Return the wish to take back what was done last: "the wrong one" is no one o'clock."""
    found = _UNDO.search(folded) if not _UNDO_CUES.isdisjoint(words) else None
    return Finding(value=UserAct.UNDO, start=found.start(), end=found.end(), rule="undo") if found else None


def find_declining(folded: str, words: frozenset[str]) -> Finding[bool] | None:
    """Return what turns down the whole matter politely in folded text: "no thanks", "not today, thanks"."""
    found = _DECLINING.search(folded) if not words.isdisjoint(_DECLINE_CUES) else None
    return Finding(value=True, start=found.start(), end=found.end(), rule="declines") if found else None


def is_qualified(masked: str) -> bool:
    """Return whether folded, masked text puts a condition beside what else it says."""
    return _QUALIFYING.search(masked) is not None


class _Clause(Struct, frozen=True, kw_only=True):
    start: int
    end: int
    asked: bool
    """Whether a question mark ends it: "ok?" agrees to nothing."""


def find_acts(masked: str, expecting: Expecting) -> list[Finding[UserAct]]:
    """Return the yes, no and never mind of folded, masked text, in its order.

    A yes or no counts at the start of its clause ("yes, but make it 4"), a mild word such as "ok" only as a clause
    of its own: "is it okay if" agrees to nothing. Where both a mild yes and a no are said ("ok no"), the no counts.
    """
    found = [act for clause in _split_clauses(masked) for act in _read_clause(masked, clause)]
    found += _find_anywhere(masked, expecting)
    if not found and (repeat := _REPEAT.match(masked.strip())):
        found.append(Finding(value=UserAct.REPEAT, start=repeat.start(), end=repeat.end(), rule="repeat"))
    if any(act.value is not UserAct.AFFIRM for act in found):
        found = [act for act in found if act.rule != "affirm.alone"]
    return sorted(found, key=lambda act: act.start)


def _split_clauses(masked: str) -> Iterator[_Clause]:
    start = 0
    for boundary in _BOUNDARY.finditer(masked):
        yield _Clause(start=start, end=boundary.start(), asked="?" in boundary[0])
        start = boundary.end()
    yield _Clause(start=start, end=len(masked), asked=False)


def _read_clause(masked: str, clause: _Clause) -> Iterator[Finding[UserAct]]:
    start, end = clause.start, clause.end
    while start < end and masked[start].isspace():
        start += 1
    if start == end:
        return
    opening = _skip_interjections(masked, start, end)
    yes = _YES.match(masked, start) or _YES.match(masked, opening)
    if no := _NO.match(masked, opening):
        yield Finding(value=UserAct.NEGATE, start=no.start(), end=no.end(), rule="negate.opening")
    elif stop := _STOP.match(masked, opening):
        yield Finding(value=UserAct.NEGATE_INTENT, start=stop.start(), end=stop.end(), rule="negate_intent.stop")
    elif clause.asked:
        return
    elif yes:
        yield from _read_yes(masked, yes)
    elif _agrees(masked[start:end], whole=masked[start:end] == masked.strip(" .!\n")):
        yield Finding(value=UserAct.AFFIRM, start=start, end=end, rule="affirm.alone")


def _skip_interjections(masked: str, start: int, end: int) -> int:
    found = _INTERJECTIONS.match(masked, start, end)
    return found.end() if found else start


def _read_yes(masked: str, yes: re.Match[str]) -> Iterator[Finding[UserAct]]:
    # "yeah no" is a no
    no = _NO.match(masked, yes.end() + 1)
    if no and masked[yes.end()] == " ":
        yield Finding(value=UserAct.NEGATE, start=no.start(), end=no.end(), rule="negate.opening")
    else:
        yield Finding(value=UserAct.AFFIRM, start=yes.start(), end=yes.end(), rule="affirm.opening")


def _agrees(clause: str, *, whole: bool) -> bool:
    agreeing = False
    for word in clause.split():
        if word in _AGREEING or _OKAY.fullmatch(word) or (whole and word in _AGREEING_ALONE):
            agreeing = True
        elif word not in _POLITE and word not in _AGREEING_ALONE and not _THUMB_UP.match(word):
            return False
    return agreeing


def _find_anywhere(masked: str, expecting: Expecting) -> Iterator[Finding[UserAct]]:
    searches = [
        (UserAct.NEGATE_INTENT, "negate_intent", _NEVER_MIND),
        (UserAct.NEGATE, "negate.anywhere", _NO_ANYWHERE),
        (UserAct.AFFIRM, "affirm.emoji", _THUMB_UP),
        (UserAct.NEGATE, "negate.emoji", _THUMB_DOWN),
    ]
    if expecting is Expecting.CONFIRMATION:
        searches.append((UserAct.TAKE_NEAREST, "take_nearest", _NEAREST))
    if expecting is not Expecting.NOTHING:
        # An offered time is turned down; with nothing on offer it is a booking that cannot be kept.
        searches.append((UserAct.NEGATE, "negate.cannot", _CANT_DO))
    for act, rule, pattern in searches:
        if found := pattern.search(masked):
            yield Finding(value=act, start=found.start(), end=found.end(), rule=rule)
