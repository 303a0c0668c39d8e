"""Strict JSON: what is read is the same for every reader and fits into the database; the rest is refused by name."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.strict_json import MalformedError, parse_json

REFUSED = {
    b"": "not JSON at line 1, column 1",
    b"\xff": "not UTF-8 at byte 0",
    b'"\xed\xa0\x80"': "not UTF-8",
    b"\xef\xbb\xbf{}": "not JSON",
    '{"a":1}'.encode("utf-16-le"): "not JSON",
    b"{} {}": "not JSON",
    b"[1,]": "not JSON",
    b'"\0"': "not JSON",
    b'"\\u0000"': "NUL",
    b'{"\\u0000":1}': "NUL",
    b'"\\ud800"': "surrogate",
    b'["\\udc00\\ud800"]': "surrogate",
    b"NaN": "NaN",
    b"[-Infinity]": "NaN or Infinity",
    b"1e999": "too large",
    b"9" * 5000: "digits",
    b'{"a":1,"a":1}': "same key twice",
    b'[{"a":1,"\\u0061":2}]': "same key twice",
    b"[" * 33 + b"]" * 33: "32 levels",
    b"[" * 100_000 + b"]" * 100_000: "32 levels",
    b'{"a":' * 100_000: "32 levels",
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.items(), ids=[repr(body[:24]) for body in REFUSED])
def test_what_readers_would_disagree_about_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedError, match=reason):
        parse_json(body)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "😀"


def test_thirty_two_levels_are_allowed() -> None:
    assert parse_json(b"[" * 32 + b"]" * 32) is not None


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(value=values, ascii_only=st.booleans())
@settings(print_blob=True)
def test_every_ordinary_value_is_read_as_it_is(value: object, ascii_only: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(body=st.binary(max_size=60))
@settings(print_blob=True)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(MalformedError):
        parse_json(body)
