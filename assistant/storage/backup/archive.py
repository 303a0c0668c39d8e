r"""The file of a backup: gzip around SQL that `psql` could run, closed by what it must add up to.

    -- assistant backup {"format": 1, ...}      what it is: a `Header`
    BEGIN;
    COPY "business" ("id", ...) FROM stdin;     one for each table, those that others point at first
    1<TAB>hairline<TAB>...
    \.
    SELECT pg_catalog.setval('"business_id_seq"', 1, true);
    COMMIT;
    -- end {"sha256": ..., "tables": ...}       what came: a `Trailer`

Nothing in it is ever executed from here: it is read line by line, and what does not look like this is refused.
"""

import gzip
import hashlib
import os
import secrets
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar

import msgspec

FORMAT = 1
_OPENING = b"-- assistant backup "
_CLOSING = b"-- end "
_END_OF_ROWS = b"\\.\n"
_PREAMBLE = b"SET client_encoding = 'UTF8';\nBEGIN;\n"
_COMMIT = b"COMMIT;\n"
_GZIP = 16 + zlib.MAX_WBITS
"""To zlib: gzip's format, with the largest window."""
_CHUNK_SIZE = 1 << 16
_DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError)

T = TypeVar("T")


class BackupError(Exception):
    """A backup or a restore cannot be done. The text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, as it is copied."""

    name: str
    columns: tuple[str, ...]
    ordering: str
    """The expressions that put its rows in an order that is the same on every server."""

    @property
    def copy_line(self) -> bytes:
        """The line that its rows follow."""
        return f"COPY {quote(self.name)} ({', '.join(map(quote, self.columns))}) FROM stdin;\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a backup is."""

    format: int
    made_at: datetime
    server: str
    """The version of Postgres that it was taken from."""
    migrations: tuple[str, ...]
    """Those that the database had: its schema is theirs."""
    tables: tuple[Table, ...]
    """In the order in which they can be filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum:
    """What the rows of a table add up to."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Where the numbers of new rows go on."""

    name: str
    last_value: int
    is_called: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    """What a backup must add up to."""

    sha256: str
    """Of every byte before this line."""
    tables: dict[str, TableSum]
    sequences: tuple[Sequence, ...]


class RowCounter:
    """Adds up rows in COPY's text format: in it every newline ends a row."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.rows = 0

    def add(self, chunk: bytes) -> None:
        """Count a piece of a table."""
        self._digest.update(chunk)
        self.rows += chunk.count(b"\n")

    def sum(self) -> TableSum:
        """Return what has come so far."""
        return TableSum(rows=self.rows, sha256=self._digest.hexdigest())


def quote(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


class ArchiveWriter:
    """Writes a backup's parts in their order: `begin_table`, its rows, `end_table`, ..., and `close` at the end."""

    def __init__(self, path: Path, file: IO[bytes], header: Header) -> None:
        self._path = path
        self._file = file
        self._gzip = zlib.compressobj(wbits=_GZIP)
        self._digest = hashlib.sha256()
        self._sums: dict[str, TableSum] = {}
        self._counter = RowCounter()
        self._write(_OPENING + msgspec.json.encode(header) + b"\n" + _PREAMBLE)

    def begin_table(self, table: Table) -> None:
        """Announce the rows of a table."""
        self._counter = RowCounter()
        self._write(table.copy_line)

    @property
    def rows(self) -> int:
        """How many rows of this table have come."""
        return self._counter.rows

    def write_rows(self, chunk: bytes) -> None:
        """Add rows, in COPY's text format; a piece may end in the middle of one."""
        self._counter.add(chunk)
        self._write(chunk)

    def end_table(self, table: Table) -> None:
        """Close a table."""
        self._write(_END_OF_ROWS)
        self._sums[table.name] = self._counter.sum()

    def close(self, sequences: tuple[Sequence, ...]) -> Trailer:
        """Close the whole and return what it adds up to. A file without this is no backup."""
        for one in sequences:
            name = quote(one.name).replace("'", "''")
            called = "true" if one.is_called else "false"
            self._write(f"SELECT pg_catalog.setval('{name}', {one.last_value}, {called});\n".encode())
        self._write(_COMMIT)
        trailer = Trailer(sha256=self._digest.hexdigest(), tables=self._sums, sequences=sequences)
        self._write(_CLOSING + msgspec.json.encode(trailer) + b"\n")
        self._put(self._gzip.flush())
        return trailer

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._put(self._gzip.compress(data))

    def _put(self, packed: bytes) -> None:
        with in_words_of_files(self._path):  # here, where nobody can take it for an error of the database
            self._file.write(packed)


class ArchiveReader:
    """Reads a backup's parts in their order: `header`, `read_rows` of each of its tables, `read_trailer`.

    Raises:
        BackupError: the file is damaged, cut off, or no backup. Also from each method.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._in = gzip.GzipFile(fileobj=file, mode="rb")
        self._digest = hashlib.sha256()
        self._sums: dict[str, TableSum] = {}
        self.header = self._read(self._read_header)

    def read_rows(self, table: Table) -> Iterator[bytes]:
        """Return the rows of the next table, which must be this one, in pieces of whole rows."""
        self._expect([table.copy_line])
        counter, batch, size = RowCounter(), list[bytes](), 0
        while (line := self._read(self._read_line)) != _END_OF_ROWS:
            batch.append(line)
            size += len(line)
            if size >= _CHUNK_SIZE:
                counter.add(chunk := b"".join(batch))
                yield chunk
                batch, size = [], 0
        counter.add(rest := b"".join(batch))
        self._sums[table.name] = counter.sum()
        if rest:
            yield rest

    def read_trailer(self) -> Trailer:
        """Return what the file says it adds up to. It has been held against what came, to the last byte."""
        while self._read(self._read_line) != _COMMIT:
            pass
        sha256 = self._digest.hexdigest()
        line = self._read(self._read_line)
        trailer = self._read(lambda: msgspec.json.decode(line.removeprefix(_CLOSING), type=Trailer))
        # Only at its very end does gzip compare its own checksum.
        if self._read(self._in.readline) or trailer.sha256 != sha256 or trailer.tables != self._sums:
            raise self._damaged()
        return trailer

    def _read_header(self) -> Header:
        try:
            line = self._read_line()
        except _DAMAGED:
            line = b""
        if not line.startswith(_OPENING):
            raise BackupError(f"{self._path} is not what python -m assistant backup writes: name another file.")
        written = msgspec.json.decode(line.removeprefix(_OPENING), type=dict[str, msgspec.Raw])
        if msgspec.json.decode(written.get("format", b"null")) != FORMAT:
            raise BackupError(
                f"{self._path} was made by a newer version of the assistant, in a format that this one cannot read: "
                "update the assistant first."
            )
        header = msgspec.json.decode(line.removeprefix(_OPENING), type=Header)
        self._expect(_PREAMBLE.splitlines(keepends=True))
        return header

    def _expect(self, lines: list[bytes]) -> None:
        for expected in lines:
            if self._read(self._read_line) != expected:
                raise self._damaged()

    def _read_line(self) -> bytes:
        line = self._in.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        self._digest.update(line)
        return line

    def _read(self, part: Callable[[], T]) -> T:
        try:
            return part()
        except _DAMAGED:
            raise self._damaged() from None
        except OSError as error:
            raise BackupError(f"{self._path} cannot be read ({error.strerror or error}): use another copy.") from None

    def _damaged(self) -> BackupError:
        return BackupError(f"{self._path} is damaged or was cut off: use another copy. Nothing was written.")


@contextmanager
def open_archive(path: Path) -> Iterator[ArchiveReader]:
    """Open a backup. Raises BackupError where it is none, or cannot be read."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be opened ({error.strerror}): name a backup's file.") from None
    with file:
        yield ArchiveReader(path, file)


def check_archive(path: Path) -> tuple[Header, Trailer]:
    """Read a backup to its last byte and return what it is and what it adds up to.

    Raises:
        BackupError: it is damaged, cut off, or no backup.
    """
    with open_archive(path) as archive:
        for table in archive.header.tables:
            for _ in archive.read_rows(table):
                pass
        return archive.header, archive.read_trailer()


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give the name under which a new file is written; it gets its own when all went well, and vanishes otherwise.

    Nobody but its owner may read it. The first name, `....part`, is shared with nobody, not even with another backup to
    the same file. A process that is killed leaves it behind.

    Raises:
        BackupError: there is such a file already, or it cannot be made.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    _refuse_existing(path)
    with in_words_of_files(part):
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
        with in_words_of_files(path):
            _give_name(part, path)
            _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def in_words_of_files(path: Path) -> Iterator[None]:
    """Raise BackupError in place of what the file system raises."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{path} cannot be written ({error.strerror}): make room, or name another place.") from None


def _give_name(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)  # in one step, and never over another file
    except OSError:
        _refuse_existing(path)
        part.rename(path)  # there are file systems without hard links, such as a stick's FAT


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise BackupError(f"{path} exists already, and a backup overwrites nothing: name another file.")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
