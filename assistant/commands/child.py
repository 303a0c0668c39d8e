"""One of several server processes, as `supervisor` starts it: `python -m assistant.commands.child ORDER`."""

import asyncio
import os
import shutil
import signal
import sys
import threading
from pathlib import Path

import msgspec

from assistant.app import Role
from assistant.commands.serve import find_lines, serve_alone
from assistant.commands.session import CommandError, prepare
from assistant.commands.supervisor import READY
from assistant.database import NotAtHeadError, open_credentials
from assistant.ports.errors import UnavailableError
from assistant.settings import SettingsError, at_port
from assistant.storage.embedded import EmbeddedPostgresError
from assistant.telemetry.metrics import share_metrics


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What this child is told: see `supervisor.Order`."""

    slug: str | None
    has_background: bool
    port: int
    place: int
    folder: str


def main(text: str) -> int:
    """Serve until told to stop, or until the parent is gone; return the exit code."""
    order = msgspec.json.decode(text, type=Order)
    threading.Thread(target=_stop_with_parent, args=(order.folder,), daemon=True).start()
    try:
        _serve(order)
    except (CommandError, SettingsError, NotAtHeadError, EmbeddedPostgresError, UnavailableError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _serve(order: Order) -> None:
    settings = at_port(prepare(), order.port)
    share_metrics(order.place)
    role = Role(has_background=order.has_background, shared_metrics=Path(order.folder))
    with open_credentials(settings) as credentials:
        lines = asyncio.run(find_lines(settings, credentials, order.slug))
        serve_alone(settings, credentials, lines, role, _say_ready)


def _say_ready() -> None:
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()


def _stop_with_parent(folder: str) -> None:
    """Wait for the end of standard input, which only comes when the parent has ended, and stop as it would say it."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)  # nobody else will
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
