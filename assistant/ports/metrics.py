"""What happens, counted."""

from typing import Protocol


class Metrics(Protocol):
    """Counts what happens. Names and labels are those of `telemetry.metrics`."""

    def count(self, name: str, **labels: str) -> None:
        """Add one."""

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Note a measured value, in the unit that the name ends with."""
