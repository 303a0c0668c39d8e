"""The grammar at a glance: five stages, each a list of rules in the order in which they are tried."""

from assistant.understanding.times import (
    clocks,
    dates,
    days,
    lengths,
    months,
    neighbours,
    numbers,
    ranges,
    recurrence,
    vetoes,
)
from assistant.understanding.times.engine import Stage

LENGTHS = Stage(
    lengths.length_and_length,
    lengths.length_and_part,
    lengths.part_of_unit,
    lengths.fraction_of_unit,
    lengths.decimal_length,
    lengths.length_range,
    lengths.length_of_which,
    lengths.hours_of_24,
    lengths.length,
)
"""Words to how long, before their numbers can be read as anything else."""

WORDS = Stage(
    # What is wanted again and again, before its parts are read as a time of their own.
    recurrence.every_weekday,
    recurrence.every_unit,
    recurrence.every_part,
    recurrence.several_in_unit,
    recurrence.rhythm,
    recurrence.once,
    recurrence.number_of_times,
    recurrence.length_of_series,
    # What is no time goes next, or its number would be read as one.
    vetoes.price,
    vetoes.count_of_things,
    vetoes.labelled_number,
    vetoes.street_address,
    vetoes.at_one_of,
    vetoes.greeting,
    lengths.nights,
    lengths.weekends,
    # Then the longest first: a date before its day, "a week on Friday" before "a week".
    dates.days_of_month,
    dates.day_and_month,
    dates.month_and_day,
    dates.day_of_named_month,
    months.nth_weekday_of_month,
    months.week_of_month,
    months.last_day_of_whole,
    dates.weekday_and_day,
    dates.weekday_and_number,
    dates.ordinal_of_things,
    dates.day_of_month,
    dates.day_of_month_in_words,
    dates.word_ordinal_at,
    dates.slashed_date,
    dates.full_date,
    dates.month_of_year_in_figures,
    days.weekday_of_week,
    days.weekend_after_next,
    neighbours.edge_of_day,
    neighbours.rest_of_part,
    days.which_weekday_or_another,
    days.which_weekday,
    days.units_from_day,
    days.weekdays_from_now,
    days.within_length,
    days.within_unit,
    days.in_units,
    days.after_length,
    days.units_ago,
    days.day_week,
    days.which_unit,
    months.edge_of_unit,
    months.month_range,
    months.calendar_week,
    months.week_of_day,
    months.rest_of_unit,
    months.month_of_year,
    months.month_alone,
    recurrence.month_of_end,
    days.weekend,
    days.part_of_named_day,
    days.weekday,
    days.relative_day,
    days.later_today,
    days.soonest,
    days.holiday_week,
    days.holiday,
    clocks.minutes_past,
    clocks.minutes_to,
    clocks.half_past,
    clocks.half_past_nothing,
    clocks.hour_and_minutes,
    clocks.clock_with_half_of_day,
    clocks.clock_o_clock,
    clocks.clock_with_colon,
    clocks.hour_and_oh_minutes,
    clocks.hour_dash_minutes,
    clocks.hour_and_minutes_in_words,
    clocks.clock_ish,
    clocks.clock_in_part,
    clocks.noon,
    clocks.night,
    clocks.one_of_a_part,
    clocks.part_of_day,
)
"""Words to days, times of day and parts of the day, each by itself."""

RANGES = Stage(
    ranges.clock_range,
    ranges.minutes_to_or_range,
    ranges.clock_span,
    ranges.clock_or_clock,
    ranges.length_from_day,
    ranges.length_from_clock,
    neighbours.neighbour_of_day,
    neighbours.weekday_beside_day,
    neighbours.meal,
    ranges.day_range,
)
"""Two ends to one range."""

NUMBERS = Stage(
    vetoes.party,
    numbers.number_after_cue,
    numbers.number_after_move,
    numbers.number_after_day,
    numbers.half_of_day,
    numbers.number_before_day,
    numbers.bare_number,
)
"""Bare numbers to times of day, where a neighbour or the question says that they are."""

BOUNDS = Stage(
    ranges.day_and_clock_bound,
    ranges.clock_bound,
    ranges.day_bound,
    ranges.leaving_day,
    ranges.about_clock,
    vetoes.since,
    vetoes.shift_by_length,
)
"""After, before, by, until, from, around."""

STAGES = (LENGTHS, WORDS, RANGES, NUMBERS, BOUNDS)
