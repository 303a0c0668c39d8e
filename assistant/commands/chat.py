"""`chat`: talk to the shop in the terminal."""

import asyncio
import contextlib
import getpass
import secrets
from collections.abc import Callable
from datetime import timedelta
from itertools import takewhile

from assistant.clock import Clock, SystemClock
from assistant.commands.session import ensure_own_account, need_business_id, open_database, prepare, say
from assistant.knowledge.encoding import load_encoder
from assistant.knowledge.shelf import Shelf
from assistant.ports.accounts import Account
from assistant.ports.logs import Position
from assistant.ports.messages import Inbound
from assistant.responses.model import Rendered
from assistant.storage.inbox import StoredInbox
from assistant.storage.logs import StoredLogs
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.turn import Rules, Waiting, take_turn

PROMPT = "> "
ENTRIES_MAX = 50


class TerminalLine:
    """One conversation, whose messages go through the same inbox and turns as everybody's."""

    def __init__(self, account: Account, sender: str, *, clock: Clock, rules: Rules) -> None:
        self._account = account
        self._sender = sender
        self._clock = clock
        self._rules = rules
        self._logs = StoredLogs()
        self._position = Position()
        self._open: Rendered | None = None

    async def catch_up(self) -> list[Rendered]:
        """Return the replies since the last look and the customer's last line."""
        log = await self._logs.read(self._account, self._sender, after=self._position, limit=ENTRIES_MAX)
        self._position = log.position
        newest = takewhile(lambda entry: entry.author != "customer", reversed(log.entries))
        replies = [Rendered(text=e.text, choices=e.choices) for e in newest][::-1]
        self._open = replies[-1] if replies else self._open
        return replies

    async def say(self, text: str) -> list[Rendered]:
        """Send a line; return the replies. A number picks from the list that is open."""
        event = Inbound(
            account_id=self._account.id,
            business_id=self._account.business_id,
            dedupe_key=f"{self._sender}:{secrets.token_hex(8)}",
            address=self._sender,
            sender=self._sender,
            text=text,
            choice=self._find_choice(text),
        )
        for conversation_id in await StoredInbox().put([event], self._clock.now()):
            # A server on the same database may answer first: then there is nothing left to take.
            while (
                await take_turn(conversation_id, open_unit_of_work, read_clock=self._clock.now, rules=self._rules)
                is Waiting.MORE
            ):
                pass
        return await self.catch_up()

    def _find_choice(self, text: str) -> str | None:
        choices = self._open.choices if self._open else ()
        numbered = {str(n): choice.token for n, choice in enumerate(choices, start=1)}
        return numbered.get(text)


with contextlib.suppress(ImportError):  # arrow keys and a history, where Python has them
    import readline  # noqa: F401 - its import is its effect


async def chat(slug: str | None, sender: str | None, read_line: Callable[[str], str] = input) -> None:
    """Talk until the input ends."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        account = await ensure_own_account(await need_business_id(settings, slug), "terminal")
        shelf = Shelf(load_encoder(settings.answers))
        rules = Rules(hold_lasts=timedelta(minutes=settings.hold_minutes), shelf=shelf)
        line = TerminalLine(account, sender or getpass.getuser(), clock=SystemClock(), rules=rules)
        say("You are talking to the shop. Ctrl-D ends it.")
        for reply in await line.catch_up():  # where the talk was left, or what a person has answered since
            say(reply.plain)
        while True:
            try:
                text = (await asyncio.to_thread(read_line, PROMPT)).strip()
            except EOFError:
                say()
                return
            for reply in await line.say(text) if text else []:
                say(reply.plain)
