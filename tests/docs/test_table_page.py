"""The reference of the tables says what the models and the schema say."""

import re

from table_page import FINGERPRINT, PAGE, render


def test_the_page_is_what_models_and_fingerprint_make_of_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python tests/docs/table_page.py"


def test_every_column_of_the_schema_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    columns = re.findall(r"(?m)^(\w+): column (\w+) ", FINGERPRINT.read_text(encoding="utf-8"))
    assert columns
    sections = dict(re.findall(r"(?ms)^## `(\w+)`\n(.*?)(?=^## |\Z)", text))
    assert [(table, name) for table, name in columns if f"| `{name}` |" not in sections.get(table, "")] == []
