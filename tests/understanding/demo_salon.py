"""The salon of the message tests: what it sells, who works there."""

from datetime import datetime

from assistant.understanding.context import Context, Entry, Expecting

NOW = datetime(2026, 4, 14, 10, 0)  # noqa: DTZ001 -- civil time at the shop, as Context wants it

SERVICES = (
    Entry(id=1, name="Haircut", aliases=("cut", "trim")),
    Entry(id=2, name="Kids cut"),
    Entry(id=3, name="Beard trim", aliases=("beard",)),
    Entry(id=4, name="Blow dry"),
    Entry(id=5, name="Full colour"),
    Entry(id=6, name="Root touch-up", aliases=("roots",)),
    Entry(id=7, name="Highlights"),
    Entry(id=8, name="Bridal styling"),
)
PEOPLE = (Entry(id=1, name="Ana"), Entry(id=2, name="Ben"), Entry(id=3, name="Chloe"), Entry(id=4, name="Dev"))


def make_context(
    expecting: Expecting = Expecting.NOTHING,
    options: tuple[str, ...] = (),
    *,
    services: tuple[Entry, ...] = SERVICES,
    people: tuple[Entry, ...] = PEOPLE,
    locale: str = "en-GB",
) -> Context:
    return Context(now=NOW, locale=locale, services=services, people=people, expecting=expecting, options=options)
