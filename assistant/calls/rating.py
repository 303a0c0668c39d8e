"""Ask a customer how a visit was: the one message that nobody has asked for."""

from datetime import datetime

from msgspec.structs import replace

from assistant.dialogue.facts import Facts
from assistant.dialogue.rating.ask import ask_rating, remember_asked
from assistant.dialogue.repetition import checksum
from assistant.ports.turns import Closing, OpenUnitOfWork
from assistant.ports.visits import DueVisit
from assistant.responses.render import render


async def ask_about(visit: DueVisit, open_unit_of_work: OpenUnitOfWork, now: datetime) -> bool:
    """Ask about a visit, in one transaction with the note that it was asked; return whether it was to be asked.

    Once, whoever else tries: the conversation's row is locked, and there is one such note for a booking. Raises what
    `turn.take_turn` raises of the database; then nothing has happened.
    """
    async with open_unit_of_work() as work:
        conversation, waiting = await work.begin_turn(visit.conversation_id, 1) or (None, ())
        if conversation is None or waiting or not await work.claim_rating(conversation, visit.booking_id, now):
            return False
        booking = await work.open_bookings(conversation, now).find_own(visit.booking_id)
        if booking is None:
            return False
        shop = await work.find_shop(conversation.business_id)
        facts = Facts(shop=shop, now=now, turn=conversation.turns + 1)
        reply = ask_rating(booking, facts)
        rendered = render(reply, shop=shop, now=now)
        titles = tuple(choice.title for choice in rendered.choices)
        memory = remember_asked(conversation.memory, booking, reply, titles, facts.turn)
        said = checksum(rendered.text, titles)
        closing = Closing(messages=(), memory=replace(memory, said=said), reply=rendered)
        await work.close_turn(conversation, closing, now)
        await work.commit()
        return True
