"""Token buckets: how often somebody may ask, told by the loop's monotonic clock."""

import asyncio
from collections import OrderedDict

KEYS_MAX = 10_000
"""How many senders are remembered; the longest unseen is forgotten, with its bucket full."""


class TokenBuckets:
    """One bucket for each key, all of one size."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst = burst
        self._rate = per_second
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Take one token; return whether there was one."""
        now = asyncio.get_running_loop().time()
        level, since = self._buckets.pop(key, (float(self._burst), now))
        level = min(self._burst, level + (now - since) * self._rate)
        allowed = level >= 1
        self._buckets[key] = (level - 1 if allowed else level, now)
        if len(self._buckets) > KEYS_MAX:
            self._buckets.popitem(last=False)
        return allowed
