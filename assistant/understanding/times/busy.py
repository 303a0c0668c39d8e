"""What is said of one's own day before a time: "I work afternoons" rules it out, "I finish at 5" means from then on."""

from collections.abc import Iterator
from itertools import product

_AM = (
    "i'm", "im", "i am", "we're", "we are", "he's", "hes", "he is", "she's", "shes", "she is", "they're", "they are",
    "kids are", "son is", "son's", "daughter is", "daughter's",
)  # fmt: skip
_AWAY = (
    "busy", "away", "working", "at work", "back at work", "at school", "in school", "at college", "at uni",
    "at nursery", "teaching", "in meetings", "in a meeting", "on shift", "on holiday", "abroad", "out of town",
)  # fmt: skip
_HAVE = ("i have", "i've got", "ive got", "i got", "we have", "we've got", "he has", "he's got", "she has", "she's got",
         "they have", "kids have")  # fmt: skip
_DUTIES = ("work", "school", "college", "uni", "lectures", "meetings", "a meeting", "a shift", "calls", "a call")
_WORKS = ("i work", "we work", "he works", "she works", "they work", "i teach", "i only work")
_WHO = ("i", "we", "he", "she", "they", "school", "work")
_ENDS = (
    "finish", "finishes", "finish work", "finishes work", "finish school", "finishes school", "get off", "gets off",
    "get off work", "get out", "gets out", "ends", "knock off", "clock off",
)  # fmt: skip


def list_busy() -> Iterator[str]:
    """Yield what rules out the time after it: no booking is one ("I have an appointment at 3"), nor is a class."""
    yield from (" ".join(words) for words in product(_AM, _AWAY))
    yield from (" ".join(words) for words in product(_HAVE, _DUTIES))
    yield from _WORKS


def list_free_from() -> Iterator[str]:
    """Yield what is followed by when somebody becomes free."""
    yield from (f"{who} {ends} at" for who, ends in product(_WHO, _ENDS))
    yield from (f"{am} {off} at" for am, off in product(_AM, ("off", "off work", "done", "done work")))
