"""Whatever customers do in whatever order, the rows say what a model of the diary says, and replies say what rows say.

The long form, 50,000 steps: `python -m pytest tests/faults/test_diary_machine.py --effort 25 --timeout 0 -rP`.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

import pytest
from diary_desk import DiaryDesk, Row
from diary_model import NOW, DiaryModel, Entry, Wish
from honesty import check_honesty
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from shop_line import throw_dice
from tortoise import Tortoise

from assistant.database import build_tortoise_config
from assistant.dialogue.services import (
    Booked,
    BookingRefused,
    CancelBooking,
    Cancelled,
    ConfirmBooking,
    HoldTimeSlot,
    KeepHold,
    MoveBooking,
    Moved,
    ReleaseHold,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
)
from assistant.settings import Settings
from assistant.storage.connection import DatabaseCredentials

T = TypeVar("T")

EXAMPLES, STEPS = 50, 50
SURELY_DONE = ("ConfirmBooking Booked", "HoldTimeSlot TimeSlotRefused", "CancelBooking Cancelled", "told Booked:")
LIVES = re.compile(r"held (?:expired |released |confirmed (?:moved )*(?:cancelled )?)?")
"""The events of a booking, each with a blank after it: the ways that docs/architecture.md draws."""
HONEST_TEXTS = (
    "yes", "no", "1", "other times", "never mind", "cancel my booking", "what have I got?", "anything later?",
    "trim with Ana on {day} at {hour}, I'm Sam", "massage with anyone {day} at {hour}, I'm Sam", "trim {day} {hour}",
    "massage with Ben {day}", "yoga for 2 on {day} at {hour}, I'm Sam", "yoga for 3 {day} {hour}",
    "move it to {day} at {hour}",
)  # fmt: skip

customers = st.sampled_from(["c0", "c1", "c2", "c3"])
minutes = st.sampled_from([600, 630, 660, 690, 720, 750, 780, 810, 840, 870, 900, 930, 570, 615, 960])
instants = st.builds(
    lambda day, minute: NOW.replace(hour=0) + timedelta(days=day, minutes=minute), st.integers(0, 2), minutes
)
people = st.sampled_from([None, "ana", "ben"])
wishes = st.one_of(
    st.builds(Wish, service=st.sampled_from(["trim", "massage"]), starts_at=instants, person=people),
    st.builds(Wish, service=st.just("yoga"), starts_at=instants, party=st.integers(1, 3)),
)
places = st.integers(0, 9)
"""Which of the bookings there are, counted round: what is drawn may not depend on who won a race."""
texts = st.builds(
    lambda text, day, hour: text.format(day=day, hour=hour),
    st.sampled_from(HONEST_TEXTS),
    st.sampled_from(["today", "tomorrow", "Wednesday"]),
    st.sampled_from(["10am", "11:30am", "1pm", "3pm"]),
)


class DiaryMachine(RuleBasedStateMachine):
    """Customers who call, customers who write, an owner who closes days, and the clock."""

    runner: ClassVar[asyncio.Runner]
    tally: ClassVar[Counter[str]]

    @initialize()
    def open(self) -> None:
        self.model = DiaryModel()
        self.desk: DiaryDesk = self.run(DiaryDesk.open())
        self.holds: dict[str, int] = {}
        self.rows: dict[int, Row] | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def call(self, customer: str, call: ServiceCall) -> ServiceResult:
        result = self.run(self.desk.perform(customer, call, self.model.now))
        self.tally[f"{type(call).__name__} {type(result).__name__}"] += 1
        return result

    @rule(customer=customers, wish=wishes, replaces=st.booleans(), again=st.booleans())
    def hold(self, customer: str, wish: Wish, *, replaces: bool, again: bool) -> None:
        held = self.find_hold(customer) if replaces else None
        replacing = held.id if held and held.status != "confirmed" else None
        if held and replacing and again:  # the same once more, by anybody
            wish = replace(held.wish, person=None)
        can = self.model.can_have(wish, ignoring=replacing)
        wanted = self.desk.want(wish, ignoring=replacing)
        result = self.call(customer, HoldTimeSlot(wanted=wanted, starts_at=wish.starts_at, replacing=replacing))
        assert isinstance(result, TimeSlotHeld if can else TimeSlotRefused), result
        if isinstance(result, TimeSlotHeld):
            self.let_go(replacing)
            self.adopt(customer, result.booking.id, wish)

    @rule(customer=customers, wish=wishes)
    def book(self, customer: str, wish: Wish) -> None:
        self.hold(customer, wish, replaces=False, again=False)
        self.rows = None
        self.keep_or_confirm(customer, confirms=True)

    @rule(customer=customers, wish=wishes)
    def hold_and_die(self, customer: str, wish: Wish) -> None:
        """A transaction that is not committed has never been."""
        call = HoldTimeSlot(wanted=self.desk.want(wish, ignoring=None), starts_at=wish.starts_at, replacing=None)
        self.run(self.desk.perform(customer, call, self.model.now, commits=False))

    @rule(one=wishes, other=wishes, alike=st.booleans())
    def race(self, one: Wish, other: Wish, *, alike: bool) -> None:
        """Two at once: whoever is refused really could not have it any more."""
        pair = {"c0": one, "c1": one if alike else other}
        calls = {c: HoldTimeSlot(wanted=self.desk.want(w, ignoring=None), starts_at=w.starts_at, replacing=None)
                 for c, w in pair.items()}  # fmt: skip
        results = self.run(self.perform_both(calls))
        for customer, result in results.items():
            if isinstance(result, TimeSlotHeld):
                self.adopt(customer, result.booking.id, pair[customer])
        for customer, result in results.items():
            self.tally[f"race {type(result).__name__}"] += 1
            assert isinstance(result, TimeSlotHeld) or not self.model.can_have(pair[customer]), (pair, results)

    async def perform_both(self, calls: dict[str, HoldTimeSlot]) -> dict[str, ServiceResult]:
        done = await asyncio.gather(*(self.desk.perform(c, call, self.model.now) for c, call in calls.items()))
        return dict(zip(calls, done, strict=True))

    @rule(customer=customers, confirms=st.booleans())
    def keep_or_confirm(self, customer: str, *, confirms: bool) -> None:
        held = self.find_hold(customer)
        if held is None or held.status == "confirmed":
            return
        wish, wanted = held.wish, self.desk.want(held.wish, ignoring=held.id)
        stays = held.status == "held" and self.model.can_stay(held)
        anew = self.model.can_have(wish, ignoring=held.id)
        call = (
            ConfirmBooking(booking_id=held.id, wanted=wanted, name="Sam", phone="")
            if confirms
            else KeepHold(booking_id=held.id, wanted=wanted)
        )
        result = self.call(customer, call)
        if stays:
            assert isinstance(result, Booked if confirms else TimeSlotHeld), result
            held.status, held.expires_at = (
                ("confirmed", None) if confirms else ("held", self.model.now + timedelta(minutes=10))
            )
            return
        assert isinstance(result, TimeSlotHeld if anew else TimeSlotRefused), result
        self.let_go(held.id)
        if isinstance(result, TimeSlotHeld):
            self.adopt(customer, result.booking.id, wish)

    @rule(customer=customers, whose=customers)
    def release(self, customer: str, whose: str) -> None:
        """Let a hold go; somebody else's hold is nobody's to let go."""
        held = self.find_hold(whose)
        if held is None:
            return
        self.call(customer, ReleaseHold(booking_id=held.id))
        if customer == whose:
            self.let_go(held.id)

    @rule(place=places, customer=customers, wish=wishes, is_own=st.booleans())
    def move(self, place: int, customer: str, wish: Wish, *, is_own: bool) -> None:
        entry = self.find_confirmed(place)
        if entry is None:
            return
        person = wish.person if entry.wish.kind.has_person else None
        wish = replace(entry.wish, starts_at=wish.starts_at, person=person)
        mover = entry.customer if is_own else customer
        can = self.model.can_have(wish, ignoring=entry.id)
        call = MoveBooking(
            booking_id=entry.id, wanted=self.desk.want(wish, ignoring=entry.id), starts_at=wish.starts_at
        )
        result = self.call(mover, call)
        if self.is_refused(result, mover, entry):
            return
        assert isinstance(result, Moved if can else TimeSlotRefused), result
        if isinstance(result, Moved):
            del self.model.entries[entry.id]
            self.adopt(entry.customer, entry.id, wish)

    @rule(place=places, customer=customers, is_own=st.booleans())
    def cancel(self, place: int, customer: str, *, is_own: bool) -> None:
        entry = self.find_confirmed(place)
        if entry is None:
            return
        canceller = entry.customer if is_own else customer
        result = self.call(canceller, CancelBooking(booking_id=entry.id))
        if not self.is_refused(result, canceller, entry):
            assert isinstance(result, Cancelled)
            entry.status = "cancelled"

    def is_refused(self, result: ServiceResult, customer: str, entry: Entry) -> bool:
        """Return whether a change was refused, and rightly: it is not the customer's, or it is too late."""
        if entry.customer != customer:
            assert result == BookingRefused(booking=None, too_late=False)
            return True
        is_refused = isinstance(result, BookingRefused)
        assert is_refused == (not self.model.can_change(entry))
        return is_refused

    @rule(span=st.sampled_from([1, 9, 10, 11, 45, 200]))
    def pass_time(self, span: int) -> None:
        self.model.now += timedelta(minutes=span)

    @rule(day=st.integers(0, 2), closes=st.booleans())
    def close_or_open_a_day(self, day: int, *, closes: bool) -> None:
        date = (NOW + timedelta(days=day)).date()
        days = self.model.closed | {date} if closes else self.model.closed - {date}
        if days != self.model.closed:
            self.run(self.desk.close_days(days, self.model.now))
            self.model.closed = days

    @rule(customer=st.sampled_from(["tess", "tom"]), said=texts, agrees=st.booleans())
    def write(self, customer: str, said: str, *, agrees: bool) -> None:
        """A reply claims nothing that no row backs, and what a turn took was free."""
        for text in [said, "yes"] if agrees else [said]:
            reply = self.run(self.desk.say(customer, text, self.model.now))
            self.tally["message"] += 1
            if reply.startswith(("Booked:", "Moved:", "Cancelled:")):
                self.tally[f"told {reply.split()[0]}"] += 1
            self.run(self.check_reply(reply))
            self.adopt_all(customer)

    async def check_reply(self, reply: str) -> None:
        await check_honesty(reply, await self.desk.find_shop(), self.model.now)

    @invariant()
    def the_rows_are_what_the_model_says(self) -> None:
        self.tally["step"] += 1
        rows = self.read_rows()
        self.rows = None
        assert rows.keys() == self.model.entries.keys()
        for key, row in rows.items():
            assert list(self.list_faults(row, self.model.entries[key])) == []

    def read_rows(self) -> dict[int, Row]:
        """Return the rows as this step has left them."""
        if self.rows is None:
            self.rows = self.run(self.desk.read_all())
        return self.rows

    def list_faults(self, row: Row, entry: Entry) -> Iterator[str]:
        """Yield how a row differs from the model, and from itself."""
        found = row.entry
        ran_out = entry.expires_at is not None and entry.expires_at <= self.model.now
        if found.status == "expired" and entry.status in ("held", "released") and ran_out:
            entry.status = "expired"  # cleared away by whoever wanted the time
        if found.status != entry.status or found.wish.starts_at != entry.wish.starts_at:
            yield f"the row is {found}, the model has {entry}"
        if found.status in ("held", "confirmed") and (found.units, found.expires_at) != (entry.units, entry.expires_at):
            yield f"the row is {found}, the model has {entry}"
        if found.status not in ("held", "confirmed") and found.units:
            yield f"{found.id} is {found.status}, and takes {sorted(found.units)}"
        if row.wrongs:
            yield "a unit is taken twice, or does not exist"
        if row.strange or row.ends_at - found.wish.starts_at != entry.wish.kind.lasts:
            yield f"the units of {found.id} are not of its status and time"
        if not LIVES.fullmatch("".join(f"{event} " for event in row.events)) or row.last_status != found.status:
            yield f"{found.id} is {found.status}, and its events are {row.events}, last {row.last_status}"

    def find_confirmed(self, place: int) -> Entry | None:
        entries = [e for e in self.model.entries.values() if e.status == "confirmed" and e.customer.startswith("c")]
        return entries[place % len(entries)] if entries else None

    def find_hold(self, customer: str) -> Entry | None:
        return self.model.entries.get(self.holds.get(customer, 0))

    def let_go(self, booking_id: int | None) -> None:
        if booking_id is not None and self.model.entries[booking_id].status == "held":
            self.model.entries[booking_id].status = "released"

    def adopt(self, customer: str, booking_id: int, wish: Wish) -> None:
        """Put what a row has into the model, if its units were there to be had."""
        row = self.read_rows()[booking_id].entry
        entry = replace(row, wish=wish)
        assert (row.customer, row.wish.starts_at, row.wish.party) == (customer, wish.starts_at, wish.party)
        assert list(self.model.find_faults(entry)) == []
        self.model.entries[booking_id] = entry
        if entry.status == "held":
            assert entry.expires_at == self.model.now + timedelta(minutes=10)
            self.holds[customer] = booking_id

    def adopt_all(self, customer: str) -> None:
        """Take over what a turn did for its customer: nobody else's rows may have changed but run-out holds."""
        self.rows = None
        for key, row in self.read_rows().items():
            if row.entry.customer != customer:
                continue
            if row.entry.status in ("held", "confirmed") and row.entry.units:
                stood = self.model.entries.get(key)
                if stood is None or stood.units != row.entry.units or stood.wish.starts_at != row.entry.wish.starts_at:
                    assert list(self.model.find_faults(row.entry)) == []
            self.model.entries[key] = row.entry


@pytest.mark.timeout(900)
def test_the_diary_does_what_its_model_says(fresh: DatabaseCredentials, settings: Settings, effort: int) -> None:
    number = throw_dice().randrange(10**9)
    print(f"hypothesis seed {number}")  # noqa: T201 - to run it again
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(Tortoise.init(config=build_tortoise_config(fresh, settings), _enable_global_fallback=True))
        DiaryMachine.runner, DiaryMachine.tally = runner, Counter()
        try:
            run_state_machine_as_test(seed(number)(DiaryMachine), settings=_settle(effort))
        finally:
            runner.run(Tortoise.close_connections())
            print(", ".join(f"{count} {what}" for what, count in sorted(DiaryMachine.tally.items())))  # noqa: T201
    assert {what for what in SURELY_DONE if not DiaryMachine.tally[what]} == set()


def _settle(effort: int) -> hypothesis_settings:
    profile = hypothesis_settings.get_profile("diary" if effort == 1 else "diary-long")
    return hypothesis_settings(profile, max_examples=EXAMPLES * effort)


_WHOLE = hypothesis_settings(
    stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
hypothesis_settings.register_profile("diary-long", _WHOLE)
# Looking for a shorter way to the same failure takes minutes on a real database: in the long form only.
hypothesis_settings.register_profile("diary", _WHOLE, phases=set(Phase) - {Phase.shrink, Phase.explain})
