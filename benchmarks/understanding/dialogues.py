"""`dialogues.jsonl`: whole dialogues, replayed through `track` and `decide`: what stands in the diary in the end?

The customer's turns are those of the set, and so are the assistant's: what it asked, offered and read back decides how
the next turn is read. What it read back without having been told (today, two people) is taken over; what it was told is
what we have understood ourselves.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from assistant.booking.model import Resource, ResourceKind, Service, Shop
from assistant.dialogue.acts import Reply
from assistant.dialogue.context import build_context
from assistant.dialogue.facts import Facts
from assistant.dialogue.policy import decide, end_turn
from assistant.dialogue.question import Question, Task
from assistant.dialogue.results import track_result
from assistant.dialogue.services import ServiceCall
from assistant.dialogue.state import (
    DialogueState,
    Memory,
    begin_turn,
)
from assistant.dialogue.timing.times import wish_for
from assistant.dialogue.track import track
from assistant.understanding.recognizer import understand
from benchmarks.understanding.diary import MemoryDiary
from benchmarks.understanding.scorers import Row
from benchmarks.understanding.shop import ZONE, make_facts, make_policy, make_shop
from benchmarks.understanding.turns import find_question, name_slot

SEATS = 20
CALLS_MAX = 8
CUSTOMER = "Sam"
"""The sets' assistants ask for no name."""


def _make_shop(kind: ResourceKind, units: int, name: str) -> Shop:
    resource = Resource(id=1, slug="it", name="it", kind=kind, units=units)
    service = Service(
        id=1,
        slug=name,
        name=name,
        duration=timedelta(minutes=5),
        policy=make_policy(),
        resource_ids=(resource.id,),
    )
    return replace(make_shop("en-US", (service,)), resources=(resource,))


TABLES = _make_shop(ResourceKind.SEATS, SEATS, "table")
APPOINTMENTS = _make_shop(ResourceKind.CHAIR, SEATS, "appointment")


def predict(row: Row) -> Row:
    """Return the booking that stands when all has been said."""
    replay = Replay(row)
    for turn, answer in pairwise([*row["turns"], {"speaker": "system", "acts": []}]):
        if turn["speaker"] == "user":
            replay.hear(turn["text"], answer["acts"])
    booking = replay.diary.confirmed[-1] if replay.diary.confirmed else None
    if booking is None:
        return {"id": row["id"], "booking": None}
    told = {"date": f"{booking.starts_at:%Y-%m-%d}", "time": f"{booking.starts_at:%H:%M}"}
    return {"id": row["id"], "booking": told | ({"party_size": booking.party_size} if replay.is_table else {})}


class Replay:
    """One dialogue of the set."""

    def __init__(self, row: Row) -> None:
        self.is_table = row["service"].startswith("Restaurants")
        self._facts = make_facts(TABLES if self.is_table else APPOINTMENTS, row["now"])
        self.diary = MemoryDiary(self._facts, _list_refused(row))
        self._memory = Memory(name=CUSTOMER)

    def hear(self, text: str, answer: list[Row]) -> None:
        """Take the customer's turn, decide, and then be asked what the set's assistant asked."""
        state = begin_turn(self._memory)
        state = state if state.task else replace(state, task=Task.BOOK)
        state = track(state, understand(text, build_context(state, self._facts)), self._facts)
        state = _take_over(state, answer, self._facts, is_table=self.is_table)
        reply, state = self._decide(state)
        memory = end_turn(state, reply, ())
        self._memory = replace(memory, question=_ask(answer, reply))

    def _decide(self, state: DialogueState) -> tuple[Reply, DialogueState]:
        decision: Reply | ServiceCall = decide(state, self._facts)
        for _ in range(CALLS_MAX):
            if isinstance(decision, Reply):
                return decision, state
            state = track_result(state, decision, self.diary.perform(decision), self._facts)
            decision = decide(state, self._facts)
        raise RuntimeError(f"no reply after {CALLS_MAX} calls: {decision}")


def _list_refused(row: Row) -> list[datetime]:
    """Return the starts that the set's diary refused."""
    starts = []
    for call in row["calls"]:
        told = {name_slot(slot): value for slot, value in call["params"].items()}
        if not call["ok"] and {"date", "time"} <= told.keys():
            starts.append(_instant(told))
    return starts


def _instant(told: Row) -> datetime:
    return datetime.fromisoformat(f"{told['date']}T{told['time']}").replace(tzinfo=ZONE)


def _read_values(acts: list[Row], act: str) -> Row:
    """Return what the assistant's acts of one kind say of date, time and party."""
    return {name_slot(a.get("slot")): a["values"][0] for a in acts if a["act"] == act and a.get("values")}


def _take_over(state: DialogueState, answer: list[Row], facts: Facts, *, is_table: bool) -> DialogueState:
    """Return `state` with what the assistant read back though nobody had said it."""
    told = _read_values(answer, "CONFIRM")
    if is_table and state.party_size is None and "party_size" in told:
        state = replace(state, party_size=int(told["party_size"]))
    if {"date", "time"} <= told.keys():
        known = wish_for(_instant(told), facts.shop)
        wish = state.wish
        state = replace(state, wish=replace(wish, days=wish.days or known.days, clocks=wish.clocks or known.clocks))
    offered = _read_values(answer, "OFFER")
    if "time" in offered and not state.wish.is_empty:
        # After a refusal the sets' assistants offer another time for the same plan, and book it on a yes.
        day = offered.get("date") or next((d.first.isoformat() for d in state.wish.days if d.first), None)
        if day:
            starts_at = _instant({"date": day, "time": offered["time"]})
            state = replace(state, wish=wish_for(starts_at, facts.shop), picked=None, shown=())
    return state


def _ask(answer: list[Row], reply: Reply) -> Question | None:
    """Return the question that the set's assistant asked, in our terms; ours where it asks the same."""
    question = find_question(answer)
    if question is None:
        return None
    if reply.question and reply.question.kind is question.kind:
        return reply.question
    if "time" in _read_values(answer, "OFFER") and reply.question:
        return reply.question
    return question
