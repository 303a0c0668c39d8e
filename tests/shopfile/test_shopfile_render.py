"""What is printed as a shop file reads as the same shop."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assistant.booking.model import CivilPeriod, Interval, Policy, ResourceKind
from assistant.clock import use_packaged_time_zones
from assistant.shopfile.model import AnswerEntry, DayEntry, LeaveEntry, ResourceEntry, ShopFile
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.shopfile.render import render_shop_file

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "Asia/Kathmandu")


@pytest.fixture(autouse=True, scope="module")
def _packaged_zones() -> None:
    use_packaged_time_zones()


def reread(shop: ShopFile) -> ShopFile:
    return parse_shop(render_shop_file(shop), "shown.toml")


def salon() -> ShopFile:
    return read_shop_file(DEMO_SHOP)


@pytest.mark.parametrize("name", ["salon", "restaurant", "studio"])
def test_the_shipped_shops_are_printed_as_they_are_read(name: str) -> None:
    shop = read_shop_file(DEMO_SHOP.with_stem(name))
    assert len(shop.answers) > 5
    assert reread(shop) == shop


_LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(
    lambda text: text == text.strip()
)
_DAYS = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2100, 12, 31)))


@given(
    question=_LINES,
    also=st.lists(_LINES, max_size=3),
    answer=_LINES.map(lambda text: f"{text}\n{text}"),
    language=st.sampled_from(["en-GB", "de"]),
    days=st.tuples(_DAYS, _DAYS).filter(lambda days: (days[0] or date.min) <= (days[1] or date.max)),
)
@settings(print_blob=True, deadline=None)
def test_any_answer_is_printed_and_read_as_itself(
    question: str, also: list[str], answer: str, language: str, days: tuple[date | None, date | None]
) -> None:
    entry = AnswerEntry(
        slug="it",
        question=f"Dogs {question}",
        wordings=tuple(also),
        answer=answer,
        language=language,
        valid_from=days[0],
        valid_until=days[1],
    )
    shop = replace(salon(), answers=(entry,))
    assert reread(shop) == shop


@pytest.mark.parametrize("text", ['"quoted"', "back\\slash", "Zoë \N{PARTY POPPER}", "tab\\t", "it's", "#1"])
def test_text_survives_quoting(text: str) -> None:
    shop = replace(salon(), tagline=text)
    assert reread(shop) == shop


def test_an_address_keeps_its_lines() -> None:
    shop = salon()
    shop = replace(shop, location=replace(shop.location, address="12 Mill Lane\nLondon"))
    assert reread(shop) == shop


def test_only_what_a_service_does_differently_is_printed() -> None:
    shop = salon()
    own = replace(shop.policy, step=timedelta(minutes=30))
    shop = replace(shop, services=(replace(shop.services[0], policy=own), *shop.services[1:]))
    assert '[services.haircut.policy]\nstep = "30m"\n\n' in render_shop_file(shop)
    assert reread(shop) == shop


def test_whole_days_of_leave_are_printed_as_dates() -> None:
    text = render_shop_file(salon())
    assert 'from = 2026-12-28\nuntil = 2026-12-30\nreason = "Holiday"' in text
    assert "from = 2026-12-10T13:00:00\nuntil = 2026-12-10T18:00:00\n" in text


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2024, 1, 1), date(2037, 12, 31)),
    minutes=st.tuples(st.integers(0, 47), st.integers(1, 200)),
    whole=st.tuples(st.booleans(), st.booleans()),
)
@settings(print_blob=True, deadline=None)
def test_leave_that_was_read_is_printed_and_read_as_the_same_instants(
    zone: str, day: date, minutes: tuple[int, int], whole: tuple[bool, bool]
) -> None:
    first = datetime(day.year, day.month, day.day) + timedelta(minutes=30 * minutes[0])  # noqa: DTZ001 - civil time
    last = first + timedelta(minutes=30 * minutes[1])
    written = [t.date().isoformat() if w else t.isoformat() for t, w in zip((first, last), whole, strict=True)]
    text = DEMO_SHOP.read_text(encoding="utf-8").replace("Europe/London", zone)
    shop = parse_shop(f"{text}\n[[people.dev.leave]]\nfrom = {written[0]}\nuntil = {written[1]}\n", "salon.toml")
    assert reread(shop) == shop


_PERIODS = st.lists(st.integers(0, 48), min_size=2, max_size=6, unique=True).map(
    lambda halves: tuple(
        CivilPeriod(opens=30 * opens, closes=30 * closes)
        for opens, closes in zip(*[iter(sorted(halves)[: len(halves) // 2 * 2])] * 2, strict=True)
    )
)
_WEEKS = st.lists(st.one_of(st.just(()), _PERIODS), min_size=7, max_size=7).map(tuple)
_MINUTES = st.integers(0, 1440).map(lambda minutes: timedelta(minutes=minutes))
_POLICIES = st.builds(
    Policy,
    min_notice=_MINUTES,
    horizon=st.integers(1441, 730 * 1440).map(lambda minutes: timedelta(minutes=minutes)),
    step=st.integers(5, 1440).map(lambda minutes: timedelta(minutes=minutes)),
    cancel_cutoff=_MINUTES,
    reschedule_cutoff=_MINUTES,
)


@given(
    week=_WEEKS, own=st.one_of(st.none(), _WEEKS), policy=_POLICIES, other=_POLICIES, kind=st.sampled_from(ResourceKind)
)
@settings(print_blob=True, deadline=None)
def test_any_shop_is_printed_and_read_as_itself(
    week: tuple[tuple[CivilPeriod, ...], ...],
    own: tuple[tuple[CivilPeriod, ...], ...] | None,
    policy: Policy,
    other: Policy,
    kind: ResourceKind,
) -> None:
    resource = ResourceEntry(
        slug="it",
        name="It",
        kind=kind,
        units=1 if kind is ResourceKind.PERSON else 3,
        party_max=3 if kind is ResourceKind.SEATS else 1,
        hours=own,
        leave=(
            LeaveEntry(
                interval=Interval(start=datetime(2026, 7, 1, 9, tzinfo=UTC), end=datetime(2026, 7, 2, tzinfo=UTC))
            ),
        ),
        overrides=(
            DayEntry(day=date(2026, 7, 3), periods=(), reason="Away"),
            DayEntry(day=date(2026, 7, 4), periods=week[0]),
        ),
    )
    shop = salon()
    service = replace(shop.services[0], resources=("it",), policy=None if policy == other else other)
    shop = replace(
        shop,
        location=replace(shop.location, hours=week),
        policy=policy,
        resources=(resource,),
        services=(service,),
    )
    assert reread(shop) == shop
