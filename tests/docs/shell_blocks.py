"""The shell blocks of a page, run line by line: our own commands in forked processes, everything else by `sh`."""

import io
import multiprocessing
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from doc_pages import Page

PROGRAMS = (
    r"\.|aerich|cat|cd|cp|curl|docker|echo|grep|gunzip|make|mkdir|pip|psql|python|sudo|systemctl|tox|\.venv/bin/\S+"
)
STARTS = re.compile(rf"(?:(?:[A-Z_]+=\S* )*(?:{PROGRAMS})|[-\d*/,]+(?: [-\d*/,]+){{4}}) ")
"""How a line begins that somebody types: with a program, or, in a crontab, with the times."""
BLOCK = re.compile(
    r"(?ms)^(?:<!-- not run: (?P<excuse>[^\n]+?) -->\n\n?)?^ *```(?P<kind>sh|bash|console|)\n(?P<code>.*?)^ *```$"
)
SERVING = ("run", "serve", "worker")
PATIENCE_S = 60
FORKS = multiprocessing.get_context("forkserver")
"""Starting Python anew for each command would take most of the time."""
FORKS.set_forkserver_preload(["assistant.__main__", "assistant.commands.serve", "assistant.commands.doctor"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Commands that a page shows."""

    line: int
    commands: tuple[str, ...]
    excuse: str
    """Why it is not run, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a command."""

    code: int
    said: str


def read_env_file(folder: Path) -> dict[str, str]:
    """Return what a page has written into `.env` so far."""
    path = folder / ".env"
    pairs = [line.partition("=") for line in path.read_text().splitlines()] if path.exists() else []
    return {name: value for name, _, value in pairs if name.startswith("APP_")}


def list_blocks(page: Page) -> list[Block]:
    """Return the blocks of a page that somebody would type; blocks that show what was answered are left out."""
    return [_to_block(page, found) for found in BLOCK.finditer(page.text) if STARTS.match(found["code"].lstrip())]


def _to_block(page: Page, found: re.Match[str]) -> Block:
    joined = found["code"].replace("\\\n", " ")
    return Block(
        line=page.text.count("\n", 0, found.start("code")),
        commands=tuple(line.strip() for line in joined.splitlines() if line.strip()),
        excuse=found["excuse"] or "",
    )


def run_command(command: str, folder: Path, environment: Mapping[str, str]) -> Done:
    """Run one line in a folder."""
    words = shlex.split(command, comments=True)
    target = folder / words.pop() if words[-2:-1] == [">"] else folder / ".said"
    if words[-1:] == [">"]:
        words.pop()
    if words[:3] != ["python", "-m", "assistant"]:
        return _run_elsewhere(command, folder, environment)
    if words[3:] and words[3] in SERVING:
        return Done(code=-1, said="it serves until it is stopped")
    process = FORKS.Process(target=_be_assistant, args=(words[3:], folder, dict(environment), target))
    process.start()
    process.join(PATIENCE_S)
    if process.is_alive():
        process.kill()
        process.join()
        return Done(code=-1, said=f"it did not end within {PATIENCE_S} s")
    complaint = (folder / ".complaint").read_text()
    return Done(code=process.exitcode or 0, said=target.read_text() + complaint)


def _run_elsewhere(command: str, folder: Path, environment: Mapping[str, str]) -> Done:
    shell = shutil.which("sh") or "sh"
    done = subprocess.run(  # noqa: S603 - a line of our own documents
        [shell, "-euc", command], cwd=folder, env=dict(environment), capture_output=True, text=True, check=False
    )
    return Done(code=done.returncode, said=done.stdout + done.stderr)


def _be_assistant(arguments: list[str], folder: Path, environment: dict[str, str], target: Path) -> None:
    """Do in this process what `python -m assistant ARGUMENTS` does in one of its own."""
    from assistant.__main__ import main

    os.chdir(folder)
    os.environ.clear()  # noqa: TID251 - this process is the command's
    os.environ.update(environment)  # noqa: TID251 - see above
    sys.stdin = io.StringIO()
    with target.open("w") as out, (folder / ".complaint").open("w") as complaint:
        sys.stdout, sys.stderr = out, complaint
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out.flush()
        complaint.flush()
        os._exit(code)


def list_settings_blocks(page: Page) -> Iterator[str]:
    """Return the blocks of a page that hold nothing but lines for `.env`."""
    for found in BLOCK.finditer(page.text):
        lines = [line for line in found["code"].splitlines() if line.strip() and not line.startswith("#")]
        if lines and all(re.match(r"APP_[A-Z_]+=", line) and " " not in line for line in lines):
            yield found["code"]
