"""Which times can be booked, and why the others cannot: one judgement of a start answers both.

The service itself must lie within the opening hours and the working hours of whoever does it; its buffers need not. A
buffer is the shop's own time, to prepare and to clear up, and may fall before opening or after closing or into a break
or leave. But nobody can be in two places: buffers count like service where another booking is concerned.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Self

from msgspec import Struct

from assistant.booking.assignments import (
    BookingRequest,
    Option,
    Plan,
    choose_units,
    count_left,
    list_choices,
    make_candidate,
    plan_resources,
)
from assistant.booking.bookings import RULES, Assignment, Busy, Refusal, Rule, TimeSlot
from assistant.booking.hours import (
    ONE_DAY,
    civil_day,
    civil_instants,
    list_days,
    open_intervals,
    to_utc,
    working_intervals,
)
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import Interval, Service, Shop
from assistant.booking.timetable import list_classes, list_service_starts

CANDIDATES_MAX = 64
"""How many choices of units a booking tries at most, an insert each: more than a small shop has people or tables."""


class Diary(Struct, frozen=True, kw_only=True):
    """What is known on the shop's side when a time is looked for."""

    shop: Shop
    busy: Busy
    """What is taken, buffers included. To move a booking, leave its own occupancy out."""
    now: datetime
    """The current instant, aware: decides what is past, the minimum notice and the horizon."""


class AmbiguousTime(Struct, frozen=True, kw_only=True):
    """A civil time that clocks show twice that day, bookable both times: the customer must say which is meant."""

    time_slots: tuple[TimeSlot, ...]
    """Both, earlier first."""


def find_time_slots(diary: Diary, request: BookingRequest, first_day: date, last_day: date) -> list[TimeSlot]:
    """Return the times at which `request` can be booked, earliest first, one for each start.

    Args:
        diary: The shop, what is taken, and the current instant.
        request: The service, the party and perhaps the person asked for.
        first_day: The first civil day, in the location's zone, on which the service may start.
        last_day: The last one. Days in the past or beyond the horizon cost nothing: `date.max` is fine.

    Returns:
        Those starts on multiples of the policy's step after civil midnight that `explain_start` accepts; where clocks
        go back, both instants of a repeated time. Of a class, the starts of its timetable. Each slot names the best
        units: see `plan_resources`.

    Raises:
        LookupError: The service names a resource that the shop does not have.
        ValueError: `diary.now` is naive, or the policy's step is not a whole number of minutes.
    """
    plan = plan_resources(diary.shop, request)
    first, last = _clip_days(diary, request, first_day, last_day)
    if isinstance(plan, Rule) or first > last:
        return []
    outlook = _Outlook.on_days(diary, request, plan, (first, last))
    starts = (start for start in sorted(outlook.starts) if _judge_notice(diary, request, start) is None)
    return [verdict for verdict in map(outlook.judge, starts) if isinstance(verdict, TimeSlot)]


def explain_start(diary: Diary, request: BookingRequest, starts_at: datetime) -> TimeSlot | Refusal:
    """Return the time slot of `request` that starts at `starts_at`, or the rule that refuses it.

    The rules are looked at in the order of `Rule`, and the first that applies is returned: what stands for good before
    what another day would change, and that before what another hour would. Where several resources could do the
    service, a rule applies when it leaves none of them: NOT_WORKING when all are off, TAKEN when all at work are taken.

    Args:
        diary: The shop, what is taken, and the current instant.
        request: The service, the party and perhaps the person asked for.
        starts_at: An aware datetime in any zone.

    Raises:
        LookupError: The service names a resource that the shop does not have.
        ValueError: `starts_at` or `diary.now` is naive, or the policy's step is not a whole number of minutes.
    """
    start = to_utc(starts_at)
    # These come before any hours are worked out: "in the year 9000" is refused, and costs nothing.
    rule = _judge_notice(diary, request, start)
    plan = rule or plan_resources(diary.shop, request)
    if isinstance(plan, Rule):
        return Refusal(starts_at=start, rule=plan)
    day = civil_day(start, diary.shop.location.zone)
    return _Outlook.on_days(diary, request, plan, (day, day)).judge(start)


def explain_days(
    diary: Diary, request: BookingRequest, first_day: date, last_day: date
) -> Iterator[TimeSlot | Refusal]:
    """Return what `explain_start` says of each start on the policy's step, or of a timetable, day by day, lazily.

    For "why is nothing free that week?": it works out the hours of all days at once, `explain_start` for each start
    anew. Args and errors are those of `find_time_slots`, but that no day is left out, however far away.
    """
    zone = diary.shop.location.zone
    plan = plan_resources(diary.shop, request)
    # Days that are clipped away need no hours: notice or horizon refuses all their starts.
    days = _clip_days(diary, request, first_day, last_day)
    outlook = plan if isinstance(plan, Rule) else _Outlook.on_days(diary, request, plan, days)
    for day in list_days(first_day, last_day):
        for start in list_service_starts(request.service, day, zone):
            judged_by = _judge_notice(diary, request, start) or outlook
            if isinstance(judged_by, Rule):
                yield Refusal(starts_at=start, rule=judged_by)
            else:
                yield judged_by.judge(start)


def explain_civil(diary: Diary, request: BookingRequest, day: date, minute: int) -> TimeSlot | Refusal | AmbiguousTime:
    """Return what `explain_start` says of the instant at which clocks at the location show `minute` of `day`.

    Args:
        diary: The shop, what is taken, and the current instant.
        request: The service, the party and perhaps the person asked for.
        day: A civil date in the location's zone.
        minute: Minutes after its midnight; 1440 and more lie on the next day.

    Returns:
        Refusal: NO_SUCH_TIME where clocks skip that time (`nearest_valid_civil` has one to offer instead), else as
            `explain_start`. Of two instants that are both refused, the refusal that came closer to a booking.
        TimeSlot: For one instant; of two, where only one can be booked.
        AmbiguousTime: Where clocks show the time twice, and both can be booked.

    Raises:
        LookupError, ValueError: As `explain_start`.
    """
    zone = diary.shop.location.zone
    try:
        instants = civil_instants(day, minute, zone)
    except OverflowError:
        # Outside the years 1 to 9999 in UTC there is no instant to name.
        today = civil_day(to_utc(diary.now), zone)
        return Refusal(starts_at=None, rule=Rule.PAST if day < today else Rule.TOO_FAR)
    verdicts = [explain_start(diary, request, instant) for instant in instants]
    slots = [v for v in verdicts if isinstance(v, TimeSlot)]
    refusals = [v for v in verdicts if isinstance(v, Refusal)]
    match slots:
        case [slot]:
            return slot
        case []:
            none = Refusal(starts_at=None, rule=Rule.NO_SUCH_TIME)
            return max(refusals, key=lambda r: RULES.index(r.rule), default=none)
        case _:
            return AmbiguousTime(time_slots=tuple(slots))


def candidate_assignments(
    diary: Diary, request: BookingRequest, starts_at: datetime, *, refused: Collection[Assignment] = ()
) -> Iterator[tuple[Assignment, ...]]:
    """Return the ways to staff a start, best first, for inserts that a rival may refuse; at most `CANDIDATES_MAX`.

    The first is the assignment of the slot that `explain_start` returns. Ask for the next one only when an insert was
    refused, and first put the unit that was refused into `refused`, a set that you keep: then the next choice leaves
    out that unit alone. With nothing put into it, the next choice leaves out all units of the last.

    Args:
        diary: As the slot was judged by; `now` and the rules about notice and steps play no part here.
        request: The service, the party and perhaps the person asked for.
        starts_at: When the service starts, aware. What is occupied follows from the service.
        refused: Units that are known to be taken, besides those in `diary.busy`.

    Raises:
        LookupError: The service names a resource that the shop does not have.
        ValueError: `starts_at` is naive.
    """
    start = to_utc(starts_at)
    plan = plan_resources(diary.shop, request)
    if isinstance(plan, Rule):
        return iter(())
    day = civil_day(start, diary.shop.location.zone)
    outlook = _Outlook.on_days(diary, request, plan, (day, day))
    choices = list_choices(outlook.find_working(start), outlook.make_occupied(start), refused)
    return islice(choices, CANDIDATES_MAX)


def _judge_notice(diary: Diary, request: BookingRequest, start: datetime) -> Rule | None:
    """Return what the present instant has against `start`, in the order of `Rule`."""
    ahead = start - to_utc(diary.now)
    if ahead < timedelta(0):
        return Rule.PAST
    if ahead < request.service.policy.min_notice:
        return Rule.TOO_SOON
    return Rule.TOO_FAR if ahead > request.service.policy.horizon else None


def _clip_days(diary: Diary, request: BookingRequest, first_day: date, last_day: date) -> tuple[date, date]:
    """Return the first and last of the days that may have a start between now and the horizon."""
    now, zone = to_utc(diary.now), diary.shop.location.zone
    # A day more at each end: clocks that go back across midnight show yesterday after today.
    earliest, latest = civil_day(now, zone) - ONE_DAY, civil_day(now + request.service.policy.horizon, zone) + ONE_DAY
    return max(first_day, earliest), min(last_day, latest)


class _Outlook(Struct, frozen=True, kw_only=True):
    """All that decides about the starts of some days, worked out once: hours as instants, and what is taken, sorted."""

    service: Service
    duration: timedelta
    """For the party that asks."""
    starts: frozenset[datetime]
    """Those on the policy's step, or of the timetable."""
    location_open: IntervalSet
    groups: tuple[tuple[Option, ...], ...]
    """For each kind of resource that the service needs, the options, best first."""

    @classmethod
    def on_days(cls, diary: Diary, request: BookingRequest, plan: Plan, days: tuple[date, date]) -> Self:
        """Return the outlook for starts on civil days `days`, first to last."""
        shop = diary.shop
        around = _find_around(request.duration, days)
        candidates = {
            r.id: make_candidate(
                r,
                request,
                working=working_intervals(shop, r, *around),
                busy=diary.busy,
                classes=list_classes(shop, r, request.service, days),
            )
            for r in {r.id: r for options in plan for option in options for r in option}.values()
        }
        return cls(
            service=request.service,
            duration=request.duration,
            starts=_list_starts(shop, request.service, request.duration, days),
            location_open=open_intervals(shop, *around),
            groups=tuple(tuple(tuple(candidates[r.id] for r in option) for option in options) for options in plan),
        )

    def judge(self, start: datetime) -> TimeSlot | Refusal:
        """Return the time slot at `start`, in UTC, or the first rule that refuses it, from NO_SESSION on."""
        end = start + self.duration
        occupied = self.make_occupied(start)
        chosen = choose_units(self._list_working(start), occupied)
        if not isinstance(chosen, Rule) and start in self.starts:
            return TimeSlot(starts_at=start, ends_at=end, occupied=occupied, assignments=chosen)
        rule = self._judge_hours(start, end)
        if rule is None and isinstance(chosen, Rule):
            left = count_left(self.find_working(start), occupied) if chosen is Rule.TOO_FEW_UNITS else None
            return Refusal(starts_at=start, rule=chosen, is_full_class=self.service.is_class, seats_left=left)
        return Refusal(starts_at=start, rule=rule or Rule.OFF_STEP)

    def _judge_hours(self, start: datetime, end: datetime) -> Rule | None:
        """Return the first rule that refuses `start` whatever is taken."""
        if self.service.is_class and start not in self.starts:
            return Rule.NO_SESSION
        if not self.location_open.covers(start, end):
            return Rule.CLOSED
        if not all(self.find_working(start)):
            return Rule.NOT_WORKING
        return None if start in self.starts else Rule.OFF_STEP

    def find_working(self, start: datetime) -> list[list[Option]]:
        """Return for each kind the options that work from `start` for as long as the service takes."""
        return [list(group) for group in self._list_working(start)]

    def _list_working(self, start: datetime) -> list[Iterator[Option]]:
        """Return the same, to be looked at only as far as something free is found."""
        served, occupied = Interval(start=start, end=start + self.duration), self.make_occupied(start)
        return [(o for o in group if all(c.is_there(served, occupied) for c in o)) for group in self.groups]

    def make_occupied(self, start: datetime) -> Interval:
        """Return what a service that starts at `start` occupies, buffers included."""
        service = self.service
        return Interval(start=start - service.buffer_before, end=start + self.duration + service.buffer_after)


def _find_around(duration: timedelta, days: tuple[date, date]) -> tuple[date, date]:
    """Return the days whose hours matter: what opened before may run past midnight, and a service into days after."""
    return days[0] - ONE_DAY, days[1] + ONE_DAY + duration


def _list_starts(shop: Shop, service: Service, duration: timedelta, days: tuple[date, date]) -> frozenset[datetime]:
    """Return the starts of a class, or those on the policy's step at which the service fits the opening hours."""
    # Sorted, because clocks that go back across midnight bring back the day before.
    of_days = (list_service_starts(service, day, shop.location.zone) for day in list_days(*days))
    starts = sorted(chain.from_iterable(of_days))
    if service.is_class:  # a session in closed hours is refused as such
        return frozenset(starts)
    fitting = (
        starts[bisect_left(starts, stretch.start) : bisect_right(starts, stretch.end - duration)]
        for stretch in open_intervals(shop, *_find_around(duration, days))
    )
    return frozenset(chain.from_iterable(fitting))
