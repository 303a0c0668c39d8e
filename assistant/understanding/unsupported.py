"""What the assistant is asked for and cannot do: payments, invoices and their like, and messages that are no words."""

import re

from assistant.understanding.model import Media, Topic
from assistant.understanding.phrases import Finding, compile_phrases

_MEDIA = re.compile(r"<(image|audio|video|file|sticker|location|contact)>")
_TOPICS = {
    Topic.REFUNDS: compile_phrases(r"refund(?:s|ed)?", r"(?:my|the) (?:money|deposit) back", r"get (?:my )?money back"),
    Topic.INVOICES: compile_phrases(r"(?:an?|the|my|vat|send|need|get|copy of) (?:\w{1,12} )?(?:invoice|receipt)s?"),
    Topic.GIFT_CARDS: compile_phrases(
        r"gift (?:card|voucher|certificate)s?", r"(?:buy|sell|have|do|get|an?) vouchers?"
    ),
    Topic.PAYMENTS: compile_phrases(
        r"(?:can|could|may|how do|do|where do|should|must) (?:i|we)"
        r" (?:have to |need to )?(?:pay|prepay|leave a deposit)"
        r"(?: (?:online|now|by|with|in|here|for|upfront|in advance|via|a deposit|a)\b|{end}|\s?\?)",
        r"pay (?:online|now|in advance|upfront|here|by (?:card|phone|bank|paypal|text))",
        r"payment (?:link|details|methods?|options?)",
        r"(?:take|have|give you|charge|use) my (?:card|credit card|debit card)(?: details| number)?",
        r"bank (?:transfer|details)",
    ),
    Topic.PRODUCTS: compile_phrases(
        r"(?:buy|order|purchase|get|sell|stock|want|need|have) (?:some |any |a |the |a bottle of |more )?(?:\w{1,12} )?"
        r"(?:shampoo|conditioner|hair ?spray|hair gel|wax|pomade|hair oil|brushes|merch|merchandise|hair products)",
        r"(?:buy|order|purchase|sell) (?:some |any |your )?products",
    ),
    Topic.JOBS: compile_phrases(
        r"(?:any|have|got|are there) (?:any )?(?:jobs?|vacanc(?:y|ies)|openings for (?:staff|stylists))",
        r"are you hiring|job (?:vacanc(?:y|ies)|openings?|application)|apply for (?:a|the) job|work for you",
    ),
}


_CUES = """
    refund refunds refunded money invoice invoices receipt receipts gift voucher vouchers pay prepay deposit payment
    card bank shampoo conditioner hairspray spray gel wax pomade oil brushes merch merchandise products job jobs vacancy
    vacancies openings hiring work
"""
_CUE_WORDS = frozenset(_CUES.split())
"""One of these stands in each of those requests."""


def find_media(folded: str) -> Media | None:
    """Return what was sent instead of words, as its channel names it: "<audio>"; None for words."""
    found = _MEDIA.fullmatch(folded)
    return Media(found[1]) if found else None


def find_topic(masked: str, words: frozenset[str]) -> Finding[Topic] | None:
    """Return what is asked for in folded, masked text that the assistant does not do."""
    if _CUE_WORDS.isdisjoint(words):
        return None
    for topic, pattern in _TOPICS.items():
        if found := pattern.search(masked):
            return Finding(value=topic, start=found.start(), end=found.end(), rule=f"unsupported.{topic}")
    return None
