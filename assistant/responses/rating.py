"""Ask how a visit was, and thank for the answer."""

from assistant.dialogue.acts import AskRating, RatingAct, TakeRating
from assistant.dialogue.rating.hear import BAD_UP_TO
from assistant.responses.bookings import Describe
from assistant.responses.formats import Formats


def render_rating(act: RatingAct, formats: Formats) -> str:
    """Return the question, or thanks that fit the answer: who was not happy is told how to reach a person."""
    if isinstance(act, AskRating):
        if act.booking is None:
            return formats.text("rating", "again")
        return formats.text("rating", "ask", booking=Describe(formats).booking(act.booking))
    return formats.text("rating", _find_key(act))


def _find_key(act: TakeRating) -> str:
    if act.is_last:
        return "last"
    if act.score is None:
        return ("praise" if act.is_praise else "comment") if act.comment else "declined"
    if act.score > BAD_UP_TO:
        return "good" if act.score > BAD_UP_TO + 1 else "middling"
    return "why" if act.asks_why else "bad"
