"""The whole product on a server that speaks TLS only and whose certificate a test authority has signed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from command_line import CommandLine

from assistant.database import MIGRATIONS, build_migration_config
from assistant.ports.errors import UnavailableError
from assistant.settings import Settings
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import embedded_files
from assistant.storage.connection import parse_database_url
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.migrations import upgrade

DEBIANS = Path("/usr/lib/postgresql/15/bin")
"""The embedded server's programs have no TLS."""
OPENSSL = shutil.which("openssl")
PASSWORD = "correct horse"

pytestmark = [
    pytest.mark.skipif(not DEBIANS.exists(), reason="Debian's PostgreSQL 15 is not installed: postgresql-15"),
    pytest.mark.skipif(OPENSSL is None, reason="the openssl program makes this test's certificates"),
]


@dataclass(frozen=True, kw_only=True)
class Managed:
    """A server as providers rent them out."""

    address: str
    """It stands in the certificate."""
    other_address: str
    """The server listens there too, and the certificate does not say so."""
    folder: Path

    def url(self, *, user: str = "owner", host: str = "", **parameters: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"postgresql://{user}:{PASSWORD.replace(' ', '%20')}@{host or self.address}:5432/assistant?{query}"


def make_certificate(folder: Path, name: str, *options: str) -> None:
    assert OPENSSL is not None
    keys = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{folder}/{name}.key")
    subject = ("-subj", f"/CN={name}", "-days", "2", "-out", f"{folder}/{name}.crt")
    subprocess.run([OPENSSL, "req", "-x509", *keys, *subject, *options], check=True, capture_output=True)  # noqa: S603


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """What the server's own account can reach too."""
    made = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest_asyncio.fixture(scope="module")
async def managed(folder: Path) -> AsyncIterator[Managed]:
    # Loopback has sixteen million addresses: the port is the one that the server's socket is named after.
    network = f"127.77.{os.getpid() % 250}"
    made = Managed(address=f"{network}.7", other_address=f"{network}.8", folder=folder)
    make_certificate(folder, "root")
    make_certificate(folder, "stranger")
    signed = ("-CA", f"{folder}/root.crt", "-CAkey", f"{folder}/root.key")
    make_certificate(folder, "server", *signed, "-addext", f"subjectAltName=IP:{made.address}")
    embedded_files.give(folder / "server.key", embedded_files.find_account())
    settings = {
        "fsync": "off",
        "listen_addresses": f"{made.address},{made.other_address}",
        "ssl": "on",
        "ssl_cert_file": str(folder / "server.crt"),
        "ssl_key_file": str(folder / "server.key"),
    }
    with EmbeddedPostgres(folder / "pg", programs=DEBIANS, settings=settings) as server:
        rules = "local all all trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n"
        (server.home / "pgdata" / "pg_hba.conf").write_text(rules)
        session = await asyncpg.connect(**server.credentials.arguments())
        await session.execute(f"CREATE ROLE owner LOGIN PASSWORD '{PASSWORD}'; ALTER DATABASE assistant OWNER TO owner")
        await session.execute("ALTER SCHEMA public OWNER TO owner; SELECT pg_reload_conf()")
        await session.close()
        yield made


async def test_verified_in_full_the_product_migrates_loads_a_shop_and_books(managed: Managed, tmp_path: Path) -> None:
    line = CommandLine(tmp_path)
    verified = {"APP_DB_URL": managed.url(sslmode="verify-full", sslrootcert=f"{managed.folder}/root.crt")}
    for arguments in (["migrate"], ["shop", "load", str(DEMO_SHOP)]):
        done = await line.assistant(*arguments, **verified)
        assert done.code == 0, done.err
    talk = "Haircut with Ana next Friday at 3pm, I'm Joe\nyes\n"
    said = await line.assistant("chat", "--as", "joe", stdin=talk, **verified)
    assert "Booked: Haircut with Ana" in said.out, said.err
    upgraded = await line.run("aerich", "upgrade", **verified)
    assert "No upgrade items found" in upgraded.out, upgraded.err


@pytest.mark.parametrize(
    ("host", "parameters", "reason"),
    [
        ("other_address", {"sslmode": "verify-full", "sslrootcert": "root.crt"}, "certificate is not valid for"),
        ("address", {"sslmode": "verify-full", "sslrootcert": "stranger.crt"}, "certificate verify failed"),
        ("address", {"sslmode": "verify-ca", "sslrootcert": "stranger.crt"}, "certificate verify failed"),
        ("address", {"sslmode": "verify-full"}, "certificate verify failed"),
        ("address", {"sslmode": "disable"}, "no pg_hba.conf entry"),
    ],
)
async def test_a_server_that_is_not_the_right_one_is_refused(
    host: str, parameters: dict[str, str], reason: str, managed: Managed, settings: Settings
) -> None:
    if root := parameters.get("sslrootcert"):
        parameters = parameters | {"sslrootcert": f"{managed.folder}/{root}"}
    credentials = parse_database_url(managed.url(host=getattr(managed, host), **parameters))
    with pytest.raises(UnavailableError, match=reason):
        await upgrade(build_migration_config(credentials, settings), credentials.arguments(), MIGRATIONS)


@pytest.mark.parametrize("command", ["migrate", "chat"])
async def test_a_wrong_password_is_told_in_one_sentence_that_does_not_quote_it(
    command: str, managed: Managed, tmp_path: Path
) -> None:
    url = managed.url(user="nobody", sslmode="verify-full", sslrootcert=f"{managed.folder}/root.crt")
    refused = await CommandLine(tmp_path).assistant(command, APP_DB_URL=url)
    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert 'password authentication failed for user "nobody"' in refused.err
    assert PASSWORD not in refused.err
