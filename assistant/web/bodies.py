"""Reading a request's body: of one kind, up to a size, within a time, before anybody believes a byte of it."""

import asyncio

from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from assistant.strict_json import MalformedError, parse_json

BODY_DEADLINE_S = 10.0
"""From the headers to the last byte. aiohttp has no limit of its own: a body may trickle in for days."""


class BodyError(Exception):
    """A body that nobody will read. The text says why, and quotes nothing of it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        """The HTTP status that answers it: 400, 408, 413 or 415."""

    def to_http(self) -> web.HTTPException:
        """Return the exception that aiohttp answers with."""
        text = f"{self}."
        match self.status:
            case 408:
                return web.HTTPRequestTimeout(text=text)
            case 413:
                return web.HTTPRequestEntityTooLarge(max_size=0, actual_size=0, text=text)
            case 415:
                return web.HTTPUnsupportedMediaType(text=text)
            case _:
                return web.HTTPBadRequest(text=text)


def check_json_media(request: web.Request) -> None:
    """Return where the headers speak of plain JSON in UTF-8.

    Raises:
        BodyError: they speak of something else (415).
    """
    kind, *parameters = (part.strip() for part in request.headers.get(hdrs.CONTENT_TYPE, "").lower().split(";"))
    charsets = [value for part in parameters if (value := part.replace('"', "")).startswith("charset")]
    if kind != "application/json" or any(charset != "charset=utf-8" for charset in charsets):
        raise BodyError(415, "the Content-Type must be application/json, in UTF-8")
    encodings = request.headers.getall(hdrs.CONTENT_ENCODING, [])
    if any(encoding.strip().lower() != "identity" for encoding in encodings):
        # A few kilobytes can unpack to gigabytes.
        raise BodyError(415, "the body must not be compressed: send it without a Content-Encoding")


async def read_body(request: web.Request, size_max: int, *, deadline_s: float = BODY_DEADLINE_S) -> bytes:
    """Return the body.

    Args:
        request: Nobody has read from it yet.
        size_max: In bytes.
        deadline_s: For the whole body, in seconds.

    Raises:
        BodyError: it is too large (413), too slow (408) or broke off (400).
    """
    if (request.content_length or 0) > size_max:
        raise _too_large(size_max)
    body = bytearray()
    try:
        async with asyncio.timeout(deadline_s):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > size_max:
                    raise _too_large(size_max)
    except TimeoutError:
        raise BodyError(408, f"the body did not arrive within {deadline_s:g} seconds") from None
    except (ConnectionError, HttpProcessingError, web.RequestPayloadError):
        raise BodyError(400, "the body broke off") from None
    return bytes(body)


async def read_json(request: web.Request, size_max: int, *, deadline_s: float = BODY_DEADLINE_S) -> object:
    """Return the JSON value in the body, strictly read (see `strict_json`).

    Args:
        request: Nobody has read from it yet.
        size_max: In bytes.
        deadline_s: For the whole body, in seconds.

    Raises:
        BodyError: it is not JSON by its headers (415) or in truth (400), too large (413), too slow (408) or broke off.
    """
    check_json_media(request)
    try:
        return parse_json(await read_body(request, size_max, deadline_s=deadline_s))
    except MalformedError as error:
        raise BodyError(400, str(error)) from None


def _too_large(size_max: int) -> BodyError:
    return BodyError(413, f"the body is larger than {size_max} bytes")
