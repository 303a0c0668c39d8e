"""docs/reference/tables.md, made of the models and the fingerprint: `python tests/docs/table_page.py`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "tables.md"
MODELS = ROOT / "assistant" / "storage" / "models"
FINGERPRINT = ROOT / "migrations" / "schema.txt"
INTRODUCTION = """# The tables

What the database holds, for reports, exports and whoever reads along. Instants are `timestamp with time zone`, in UTC;
civil hours are minutes after midnight; durations are whole minutes; money is in the currency's smallest unit. Whatever
is not for the assistant's role to change is in [how to make roles](../how-to/database-roles.md).

This page is made of `assistant/storage/models/` and `migrations/schema.txt`, and a test holds it to them. Aerich and
the migrator keep their books in `aerich` and `migration_checksum`.
"""
SHORTER = {
    "timestamp with time zone": "timestamptz",
    "character varying": "varchar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A model, as far as the page tells of it."""

    name: str
    meaning: str
    columns: dict[str, str]
    """What is said of each, in the order of the model."""


def render() -> str:
    """Return the page as it should be."""
    lines = [line for line in FINGERPRINT.read_text().splitlines() if ": " in line and not line.startswith("#")]
    tables = sorted(_read_models(), key=lambda table: table.name)
    return "\n".join([INTRODUCTION, *("\n".join(_render_table(table, lines)) for table in tables)])


def _render_table(table: Table, lines: list[str]) -> Iterator[str]:
    said = [line.partition(": ")[2] for line in lines if line.startswith(f"{table.name}: ")]
    targets = dict(re.findall(r"FOREIGN KEY \((\w+)\) REFERENCES (\w+)", "\n".join(said)))
    yield f"## `{table.name}`\n\n{table.meaning}\n\n| column | type | |\n|---|---|---|"
    for name, meaning in table.columns.items():
        kind = next(line.removeprefix(f"column {name} ") for line in said if line.startswith(f"column {name} "))
        told = f"a row of `{targets[name]}`" if name in targets else meaning
        yield f"| `{name}` | {_describe_type(kind)} | {told.replace('|', chr(92) + '|')} |"
    rules = [_describe_rule(line) for line in said if re.match(r"constraint \w+ (CHECK|UNIQUE|EXCLUDE)|trigger ", line)]
    yield "".join(f"\n- {rule}" for rule in rules) + "\n" if rules else ""


def _describe_type(text: str) -> str:
    kind = re.sub(" DEFAULT .*", "", text.removesuffix(" NOT NULL").replace(" NOT NULL ", " "))
    for long, short in SHORTER.items():
        kind = kind.replace(long, short)
    return kind if "NOT NULL" in text else f"{kind}, may be empty"


def _describe_rule(line: str) -> str:
    kind, _, rest = line.partition(" ")
    if kind == "trigger":
        return f"trigger: `{rest.removeprefix('CREATE TRIGGER ')}`"
    name, _, rule = re.sub(r"::(character varying|text)(\[\])?", "", rest).partition(" ")
    return f"`{name}`: `{rule}`"


def _read_models() -> Iterator[Table]:
    nodes = (node for file in MODELS.glob("*.py") for node in ast.parse(file.read_text(encoding="utf-8")).body)
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            name = next(found for found in ast.walk(node) if _is_table_name(found))
            assert isinstance(name, ast.Assign)
            yield Table(name=ast.literal_eval(name.value), meaning=_read_text(node), columns=dict(_read_columns(node)))


def _is_table_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "table"


def _read_text(node: ast.ClassDef) -> str:
    return " ".join((ast.get_docstring(node) or "").split())


def _read_columns(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, following in pairwise(node.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as made):
                pass
            case _:
                continue
        said = following.value if isinstance(following, ast.Expr) else None
        meaning = " ".join(str(said.value).split()) if isinstance(said, ast.Constant) else ""
        yield f"{name}_id" if re.search("ForeignKey|OneToOne", ast.unparse(made.func)) else name, meaning


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
