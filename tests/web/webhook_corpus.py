"""Deliveries that must not be taken: each with a name that says what is wrong with it, and the statuses it may get."""

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from webhook_doubles import CANARY, GOOD_BODY, NOW, OTHER_SECRET, PATH, SECRET, Headers, write_request

from assistant.channels.shared.signatures import sign

KEPT_OUT = (401,)
MALFORMED = (400,)
WRONG_MEDIA = (415,)
TOO_LARGE = (413,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One delivery, as the bytes that go over the wire."""

    name: str
    raw: bytes
    statuses: tuple[int, ...]


def prove(body: bytes, *, webhook_id: str = "msg_1", secret: str = SECRET, seconds: int = 0) -> Headers:
    headers = sign(secrets=[secret], webhook_id=webhook_id, body=body, now=NOW + timedelta(seconds=seconds))
    return {"Content-Type": "application/json", **headers}


def all_hostile() -> list[Hostile]:
    """Return the corpus. The names are unique."""
    return [*_strangers(), *_wrong_media(), *_sizes(), *_no_json(), *_wrong_forms(), *_paths(), *_no_http()]


def _strangers() -> Iterator[Hostile]:
    """Everything is right but the proof."""
    good = prove(GOOD_BODY)
    right = str(good["webhook-signature"])
    raw_key = sign(
        secrets=["whsec_" + base64.b64encode(SECRET.encode()).decode()], webhook_id="msg_1", body=GOOD_BODY, now=NOW
    )
    changes: dict[str, Headers] = {
        "no proof": {"webhook-id": b"", "webhook-timestamp": b"", "webhook-signature": b""},
        "no id": {"webhook-id": b""},
        "no timestamp": {"webhook-timestamp": b""},
        "no signature": {"webhook-signature": b""},
        "empty signature": {"webhook-signature": " "},
        "wrong secret": prove(GOOD_BODY, secret=OTHER_SECRET),
        "signature of another body": prove(GOOD_BODY + b" "),
        "signature of an empty body": prove(b""),
        "signature of another id": {"webhook-signature": prove(GOOD_BODY, webhook_id="msg_2")["webhook-signature"]},
        "signature of another second": {"webhook-signature": prove(GOOD_BODY, seconds=1)["webhook-signature"]},
        "stale by a second": prove(GOOD_BODY, seconds=-301),
        "stale by a year": prove(GOOD_BODY, seconds=-31_536_000),
        "from the future": prove(GOOD_BODY, seconds=301),
        "negative timestamp": {"webhook-timestamp": "-1"},
        "timestamp with a plus": {"webhook-timestamp": f"+{int(NOW.timestamp())}"},
        "timestamp with a fraction": {"webhook-timestamp": f"{int(NOW.timestamp())}.0"},
        "timestamp in milliseconds": {"webhook-timestamp": f"{int(NOW.timestamp())}000"},
        "timestamp as an exponent": {"webhook-timestamp": "1e9"},
        "timestamp in hexadecimal": {"webhook-timestamp": "0x69a6e8a0"},
        "timestamp in Arabic digits": {"webhook-timestamp": "١٧٧٢٥٤٦٤٠٠"},
        "timestamp of 5,000 digits": {"webhook-timestamp": "9" * 5000},
        "timestamp as a word": {"webhook-timestamp": CANARY},
        "timestamp not a number": {"webhook-timestamp": "NaN"},
        "id with a dot": prove(GOOD_BODY, webhook_id="msg.1"),
        "id of 129 characters": prove(GOOD_BODY, webhook_id="m" * 129),
        "id with a space": {"webhook-id": "msg 1"},
        "id not in ASCII": {"webhook-id": "msg_é"},
        "id not in UTF-8": {"webhook-id": b"msg_\xff"},
        "signature of version 1a": {"webhook-signature": right.replace("v1,", "v1a,")},
        "signature of version 2": {"webhook-signature": right.replace("v1,", "v2,")},
        "signature without version": {"webhook-signature": right.removeprefix("v1,")},
        "version without signature": {"webhook-signature": "v1,"},
        "a comma for a signature": {"webhook-signature": ","},
        "signature in hexadecimal": {"webhook-signature": "v1," + base64.b64decode(right[3:]).hex()},
        "first half of the signature": {"webhook-signature": right[:20]},
        "signature with a letter more": {"webhook-signature": f"{right}A"},
        "signature in lower case": {"webhook-signature": right.lower()},
        "signature in quotes": {"webhook-signature": f'"{right}"'},
        "signature between commas": {"webhook-signature": f"v1,x,{right}"},
        "signature not base64": {"webhook-signature": f"v1,{CANARY}!!"},
        "signature not in ASCII": {"webhook-signature": "v1,é" * 10},
        "signature not in UTF-8": {"webhook-signature": b"v1,\xff\xfe"},
        "signature with a lone surrogate": {"webhook-signature": b"v1,\xed\xa0\x80"},
        "a hundred wrong signatures": {"webhook-signature": " ".join(["v1," + "A" * 43 + "="] * 100)},
        "the secret for a signature": {"webhook-signature": f"v1,{SECRET}"},
        "signed with the secret's text": dict(raw_key),
        "a password instead": {"webhook-signature": b"", "Authorization": f"Bearer {SECRET}"},
    }
    for name, change in changes.items():
        yield Hostile(name=name, raw=write_request(GOOD_BODY, {**good, **change}), statuses=KEPT_OUT)
    long = {**good, "webhook-signature": "v1," + "A" * 20_000}
    yield Hostile(name="signature of 20 kB", raw=write_request(GOOD_BODY, long), statuses=(400, 401, 431))


def _wrong_media() -> Iterator[Hostile]:
    """The proof is right; the body is of a kind that nobody asked for."""
    kinds: dict[str, str | bytes] = {
        "no content type": b"",
        "plain text": "text/plain",
        "a form": "application/x-www-form-urlencoded",
        "multipart": "multipart/form-data; boundary=x",
        "multipart without boundary": "multipart/form-data",
        "XML": "application/xml",
        "JSON in UTF-16 by its header": "application/json; charset=utf-16",
        "JSON in a charset that is none": "application/json; charset=bogus",
        "JSON in the charset hex": "application/json; charset=hex",
        "JSON lines": "application/jsonl",
        "a content type of semicolons": ";;;;",
        "a content type not in UTF-8": b"\xff/\xfe",
        "two charsets": "application/json; charset=utf-8; charset=utf-7",
    }
    for name, kind in kinds.items():
        raw = write_request(GOOD_BODY, {**prove(GOOD_BODY), "Content-Type": kind})
        yield Hostile(name=name, raw=raw, statuses=WRONG_MEDIA)
    packed = {
        "gzip": gzip.compress(GOOD_BODY),
        "deflate": zlib.compress(GOOD_BODY),
        "br": GOOD_BODY,
        "bogus": GOOD_BODY,
        "identity, gzip": gzip.compress(GOOD_BODY),
        "GZIP": b"this is no gzip",
    }
    for encoding, body in packed.items():
        raw = write_request(body, {**prove(body), "Content-Encoding": encoding})
        # Brotli is refused by the server's own parser where the machine cannot unpack it.
        statuses = (400, 415) if encoding == "br" else WRONG_MEDIA
        yield Hostile(name=f"compressed: {encoding}", raw=raw, statuses=statuses)
    bomb = gzip.compress(b" " * 50_000_000)
    raw = write_request(bomb, {**prove(bomb), "Content-Encoding": "gzip"})
    yield Hostile(name="a gzip bomb", raw=raw, statuses=WRONG_MEDIA)


def _sizes() -> Iterator[Hostile]:
    for name, body in {
        "10 MB of text": b'{"text": "' + CANARY.encode() * 1_700_000 + b'"}',
        "10 MB of spaces": b" " * 10_000_000,
        "a byte more than allowed": b" " * (256 * 1024 + 1),
    }.items():
        yield Hostile(name=name, raw=write_request(body, prove(body)), statuses=TOO_LARGE)
    claimed: Headers = {**prove(b""), "Content-Length": str(10**12)}
    yield Hostile(name="a terabyte, it says", raw=write_request(b"", claimed), statuses=TOO_LARGE)
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    chunked: Headers = {**prove(b""), "Content-Length": b"", "Transfer-Encoding": "chunked"}
    yield Hostile(name="300 kB in chunks", raw=write_request(chunk * 5 + b"0\r\n\r\n", chunked), statuses=TOO_LARGE)
    yield Hostile(name="a chunk of no size", raw=write_request(b"xyz\r\n\r\n", chunked), statuses=MALFORMED)
    negative: Headers = {**prove(GOOD_BODY), "Content-Length": "-5"}
    yield Hostile(name="a negative length", raw=write_request(GOOD_BODY, negative), statuses=MALFORMED)
    wordy: Headers = {**prove(GOOD_BODY), "Content-Length": CANARY}
    yield Hostile(name="a length in words", raw=write_request(GOOD_BODY, wordy), statuses=MALFORMED)
    both: Headers = {**prove(GOOD_BODY), "Transfer-Encoding": "chunked"}
    yield Hostile(name="a length and chunks", raw=write_request(GOOD_BODY, both), statuses=MALFORMED)


def _no_json() -> Iterator[Hostile]:
    """Signed by the account's own platform, and still not JSON that everybody reads alike."""
    text = GOOD_BODY.decode()
    hi = f"hi {CANARY}"
    bodies: dict[str, bytes] = {
        "empty body": b"",
        "spaces": b"   ",
        "not JSON": CANARY.encode(),
        "JSON cut short": GOOD_BODY[:-1],
        "JSON and more": GOOD_BODY + GOOD_BODY,
        "a comma too many": GOOD_BODY[:-1] + b",}",
        "single quotes": text.replace('"', "'").encode(),
        "invalid UTF-8": GOOD_BODY.replace(b"hi", b"\xff\xfe"),
        "Latin-1": GOOD_BODY.replace(b"hi", b"caf\xe9"),
        "UTF-8 longer than need be": GOOD_BODY.replace(b"hi", b"\xc0\xaf"),
        "UTF-8 cut in a character": GOOD_BODY.replace(b"hi", b"\xf0\x9f\x98"),
        "a surrogate in UTF-8": GOOD_BODY.replace(b"hi", b"\xed\xa0\x80"),
        "a byte order mark": b"\xef\xbb\xbf" + GOOD_BODY,
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without mark": text.encode("utf-16-be"),
        "UTF-32": text.encode("utf-32"),
        "NUL": GOOD_BODY.replace(b"hi", b"\0"),
        "nothing but NUL": b"\0" * 100,
        "NUL escaped": GOOD_BODY.replace(b"hi", b"\\u0000"),
        "NUL in a key": GOOD_BODY.replace(b'"text"', b'"te\\u0000xt": 1, "text"'),
        "NUL where nobody looks": GOOD_BODY.replace(b'"type"', b'"extra": ["\\u0000"], "type"'),
        "half of a pair, the first": GOOD_BODY.replace(b"hi", b"\\ud83d"),
        "half of a pair, the second": GOOD_BODY.replace(b"hi", b"\\ude00"),
        "a pair the wrong way round": GOOD_BODY.replace(b"hi", b"\\ude00\\ud83d"),
        "half of a pair in a key": GOOD_BODY.replace(b'"type"', b'"\\ud83d": 1, "type"'),
        "half of a pair in the conversation": GOOD_BODY.replace(b'"c1"', b'"\\ud83d"'),
        "a bare control character": GOOD_BODY.replace(b"hi", b"\x01"),
        "an escape that is none": GOOD_BODY.replace(b"hi", b"\\x41"),
        "NaN": GOOD_BODY.replace(b'"type"', b'"extra": NaN, "type"'),
        "Infinity": GOOD_BODY.replace(b'"type"', b'"extra": -Infinity, "type"'),
        "a number beyond all bounds": GOOD_BODY.replace(b'"type"', b'"extra": 1e999, "type"'),
        "a number of 5,000 digits": GOOD_BODY.replace(b'"type"', b'"extra": ' + b"9" * 5000 + b', "type"'),
        "a number of 21 digits": GOOD_BODY.replace(b'"type"', b'"extra": ' + b"9" * 21 + b', "type"'),
        "a key twice": GOOD_BODY.replace(b'"type"', b'"type": "x", "type"'),
        "a key of the message twice": GOOD_BODY.replace(b'"text"', b'"text": "no", "text"'),
        "a key twice, once in disguise": GOOD_BODY.replace(b'"text"', b'"t\\u0065xt": "no", "text"'),
        "deep lists": b"[" * 100_000,
        "deep lists, closed": b"[" * 100_000 + b"]" * 100_000,
        "deep objects": b'{"data":' * 30_000,
        "a little too deep": GOOD_BODY.replace(b'"type"', b'"extra": ' + b"[" * 33 + b"]" * 33 + b', "type"'),
        "a list for a body": f'["{hi}"]'.encode(),
        "a text for a body": f'"{hi}"'.encode(),
        "a number for a body": b"5",
        "null for a body": b"null",
    }
    for name, body in bodies.items():
        yield Hostile(name=name, raw=write_request(body, prove(body)), statuses=MALFORMED)


def _wrong_forms() -> Iterator[Hostile]:
    """Proper JSON of the wrong form: each field with each kind of value that it must not have."""
    good: dict[str, object] = {"conversation": "c1", "text": f"hi {CANARY}"}
    junk: tuple[object, ...] = (True, 5, 1.5, [], {}, [good], {"$ne": CANARY})
    wrong: dict[str, tuple[object, ...]] = {
        "conversation": (*junk, None, "", "c" * 201),
        "sender": (*junk, "", "s" * 201),
        "text": (*junk, None, "", "x" * 16_385),
        "choice": (*junk, "x" * 65),
        "client_message_id": (*junk, "", "m" * 201),
    }
    for field, values in wrong.items():
        for value in values:
            name = f"{field} is {json.dumps(value)[:20]}"
            yield _form(name, {"type": "message.created", "data": good | {field: value}})
    for value in (*junk[:3], {}, None, CANARY, [5], [[]], [good, None], [good] * 101):
        yield _form(
            f"data is {json.dumps(value)[:30]} ({len(json.dumps(value))})", {"type": "message.created", "data": value}
        )
    for value in (*junk, None):
        yield _form(f"type is {json.dumps(value)[:20]}", {"type": value, "data": good})
    times = (
        5,
        True,
        "",
        "yesterday",
        "2026-03-03",
        "2026-03-03T14:00:00",
        "2026-13-03T14:00:00Z",
        "0001-01-01T00:00:00+14:00",
    )
    for value in times:
        name = f"timestamp is {json.dumps(value)}"
        yield _form(name, {"type": "message.created", "timestamp": value, "data": good})
    yield _form("no type", {"data": good})
    yield _form("no data", {"type": "message.created"})


def _form(name: str, value: object) -> Hostile:
    body = json.dumps(value).encode()
    return Hostile(name=name, raw=write_request(body, prove(body)), statuses=MALFORMED)


def _paths() -> Iterator[Hostile]:
    good = prove(GOOD_BODY)
    nowhere = {
        "an account that is not there": "/webhooks/standard/nobody",
        "a channel that is not there": "/webhooks/telegram/web",
        "an account in capitals": "/webhooks/standard/WEB",
        "an account with NUL": "/webhooks/standard/web%00",
        "an account with a slash": "/webhooks/standard/..%2Fweb",
        "an account not in UTF-8": "/webhooks/standard/%ff",
        "an account of 1,000 letters": "/webhooks/standard/" + "w" * 1000,
        "SQL for an account": "/webhooks/standard/web'%20OR%201=1--",
        "no account": "/webhooks/standard/",
        "a door that is not there": "/webhooks",
    }
    for name, path in nowhere.items():
        yield Hostile(name=name, raw=write_request(GOOD_BODY, good, path=f"{path}?token={CANARY}"), statuses=(404,))
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        raw = write_request(GOOD_BODY, good, method=method)
        yield Hostile(name=f"the method {method}", raw=raw, statuses=(405,))
    elsewhere = {"another account's delivery": "/webhooks/standard/other"}
    for name, path in elsewhere.items():
        yield Hostile(name=name, raw=write_request(GOOD_BODY, good, path=path), statuses=KEPT_OUT)
    awaited = write_request(GOOD_BODY, {**good, "Expect": "the-unexpected"})
    yield Hostile(name="an expectation", raw=awaited, statuses=(417,))


def _no_http() -> Iterator[Hostile]:
    """What the server's own parser refuses."""
    good = write_request(GOOD_BODY, prove(GOOD_BODY))
    lines: dict[str, bytes] = {
        "no HTTP": f"{CANARY}\r\n\r\n".encode(),
        "TLS to an HTTP port": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        "HTTP of the year 9": good.replace(b"HTTP/1.1", b"HTTP/9.9", 1),
        "a header without colon": good.replace(b"Host:", b"Host", 1),
        "a header with NUL": good.replace(b"Host: ", b"Host: \0", 1),
        "a header name with a space": good.replace(b"Host:", b"Ho st:", 1),
        "a method that is none": good.replace(b"POST", b"P\xc3\x96ST", 1),
        "two lengths": good.replace(b"Content-Length", b"Content-Length: 1\r\nContent-Length", 1),
        "a path of 20 kB": good.replace(PATH.encode(), PATH.encode() + b"a" * 20_000, 1),
        "a header of 20 kB": good.replace(b"Host: ", b"X-Long: " + b"a" * 20_000 + b"\r\nHost: ", 1),
        "a thousand headers": good.replace(b"Host: ", b"X: 1\r\n" * 1000 + b"Host: ", 1),
    }
    for name, raw in lines.items():
        yield Hostile(name=name, raw=raw, statuses=(400, 414, 431))
