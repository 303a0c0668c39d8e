"""A small file system in memory, to be filled up. Linux, as root."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


class NotMountedError(Exception):
    """It cannot be mounted here. The text says why."""


@contextlib.contextmanager
def mount_tmpfs(megabytes: int) -> Iterator[Path]:
    """Mount one for the context, and unmount it whatever happens. Raises NotMountedError."""
    if os.geteuid() != 0:
        raise NotMountedError("only root can mount a small file system")
    place = tempfile.mkdtemp(prefix="assistant-disk-")
    options = f"size={megabytes}m,mode=711"
    mounted = subprocess.run(  # noqa: S603 - our own arguments
        ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False, capture_output=True, text=True
    )
    if mounted.returncode != 0:
        Path(place).rmdir()
        raise NotMountedError(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield Path(place)
    finally:
        # Lazily: what a failed test has left open must not leave it mounted.
        subprocess.run(["/bin/umount", "--lazy", place], check=True)  # noqa: S603 - our own arguments
        Path(place).rmdir()
