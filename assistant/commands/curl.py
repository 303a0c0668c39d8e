"""`curl`: a signed message for the webhook, ready to be pasted."""

import json
import shlex
from datetime import datetime
from secrets import token_hex

from assistant.channels.shared.signatures import sign
from assistant.clock import SystemClock
from assistant.commands.session import need_account, need_business_id, open_database, prepare, say
from assistant.ports.accounts import Account
from assistant.settings import Settings


def make_curl(settings: Settings, account: Account, text: str, now: datetime) -> str:
    """Return the command that sends `text` to a webhook account, signed now."""
    data = {"conversation": "curl", "sender": "curl", "text": text}
    body = json.dumps({"type": "message.created", "timestamp": now.isoformat(), "data": data}, ensure_ascii=False)
    headers = sign(secrets=account.secrets, webhook_id=f"msg_{token_hex(8)}", body=body.encode(), now=now)
    lines = [f"curl -sS {settings.public_url}/webhooks/standard/{account.name}", "-H 'content-type: application/json'"]
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
    return " \\\n    ".join(["  " + lines[0], *lines[1:], f"-d {shlex.quote(body)}"])


async def show_curl(text: str, account_name: str, shop: str | None) -> None:
    """Print the command for one message."""
    settings = prepare(quiet=True)
    async with open_database(settings):
        account = await need_account(await need_business_id(settings, shop), "standard", account_name)
    say(make_curl(settings, account, text, SystemClock().now()))
