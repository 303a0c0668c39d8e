"""Shops in the database: found for a turn, or given back as shop files. `shop_load` writes them."""

from assistant.booking.model import Shop
from assistant.shopfile.model import ShopFile
from assistant.storage import models
from assistant.storage.shop_load import LoadReport, ShopLoadError, load_shop_file
from assistant.storage.shop_rows import read_rows, to_shop, to_shop_file

__all__ = [
    "LoadReport",
    "ShopLoadError",
    "find_business_id",
    "find_shop",
    "find_shop_file",
    "is_empty",
    "list_slugs",
    "load_shop_file",
]


async def find_shop(business_id: int) -> Shop:
    """Return the shop of that id, all parts of one version.

    Retired services and resources are in it with `active=False`, after the others, for the bookings that point at
    them; no service's `resource_ids` names a retired resource. Raises LookupError where there is no such shop.
    """
    return to_shop(await read_rows(business_id))


async def find_shop_file(business_id: int) -> ShopFile:
    """Return what the database says of a shop, as a shop file; raises LookupError where there is no such shop."""
    return to_shop_file(await read_rows(business_id))


async def find_business_id(slug: str | None = None) -> int | None:
    """Return the id of the business of that slug, or None where there is none.

    Without a slug it is the only business. Raises LookupError where there are several to choose from.
    """
    found = models.Business.all() if slug is None else models.Business.filter(slug=slug)
    rows = await found.order_by("slug").values("id", "slug")
    if len(rows) > 1:
        raise LookupError(f"there are several shops: say which, {' or '.join(row['slug'] for row in rows)}")
    return int(rows[0]["id"]) if rows else None


async def list_slugs() -> list[str]:
    """Return the slugs of all businesses, in order."""
    return [str(row["slug"]) for row in await models.Business.all().order_by("slug").values("slug")]


async def is_empty() -> bool:
    """Return whether no shop has been loaded yet."""
    return not await models.Business.exists()
