"""A shop, its bookings and the days that are looked at: what an outlook and its parts are made from."""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from assistant.booking.model import ResourceKind, Shop
from assistant.insight.booked import Placed
from assistant.insight.forecast import HISTORY_DAYS_MAX
from assistant.insight.model import DailyCounts, DayForecast, Range

Matches = Callable[[Placed], bool]


def list_days_needed(today: date, horizon: int) -> tuple[date, ...]:
    """Return the civil days that an outlook looks at: those of the past that count, and `horizon` from today on."""
    return tuple(today + timedelta(days=place) for place in range(-HISTORY_DAYS_MAX, horizon))


class Scene(Struct, frozen=True, kw_only=True):
    """A shop with its bookings, on some days of the past and some that come."""

    shop: Shop
    days: tuple[date, ...]
    horizon: int
    """How many of the days, the last ones, are to come."""
    placed: tuple[Placed, ...]

    @property
    def today(self) -> int:
        """The place of the first of the days that come."""
        return len(self.days) - self.horizon

    def count_past(self, matches: Matches, shares: tuple[float, ...]) -> DailyCounts:
        """Return how many bookings that match each past day had, with the shares of all days."""
        counts = self._add(lambda one: float(matches(one)))
        return DailyCounts(first_day=self.days[0], counts=counts[: self.today], shares=shares)

    def count_coming(self, matches: Matches) -> tuple[float, ...]:
        """Return how many bookings that match each coming day has already."""
        return self._add(lambda one: float(matches(one)))[self.today :]

    def add_minutes(self, kind: ResourceKind) -> tuple[float, ...]:
        """Return how many minutes of a kind of resource are taken on each of the days."""
        of_kind = {r.id for r in self.shop.resources if r.kind is kind}
        return self._add(lambda one: sum(taken.minutes for taken in one.taken if taken.resource_id in of_kind))

    def _add(self, weigh: Callable[[Placed], float]) -> tuple[float, ...]:
        sums = [0.0] * len(self.days)
        for one in self.placed:
            sums[one.place] += weigh(one)
        return tuple(sums)


def raise_to(forecast: DayForecast, booked: float) -> DayForecast:
    """Return the forecast with nothing in it below what is booked already."""
    inner, outer = (
        Range(low=max(one.low, booked), high=max(one.high, booked)) for one in (forecast.range80, forecast.range95)
    )
    return DayForecast(
        day=forecast.day,
        expected=max(forecast.expected, booked),
        range80=inner,
        range95=outer,
        is_open=forecast.is_open,
    )
