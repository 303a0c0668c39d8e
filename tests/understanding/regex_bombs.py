"""Texts that are written against the reader: each repeats what a pattern would try again and again."""

from collections.abc import Iterator

LENGTH = 60_000
"""Characters: far beyond what is read, as a stranger may send them."""

REPEATED = (
    # Slots that melt into one run as long as the message, which patterns with <time>, <person> ... look into.
    "3pm ", "1/2 ", "2026-01-02 ", "3pm 3pm circa one of ", "tday midday ( - ", "3pm wednesday after ", "ana ben ",
    "haircut ", "haircut with ana ", "2 people ", "for 2 ", "1 2 ", "12 1 3:00  3:00 ", "noon morning ",
    # The first half of a phrase, without the other.
    "can i ", "don't want to ", "i'm ", "move it to ", "book ", "what have you got ", "under ", "my ", "name is ",
    "i want to my ", "thanks for the ", "is it ", "when is my ", "2 adults and ", "put me under ", "cancel my my ",
    "is is is ", "can you please ", "would like to ", "reschedule my appointment from ", "no, not ",
    # Times told by others, and ruled out.
    "an hour later ", "an hour ", "push it back ", "push a b c d ", "push an hour ", "the day after ", "same time ",
    "the usual ", "same as ", "not friday ", "not friday or ", "any day but monday and ", "friday doesn't ",
    "friday doesn't work ", "not with ana or ", "an hour after 10 ", "an hour or two ",
    # Interjections, agreement, negation: groups that repeat.
    "no ", "ok ", "oh ", "um um ", "yes, ", "okay okay so ", "please ", "hi hi hey ", "ummmm ", "okkkk ", "yessss ",
    # Names, codes and numbers: what may be one in many ways.
    "haircot ", "a'", "o'o'", "a-b-", "Joe Van Der ", "7k2mx ", "code ref is ", "07700 900123 ", "+44 ", "+(+(", "1-2-",
    "1.2.", "12:3", "1/1/1/", "£3 ", "2026-", "0", "9 ", "1,", "1 . ",
    # Edits, notes, lateness, undoing, complaints.
    "one more ", "one of us ", "allergic ", "running a bit ", "i'm so so ", "undo that ", "oops wrong one ", "make it ",
    "and i need a pram, ", "with Gordon ", "sorry what ", "what what ", "this is so ", "third time i'm ", "note that ",
    "change it to a ", "no thanks ", "can i pay ", "please note that please ",
    "s-m-i-t-h ", "s m ", "mr and mrs ", "for my son ", "joe@", "a.b@c.d.", "joe at joe ", "Joe's ", "first name is ",
    "me and my wife, ", "2 or 3 people ", "add one more ", "including 2 ", "one of us ", "Joe Smith has a ",
    "reserved for ",
    # Signs and scripts.
    "a ", "x", "'", "(", "?", "? ", ", ", ".\n", "-", " - ", "👍", "\u0301", "e\u0301\u0301\u0301", "\ufdfa", "\u200b",
    "\u202e", "٣ ", "ß", "İ", "ﬃ", "\t ", "\n",
)  # fmt: skip


def make_bombs() -> Iterator[tuple[str, str]]:
    """Yield names and texts, each of `LENGTH` characters."""
    for unit in REPEATED:
        yield f"{unit!a} again and again", (unit * LENGTH)[:LENGTH]
    openings = {"a blank": " ", "letters": "a", "digits": "1", "times": "3pm ", "capitals": "A", "apostrophes": "a'"}
    for name, unit in openings.items():  # what matches almost to the end, and then does not
        for ending in ("!", " is my name", " under"):
            yield f"{name} and at last {ending!r}", unit * 1980 + ending
    yield "every word of a language once", " ".join(f"{a}{b}" for a in "bcdfghjklmnp" for b in "aeiou") * 500
    yield "brackets that nobody closes", "([{<" * (LENGTH // 4)
