"""Channel accounts: which lines lead into which shop."""

import asyncio
import secrets
from base64 import b64encode

import msgspec
from tortoise.transactions import in_transaction

from assistant.ports.accounts import Account
from assistant.storage import models
from assistant.storage.pools import FRONT, MODELS
from assistant.storage.rows import run

SECRET_BYTES = 24
"""The length of the Standard Webhooks reference's own secrets, within the 24 to 64 bytes that it asks for."""


FIND = """
    SELECT id, business_id, channel, name, secrets::text AS secrets, reply_url FROM channel_account
     WHERE channel = $1 AND name = $2 AND active"""
REMEMBERED_FOR_S = 10.0
"""How long an account that was retired may still receive; a new secret is good at once: `ports.accounts.Accounts`."""


class StoredAccounts:
    """The `Accounts` of `ports`. They change once in a blue moon, and each delivery asks for one: it is remembered."""

    def __init__(self) -> None:
        self._remembered: dict[tuple[str, str], tuple[float, Account]] = {}

    async def find(self, channel: str, name: str, *, newest: bool = False) -> Account | None:
        """See `ports.accounts.Accounts`."""
        now = asyncio.get_running_loop().time()
        since, account = self._remembered.get((channel, name), (-REMEMBERED_FOR_S, None))
        if account and not newest and now - since < REMEMBERED_FOR_S:
            return account
        rows = await run(FIND, channel, name, pool=FRONT)
        if not rows:
            self._remembered.pop((channel, name), None)
            return None
        keys = tuple(msgspec.json.decode(rows[0]["secrets"], type=list[str]))
        account = Account(**{**rows[0], "secrets": keys})
        self._remembered[channel, name] = now, account
        return account


def make_secret() -> str:
    """Return a new signing secret in the form of Standard Webhooks: `whsec_` and base64."""
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


async def ensure_account(business_id: int, channel: str, name: str, *, reply_url: str = "") -> Account:
    """Return the account of that channel and name, made with a fresh secret where there is none yet.

    Names are unique for a channel, since a webhook's path has nothing else: raises LookupError where another business
    has the name, or where the business has no location.
    """
    async with in_transaction(MODELS):
        row = await models.ChannelAccount.get_or_none(channel=channel, name=name)
        if row is not None and row.business_id != business_id:  # type: ignore[attr-defined]  # Tortoise makes it
            raise LookupError(f"the account {channel} {name} belongs to another shop: choose another name")
        if row is None:
            location = await models.Location.filter(business_id=business_id).order_by("id").first()
            if location is None:
                raise LookupError(f"business {business_id} has no location: load its shop file first")
            keys = [make_secret()] if channel == "standard" else []
            row = await models.ChannelAccount.create(
                business_id=business_id,
                location_id=location.id,
                channel=channel,
                name=name,
                secrets=keys,
                reply_url=reply_url,
            )
        return _to_account(row)


async def list_accounts(business_id: int) -> list[Account]:
    """Return the active accounts of a business, by channel and name."""
    rows = await models.ChannelAccount.filter(business_id=business_id, active=True).order_by("channel", "name")
    return [_to_account(row) for row in rows]


async def change_account(account: Account, *, reply_url: str | None = None, rotate: bool = False) -> Account:
    """Return the account with another reply URL, or with a new secret in front of the one it had.

    The older secret is still accepted, so that the other side can follow at its own pace; a third is dropped.
    """
    row = await models.ChannelAccount.get(id=account.id)
    if reply_url is not None:
        row.reply_url = reply_url
    if rotate:
        row.secrets = [make_secret(), *row.secrets[:1]]
    await row.save()
    return _to_account(row)


def _to_account(row: models.ChannelAccount) -> Account:
    return Account(
        id=row.id,
        business_id=row.business_id,  # type: ignore[attr-defined]  # Tortoise makes it from `business`
        channel=row.channel,
        name=row.name,
        secrets=tuple(row.secrets),
        reply_url=row.reply_url,
    )
