"""The forecast of a day told apart: by part of the day, by service, by who or what does it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.model import MINUTES_PER_HOUR, Resource, Service
from assistant.insight.forecast import forecast_days
from assistant.insight.model import DayForecast, Forecast, Method, Range
from assistant.insight.open_time import Minutes, find_shares, make_usual, measure_open, measure_working
from assistant.insight.outlook import Part, PartKind
from assistant.insight.scene import Matches, Scene, raise_to

NOON, EVENING, MIDNIGHT = 12 * MINUTES_PER_HOUR, 17 * MINUTES_PER_HOUR, 24 * MINUTES_PER_HOUR
HOURS = (("before 12:00", (0, NOON)), ("12:00 to 17:00", (NOON, EVENING)), ("from 17:00", (EVENING, MIDNIGHT)))


class _Portion(Struct, frozen=True, kw_only=True):
    """Some of the bookings, and how long each day is for them, against what is usual."""

    kind: PartKind
    name: str
    matches: Matches
    shares: tuple[float, ...]


def list_parts(scene: Scene, method: Method, shares: tuple[float, ...], whole: Sequence[float]) -> Iterator[Part]:
    """Return the parts of the days: of the day, of what is sold, and of who or what does it, if they had bookings.

    Each is forecast from its own history, and nothing stays below what is booked already. Parts of the day and services
    are drawn to the whole, ranges along with them: where one is raised, less is left to come for the others.

    Args:
        scene: The shop, its bookings and the days.
        method: By which the whole was forecast.
        shares: How long each of the scene's days is, against what is usual.
        whole: What is expected of each coming day, before what is booked raises it.
    """
    portions = [*_list_hours(scene), *_list_services(scene, shares), *_list_resources(scene)]
    for kind in PartKind:
        own = [one for one in portions if one.kind is kind]
        parts = [_forecast(scene, one, method) for one in own]
        booked = [scene.count_coming(one.matches) for one in own]
        # Where one part is too new to be forecast, the others are not all.
        if kind is not PartKind.RESOURCE and all(part.days for part in parts):
            parts = _share_out(_draw_to(parts, whole), booked, whole)
        yield from (_raise(part, counts) for part, counts in zip(parts, booked, strict=True))


def _list_hours(scene: Scene) -> Iterator[_Portion]:
    usual = make_usual(scene.shop)
    for name, span in HOURS:
        shares = find_shares(measure_open(scene.shop, scene.days, span), measure_open(usual, scene.days, span))
        yield from _keep_known(scene, _Portion(kind=PartKind.HOURS, name=name, matches=_starts_in(span), shares=shares))


def _starts_in(span: tuple[int, int]) -> Matches:
    return lambda one: span[0] <= one.minute < span[1]


def _list_services(scene: Scene, shares: tuple[float, ...]) -> Iterator[_Portion]:
    for service in scene.shop.services:
        yield from _keep_known(
            scene,
            _Portion(
                kind=PartKind.SERVICE,
                name=service.name,
                matches=_is_of(service),
                shares=shares if service.active else _end(scene, shares),
            ),
        )


def _list_resources(scene: Scene) -> Iterator[_Portion]:
    usual = make_usual(scene.shop)
    for resource in (r for r in scene.shop.resources if r.active):
        as_usual = measure_working(usual, usual.find_resource(resource.id), scene.days)
        shares = find_shares(measure_working(scene.shop, resource, scene.days), as_usual)
        yield from _keep_known(
            scene,
            _Portion(kind=PartKind.RESOURCE, name=resource.name, matches=_takes(resource), shares=shares),
        )


def _is_of(service: Service) -> Matches:
    return lambda one: one.service_id == service.id


def _takes(resource: Resource) -> Matches:
    return lambda one: any(taken.resource_id == resource.id for taken in one.taken)


def _end(scene: Scene, shares: Minutes) -> Minutes:
    """Return the shares of what is not on offer any more: nothing more of it comes."""
    return shares[: scene.today] + (0.0,) * scene.horizon


def _keep_known(scene: Scene, portion: _Portion) -> Iterator[_Portion]:
    """Return the portion, if it ever had a booking."""
    if any(map(portion.matches, scene.placed)):
        yield portion


def _forecast(scene: Scene, portion: _Portion, method: Method) -> Part:
    known = scene.count_past(portion.matches, portion.shares)
    forecast = forecast_days(known, scene.horizon, method=method)
    days = forecast.days if isinstance(forecast, Forecast) else ()
    return Part(kind=portion.kind, name=portion.name, days=days)


def _draw_to(parts: Sequence[Part], whole: Sequence[float]) -> list[Part]:
    """Return the parts so that what they expect adds up to the whole of each day."""
    sums = [sum(part.days[place].expected for part in parts) for place in range(len(whole))]
    factors = [is_ / said if said else 1.0 for is_, said in zip(whole, sums, strict=True)]
    return [replace(p, days=tuple(_scale(day, by) for day, by in zip(p.days, factors, strict=True))) for p in parts]


def _scale(day: DayForecast, by: float) -> DayForecast:
    ranges = (Range(low=one.low * by, high=one.high * by) for one in (day.range80, day.range95))
    range80, range95 = ranges
    return replace(day, expected=day.expected * by, range80=range80, range95=range95)


def _share_out(parts: Sequence[Part], booked: Sequence[Sequence[float]], whole: Sequence[float]) -> list[Part]:
    """Return the parts so that they add up to the whole with what is booked in them.

    What is still to come of a day goes to the parts by what each would still have had.
    """
    rooms = [
        [max(0.0, day.expected - count) for day, count in zip(part.days, counts, strict=True)]
        for part, counts in zip(parts, booked, strict=True)
    ]
    shares = []
    for place, expected in enumerate(whole):
        room = sum(one[place] for one in rooms)
        to_come = max(0.0, expected - sum(counts[place] for counts in booked))
        shares.append(to_come / room if room else 0.0)
    return [
        replace(part, days=tuple(
            _move_to(day, count + room * share)
            for day, count, room, share in zip(part.days, counts, own_rooms, shares, strict=True)
        ))
        for part, counts, own_rooms in zip(parts, booked, rooms, strict=True)
    ]  # fmt: skip


def _move_to(day: DayForecast, expected: float) -> DayForecast:
    by = expected - day.expected
    range80, range95 = (Range(low=max(0.0, r.low + by), high=r.high + by) for r in (day.range80, day.range95))
    return replace(day, expected=expected, range80=range80, range95=range95)


def _raise(part: Part, booked: Sequence[float]) -> Part:
    return replace(part, days=tuple(raise_to(day, count) for day, count in zip(part.days, booked, strict=False)))
