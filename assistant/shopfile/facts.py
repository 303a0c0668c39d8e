"""Answers to what the tables hold already: two places would come to say different things.

How it is told: the question is in the words of a topic (`how much`), and besides them names nothing but what the tables
hold of it (a service), and the answer holds a number. "How much is parking?" asks for no price of the shop's.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from assistant.knowledge.wordings import ASKING_WORDS, list_stems, list_words
from assistant.shopfile.model import ShopFile

_TIMES = """
    mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    day week weekday weekend today tonight tomorrow morning afternoon evening night christmas eve easter boxing new year
    bank holiday early earlier earliest late later latest normal normally usual usually still now every each
"""
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
    r"|hundred|half|quarter|noon|midday|midnight)\b",
    re.IGNORECASE,
)


class Topic(Struct, frozen=True, kw_only=True):
    """Something that the tables hold, and how one asks for it."""

    name: str
    asks: re.Pattern[str]
    beside: frozenset[str]
    """Stems of words that may stand in such a question too."""
    place: str
    """Where it is written in the file."""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem for word in words.split() for stem in list_stems(word))


_HOURS = Topic(
    name="the opening hours",
    asks=re.compile(r"\b(?:open|opens|opened|opening|close|closes|closed|closing|shut|hours)\b"),
    beside=_stems(f"{_TIMES} time times shop business"),
    place="[hours], [[closed]] and [[special_hours]]",
)
_ADDRESS = Topic(
    name="the address",
    asks=re.compile(
        r"\b(?:where|address|located|location|postcode|directions|how (?:do|can) (?:i|we) (?:find|get to))\b"
    ),
    beside=_stems("find based exactly shop street road full"),
    place="[location] as address",
)
_PRICE = Topic(
    name="a price",
    asks=re.compile(r"\b(?:how much|price|prices|pricing|priced|cost|costs|charge|charges|rates)\b"),
    beside=_stems("list service services treatment treatments class classes appointment per person each"),
    place="[services.x] as price",
)
_DURATION = Topic(
    name="how long something takes",
    asks=re.compile(r"\b(?:how long|duration|how many minutes|how many hours)\b"),
    beside=_stems("service services treatment class classes appointment usually normally"),
    place="[services.x] as duration",
)
_TIMETABLE = Topic(
    name="when a class is",
    asks=re.compile(r"\b(?:when|times?|(?:what|which) days?|timetable|schedule)\b"),
    beside=_stems(f"{_TIMES} class classes session sessions start begin held"),
    place="[services.x.timetable]",
)


class HeldFact(Struct, frozen=True, kw_only=True):
    """An answer that states what the tables hold."""

    wording: str
    topic: str
    place: str

    def __str__(self) -> str:
        return (
            f'"{self.wording}" asks for {self.topic}, and the answer states a number; that stands in {self.place}: '
            "write it there only, and no number here"
        )


def find_held_fact(wordings: Iterable[str], answer: str, shop: ShopFile) -> HeldFact | None:
    """Return which of the questions asks for what the tables hold, where the answer states a number; else None."""
    if not _NUMBER.search(answer):
        return None
    topics = list(_list_topics(shop))
    for wording in wordings:
        for topic in topics:
            if _asks(wording, topic):
                return HeldFact(wording=wording, topic=topic.name, place=topic.place)
    return None


def _list_topics(shop: ShopFile) -> Iterator[Topic]:
    """Return what the shop's tables hold; the names of the services for which they do may stand in the question."""
    yield _HOURS
    if shop.location.address:
        yield _ADDRESS
    for topic, services in (
        (_PRICE, [s for s in shop.services if s.price_minor is not None]),
        (_DURATION, shop.services),
        (_TIMETABLE, [s for s in shop.services if s.timetable]),
    ):
        if services:
            names = " ".join(name for s in services for name in (s.name, *s.aliases))
            yield replace(topic, beside=topic.beside | _stems(names))


def _asks(wording: str, topic: Topic) -> bool:
    words = " ".join(list_words(wording))
    rest = topic.asks.sub(" ", words)
    left = [word for word in list_words(rest) if word not in ASKING_WORDS]
    # Without a class or a day, "when" asks for anything.
    told = rest != words and (bool(left) or topic.name != _TIMETABLE.name)
    return told and all(stem in topic.beside for word in left for stem in list_stems(word))
