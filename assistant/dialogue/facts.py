"""What the dialogue may know about the world: the shop, the clock, and what it answers to questions."""

from datetime import date, datetime

from msgspec import Struct

from assistant.booking.model import Shop
from assistant.knowledge.index import Index


class Facts(Struct, frozen=True, kw_only=True):
    """What the dialogue may know about the world in this turn."""

    shop: Shop
    now: datetime
    """UTC."""
    turn: int
    """The number of this turn in its conversation: tokens of choices start with it."""
    answers: Index | None = None
    """What the shop answers to questions."""

    @property
    def today(self) -> date:
        """The civil day of the shop."""
        return self.now.astimezone(self.shop.location.zone).date()
