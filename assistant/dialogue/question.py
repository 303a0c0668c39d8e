"""What is talked about, the questions about it, and the choices under them."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from assistant.dialogue.services import SeriesTarget
from assistant.understanding.model import (
    Aspect,
    Intent,
)
from assistant.understanding.times.model import ClockRange, DayRange


class Task(StrEnum):
    """What the conversation is busy with."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    AMEND = "amend"
    """Put another name on a booking that stands, or a note with it."""


class QuestionKind(StrEnum):
    """What the assistant asked last: it decides how the next message is read."""

    MENU = "menu"
    SERVICE = "service"
    PERSON = "person"
    PARTY_SIZE = "party_size"
    TIME = "time"
    RHYTHM = "rhythm"
    """Every how many weeks."""
    SERIES_END = "series_end"
    """Until when, or how many times."""
    SERIES_TIME = "series_time"
    """At what time of day several bookings are to be from now on."""
    DAY_READING = "day_reading"
    CLOCK_READING = "clock_reading"
    HEADS_READING = "heads_reading"
    """Whether a number is how many come, or an hour."""
    PLACE_READING = "place_reading"
    """Whether a number is the place of an offered time, or its hour."""
    OFFER = "offer"
    NAME = "name"
    NEW_NAME = "new_name"
    """What name a booking that stands is to be under."""
    PHONE = "phone"
    CONFIRM_BOOKING = "confirm_booking"
    CONFIRM_MOVE = "confirm_move"
    CONFIRM_CANCEL = "confirm_cancel"
    CONFIRM_SERIES = "confirm_series"
    CONFIRM_SERIES_MOVE = "confirm_series_move"
    CONFIRM_SERIES_CANCEL = "confirm_series_cancel"
    WHICH_BOOKING = "which_booking"
    ASPECT = "aspect"
    """What of the booking that was just made, or moved, is to be different."""
    RATING = "rating"
    """How a visit was."""
    RATING_COMMENT = "rating_comment"
    """What went wrong with it."""


class Option(Struct, frozen=True, kw_only=True):
    """One choice that a question offers: one field besides the token is set, and picking it means that."""

    token: str
    """What a tapped button sends back: turn and position. It means something in this conversation only."""
    intent: Intent | None = None
    service_id: int | None = None
    person_id: int | None = None
    any_person: bool = False
    starts_at: datetime | None = None
    day: DayRange | None = None
    clock: ClockRange | None = None
    party_size: int | None = None
    booking_id: int | None = None
    following: bool = False
    """With a booking: it and all that follow it in its series."""
    fills: bool = False
    """For each time of a series that cannot be had, the nearest of its day."""
    once: bool = False
    """Not again and again."""
    affirm: bool | None = None
    """True is the yes button, False the no button."""
    other_times: bool = False
    never_mind: bool = False
    asks: str | None = None
    """A question to which the shop has an answer, in its words."""
    aspect: Aspect | None = None
    """What of the booking that was made last is to be different."""
    rating: int | None = None
    """How a visit was, from 1 to 5."""


class Question(Struct, frozen=True, kw_only=True):
    """The question that is open, with the choices that were shown, first to last."""

    kind: QuestionKind
    options: tuple[Option, ...] = ()
    titles: tuple[str, ...] = ()
    """What the options were called, in the same order: customers may answer with a title."""
    booking_ids: tuple[int, ...] = ()
    """The bookings that a yes is about."""
    starts: tuple[datetime, ...] = ()
    """When those to be moved, cancelled or booked together are, as they were listed, in the same order."""
    target: SeriesTarget | None = None
    """Where they would go, of a series."""
    is_edit: bool = False
    """Whether more than a time is to be changed."""
    price_minor: int | None = None
    """What a booking would cost once it is changed, as it was told."""
    person_id: int | None = None
    """Who would do it, as the question says."""

    @property
    def offered_service_id(self) -> int | None:
        """The first of the services that are offered; None where none is."""
        return next((option.service_id for option in self.options if option.service_id is not None), None)
