"""An outlook in sentences, for the owner."""

from collections.abc import Iterator
from datetime import date

from assistant.booking.model import ResourceKind
from assistant.insight.backtest import CHECKED_DAYS_MIN
from assistant.insight.model import Accuracy, Forecast, Method, Range, TooEarly
from assistant.insight.outlook import DayOutlook, Outlook

NAMED_MAX = 4
"""So many days are named in one line."""
FULL_LOAD = 0.95
"""From this share on a day is called full: what is left are gaps into which little fits."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
REMEDIES = {
    ResourceKind.PERSON: "open another column?",
    ResourceKind.CHAIR: "the chairs are what is short, so another column would need one.",
    ResourceKind.TABLE: "open another sitting?",
    ResourceKind.ROOM: "the rooms are what is short, so another column would need one.",
    ResourceKind.SEATS: "add a class?",
}


def describe(outlook: Outlook) -> Iterator[str]:
    """Return what is to be said of the coming weeks, a sentence or two each."""
    yield from _describe_closed_days(outlook)
    match outlook.forecast:
        case TooEarly() as early:
            yield _describe_too_early(early)
        case Forecast() as forecast:
            yield from _describe_full_days(outlook)
            yield _describe_accuracy(forecast)


def _describe_closed_days(outlook: Outlook) -> Iterator[str]:
    """Yield what is booked on days that are closed: somebody closed them afterwards, and those customers will come."""
    booked = [one for one in outlook.days if one.booked and not one.is_open]
    if booked:
        named = ", ".join(f"{name_short(one.day)} ({one.booked})" for one in booked[:NAMED_MAX])
        left = len(booked) - NAMED_MAX
        more = f" and {left if left > 1 else 'one'} more" if left > 0 else ""
        yield f"Closed, and booked nevertheless: {named}{more}. Tell those customers, or open."


def describe_title(outlook: Outlook) -> tuple[str, str]:
    """Return what matters most about the coming weeks, in a few words, and which days it is about."""
    period = f"{name_short(outlook.today)} to {name_short(outlook.days[-1].day)}"
    if isinstance(outlook.forecast, TooEarly):
        return f"{outlook.shop_name}: too early for a forecast", period
    full = [name_short(one.day) for one in outlook.days if is_full(one)]
    if not full:
        return f"{outlook.shop_name}: no day is likely to be full", period
    more = len(full) - NAMED_MAX
    named = ", ".join(full[:NAMED_MAX]) + (f" and {more} more" if more > 0 else "")
    return f"{outlook.shop_name}: {f'{len(full)} days' if len(full) > 1 else 'one day'} will be full", named


def is_full(one: DayOutlook) -> bool:
    """Return whether hardly anything of the day is expected to stay free."""
    return one.is_open and one.forecast is not None and one.load is not None and one.load >= FULL_LOAD


def name_day(day: date) -> str:
    """Return "Thursday 26 November"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def name_short(day: date) -> str:
    """Return "Thu 26 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def write_range(counts: Range) -> str:
    """Return "16-23": from where to where, in whole bookings."""
    low, high = counts.whole
    return f"{low}-{high}" if low < high else str(low)


def write_count(count: float) -> str:
    """Return a number of bookings: whole, but for a few."""
    return f"{count:.1f}" if 0.05 <= count < 1 else str(int(count + 0.5))  # noqa: PLR2004 - what rounds to nothing


def _describe_too_early(early: TooEarly) -> str:
    if not early.history_days:
        return "There is nothing to forecast from: no booking has taken place yet."
    if early.history_days >= early.needed_days:
        return (
            f"It is too early for a forecast: it takes {early.needed_usual_days} days with the usual hours, and of "
            f"{early.history_days} days there were {early.usual_days}."
        )
    known, are = (f"{early.history_days} days", "are") if early.history_days > 1 else ("one day", "is")
    return f"It is too early for a forecast: it takes {early.needed_days} days of bookings, and there {are} {known}."


def _describe_full_days(outlook: Outlook) -> Iterator[str]:
    full = [one for one in outlook.days if is_full(one)]
    yield from (_describe_full(one) for one in full)
    likely = [one for one in outlook.days if one not in full and _may_be_full(one)]
    if likely:
        yield f"May be full, one time in ten or more: {', '.join(name_short(one.day) for one in likely)}."
    if not full and not likely:
        yield "No day is expected to be full."


def _describe_full(one: DayOutlook) -> str:
    if one.forecast is None or one.capacity is None:
        return ""
    remedy = REMEDIES[one.capacity.short_of]
    if one.booked >= one.capacity.bookings:
        return f"{name_day(one.day)} is full ({one.booked} booked of {one.capacity.bookings}): {remedy}"
    told = f"expected {write_count(one.forecast.expected)} of {one.capacity.bookings}"
    return f"{name_day(one.day)} will be full ({told}; 80 %: {write_range(one.forecast.range80)}): {remedy}"


def _may_be_full(one: DayOutlook) -> bool:
    if not one.is_open or one.forecast is None or one.capacity is None or not one.capacity.bookings:
        return False
    return one.forecast.range80.high >= one.capacity.bookings


def _describe_accuracy(forecast: Forecast) -> str:
    accuracy = forecast.accuracy
    if accuracy is None and forecast.history_days < CHECKED_DAYS_MIN:
        return (
            f"Made from {forecast.history_days} days of bookings: too few to try it on its own past. "
            "Take the ranges for rough."
        )
    if accuracy is None:
        return "Each week was like the one before: there was nothing to try the forecast on."
    if forecast.method is Method.SAME_WEEKDAY:
        return (
            f'On this shop\'s own past ({_describe_folds(accuracy)}) "as many as on the same weekday last week" did '
            f"no worse than the smoothing (error {accuracy.baseline_mase:.2f} against {accuracy.mase:.2f}): "
            "that is what is shown."
        )
    better = 1 - accuracy.mase / accuracy.baseline_mase
    return (
        f'Tried on its own past ({_describe_folds(accuracy)}): it erred {better:.0%} less than "as many as on the '
        f'same weekday last week" (error {accuracy.mase:.2f} against {accuracy.baseline_mase:.2f}). '
        f"{accuracy.coverage80:.0%} of {accuracy.days} days lay in the range for 80 %, "
        f"{accuracy.coverage95:.0%} in that for 95 %."
    )


def _describe_folds(accuracy: Accuracy) -> str:
    return f"{accuracy.folds} times {accuracy.days_ahead} days, each forecast knowing only what came before"
