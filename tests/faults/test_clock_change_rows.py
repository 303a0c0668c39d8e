"""A time that clocks show twice is two rows, each with the instant that was meant."""

from datetime import UTC, datetime

import pytest
from diary_desk import DiaryDesk
from diary_model import NOW

from assistant.booking.wanted import Wanted
from assistant.dialogue.services import FindTimeSlots, HoldTimeSlot, TimeSlotHeld, TimeSlotsFound

ALWAYS_OPEN = """
[business]
slug = "small"
name = "Small"
locale = "en-GB"
currency = "GBP"
[location]
zone = "{zone}"
[hours]
mon-sun = "00:00-24:00"
[policy]
horizon = "600d"
step = "15m"
[people.ana]
[services.trim]
duration = "20m"
by = ["ana"]
"""
# What clocks show, twice; and the two instants, by the laws of the places.
REPEATED = (
    ("Europe/London", datetime(2027, 10, 31, 1, 30), ("2027-10-31 00:30", "2027-10-31 01:30")),  # noqa: DTZ001
    ("America/New_York", datetime(2027, 11, 7, 1, 15), ("2027-11-07 05:15", "2027-11-07 06:15")),  # noqa: DTZ001
    ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45), ("2027-04-03 14:45", "2027-04-03 15:15")),  # noqa: DTZ001
    ("Pacific/Chatham", datetime(2027, 4, 4, 3, 0), ("2027-04-03 13:15", "2027-04-03 14:15")),  # noqa: DTZ001
)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("zone", "shown", "instants"), REPEATED, ids=[zone for zone, _, _ in REPEATED])
async def test_both_instants_of_a_repeated_time_are_offered_held_and_stored(
    zone: str, shown: datetime, instants: tuple[str, str]
) -> None:
    desk = await DiaryDesk.open(ALWAYS_OPEN.format(zone=zone))
    (service,) = (await desk.find_shop()).services
    day, minute = shown.date(), shown.hour * 60 + shown.minute
    wanted = Wanted(service_id=service.id, first_day=day, last_day=day, first_minute=minute, last_minute=minute)
    found = await desk.perform("joe", FindTimeSlots(wanted=wanted), NOW)
    assert isinstance(found, TimeSlotsFound)
    both = [datetime.fromisoformat(instant).replace(tzinfo=UTC) for instant in instants]
    assert [slot.starts_at for slot in found.offers.exact] == both, "the customer is asked which"
    for starts_at in both:
        held = await desk.perform("joe", HoldTimeSlot(wanted=wanted, starts_at=starts_at, replacing=None), NOW)
        assert isinstance(held, TimeSlotHeld)
    assert [row.entry.wish.starts_at for row in (await desk.read_all()).values()] == both
