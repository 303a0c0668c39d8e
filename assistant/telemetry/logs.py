"""Logs: one line for people, or one object for machines; never a message's body, a secret or a query string."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog

from assistant.failures import describe_failure

FACTS = ("request_id", "messages", "conversations", "conversation", "channel", "account", "attempts", "retry_at")
"""What a record may carry beside its text, as `extra`: a library's may carry anything."""

Event = dict[str, Any]


def set_up_logs(*, level: str, as_json: bool) -> None:
    """Send all records to standard error.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        as_json: One JSON object a line; otherwise text.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(_find_writer(as_json=as_json)))
    # Where standard error is gone, Python would print the record there once more, with the texts of exceptions.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Tortoise chats at info, and at debug writes every statement with its values: what customers wrote.
    for name in ("tortoise", "tortoise.db_client", "asyncpg"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


class LineFormatter(logging.Formatter):
    """Gathers what a record says, and what its task is about, and lets `write` make a line of it.

    structlog's own formatter does the same and more, and takes several times as long for each of a message's three
    lines.
    """

    def __init__(self, write: Callable[[Event], str]) -> None:
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception is named with its place, without its text, which may quote a customer."""
        known = record.__dict__
        event: Event = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
            **structlog.contextvars.get_contextvars(),
            **{name: known[name] for name in FACTS if name in known},
        }
        if record.exc_info and (error := record.exc_info[1]):
            event["exception"] = describe_failure(error)
        return self._write(event)


def _find_writer(*, as_json: bool) -> Callable[[Event], str]:
    if as_json:
        return _write_json
    if not sys.stderr.isatty():
        return _write_text
    colours = structlog.dev.ConsoleRenderer()
    return lambda event: colours(None, event["level"], event)


def _write_json(event: Event) -> str:
    try:
        return msgspec.json.encode(event, enc_hook=repr).decode()
    except UnicodeEncodeError:  # half a character, of a file's name perhaps, which msgspec will not write
        return json.dumps(event, default=repr)


def _write_text(event: Event) -> str:
    timestamp, level, text, name = (event.pop(key) for key in ("timestamp", "level", "event", "logger"))
    exception = event.pop("exception", None)
    facts = "".join(f" {key}={value!r}" for key, value in event.items())
    line = f"{timestamp} [{level:8}] {text} [{name}]{facts}"
    return f"{line}\n{exception}" if exception else line
