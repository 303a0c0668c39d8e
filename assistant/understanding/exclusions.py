"""Times that are ruled out by what is said after them: "Friday doesn't work for me", "mornings are no good"."""

from collections.abc import Iterable

from msgspec.structs import replace

from assistant.understanding.phrases import compile_phrases
from assistant.understanding.times.mention import ALTERNATIVE
from assistant.understanding.times.model import When

UNSUITABLE = "unsuitable"
"""The rule of a time that does not suit. It may be when the booking is that cannot be kept."""
_UNSUITABLE = compile_phrases(
    r"<time> (?:doesn't|don't|does not|do not|won't|will not|wouldn't) (?:really |quite )?(?:work|suit|do|fit)",
    r"<time> (?:isn't|is not|aren't|are not|is|are|would be) (?:really |quite )?"
    r"(?:no good|not good|no use|bad|out|impossible|not possible|not great|too busy)",
)


_CANNOT_MAKE = compile_phrases(
    r"(?:can't|cannot|can not|couldn't|could not|won't|wouldn't) (?:quite |really )?(?:make|manage) (?:it )?"
    r"(?:at |on |for )?<time>"
)


def split_unsuitable(masked: str, whens: Iterable[When], *, is_offered: bool) -> tuple[list[When], list[When]]:
    """Return the times of folded, masked text that are wanted, and those that it says do not suit.

    Args:
        masked: The text.
        whens: The times in it.
        is_offered: Whether times are being talked about: "can't make 11" then cancels nothing.
    """
    times = list(whens)
    if not times:
        return [], []
    spans = [found.span() for found in _UNSUITABLE.finditer(masked)]
    spans += [found.span() for found in _CANNOT_MAKE.finditer(masked)] if is_offered else []
    ends = {place for start, end in spans for place in range(start + 1, end + 1)}
    wanted = [_stand_alone(when) if at and times[at - 1].end in ends else when for at, when in enumerate(times)]
    refused = [replace(when, rules=(*when.rules, UNSUITABLE)) for when in times if when.end in ends]
    return [when for when in wanted if when.end not in ends], refused


def _stand_alone(when: When) -> When:
    """Return a time that is instead of one that does not suit: it is no alternative to that."""
    return replace(when, rules=tuple(rule for rule in when.rules if rule != ALTERNATIVE))
