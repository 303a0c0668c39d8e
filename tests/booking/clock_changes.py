"""Every change of clocks of every zone, found with the C library: nothing here is read through `zoneinfo`.

The C library is given the very files of the tzdata package, whatever the machine itself has.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.resources import as_file, files

import pytest

FIRST_YEAR, LAST_YEAR = 2025, 2037
ONE_DAY_S = 86_400
ONE_MINUTE = timedelta(minutes=1)
_ZONES = files("tzdata") / "zoneinfo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """Clocks go from one offset to another."""

    zone: str
    at: datetime
    """The first instant with the new offset, in UTC."""
    before: timedelta
    after: timedelta


def list_zones() -> list[str]:
    """Return the zones of the package, one name for all that share their data, in order."""
    names = sorted((files("tzdata") / "zones").read_text().split())
    by_data = {sha256(_ZONES.joinpath(*name.split("/")).read_bytes()).digest(): name for name in reversed(names)}
    return sorted(by_data.values())


@contextmanager
def c_library_in(zone: str) -> Iterator[None]:
    """Let `time.localtime` show the civil time of a zone."""
    with as_file(_ZONES.joinpath(*zone.split("/"))) as path, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", f":{path}")
        time.tzset()
        try:
            yield
        finally:
            patch.undo()
            time.tzset()


def read_offset(instant_s: int) -> int:
    """Return how far civil time is ahead of UTC, in seconds, where `c_library_in` says."""
    return time.localtime(instant_s).tm_gmtoff


def list_changes(zone: str) -> list[ClockChange]:
    """Return the changes of clocks in a zone, in order; call it within `c_library_in`."""
    first = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    last = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp())
    changes = []
    old = read_offset(first)
    for day_s in range(first, last, ONE_DAY_S):
        new = read_offset(day_s + ONE_DAY_S)
        if new != old:
            at = datetime.fromtimestamp(_bisect(day_s, day_s + ONE_DAY_S, old), UTC)
            before, after = timedelta(seconds=old), timedelta(seconds=new)
            changes.append(ClockChange(zone=zone, at=at, before=before, after=after))
            old = new
    return changes


def _bisect(low: int, high: int, old: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if read_offset(middle) == old else (low, middle)
    return high


def list_civil(start: datetime, end: datetime) -> dict[datetime, datetime]:
    """Return what clocks show, naive, at each minute from `start` to `end`; call it within `c_library_in`."""
    minutes = (start + ONE_MINUTE * n for n in range((end - start) // ONE_MINUTE))
    return {m: (m + timedelta(seconds=read_offset(int(m.timestamp())))).replace(tzinfo=None) for m in minutes}
