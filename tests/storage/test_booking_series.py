"""Series in Postgres: one expiry, all or nothing where a yes was given, and every change on record."""

from datetime import UTC, datetime, timedelta

import pytest
from test_bookings import LASTING, NOW, make_conversation, seat, shop
from tortoise.exceptions import IntegrityError

from assistant.booking.bookings import BookingStatus
from assistant.booking.model import Shop
from assistant.storage import models
from assistant.storage.unit_of_work import open_unit_of_work

__all__ = ["shop"]
TUESDAYS = [datetime(2026, 11, 24, 15, tzinfo=UTC) + timedelta(weeks=n) for n in range(4)]

pytestmark = pytest.mark.usefixtures("database")


async def test_all_holds_of_a_series_run_out_together(shop: Shop) -> None:
    joe = await make_conversation(shop, "joe")
    async with open_unit_of_work() as work:
        bookings = work.open_bookings(joe, NOW)
        series = await bookings.open_series(1)
        held = await bookings.hold_series([seat(shop, t) for t in TUESDAYS], LASTING, series, replacing=[])
        await work.commit()
    assert [b.starts_at for b in held if b] == TUESDAYS
    assert {b.series for b in held if b} == {series}
    assert {b.hold_expires_at for b in held if b} == {NOW + LASTING}


async def test_what_a_rival_has_is_refused_and_the_rest_is_held(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    async with open_unit_of_work() as work:
        assert await work.open_bookings(rival, NOW).hold(seat(shop, TUESDAYS[1]), LASTING)
        bookings = work.open_bookings(joe, NOW)
        series = await bookings.open_series(1)
        held = await bookings.hold_series([seat(shop, t) for t in TUESDAYS], LASTING, series, replacing=[])
        await work.commit()
    assert [b is not None for b in held] == [True, False, True, True]
    assert await models.Booking.filter(series_id=series.id).count() == 3, "of what was refused no row stays"


async def test_letting_one_hold_of_a_series_go_lets_all_go_each_on_record(shop: Shop) -> None:
    joe = await make_conversation(shop, "joe")
    async with open_unit_of_work() as work:
        bookings = work.open_bookings(joe, NOW)
        series = await bookings.open_series(2)
        first, *_ = await bookings.hold_series([seat(shop, t) for t in TUESDAYS], LASTING, series, replacing=[])
        assert first is not None
        await bookings.release(first)
        await work.commit()
    assert await models.Booking.filter(status=BookingStatus.RELEASED).count() == len(TUESDAYS)
    assert await models.BookingEvent.filter(action="released").count() == len(TUESDAYS)
    assert not await models.Occupancy.filter(status="held").exists()


async def test_a_single_hold_takes_the_place_of_a_whole_series_or_changes_nothing(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    taken, free = TUESDAYS[0] + timedelta(hours=1), TUESDAYS[0] + timedelta(minutes=30)
    async with open_unit_of_work() as work:
        assert await work.open_bookings(rival, NOW).hold(seat(shop, taken + timedelta(minutes=45)), LASTING)
        bookings = work.open_bookings(joe, NOW)
        series = await bookings.open_series(1)
        first, *_ = await bookings.hold_series([seat(shop, t) for t in TUESDAYS], LASTING, series, replacing=[])
        assert first is not None
        assert await bookings.hold(seat(shop, taken + timedelta(minutes=30)), LASTING, replacing=first) is None
        assert await bookings.find_own(first.id) == first
        single = await bookings.hold(seat(shop, free), LASTING, replacing=first)
        await work.commit()
    assert single is not None
    assert single.series is None
    assert await models.Booking.filter(status="held", customer__addresses__sender="joe").count() == 1


async def test_a_series_moves_as_a_whole_or_not_at_all(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    later = [t + timedelta(hours=1) for t in TUESDAYS]
    async with open_unit_of_work() as work:
        bookings = work.open_bookings(joe, NOW)
        series = await bookings.open_series(1)
        held = await bookings.hold_series([seat(shop, t) for t in TUESDAYS], LASTING, series, replacing=[])
        booked = [await bookings.confirm(b, name="Joe", phone="") for b in held if b]
        assert await work.open_bookings(rival, NOW).hold(seat(shop, later[2]), LASTING)
        refused = await bookings.move_series([(b, seat(shop, t)) for b, t in zip(booked, later, strict=True)])
        stand = [await bookings.find_own(b.id) for b in booked]
        moved = await bookings.move_series([(b, seat(shop, t)) for b, t in zip(booked[:2], later[:2], strict=True)])
        await work.commit()
    assert refused is None
    assert stand == booked
    assert moved is not None
    assert [b.starts_at for b in moved] == later[:2]
    assert await models.BookingEvent.filter(action="moved").count() == 2, "of the move that was refused no trace stays"


async def test_a_rhythm_of_no_weeks_is_refused_by_the_database(shop: Shop) -> None:
    with pytest.raises(IntegrityError):
        await models.BookingSeries.create(business_id=shop.business_id, every_weeks=0, created_at=NOW)
