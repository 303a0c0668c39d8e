"""Reads a shop file: TOML, then its tables, then what they mean together."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from assistant.shopfile.model import ShopFile
from assistant.shopfile.problems import Key, Problems, ShopFileError
from assistant.shopfile.resolve import resolve_shop
from assistant.shopfile.tables import ShopTable
from assistant.shopfile.walk import read_table

DEMO_SHOP = Path(__file__).parent / "demo" / "salon.toml"
"""The shipped hair salon: for a trial, and as an example to copy."""
_SIZE_MAX = 1 << 20
_TOML_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|(end of document))\)$", re.DOTALL)


def read_shop_file(path: Path) -> ShopFile:
    """Return the shop that the file at `path` describes.

    Raises:
        ShopFileError: The file cannot be read, is no TOML, or does not describe a shop. It names every key that is
            wrong by itself; when there is none, everything that does not fit together.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ShopFileError(
            str(path), [f"cannot be read ({error.strerror}); check the path and its permissions"]
        ) from error
    if len(raw) > _SIZE_MAX:
        raise ShopFileError(path.name, [f"has {len(raw)} bytes; a shop file has at most {_SIZE_MAX}"])
    try:
        # Editors on Windows put a byte order mark in front.
        return parse_shop(raw.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise ShopFileError(path.name, [f"byte {error.start} is not UTF-8; save the file as UTF-8"]) from error


def list_demo_shops() -> list[ShopFile]:
    """Return the shops that come along, by their files' names: they are invented, and nobody's own."""
    return [read_shop_file(path) for path in sorted(DEMO_SHOP.parent.glob("*.toml"))]


def parse_shop(text: str, file: str) -> ShopFile:
    """Return the shop that the TOML in `text` describes; `file` is what messages call it.

    Raises:
        ShopFileError: As `read_shop_file`.
    """
    problems = Problems()
    table = read_table(_parse_toml(text, file), ShopTable, Key(), problems)
    shop = resolve_shop(table, problems) if table else None
    problems.raise_for(file)
    # Without a problem there is a table, and so a shop.
    if shop is None:
        raise AssertionError(f"{file}: nothing is wrong, and yet there is no shop")
    return shop


def _parse_toml(text: str, file: str) -> dict[str, object]:
    try:
        # Windows line ends come with the bytes; TOML allows them. Prices are decimal: 38.10 is no binary fraction.
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError) as error:  # a TOMLDecodeError, or a number that no computer holds
        raise ShopFileError(file, [_explain_toml(str(error))]) from error
    except RecursionError as error:
        raise ShopFileError(
            file, ["tables or lists stand too deep in one another; a shop needs three levels"]
        ) from error


def _explain_toml(message: str) -> str:
    match = _TOML_PLACE.match(message)
    if not match:
        return f"is not TOML: {message}; correct it there"
    what, line, column, _end = match.groups()
    place = f"line {line}, column {column}" if line else "end of the file"
    return f"{place}: is not TOML: {what}; correct this line, or the one before it"
