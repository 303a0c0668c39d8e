"""Every conversation under this folder, against the real database."""

import itertools
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from honesty import check_honesty
from script import Bookings, Event, Expect, Say, Script, matches, read_scripts
from world import FrozenClock, Line, World

from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound
from assistant.responses.model import Rendered
from assistant.shopfile.read import read_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import find_business_id, load_shop_file
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.turn import Rules, Waiting, take_turn

FOLDER = Path(__file__).parent
SCRIPTS = [s for path in sorted(FOLDER.glob("*.txt")) for s in read_scripts(path)]
_versions = itertools.count(1000, 1000)
RULES = Rules(hold_lasts=timedelta(minutes=10))


class DirectLine:
    """Talks to the inbox and takes the turn in this process."""

    def __init__(self, account: Account, clock: FrozenClock) -> None:
        self.account = account
        self.clock = clock
        self.count = 0
        self.last = 0

    async def say(self, messages: list[tuple[str, str | None]]) -> list[Rendered]:
        events = []
        for text, choice in messages:
            self.count += 1
            events.append(
                Inbound(
                    account_id=self.account.id,
                    business_id=self.account.business_id,
                    dedupe_key=f"m{self.count}",
                    address="joe",
                    sender="joe",
                    text=text,
                    choice=choice,
                )
            )
        for conversation_id in await StoredInbox().put(events, self.clock.now()):
            while (
                await take_turn(conversation_id, open_unit_of_work, read_clock=self.clock.now, rules=RULES)
                is Waiting.MORE
            ):
                pass
        return await self.hear()

    async def hear(self) -> list[Rendered]:
        rows = await models.OutboxMessage.filter(id__gt=self.last).order_by("id")
        self.last = rows[-1].id if rows else self.last
        return [_to_rendered(row.body) for row in rows]


def _to_rendered(body: dict[str, object]) -> Rendered:
    import msgspec

    return msgspec.convert(body, Rendered)


class Player:
    """Plays a script through a line."""

    def __init__(self, script: Script, world: World, line: Line) -> None:
        self.script = script
        self.world = world
        self.line = line
        self.unread: list[Rendered] = []
        self.seen: list[Rendered] = []
        self.code = ""
        self.transcript: list[str] = []

    async def play(self) -> None:
        for step in self.script.steps:
            match step:
                case Say(lines=lines):
                    assert not self.unread, self._complain(f"the script does not expect {self.unread[0].text!r}")
                    self.transcript += [f"> {line}" for line in lines]
                    self.unread = await self.line.say([self._message(line) for line in lines])
                    for rendered in self.unread:
                        await check_honesty(rendered.text, await self.world.find_shop(), self.world.clock.now())
                case Expect():
                    self._check(step)
                case Event(words=words):
                    self.transcript.append(f"! {words}")
                    await self.world.happen(words)
                    if "worker" in words:
                        self.unread += await self.line.hear()
                case Bookings(lines=lines):
                    await self._check_bookings(lines)
        assert not self.unread, self._complain(f"the script does not expect {self.unread[0].text!r}")

    def _message(self, line: str) -> tuple[str, str | None]:
        if not (line.startswith("[") and line.endswith("]")):
            return line.replace("{code}", self.code), None
        title = line[1:-1]
        for rendered in reversed(self.seen):
            for choice in rendered.choices:
                if choice.title == title:
                    return title, choice.token
        raise AssertionError(self._complain(f"no reply so far had a button {title!r}"))

    def _check(self, step: Expect) -> None:
        if step.text == "(silence)":
            assert not self.unread, self._complain(f"expected silence, got {self.unread}")
            return
        assert self.unread, self._complain(f"expected {step.text!r}, and nothing came")
        actual = self.unread.pop(0)
        self.seen.append(actual)
        titles = tuple(c.title for c in actual.choices)
        self.transcript += [f"< {line}" for line in actual.text.split("\n")]
        self.transcript.append(f"< [{' | '.join(titles)}]")
        if found := re.search(r"code (?:is )?(?:still )?([0-9A-Z]{5})\b", actual.text):
            self.code = found.group(1)
        assert matches(step.text, actual.text), self._complain(f"expected (line {step.line}):\n{step.text}")
        if step.choices is not None:
            assert titles == step.choices, self._complain(f"expected choices {step.choices}")

    async def _check_bookings(self, lines: tuple[str, ...]) -> None:
        shop = await self.world.find_shop()
        actual = []
        rows = await models.Booking.filter(status__in=["held", "confirmed"]).exclude(name="Rival").order_by("starts_at")
        for row in rows.copy():
            taken = await models.Occupancy.filter(booking_id=row.id, status=row.status).order_by("id")
            resources = [shop.find_resource(o.resource_id) for o in taken]  # type: ignore[attr-defined]  # Tortoise's
            person = next((r.name for r in resources if r.kind == "person"), _count_slugs(r.slug for r in resources))
            service = shop.find_service(row.service_id).name  # type: ignore[attr-defined]  # Tortoise's
            civil = row.starts_at.astimezone(shop.location.zone).strftime("%Y-%m-%d %H:%M")
            actual.append(f"{row.status} {service} {person} {civil} {row.name}".strip())
        assert tuple(actual) == lines, self._complain(f"expected bookings {lines}, there are {actual}")

    def _complain(self, what: str) -> str:
        return "\n".join([self.script.name, *self.transcript, what])


def _count_slugs(slugs: Iterable[str]) -> str:
    """Return what is taken as scripts write it: `window-1+window-2`, `main-room*2`."""
    return "+".join(slug if n == 1 else f"{slug}*{n}" for slug, n in Counter(slugs).items()) or "-"


@pytest_asyncio.fixture
async def template(script: Script, shop_templates: Callable[[Path], Awaitable[str]]) -> str:
    """The database of the script's shop, loaded once."""
    return await shop_templates(find_shop_path(script.shop))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda s: s.name)
@pytest.mark.usefixtures("database")
async def test_conversation(script: Script) -> None:
    world = await open_world(script)
    await Player(script, world, DirectLine(world.account, world.clock)).play()


def find_shop_path(name: str) -> Path:
    """Return the file of a shop: one that only plays here, or one of the demo's."""
    own = FOLDER / "shops" / f"{name}.toml"
    return own if own.exists() else Path("assistant/shopfile/demo") / f"{name}.toml"


async def open_world(script: Script) -> World:
    """Set the clock of the script's shop, and load it where the database is not a copy of one that has it."""
    zone = ZoneInfo(script.zone or "Europe/London")
    clock = FrozenClock(script.now.replace(tzinfo=zone).astimezone(UTC))
    if await find_business_id() is None:
        await load_shop_file(read_shop_file(find_shop_path(script.shop)), clock.now())
    # The process caches shops by version, and this is another database than the one before.
    await models.Business.all().update(version=next(_versions))
    if script.zone:
        await models.Location.all().update(zone=script.zone)
    business_id = await find_business_id()
    assert business_id is not None
    return World(business_id, clock, await ensure_account(business_id, "standard", "demo"))
