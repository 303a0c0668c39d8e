"""Ask how visits were: some hours after their end, by day, once each."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.calls.rating import ask_about
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.metrics import Metrics
from assistant.ports.turns import OpenUnitOfWork
from assistant.ports.visits import DueVisit

LOOK_EVERY_S = 60.0
LOOK_LIMIT = 200
DAY_BEGINS, DAY_ENDS = 9, 20
"""Hours by the shop's clock between which a message may come unasked: what is due at night waits for the morning."""
UNASKED: Mapping[str, timedelta | None] = {"standard": None, "chat": None, "terminal": None}
"""Channels on which a message may be sent that nobody asked for, and how long after the customer's last one.

None: the channel itself sets no bound. One that is not listed here is not written to.
"""

FindDue = Callable[[datetime, Mapping[str, timedelta | None], int], Awaitable[tuple[DueVisit, ...]]]

_log = logging.getLogger(__name__)


def is_day(now: datetime, zone: str) -> bool:
    """Return whether a message may come unasked at that instant, by the clocks of `zone`."""
    return DAY_BEGINS <= now.astimezone(ZoneInfo(zone)).hour < DAY_ENDS


class RatingAsker:
    """Asks about the visits that are due; several processes may."""

    def __init__(
        self,
        *,
        find_due: FindDue,
        open_unit_of_work: OpenUnitOfWork,
        read_clock: Callable[[], datetime],
        metrics: Metrics,
        on_reply: Callable[[int], None],
    ) -> None:
        self._find_due = find_due
        self._open = open_unit_of_work
        self._now = read_clock
        self._metrics = metrics
        self._on_reply = on_reply

    async def run(self) -> None:
        """Ask, for ever."""
        while True:
            try:
                await self.ask_due()
            except (UnavailableError, RunAgainError) as error:
                _log.warning("Questions about visits have to wait for the database: %s", error)
            except Exception:  # it looks again
                _log.exception("Visits could not be asked about")
            await asyncio.sleep(LOOK_EVERY_S)

    async def ask_due(self) -> int:
        """Ask about what is due now; return about how many visits."""
        now = self._now()
        visits = await self._find_due(now, UNASKED, LOOK_LIMIT)
        return sum([await self._ask(visit) for visit in visits if is_day(now, visit.zone)])

    async def _ask(self, visit: DueVisit) -> bool:
        """Return whether it was asked. One that fails is tried again with the next look, and holds up no other."""
        try:
            is_asked = await ask_about(visit, self._open, self._now())
        except (UnavailableError, RunAgainError):
            raise
        except Exception:
            _log.exception("A visit could not be asked about", extra={"conversation": visit.conversation_id})
            return False
        if is_asked:
            self._metrics.count("ratings_asked_total")
            self._on_reply(visit.conversation_id)
        return is_asked
