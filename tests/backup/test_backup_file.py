"""A backup's file: whole or refused, wherever it was hurt."""

import errno
import gzip
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.storage.backup.archive import (
    ArchiveWriter,
    BackupError,
    Header,
    Sequence,
    Table,
    Trailer,
    check_archive,
    new_file,
    open_archive,
)

BUSINESS = Table(name="business", columns=("id", "name"), ordering="id")
EMPTY = Table(name="leave", columns=("id",), ordering="id")
HEADER = Header(
    format=1,
    made_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    server="18",
    migrations=("0_init.py",),
    tables=(EMPTY, BUSINESS),
)
ROWS = {"leave": b"", "business": "1\tHairline\n2\tZoë \\\\. 🎉\\n\n".encode()}


def write_archive(path: Path, header: Header = HEADER, *, piece: int = 7) -> Trailer:
    with path.open("wb") as file:
        archive = ArchiveWriter(path, file, header)
        for table in header.tables:
            archive.begin_table(table)
            rows = ROWS[table.name]
            for start in range(0, len(rows), piece):
                archive.write_rows(rows[start : start + piece])
            archive.end_table(table)
        return archive.close((Sequence(name="business_id_seq", last_value=2, is_called=True),))


def read_all(path: Path) -> tuple[Header, dict[str, bytes], Trailer]:
    with open_archive(path) as archive:
        rows = {table.name: b"".join(archive.read_rows(table)) for table in archive.header.tables}
        return archive.header, rows, archive.read_trailer()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    trailer = write_archive(tmp_path / "a.gz")
    assert read_all(tmp_path / "a.gz") == (HEADER, ROWS, trailer)
    assert trailer.tables["business"].rows == 2
    assert check_archive(tmp_path / "a.gz") == (HEADER, trailer)


def test_a_flipped_byte_anywhere_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    write_archive(path)
    whole, intact = path.read_bytes(), read_all(path)
    refused = 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert read_all(path) == intact, f"byte {place}"
        except BackupError:
            refused += 1
    # gzip's own header holds a few bytes that mean nothing: a time, flags of the packer, its system.
    assert len(whole) - refused <= 6


def test_a_file_that_was_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    write_archive(path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            check_archive(path)


def test_a_file_that_was_unpacked_changed_and_packed_again_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    write_archive(path)
    text = gzip.decompress(path.read_bytes())
    for changed in (
        text.replace(b"Hairline", b"Hairlime"),
        text.replace(b"2\tZo", b"3\tZo"),
        text.replace(b"1\tHairline\n", b""),
        text.replace(b'COPY "business"', b'COPY "customer"'),
        text.replace(b"business_id_seq\"', 2", b"business_id_seq\"', 1"),
        text + b"-- more\n",
    ):
        assert changed != text
        path.write_bytes(gzip.compress(changed))
        with pytest.raises(BackupError, match="is damaged or was cut off"):
            check_archive(path)


def test_what_is_no_backup_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for content in (b"", b"root:x:0:0\n", gzip.compress(b"-- PostgreSQL database dump\n")):
        path.write_bytes(content)
        with pytest.raises(BackupError, match="is not what python -m assistant backup writes"):
            check_archive(path)
    with pytest.raises(BackupError, match="cannot be opened"):
        check_archive(tmp_path / "missing")


def test_a_format_of_the_future_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b'-- assistant backup {"format": 2, "anything": []}\n'))
    with pytest.raises(BackupError, match="update the assistant first"):
        check_archive(path)


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with (
        Path("/dev/full").open("wb", buffering=0) as file,
        pytest.raises(BackupError, match=r"No space left on device\): make room"),
    ):
        ArchiveWriter(tmp_path / "a.gz", file, HEADER)


def test_a_file_gets_its_name_when_it_is_whole_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    with new_file(path) as part:
        part.write_bytes(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_of_two_backups_to_one_name_neither_writes_into_the_others_file_and_the_first_to_finish_has_it(
    tmp_path: Path,
) -> None:
    path, slow = tmp_path / "a.gz", ExitStack()
    slow_part = slow.enter_context(new_file(path))
    with new_file(path) as quick_part:
        trailer = write_archive(quick_part)
        slow_part.write_bytes(b"half")
    assert check_archive(path) == (HEADER, trailer)
    slow_part.write_bytes(b"whole")
    with pytest.raises(BackupError, match="overwrites nothing"):
        slow.close()
    assert check_archive(path) == (HEADER, trailer)
    assert list(tmp_path.iterdir()) == [path]


def test_one_that_is_killed_while_another_is_tried_out_leaves_that_one_whole(tmp_path: Path) -> None:
    path, killed = tmp_path / "a.gz", ExitStack()  # never closed: nobody clears up after it
    with new_file(path) as part:
        trailer = write_archive(part)
        left = killed.enter_context(new_file(path))
        left.write_bytes(b"half")
    assert check_archive(path) == (HEADER, trailer)
    assert sorted(tmp_path.iterdir()) == [path, left]


def test_where_there_are_no_hard_links_a_file_gets_its_name_all_the_same_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    path = tmp_path / "a.gz"
    with pytest.raises(BackupError, match="overwrites nothing"), new_file(path), new_file(path) as part:
        part.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_no_file_and_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    with pytest.raises(IsADirectoryError), new_file(path):
        tmp_path.read_bytes()
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"precious")
    with pytest.raises(BackupError, match="overwrites nothing"), new_file(path):
        pass
    assert path.read_bytes() == b"precious"
