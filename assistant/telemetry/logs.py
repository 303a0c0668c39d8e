"""Logs: one line for people, or one object for machines; never a message's body, a secret or a query string."""

import logging
import sys

import structlog

from assistant.failures import describe_failure

FACTS = ("request_id", "messages", "conversations")
"""What a library's record may carry beside its text."""


def set_up_logs(*, level: str, as_json: bool) -> None:
    """Send structlog's and the libraries' records to standard error.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        as_json: One JSON object a line; otherwise text.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_describe),
    ]
    structlog.configure(
        # First of all: what nobody reads costs nothing.
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if not as_json:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    foreign: list[structlog.typing.Processor] = [structlog.stdlib.ExtraAdder(allow=FACTS), *shared]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=foreign))
    # Where standard error is gone, Python would print the record there once more, with the texts of exceptions.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Tortoise chats at info, and at debug writes every statement with its values: what customers wrote.
    for name in ("tortoise", "tortoise.db_client", "asyncpg"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _describe(exc_info: structlog.typing.ExcInfo) -> str:
    """Return an exception without its text, which may hold what a customer wrote."""
    return describe_failure(exc_info[1])
