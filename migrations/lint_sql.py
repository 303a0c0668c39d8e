"""Run squawk over the SQL of the migrations: `python migrations/lint_sql.py`. Rules and exceptions: `.squawk.toml`."""

import ast
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).parent
SQUAWK = Path(sysconfig.get_path("scripts")) / "squawk"


def read_sql(file: Path) -> dict[str, str]:
    """Return what a migration file's `upgrade` and `downgrade` return, by name. Raises ValueError where it is no text."""
    tree = ast.parse(file.read_text(encoding="utf-8"), file.name)
    return {node.name: _read_returned(node, file) for node in tree.body if isinstance(node, ast.AsyncFunctionDef)}


def is_transactional(file: Path) -> bool:
    """Return whether the file is applied in a transaction."""
    return "RUN_IN_TRANSACTION = False" not in file.read_text(encoding="utf-8")


def list_files() -> list[Path]:
    """Return the migration files, in order."""
    return sorted((FOLDER / "models").glob("[0-9]*_*.py"), key=lambda file: int(file.name.partition("_")[0]))


def _read_returned(function: ast.AsyncFunctionDef, file: Path) -> str:
    match function.body[-1]:
        case ast.Return(value=ast.Constant(value=str(sql))):
            return sql
    raise ValueError(f"{file}: {function.name} must end with `return` and one plain string of SQL")


def _lint(folder: Path) -> Iterator[int]:
    for file in list_files():
        target = folder / f"{file.stem}.sql"
        target.write_text(read_sql(file)["upgrade"], encoding="utf-8")
        flags = ["--assume-in-transaction"] if is_transactional(file) else []
        command = [str(SQUAWK), "--config", f"{FOLDER.parent}/.squawk.toml", *flags, str(target)]
        yield subprocess.run(command, check=False).returncode  # noqa: S603 - the linter of this environment


def main() -> int:
    """Return 0 where squawk has nothing to say about any file."""
    with TemporaryDirectory() as name:
        return max(_lint(Path(name)))


if __name__ == "__main__":
    sys.exit(main())
