"""What every command needs first: settings, logs, and the database with its models."""

import contextlib
import sys
from collections.abc import AsyncIterator

from tortoise import Tortoise

from assistant.clock import use_packaged_time_zones
from assistant.database import MIGRATIONS, NotAtHeadError, build_tortoise_config, open_credentials
from assistant.ports.accounts import Account
from assistant.settings import Settings, load_settings
from assistant.storage.accounts import ensure_account, list_accounts
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.readiness import find_unapplied
from assistant.storage.shops import find_business_id, find_shop_file
from assistant.telemetry.logs import set_up_logs


class CommandError(Exception):
    """A command cannot do what it was asked to. Its text is for the person who typed it."""


def prepare(*, quiet: bool = False) -> Settings:
    """Return the settings, with logs and time zones set up. Raises SettingsError."""
    settings = load_settings()
    set_up_logs(level="warning" if quiet else settings.log_level, as_json=settings.log_format == "json")
    use_packaged_time_zones()
    return settings


@contextlib.asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[None]:
    """Initialise the models on the database that the settings name, at head; start the embedded server if need be."""
    with open_credentials(settings) as credentials:
        async with open_models(settings, credentials):
            yield


@contextlib.asynccontextmanager
async def open_models(settings: Settings, credentials: DatabaseCredentials) -> AsyncIterator[None]:
    """Initialise the models on a database that is at head."""
    await Tortoise.init(config=build_tortoise_config(credentials, settings), _enable_global_fallback=True)
    try:
        if await find_unapplied(MIGRATIONS):
            raise NotAtHeadError("The database is not at head. Run: python -m assistant migrate")
        yield
    finally:
        await Tortoise.close_connections()


async def need_business_id(settings: Settings, slug: str | None = None) -> int:
    """Return the shop that is meant: `slug`, else APP_SHOP, else the only one. Raises CommandError where none is."""
    slug = slug or settings.shop or None
    try:
        business_id = await find_business_id(slug)
    except LookupError as error:
        raise CommandError(f"{error} (with --shop or APP_SHOP)") from None
    if business_id is None:
        which = f"no shop called {slug}" if slug else "no shop"
        raise CommandError(f"There is {which} in the database. Load one: python -m assistant shop load FILE")
    return business_id


async def need_account(business_id: int, channel: str, name: str) -> Account:
    """Return an account of the shop. Raises CommandError where there is none of that name."""
    accounts = await list_accounts(business_id)
    account = next((a for a in accounts if (a.channel, a.name) == (channel, name)), None)
    if account is None:
        others = ", ".join(a.name for a in accounts if a.channel == channel) or "none"
        raise CommandError(
            f"There is no account {channel} {name}. Of this kind there are: {others}. "
            "See: python -m assistant account list"
        )
    return account


async def ensure_own_account(business_id: int, channel: str) -> Account:
    """Return the shop's account for its chat page or its terminal, which bears the shop's name."""
    shop = await find_shop_file(business_id)
    return await ensure_account(business_id, channel, shop.slug)


def say(text: str = "") -> None:
    """Write a line to standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
