"""What a conversation remembers between messages, and what one turn heard."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assistant.dialogue.plan import (
    Amendment,
    Done,
    Edit,
    Hold,
    Last,
    LeftOut,
    LetGo,
    RatingAsked,
    SeriesPlace,
    TimeWish,
    Undoing,
)
from assistant.dialogue.question import Question, Task
from assistant.dialogue.services import ServiceResult
from assistant.knowledge.model import Entry
from assistant.understanding.model import (
    Aspect,
    Inquiry,
    Intent,
    Media,
    Scope,
    Selection,
    Several,
    Shift,
    Topic,
    Understanding,
)
from assistant.understanding.mood.trend import has_turned_bad
from assistant.understanding.times.model import ClockRange, Recurrence


class Open(Struct, frozen=True, kw_only=True):
    """A question to which there was no sure answer."""

    text: str
    offered: tuple[str, ...] = ()
    """The slugs of the entries that are offered instead."""


class Turn(Struct, frozen=True, kw_only=True):
    """What this turn's messages brought and what its service calls answered. Forgotten when the turn ends."""

    intents: tuple[Intent, ...] = ()
    affirmed: bool = False
    negated: bool = False
    changed: bool = False
    """A message changed what was asked about: a yes after it, in the same turn, is not to what would be done now."""
    refused: datetime | None = None
    """The time that a no of this turn was said to: "no" ... "Thursday" is Thursday at that time of day."""
    chosen: Selection | Several | None = None
    """Which of the customer's bookings are to be moved or cancelled, by their places in the list that was shown."""
    narrowed: tuple[int, ...] = ()
    """The bookings that were asked about, where the chosen places are among them."""
    dropped: bool = False
    """never mind"""
    returned: bool = False
    """The customer wrote after a long while: a yes is to a question that has grown old, and it is asked again."""
    amendments: tuple[Amendment, ...] = ()
    """What this turn's messages put with bookings, and is yet to be written: nothing else that they bring undoes it."""
    left_out: LeftOut | None = None
    unnoted: tuple[str, ...] = ()
    """Notes that are not to be kept any more: they were not with any booking yet."""
    is_too_long: bool = False
    """A note was told that is too long to be kept."""
    unknown_person: str = ""
    """Somebody was asked for who does not work here."""
    media: Media | None = None
    """What was sent instead of words."""
    topic: Topic | None = None
    """What was asked for that the assistant does not do."""
    inquiries: tuple[Inquiry, ...] = ()
    """What was asked about the shop, or about who answers."""
    answers: tuple[Entry, ...] = ()
    """What the shop answers to what was asked."""
    offered: tuple[Entry, ...] = ()
    """What may have been asked: offered, for want of a sure answer."""
    unanswered: tuple[Open, ...] = ()
    chosen_entry: Entry | None = None
    """Which of those that were offered was meant."""
    wonders: bool = False
    """Whether the message is likely a question, though nobody knows which."""
    wrong: Aspect | None = None
    """What of the booking that was made last is to be different: it is asked what instead."""
    lone_number: str = ""
    """A number and nothing else, where nothing was listed: it may be anything."""
    heads_or_hours: tuple[int, tuple[ClockRange, ...]] | None = None
    """A number that may be how many come, and the hours that it may be as well."""
    place_or_hour: tuple[datetime, ...] = ()
    """The offered times that a number may mean: by its place in the list, and by its hour."""
    asks_again: bool = False
    """What was said last is to be said once more: "what?"."""
    absent: str | None = None
    """Whose booking is to be cancelled, by name: theirs alone."""
    present: str | None = None
    """Whose booking stays."""
    undoing: Undoing | None = None
    undoes: int | None = None
    """The booking that is to be as it was before: no other is meant, even where it has gone by."""
    """What was asked to be undone, and cannot be."""
    stale_choice: bool = False
    """A button of an earlier message was tapped."""
    code: str | None = None
    """A booking's code, as the customer gave it."""
    service_ids: tuple[int, ...] = ()
    """The services that were named in this turn."""
    wants_usual: bool = False
    """What they had before is wanted again."""
    recurs: bool = False
    """A time was wanted again and again."""
    impossible_time: bool = False
    """The words name a time that no calendar has: 31 February."""
    introduced: bool = False
    """The customer said their name."""
    only_named: bool = False
    """They said it, and nothing else, though they were asked something else."""
    understood: bool = False
    """Whether any message of the turn meant something here."""
    put_off: tuple[Understanding, ...] = ()
    """What was wanted besides, and waits."""
    let_go: tuple[Understanding, ...] = ()
    """What waited, and is not wanted any more."""
    is_overfull: bool = False
    """More was wanted than can wait."""
    taken_up: Understanding | None = None
    """What had waited, and is talked about now."""
    rated: int | None = None
    """How a visit was, from 1 to 5."""
    comment: str = ""
    """What is told of it."""
    declined: bool = False
    """How it was, or what went wrong, is not to be told."""
    stops_ratings: bool = False
    """They are not to be asked how it was any more."""
    told_mood: bool = False
    """Whether a message told how the customer feels."""
    complains: bool = False
    """Whether one complains in words: a thumb down is a no."""
    results: tuple[ServiceResult, ...] = ()
    """In the order of the calls."""


class Memory(Struct, frozen=True, kw_only=True):
    """What a conversation remembers between turns. Facts about bookings are not among it: they are looked up."""

    task: Task | None = None
    service_ids: tuple[int, ...] = ()
    """One is settled; several are candidates to ask about."""
    then_service_ids: tuple[int, ...] = ()
    """What is wanted at once after it, in this order."""
    person_ids: tuple[int, ...] = ()
    any_person: bool = False
    without_person_ids: tuple[int, ...] = ()
    """Who is ruled out: "anyone but Ana"."""
    other_person: bool = False
    """Whether a booking is to go to somebody else than who has it."""
    party_size: int | None = None
    party_sizes: tuple[int, ...] = ()
    """Those between which the customer left it open: "4 or 5 people". `party_size` is then None."""
    fitting_size: int | None = None
    """The last party that was not too large for what is planned."""
    wish: TimeWish = TimeWish()
    shift: Shift | None = None
    """How far the time is to be from one that is yet to be looked up."""
    recurrence: Recurrence | None = None
    """That the time is wanted again and again, and until when."""
    fills: bool = False
    """Whether a time of a series that cannot be had may be replaced by the nearest of its day."""
    picked: datetime | None = None
    """The start that the customer chose, or named exactly."""
    shown: tuple[datetime, ...] = ()
    """Starts that were offered for the present wish and not wanted: the offer that is still open is not among them.

    The newest sixty at most, like `refused`.
    """
    refused: tuple[datetime, ...] = ()
    """Starts that were offered in this task and not wanted: they are offered no more, whatever is wished."""
    hold: Hold | None = None
    """What is held while it is being confirmed. Whether it still is, the diary knows."""
    booking_id: int | None = None
    """The booking to move or cancel."""
    booking_ids: tuple[int, ...] = ()
    """The bookings to move or cancel, where several were picked from a list."""
    listed: tuple[tuple[int, ...], ...] = ()
    """The bookings that were listed last, line by line: "the second one" is on the second. A series is on one line."""
    scope: Scope | None = None
    """How many of the bookings of a series are to be moved or cancelled: all is the one above, and what follows it."""
    mention: TimeWish = TimeWish()
    """When the booking to move or cancel is, in the customer's words: "my Friday appointment"."""
    last_booking_id: int | None = None
    """The booking that was made or moved last in this conversation: "move it to Friday" means it."""
    last_place: SeriesPlace | None = None
    """Where in a series the booking stands that was made, moved or cancelled last: "the following ones" come after."""
    edit: Edit | None = None
    """What is to be different of the booking that is being changed."""
    amendment: Edit | None = None
    """What is to be put with the booking that is being moved or cancelled, once it is known which."""
    note: str = ""
    """What the shop is to know of what is being booked, in the customer's words."""
    visit_ids: tuple[int, ...] = ()
    """The bookings of the visit that was booked last."""
    done: Done | None = None
    """What was done to the diary last: "undo that" means it."""
    last: Last | None = None
    """What was booked last: "another one" is like it."""
    let_go: LetGo | None = None
    """What was let go last, and nothing else was begun or done since."""
    guest: str | None = None
    """Whom it is for that is being booked, where that is not who writes; empty where they were not named yet."""
    waiting: tuple[Understanding, ...] = ()
    """What is wanted besides, in the order in which it is taken up when what is talked about has ended."""
    name: str = ""
    phone: str = ""
    question: Question | None = None
    heard_at: datetime | None = None
    """UTC; when the customer last wrote."""
    mood: float | None = None
    """How the customer has sounded of late, from -1 to 1: see `understanding.mood.trend`. None: nothing has told."""
    misunderstood: int = 0
    """How many turns in a row brought nothing that was understood."""
    rating: RatingAsked | None = None
    """The visit that was asked about last."""
    inquiry: Inquiry | None = None
    """What was asked about the shop in the last message: "and on Sunday?" asks it again."""
    said: int = 0
    """A checksum of what was said last, choices and all."""
    repeats: int = 0
    """How often the same would have been said again since."""


class DialogueState(Memory, frozen=True, kw_only=True):
    """What is remembered, and what this turn has brought so far."""

    turn: Turn = Turn()

    @property
    def is_upset(self) -> bool:
        """Whether the mood has turned bad."""
        return has_turned_bad(self.mood)

    @property
    def booking_name(self) -> str:
        """Under what name it is booked; empty where that is not known yet."""
        return self.name if self.guest is None else self.guest

    def forget_task(self) -> "DialogueState":
        """Return the state with nothing going on: who the customer is remains."""
        return DialogueState(
            name=self.name,
            phone=self.phone,
            mood=self.mood,
            misunderstood=self.misunderstood,
            last_booking_id=self.last_booking_id,
            last_place=self.last_place,
            done=self.done,
            visit_ids=self.visit_ids,
            last=self.last,
            waiting=self.waiting,
            heard_at=self.heard_at,
            note=self.note,
            listed=self.listed,
            let_go=self.let_go,
            rating=self.rating,
            inquiry=self.inquiry,
            turn=self.turn,
        )


def recall(memory: Memory) -> dict[str, Any]:
    """Return what is remembered, by field."""
    return {name: getattr(memory, name) for name in Memory.__struct_fields__}


def begin_turn(memory: Memory) -> DialogueState:
    """Return the state in which a turn's messages are heard."""
    return DialogueState(**recall(memory))


def begin(state: DialogueState, task: Task) -> DialogueState:
    """Return `state` with `task` begun. Beginning it again changes nothing; what else went on is forgotten.

    A booking that was picked for moving or cancelling stays picked, and a hold stays known until it is released.
    """
    if state.task is task:
        return state
    fresh = replace(state.forget_task(), task=task, hold=state.hold, note=state.note, let_go=None)
    if state.task is None:
        fresh = replace(fresh, then_service_ids=state.then_service_ids, amendment=state.amendment)
    keeps_booking = {state.task, task} == {Task.RESCHEDULE, Task.CANCEL}
    return replace(fresh, booking_id=state.booking_id if keeps_booking else None)
