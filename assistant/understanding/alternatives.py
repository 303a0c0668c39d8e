"""Anything else, earlier, later: a wish for other offers than those made."""

from collections.abc import Iterator

from assistant.understanding.model import Direction
from assistant.understanding.phrases import Finding, compile_phrases

_LEADING = (
    "any|anything|something|(?:a )?bit|(?:a )?little|slightly|even|much|times?|slots?|appointments?|got|have|do|make it"
    "|need|come|prefer|free|available|ideally|what about|how about|move it|push it|go|possible|be"
    "|(?:push|change|move) it to|an hour|half an hour|is there|do you have"
)
"""What comes before a comparison that asks for other times; "see you later" and "talk later" do not."""

_ALONE = (
    r"(?:^|(?<=[.,!?\n] ))(?:much |or |no |maybe |and )?{way}"
    r"(?: than that| please| pls| in the day| in the week| if possible| would be better| that day| then)*{end}"
)


def _write_comparison(way: str) -> tuple[str, ...]:
    return (
        rf"{way} (?:times?|slots?|appointments?|options?|ones?|dates?|openings?|tables?|class(?:es)?|<service>)",
        rf"(?:anything|something|any|times?|slots?) {way} (?:on )?<time>",
        rf"(?:{_LEADING}) {way}(?! (?:on )?<time>)",
        _ALONE.replace("{way}", way),
        rf"{way} than (?:that|those|these|<time>)",
        rf"{way} in the (?:day|week|morning|afternoon|evening)",
    )


_EARLIER = compile_phrases(
    *_write_comparison(r"(?:earlier|sooner)"), r"before (?:that|then){end}", r"too late(?! (?:to|for)\b)"
)
_LATER = compile_phrases(*_write_comparison("later"), r"after (?:that|then){end}", "too early")
_OTHERS = compile_phrases(
    r"(?:anything|something|somewhere|someone|anyone|anybody|what|who|when) else(?! (?:i|we|you need|to|that i)\b)",
    r"(?:other|different|alternative) (?:times?|days?|dates?|slots?|options?|ones?|openings?|choices?|people|person"
    r"|stylists?|barbers?|services?|availability|weeks?)",
    r"another (?:time|day|date|slot|option|one|person|stylist|barber|week|service)",
    r"(?:any|what|some) (?:others?|alternatives?)",
    r"(?:show|see|give|got|have|send)(?: me| us)?(?: any| some)? more{end}",
    r"more (?:times|slots|options|choices|dates|days)",
    r"(?:^|(?<=[.,!?\n] ))(?:any |some |no )?(?:more|others?|else|next|alternatives?)(?: please| pls)?{end}",
)
_WAYS = ((Direction.EARLIER, _EARLIER), (Direction.LATER, _LATER), (Direction.ANY, _OTHERS))
_ANOTHER_DAY = compile_phrases(
    r"(?:maybe|perhaps) (?:another|some other) (?:time|day)",
    "some other time",
    r"(?:maybe|perhaps) later{end}(?!\s?\?)",
)
"""A polite never mind."""
NOTHING_MORE = (
    r"(?:don't|do not|won't|no longer) (?:really )?(?:need|want|require) any(?:thing|one|body)? (?:else|more|further)"
)
"""No wish for anything else."""
_NOTHING_MORE = compile_phrases(NOTHING_MORE)


def find_alternatives(masked: str) -> Finding[Direction] | None:
    """Return which way other offers are wanted in folded, masked text; earlier and later before any."""
    if _ANOTHER_DAY.search(masked) or _NOTHING_MORE.search(masked):
        return None
    return next(_find_ways(masked), None)


def _find_ways(masked: str) -> Iterator[Finding[Direction]]:
    for direction, pattern in _WAYS:
        if found := pattern.search(masked):
            yield Finding(value=direction, start=found.start(), end=found.end(), rule=f"alternatives.{direction}")
