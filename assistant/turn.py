"""The life of a message, from the inbox to a committed reply. Read this file first.

A webhook has put the customer's messages into the inbox and answered the platform. `worker/turns.py` then calls
`take_turn`, at once and again for what a dead process left behind. Here the messages take effect, exactly once:
everything below happens in one transaction, under the lock of the conversation's row, or not at all.

    take_turn ── lock the conversation, then take what is pending, oldest first
        understand   words -> meaning              pure, `understanding/`
        track        meaning -> state              pure, `dialogue/track.py`
        decide       state -> Reply | ServiceCall  pure, `dialogue/policy.py`
        perform      ServiceCall -> ServiceResult  the only way to the diary, `calls/`
        render       Reply -> words                pure, `responses/`
    commit: the state, the bookings and the reply become true together

A booking takes two turns at least. In the first, `decide` asks for `FindTimeSlots` and `HoldTimeSlot`, and the reply
asks "Shall I book it?". The yes of the second becomes `ConfirmBooking`: the hold is the booking now.

`Memory` is what a conversation remembers between turns, as JSON in its row. `begin_turn` makes a `DialogueState` of it,
which also holds what this turn has heard and found; `end_turn` takes the memory out again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

from msgspec import Struct, field
from msgspec.structs import replace

from assistant.calls.desk import Desk
from assistant.calls.perform import perform
from assistant.dialogue.acts import (
    Apologise,
    Reply,
    SystemAct,
)
from assistant.dialogue.context import build_context
from assistant.dialogue.facts import Facts
from assistant.dialogue.policy import decide, end_turn
from assistant.dialogue.repetition import checksum, count_repeats, say_otherwise, says_wish
from assistant.dialogue.results import track_result
from assistant.dialogue.state import (
    DialogueState,
    Memory,
    begin_turn,
)
from assistant.dialogue.track import track
from assistant.dialogue.waiting.taking import take_up
from assistant.dialogue.waiting.wishes import WAITING_MAX
from assistant.knowledge.gaps import Unanswered
from assistant.knowledge.model import Entry
from assistant.knowledge.shelf import Shelf
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.turns import RETRY_WAIT_MAX, Closing, Conversation, Customer, Message, OpenUnitOfWork, UnitOfWork
from assistant.responses.model import Rendered
from assistant.responses.render import render
from assistant.understanding.mood.sentiment import read_mood
from assistant.understanding.mood.trend import follow_all
from assistant.understanding.recognizer import understand

SERVICE_CALLS_PER_TURN_MAX = 6
"""Release a hold, look up bookings, search, hold, be refused, search again: the longest turn there is."""
MESSAGES_PER_TURN_MAX = 20
"""What is pending is answered once. Somebody who sends more than this in a burst gets a second answer."""
LAST_APOLOGY = "Sorry, something went wrong on our side. Somebody will answer you here."
"""Said where even the words of the shop cannot be found."""


class TurnFailedError(Exception):
    """A turn failed on these messages, for the reason that it was raised from, and left nothing behind."""

    def __init__(self, message_ids: tuple[int, ...]) -> None:
        super().__init__(f"a turn failed on messages {message_ids}")
        self.message_ids = message_ids


class TooManyCallsError(Exception):
    """The dialogue asks for one service call after another and never replies: a row of `policy.py` is at fault."""


class Waiting(Enum):
    """What a turn found."""

    NOTHING = auto()
    """There was nothing to answer, or its time has not come."""
    ANSWERED = auto()
    """All that was pending is answered."""
    MORE = auto()
    """Some is answered, and more waits."""


class Rules(Struct, frozen=True, kw_only=True):
    """What the owner may set about turns."""

    hold_lasts: timedelta
    """How long a time is kept for a customer who is asked to confirm it."""
    shelf: Shelf = field(default_factory=Shelf)
    """Finds the answers to questions; it is shared, so that each shop's are indexed once."""


async def take_turn(
    conversation_id: int, open_unit_of_work: OpenUnitOfWork, *, read_clock: Callable[[], datetime], rules: Rules
) -> Waiting:
    """Answer what is pending in a conversation, once. Where it raises, nothing has happened.

    Args:
        conversation_id: Whose turn it is.
        open_unit_of_work: Opens the transaction.
        read_clock: Returns the current instant, aware. Read under the lock: time passes while waiting for it.
        rules: What the owner has set.

    Returns:
        Whether there was anything to answer, and whether more waits.

    Raises:
        RunAgainError, UnavailableError: The database would not; the messages are as good as new.
        TurnFailedError: Anything else, on the messages that it names.
    """
    async with open_unit_of_work() as work:
        # What came in while another process held the lock belongs to this turn as well.
        begun = await work.begin_turn(conversation_id, MESSAGES_PER_TURN_MAX + 1)
        conversation, pending = begun or (None, ())
        now = read_clock()
        if conversation is None or not pending or _must_wait(pending[0], now):
            return Waiting.NOTHING
        # After a failure singly, so that one poisonous message sinks no other.
        messages = pending[: 1 if any(m.attempts for m in pending) else MESSAGES_PER_TURN_MAX]
        try:
            if conversation.is_with_person:
                closing = listen(conversation, messages)
            else:
                closing = await answer(work, conversation, messages, now, rules)
            await work.close_turn(conversation, closing, now)
            await work.commit()
        except (RunAgainError, UnavailableError):
            raise
        except Exception as error:
            raise TurnFailedError(tuple(m.id for m in messages)) from error
        return Waiting.MORE if len(messages) < len(pending) else Waiting.ANSWERED


def _must_wait(message: Message, now: datetime) -> bool:
    """Return whether a turn has failed on the oldest message so recently that its time has not come again."""
    return message.retry_at is not None and now < message.retry_at <= now + RETRY_WAIT_MAX


def listen(conversation: Conversation, messages: tuple[Message, ...]) -> Closing:
    """Return what a turn leaves in a conversation that a person answers: the mood, and no reply."""
    # The words of a tapped button are ours.
    moods = tuple(None if message.choice is not None else read_mood(message.text) for message in messages)
    memory = replace(conversation.memory, mood=follow_all(conversation.memory.mood, moods))
    return Closing(messages=messages, memory=memory, reply=None, moods=moods)


async def answer(
    work: UnitOfWork, conversation: Conversation, messages: tuple[Message, ...], now: datetime, rules: Rules
) -> Closing:
    """Return the reply to `messages` and what the conversation remembers; what it tells is done, uncommitted."""
    shop = await work.find_shop(conversation.business_id)
    entries = await work.find_answers(conversation.business_id)
    answers = rules.shelf.open_index(conversation.business_id, entries, shop.locale)
    facts = Facts(shop=shop, now=now, turn=conversation.turns + 1, answers=answers)
    state = recognise(begin_turn(conversation.memory), conversation.customer)
    unanswered: list[Unanswered] = []
    moods: list[float | None] = []
    for message in messages:
        known = len(state.turn.unanswered)
        understanding = understand(message.text, build_context(state, facts), choice=message.choice)
        state = track(state, understanding, facts)
        moods.append(None if message.choice is not None else understanding.sentiment)
        unanswered += (
            Unanswered(message_id=message.id, text=one.text, offered=one.offered, asked_at=now)
            for one in state.turn.unanswered[known:]
        )
    await _note_questions(work, conversation, unanswered, state.turn.chosen_entry)

    bookings = work.open_bookings(conversation, now)
    desk = Desk(
        work=work, conversation=conversation, bookings=bookings, shop=shop, now=now, hold_lasts=rules.hold_lasts
    )
    state, reply = await _carry_out(state, facts, desk)
    memory, rendered = _say(state, reply, facts)
    return Closing(messages=messages, memory=memory, reply=rendered, moods=tuple(moods))


async def _note_questions(
    work: UnitOfWork, conversation: Conversation, unanswered: list[Unanswered], chosen: Entry | None
) -> None:
    """Keep for the owner what was asked without a sure answer; and which of those that were offered was meant."""
    for question in unanswered:
        await work.note_gap(conversation, question)
    if chosen:
        await work.settle_gap(conversation, chosen)


async def _carry_out(state: DialogueState, facts: Facts, desk: Desk) -> tuple[DialogueState, Reply]:
    """Return the state after all service calls that it asks for, and the reply; wishes that waited are taken up."""
    decision = decide(state, facts)
    told: tuple[SystemAct, ...] = ()
    for _ in range(SERVICE_CALLS_PER_TURN_MAX + WAITING_MAX):
        if isinstance(decision, Reply):
            taken_up = take_up(state, decision, facts)
            if taken_up is None:
                return state, replace(decision, acts=(*told, *decision.acts))
            state, told = taken_up, (*told, *decision.acts)
        else:
            state = track_result(state, decision, await perform(decision, desk), facts)
        decision = decide(state, facts)
    if isinstance(decision, Reply):
        return state, replace(decision, acts=(*told, *decision.acts))
    raise TooManyCallsError(
        f"conversation {desk.conversation.id} still wants {decision} after {SERVICE_CALLS_PER_TURN_MAX} calls"
    )


def _say(state: DialogueState, reply: Reply, facts: Facts) -> tuple[Memory, Rendered]:
    """Return the reply in words, in other ones where it would be the same twice, and what is remembered after it."""
    rendered = render(reply, shop=facts.shop, now=facts.now)
    said = checksum(rendered.text, tuple(c.title for c in rendered.choices))
    if repeats := count_repeats(state, said):
        other = say_otherwise(reply, facts, repeats, is_wish=says_wish(state))
        reply, rendered = replace(reply, question=other.question), render(other, shop=facts.shop, now=facts.now)
    memory = end_turn(state, reply, tuple(c.title for c in rendered.choices))
    return replace(memory, said=said, repeats=repeats), rendered


def recognise(state: DialogueState, customer: Customer) -> DialogueState:
    """Return `state` with what is known of the customer from earlier bookings."""
    return replace(state, name=state.name or customer.name, phone=state.phone or customer.phone)


async def give_up(conversation_id: int, open_unit_of_work: OpenUnitOfWork, *, now: datetime, attempts_max: int) -> bool:
    """Apologise for the oldest pending message, if no turn could answer it, and give the conversation to a person.

    Returns:
        Whether it did: a message that has failed fewer than `attempts_max` times still has its turn before it.
    """
    async with open_unit_of_work() as work:
        conversation, messages = await work.begin_turn(conversation_id, 1) or (None, ())
        if conversation is None or not messages or messages[0].attempts < attempts_max:
            return False
        apology = await _render_apology(work, conversation, now)
        await work.hand_over(conversation, now)
        await work.close_turn(conversation, Closing(messages=messages, memory=Memory(), reply=apology), now)
        await work.commit()
        return True


async def _render_apology(work: UnitOfWork, conversation: Conversation, now: datetime) -> Rendered:
    """Return an apology, in plain words where it was the rendering itself that failed."""
    try:
        shop = await work.find_shop(conversation.business_id)
        return render(Reply(acts=(Apologise(),)), shop=shop, now=now)
    except (RunAgainError, UnavailableError):
        raise
    except Exception:  # noqa: BLE001 - whatever fails, a customer is not left without an answer
        return Rendered(text=LAST_APOLOGY)
