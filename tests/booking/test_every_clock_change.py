"""Around every change of clocks, what can be booked is what the clocks on the wall allow.

All zones: `python -m pytest tests/booking/test_every_clock_change.py --effort 1000 --timeout 0 -rP`.
"""

from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from booking_builders import ANA, ask, diary, every_day, minutes, person, policy, service, shop
from clock_changes import ClockChange, c_library_in, list_changes, list_civil, list_zones

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import AmbiguousTime, Diary, explain_civil, find_time_slots
from assistant.booking.bookings import Refusal, Rule, TimeSlot
from assistant.booking.hours import nearest_valid_civil

STEP = 15
SERVICE = service(ANA, duration=30, rules=policy(step=STEP))
ZONES_SHORT = (
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Nuuk", "Antarctica/Troll",
    "Asia/Beirut", "America/Havana", "Africa/Cairo", "Pacific/Chatham", "America/Vancouver", "Asia/Gaza",
)  # fmt: skip
"""Where clocks change at odd hours, by half an hour or two hours, at midnight, twice a year more, or no longer."""


def test_clocks_change_as_the_wall_says_and_so_does_what_can_be_booked(effort: int) -> None:
    zones = list_zones() if effort > 1 else list(ZONES_SHORT)
    checked = 0
    for zone in zones:
        with c_library_in(zone):
            changes = list_changes(zone)
            for change in changes if effort > 1 else _sample(changes):
                _check(change)
                checked += 1
    print(f"clock changes: {len(zones)} zones, {checked} changes, 0 wrong")  # noqa: T201 - the line of figures
    assert checked >= len(zones) // 2


def _sample(changes: list[ClockChange]) -> list[ClockChange]:
    """Return the first gap and the last overlap."""
    by_kind = sorted(changes, key=lambda c: c.after > c.before)
    kinds = [list(of_kind) for _, of_kind in groupby(by_kind, key=lambda c: c.after > c.before)]
    return [of_kind[0 if of_kind[0].after > of_kind[0].before else -1] for of_kind in kinds]


def _check(change: ClockChange) -> None:
    civil = list_civil(change.at - timedelta(days=3), change.at + timedelta(days=3))
    day = (change.at + change.after).date()
    book = _open_diary(change)
    request = ask(SERVICE)
    days = day - timedelta(days=1), day + timedelta(days=1)
    found = [slot.starts_at for slot in find_time_slots(book, request, *days)]
    expected = [m for m, shown in civil.items() if days[0] <= shown.date() <= days[1] and shown.minute % STEP == 0]
    assert found == expected, change
    _check_shown(change, book, request)


def _open_diary(change: ClockChange) -> Diary:
    """Return the empty diary of a shop that never closes, some days before the change."""
    open_always = shop([person(ANA)], hours=every_day("00:00-24:00"), zone=ZoneInfo(change.zone))
    return diary(open_always, now=change.at - timedelta(days=5))


def _check_shown(change: ClockChange, book: Diary, request: BookingRequest) -> None:
    """Ask for each quarter of an hour around the change as a customer does: by what the clocks show."""
    old, new = (change.at + change.before).replace(tzinfo=None), (change.at + change.after).replace(tzinfo=None)
    start = min(old, new) - minutes(60)
    start -= minutes(start.minute % STEP)
    for n in range((abs(new - old) + minutes(120)) // minutes(STEP)):
        shown = start + minutes(STEP) * n
        verdict = explain_civil(book, request, *_split(shown))
        if old <= shown < new:
            assert verdict == Refusal(starts_at=None, rule=Rule.NO_SUCH_TIME), (change, shown)
            assert nearest_valid_civil(*_split(shown), ZoneInfo(change.zone)) == _split(new), (change, shown)
        elif new <= shown < old:
            assert isinstance(verdict, AmbiguousTime), (change, shown)
            both = [slot.starts_at.replace(tzinfo=None) for slot in verdict.time_slots]
            assert both == [shown - change.before, shown - change.after], (change, shown)
        else:
            offset = change.before if shown < old else change.after
            assert isinstance(verdict, TimeSlot), (change, shown)
            assert verdict.starts_at.replace(tzinfo=None) == shown - offset, (change, shown)


def _split(shown: datetime) -> tuple[date, int]:
    return shown.date(), shown.hour * 60 + shown.minute


def test_the_c_library_reads_the_package_and_not_the_machine() -> None:
    with c_library_in("America/Vancouver"):
        changes = list_changes("America/Vancouver")
    assert changes[-1].at.year == 2026, "British Columbia changes its clocks no longer: release 2026b"


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_a_zone_that_changes_twice_a_year_does_so_thirteen_years_long(zone: str) -> None:
    with c_library_in(zone):
        assert len(list_changes(zone)) == 26
