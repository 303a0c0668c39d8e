"""The server's clock steps an hour forward and back, under load. The machine's own clock is left alone."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from scene import Outcome, Scene

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
"""Debian's package libfaketime; None where it is not installed."""
MISSING = "libfaketime is not installed (Debian: apt-get install libfaketime)"
HOUR = timedelta(hours=1)
CUSTOMERS_AT_ONCE = 16
REPLIES_BETWEEN = 40


def make_clock_environment(file: Path) -> Mapping[str, str]:
    """Return what gives a process a clock that is ahead by as much as the file says."""
    assert LIBRARY is not None, MISSING
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # no clock that steps touches the monotonic one
    }


def set_clock(file: Path, offset: timedelta) -> None:
    new = file.with_suffix(".new")
    new.write_text(f"{offset.total_seconds():+.0f}\n")
    new.rename(file)


async def run_clock_storm(scene: Scene, file: Path, *, steps: int) -> Outcome:
    """Step the clock so often, forward and back in turn, and end at the true time."""
    set_clock(file, timedelta())
    await scene.start()
    stale = 0
    async with scene.crowd.talking(CUSTOMERS_AT_ONCE):
        for number in range(2 * -(-steps // 2)):
            await scene.wait_for_replies(REPLIES_BETWEEN)
            offset = timedelta() if number % 2 else HOUR
            set_clock(file, offset)
            # The signatures of a platform whose clock differs by an hour are refused, and prove nothing later.
            stale += await scene.platform.deliver_new("stale", "hello") == 401
            scene.platform.clock_offset = offset
        await scene.wait_for_replies(REPLIES_BETWEEN)
    figures = {"steps": number + 1, "stale signatures refused": stale}
    return await scene.reckon("clock steps an hour", figures, expected=(401,))
