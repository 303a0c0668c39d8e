"""Whatever is said, in whatever order: every turn is answered once, in bounded calls, and truthfully."""

import random
from datetime import datetime

import pytest
from honesty import check_honesty
from script import Script
from test_conversations import DirectLine, open_world
from world import World

from assistant.responses.model import Rendered

SAYINGS = """
hi | thanks | bye | help | yes | ok | no | never mind | cancel | 1 | 2 | 3 | 9 | the last one | other times | later
anything earlier? | I'd like a haircut | beard trim | full colour with Ana | bridal styling for 3 | with Ben | anyone
someone else | haircut for 2 people | tomorrow | tomorrow at 3 | Thursday after work | Friday at 10 or 11 | next week
asap | on 3/4 | 31 February | yesterday | on 31/12/9999 at 3 | Sunday | at 8pm | 15:10 | make it 4 | no, Thursday
yes but at 5 | cancel my appointment | cancel it | cancel booking AB2D7 | move it to Friday | can I move my haircut
what have I booked? | I'm Joe | my name is Eve | 07911 123456 | how much is a haircut? | 👍 | 👎 | glorp | 7K2MP | ?
move my Tuesday appointment to Wednesday at 2 | actually book a kids cut | forget it, Thursday at 4 instead
an hour later | half an hour earlier | push it back a week | the day after | same time next week | same time on Friday
the usual | same again in 4 weeks | like last time with Ben | 100 years later | not Tuesday | any day but Friday | not 3
not in the morning | anyone but Ana | not with Ben or Dev | every Tuesday at 3, 3 times | move them all an hour later
Friday doesn't work | weekends are out | every Tuesday but not tomorrow, twice | a month earlier
""".replace("\n", "|").split("|")  # fmt: skip
TURNS = 14
MONDAY_MORNING = Script(kind="chatter", name="chatter", now=datetime(2026, 11, 23, 9), shop="salon", zone="", steps=())  # noqa: DTZ001 - civil time at the shop


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("database")
async def test_chatter_is_answered_and_the_answers_are_true(seed: int) -> None:
    world = await open_world(MONDAY_MORNING)
    await chatter(random.Random(seed), world, DirectLine(world.account, world.clock))  # noqa: S311 - a seeded test


async def chatter(chance: random.Random, world: World, line: DirectLine) -> None:
    """Say `TURNS` things at random, some in bursts, some by buttons new and old."""
    seen: list[Rendered] = []
    said: list[str] = []
    for _ in range(TURNS):
        messages = [_choose(chance, seen) for _ in range(chance.choice([1, 1, 1, 2, 3]))]
        replies = await line.say(messages)
        said += [text for text, _ in messages] + [rendered.text for rendered in replies]
        assert len(replies) == 1, "\n".join(said)
        await check_honesty(replies[0].text, await world.find_shop(), world.clock.now())
        seen += replies
        if "keep quiet" in replies[0].text:
            await world.hand_back()
        if chance.random() < 0.2:
            await world.pass_minutes("15", "minutes")


def _choose(chance: random.Random, seen: list[Rendered]) -> tuple[str, str | None]:
    choices = [c for rendered in seen[-3:] for c in rendered.choices if "person" not in c.title]
    if choices and chance.random() < 0.4:
        choice = chance.choice(choices)
        return choice.title, choice.token
    return chance.choice(SAYINGS).strip() or "hello", None
