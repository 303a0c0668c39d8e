"""sslmode does on the wire what libpq's does: tried against a server that speaks Postgres only as far as TLS."""

import asyncio
import shutil
import ssl
import struct
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest

from assistant.storage.connection import parse_database_url

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="the openssl program makes this test's certificates")

REFUSAL = b"SFATAL\0C28P01\0Mreached\0\0"
"""Who gets this far has accepted the server: asyncpg raises InvalidPasswordError."""


@dataclass(frozen=True)
class Certificates:
    folder: Path

    @property
    def root(self) -> str:
        return str(self.folder / "root.crt")

    @property
    def stranger(self) -> str:
        return str(self.folder / "stranger.crt")


def make(folder: Path, name: str, *options: str) -> None:
    assert OPENSSL is not None
    keys = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{folder}/{name}.key")
    subject = ("-subj", f"/CN={name}", "-days", "2", "-out", f"{folder}/{name}.crt")
    subprocess.run([OPENSSL, "req", "-x509", *keys, *subject, *options], check=True, capture_output=True)  # noqa: S603


@pytest.fixture(scope="module")
def certificates() -> Iterator[Certificates]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, "root")
        make(folder, "stranger")
        issued = (
            "-CA",
            f"{folder}/root.crt",
            "-CAkey",
            f"{folder}/root.key",
            "-addext",
            "subjectAltName=DNS:localhost",
        )
        make(folder, "server", *issued)
        yield Certificates(folder)


@pytest.fixture
def home_without_roots(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


@asynccontextmanager
async def server(certificates: Certificates | None) -> AsyncIterator[int]:
    """Listen; with certificates offer TLS, without refuse it. What follows the greeting is a refused password."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await greet(reader, writer)
        except (OSError, EOFError):
            pass
        finally:
            writer.close()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size, code = struct.unpack("!ii", await reader.readexactly(8))
        if code == 80877103:  # SSLRequest
            writer.write(b"N" if certificates is None else b"S")
            if certificates is not None:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificates.folder / "server.crt", certificates.folder / "server.key")
                await writer.start_tls(context)
            size, _ = struct.unpack("!ii", await reader.readexactly(8))
        await reader.readexactly(size - 8)
        writer.write(b"E" + struct.pack("!i", len(REFUSAL) + 4) + REFUSAL)
        await writer.drain()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listener:
        yield listener.sockets[0].getsockname()[1]


async def outcome(url: str) -> str:
    try:
        await asyncpg.connect(**parse_database_url(url).arguments(), timeout=10)
    except asyncpg.InvalidPasswordError:
        return "accepted"
    except ssl.SSLError:
        return "refused"
    except ConnectionError:
        return "no TLS"
    return "connected"


@pytest.mark.parametrize(
    ("host", "parameters", "expected"),
    [
        ("localhost", "", "accepted"),
        ("localhost", "?sslmode=prefer", "accepted"),
        ("localhost", "?sslmode=require", "accepted"),
        ("localhost", "?sslmode=require&sslrootcert={root}", "accepted"),
        ("127.0.0.1", "?sslmode=require&sslrootcert={root}", "accepted"),
        ("localhost", "?sslmode=require&sslrootcert={stranger}", "refused"),
        ("localhost", "?sslmode=verify-ca&sslrootcert={root}", "accepted"),
        ("127.0.0.1", "?sslmode=verify-ca&sslrootcert={root}", "accepted"),
        ("localhost", "?sslmode=verify-ca&sslrootcert={stranger}", "refused"),
        ("localhost", "?sslmode=verify-full&sslrootcert={root}", "accepted"),
        ("127.0.0.1", "?sslmode=verify-full&sslrootcert={root}", "refused"),
        ("localhost", "?sslmode=verify-full&sslrootcert={stranger}", "refused"),
        ("localhost", "?sslmode=verify-full", "refused"),
        ("localhost", "?sslrootcert=system", "refused"),
    ],
)
@pytest.mark.usefixtures("home_without_roots")
async def test_a_server_with_tls_is_accepted_or_refused_as_by_libpq(
    host: str, parameters: str, expected: str, certificates: Certificates
) -> None:
    filled = parameters.format(root=certificates.root, stranger=certificates.stranger)
    async with server(certificates) as port:
        assert await outcome(f"postgres://{host}:{port}/d{filled}") == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("disable", "accepted"),
        ("prefer", "accepted"),
        ("require", "no TLS"),
        ("verify-full", "no TLS"),
    ],
)
async def test_a_server_without_tls_is_accepted_or_refused_as_by_libpq(mode: str, expected: str) -> None:
    async with server(None) as port:
        assert await outcome(f"postgres://localhost:{port}/d?sslmode={mode}") == expected
