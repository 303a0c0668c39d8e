"""`replies`: what went, or would have gone, to a webhook account's reply URL."""

from assistant.commands.session import need_account, need_business_id, open_database, prepare, say
from assistant.storage.logs import read_newest_replies

REPLIES_MAX = 10


async def show_replies(account_name: str, slug: str | None) -> None:
    """Print the newest replies of a webhook account, oldest first."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        account = await need_account(await need_business_id(settings, slug), "standard", account_name)
        replies = await read_newest_replies(account, REPLIES_MAX)
    for address, rendered in replies:
        say(f"to {address}:\n{rendered.plain}\n")
    if not replies:
        say("No reply yet.")
