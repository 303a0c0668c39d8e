"""What a message says about time, and nothing that it does not say."""

from assistant.understanding.times.model import ClockRange, DayRange, When

__all__ = ["ClockRange", "DayRange", "When"]
