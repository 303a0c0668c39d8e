"""The platform delivers everything several times, in any order, to two servers at once."""

from scene import Outcome, Scene

CUSTOMERS_AT_ONCE_MAX = 48
LINES_OF_EACH = 8


async def run_delivery_storm(scene: Scene, *, messages: int, copies: int) -> Outcome:
    """Say so many messages, each delivered once and `copies` times more."""
    await scene.start()
    scene.platform.copies = copies
    await scene.crowd.say(messages, min(CUSTOMERS_AT_ONCE_MAX, messages // LINES_OF_EACH + 1))
    return await scene.reckon("delivery storm", {"servers": len(scene.servers)})
