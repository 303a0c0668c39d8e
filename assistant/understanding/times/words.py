"""The words of English that carry time, join times, or show that a number is none."""

from assistant.understanding.times.items import UNITS, Kind, Unit
from assistant.understanding.times.parts import INDEX, NOON

Entry = tuple[Kind, tuple[int, ...]]
SEVERAL = 1
"""Second number of a part of the day: "mornings" greets nobody."""
OUTERMOST = 2
"""Second number of a part of the day of which the first time, or the last, is meant: "first thing", "last slot"."""
ADVERB = 1
"""Second number of an edge that may stand by itself: "late on the 12th", but not "start on the 12th"."""
SUITS = 1
MADE = 1
"""Of a correction: what comes behind is what it is to be, "make that 11"."""
"""Number of what says that something suits: "3 works on Friday", but not "3 free on Friday"."""
THROUGHOUT = 1
"""Number of a filler before what lasts: "during April"."""
MEASURING = 2
"""Number of a filler that may stand in a length: "2 more weeks", but not "5 any day"."""


def _same(kind: Kind, words: str, *numbers: int) -> dict[str, Entry]:
    return dict.fromkeys(words.split(), (kind, numbers))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _row(kind: Kind, rows: str, first: int = 0) -> dict[str, Entry]:
    """Return entries for rows of synonyms; each row's number is one more than that of the row before."""
    return {
        word: (kind, (number,)) for number, row in enumerate(rows.strip().split("\n"), first) for word in row.split()
    }


_WEEKDAYS = """
monday mondays moday mondy
tuesday tuesdays tue tues tuseday teusday tuesdy tuesay
wednesday wednesdays weds wensday wednsday wedensday wednesdy wedneday
thursday thursdays thu thur thurs thrs thrusday thurday thursady thusday
friday fridays fri firday frday fridy
saturday saturdays saterday saturaday satday saturdy
sunday sundays sundy
"""
_MONTHS = """
january jan janury
february feb febuary feburary
march mar
april apr
may
june jun
july jul
august aug
september sept sep septmber
october oct
november nov
december dec decmber
"""
_NUMBERS = """
one
two
three
four
five
six
seven
eight
nine
ten
eleven
twelve
thirteen
fourteen
fifteen
sixteen
seventeen
eighteen
nineteen
twenty
"""
_ORDINALS = """
first
second
third
fourth
fifth
sixth
seventh
eighth
ninth
tenth
eleventh
twelfth
thirteenth
fourteenth
fifteenth
sixteenth
seventeenth
eighteenth
nineteenth
twentieth
"""
_THINGS = (
    "people persons person ppl guests guest adults adult kids kid children child girls boys men women ladies friends "
    "pax heads seats chairs tables rooms beds nights km kms mile miles metres meters cm mm kg kilos stone lbs grams "
    "quid pounds pound euros euro dollars bucks pence percent stars star "
    "price slots options yo birthday anniversary length "
    "sleeve hole beers coffees bottles inches inch feet customers clients copies pieces bags boxes dogs cats "
    "tickets points questions things ones visitors students units"
)
_OCCASIONS = (
    "times visits visit sessions session haircuts cuts trims appointments appointment appts bookings booking "
    "treatments lessons classes"
)
"""Things that tell how often, where something is repeated: "6 times"."""
_LABELS = (
    "number nr flat room table grade option size apartment apt suite floor house bus route page version level gate "
    "chair age aged iphone line zone channel order invoice ticket ref reference code pin postcode door building plot "
    "bay exit chapter season round top step phase category type case item row seat locker terminal platform"
)

WORDS: dict[str, Entry] = {
    **_row(Kind.WEEKDAY, _WEEKDAYS),
    "mon": (Kind.MAYBE_WEEKDAY, (0,)),
    "wed": (Kind.MAYBE_WEEKDAY, (2,)),
    "sat": (Kind.MAYBE_WEEKDAY, (5,)),
    "sats": (Kind.MAYBE_WEEKDAY, (5,)),
    "sun": (Kind.MAYBE_WEEKDAY, (6,)),
    **_row(Kind.MONTH, _MONTHS, 1),
    **_row(Kind.WORD_NUMBER, _NUMBERS, 1),
    "thirty": (Kind.WORD_NUMBER, (30,)),
    "forty": (Kind.WORD_NUMBER, (40,)),
    "fifty": (Kind.WORD_NUMBER, (50,)),
    "sixty": (Kind.WORD_NUMBER, (60,)),
    "ninety": (Kind.WORD_NUMBER, (90,)),
    **_row(Kind.WORD_ORDINAL, _ORDINALS, 1),
    "thirtieth": (Kind.WORD_ORDINAL, (30,)),
    "few": (Kind.WORD_NUMBER, (3, 0)),
    "couple": (Kind.WORD_NUMBER, (2, 0)),
    **_same(Kind.RELATIVE_DAY, "today todays tday 2day", 0),
    **_same(
        Kind.RELATIVE_DAY,
        "tomorrow tmrw tmrrw tmr tmw tmro tmrow tmoro tmorrow 2moro 2morro 2morrow 2mrw 2mro tomorow tommorow "
        "tommorrow tomorrrow tomoro tomorro tomrrow tomorrows tomoz tmoz tomo",
        1,
    ),
    **_same(Kind.RELATIVE_DAY, "overmorrow", 2),
    **_same(Kind.RELATIVE_DAY, "yesterday yesterdays yday", -1),
    **_same(Kind.PART, "tonight tonite 2nite 2night", INDEX["tonight"]),
    **_same(Kind.PART, "morning mornin morn", INDEX["morning"]),
    **_same(Kind.PART, "mornings", INDEX["morning"], SEVERAL),
    **_same(Kind.PART, "afternoon arvo aft", INDEX["afternoon"]),
    **_same(Kind.PART, "afternoons", INDEX["afternoon"], SEVERAL),
    **_same(Kind.PART, "evening", INDEX["evening"]),
    **_same(Kind.PART, "evenings", INDEX["evening"], SEVERAL),
    **_same(Kind.PART, "night", INDEX["night"]),
    **_same(Kind.PART, "lunchtime lunchbreak", INDEX["lunchtime"]),
    **_same(Kind.PART, "eod cob", INDEX["end_of_day"]),
    **_same(Kind.MEAL, "breakfast", INDEX["breakfast"]),
    **_same(Kind.MEAL, "brunch", INDEX["brunch"]),
    **_same(Kind.MEAL, "lunch", INDEX["lunchtime"]),
    **_same(Kind.MEAL, "dinner supper", INDEX["dinner"]),
    **_same(Kind.UNIT, "minute minutes min mins", UNITS.index(Unit.MINUTE)),
    **_same(Kind.UNIT, "hour hours hr hrs h", UNITS.index(Unit.HOUR)),
    **_same(Kind.UNIT, "day days", UNITS.index(Unit.DAY)),
    **_same(Kind.UNIT, "week weeks wk wks", UNITS.index(Unit.WEEK)),
    **_same(Kind.UNIT, "fortnight fortnights", UNITS.index(Unit.FORTNIGHT)),
    **_same(Kind.UNIT, "month months mth", UNITS.index(Unit.MONTH)),
    **_same(Kind.UNIT, "year years yr yrs", UNITS.index(Unit.YEAR)),
    **_same(Kind.WEEKEND, "weekend weekends wkend wknd", 0),
    **_same(Kind.WORKDAY, "weekday weekdays wkday wkdays"),
    **_same(Kind.NOON, "noon midday", NOON),
    **_same(Kind.NOON, "midnight", 0),
    **_same(Kind.AMPM, "am", 0),
    **_same(Kind.AMPM, "pm", 1),
    **_same(Kind.OCLOCK, "o'clock oclock sharp"),
    **_same(Kind.ISH, "ish"),
    **_same(Kind.HALF, "half"),
    **_same(Kind.QUARTER, "quarter quarters"),
    **_same(Kind.SOONEST, "asap soonest earliest"),
    **_same(Kind.NOW, "now immediately"),
    **_same(Kind.WHICH, "this current", 0),
    **_same(Kind.WHICH, "next nxt following", 1),
    **_same(Kind.WHICH, "coming upcoming", 0),
    **_same(Kind.WHICH, "last", -1),
    **_same(Kind.WHICH, "penultimate", -2),
    **_same(Kind.EDGE, "early", 0, ADVERB),
    **_same(Kind.EDGE, "start beginning", 0),
    **_same(Kind.EDGE, "mid middle", 1),
    **_same(Kind.EDGE, "late", 2, ADVERB),
    **_same(Kind.EDGE, "end", 2),
    **_same(Kind.NEAREST, "nearest closest"),
    **_same(Kind.AGO, "ago"),
    **_same(Kind.SHIFT, "later earlier sooner"),
    **_same(Kind.SINCE, "since"),
    **_same(Kind.ON, "on"),
    **_same(Kind.AT, "at @"),
    **_same(Kind.IN, "in"),
    **_same(Kind.WITHIN, "within"),
    **_same(Kind.FROM_NOW, "hence"),
    **_same(Kind.FOR, "for"),
    **_same(Kind.EVERY, "every each evry", 1),
    **_same(Kind.REPEATS, "weekly", 1),
    **_same(Kind.TIMES, "once", 1),
    **_same(Kind.REPEATS, "fortnightly biweekly", 2),
    **_same(Kind.REPEATS, "daily monthly yearly annually quarterly", 0),
    **_same(Kind.FROM, "from frm starting commencing"),
    **_same(Kind.TO, "to"),
    **_same(Kind.DASH, "- \u2013 \u2014"),
    **_same(Kind.UNTIL, "until till til untill through thru"),
    **_same(Kind.LEAVE, "leaving leave departing depart departure checkout"),
    **_same(Kind.BY, "by"),
    **_same(Kind.BEFORE, "before b4 pre"),
    **_same(Kind.AFTER, "after"),
    **_same(Kind.BETWEEN, "between btw btwn"),
    **_same(Kind.AND, "and & n"),
    **_same(Kind.OR, "or /"),
    **_same(Kind.ABOUT, "around about approx approximately roughly circa ~ arround nearer towards toward"),
    **_same(Kind.PAST, "past"),
    **_same(Kind.THE, "the"),
    **_same(Kind.A, "a an"),
    **_same(Kind.OF, "of"),
    **_same(Kind.COMMA, ", ; ( ) \n \u2026 : | \u2022 but"),
    **_same(Kind.STOP, ". ! ?"),
    **_same(
        Kind.FILLER,
        "maybe perhaps possibly preferably ideally sometime sometimes anytime any time some please pls plz say point "
        "ok okay just then there exactly either",
    ),
    **_same(Kind.FILLER, "during over", THROUGHOUT),
    **_same(Kind.FILLER, "more extra additional whole entire full", MEASURING),
    **_same(Kind.NOT, "not except excluding avoid never"),
    **_same(Kind.CORRECTION, "no nope actually rather instead sorry oops"),
    **_same(Kind.OR_EARLIER, "latest", OUTERMOST),
    **_same(Kind.ONWARDS, "onwards onward plus +"),
    **_same(Kind.THING, _THINGS + " %"),
    **_same(Kind.THING, _OCCASIONS, 1),
    **_same(Kind.LABEL, _LABELS + " #"),
    **_same(Kind.MONEY, "\u00a3 $ \u20ac"),
    **_same(Kind.STREET, "street road rd avenue ave lane square terrace crescent"),
    **_same(Kind.GREETING, "good nice lovely great happy merry wonderful gd enjoy"),
    **_same(Kind.CUE, "do does free available availability open anything slot appt come book booked cancel have"),
    **_same(Kind.CUE, "work works", SUITS),
}
"""What each word is. Lower case; a possessive 's has been cut off."""

MOVES = _set("move moved moving reschedule rescheduling postpone push pushed shift bring change changing swap switch")
"""Words that move a booking: "from X to Y" is then two times."""
BEFORE_VERBS = _set("i you we he she it they who that this which")
"""Before "may" or "sat" they make it a verb."""
AFTER_MAY = _set("i we you be have not need also want work suit come do as well take get")
"""After "may" they make it a verb."""
NOT_BEFORE_WEEKDAY = _set("the a my his her our their in had have just got who been was and")
"""Before "sun", "mon" or "wed" they make it a word of its own."""
NOT_BEFORE_LONE_WEEKDAY = _set("newly get got getting be being when while since much full more no some any that")
"""Before "sun" or "wed", with nothing about time beside them, they make it a word of its own."""
NOT_AFTER_WEEKDAY = _set(
    "down there here still in outside inside waiting around cream tan tanning tanned bed beds bathing block burn burnt "
    "burned damage damaged screen lotion kissed care light shine set rise nav"
)
"""Likewise after "sat" or "sun"."""
DENIALS = _set(
    "don't dont doesn't doesnt won't wont aren't arent isn't isnt no not out bad hard difficult impossible tricky"
)
"""After "weekdays" they turn them down."""
CANNOT = _set("can't cant cannot couldn't won't wont none neither nobody no not")
"""Before "come now" they tell of somebody who will not."""
AT_WORK = _set("work working busy")
"""Before "weekdays" they tell when somebody has no time."""
TITLES = _set("dr mr mrs ms miss")
"""Before "noon" they make it a name."""
