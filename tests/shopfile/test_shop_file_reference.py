"""The reference of the shop file names every key, and its examples work."""

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from assistant.shopfile import tables
from assistant.shopfile.read import parse_shop
from assistant.shopfile.values import Minutes

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "shop-file.md"
TABLES = [kind for kind in vars(tables).values() if isinstance(kind, type) and issubclass(kind, tables.Table)]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_key_is_in_the_reference(kind: type[tables.Table]) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for key in fields(kind):
        assert re.search(rf"[`\[.]{key.encode_name}[`\].]|^{key.encode_name} = ", text, re.MULTILINE), key.encode_name


def test_every_default_of_the_policy_is_in_the_reference() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for key in fields(tables.PolicyTable):
        assert isinstance(key.default, Minutes)
        assert f'| `{key.encode_name}` | `"{key.default}"` |' in text


def test_the_smallest_shop_of_the_reference_is_a_shop() -> None:
    smallest = next(block for block in toml_blocks() if block.startswith("[business]"))
    assert parse_shop(smallest, "reference").slug == "bistro"


def test_the_other_examples_of_the_reference_fit_into_a_shop() -> None:
    smallest, *others = sorted(toml_blocks(), key=lambda block: not block.startswith("[business]"))
    assert len(others) == 7
    for block in others:
        base = smallest if "[hours]" not in block else smallest.replace('[hours]\ntue-sat = "18:00-23:00"\n', "")
        assert parse_shop(f"{base}\n[people.ana]\n{block}", "reference").slug == "bistro"


def toml_blocks() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
