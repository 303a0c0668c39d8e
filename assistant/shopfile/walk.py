"""Turns what TOML gave into the tables' classes, and notes every key that does not fit, not only the first."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, get_args, get_origin, runtime_checkable

import msgspec
from msgspec.structs import FieldInfo, fields

from assistant.shopfile.problems import Key, Problems, show_value, suggest

TableT = TypeVar("TableT", bound=msgspec.Struct)

_PLAIN = {bool: "true or false", int: "a whole number such as 3", str: "text in quotes"}
_DATE = "a date such as 2026-12-25"


@runtime_checkable
class Parsed(Protocol):
    """A type that reads a value itself; see `values`."""

    expected: str

    @classmethod
    def parse(cls, raw: object) -> object:
        """Return the value; raises ValueError saying what was expected."""
        ...


def read_table(raw: object, kind: type[TableT], key: Key, problems: Problems) -> TableT | None:
    """Return `raw` as a `kind`, or None where any of it does not fit; `problems` then says what and where."""
    if not isinstance(raw, Mapping):
        problems.add(key, f"expected a table, got {show_value(raw)}; write [{key}] and its keys below")
        return None
    before = len(problems.lines)
    known = {f.encode_name: f for f in fields(kind)}
    for name in (name for name in raw if name not in known):
        problems.add(key / name, f"unknown key{suggest(name, known)}; known here are {', '.join(known)}")
    values = {f.name: _read_field(raw, f, key, problems) for f in known.values() if f.required or f.encode_name in raw}
    return kind(**values) if len(problems.lines) == before else None


def _read_field(raw: Mapping[str, object], field: FieldInfo, key: Key, problems: Problems) -> object:
    where = key / field.encode_name
    if field.encode_name not in raw:
        problems.add(where, f"missing; expected {_expected(field.type)}")
        return None
    return _read_value(raw[field.encode_name], field.type, where, problems)


def _read_value(raw: object, kind: Any, key: Key, problems: Problems) -> Any:  # noqa: ANN401 - a type of any field
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return read_table(raw, kind, key, problems)
    if get_origin(kind) is dict:
        return _read_named(raw, get_args(kind), key, problems)
    if get_origin(kind) is list:
        return _read_list(raw, get_args(kind)[0], key, problems)
    return _read_scalar(raw, kind, key, problems)


def _read_named(raw: object, kinds: tuple[Any, Any], key: Key, problems: Problems) -> dict[Any, Any]:
    if not isinstance(raw, Mapping):
        problems.add(key, f"expected a table, got {show_value(raw)}; write [{key}] and its keys below")
        return {}
    names = {name: _read_scalar(name, kinds[0], key / name, problems) for name in raw}
    return {names[name]: _read_value(value, kinds[1], key / name, problems) for name, value in raw.items()}


def _read_list(raw: object, kind: Any, key: Key, problems: Problems) -> list[Any]:  # noqa: ANN401 - see above
    if not isinstance(raw, list):
        problems.add(key, f"expected {_expected(list[kind])}, got {show_value(raw)}")
        return []
    return [_read_value(item, kind, key.item(index), problems) for index, item in enumerate(raw)]


def _read_scalar(raw: object, kind: Any, key: Key, problems: Problems) -> Any:  # noqa: ANN401 - see above
    try:
        return kind.parse(raw) if isinstance(kind, Parsed) else msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        problems.add(key, f"expected {_expected(kind)}, got {show_value(raw)}")
    except ValueError as error:
        problems.add(key, str(error))
    return None


def _expected(kind: Any) -> str:  # noqa: ANN401 - see above
    kind = _without_none(kind)
    if isinstance(kind, Parsed):
        return kind.expected
    if get_origin(kind) is list:
        item = get_args(kind)[0]
        table = isinstance(item, type) and issubclass(item, msgspec.Struct)
        return (
            "a list of tables, each headed by its key in [[ ]]"
            if table
            else 'a list in brackets such as ["one", "two"]'
        )
    if get_origin(kind) is dict or issubclass(kind, msgspec.Struct):
        return "a table"
    return _PLAIN.get(kind, _DATE)


def _without_none(kind: Any) -> Any:  # noqa: ANN401 - see above
    if isinstance(kind, UnionType):
        return next(k for k in get_args(kind) if k is not NoneType)
    return kind
