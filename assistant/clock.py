"""The only reader of the clock, and the keeper of the time-zone data."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from typing import Protocol


class Clock(Protocol):
    """Whoever knows what time it is."""

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # this is the clock's one reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentinel:
    zone: str
    instant: datetime
    offset: timedelta
    release: str
    """The release of the time-zone database that brought the change."""


_WINTER = datetime(2026, 12, 1, 12, tzinfo=UTC)

_SENTINELS = (
    _Sentinel(zone="America/Vancouver", instant=_WINTER, offset=timedelta(hours=-7), release="2026b"),
    _Sentinel(zone="America/Edmonton", instant=_WINTER, offset=timedelta(hours=-6), release="2026c"),
    _Sentinel(zone="Africa/Casablanca", instant=_WINTER, offset=timedelta(0), release="2026c"),
    _Sentinel(zone="America/Inuvik", instant=_WINTER, offset=timedelta(hours=-6), release="2026d"),
    _Sentinel(zone="America/Winnipeg", instant=_WINTER, offset=timedelta(hours=-5), release="2026e"),
)
"""Places that stopped changing their clocks in 2026: data older than the release are an hour off in each.

Source: the NEWS of the IANA time-zone database, releases 2026b (British Columbia), 2026c (Alberta, Morocco), 2026d
(Northwest Territories) and 2026e (Manitoba); the `tzdata` package 2026.6 holds them all.
"""


def use_packaged_time_zones() -> None:
    """Make `zoneinfo` read the `tzdata` package alone.

    By default it prefers the machine's copy, which may be years old. Call it first at start: a `ZoneInfo` that was
    made before keeps the data that it was made from.
    """
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()


def check_time_zones() -> list[str]:
    """Return what is wrong with the time-zone data in use, one sentence for each sentinel; empty: nothing."""
    return [problem for sentinel in _SENTINELS if (problem := _check(sentinel))]


def find_time_zones_age(now: datetime) -> str | None:
    """Return a sentence where the time-zone data are old, None where they are not.

    Governments change their clocks several times a year, often at short notice. The version of the `tzdata` package
    names the year of its release: the data are old once the whole of the next year has passed too.
    """
    try:
        version = metadata.version("tzdata")
    except metadata.PackageNotFoundError:
        return "The tzdata package is not installed: install what requirements/run.txt names."
    year = int(version.partition(".")[0])
    if now.year <= year + 1:
        return None
    return (
        f"The time-zone data are of {year}, and clocks have been changed by law since: install a newer tzdata package."
    )


def _check(sentinel: _Sentinel) -> str | None:
    remedy = "install the tzdata package that requirements/run.txt names"
    try:
        offset = sentinel.instant.astimezone(zoneinfo.ZoneInfo(sentinel.zone)).utcoffset()
    except zoneinfo.ZoneInfoNotFoundError:
        return f"There are no time-zone data for {sentinel.zone}: {remedy}."
    if offset == sentinel.offset:
        return None
    return f"The time-zone data for {sentinel.zone} are older than release {sentinel.release}: {remedy}."
