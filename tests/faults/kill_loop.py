"""The server is killed under load, at any moment."""

import asyncio

from scene import BROKEN_OFF, Outcome, Scene

CUSTOMERS_AT_ONCE = 24
LIFE_S = (0.05, 1.5)
"""How long a server lives after it was ready."""


async def run_kill_loop(scene: Scene, *, kills: int) -> Outcome:
    """Kill the only server so often while customers write, and start it again each time."""
    (server,) = scene.servers
    await scene.start()
    async with scene.crowd.talking(CUSTOMERS_AT_ONCE):
        for _ in range(kills):
            await asyncio.sleep(scene.dice.uniform(*LIFE_S))
            await server.kill()
            await scene.expire_claims()
            await scene.start()
    return await scene.reckon("kill -9 under load", {"kills": kills}, expected=BROKEN_OFF)
