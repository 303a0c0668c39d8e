"""Which day is meant where only a part of its name is said, of one that is spoken of: "15 December" ... "Wednesday"."""

from datetime import date

from assistant.understanding.times.civil import DAYS_PER_WEEK, find_day_of_month, one_day, shift_days
from assistant.understanding.times.dates import day_of_month, day_of_month_in_words, word_ordinal_at
from assistant.understanding.times.days import weekday
from assistant.understanding.times.model import DayRange, When

OF_MONTH = frozenset({day_of_month.name, day_of_month_in_words.name, word_ordinal_at.name})
HALF_A_MONTH = 15
"""Days: who speaks of the 30th and says "the 3rd" means the next month's, who says "the 20th" does not."""


def place(when: When, spoken_of: tuple[DayRange, ...], today: date, *, is_new: bool) -> tuple[DayRange, ...]:
    """Return the days of `when` as they are near what was spoken of before, the likelier reading first.

    A weekday is the one of that week, and a day of the month the one of that month, unless these have gone by.

    Args:
        when: What was said.
        spoken_of: The days that were spoken of.
        today: The civil day of the shop.
        is_new: Whether something new is planned: then a weekday of the coming days may be meant as well.
    """
    if len(when.days) != 1 or len(spoken_of) != 1 or not when.days[0].is_one_day:
        return when.days
    said, anchor = when.days[0].first, spoken_of[0]
    if said is None or anchor.first is None or anchor.last is None:
        return when.days
    if weekday.name in when.rules:
        placed = _place_weekday_in(said, anchor.first, anchor.last, today, is_new=is_new)
    elif OF_MONTH & {*when.rules}:
        placed = _place_day_of_month(said, anchor.first, anchor.last)
    else:
        placed = ()
    return placed or when.days


def place_weekday(number: int, day: date, today: date, *, is_in_its_week: bool = False) -> tuple[DayRange, ...]:
    """Return the day that a weekday is, said of one that is on `day`, the likelier first; none where it is past.

    Args:
        number: Monday is 0.
        day: The day that is spoken of.
        today: Nobody calls it by its weekday.
        is_in_its_week: Whether no other week can be meant: of what is there in every week.
    """
    own = shift_days(day, number - day.weekday())
    if own < today or (own == today and not is_in_its_week):
        return ()
    other = shift_days(own, DAYS_PER_WEEK if own < day else -DAYS_PER_WEEK)
    is_nearer = abs(other - day) < abs(own - day) and other > today
    return (one_day(own), one_day(other)) if is_nearer and not is_in_its_week else (one_day(own),)


def _place_weekday_in(said: date, first: date, last: date, today: date, *, is_new: bool) -> tuple[DayRange, ...]:
    if first == last:
        placed = place_weekday(said.weekday(), first, today)
        own = placed[0].first if placed else None
        # Said in this week of a day in the next, another weekday may be of either.
        is_unclear = is_new and own not in (None, first) and own == shift_days(said, DAYS_PER_WEEK)
        return (*placed[:1], one_day(said)) if is_unclear else placed if is_new else placed[:1]
    inside = shift_days(first, (said.weekday() - first.weekday()) % DAYS_PER_WEEK)
    return (one_day(inside),) if not first <= said <= last and today < inside <= last else ()


def _place_day_of_month(said: date, first: date, last: date) -> tuple[DayRange, ...]:
    """Return the day of that number in the month that is spoken of, or of the next where that is much nearer."""
    if first <= said <= last:
        return ()
    since = first.replace(day=1) if first == last else first
    found = find_day_of_month(since, said.day)
    if found and first == last and (first - found).days > HALF_A_MONTH:
        found = find_day_of_month(shift_days(found, 1), said.day)
    return (one_day(found),) if found and found > said else ()
