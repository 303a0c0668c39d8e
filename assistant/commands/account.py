"""`account`: the lines into the shop, their secrets and where replies go."""

from assistant.commands.session import CommandError, need_account, need_business_id, open_database, prepare, say
from assistant.ports.accounts import Account
from assistant.storage.accounts import change_account, ensure_account, list_accounts


async def show_list(slug: str | None) -> None:
    """Print the accounts, without their secrets."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        for account in await list_accounts(await need_business_id(settings, slug)):
            say(f"{account.channel:<10}{account.name:<20}{account.reply_url or '-'}")


async def add(channel: str, name: str, reply_url: str, slug: str | None) -> None:
    """Make an account and print its secret."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        known = [a for a in await list_accounts(business_id) if (a.channel, a.name) == (channel, name)]
        if known:
            raise CommandError(f"There is an account {channel} {name} already: change it with account set.")
        try:
            account = await ensure_account(business_id, channel, name, reply_url=reply_url)
        except LookupError as error:
            raise CommandError(f"{error}.") from None
        _show(account, settings.public_url)


async def change(channel: str, name: str, reply_url: str | None, slug: str | None, *, rotate: bool) -> None:
    """Change where replies go, or take a new secret; print the account."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        account = await need_account(await need_business_id(settings, slug), channel, name)
        _show(await change_account(account, reply_url=reply_url, rotate=rotate), settings.public_url)


def _show(account: Account, public_url: str) -> None:
    say(f"POST to    {public_url}/webhooks/{account.channel}/{account.name}")
    say(f"secret     {account.secrets[0]}")
    for secret in account.secrets[1:]:
        say(f"still good {secret}")
    say(f"replies to {account.reply_url or '(nowhere yet: account set ... --reply-url URL)'}")
