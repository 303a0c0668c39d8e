"""`explain`: which rule read which words, what the model thought, and what came of it."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec.structs import asdict

from assistant.calls.desk import Desk
from assistant.calls.perform import perform
from assistant.clock import SystemClock
from assistant.commands.session import need_business_id, open_database, prepare, say
from assistant.dialogue.acts import Reply
from assistant.dialogue.context import build_context
from assistant.dialogue.policy import decide
from assistant.dialogue.results import track_result
from assistant.dialogue.services import FindBookings, FindTimeSlots, HoldTimeSlot, ServiceCall
from assistant.dialogue.state import DialogueState, Question, QuestionKind, TimeWish
from assistant.dialogue.timing.readings import Unclear, settle
from assistant.dialogue.track import Facts, track
from assistant.ports import Conversation, Customer, UnitOfWork
from assistant.responses.formats import Formats
from assistant.responses.render import render
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.understanding.intents.trained import load_model
from assistant.understanding.model import Context, Understanding
from assistant.understanding.mood.sentiment import ANGRY, COMPLAINING, list_tellers
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.recognizer import judge_guess, understand
from assistant.understanding.times.model import ClockRange, DayRange, When

ANY_HORIZON = timedelta(days=366)
GUESSES_SHOWN = 3
READING_CALLS = (FindTimeSlots, FindBookings)
"""What may be asked of the database for an explanation: it changes nothing."""
CALLS_MAX = 4


async def show_explanation(text: str, slug: str | None, now: datetime | None = None, asked: str | None = None) -> None:
    """Print what the assistant understands of a message after a question, or as the first of a conversation."""
    settings = prepare(quiet=True)
    if asked and asked not in set(QuestionKind):
        sys.exit(f"--asked is one of: {', '.join(QuestionKind)}")
    question = Question(kind=QuestionKind(asked)) if asked else None
    state = DialogueState(question=question)
    async with open_database(settings), open_unit_of_work() as work:
        shop = await work.find_shop(await need_business_id(settings, slug))
        facts = Facts(shop=shop, now=now or SystemClock().now(), turn=1)
        context = build_context(state, facts)
        heard = understand(text, context)
        for line in explain(heard, context, facts):
            say(line)
        for line in await _follow(work, track(state, heard, facts), facts):
            say(line)


def explain(heard: Understanding, context: Context, facts: Facts) -> Iterator[str]:
    """Yield what was understood of a message, line by line: what, by which rule from where, and what else there was."""
    yield f"asked    {context.expecting}"
    yield from _describe(heard, facts)
    if not heard.trace:
        yield "no rule has read anything, and the model's guess does not count"
    yield from _list_rules(heard)
    yield from _describe_times(heard, facts)
    yield from _describe_guess(heard.text, context)
    tellers = [f'"{words}" {weight:+g}' for words, weight in list_tellers(fold(heard.text))]
    yield ", ".join([f"mood     {heard.sentiment:.2f}, {_name_mood(heard.sentiment)}", *tellers])


def _describe(heard: Understanding, facts: Facts) -> list[str]:
    found = {
        "intents": ", ".join(heard.intents),
        "hunch": heard.hunch and f"{heard.hunch}, upon which nothing is done",
        "acts": ", ".join(heard.acts) + (", on a condition" if heard.is_qualified and heard.acts else ""),
        "service": " or ".join(facts.shop.find_service(s).name for s in heard.service_ids),
        "person": " or ".join(facts.shop.find_resource(p).name for p in heard.person_ids),
        "anyone": "any person will do" if heard.any_person else "",
        "party": heard.party_size and str(heard.party_size),
        "scope": heard.scope,
        "which": heard.reference and {"own": "a booking they have", "last": "the one spoken of last"}[heard.reference],
        "other": heard.direction and f"other times are wanted: {heard.direction}",
        "pick": heard.selection and f"number {heard.selection.position} of the list",
        "name": heard.name,
        "phone": heard.phone,
        "code": heard.code,
    }
    return [f"{name:<9}{value}" for name, value in found.items() if value]


def _list_rules(heard: Understanding) -> Iterator[str]:
    """Yield which rule read which words, and at which characters they stand."""
    seen: dict[str, int] = {}
    for line in heard.trace:
        rule, _, words = line.partition(": ")
        start = heard.text.find(words[1:-1], seen.get(line, 0))
        seen[line] = start + 1
        if not rule.startswith("model."):
            yield f"rule     {rule}: {words}  characters {start} to {start + len(words) - 2}"


def _describe_guess(text: str, context: Context) -> Iterator[str]:
    """Yield the model's likeliest labels, and whether the first of them counts."""
    likely = list(load_model().guess(fold(normalize(text))).items())[:GUESSES_SHOWN]
    yield "model    " + ", ".join(f"{label} {likelihood:.2f}" for label, likelihood in likely)
    verdict = judge_guess(text, context)
    counts = f"counts: {verdict.finding.value}" if verdict.finding else verdict.reason
    yield f"         {counts}"


def _name_mood(mood: float) -> str:
    if mood <= COMPLAINING:
        return "angry" if mood <= ANGRY else "complains"
    return "pleased" if mood > 0 else "a little low" if mood < 0 else "calm"


async def _follow(work: UnitOfWork, state: DialogueState, facts: Facts) -> list[str]:
    """Return what the dialogue makes of it, up to the first step that would change something."""
    desk = _open_desk(work, facts)
    lines = [f"task     {state.task or 'none'}"]
    decision = decide(state, facts)
    for _ in range(CALLS_MAX):
        if isinstance(decision, Reply) or not isinstance(decision, READING_CALLS):
            break
        lines.append(f"does     {_name_call(decision, facts)}")
        state = track_result(state, decision, await perform(decision, desk), facts)
        decision = decide(state, facts)
    if not isinstance(decision, Reply):
        return [
            *lines,
            f"would    {_name_call(decision, facts)}",
            "         (not done here: an explanation changes nothing)",
        ]
    question = decision.question
    lines += [f"asks     {question.kind}"] if question else []
    rendered = render(decision, shop=facts.shop, now=facts.now)
    return [*lines, *_indent("says", rendered.text.splitlines())]


def _open_desk(work: UnitOfWork, facts: Facts) -> Desk:
    """Return what calls are performed with, for a customer whom nobody knows; nothing of it is committed."""
    nobody = Conversation(
        id=0,
        business_id=facts.shop.business_id,
        account_id=0,
        sender="",
        turns=0,
        is_with_person=False,
        memory=DialogueState(),
        customer=Customer(id=None),
    )
    return Desk(
        work=work,
        conversation=nobody,
        bookings=work.open_bookings(nobody, facts.now),
        shop=facts.shop,
        now=facts.now,
        hold_lasts=timedelta(),
    )


def _name_call(call: ServiceCall, facts: Facts) -> str:
    """Return a call in words: what is done, and with what."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(call).__name__).strip()
    given = asdict(call)
    wanted = given.get("wanted")
    parts = [facts.shop.find_service(wanted.service_id).name] if wanted else []
    if wanted and wanted.resource_id is not None:
        parts.append(f"with {facts.shop.find_resource(wanted.resource_id).name}")
    if isinstance(call, HoldTimeSlot):
        zone = facts.shop.location.zone
        formats, starts = Formats(facts.shop, facts.now), call.starts_at.astimezone(zone)
        parts.append(f"{formats.day(starts.date())} at {formats.minute(starts.hour * 60 + starts.minute)}")
    return f"{words}: {', '.join(parts)}" if parts else words


def _indent(name: str, lines: Sequence[str]) -> list[str]:
    return [f"{name if place == 0 else '':<9}{line}" for place, line in enumerate(lines)]


def _describe_times(heard: Understanding, facts: Facts) -> Iterator[str]:
    for when in heard.times:
        yield f'time     "{heard.text[when.start : when.end]}"  by {", ".join(when.rules)}'
        yield from (f"         reads as {reading}" for reading in _list_readings(when, facts))
        yield f"         the shop takes it as {_settle(when, facts)}"


def _list_readings(when: When, facts: Facts) -> list[str]:
    days = [_day(d, facts) for d in when.days]
    clocks = [_clock(c, facts) for c in when.clocks]
    return [*([" or ".join(days)] if days else []), *([" or ".join(clocks)] if clocks else [])]


def _settle(when: When, facts: Facts) -> str:
    wish = TimeWish(days=when.days, clocks=when.clocks)
    settled = settle(wish, shop=facts.shop, now=facts.now, horizon=ANY_HORIZON)
    if isinstance(settled, Unclear):
        parts = [*(_day(d, facts) for d in settled.days), *(_clock(c, facts) for c in settled.clocks)]
        return f"unclear, and asks: {' or '.join(parts)}?"
    parts = [
        *([_day(settled.day, facts)] if settled.day else []),
        *([_clock(settled.clock, facts)] if settled.clock else []),
    ]
    return ", ".join(parts) or "no time at all"


def _day(day: DayRange, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    first, last = (formats.day(d) if d else "" for d in (day.first, day.last))
    return first if day.is_one_day else _write_range(first, last)


def _clock(clock: ClockRange, facts: Facts) -> str:
    formats = Formats(facts.shop, facts.now)
    start, end = ("" if m is None else formats.minute(m) for m in (clock.start, clock.end))
    return ("about " if clock.about else "") + (start if clock.is_point else _write_range(start, end))


def _write_range(start: str, end: str) -> str:
    """Return "9am to 5pm", "from 9am on" or "until 5pm"."""
    if not end:
        return f"from {start} on"
    return f"{start} to {end}" if start else f"until {end}"
