"""The clock is aware, and the time-zone data are the package's."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.clock import SystemClock, check_time_zones, use_packaged_time_zones


@pytest.fixture
def tz_path() -> Iterator[None]:
    before = zoneinfo.TZPATH
    yield
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def test_now_is_aware_and_utc_and_does_not_go_back() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first.utcoffset() == timedelta(0)
    assert first <= second


@pytest.mark.usefixtures("tz_path")
def test_the_packaged_time_zones_pass_all_sentinels() -> None:
    use_packaged_time_zones()
    assert zoneinfo.TZPATH == ()
    assert check_time_zones() == []


@pytest.mark.usefixtures("tz_path")
def test_stale_and_missing_time_zones_are_reported(tmp_path: Path) -> None:
    stale = tmp_path / "America"
    stale.mkdir()
    unchanged = files("tzdata") / "zoneinfo" / "America" / "Los_Angeles"
    (stale / "Vancouver").write_bytes(unchanged.read_bytes())
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    (problem,) = check_time_zones()
    assert "America/Vancouver are older than release 2026b" in problem
    use_packaged_time_zones()
    assert check_time_zones() == []


def test_a_zone_without_data_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(key: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(key)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    assert len(check_time_zones()) == 5
    assert "There are no time-zone data for America/Vancouver" in check_time_zones()[0]
