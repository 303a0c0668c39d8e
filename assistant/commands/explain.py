"""`explain`: which rule read which words, what the model thought, and what came of it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import asdict, replace

from assistant.calls.desk import Desk
from assistant.calls.perform import perform
from assistant.clock import SystemClock
from assistant.commands.rehearsal import HOLD_LASTS, RehearsedWork, play
from assistant.commands.searches import describe_search, write_clock, write_day
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.dialogue.acts import Reply
from assistant.dialogue.context import build_context
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.policy import decide
from assistant.dialogue.question import Question, QuestionKind
from assistant.dialogue.results import track_result
from assistant.dialogue.services import FindBookings, FindTimeSlots, HoldTimeSlot, ServiceCall, TimeSlotsFound
from assistant.dialogue.state import DialogueState, begin_turn
from assistant.dialogue.timing.readings import Unclear, settle
from assistant.dialogue.track import track
from assistant.knowledge.answers import find_answer
from assistant.knowledge.encoding import load_encoder
from assistant.knowledge.shelf import Shelf
from assistant.ports.turns import Conversation, Customer, UnitOfWork
from assistant.responses.formats import Formats
from assistant.responses.render import render
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.turn import recognise
from assistant.understanding.context import Context
from assistant.understanding.intents.trained import load_model
from assistant.understanding.model import Understanding
from assistant.understanding.mood.sentiment import ANGRY, COMPLAINING, list_tellers
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.recognizer import judge_guess, understand
from assistant.understanding.times.model import When
from assistant.understanding.vocabulary import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:['&.:/-][^\W_]+)*")
_SAYS_NOTHING = FUNCTION_WORDS - {"no", "not", "never", "nor", "neither", "except"}
ANY_HORIZON = timedelta(days=366)
GUESSES_SHOWN = 3
READING_CALLS = (FindTimeSlots, FindBookings)
"""What may be asked of the database for an explanation: it changes nothing."""
CALLS_MAX = 4


class Opening(Struct, frozen=True, kw_only=True):
    """What came before the message that is explained; by default nothing."""

    asked: str | None = None
    """The kind of question that was asked."""
    conversation_id: int | None = None
    """The stored conversation that it goes on."""
    after: tuple[str, ...] = ()
    """The messages that the customer wrote first."""


async def show_explanation(
    text: str, slug: str | None, now: datetime | None = None, opening: Opening | None = None
) -> None:
    """Print what the assistant understands of a message after what came before it. Raises CommandError."""
    opening = opening or Opening()
    settings = prepare(quiet=True)
    _check(opening)
    async with open_database(settings), open_unit_of_work() as work:
        business_id = await need_business_id(settings, slug)
        now = now or SystemClock().now()
        conversation = await _find_conversation(work, business_id, opening)
        rehearsed = RehearsedWork(work, conversation, now)
        conversation, answers = await play(rehearsed, conversation, opening.after, now)
        for said, answered in zip(opening.after, answers, strict=True):
            say(f"> {said}\n{answered or '(a person has the conversation, and answers)'}\n")
        shop = await work.find_shop(business_id)
        entries = await work.find_answers(business_id)
        index = Shelf(load_encoder(settings.answers)).open_index(business_id, entries, shop.locale)
        facts = Facts(shop=shop, now=now, turn=conversation.turns + 1, answers=index)
        state = recognise(begin_turn(conversation.memory), conversation.customer)
        if opening.asked:
            state = replace(state, question=Question(kind=QuestionKind(opening.asked)))
        context = build_context(state, facts)
        heard = understand(text, context)
        for line in explain(heard, context, facts):
            say(line)
        if conversation.is_with_person:
            say("task     none: a person has the conversation, and answers")
            return
        desk = _open_desk(rehearsed, conversation, facts)
        for line in await _follow(desk, track(state, heard, facts), facts):
            say(line)


def _check(opening: Opening) -> None:
    if opening.asked and opening.asked not in set(QuestionKind):
        raise CommandError(f"--asked is one of: {', '.join(QuestionKind)}")
    if opening.asked and (opening.after or opening.conversation_id is not None):
        raise CommandError("--asked names a question; with --after or --conversation the assistant has asked its own")


async def _find_conversation(work: UnitOfWork, business_id: int, opening: Opening) -> Conversation:
    """Return the stored conversation that is named, else one with somebody whom nobody knows."""
    if opening.conversation_id is None:
        return Conversation(
            id=0,
            business_id=business_id,
            account_id=0,
            sender="",
            turns=0,
            is_with_person=False,
            memory=DialogueState(),
            customer=Customer(id=None),
        )
    begun = await work.begin_turn(opening.conversation_id, 0)
    if begun is None or begun[0].business_id != business_id:
        raise CommandError(f"There is no conversation {opening.conversation_id} with this shop.")
    return begun[0]


def explain(heard: Understanding, context: Context, facts: Facts) -> Iterator[str]:
    """Yield what was understood of a message, line by line: what, by which rule from where, and what else there was."""
    yield f"asked    {context.expecting}"
    yield from _describe(heard, facts)
    if not heard.trace:
        yield "no rule has read anything, and the model's guess does not count"
    yield from _list_rules(heard)
    if unread := list_unread(heard):
        yield f"unread   {', '.join(unread)}"
    yield from _describe_times(heard, facts)
    yield from _describe_guess(heard.text, context)
    yield from _describe_answers(heard, facts)
    tellers = [f'"{words}" {weight:+g}' for words, weight in list_tellers(fold(heard.text))]
    yield ", ".join([f"mood     {heard.sentiment:.2f}, {_name_mood(heard.sentiment)}", *tellers])


def _describe_answers(heard: Understanding, facts: Facts) -> Iterator[str]:
    """Yield what is asked beside what is wanted, and how likely which of the shop's answers is the one."""
    for asked in heard.questions if facts.answers else ():
        yield f'asks for "{asked.text}"'
        matches = facts.answers.rank(asked.text, facts.today)[:GUESSES_SHOWN] if facts.answers else ()
        likely = ", ".join(f"{match.entry.slug} {match.score:.2f}" for match in matches)
        found = facts.answers and find_answer(asked.text, facts.answers, facts.today)
        yield f"         {type(found).__name__.lower()}: {likely or 'nothing like it'}"


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
    for rule, start, end in _find_rules(heard):
        yield f'rule     {rule}: "{heard.text[start:end]}"  characters {start} to {end}'


def _find_rules(heard: Understanding) -> Iterator[tuple[str, int, int]]:
    """Yield the rules that have read something, each with the first and the last but one of its characters."""
    seen: dict[str, int] = {}
    for line in heard.trace:
        rule, _, words = line.partition(": ")
        start = heard.text.find(words[1:-1], seen.get(line, 0))
        seen[line] = start + 1
        if not rule.startswith("model."):
            yield rule, start, start + len(words) - 2


def list_unread(heard: Understanding) -> list[str]:
    """Return the words that no rule has read, in their order, without those that say nothing by themselves."""
    read = {place for _, start, end in _find_rules(heard) for place in range(start, end)}
    words = _WORD.finditer(fold(heard.text))
    unread = [word for word in words if word.start() not in read and word[0] not in _SAYS_NOTHING]
    return [heard.text[word.start() : word.end()] for word in unread if len(word[0]) > 1 or word[0].isdigit()]


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


async def _follow(desk: Desk, state: DialogueState, facts: Facts) -> list[str]:
    """Return what the dialogue makes of it, up to the first step that would change something."""
    lines = [f"task     {state.task or 'none'}"]
    decision = decide(state, facts)
    for _ in range(CALLS_MAX):
        if isinstance(decision, Reply) or not isinstance(decision, READING_CALLS):
            break
        lines.append(f"does     {_name_call(decision, facts)}")
        result = await perform(decision, desk)
        if isinstance(decision, FindTimeSlots) and isinstance(result, TimeSlotsFound):
            lines += describe_search(decision.wanted, result.offers, facts)
        state = track_result(state, decision, result, facts)
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


def _open_desk(work: RehearsedWork, conversation: Conversation, facts: Facts) -> Desk:
    """Return what calls are performed with; nothing of it is committed."""
    return Desk(
        work=work,
        conversation=conversation,
        bookings=work.open_bookings(conversation, facts.now),
        shop=facts.shop,
        now=facts.now,
        hold_lasts=HOLD_LASTS,
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
    days = [write_day(d, facts) for d in when.days]
    clocks = [write_clock(c, facts) for c in when.clocks]
    return [*([" or ".join(days)] if days else []), *([" or ".join(clocks)] if clocks else [])]


def _settle(when: When, facts: Facts) -> str:
    wish = TimeWish(days=when.days, clocks=when.clocks)
    settled = settle(wish, shop=facts.shop, now=facts.now, horizon=ANY_HORIZON)
    if isinstance(settled, Unclear):
        parts = [*(write_day(d, facts) for d in settled.days), *(write_clock(c, facts) for c in settled.clocks)]
        return f"unclear, and asks: {' or '.join(parts)}?"
    parts = [
        *([write_day(settled.day, facts)] if settled.day else []),
        *([write_clock(settled.clock, facts)] if settled.clock else []),
    ]
    return ", ".join(parts) or "no time at all"
