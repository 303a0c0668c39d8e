"""How customers feel, week by week: moods, ratings, whether the two agree, and what is complained of. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from assistant.insight.themes import Theme, find_themes

QUOTES_MAX = 3
"""So many of the messages behind a number are shown, the newest first."""
QUOTE_LENGTH_MAX = 90
MOOD_OF_VISIT = timedelta(days=14)
"""What was written in so long before the question tells the mood that a rating is held against."""
GOOD_FROM, BAD_UP_TO = 4, 2
"""Ratings from here up are good, and to here bad; what is between is neither."""
FEW = 20
"""With fewer, a share says little, and it is said so."""


class Measured(Struct, frozen=True, kw_only=True):
    """How good the reading of complaints is, where nobody had looked: on the set `complaints` of the benchmarks."""

    precision: float
    """Of what counts as a complaint, the share that is one."""
    recall: float
    """Of complaints, the share that counts."""


MEASURED = Measured(precision=0.95, recall=0.62)


class Told(Struct, frozen=True, kw_only=True):
    """A customer's message, as far as it tells how they feel."""

    at: datetime
    """UTC."""
    conversation_id: int
    text: str
    folded: str
    mood: float | None
    """From -1 to 1, 0 where nothing tells; None: a tapped button."""


class Rated(Struct, frozen=True, kw_only=True):
    """A visit that was asked about."""

    asked_at: datetime
    """UTC."""
    conversation_id: int
    score: int | None
    """1 to 5; None: not answered."""
    comment: str = ""
    folded: str = ""
    """The comment, folded."""
    mood: float = 0.0
    """The comment's, from -1 to 1."""


class WeekMood(Struct, frozen=True, kw_only=True):
    """One week."""

    first_day: date
    """A Monday."""
    messages: int
    telling: int
    """How many of them tell a mood."""
    bad: int
    """How many of those complain."""
    mood: float | None
    """The mean of those that tell one."""
    ratings: int
    rating: float | None
    """The mean score."""


class Quote(Struct, frozen=True, kw_only=True):
    """What somebody wrote, shortened."""

    day: date
    text: str
    conversation_id: int


class ThemeCount(Struct, frozen=True, kw_only=True):
    """What is complained of, and how often."""

    theme: Theme
    count: int
    quotes: tuple[Quote, ...]


class Agreement(Struct, frozen=True, kw_only=True):
    """Whether ratings are as the messages before the visit was asked about sounded."""

    compared: int
    """Good or bad ratings of customers whose messages told a mood."""
    agreeing: int

    @property
    def says_little(self) -> bool:
        """Whether these are too few to say anything."""
        return self.compared < FEW


class MoodReport(Struct, frozen=True, kw_only=True):
    """How customers feel."""

    weeks: tuple[WeekMood, ...]
    """Oldest first, none left out; the last one may still be running."""
    asked: int
    scores: tuple[int, ...]
    """How many ratings there are of 1, 2, 3, 4 and 5."""
    agreement: Agreement
    themes: tuple[ThemeCount, ...]
    """The most frequent first."""
    complaints: int
    """Messages and comments that complain."""
    themed: int
    """In how many of those the words tell what of."""
    measured: Measured = MEASURED


def describe_agreement(found: Agreement) -> str:
    """Return how well moods and ratings agree, in a sentence."""
    if found.says_little:
        return f"Whether moods and ratings agree: too few to say ({found.compared} could be compared, it takes {FEW})."
    return f"Moods and ratings agree in {found.agreeing} of {found.compared} ({found.agreeing / found.compared:.0%})."


def first_day_of(now: datetime, weeks: int, zone: ZoneInfo) -> date:
    """Return the Monday on which a report of so many weeks, the running one included, begins."""
    today = now.astimezone(zone).date()
    return today - timedelta(days=today.weekday() + 7 * (weeks - 1))


def report_moods(  # noqa: PLR0913 - what was said, what was rated, and of when
    told: Sequence[Told], rated: Sequence[Rated], *, now: datetime, weeks: int, zone: ZoneInfo, complaining: float
) -> MoodReport:
    """Return the report of the last `weeks` weeks, which begin on Mondays by the clocks of `zone`.

    Args:
        told: The messages since then; earlier ones count only beside ratings.
        rated: The visits that were asked about since then.
        now: Aware; the last week is the one that it is in.
        weeks: How many, at least one.
        zone: The shop's.
        complaining: From what mood down a message complains.
    """
    first = first_day_of(now, weeks, zone)
    days = [first + timedelta(days=7 * n) for n in range(weeks)]
    recent = [one for one in told if one.at.astimezone(zone).date() >= first]
    bad = [(one.at, one.conversation_id, one.text, one.folded) for one in recent if (one.mood or 0) <= complaining]
    bad += [
        (one.asked_at, one.conversation_id, one.comment, one.folded)
        for one in _list_complaining(rated, bad, complaining)
    ]
    found = [(_quote(*one, zone), find_themes(one[3])) for one in sorted(bad, key=lambda one: one[0], reverse=True)]
    return MoodReport(
        weeks=tuple(_report_week(day, recent, rated, zone, complaining) for day in days),
        asked=len(rated),
        scores=tuple(sum(one.score == score for one in rated) for score in range(1, 6)),
        agreement=compare(told, rated),
        themes=_count_themes(found),
        complaints=len(found),
        themed=sum(bool(themes) for _, themes in found),
    )


def _report_week(
    first: date, told: Iterable[Told], rated: Iterable[Rated], zone: ZoneInfo, complaining: float
) -> WeekMood:
    week = range(first.toordinal(), first.toordinal() + 7)
    said = [one for one in told if one.at.astimezone(zone).date().toordinal() in week]
    moods = [one.mood for one in said if one.mood]
    scores = [one.score for one in rated if one.score and one.asked_at.astimezone(zone).date().toordinal() in week]
    return WeekMood(
        first_day=first,
        messages=len(said),
        telling=len(moods),
        bad=sum(mood <= complaining for mood in moods),
        mood=_mean(moods),
        ratings=len(scores),
        rating=_mean(scores),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def compare(told: Iterable[Told], rated: Iterable[Rated]) -> Agreement:
    """Return how often a good rating follows glad messages, and a bad one bad ones.

    What was written after the question is left out: it may be the rating itself.
    """
    moods: dict[int, list[Told]] = {}
    for one in told:
        if one.mood:
            moods.setdefault(one.conversation_id, []).append(one)
    compared = agreeing = 0
    for rating in rated:
        before = _mean([
            one.mood
            for one in moods.get(rating.conversation_id, ())
            if one.mood and rating.asked_at - MOOD_OF_VISIT <= one.at < rating.asked_at
        ])  # fmt: skip
        if before is None or rating.score is None or BAD_UP_TO < rating.score < GOOD_FROM:
            continue
        compared += 1
        agreeing += (before > 0) == (rating.score >= GOOD_FROM)
    return Agreement(compared=compared, agreeing=agreeing)


def _list_complaining(
    rated: Iterable[Rated], bad: Iterable[tuple[datetime, int, str, str]], complaining: float
) -> Iterator[Rated]:
    """Yield the comments that complain, without those that are counted as messages: the comment is what was written."""
    written: dict[int, list[str]] = {}
    for _, conversation_id, _, folded in bad:
        written.setdefault(conversation_id, []).append(folded)
    for one in rated:
        complains = one.mood <= complaining or (one.score or GOOD_FROM) <= BAD_UP_TO
        if one.comment and complains and not any(text in one.folded for text in written.get(one.conversation_id, ())):
            yield one


def _quote(at: datetime, conversation_id: int, text: str, _: str, zone: ZoneInfo) -> Quote:
    return Quote(day=at.astimezone(zone).date(), text=shorten(text), conversation_id=conversation_id)


def _count_themes(said: Iterable[tuple[Quote, Iterable[Theme]]]) -> tuple[ThemeCount, ...]:
    found: dict[Theme, list[Quote]] = {}
    for quote, themes in said:
        for theme in themes:
            found.setdefault(theme, []).append(quote)
    return _order(found)


def _order(found: Mapping[Theme, Sequence[Quote]]) -> tuple[ThemeCount, ...]:
    counts = (ThemeCount(theme=t, count=len(quotes), quotes=_choose(quotes)) for t, quotes in found.items())
    return tuple(sorted(counts, key=lambda one: (-one.count, one.theme)))


def _choose(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the newest of them, the same words once."""
    newest_last = {quote.text: quote for quote in reversed(quotes)}
    return tuple(sorted(newest_last.values(), key=quotes.index)[:QUOTES_MAX])


def shorten(text: str) -> str:
    """Return text on one line, cut at a blank where it is long."""
    line = " ".join(text.split())
    if len(line) <= QUOTE_LENGTH_MAX:
        return line
    return line[:QUOTE_LENGTH_MAX].rsplit(" ", 1)[0].rstrip(" ,;.") + " …"
