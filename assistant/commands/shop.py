"""`shop load` and `shop show`: the shop as a file."""

from pathlib import Path

from assistant.clock import SystemClock
from assistant.commands.session import CommandError, need_business_id, open_database, prepare, say
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.storage.shops import ShopLoadError, find_shop_file, list_slugs, load_shop_file


async def load(path: Path) -> None:
    """Read a shop file and bring the database to it; a wrong file changes nothing."""
    settings = prepare(quiet=True)
    try:
        shop = read_shop_file(path)
    except ShopFileError as error:
        raise CommandError(str(error)) from None
    async with open_database(settings):
        try:
            report = await load_shop_file(shop, SystemClock().now())
        except ShopLoadError as error:
            raise CommandError(str(error)) from None
        others = [slug for slug in await list_slugs() if slug != shop.slug]
    if others:
        say(f"There are several shops now. Say which one is served: APP_SHOP={shop.slug} (or {' or '.join(others)})")
    if not report.changed:
        say(f"{shop.name}: nothing has changed.")
        return
    for verb, names in (("new", report.created), ("changed", report.updated), ("retired", report.retired)):
        if names:
            say(f"{verb}: {', '.join(names)}")


async def show(slug: str | None) -> None:
    """Print the shop as the database has it, in the form in which it is loaded."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        say(render_shop_file(await find_shop_file(await need_business_id(settings, slug))).rstrip())
