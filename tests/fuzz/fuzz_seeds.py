"""What the fuzzer begins with, and what it once found."""

from collections.abc import Iterator

from assistant.settings import ROOT
from assistant.shopfile.read import DEMO_SHOP

_BODY = b"""{"type": "message.created", "timestamp": "2026-11-23T09:00:00Z", "data": [{"conversation": "c1",
"sender": "s", "text": "a trim \\u00e9 tomorrow", "choice": "t", "client_message_id": "m1"}, {"conversation": "c",
"text": "\\ud83d\\ude00"}], "more": [1, -2.5e3, true, null, {}]}"""
_PROOF = b"msg_1\n1795424400\nv1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\n\n{}"
_CORPORA = {
    "message": ROOT / "tests/understanding/messages_corpus.txt",
    "times": ROOT / "tests/understanding/times_corpus.txt",
}

FOUND: dict[str, tuple[bytes, ...]] = {}
"""Inputs that once broke a target: each is tried in `make test` from then on."""


def make_seeds(target: str) -> Iterator[bytes]:
    """Yield good inputs of a target, for the fuzzer to change."""
    yield from FOUND.get(target, ())
    match target:
        case "delivery" | "json":
            yield _BODY
        case "signature":
            yield _PROOF
        case "shop-file":
            yield from _split_shop(DEMO_SHOP.read_bytes())
        case "message" | "times":
            for line in _CORPORA[target].read_text(encoding="utf-8").splitlines():
                if line.strip() and not line.startswith("#"):
                    yield b"\0" + line.encode()


def _split_shop(whole: bytes) -> Iterator[bytes]:
    """Yield the demo shop, and its tables alone: short inputs are changed faster."""
    yield whole
    head, *tables = whole.split(b"\n\n")
    yield from (head + b"\n\n" + table for table in tables)
