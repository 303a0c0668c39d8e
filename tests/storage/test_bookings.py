"""Holds in Postgres: a refusal changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.bookings import Assignment, BookingStatus, TimeSlot
from assistant.booking.model import Interval, Shop
from assistant.dialogue.state import Memory
from assistant.ports.bookings import Seating
from assistant.ports.turns import Conversation, Customer
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.shops import find_shop, load_shop_file
from assistant.storage.unit_of_work import open_unit_of_work

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
THREE = datetime(2026, 11, 24, 15, tzinfo=UTC)
FOUR = datetime(2026, 11, 24, 16, tzinfo=UTC)
LASTING = timedelta(minutes=10)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def shop() -> Shop:
    return await find_shop((await load_shop_file(read_shop_file(DEMO_SHOP), NOW)).business_id)


async def make_conversation(shop: Shop, sender: str) -> Conversation:
    account = await ensure_account(shop.business_id, "standard", "demo")
    row = await models.Conversation.create(
        business_id=shop.business_id, account_id=account.id, address=sender, sender=sender
    )
    return Conversation(
        id=row.id,
        business_id=shop.business_id,
        account_id=account.id,
        sender=sender,
        turns=0,
        is_with_person=False,
        memory=Memory(),
        customer=Customer(id=None),
    )


def seat(shop: Shop, starts_at: datetime) -> Seating:
    """Return Ana at that time and nobody else, as if it had just been found free."""
    service = next(s for s in shop.services if s.slug == "haircut")
    ana = next(r for r in shop.resources if r.slug == "ana")
    period = Interval(start=starts_at, end=starts_at + service.duration)
    way = (Assignment(resource_id=ana.id, unit=1),)
    slot = TimeSlot(starts_at=starts_at, ends_at=period.end, occupied=period, assignments=way)
    request = BookingRequest(service=service, resource_id=ana.id)
    return Seating(request=request, time_slot=slot, ways=iter([way]), refused=set())


async def test_a_hold_that_is_refused_leaves_the_one_it_was_to_replace(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    async with open_unit_of_work() as work:
        assert await work.open_bookings(rival, NOW).hold(seat(shop, FOUR), LASTING)
        bookings = work.open_bookings(joe, NOW)
        first = await bookings.hold(seat(shop, THREE), LASTING)
        assert first is not None
        assert await bookings.hold(seat(shop, FOUR), LASTING, replacing=first) is None
        stands = await bookings.find_own(first.id)
        await work.commit()
    assert stands == first
    assert await models.Occupancy.filter(booking_id=first.id, status="held").count() == 1
    assert not await models.BookingEvent.filter(booking_id=first.id, action="released").exists()


async def test_a_visit_that_is_refused_leaves_all_that_was_held(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    two, five = THREE - timedelta(hours=1), FOUR + timedelta(hours=1)
    async with open_unit_of_work() as work:
        assert await work.open_bookings(rival, NOW).hold(seat(shop, FOUR), LASTING)
        bookings = work.open_bookings(joe, NOW)
        first = await bookings.hold_visit([seat(shop, two), seat(shop, THREE)], LASTING, replacing=())
        assert first is not None
        assert await bookings.hold_visit([seat(shop, five), seat(shop, FOUR)], LASTING, replacing=first) is None
        stands = [await bookings.find_own(one.id) for one in first]
        await work.commit()
    assert stands == [*first]
    assert await models.Booking.filter(status="held").count() == 3, "the rival's and both of Joe's"
    assert not await models.BookingEvent.filter(action="released").exists()


async def test_a_hold_takes_the_place_of_one_that_it_overlaps(shop: Shop) -> None:
    joe = await make_conversation(shop, "joe")
    async with open_unit_of_work() as work:
        bookings = work.open_bookings(joe, NOW)
        first = await bookings.hold(seat(shop, THREE), LASTING)
        assert first is not None
        second = await bookings.hold(seat(shop, THREE + timedelta(minutes=30)), LASTING, replacing=first)
        assert second is not None
        released = await bookings.find_own(first.id)
        await work.commit()
    assert released == replace(first, status=BookingStatus.RELEASED)
    assert second.status is BookingStatus.HELD


async def test_a_new_customer_whose_first_hold_is_refused_can_hold_another_time(shop: Shop) -> None:
    joe, rival = await make_conversation(shop, "joe"), await make_conversation(shop, "rival")
    async with open_unit_of_work() as work:
        assert await work.open_bookings(rival, NOW).hold(seat(shop, FOUR), LASTING)
        bookings = work.open_bookings(joe, NOW)
        assert await bookings.hold(seat(shop, FOUR), LASTING) is None
        assert await bookings.hold(seat(shop, THREE), LASTING) is not None
        await work.commit()
    assert await models.Booking.filter(status="held").count() == 2


async def test_what_a_customer_had_last_is_what_began_last_and_else_what_comes_next(shop: Shop) -> None:
    joe = await make_conversation(shop, "joe")
    async with open_unit_of_work() as work:
        bookings = work.open_bookings(joe, NOW)
        assert await bookings.find_last() is None
        for start in (FOUR, THREE):
            held = await bookings.hold(seat(shop, start), LASTING)
            assert held is not None
            if start == FOUR:
                assert await bookings.find_last() is None, "a hold is no booking"
            await bookings.confirm(held, name="Joe", phone="")
        await work.commit()
    customer = await models.Customer.get()
    known = replace(joe, customer=Customer(id=customer.id))
    async with open_unit_of_work() as work:
        for now, last in ((NOW, THREE), (THREE, THREE), (THREE + timedelta(minutes=59), THREE), (FOUR, FOUR)):
            found = await work.open_bookings(known, now).find_last()
            assert found is not None
            assert found.starts_at == last
        stranger = await make_conversation(shop, "eve")
        assert await work.open_bookings(stranger, NOW).find_last() is None
