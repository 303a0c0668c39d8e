"""Times that are ruled out by what is said after them: "Friday doesn't work for me", "mornings are no good"."""

from collections.abc import Iterable

from msgspec.structs import replace

from assistant.understanding.phrases import compile_phrases
from assistant.understanding.times.model import When

UNSUITABLE = "unsuitable"
"""The rule of a time that does not suit. It may be when the booking is that cannot be kept."""
_UNSUITABLE = compile_phrases(
    r"<time> (?:doesn't|don't|does not|do not|won't|will not|wouldn't) (?:really |quite )?(?:work|suit|do|fit)",
    r"<time> (?:isn't|is not|aren't|are not|is|are|would be) (?:really |quite )?"
    r"(?:no good|not good|no use|bad|out|impossible|not possible|not great|too busy)",
)


def split_unsuitable(masked: str, whens: Iterable[When]) -> tuple[list[When], list[When]]:
    """Return the times of folded, masked text that are wanted, and those that it says do not suit."""
    times = list(whens)
    spans = [found.span() for found in _UNSUITABLE.finditer(masked)] if times else []
    ends = {place for start, end in spans for place in range(start + 1, end + 1)}
    wanted = [when for when in times if when.end not in ends]
    return wanted, [replace(when, rules=(*when.rules, UNSUITABLE)) for when in times if when.end in ends]
