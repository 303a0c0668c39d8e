"""Which of the customer's bookings are meant by their places in the list that was shown: "the second one", "both"."""

from collections.abc import Iterable

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.series import group_series
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Scope, Selection, Several, Understanding


def find_chosen(state: DialogueState, heard: Understanding) -> Selection | Several | None:
    """Return which listed bookings a message means to move or cancel; None where it means none by their places.

    A place in the list that a question has just numbered is a choice like any other.
    """
    if state.task is None and Intent.LIST_BOOKINGS in heard.intents:  # "when is the second one?"
        return heard.several or (heard.selection if heard.selection and heard.selection.is_ordinal else None)
    if state.task not in (Task.RESCHEDULE, Task.CANCEL):
        return None
    if heard.several:
        return heard.several
    is_numbered = state.question is not None and state.question.kind is QuestionKind.WHICH_BOOKING
    is_change = Intent.RESCHEDULE in heard.intents or Intent.CANCEL in heard.intents
    selected = heard.selection
    if selected is None or selected.position is None or is_numbered:
        return None
    # "Shall I cancel these 2?" - "the first one" is the first of the two, and not the first button, which is a yes.
    narrows = selected.is_ordinal and bool(state.booking_ids)
    return selected if is_change or narrows else None


def choose_listed(state: DialogueState, chosen: Selection | Several, bookings: Iterable[Booking]) -> DialogueState:
    """Return `state` with the bookings at the chosen places; with none where the list has no such places.

    Where nothing was listed, the places are those in order of time: what is chosen is asked about anyway. On a list of
    one series alone the places are its times; on others a series is one line.
    """
    standing = tuple(bookings)
    picked = tuple((booking_id,) for booking_id in state.turn.narrowed)
    grouped = tuple(tuple(b.id for b in group) for group in group_series(standing))
    lines = picked or state.listed or grouped
    ids = {b.id for b in standing}
    meant = ids & {*_take_times(lines, chosen)}
    if isinstance(chosen, Several) and len(meant) < len(chosen.positions):
        # "The last two", where the last that were listed stand no more: of those that do.
        left = tuple(kept for line in lines if (kept := tuple(i for i in line if i in ids)))
        meant = {*_take_times(left or grouped, chosen)}
    found = [b.id for b in standing if b.id in meant]
    if len(found) == 1:
        return replace(state, booking_id=found[0], booking_ids=(), scope=Scope.ONE)
    return replace(state, booking_id=None, booking_ids=tuple(found))


def _take_times(lines: tuple[tuple[int, ...], ...], chosen: Selection | Several) -> list[int]:
    """Return the ids at those places: of the lines, or of the times of the one line that there is."""
    places = tuple((booking_id,) for booking_id in lines[0]) if len(lines) == 1 else lines
    return [booking_id for line in _take(places, chosen) for booking_id in line]


def list_chosen(state: DialogueState, bookings: tuple[Booking, ...]) -> tuple[Booking, ...]:
    """Return those of the customer's bookings whose places a question names: "when is the second one?"."""
    if state.turn.chosen is None:
        return ()
    chosen = choose_listed(state, state.turn.chosen, bookings)
    return tuple(b for b in bookings if b.id in (chosen.booking_id, *chosen.booking_ids))


def _take(lines: tuple[tuple[int, ...], ...], chosen: Selection | Several) -> list[tuple[int, ...]]:
    positions = chosen.positions if isinstance(chosen, Several) else (chosen.position or 0,)
    if isinstance(chosen, Several) and chosen.of not in (None, len(lines)):
        return []
    places = [p - 1 if p > 0 else len(lines) + p for p in positions]
    if isinstance(chosen, Several) and chosen.onwards:
        places = [*range(places[0], len(lines))]
    return [lines[p] for p in places if 0 <= p < len(lines)]


def is_of(booking: Booking, name: str) -> bool:
    """Return whether a booking is under that name, told in full or by its first word alone."""
    booked, told = booking.name.lower().split(), name.lower().split()
    return booked[: len(told)] == told
