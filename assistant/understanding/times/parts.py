"""The parts of the day: which starts each one wants, and which times of day belong to it."""

from msgspec import Struct

from assistant.understanding.times.model import ClockRange

HOUR = 60
NOON = 12 * HOUR
MIDNIGHT = 24 * HOUR


class Part(Struct, frozen=True):
    """A part of the day, in minutes after midnight."""

    name: str
    first: int | None
    """The earliest start wanted; None is open."""
    before: int | None
    """The first minute that is too late; None is open. So morning and afternoon share no start."""
    belongs: tuple[int, int]
    """A time of day said with the part starts in here: "3 in the morning" is no start that "morning" offers."""

    @property
    def clock(self) -> ClockRange:
        """Return the starts wanted, the last one included."""
        return ClockRange(start=self.first, end=None if self.before is None else self.before - 1)


_AM = (0, NOON)
_PM = (NOON, MIDNIGHT)
_NIGHT = (16 * HOUR, MIDNIGHT + 4 * HOUR)
"""Beyond midnight: "12 tonight" and "1 tonight" are still tonight."""

# Where each figure comes from: what customers of a shop with ordinary hours mean, not what the sun does. Parts that a
# clock would make too narrow ("first thing", "end of the day") are wide, because the opening hours cut them.
PARTS = (
    Part("morning", 6 * HOUR, NOON, _AM),
    Part("afternoon", NOON, 17 * HOUR, _PM),  # up to the end of office work, where the evening begins
    Part("evening", 17 * HOUR, 21 * HOUR, _NIGHT),  # after nine is night: nobody starts a haircut
    Part("night", 18 * HOUR, 23 * HOUR, _NIGHT),  # a table on "Friday night" is dinner
    Part("tonight", 17 * HOUR, 21 * HOUR, _NIGHT),  # said of a shop, tonight is this evening
    Part("lunchtime", NOON, 14 * HOUR, (11 * HOUR, 15 * HOUR)),
    Part("early_morning", 6 * HOUR, 9 * HOUR, _AM),
    Part("late_morning", 10 * HOUR, NOON, _AM),
    Part("early_afternoon", NOON, 14 * HOUR, _PM),
    Part("late_afternoon", 15 * HOUR, 18 * HOUR, _PM),  # people at work say it of 5 to 6 too
    Part("early_evening", 17 * HOUR, 19 * HOUR, _NIGHT),
    Part("late_evening", 19 * HOUR, 23 * HOUR, _NIGHT),
    Part("first_thing", 6 * HOUR, 10 * HOUR, _AM),
    Part("end_of_day", 16 * HOUR, 19 * HOUR, _PM),
    Part("after_work", 17 * HOUR, None, _NIGHT),
    Part("before_work", None, 9 * HOUR, _AM),
    Part("after_school", 15 * HOUR + 30, None, _PM),  # schools end between 15:00 and 15:30
    Part("after_lunch", 13 * HOUR, 17 * HOUR, _PM),
    Part("before_lunch", None, NOON, _AM),
    Part("mid_morning", 9 * HOUR + 30, 11 * HOUR + 30, _AM),
    Part("mid_afternoon", 14 * HOUR, 16 * HOUR, _PM),
    Part("middle_of_day", 11 * HOUR, 15 * HOUR, (9 * HOUR, 16 * HOUR)),
    Part("breakfast", 7 * HOUR, 11 * HOUR, _AM),
    Part("brunch", 10 * HOUR, 13 * HOUR + 30, (9 * HOUR, 15 * HOUR)),
    Part("not_early", 10 * HOUR, None, (0, MIDNIGHT)),  # said of a shop that opens at eight or nine
    Part("not_late", None, 19 * HOUR, (0, MIDNIGHT)),  # before what "late" starts
    Part("dinner", 18 * HOUR, 21 * HOUR + 30, _NIGHT),
)
HALVES = (Part("am", None, NOON, _AM), Part("pm", NOON, None, _PM))
"""The halves of the day: "tomorrow am", "Friday pm"."""
INDEX = {part.name: index for index, part in enumerate(PARTS)}
"""The place of each part in the table, by name: what an item of kind `PART` holds."""

EDGES = {
    ("morning", 0): "early_morning",
    ("morning", 1): "mid_morning",
    ("morning", 2): "late_morning",
    ("afternoon", 0): "early_afternoon",
    ("afternoon", 1): "mid_afternoon",
    ("afternoon", 2): "late_afternoon",
    ("evening", 0): "early_evening",
    ("evening", 2): "late_evening",
    ("tonight", 0): "early_evening",
    ("tonight", 2): "late_evening",
}
"""early (0), middle (1) and late (2) of a part."""


def pick_edge(index: int, edge: int) -> Part:
    """Return the early, middle or late part of a part, or all of it where nobody divides it."""
    part = PARTS[index]
    return PARTS[INDEX[EDGES.get((part.name, edge), part.name)]]
