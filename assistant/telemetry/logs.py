"""Logs: one line for people, or one object for machines; never a message's body, a secret or a query string."""

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog

from assistant.failures import describe_failure

FACTS = ("request_id", "messages", "conversations")
"""What a library's record may carry beside its text."""
OWN_FACTS = "own_facts"
"""Where a record of structlog carries what was said beside its text."""

Event = dict[str, Any]


def set_up_logs(*, level: str, as_json: bool) -> None:
    """Send structlog's and the libraries' records to standard error.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        as_json: One JSON object a line; otherwise text.
    """
    structlog.configure(
        # First of all: what nobody reads costs nothing.
        processors=[structlog.stdlib.filter_by_level, _hand_over],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
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

    structlog's own formatter is more general, and takes several times as long for each of a message's three lines:
    `python -m benchmarks.throughput` counts it.
    """

    def __init__(self, write: Callable[[Event], str]) -> None:
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception is named with its place, without its text, which may quote a customer."""
        known = record.__dict__
        own: Event | None = known.get(OWN_FACTS)
        event: Event = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
            **structlog.contextvars.get_contextvars(),
            **({name: known[name] for name in FACTS if name in known} if own is None else own),
        }
        if record.exc_info and (error := record.exc_info[1]):
            event["exception"] = describe_failure(error)
        return self._write(event)


def _hand_over(_: object, __: str, event: structlog.typing.EventDict) -> tuple[tuple[Any, ...], Event]:
    """Return structlog's event as the arguments of the library's logger, which puts the text together."""
    arguments = event.pop("event"), *event.pop("positional_args", ())
    return arguments, {"exc_info": event.pop("exc_info", None), "extra": {OWN_FACTS: event}}


def _find_writer(*, as_json: bool) -> Callable[[Event], str]:
    if as_json:
        return lambda event: msgspec.json.encode(event, enc_hook=repr).decode()
    if not sys.stderr.isatty():
        return _write_text
    colours = structlog.dev.ConsoleRenderer()
    return lambda event: colours(None, event["level"], event)


def _write_text(event: Event) -> str:
    timestamp, level, text, name = (event.pop(key) for key in ("timestamp", "level", "event", "logger"))
    exception = event.pop("exception", None)
    facts = "".join(f" {key}={value!r}" for key, value in event.items())
    line = f"{timestamp} [{level:8}] {text} [{name}]{facts}"
    return f"{line}\n{exception}" if exception else line
