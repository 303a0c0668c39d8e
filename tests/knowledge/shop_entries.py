"""What a salon might have written down, and the calls that the tests of answers share."""

from datetime import date

from msgspec.structs import replace

from assistant.knowledge.answers import find_answer
from assistant.knowledge.index import Index
from assistant.knowledge.model import Answer, Entry, Sure, Unknown, Unsure

TODAY = date(2026, 11, 23)
_ENTRIES = {
    "parking": ("Is there parking nearby?", "There is a car park behind the shop; two hours are free."),
    "dogs": ("Can I bring my dog?", "Dogs on a lead are welcome."),
    "wifi": ("What is the WiFi password?", "The password is on the mirror at the desk."),
    "pay": ("Which cards do you take?", "Visa and Mastercard, and cash."),
    "vouchers": ("Do you sell gift vouchers?", "Yes, at the desk, for any amount."),
    "voucher_expiry": ("How long is a gift voucher valid?", "Two years."),
    "address": ("Where are you located?", "12 Mill Lane."),
    "wheelchair": ("Is the salon wheelchair accessible?", "There is a ramp at the side door."),
    "deposit": ("Do I have to pay a deposit?", "Only for colouring, 20 pounds."),
    "cancel_policy": ("What is your cancellation policy?", "Free until 24 hours before."),
    "late": ("What happens if I am late?", "We wait for 15 minutes."),
    "kids": ("Do you cut children's hair?", "Yes, from three years on."),
    "patch": ("Do I need a patch test before a colour?", "Yes, 48 hours before."),
    "vegan": ("Are your products vegan?", "All of them."),
    "student": ("Is there a discount for students?", "A tenth, on weekdays."),
    "toilet": ("Do you have a toilet for customers?", "Yes, next to the desk."),
    "drinks": ("Do you serve coffee or wine?", "Coffee is on the house."),
    "walk_in": ("Do you take walk-ins?", "Whenever a chair is free."),
    "allergy": ("I have an allergy, is that a problem?", "Tell us which, and we use other products."),
    "jobs": ("Are you hiring?", "Send us your letter."),
    "brand": ("Which shampoo brand do you use?", "One from our own town."),
    "bridal": ("Do you do wedding hair?", "Yes, with a trial before."),
}
ENTRIES = tuple(Entry(slug=key, question=question, answer=answer) for key, (question, answer) in _ENTRIES.items())
SALON = Index(ENTRIES)


def teach(key: str, *wordings: str) -> Index:
    """Return the salon's index, with further wordings for an entry."""
    return Index([replace(entry, wordings=wordings) if entry.slug == key else entry for entry in ENTRIES])


def name_answer(text: str, index: Index = SALON, today: date = TODAY) -> str:
    """Return the key of the answer; after a question mark those of what is offered; "-" for nothing."""
    return name(find_answer(text, index, today))


def name(answer: Answer) -> str:
    """Return what is answered, in a word."""
    match answer:
        case Sure(entry=entry):
            return entry.slug
        case Unsure(entries=entries):
            return f"? {' '.join(entry.slug for entry in entries)}"
        case Unknown():
            return "-"
