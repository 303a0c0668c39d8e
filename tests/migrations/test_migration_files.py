"""Every migration file keeps the rules of ADR-002, also those that are still to be written."""

import re
import subprocess
import sysconfig
from pathlib import Path

import lint_sql
import pytest

from assistant.settings import ROOT

FILES = lint_sql.list_files()
SQUAWK = Path(sysconfig.get_path("scripts")) / "squawk"
BOUNDS = re.compile(r"\s*SET LOCAL lock_timeout = '\d+m?s';\s*SET LOCAL statement_timeout = '\d+(s|min)';")

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_files_are_numbered_without_gaps_and_doubles() -> None:
    assert [int(file.name.partition("_")[0]) for file in FILES] == list(range(len(FILES)))


@every_file
def test_a_file_opens_with_its_bounds_or_is_one_statement_outside_a_transaction(file: Path) -> None:
    sql = lint_sql.read_sql(file)["upgrade"]
    if lint_sql.is_transactional(file):
        assert BOUNDS.match(sql), "it opens with SET LOCAL lock_timeout and statement_timeout"
    else:
        assert sql.strip().rstrip(";").count(";") == 0, "several statements in one string are a transaction"


@every_file
def test_a_file_carries_the_models_state_and_a_way_back(file: Path) -> None:
    assert "MODELS_STATE" in file.read_text()
    assert lint_sql.read_sql(file)["downgrade"].strip()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("SET LOCAL lock_timeout = '4s'; ALTER TABLE booking ADD COLUMN x int;", "require-statement-timeout"),
        ("SET LOCAL statement_timeout = '4s'; ALTER TABLE booking ADD COLUMN x int;", "require-lock-timeout"),
        ("ALTER TABLE booking DROP COLUMN phone;", "ban-drop-column"),
        ("ALTER TABLE booking RENAME COLUMN phone TO tel;", "renaming-column"),
        ("ALTER TABLE booking ADD COLUMN x int NOT NULL;", "adding-required-field"),
        ("ALTER TABLE booking ALTER COLUMN price_minor SET NOT NULL;", "adding-not-nullable-field"),
        ("DROP TABLE leave;", "ban-drop-table"),
        ("ALTER TABLE booking ALTER COLUMN id TYPE int;", "changing-column-type"),
    ],
)
def test_the_linter_refuses_what_would_break_the_version_that_still_runs(sql: str, rule: str, tmp_path: Path) -> None:
    file = tmp_path / "1_wrong.sql"
    file.write_text(sql)
    command = [
        str(SQUAWK),
        "--config",
        f"{ROOT}/.squawk.toml",
        "--assume-in-transaction",
        "--reporter",
        "gcc",
        str(file),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this environment's
    assert done.returncode == 1
    assert rule in done.stdout + done.stderr


def test_sql_that_is_put_together_in_python_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "1_wrong.py"
    file.write_text('async def upgrade(db):\n    return f"DROP TABLE {db}"\n')
    with pytest.raises(ValueError, match="one plain string of SQL"):
        lint_sql.read_sql(file)
