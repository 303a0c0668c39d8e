"""How to reach a Postgres: a URL becomes credentials, and libpq's `sslmode` becomes what asyncpg is told about TLS."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, assert_never
from urllib.parse import unquote

DEFAULT_PORT = 5432
DEFAULT_USER = "postgres"
DEFAULT_DATABASE = "assistant"
PORT_MAX = 65535
CONNECT_TIMEOUT_S = 10
SYSTEM_ROOTS = "system"
"""The value of `sslrootcert` that means the machine's own trusted roots (libpq 16 and newer)."""

_SCHEMES = ("postgresql+asyncpg", "postgresql", "postgres", "asyncpg")
_PARAMETERS = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "pgbouncer")
_URL = re.compile(r"(?P<scheme>[^:/?#]*)://(?P<netloc>[^/?#]*)(?:/(?P<path>[^?#]*))?(?:\?(?P<query>[^#]*))?")
_HOST_AND_PORT = re.compile(r"(?:\[(?P<bracketed>[^\]]+)\]|(?P<host>[^:\[\]]*))(?::(?P<port>[0-9]*))?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_ENCODE = (
    "write special characters of a name or a password percent-encoded (@ is %40, : %3A, / %2F, ? %3F, # %23, % %25)"
)
_EXAMPLE = "postgresql+asyncpg://user:password@host:5432/assistant"


class DatabaseAddressError(ValueError):
    """An address of a database cannot be used. Its text says why and what to write, and holds no secret.

    Args:
        message: The end of a sentence that begins with the setting's name.
        part: Which part is wrong, as `make_credentials` names it; empty if it is the whole.
    """

    def __init__(self, message: str, *, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class SslMode(StrEnum):
    """How the connection is protected: libpq's words, with libpq's meaning.

    Source: PostgreSQL's documentation, "SSL Support" and "Database Connection Control Functions".
    """

    DISABLE = "disable"
    ALLOW = "allow"
    """Without TLS; with it, unverified, where the server insists."""
    PREFER = "prefer"
    """With TLS, unverified, where the server offers it. libpq's default."""
    REQUIRE = "require"
    """With TLS. The server's certificate is verified as in `verify-ca` only where a root certificate is named."""
    VERIFY_CA = "verify-ca"
    VERIFY_FULL = "verify-full"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseCredentials:
    """Where a database is and how to enter. The password does not show in its text."""

    host: str
    """A name, an address, or the directory of a unix socket (starts with `/`)."""
    port: int = DEFAULT_PORT
    user: str = DEFAULT_USER
    password: str | None = field(default=None, repr=False)
    database: str = DEFAULT_DATABASE
    sslmode: SslMode = SslMode.PREFER
    sslrootcert: str | None = None
    """The file of the trusted roots, `system`, or None."""
    pgbouncer: bool = False
    """Whether the host is a PgBouncer in transaction mode: each transaction may run in another session."""

    @property
    def is_local(self) -> bool:
        """Whether the way to the server stays on this machine."""
        return is_local_host(self.host)

    @property
    def is_exposed(self) -> bool:
        """Whether someone on the way could pose as the server: it is remote, and its certificate is not verified."""
        verified = self.sslmode in (SslMode.VERIFY_CA, SslMode.VERIFY_FULL)
        return not self.is_local and not verified and not (self.sslmode is SslMode.REQUIRE and self.sslrootcert)

    def arguments(self) -> dict[str, Any]:
        """Return what `asyncpg.connect`, `asyncpg.create_pool` and Tortoise's `credentials` take.

        Raises:
            DatabaseAddressError: the root certificate is missing or is none.
        """
        return {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "database": self.database,
            "ssl": self._tls(),
            # What one session has prepared the next one does not know. Without its cache asyncpg prepares and runs a
            # statement up to the same Sync, so that PgBouncer keeps both in one session.
            **({"statement_cache_size": 0} if self.pgbouncer else {}),
        }

    def _tls(self) -> ssl.SSLContext | str | Literal[False]:
        if self.host.startswith("/"):
            return False  # a unix socket speaks no TLS; libpq ignores sslmode there too
        match self.sslmode:
            case SslMode.DISABLE:
                return False
            case SslMode.ALLOW | SslMode.PREFER:
                return self.sslmode.value  # asyncpg's own: it must try both ways
            case SslMode.REQUIRE if self.sslrootcert is None:
                return self.sslmode.value  # asyncpg's own: verifies if ~/.postgresql/root.crt exists, as libpq does
            case SslMode.REQUIRE | SslMode.VERIFY_CA:
                return _verifying_context(self._roots(), check_hostname=False)
            case SslMode.VERIFY_FULL:
                return _verifying_context(self._roots(), check_hostname=True)
        assert_never(self.sslmode)

    def _roots(self) -> str | None:
        if self.sslrootcert is not None:
            return None if self.sslrootcert == SYSTEM_ROOTS else self.sslrootcert
        default = Path("~/.postgresql/root.crt").expanduser()
        if default.is_file():
            return str(default)
        if self.sslmode is SslMode.VERIFY_FULL:
            return None
        # Anyone can get a certificate from a public authority: without the host's name it proves nothing.
        raise DatabaseAddressError(
            "says sslmode=verify-ca and names no root certificate: "
            "add sslrootcert=/path/to/root.crt, or write sslmode=verify-full",
            part="sslmode",
        )


def is_local_host(host: str) -> bool:
    """Return whether a host is this machine: a unix socket's directory, `localhost`, or a loopback address."""
    if host.startswith("/") or host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def parse_database_url(url: str) -> DatabaseCredentials:
    """Read a database URL: `postgresql+asyncpg://`, `postgresql://`, `postgres://` or `asyncpg://`.

    Args:
        url: Its parts are percent-encoded. A missing user, port or database is `postgres`, 5432, `assistant`.
            Parameters: host (also a unix socket's directory), port, user, password, dbname, sslmode, sslrootcert,
            which as with libpq win over what stands before the question mark; and pgbouncer, true or false.

    Raises:
        DatabaseAddressError: the URL cannot be used; the message follows the setting's name and shows no part of the
            URL that could be a piece of a password.
    """
    parts = _URL.fullmatch(url)
    if parts is None or parts["scheme"].lower() not in _SCHEMES:
        raise DatabaseAddressError(f"is not a database URL: write it like {_EXAMPLE}, and {_ENCODE}")
    account, _, place = parts["netloc"].rpartition("@")
    user, _, password = account.partition(":")
    host_and_port = _HOST_AND_PORT.fullmatch(place)
    path = parts["path"] or ""
    if host_and_port is None or "/" in path or "@" in path:
        raise DatabaseAddressError(f"has a host, port or database that cannot be read: {_ENCODE}")
    before = {
        "host": host_and_port["bracketed"] or host_and_port["host"],
        "port": host_and_port["port"],
        "user": user,
        "password": password,
        "dbname": path,
    }
    given = {name: _decode(name, value) for name, value in {**before, **_parameters(parts["query"])}.items() if value}
    return make_credentials(given)


def make_credentials(parts: Mapping[str, str]) -> DatabaseCredentials:
    """Return the credentials that these named parts make.

    A host that is neither a loopback address nor a unix socket gets `verify-full` where no sslmode is named.

    Args:
        parts: host, port, user, password, dbname, sslmode, sslrootcert, pgbouncer, as text; what is empty or missing
            gets its default, only the host has none.

    Raises:
        DatabaseAddressError: as `parse_database_url`.
    """
    host = parts.get("host", "")
    if not host or "," in host:
        raise DatabaseAddressError(
            f"must name exactly one host: write it like {_EXAMPLE}, or add ?host=/socket/directory", part="host"
        )
    roots = parts.get("sslrootcert") or None
    return DatabaseCredentials(
        host=host,
        port=_port(parts.get("port") or str(DEFAULT_PORT)),
        user=parts.get("user") or DEFAULT_USER,
        password=parts.get("password") or None,
        database=parts.get("dbname") or DEFAULT_DATABASE,
        sslmode=_sslmode(parts.get("sslmode", ""), host=host, roots=roots),
        sslrootcert=roots,
        pgbouncer=_truth(parts.get("pgbouncer", "")),
    )


def _parameters(query: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in filter(None, (query or "").split("&")):
        name, _, value = pair.partition("=")
        if name not in _PARAMETERS:
            # The name is not shown: behind an unencoded "?" it may be the end of a password.
            raise DatabaseAddressError(f"has an unknown parameter: only {', '.join(_PARAMETERS)} are known; {_ENCODE}")
        found[name] = value
    return found


def _decode(name: str, value: str) -> str:
    if _STRAY_PERCENT.search(value):
        raise DatabaseAddressError(f"has a % in its {name} that starts no percent-encoding: write %25 for it")
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise DatabaseAddressError(f"has a {name} whose percent-encoding is not UTF-8: encode it as UTF-8") from None


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= PORT_MAX:
        raise DatabaseAddressError(f"has a port that is not a number from 1 to {PORT_MAX}: write one, or leave it out")
    return int(text)


def _truth(text: str) -> bool:
    if text.lower() not in ("", "true", "false"):
        raise DatabaseAddressError("has a pgbouncer that is neither true nor false: write one", part="pgbouncer")
    return text.lower() == "true"


def _sslmode(text: str, *, host: str, roots: str | None) -> SslMode:
    if not text:
        return SslMode.PREFER if is_local_host(host) and roots != SYSTEM_ROOTS else SslMode.VERIFY_FULL
    try:
        mode = SslMode(text)
    except ValueError:
        known = ", ".join(SslMode)
        raise DatabaseAddressError(f"has an unknown sslmode: write one of {known}", part="sslmode") from None
    if roots == SYSTEM_ROOTS and mode is not SslMode.VERIFY_FULL:
        raise DatabaseAddressError(
            f"says sslrootcert=system with sslmode={mode}: write sslmode=verify-full (libpq's rule)", part="sslrootcert"
        )
    return mode


def _verifying_context(roots: str | None, *, check_hostname: bool) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=roots)
    except OSError as error:  # ssl.SSLError, a file that is no certificate, is one too
        reason = error.strerror or "it is no PEM certificate"
        message = f"names the root certificate {roots}, which cannot be used ({reason}): name a readable PEM file"
        raise DatabaseAddressError(message, part="sslrootcert") from None
    context.check_hostname = check_hostname
    # Python 3.13 refuses roots without an authority key identifier; libpq accepts them, and providers ship such roots.
    context.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_STRICT
    return context
