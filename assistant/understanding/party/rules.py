"""The rules by which one number of people is read; those that add up a list are in `party_sums`."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from assistant.understanding.party.words import (
    BESIDE_ME,
    HEADS,
    KIND,
    MANY,
    NO_NOUN,
    NOT_UNIT,
    NUMBER,
    OWN,
    SINGLE,
    YOUNG,
    N,
    read_number,
)
from assistant.understanding.phrases import compile_phrases


class Rule(Struct, frozen=True, kw_only=True):
    """A pattern, and how many people its match comes to."""

    name: str
    pattern: re.Pattern[str]
    count: Callable[[re.Match[str]], int]
    cues: tuple[str, ...] = ()
    """One of these is in every match: a text with none of them need not be searched."""

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches; at once none in a text without the cues."""
        for cue in self.cues:
            if cue in text:
                break
        else:
            if self.cues:
                return iter(())
        return self.pattern.finditer(text)

    def find_span(self, found: re.Match[str]) -> tuple[int, int]:
        """Return which words tell the party: "2 people" of "a table for 2 people"; the rest is for other readers."""
        if "told" in self.pattern.groupindex:
            return found.span("told")
        starts_with_number = self.count in (count, _count_couples, _count_with_young)
        return found.start("n") if starts_with_number else found.start(), found.end()


def count(found: re.Match[str]) -> int:
    """Return the number that the group `n` holds."""
    return read_number(found["n"])


def _count_all(found: re.Match[str]) -> int:
    return read_number(found["n"]) + read_number(found["m"])


def _count_with_young(found: re.Match[str]) -> int:
    return read_number(found["n"]) + (1 if found["m"] in ("a", "an") else read_number(found["m"]))


def _count_and_me(found: re.Match[str]) -> int:
    return read_number(found["n"]) + 1


def _count_couples(found: re.Match[str]) -> int:
    return 2 * read_number(found["n"])


def _one(_: re.Match[str]) -> int:
    return 1


def _two(_: re.Match[str]) -> int:
    return 2


_I = r"(?<!call )(?<!text )(?<!ring )(?<!tell )(?:me|myself|i)"
_AND = r"(?:and|plus|with|\+|&|'?n'?)"
_GO_ON = (
    r"(?=\s?(?:[.,!?;:)\n]|$)|\s(?:and|but|so|now|in all|for|on|at|tonight|today|tomorrow|this|coming|not|instead"
    r"|altogether|then|please|pls|thanks|adults?|in number|strong)\b)"
)
"""What may follow a bare number of people: "we are 13 and have a table"."""
_ABOUT = (
    r"(?:(?:just|only|now|actually|about|around|roughly|all|up to|at least|at most|maybe|probably|say|like|a party of"
    r"|approximately) ){0,2}"
)
_ALONE = r"(?! ?(?:and|plus|with|&|\+|,) ?\w)"
_GUESTS = r"(?:people|guests|persons|diners|covers|seats|heads)"
_MEAL = r"(?:dinner|lunch|brunch|breakfast|supper|meal)"
_MY = r"my (?:\w{1,20} )?"
_ONE_THING = (
    r"(?!(?:(?<=\bone)|(?<=\b1)) (?!(?:please|pls|tonight|today|tomorrow|at|on|in|by|outside|inside|thanks|this|next"
    r"|from|under|with|person|adult|only|around|about|but|if|as|or|near|for|and|the|(?:mon|tue|wed|thu|fri|sat|sun)\w*"
    r"|instead|now|then|again|possible|available|not|indoors?|outdoors?|no|to|asap|sometime|later|i|we|it)\b)\w)"
)
"""After "for one": not one thing, such as one session."""
_TOLD = f"(?P<told>{NUMBER})"
_OPENS = (
    r"(?:{start}(?:(?:hi|hiya|hello|hey|ok|okay|yes|yeah|so|and|please|pls|just|actually|maybe|probably) ,?){0,3}"
    r"|(?<![\w'])(?:tables?|need|want|like|book|booking|reserve|party of|we are|we're|there's|be|is it) )"
)
_ASKS = rf"(?:{_OPENS}|(?<![\w'])(?:do|get|have|got|fit|fit in|squeeze in|take|sort|put|manage|possible|us|me) )"
"""Before a number of people of which it is said only then what they want: "4 for yoga", "can I get 2 for spin"."""


_YOUNG_CUES = ("kid", "child", "bab", "infant", "toddler", "born", "teen", "little", "high")
_FRIEND_CUES = (
    "friend",
    "mate",
    "budd",
    "pals",
    "worker",
    "colleague",
    "sibling",
    "other",
    "bestie",
    "bridesmaid",
    "groom",
    "usher",
)


def _rule(name: str, counted: Callable[[re.Match[str]], int], *phrases: str, cues: tuple[str, ...] = ()) -> Rule:
    return Rule(name=f"party.{name}", pattern=compile_phrases(*phrases), count=counted, cues=cues)


RULES = (
    _rule("couples", _count_couples, rf"{NUMBER} couples(?! of)", cues=("couples",)),
    _rule(
        "me_and_n",
        _count_and_me,
        rf"{_I}\b ?{_AND} ?(?:my |the |another )?{NUMBER}(?: (?:\w{{1,20}} )?{MANY}|{NOT_UNIT}(?: more)?{{end}})",
        cues=("me", "myself", "i "),
    ),
    _rule(
        "my_n_and_me",
        _count_and_me,
        rf"(?:my |the )?{NUMBER} (?:\w{{1,20}} )?{BESIDE_ME} {_AND} {_I}(?! need)",
        cues=_FRIEND_CUES,
    ),
    _rule("my_n_and_me", _count_and_me, rf"(?:my|the) {NUMBER} (?:\w{{1,20}} )?{MANY} {_AND} {_I}", cues=("my", "the")),
    _rule(
        "with_n",
        _count_and_me,
        rf"(?:with|bringing|take|taking) (?:my )?{NUMBER} (?:\w{{1,20}} )?{BESIDE_ME}",
        cues=_FRIEND_CUES,
    ),
    _rule(
        "adults_and_children",
        _count_all,
        rf"{NUMBER} {HEADS},? ?(?:and |& |\+ |plus |with )?(?P<m>{N}) {KIND}{YOUNG}",
        cues=_YOUNG_CUES,
    ),
    _rule(
        "and_young",
        _count_with_young,
        rf"(?:for|of) (?P<told>{NUMBER},? (?:and|plus|&|\+|with) (?P<m>{N}|an?) {KIND}(?:{YOUNG}|high ?-?chairs?))",
        cues=_YOUNG_CUES,
    ),
    _rule(
        "and_young",
        _count_with_young,
        rf"{NUMBER} adults?,? (?:and|plus|&|\+) (?P<m>{N}|an?) high ?-?chairs?",
        cues=("high",),
    ),
    _rule(
        "people",
        count,
        rf"(?P<told>{NUMBER}(?:[ -]?{KIND}{HEADS}| of us| (?:in )?(?:total|all)(?= |{{end}})| altogether"
        rf"| all together| {KIND}{YOUNG}| in (?:my|our|the) (?:party|group)))(?! working)",
    ),
    _rule(
        "of",
        count,
        r"(?:(?:party|group|family|total|table|crowd|team) of|tables? for(?: a (?:party|group|family) of)?)"
        rf" {_ABOUT}{_TOLD}{NOT_UNIT}{_ONE_THING}",
        cues=(" of ", "table"),
    ),
    _rule(
        "size",
        count,
        rf"(?:(?:party|group)(?: size)?|head ?count|(?:number|no) of {_GUESTS}"
        r"|(?:up|change|increase|reduce|raise|lower|make) the (?:number|count|total))"
        rf"(?:(?: is| are| of| to| will be| should be| has to be| was|:|'s)){{0,2}} ?(?:for )?{_ABOUT}{_TOLD}"
        rf"{NOT_UNIT}{NO_NOUN}",
        cues=("party", "group", "count", " of ", "number", "total"),
    ),
    _rule("size", count, rf"(?:people|guests|pax|persons|covers|adults): ?{_TOLD}{NOT_UNIT}", cues=(": ", ":")),
    _rule("size", count, rf"{_TOLD} is (?:the|our) (?:number|party size|total|head ?count)", cues=(" is ",)),
    _rule(
        "we_are",
        count,
        rf"(?:(?:we|there)(?: are| will be|'ll be|'re| have| have got|'ve got|'ve| is|'s)|for us) {_ABOUT}{_TOLD}"
        rf"{NOT_UNIT}{_GO_ON}",
        cues=("we", "there", "for us"),
    ),
    _rule(
        "coming",
        count,
        rf"(?P<told>{NUMBER}(?: {HEADS}| of us)?)(?: will be| are| is|'re)?"
        r" (?:coming|attending|joining|turning up|showing up|dining)",
        cues=("coming", "attend", "joining", "turning", "showing", "dining"),
    ),
    _rule(
        "seat",
        count,
        r"(?:(?:you|u|ya|to|it|they|tables?) (?:seats?|fits?|host|accommodate|hold|squeeze in)"
        rf"|(?:room|space|enough|cater|capacity) for) {_ABOUT}{_TOLD}{NOT_UNIT}{NO_NOUN}{_ONE_THING}",
        cues=("seat", "fit", "host", "hold", "accommodate", "squeeze", "room", "space", "enough", "cater", "capacity"),
    ),
    _rule("all", count, rf"all {_TOLD} (?:\w{{1,20}} )?(?:seated|sitting|together|members|{MANY})", cues=("all ",)),
    _rule("some", count, rf"{_TOLD} of {OWN} {KIND}{MANY}", cues=(" of ",)),
    _rule(
        "kind",
        count,
        r"(?:{start}|(?:for|of|to|be|are|the|these|those|it's|it|only|just|seat|now|our) )"
        rf"(?:(?:the|our|my|his|her|their|these|those|about|around|just) ){{0,2}}(?P<told>{NUMBER} {KIND}{MANY})",
    ),
    _rule(
        "two",
        _two,
        rf"{_I} {_AND} (?:my|a|the|one|another|his|her) (?:\w{{1,20}} )?{SINGLE}{_ALONE}",
        rf"{_MY}{SINGLE} (?:and|&|plus) (?:i|me|myself)",
        rf"{_I} {_AND} (?:hubby|hubs|wifey|mum|mom|dad|gf|bf){_ALONE}",
        rf"{_I} ?(?:\+|plus|and|n) ?(?:1|one|one other|another)",
        r"(?<![\w\d])(?:\+ ?1|plus (?:1|one))(?! (?:hour|day|week|month|minute|more)){end}",
        r"(?:with|and|plus) (?:a|my) plus ?-?(?:one|1)",
        rf"{_I} {_AND} (?:my|a) (?:date|other half|better half|plus one)",
        r"my (?:date|other half|better half) (?:and|&|plus) i",
        r"(?:both|the pair|a couple|couple) of us",
        r"(?:us|we) two",
        rf"(?:us|we)(?: are|'re)? (?:just )?(?:as )?a couple(?! (?:of|more)){_ALONE}",
        rf"(?:{_MEAL}|a drink|dine|eat|date night)(?: out)? with {_MY}{SINGLE}{_ALONE}",
        rf"(?:take|taking|treat|treating) {_MY}{SINGLE} (?:out|(?:out )?(?:for|to) (?:a )?{_MEAL})",
        cues=(" and ", " n ", "plus", "+", "&", " us", "us ", "we ", "with ", "tak", "treat", "both"),
    ),
    _rule(
        "one",
        _one,
        rf"(?:just|only) (?:going to be |gonna be |be )?(?:for )?(?P<told>(?:me|myself)(?: then)?){_ALONE}",
        cues=("just ", "only "),
    ),
    _rule(
        "one",
        _one,
        r"(?:me|myself) (?:only|alone)",
        rf"for myself{_ALONE}",
        r"by myself",
        r"(?:just )?on my own",
        r"only one of us",
        r"(?:dining|eating|coming|i'm|i am|i'll be|i will be) (?:alone|solo)",
        cues=("self", "me ", "own", "one of us", "alone", "solo"),
    ),
)
"""Applied to the folded text, in this order."""
RULES_WITHOUT_NUMBER = tuple(rule for rule in RULES if rule.count in (_one, _two))
"""Those that may match where no number is told: just me, my wife and I."""
RULES_BESIDE_TIMES = (
    _rule(
        "for",
        count,
        r"(?<!look )(?<!looking )(?<!search )(?<!ask )(?<!wait )for "
        rf"{_ABOUT}(?:the |us )?{NUMBER}{NOT_UNIT}{NO_NOUN}{_ONE_THING}(?: {KIND}{MANY})?",
        cues=("for ",),
    ),
    _rule(
        "for_what",
        count,
        rf"{_ASKS}{_TOLD} for (?:an? |the |your |some )?(?:next |this )?<service>",
        cues=(" for ",),
    ),
    _rule("for_when", count, rf"{_OPENS}(?!one\b){_TOLD} for <time>", cues=(" for ",)),
    _rule(
        "said",
        count,
        rf"(?:didn't|did not|never) say {N},? ?(?:but |and )?i (?:said|meant|say) (?:for )?{_TOLD}{NOT_UNIT}",
        cues=("say",),
    ),
    _rule(
        "corrected",
        count,
        rf"not (?:for )?{N}(?: {HEADS})?,? (?:but |it's |i said |i meant |we are |we're )?(?:for )?"
        rf"(?P<told>{NUMBER}(?: {HEADS})?){NOT_UNIT}{{end}}",
        cues=("not ",),
    ),
    _rule(
        "now",
        count,
        rf"(?:it's|it'll be|it will be|be|we're|make it) (?:just|only|now) {_TOLD}{NOT_UNIT}"
        r"(?: now| coming| today| tonight| then)?{end}",
        cues=("just", "only", "now"),
    ),
)
"""Applied where times and services are masked: what a number tells there is no time."""
