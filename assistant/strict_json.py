"""JSON from strangers: one reading of it or none, and nothing in it that a database cannot hold."""

import json
import math
from typing import NoReturn, TypeVar

import msgspec

DEPTH_MAX = 32
"""Levels of arrays and objects. No message of ours needs more than four."""
INTEGER_LENGTH_MAX = 20
"""Digits and sign of a 64-bit number."""

T = TypeVar("T")


class MalformedError(Exception):
    """The body cannot be used. The text says why and where, and quotes nothing of it."""


def parse_json(body: bytes) -> object:
    """Return the value that a UTF-8 body holds.

    Raises:
        MalformedError: it is not strict UTF-8 or not JSON, an object has a key twice, a number is not finite or too
            long, it is nested too deep, or a string holds NUL or half of a surrogate pair.
    """
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_make_object,
            parse_int=_read_integer,
            parse_float=_read_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise MalformedError(f"the body is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise MalformedError(
            f"the body is not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except RecursionError:
        raise _too_deep() from None
    _check_contents(value)
    return value


def read_as(value: object, kind: type[T]) -> T:
    """Return a parsed value as a msgspec type.

    Raises:
        MalformedError: it does not have that form. Its text names the field: `data[2].conversation: expected ...`.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).replace("`", "").partition(" - at $")
        raise MalformedError(f"{where.lstrip('.') or 'the body'}: {what[:1].lower()}{what[1:]}") from None


def _make_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        # Which of the two counts differs from parser to parser: what one checks the next does not see.
        raise MalformedError("the body has an object with the same key twice")
    return made


def _read_integer(digits: str) -> int:
    if len(digits) > INTEGER_LENGTH_MAX:
        raise MalformedError(f"the body has a whole number of more than {INTEGER_LENGTH_MAX} digits")
    return int(digits)


def _read_number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedError("the body has a number that is too large")
    return number


def _refuse_constant(_name: str) -> NoReturn:
    raise MalformedError("the body has NaN or Infinity, which are not JSON")


def _check_contents(value: object) -> None:
    waiting = [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        if isinstance(inner, str):
            _check_string(inner)
        elif isinstance(inner, dict):
            waiting += [(part, depth + 1) for pair in inner.items() for part in pair]
        elif isinstance(inner, list):
            waiting += [(part, depth + 1) for part in inner]
        if depth > DEPTH_MAX and isinstance(inner, dict | list):
            raise _too_deep()


def _check_string(text: str) -> None:
    if "\0" in text:
        raise MalformedError("the body has a string with a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise MalformedError("the body has a string with half of a surrogate pair") from None


def _too_deep() -> MalformedError:
    return MalformedError(f"the body is nested more than {DEPTH_MAX} levels deep")
