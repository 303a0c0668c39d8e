"""A shop for messages that were written to many: open all day, and for as far ahead as any of them asks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.booking.model import CivilPeriod, Location, Policy, Service, Shop
from assistant.dialogue.facts import Facts

ZONE = ZoneInfo("UTC")
OPENS, CLOSES = 7 * 60, 23 * 60
"""What decides between the halves of the day, where the words do not."""
HORIZON = timedelta(days=1100)


def make_shop(locale: str, services: tuple[Service, ...] = ()) -> Shop:
    """Return a shop whose customers write as in `locale`."""
    week = ((CivilPeriod(opens=OPENS, closes=CLOSES),),) * 7
    return Shop(
        business_id=1,
        version=1,
        slug="sets",
        name="Sets",
        locale=locale,
        currency="GBP",
        location=Location(id=1, name="Sets", zone=ZONE, hours=week),
        services=services,
        resources=(),
    )


def make_policy() -> Policy:
    """Return rules that refuse nothing that a set asks for."""
    none = timedelta(0)
    return Policy(
        min_notice=none, horizon=HORIZON, step=timedelta(minutes=5), cancel_cutoff=none, reschedule_cutoff=none
    )


def make_facts(shop: Shop, now: str) -> Facts:
    """Return the facts of one message: `now` is the set's civil time."""
    return Facts(shop=shop, now=datetime.fromisoformat(now).replace(tzinfo=ZONE), turn=1)
