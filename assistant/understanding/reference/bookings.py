"""Which booking words point to: one that the customer has, or what was spoken of last."""

from assistant.understanding.model import Reference
from assistant.understanding.phrases import Finding, compile_phrases

_RULES = (
    (
        Reference.OWN,
        compile_phrases(
            r"(?:my|our) (?:(?:<time>|existing|current|upcoming|next|other|old|booked) ){0,3}{thing}",
            r"{thing} (?:that )?(?:i|we)(?:'ve| have|'d| had)? (?:have|had|made|booked|got)",
            r"(?:i|we) (?:already )?(?:have|'ve got|have got) (?:a|an|the) (?:<time> ){0,2}{thing}",
        ),
    ),
    (Reference.LAST, compile_phrases("it", "that", "this")),
)


def find_reference(masked: str) -> Finding[Reference] | None:
    """Return what folded text whose slots are masked points to; None where it points to nothing."""
    for reference, pattern in _RULES:
        if found := pattern.search(masked):
            return Finding(value=reference, start=found.start(), end=found.end(), rule=f"reference.{reference}")
    return None
