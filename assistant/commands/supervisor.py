"""Several server processes on one address: started, watched, started again, and stopped together.

The parent serves nobody. It keeps the way to the database open and the address reserved, and starts children, which
share the address (SO_REUSEPORT): the kernel deals connections out among those that listen.
"""

import asyncio
import contextlib
import json
import logging
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.commands.session import CommandError
from assistant.settings import ROOT, Settings, add_to_environment, at_port
from assistant.telemetry.metrics import SHARED_FOLDER_VARIABLE, forget_process

READY = b"ready\n"
"""What a child writes to its parent once it listens."""
STEADY_S = 60.0
"""A child that lived so long was well: when it ends, another is started at once."""
RESTART_AFTER_S = (0.1, 1.0, 2.0, 5.0, 10.0, 30.0)
STOP_MARGIN_S = 5.0
"""How much longer than APP_SHUTDOWN_TIMEOUT_S a child may take before it is killed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What all children are to do."""

    settings: Settings
    slug: str | None
    has_background: bool


def supervise(order: Order, workers: int, on_ready: Callable[[Settings], None]) -> None:
    """Serve with `workers` processes until told to stop.

    Args:
        order: What they do.
        workers: How many.
        on_ready: Called once all of them listen, with the settings as they came out: port 0 is a port by then.

    Raises:
        OSError: nothing can listen on the address.
        CommandError: a child could not start in the first place, and has said why; or one had to be killed.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        raise CommandError("Processes cannot share an address on this system: serve with one, without --workers.")
    if sys.platform == "darwin":
        _log.warning("macOS gives most connections to one of the processes that share an address")
    folder = _make_metrics_folder(order.settings.data_dir)
    try:
        with _reserve(order.settings.host, order.settings.port) as port:
            settings = at_port(order.settings, port)
            asyncio.run(_Supervisor(order, settings, folder).run(workers, lambda: on_ready(settings)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_metrics_folder(data_dir: Path) -> Path:
    """Return a new folder where no cleaner of temporary files comes; one of those where that cannot be written."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="metrics-", dir=data_dir))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="assistant-metrics-"))


@contextlib.contextmanager
def _reserve(host: str, port: int) -> Iterator[int]:
    """Hold an address without listening on it; give the port. Raises OSError where somebody else has it."""
    with contextlib.ExitStack() as held:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            # First without sharing: other servers that share it would not be noticed.
            for shares in (False, True):
                own = socket.socket(family, kind, protocol)
                own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                if shares:
                    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                try:
                    own.bind((address[0], port, *address[2:]))
                except OSError:
                    own.close()
                    raise
                port = own.getsockname()[1]
                if shares:
                    held.enter_context(contextlib.closing(own))
                else:
                    own.close()
        yield port


class _Supervisor:
    def __init__(self, order: Order, settings: Settings, folder: Path) -> None:
        self._order = order
        self._settings = settings
        self._folder = folder
        self._stopping = asyncio.Event()
        self._children: dict[int, asyncio.subprocess.Process] = {}
        self._ready: set[int] = set()
        self._all_ready = asyncio.Event()
        self._failure: CommandError | None = None

    async def run(self, workers: int, on_ready: Callable[[], None]) -> None:
        """Keep that many children until told to stop. Raises CommandError where it did not end well."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        keepers = [asyncio.create_task(self._keep(place, workers)) for place in range(workers)]
        announcing = asyncio.create_task(self._announce(on_ready))
        await self._stopping.wait()
        announcing.cancel()
        await self._stop_children(keepers)
        if self._failure:
            raise self._failure

    async def _announce(self, on_ready: Callable[[], None]) -> None:
        await self._all_ready.wait()
        on_ready()

    async def _keep(self, place: int, workers: int) -> None:
        """Keep one child running."""
        failures = 0
        while not self._stopping.is_set():
            began = asyncio.get_running_loop().time()
            try:
                ended = _describe(await self._run_child(place, workers))
            except OSError as error:  # no memory, no room for another process: it passes
                ended = f"it could not be started: {error.strerror or error}"
            if self._stopping.is_set():
                return
            if not self._all_ready.is_set():
                self._failure = self._failure or CommandError(
                    f"Process {place + 1} could not start ({ended}): see above."
                )
                self._stopping.set()
                return
            failures = 0 if asyncio.get_running_loop().time() - began > STEADY_S else failures + 1
            wait_s = RESTART_AFTER_S[min(failures, len(RESTART_AFTER_S) - 1)]
            _log.error("Process %d ended (%s): another is started in %g s", place + 1, ended, wait_s)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._stopping.wait()

    async def _run_child(self, place: int, workers: int) -> int:
        child = await self._start_child(place)
        self._children[place] = child
        try:
            assert child.stdout is not None  # noqa: S101 - asked for below
            if await child.stdout.readline() == READY:
                self._ready.add(place)
                if len(self._ready) == workers:
                    self._all_ready.set()
            return await child.wait()
        finally:
            del self._children[place]
            forget_process(self._folder, place)

    async def _start_child(self, place: int) -> asyncio.subprocess.Process:
        told = {
            "slug": self._order.slug,
            "has_background": self._order.has_background,
            "port": self._settings.port,
            "place": place,
            "folder": str(self._folder),
        }
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # without it no process could start any more
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "assistant.commands.child", json.dumps(told)),
            cwd=ROOT,
            env=add_to_environment(**{SHARED_FOLDER_VARIABLE: str(self._folder)}),
            stdin=asyncio.subprocess.PIPE,  # which ends when this process does, however that was
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for this process, which passes it on in good order
        )

    async def _stop_children(self, keepers: list[asyncio.Task[None]]) -> None:
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        _, late = await asyncio.wait(keepers, timeout=self._settings.shutdown_timeout_s + STOP_MARGIN_S)
        for place, child in list(self._children.items()):
            self._failure = CommandError(f"Process {place + 1} did not stop in time and was killed.")
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        if late:
            await asyncio.wait(late)
        for keeper in keepers:
            keeper.result()


def _describe(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
