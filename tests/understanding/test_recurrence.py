"""What is wanted again and again, and how many bookings of several are meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from demo_salon import make_context
from test_times import write_times

from assistant.understanding.context import Expecting
from assistant.understanding.model import Intent, Scope
from assistant.understanding.recognizer import understand
from assistant.understanding.times import Recurrence, Repetition, read_all_times

CORPUS = Path(__file__).with_name("recurrence_corpus.txt")
NOW = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - civil time at the shop
KNOWN = {
    "[nothing known]": Repetition.UNKNOWN,
    "[known to repeat]": Repetition.KNOWN,
    "[asked until when]": Repetition.ASKED_END,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    line: int
    text: str
    times: str
    recurrence: str
    repetition: Repetition


def read_corpus() -> Iterator[Example]:
    repetition = Repetition.UNKNOWN
    for number, line in enumerate(CORPUS.read_text(encoding="utf-8").splitlines(), 1):
        if line in KNOWN:
            repetition = KNOWN[line]
        elif " => " in line and not line.startswith("# "):
            text, _, expected = line.partition(" => ")
            times, _, recurrence = expected.partition(" / ")
            yield Example(line=number, text=text, times=times, recurrence=recurrence, repetition=repetition)


EXAMPLES = tuple(read_corpus())


def write_recurrence(found: Recurrence | None) -> str:
    if found is None:
        return ""
    rhythm = f"every {found.every_weeks} weeks" if found.every_weeks else "other rhythm"
    parts = [rhythm] if found.every_weeks is not None else []
    parts += [f"{found.count} times"] if found.count else []
    parts += [f"for {found.for_weeks} weeks"] if found.for_weeks else []
    return ", ".join([*parts, f"until {found.last}"] if found.last else parts)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.line}: {e.text}")
@pytest.mark.parametrize("vary", [str, str.upper], ids=["as written", "shouted"])
def test_a_rhythm_and_its_end_are_read_and_the_time_beside_them(example: Example, vary: type[str]) -> None:
    reading = read_all_times(vary(example.text), now=NOW, locale="en-GB", repetition=example.repetition)
    times, found = reading.whens, reading.recurrence
    assert (write_times(times), write_recurrence(found)) == (example.times, example.recurrence)


def test_the_corpus_is_large() -> None:
    assert len(EXAMPLES) >= 60


def test_a_recurrence_knows_its_words_and_its_rules() -> None:
    text = "haircut every second Tuesday at 3 for 6 weeks"
    found = read_all_times(text, now=NOW, locale="en-GB").recurrence
    assert found is not None
    assert [text[start:end] for start, end in found.spans] == ["every second", "for 6 weeks"]
    assert found.rules == ("every_weekday", "length", "length_of_series")
    heard = understand(text, make_context())
    for words in ("every second", "for 6 weeks"):
        assert f'recurrence.every_weekday+length+length_of_series: "{words}"' in heard.trace


@pytest.mark.parametrize(
    ("text", "party", "count"),
    [("haircut for 2 every week for 6 weeks", 2, None), ("a table for 4 every Friday at 7, 6 times", 4, 6)],
)
def test_how_many_come_is_not_how_often(text: str, party: int, count: int | None) -> None:
    heard = understand(text, make_context())
    assert heard.recurrence is not None
    assert (heard.party_size, heard.recurrence.count) == (party, count)


@pytest.mark.parametrize(
    ("text", "intent", "scope"),
    [
        ("cancel all of them from March", Intent.CANCEL, Scope.ALL),
        ("cancel all", Intent.CANCEL, Scope.ALL),
        ("cancel it all", Intent.CANCEL, Scope.ALL),
        ("cancel them", Intent.CANCEL, Scope.ALL),
        ("cancel the whole series", Intent.CANCEL, Scope.ALL),
        ("cancel all my haircuts", Intent.CANCEL, Scope.ALL),
        ("cancel this and all following", Intent.CANCEL, Scope.ALL),
        ("cancel everything", Intent.CANCEL, Scope.ALL),
        ("cancel all my upcoming bookings", Intent.CANCEL, Scope.ALL),
        ("cancel the following ones", Intent.CANCEL, Scope.FOLLOWING),
        ("cancel all the others", Intent.CANCEL, Scope.ALL),
        ("cancel my remaining appointments", Intent.CANCEL, Scope.ALL),
        ("cancel the one on 2 December and keep the rest", Intent.CANCEL, None),
        ("cancel this one but not the following ones", Intent.CANCEL, None),
        ("cancel my appointment on 2 December, the rest of my family is ill", Intent.CANCEL, None),
        ("move the one on 2 December to 4pm, my partner and the others want to join", Intent.RESCHEDULE, None),
        ("cancel the rest of my appointments", Intent.CANCEL, Scope.ALL),
        ("cancel that one and all the others", Intent.CANCEL, Scope.ALL),
        ("cancel the next one", Intent.CANCEL, Scope.NEXT),
        ("cancel only the next one", Intent.CANCEL, Scope.NEXT),
        ("cancel just that one", Intent.CANCEL, Scope.ONE),
        ("cancel the one on 5 January", Intent.CANCEL, None),
        ("cancel it after all", Intent.CANCEL, None),
        ("cancel my haircut", Intent.CANCEL, None),
        ("move all following to 4pm", Intent.RESCHEDULE, Scope.FOLLOWING),
        ("move them all to 4pm", Intent.RESCHEDULE, Scope.ALL),
        ("move all of them to Wednesdays", Intent.RESCHEDULE, Scope.ALL),
        ("change all of them to 4pm", Intent.RESCHEDULE, Scope.ALL),
        ("shift the rest to 5pm", Intent.RESCHEDULE, Scope.ALL),
        ("move the next one to Wednesday at 4", Intent.RESCHEDULE, Scope.NEXT),
        ("move my next haircut to Friday", Intent.RESCHEDULE, Scope.NEXT),
        ("that's all, thanks", Intent.THANKS, None),
        ("thanks, any other times?", Intent.THANKS, None),
    ],
)
def test_how_many_of_several_bookings_are_meant(text: str, intent: Intent, scope: Scope | None) -> None:
    heard = understand(text, make_context())
    assert (intent in heard.intents, heard.scope) == (True, scope)


def test_the_next_one_is_no_one_o_clock_where_times_are_listed() -> None:
    heard = understand("the next one", make_context(Expecting.CHOICE, ("Haircut, Tue 24 Nov, 3pm", "Never mind")))
    assert (heard.times, heard.scope) == ((), Scope.NEXT)
