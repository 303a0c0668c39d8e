"""`inbox`: the conversations that wait for a person; read them, answer them, give them back."""

from assistant.clock import SystemClock
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.storage.handoffs import Handoff, answer_handoff, find_handoff, hand_back, list_handoffs
from assistant.storage.signals import tell_others
from assistant.understanding.mood.trend import TURNED_BAD, has_turned_bad, is_very_bad
from assistant.web.chat import in_conversation

PREVIEW_LENGTH = 60


async def show_list(slug: str | None) -> None:
    """Print who waits for a person, the longest waiting first."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        handoffs = await list_handoffs(await need_business_id(settings, slug))
    for handoff in handoffs:
        said = [entry.text for entry in handoff.entries if entry.author == "customer"]
        last = said[-1].replace("\n", " ")[:PREVIEW_LENGTH] if said else ""
        since, mood = f"since {handoff.since:%Y-%m-%d %H:%M} UTC", name_mood(handoff.mood)
        say(f"{handoff.conversation_id:>6}  {since}  {mood:<7}  {handoff.name or '?'}: {last}")
    if not handoffs:
        say("Nobody waits for a person.")


def name_mood(trend: float | None) -> str:
    """Return a conversation's mood in a word: `furious`, `upset`, `glad`, or `calm`, also where nothing told one."""
    if has_turned_bad(trend):
        return "furious" if is_very_bad(trend) else "upset"
    return "glad" if trend is not None and trend >= -TURNED_BAD else "calm"


async def show(conversation_id: int) -> None:
    """Print a conversation."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        handoff = await _need(conversation_id)
    for entry in handoff.entries:
        say(f"{entry.at:%Y-%m-%d %H:%M}  {entry.author:<9}  {entry.text}")


async def answer(conversation_id: int, text: str) -> None:
    """Write to the customer as a person."""
    if not text.strip():
        raise CommandError("An answer needs words: python -m assistant inbox answer NUMBER TEXT")
    settings = prepare(quiet=True)
    async with open_database(settings):
        await _need(conversation_id)
        await answer_handoff(conversation_id, text, SystemClock().now())
        await tell_others([in_conversation(conversation_id)])
    say("Sent. The conversation stays with you until you hand it back.")


async def give_back(conversation_id: int) -> None:
    """Let the assistant answer again."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        await _need(conversation_id)
        await hand_back(conversation_id)
    say("The assistant answers again.")


async def _need(conversation_id: int) -> Handoff:
    handoff = await find_handoff(conversation_id)
    if handoff is None:
        raise CommandError(f"There is no conversation {conversation_id} with a person. See: python -m assistant inbox")
    return handoff
