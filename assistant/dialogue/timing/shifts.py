"""Times told by others: "an hour later", "the day after", "same time next week".

What they are told by is, in this order, the time that is picked or being confirmed, the one time that was offered, and
the time that is wanted. Where there is none of these, the shift is kept until a booking has been looked up: see
`shift_targets`.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from assistant.booking.hours import ONE_WEEK, civil_instants, first_instant
from assistant.booking.model import Shop
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Settled, settle
from assistant.understanding.model import Direction, Intent, Shift, Understanding, UserAct
from assistant.understanding.times.civil import DAYS_PER_WEEK, one_day, shift_days, shift_months
from assistant.understanding.times.days import in_units
from assistant.understanding.times.model import ClockRange, DayRange, When


def find_base(state: DialogueState, shop: Shop, now: datetime) -> datetime | None:
    """Return the one time that is spoken of, in UTC; None where there is none, or several are."""
    options = state.question.options if state.question else ()
    offered = [option.starts_at for option in options if option.starts_at]
    # "No" ... "an hour later" in the next message of the same turn is later than what the no was said to.
    if spoken_of := state.picked or state.turn.refused:
        return spoken_of
    if len(offered) == 1:
        return offered[0]
    if state.task is Task.RESCHEDULE and not offered:  # what is wanted is told by the booking
        return None
    if state.task not in (Task.BOOK, Task.RESCHEDULE) or (state.task is Task.BOOK and len(state.service_ids) != 1):
        return None
    service = shop.find_service(state.service_ids[0]) if len(state.service_ids) == 1 else None
    horizon = max(s.policy.horizon for s in ([service] if service else shop.offered_services))
    settled = settle(state.wish, shop=shop, now=now, horizon=horizon, service=service)
    return find_point(settled, shop) if isinstance(settled, Settled) and not state.wish.direction else None


def find_point(settled: Settled, shop: Shop) -> datetime | None:
    """Return the instant of a wish for one time of one day; None where it is wider."""
    day, clock = settled.day, settled.clock
    if settled.either or not (day and day.is_one_day and day.first and clock and clock.is_point):
        return None
    return first_instant(day.first, clock.start or 0, shop.location.zone)


def read_wishes(state: DialogueState, heard: Understanding) -> Understanding:
    """Return what was heard with the intents that a shift implies: it is said of a booking that stands.

    "Can I come an hour earlier?" books nothing, and "an hour later would do", said of one to be cancelled, moves it.
    """
    if not (heard.shift and heard.shift.moves) or heard.wants_usual or heard.service_ids:
        return heard
    if state.task is Task.CANCEL and Intent.CANCEL not in heard.intents:
        return replace(heard, intents=(*heard.intents, Intent.RESCHEDULE))
    if state.task is None and not any(_overlaps(heard, when) for when in heard.times):
        wishes = (Intent.BOOK, Intent.AVAILABILITY)
        return replace(heard, intents=tuple(i for i in heard.intents if i not in wishes))
    return heard


def take_shift(state: DialogueState, heard: Understanding, shop: Shop, now: datetime) -> Understanding:
    """Return what was heard with its shift, and without the times in the words of it, if there is a time to shift.

    Else without the shift: "an hour later" after a choice of times asks for later ones, and "the following day" with
    nothing before it is tomorrow.
    """
    heard = _count_from_last(heard, now.astimezone(shop.location.zone))
    if heard.shift is None or not _can_shift(state, heard, heard.shift, shop, now):
        return _ask_for_others(heard)
    return replace(heard, times=_list_apart(heard), direction=None)


def _ask_for_others(heard: Understanding) -> Understanding:
    """Return what was heard with "an hour later" as a wish for later times."""
    if heard.shift is None or not heard.shift.minutes:
        return replace(heard, shift=None)
    way = Direction.LATER if heard.shift.minutes > 0 else Direction.EARLIER
    acts = tuple(dict.fromkeys((*heard.acts, UserAct.REQUEST_ALTERNATIVES)))
    return replace(heard, shift=None, direction=way, acts=acts)


def _list_apart(heard: Understanding) -> tuple[When, ...]:
    return tuple(when for when in heard.times if not _overlaps(heard, when))


def _overlaps(heard: Understanding, when: When) -> bool:
    start, end = heard.shift_span
    return when.start < end and start < when.end


def _count_from_last(heard: Understanding, today: datetime) -> Understanding:
    """Return "same again in 4 weeks" as four weeks after what is to be had again."""
    if not heard.wants_usual or heard.shift:
        return heard
    for when in heard.times:
        first = when.days[0].first if in_units.name in when.rules and when.days and when.days[0].is_one_day else None
        days = (first - today.date()).days if first else 0
        if days and not days % DAYS_PER_WEEK:
            return replace(heard, shift=Shift(days=days, keeps_clock=True), shift_span=(when.start, when.end))
    return heard


def _can_shift(state: DialogueState, heard: Understanding, shift: Shift, shop: Shop, now: datetime) -> bool:
    says_clock = any(when.clocks for when in _list_apart(heard))
    if says_clock and (shift.minutes or not shift.moves):  # "an hour later, at 4" is at 4
        return False
    if find_base(state, shop, now):
        return True
    offered = [o for o in state.question.options if o.starts_at] if state.question else []
    match state.task:
        case Task.RESCHEDULE:
            return not (offered and shift.minutes and state.wish.clocks)
        case Task.BOOK if shift.moves and not heard.wants_usual:
            return not shift.minutes and _find_day(state) is not None
        case Task.BOOK:
            # "A cut and a trim at the same time tomorrow", "both of us at the same time": at once.
            at_once = len(heard.service_ids) > 1 or (heard.party_size or 1) > 1
            return heard.wants_usual or (bool(_list_apart(heard)) and not at_once)
        case _:
            return False


def track_shift(
    state: DialogueState, before: DialogueState, heard: Understanding, shop: Shop, now: datetime
) -> DialogueState:
    """Return `state` with the wish for the shifted time, or with the shift where what it is from must be looked up.

    Args:
        state: Has the other words of the message in it.
        before: As it was before the message: what the shift is from.
        heard: The message, as `take_shift` left it.
        shop: Its zone.
        now: The current instant.
    """
    shift = heard.shift
    if shift is None:
        return state
    base = find_base(before, shop, now)
    says_days = any(when.days for when in heard.times)
    days = state.wish.days if says_days else ()
    day = _find_day(before)
    if base:
        wish = move(base, shift, days, shop)
    elif state.task is Task.BOOK and shift.moves and not heard.wants_usual and day and day.first:
        moved = _shift_day(day, shift)
        wish = replace(before.wish, days=(moved,), either=(), direction=None) if moved else None
    else:
        return replace(state, shift=shift, picked=None)
    if wish is None:
        return replace(state, turn=replace(state.turn, impossible_time=True))
    if says_clock := [when.clocks for when in heard.times if when.clocks]:
        wish = replace(wish, clocks=says_clock[-1])
    return replace(state, wish=replace(wish, without=state.wish.without), picked=None, shown=())


def _find_day(state: DialogueState) -> DayRange | None:
    """Return the one day that is wanted, or that all offered times are on; None where there is no such."""
    days = state.wish.days
    return days[0] if len(days) == 1 and days[0].is_one_day else None


def _shift_day(day: DayRange, shift: Shift) -> DayRange | None:
    try:
        return one_day(shift_days(shift_months(day.first, shift.months), shift.days)) if day.first else None
    except (ValueError, OverflowError):
        return None


def move(base: datetime, shift: Shift, days: tuple[DayRange, ...], shop: Shop) -> TimeWish | None:
    """Return the wish for the time that is so far from `base`.

    Months and days are those of the calendar, and keep the time of day; minutes are real ones, whatever the clocks do
    in between.

    Args:
        base: The time that was spoken of.
        shift: How far from it.
        days: The days that were said beside: of a week, the same day of the week is meant.
        shop: Its zone.

    Returns:
        The wish; None for a day that no calendar has.
    """
    zone = shop.location.zone
    civil = base.astimezone(zone)
    minute = civil.hour * 60 + civil.minute
    wanted = _choose_day(days, one_day(civil.date()))
    if wanted is None:
        return TimeWish(days=days, clocks=(_point(minute + shift.minutes),))
    moved = _shift_day(wanted, shift)
    if moved is None or moved.first is None:
        return None
    day = moved.first
    if not shift.minutes:
        start = base if day == civil.date() else None
    else:
        start = base if day == civil.date() else first_instant(day, minute, zone)
        start += timedelta(minutes=shift.minutes)
        civil = start.astimezone(zone)
        day, minute = civil.date(), civil.hour * 60 + civil.minute
    is_twice = start in civil_instants(day, minute, zone)[1:] or len(civil_instants(day, minute, zone)) > 1
    return TimeWish(days=(one_day(day),), clocks=(_point(minute),), instant=start if is_twice else None)


def _choose_day(days: tuple[DayRange, ...], own: DayRange) -> DayRange | None:
    """Return which of the days that were said is meant; `own` where none was, None where it is left open."""
    if not days or own.first is None:
        return own
    said = days[0]
    if len(days) > 1 or said.first is None or said.last is None or said.last - said.first >= ONE_WEEK:
        return None
    if said.is_one_day:
        return said
    same = shift_days(said.first, (own.first.weekday() - said.first.weekday()) % DAYS_PER_WEEK)
    return one_day(same) if same <= said.last else None


def _point(minute: int) -> ClockRange:
    minute = max(0, min(minute, 24 * 60 - 1))
    return ClockRange(start=minute, end=minute)


def begin_of(heard: Understanding) -> Task | None:
    """Return the task that a shift begins where nothing is going on; None where none does.

    "An hour later" is said of a booking, "the usual" and "same time tomorrow" of a new one like an old one.
    """
    if heard.wants_usual:
        return Task.BOOK
    shift = heard.shift
    if shift is None or heard.service_ids or Intent.BOOK in heard.intents:
        return None
    return Task.RESCHEDULE if shift.moves and len(_list_apart(heard)) == len(heard.times) else None
