"""What the coming weeks will be like: the forecast, against what is booked already and what fits in."""

from collections.abc import Iterable
from datetime import date

from assistant.booking.model import Shop
from assistant.insight.backtest import check
from assistant.insight.booked import Booked, place_on_days
from assistant.insight.capacity import BookableTime, list_capacities, measure_bookable_time
from assistant.insight.forecast import forecast_days, trim
from assistant.insight.model import DailyCounts, Forecast, Method, TooEarly
from assistant.insight.open_time import find_shares, make_usual, measure_open
from assistant.insight.outlook import DayOutlook, Outlook, Part
from assistant.insight.parts import list_parts
from assistant.insight.scene import Scene, list_days_needed, raise_to


def look_ahead(shop: Shop, booked: Iterable[Booked], today: date, horizon: int) -> Outlook:
    """Return what the `horizon` days from today on will be like.

    Where the smoothing would not have beaten the baseline on the shop's own past, the baseline is what is forecast.

    Args:
        shop: As it is now: its hours, its days that differ and leave are taken to have held in the past as well.
        booked: Its confirmed bookings on `list_days_needed`; those on other days are not counted.
        today: The civil day in the shop's zone.
        horizon: From 1 to HORIZON_DAYS_MAX.

    Raises:
        ValueError: The horizon is another.
        LookupError: A booking takes a resource that the shop does not have.
    """
    days = list_days_needed(today, horizon)
    placed = tuple(place_on_days(booked, days, shop.location.zone))
    scene = Scene(shop=shop, days=days, horizon=horizon, placed=placed)
    bookable = measure_bookable_time(shop, days)
    shares = _find_shares(shop, bookable)
    known = scene.count_past(lambda _: True, shares)
    forecast = _forecast(known, horizon)
    outlooks = tuple(_describe_days(scene, forecast, bookable, shares))
    return Outlook(
        shop_name=shop.name,
        today=today,
        history=trim(known),
        forecast=forecast,
        days=outlooks,
        parts=tuple(_list_parts(scene, forecast, shares)) if isinstance(forecast, Forecast) else (),
    )


def _find_shares(shop: Shop, bookable: BookableTime) -> tuple[float, ...]:
    """Return how long each day is, against what is usual; where nobody works it is as good as closed."""
    shares = find_shares(measure_open(shop, bookable.days), measure_open(make_usual(shop), bookable.days))
    return tuple(share if can else 0.0 for share, can in zip(shares, bookable.can_book, strict=True))


def _forecast(known: DailyCounts, horizon: int) -> Forecast | TooEarly:
    accuracy = check(known)
    method = Method.SAME_WEEKDAY if accuracy and not accuracy.beats_baseline else Method.SMOOTHING
    return forecast_days(known, horizon, method=method, accuracy=accuracy)


def _list_parts(scene: Scene, forecast: Forecast, shares: tuple[float, ...]) -> Iterable[Part]:
    return list_parts(scene, forecast.method, shares, [day.expected for day in forecast.days])


def _describe_days(
    scene: Scene, forecast: Forecast | TooEarly, bookable: BookableTime, shares: tuple[float, ...]
) -> Iterable[DayOutlook]:
    reasons = {one.day: one.reason for one in scene.shop.overrides if one.resource_id is None}
    counts = scene.count_coming(lambda _: True)
    capacities = list_capacities(scene, bookable)
    for ahead, (booked, capacity) in enumerate(zip(counts, capacities, strict=True)):
        place = scene.today + ahead
        expected = raise_to(forecast.days[ahead], booked) if isinstance(forecast, Forecast) else None
        yield DayOutlook(
            day=scene.days[place],
            share=shares[place],
            reason=reasons.get(scene.days[place], ""),
            booked=int(booked),
            forecast=expected,
            capacity=capacity,
            load=capacity.find_load(expected.expected - booked if expected else 0.0) if capacity else None,
        )
