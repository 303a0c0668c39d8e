"""The clock is aware, and the time-zone data are the package's."""

import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.clock import SystemClock, check_time_zones, find_time_zones_age, use_packaged_time_zones
from assistant.settings import ROOT


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


def test_the_package_is_used_even_where_the_machine_has_older_data(tmp_path: Path) -> None:
    """Every command begins with `prepare`; the machine of this one has Vancouver as it was before 2026."""
    (tmp_path / "America").mkdir()
    unchanged = files("tzdata") / "zoneinfo" / "America" / "Los_Angeles"
    (tmp_path / "America" / "Vancouver").write_bytes(unchanged.read_bytes())
    script = (
        "from assistant.clock import check_time_zones\n"
        "print(len(check_time_zones()))\n"
        "from assistant.commands.session import prepare\n"
        "prepare()\n"
        "print(len(check_time_zones()))"
    )
    environment = {"PYTHONTZPATH": str(tmp_path), "APP_DATA_DIR": str(tmp_path / "data")}
    ran = subprocess.run(  # noqa: S603 - a script of our own
        [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert ran.stdout.split() == ["1", "0"]


def test_time_zones_are_old_once_the_year_after_their_release_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "2026.6")
    assert find_time_zones_age(datetime(2027, 12, 31, tzinfo=UTC)) is None
    assert "time-zone data are of 2026" in str(find_time_zones_age(datetime(2028, 1, 1, tzinfo=UTC)))


def test_the_packaged_time_zones_are_not_old() -> None:
    """It fails one day, and is right: a release of the assistant then needs newer data."""
    assert find_time_zones_age(SystemClock().now()) is None


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert "not installed" in str(find_time_zones_age(datetime(2027, 1, 1, tzinfo=UTC)))
