"""The documents as the tests see them: pages, their links, their code and their tables."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import ROOT

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"(?ms)^```(?P<kind>[a-z]*)\n(?P<code>.*?)^```$")
_INLINE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"python -m assistant(?: (?P<rest>.*))?$")
_SHELL = {">", ">>", "|", "&&", ";", "&"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown file."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def prose(self) -> str:
        """The text without its code blocks."""
        return _FENCE.sub("", self.text)

    def links(self) -> list[str]:
        """Return the links that stay in the repository, without their fragments."""
        targets = [target for target in _LINK.findall(self.prose) if "://" not in target]
        return [target.partition("#")[0] for target in targets if not target.startswith("#")]

    def targets(self) -> Iterator[Path]:
        """Return the files that the page's links lead to; they need not exist."""
        return ((self.path.parent / link).resolve() for link in self.links())

    def blocks(self, kind: str) -> list[str]:
        """Return the code blocks of a kind."""
        return [found["code"] for found in _FENCE.finditer(self.text) if found["kind"] == kind]

    def commands(self) -> Iterator[list[str]]:
        """Return the arguments of every `python -m assistant ...` that the page shows, in blocks and in sentences."""
        lines = [line for found in _FENCE.finditer(self.text) for line in found["code"].splitlines()]
        for line in [*lines, *_INLINE.findall(self.prose)]:
            if found := _COMMAND.search(line):
                yield _cut_at_shell(shlex.split(found["rest"] or "", comments=True))

    def section(self, title: str) -> str:
        """Return what stands under a heading, up to the next one of any level."""
        found = re.search(rf"(?ms)^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", self.text)
        assert found, f"{self.name} has no heading {title!r}"
        return found[1]

    def rows(self) -> list[list[str]]:
        """Return the rows of the page's tables: each a list of cells, without backticks."""
        lines = [line for line in self.text.splitlines() if line.startswith("|") and not line.startswith("|--")]
        return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


def read_page(name: str) -> Page:
    """Return a page by its path from the root."""
    path = ROOT / name
    return Page(path=path, text=path.read_text(encoding="utf-8"))


def read_pages() -> list[Page]:
    """Return every Markdown file that is part of the project."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
    return [read_page(str(path.relative_to(ROOT))) for path in sorted(paths)]


def _cut_at_shell(words: list[str]) -> list[str]:
    ends = [index for index, word in enumerate(words) if word in _SHELL]
    return words[: ends[0]] if ends else words
