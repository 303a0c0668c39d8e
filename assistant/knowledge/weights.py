"""How much nearness speaks for an entry, and from where on it is the answer: made by `python -m training.answers`."""

import msgspec

from assistant.knowledge.lexical import Nearness


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said for an entry, on the scale of a logarithm, and the bounds of what is answered."""

    cosine: float
    """Of what terms have in common: for each whole."""
    evidence: float
    """Of shared words: for each."""
    meaning: float
    """Of how near the meanings are: for each whole."""
    meaning_squared: float
    none: float
    """What is to be said for "none of them"."""
    sure: float
    """The likelihood from which on an entry is the answer: of such answers nine of ten are right."""
    unsure: float
    """The likelihood from which on it is offered."""

    def add(self, near: Nearness, meaning: float) -> float:
        """Return what is to be said for an entry with such a wording."""
        return (
            self.cosine * near.cosine
            + self.evidence * near.evidence
            + self.meaning * meaning
            + self.meaning_squared * meaning * meaning
        )


LEXICAL = Weights(cosine=3.53, evidence=2.2, meaning=0.0, meaning_squared=0.0, none=3.91, sure=0.77, unsure=0.37)
SEMANTIC = Weights(cosine=2.4, evidence=1.33, meaning=3.15, meaning_squared=3.46, none=5.27, sure=0.76, unsure=0.25)
