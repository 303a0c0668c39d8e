"""Every way to say where the database is ends in the right credentials, or in a sentence that shows no secret."""

import ssl
from pathlib import Path

import pytest

from assistant.database import read_credentials
from assistant.settings import SettingsError, load_settings
from assistant.storage.connection import (
    DatabaseAddressError,
    DatabaseCredentials,
    SslMode,
    is_local_host,
    parse_database_url,
)

SECRET = "Zebra99"
ENCODED = "%40%3A%2F%3F%23%25%24%C3%BC"


def pieces(**parts: str) -> DatabaseCredentials | None:
    environ = {f"APP_DB_{name.upper()}": value for name, value in parts.items()}
    return read_credentials(load_settings(env_file=None, environ=environ))


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg", "postgresql", "postgres", "asyncpg", "POSTGRESQL"])
def test_every_scheme_is_read(scheme: str) -> None:
    assert parse_database_url(f"{scheme}://ana:pw@db.example:6000/shop") == DatabaseCredentials(
        host="db.example", port=6000, user="ana", password="pw", database="shop", sslmode=SslMode.VERIFY_FULL
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://h", ("h", 5432, "postgres", None, "assistant")),
        ("postgres://h/", ("h", 5432, "postgres", None, "assistant")),
        ("postgres://u@h:1/d", ("h", 1, "u", None, "d")),
        ("postgres://u:@h:/d", ("h", 5432, "u", None, "d")),
        (f"postgres://u%40x:{ENCODED}@h/d%2Fe", ("h", 5432, "u@x", "@:/?#%$ü", "d/e")),
        ("postgres://u:p@ss:wörd$@h/d", ("h", 5432, "u", "p@ss:wörd$", "d")),
        ("postgres://u:p@[::1]:6000/d", ("::1", 6000, "u", "p", "d")),
        ("postgres://u:p@[2001:db8::7]/d", ("2001:db8::7", 5432, "u", "p", "d")),
        ("postgres://[fe80::1%25eth0]/d", ("fe80::1%eth0", 5432, "postgres", None, "d")),
        ("postgres:///d?host=/run/postgresql", ("/run/postgresql", 5432, "postgres", None, "d")),
        ("postgres://u@/d?host=/run/My%20PG&port=6000", ("/run/My PG", 6000, "u", None, "d")),
        ("postgres://%2Frun%2FPG/d", ("/run/PG", 5432, "postgres", None, "d")),
        ("postgres://h?user=u&password=a+b%26&dbname=d", ("h", 5432, "u", "a+b&", "d")),
        ("postgres://first/d?host=second", ("second", 5432, "postgres", None, "d")),
    ],
)
def test_every_form_of_a_url_is_read(url: str, expected: tuple[object, ...]) -> None:
    found = parse_database_url(url)
    assert (found.host, found.port, found.user, found.password, found.database) == expected


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (f"mysql://u:{SECRET}@h/d", "is not a database URL"),
        (f"u:{SECRET}@h/d", "is not a database URL"),
        (f"postgres://u:{SECRET}#x@h/d", "is not a database URL"),
        (f"postgres://u:{SECRET}/x@h/d", "cannot be read"),
        (f"postgres://u:12/{SECRET}@h/d", "cannot be read"),
        (f"postgres://u:{SECRET}?x@h/d", "cannot be read"),
        (f"postgres://u:1?{SECRET}@h/d", "unknown parameter"),
        (f"postgres://u:%zz{SECRET}@h/d", "has a % in its password"),
        (f"postgres://u:{SECRET}%@h/d", "has a % in its password"),
        (f"postgres://u:{SECRET}%00@h/d", "has a % in its password"),
        (f"postgres://u:{SECRET}%FF@h/d", "not UTF-8"),
        (f"postgres://u:{SECRET}@/d", "exactly one host"),
        (f"postgres://u:{SECRET}@h1,h2/d", "exactly one host"),
        (f"postgres://u:{SECRET}@[::1/d", "cannot be read"),
        (f"postgres://u:{SECRET}@h:port/d", "cannot be read"),
        (f"postgres://u:{SECRET}@h:0/d", "port"),
        (f"postgres://u:{SECRET}@h:65536/d", "port"),
        (f"postgres://u:{SECRET}@h/d?port=x", "port"),
        (f"postgres://u:{SECRET}@h/d?options=-cx", "unknown parameter"),
        (f"postgres://u:{SECRET}@h/d?sslmode=on", "unknown sslmode: write one of disable, allow"),
        (f"postgres://u:{SECRET}@h/d?sslrootcert=system&sslmode=require", "write sslmode=verify-full"),
        (f"postgres://u:{SECRET}@h/d?sslrootcert=/nowhere/root.crt", "/nowhere/root.crt, which cannot be used"),
    ],
)
def test_a_wrong_url_is_refused_by_name_without_its_secret(url: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_credentials(load_settings(env_file=None, environ={"APP_DB_URL": url}))
    text = str(caught.value)
    assert text.startswith("APP_DB_URL ")
    assert problem in text
    assert SECRET not in text
    assert caught.value.__cause__ is None


def test_the_password_does_not_show() -> None:
    assert SECRET not in repr(parse_database_url(f"postgres://u:{SECRET}@h/d"))


def test_the_url_wins_over_the_pieces_and_neither_means_the_embedded_server() -> None:
    both = pieces(url="postgres://from-url.example/d", host="from-pieces.example")
    assert both is not None
    assert both.host == "from-url.example"
    assert pieces() is None
    assert pieces(user="u", password="p", name="d") is None


def test_the_pieces_are_taken_as_they_are() -> None:
    password = "@:/?#%$ü%40"
    assert pieces(host="::1", port="6000", user="a@b", password=password, name="shop") == DatabaseCredentials(
        host="::1", port=6000, user="a@b", password=password, database="shop", sslmode=SslMode.PREFER
    )
    assert pieces(host="db.example") == DatabaseCredentials(host="db.example", sslmode=SslMode.VERIFY_FULL)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"host": "a,b"}, "APP_DB_HOST"),
        ({"host": "h", "sslmode": "on"}, "APP_DB_SSLMODE"),
        ({"host": "h", "sslmode": "prefer", "sslrootcert": "system"}, "APP_DB_SSLROOTCERT"),
        ({"host": "h", "sslrootcert": "/nowhere"}, "APP_DB_SSLROOTCERT"),
    ],
)
def test_a_wrong_piece_is_refused_by_its_own_name(parts: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} "):
        pieces(**parts)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "/run/postgresql"])
def test_this_machine_is_local(host: str) -> None:
    assert is_local_host(host)


@pytest.mark.parametrize("host", ["db.example", "10.0.0.1", "localhost.example", "2001:db8::1", "0.0.0.0"])  # noqa: S104
def test_any_other_machine_is_not(host: str) -> None:
    assert not is_local_host(host)


@pytest.mark.parametrize(
    ("parameters", "local", "remote"),
    [
        ("", SslMode.PREFER, SslMode.VERIFY_FULL),
        ("?sslrootcert=system", SslMode.VERIFY_FULL, SslMode.VERIFY_FULL),
        ("?sslrootcert=/ca.crt", SslMode.PREFER, SslMode.VERIFY_FULL),
        *((f"?sslmode={mode}", mode, mode) for mode in SslMode),
    ],
)
def test_a_remote_server_is_verified_in_full_unless_told_otherwise(
    parameters: str, local: SslMode, remote: SslMode
) -> None:
    assert parse_database_url(f"postgres://localhost/d{parameters}").sslmode is local
    assert parse_database_url(f"postgres://db.example/d{parameters}").sslmode is remote


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("postgres://db.example/d", False),
        ("postgres://db.example/d?sslmode=verify-ca", False),
        ("postgres://db.example/d?sslmode=require", True),
        ("postgres://db.example/d?sslmode=require&sslrootcert=/ca.crt", False),
        ("postgres://db.example/d?sslmode=disable", True),
        ("postgres://localhost/d?sslmode=disable", False),
    ],
)
def test_an_unverified_remote_server_is_known_as_such(url: str, exposed: object) -> None:
    assert parse_database_url(url).is_exposed is exposed


def test_a_unix_socket_is_never_asked_for_tls() -> None:
    assert DatabaseCredentials(host="/run", sslmode=SslMode.VERIFY_FULL).arguments()["ssl"] is False


@pytest.mark.parametrize(
    ("mode", "argument"), [("disable", False), ("allow", "allow"), ("prefer", "prefer"), ("require", "require")]
)
def test_what_asyncpg_does_as_libpq_is_left_to_asyncpg(mode: str, argument: object) -> None:
    assert DatabaseCredentials(host="h.example", sslmode=SslMode(mode)).arguments()["ssl"] == argument


def test_full_verification_without_a_root_uses_the_machines_roots(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    context = DatabaseCredentials(host="h.example", sslmode=SslMode.VERIFY_FULL).arguments()["ssl"]
    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_verification_of_the_authority_alone_needs_a_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(DatabaseAddressError, match="names no root certificate: add sslrootcert"):
        DatabaseCredentials(host="h.example", sslmode=SslMode.VERIFY_CA).arguments()


def test_a_root_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root.crt").write_text("nothing")
    with pytest.raises(DatabaseAddressError, match="which cannot be used"):
        parse_database_url(f"postgres://h.example/d?sslrootcert={tmp_path}/root.crt").arguments()
