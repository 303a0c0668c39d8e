"""The database, configured: which server, started if it is our own, and what Tortoise and Aerich must know of it.

Nothing happens on import. `TORTOISE_ORM` comes into being when Aerich asks for it (PEP 562), so that `aerich upgrade`
without any setting starts the embedded server, migrates, and stops it at its exit.
"""

import atexit
import functools
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from assistant.settings import ROOT, Settings, SettingsError, load_settings
from assistant.storage.connection import (
    CONNECT_TIMEOUT_S,
    DatabaseAddressError,
    DatabaseCredentials,
    make_credentials,
    parse_database_url,
)
from assistant.storage.pools import FRONT, MODELS, WORK

MIGRATIONS = ROOT / "migrations"
MODEL_MODULES = ("assistant.storage.models", "aerich.models")
MODELS_CONNECTIONS_MAX = 2
FRONT_CONNECTIONS_MAX = 2
"""Receipts that come in together are committed together, one group at a time: a second connection is for reading."""

TIMEOUTS_S = {MODELS: (15.0, 30.0), WORK: (8.0, 10.0), FRONT: (1.4, 1.5)}
"""For each pool: how long the server works on a statement, and how long it is waited for. The server's own limit comes
first as long as it answers at all. Whoever waits for an HTTP answer hears of a database that hangs within three seconds
(`pools.ACQUIRE_TIMEOUT_S` is the other part of it).
"""

MIGRATION_TIMEOUT_S = 600
COMMAND_GRACE_S = 15
"""How much longer a migration's statement is waited for than the server works on it."""

SERVER_SETTINGS = {
    "application_name": "assistant",
    "timezone": "UTC",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
}
"""Of each session, beside `statement_timeout`; times in milliseconds."""
PGBOUNCERS = ("application_name", "timezone")
"""Those that PgBouncer carries from session to session; it refuses a client that asks for others."""

_log = logging.getLogger(__name__)


class NotAtHeadError(Exception):
    """The database's schema is not the one that this version needs. Its text says what to run."""


def read_credentials(settings: Settings) -> DatabaseCredentials | None:
    """Return where the database is; None: the embedded server is wanted.

    `db_url` wins over the pieces, which count where `db_host` is set.

    Raises:
        SettingsError: they cannot be used; a root certificate that cannot be read is found here too.
    """
    try:
        credentials = _parse(settings)
        if credentials is not None:
            credentials.arguments()
    except DatabaseAddressError as error:
        part = {"dbname": "NAME"}.get(error.part, error.part.upper() or "HOST")
        raise SettingsError(f"{'APP_DB_URL' if settings.db_url else f'APP_DB_{part}'} {error}.") from None
    return credentials


def _parse(settings: Settings) -> DatabaseCredentials | None:
    if settings.db_url:
        return parse_database_url(settings.db_url)
    if not settings.db_host:
        return None
    pieces = {
        "host": settings.db_host,
        "port": str(settings.db_port),
        "user": settings.db_user,
        "password": settings.db_password,
        "dbname": settings.db_name,
        "sslmode": settings.db_sslmode,
        "sslrootcert": settings.db_sslrootcert,
        "pgbouncer": str(settings.db_pgbouncer),
    }
    return make_credentials(pieces)


@contextmanager
def open_credentials(settings: Settings) -> Iterator[DatabaseCredentials]:
    """Give the way to the database, for as long as it is needed.

    Without a URL or a host the embedded server runs meanwhile: entering starts or joins it, which blocks for up to a
    few seconds, and leaving stops it if nobody else uses it.

    Raises:
        SettingsError: see `read_credentials`.
        EmbeddedPostgresError: the embedded server cannot be started or stopped.
    """
    credentials = read_credentials(settings)
    if credentials is not None:
        if credentials.is_exposed:
            _log.warning(
                "The database on %s is reached with sslmode=%s, which does not check that it is the right server: "
                "write sslmode=verify-full.",
                credentials.host,
                credentials.sslmode,
            )
        yield credentials
        return
    if sys.platform == "win32":
        raise SettingsError("APP_DB_URL is empty, and there is no embedded server on Windows: set it.")
    from assistant.storage.embedded import EmbeddedPostgres

    with EmbeddedPostgres(settings.data_dir / "postgres", programs=settings.pg_bin) as server:
        yield server.credentials


def build_tortoise_config(credentials: DatabaseCredentials, settings: Settings) -> dict[str, Any]:
    """Return the configuration that `Tortoise.init(config=...)` and Aerich's `Command` take.

    The web application also passes `_enable_global_fallback=True` to `Tortoise.init`: its requests run in tasks that
    do not descend from the one that initialised Tortoise, and would find no context.

    Raises:
        DatabaseAddressError: see `DatabaseCredentials.arguments`.
    """
    pools = {
        MODELS: (0, MODELS_CONNECTIONS_MAX),
        WORK: (settings.db_pool_min, count_work_connections(settings)),
        FRONT: (0, FRONT_CONNECTIONS_MAX),
    }
    return {
        "connections": {name: _build_pool(name, credentials, *sizes) for name, sizes in pools.items()},
        "apps": {"models": {"models": list(MODEL_MODULES), "default_connection": MODELS}},
        "use_tz": True,
        "timezone": "UTC",
    }


def find_connection_arguments(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `asyncpg.connect` takes, for one connection beside the pools of `build_tortoise_config`."""
    arguments = config["connections"][FRONT]["credentials"]
    return {name: value for name, value in arguments.items() if name not in ("minsize", "maxsize")}


def build_migration_config(credentials: DatabaseCredentials, settings: Settings) -> dict[str, Any]:
    """Return the same for `migrate`: a file says itself how long it may take, and the session leaves it that time.

    What the session says holds for a file that cannot: CREATE INDEX CONCURRENTLY stands alone, outside a transaction.
    """
    config = build_tortoise_config(credentials, settings)
    options = config["connections"][MODELS]["credentials"]
    options["command_timeout"] = MIGRATION_TIMEOUT_S + COMMAND_GRACE_S
    if not credentials.pgbouncer:
        options["server_settings"] |= {"lock_timeout": "4000", "statement_timeout": str(MIGRATION_TIMEOUT_S * 1000)}
    return config


def count_work_connections(settings: Settings) -> int:
    """Return how many connections turns and deliveries have between them."""
    return settings.db_pool_max - MODELS_CONNECTIONS_MAX - FRONT_CONNECTIONS_MAX


def _build_pool(name: str, credentials: DatabaseCredentials, size_min: int, size_max: int) -> dict[str, Any]:
    statement_s, command_s = TIMEOUTS_S[name]
    options = {
        **credentials.arguments(),
        "minsize": min(size_min, size_max),
        "maxsize": size_max,
        "timeout": CONNECT_TIMEOUT_S,
        "command_timeout": command_s,
        "server_settings": {**SERVER_SETTINGS, "statement_timeout": str(round(statement_s * 1000))},
    }
    if credentials.pgbouncer:
        options["server_settings"] = {name: SERVER_SETTINGS[name] for name in PGBOUNCERS}
    return {"engine": "assistant.storage.engine", "credentials": options}


@functools.cache
def _config_of_this_process() -> dict[str, Any]:
    settings = load_settings()
    stack = ExitStack()
    credentials = stack.enter_context(open_credentials(settings))
    atexit.register(stack.close)  # Aerich has no hook for what must be closed
    return build_tortoise_config(credentials, settings)


def __getattr__(name: str) -> dict[str, Any]:
    if name == "TORTOISE_ORM":
        return _config_of_this_process()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
