"""What holds for every answer: errors are JSON, headers are safe, and the logs quote nobody."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn
from unittest import mock

import pytest
from aiohttp import StreamReader, web
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from webhook_doubles import CANARY

from assistant.failures import describe_failure
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.web.bodies import BodyError, read_body, read_json
from assistant.web.clients import Clients
from assistant.web.middlewares import (
    AccessLog,
    QuietServer,
    add_middlewares,
    quiet_server_logs,
)

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[..., Awaitable[Client]]


def make_app(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.Application:
    app = web.Application()
    add_middlewares(app, Clients(trusted=()))
    app.router.add_route("*", "/things/{name}", handler)
    return app


def failing(error: Exception) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def fail(_: web.Request) -> web.StreamResponse:
        raise error

    return fail


async def test_an_unexpected_exception_is_logged_once_and_quotes_nobody(
    aiohttp_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = await aiohttp_client(make_app(failing(ValueError(f"invalid literal: {CANARY}"))))
    answer = await client.post(f"/things/{CANARY}?token={CANARY}", data=CANARY, headers={"X-Token": CANARY})
    assert answer.status == 500
    assert await answer.json() == {"error": "something went wrong here: it is in the log."}
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(failures) == 1
    assert "POST /things/{name}" in failures[0].getMessage()
    assert "builtins.ValueError" in failures[0].getMessage()
    assert CANARY not in failures[0].getMessage()


@pytest.mark.parametrize("error", [UnavailableError(CANARY), RunAgainError(CANARY)])
async def test_while_the_database_is_away_callers_are_asked_to_wait(
    aiohttp_client: MakeClient, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    client = await aiohttp_client(make_app(failing(error)))
    answer = await client.get("/things/1")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert CANARY not in caplog.text


async def test_a_handlers_own_sentence_is_kept(aiohttp_client: MakeClient) -> None:
    refusal = web.HTTPTooManyRequests(text="That was a lot at once.", headers={"Retry-After": "5"})
    client = await aiohttp_client(make_app(failing(refusal)))
    answer = await client.get("/things/1")
    assert (answer.status, await answer.json()) == (429, {"error": "That was a lot at once."})
    assert answer.headers["Retry-After"] == "5"


async def test_a_handlers_own_json_is_kept(aiohttp_client: MakeClient) -> None:
    refusal = web.HTTPConflict(text='{"error": "taken", "nearest": []}', content_type="application/json")
    client = await aiohttp_client(make_app(failing(refusal)))
    assert await (await client.get("/things/1")).json() == {"error": "taken", "nearest": []}


async def test_a_redirect_stays_a_redirect(aiohttp_client: MakeClient) -> None:
    client = await aiohttp_client(make_app(failing(web.HTTPFound("/elsewhere"))))
    answer = await client.get("/things/1", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/elsewhere")


async def test_a_path_that_is_not_there_is_said_in_json(aiohttp_client: MakeClient) -> None:
    client = await aiohttp_client(make_app(failing(ValueError())))
    answer = await client.get(f"/{CANARY}")
    assert (answer.status, await answer.json()) == (404, {"error": "Not Found."})


@pytest.mark.parametrize("path", ["/things/1", "/nowhere"])
async def test_every_answer_makes_a_browser_careful(aiohttp_client: MakeClient, path: str) -> None:
    async def answer_well(_: web.Request) -> web.StreamResponse:
        return web.Response(text="fine")

    headers = (await (await aiohttp_client(make_app(answer_well))).get(path)).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] == "assistant"


async def test_a_handlers_own_header_wins(aiohttp_client: MakeClient) -> None:
    async def answer_well(_: web.Request) -> web.StreamResponse:
        return web.Response(text="fine", headers={"Cache-Control": "max-age=60"})

    client = await aiohttp_client(make_app(answer_well))
    assert (await client.get("/things/1")).headers["Cache-Control"] == "max-age=60"


async def test_static_files_may_be_cached(aiohttp_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "page.css").write_text("p {}")
    app = make_app(failing(ValueError()))
    app.router.add_static("/static/", tmp_path)
    headers = (await (await aiohttp_client(app)).get("/static/page.css")).headers
    assert "Cache-Control" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_failure_in_the_middle_of_an_answer_breaks_the_connection(
    aiohttp_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that ends as if it were whole would be believed."""
    quiet_server_logs()

    async def begin_and_fail(request: web.Request) -> NoReturn:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"half")
        raise ValueError(request.match_info["name"])

    client = await aiohttp_client(make_app(begin_and_fail))
    answer = await client.get(f"/things/{CANARY}")
    with pytest.raises(Exception, match="payload is not completed"):
        await answer.read()
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == 1
    assert CANARY not in caplog.text


async def test_a_caller_who_leaves_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    quiet_server_logs()
    ended = asyncio.Event()

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        finally:
            ended.set()

    async with TestServer(make_app(stream)) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /things/1 HTTP/1.1\r\nHost: shop.example\r\n\r\n")
        await reader.readuntil(b"xxx")
        writer.transport.abort()
        async with asyncio.timeout(5):
            await ended.wait()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_json_body_is_read_strictly_or_refused_by_status(aiohttp_client: MakeClient) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await read_json(request, 100, deadline_s=5))
        except BodyError as error:
            raise error.to_http() from None

    client = await aiohttp_client(make_app(echo))
    json_type = {"Content-Type": "application/json"}
    expected: list[tuple[bytes, dict[str, str], int, object]] = [
        (b'{"a": [1]}', json_type, 200, {"a": [1]}),
        (b'{"a": 1, "a": 2}', json_type, 400, {"error": "the body has an object with the same key twice."}),
        (b"[" + b" " * 100, json_type, 413, {"error": "the body is larger than 100 bytes."}),
        (b"{}", {"Content-Type": "text/plain"}, 415, {"error": "the Content-Type must be application/json, in UTF-8."}),
    ]
    for body, headers, status, said in expected:
        answer = await client.post("/things/1", data=body, headers=headers)
        assert (answer.status, await answer.json()) == (status, said)
    assert [BodyError(status, "x").to_http().status for status in (400, 408, 413, 415)] == [400, 408, 413, 415]


@pytest.mark.parametrize("error", [BadHttpMessage("x"), web.RequestPayloadError("x"), ConnectionResetError()])
async def test_a_body_that_breaks_off_is_refused(error: Exception) -> None:
    payload = StreamReader(mock.Mock(), 1024)
    payload.feed_data(b"half")
    payload.set_exception(error)
    request = make_mocked_request("POST", "/", payload=payload)
    with pytest.raises(BodyError, match="broke off") as refusal:
        await read_body(request, 100)
    assert refusal.value.status == 400


def test_a_failure_is_told_by_types_and_places_of_all_its_causes() -> None:
    error = KeyError(CANARY)
    try:
        int(CANARY)
    except ValueError as cause:
        error.__cause__ = cause
    told = describe_failure(error)
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert Path(__file__).name in told
    assert f"'{CANARY}'" not in told


@pytest.mark.parametrize("error", [BadHttpMessage("x"), web.RequestPayloadError("x"), ConnectionResetError()])
def test_what_strangers_can_cause_at_will_is_not_logged_by_the_server(error: Exception) -> None:
    record = logging.LogRecord("aiohttp.server", logging.ERROR, __file__, 1, "x", (), (type(error), error, None))
    assert not QuietServer().filter(record)


def test_what_we_cause_ourselves_is_logged_by_the_server() -> None:
    error = ValueError("x")
    record = logging.LogRecord("aiohttp.server", logging.ERROR, __file__, 1, "x", (), (ValueError, error, None))
    assert QuietServer().filter(record)
    assert QuietServer().filter(logging.LogRecord("aiohttp.server", logging.ERROR, __file__, 1, "x", (), None))


def test_the_filter_is_put_on_once() -> None:
    quiet_server_logs()
    quiet_server_logs()
    assert [type(one) for one in logging.getLogger("aiohttp.server").filters] == [QuietServer]


async def test_the_access_log_has_the_path_and_not_the_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def answer_well(_: web.Request) -> web.StreamResponse:
        return web.Response(text="fine")

    runner = web.AppRunner(make_app(answer_well), access_log_class=AccessLog)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
    writer.write(b"GET /things/%ff%E2%80%AE?hub.verify_token=CANARY HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    await reader.read()
    writer.close()
    await runner.cleanup()
    lines = [record.getMessage() for record in caplog.records if record.name == "aiohttp.access"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /things/")
    assert " 200, " in lines[0]
    assert lines[0].isascii()
    assert CANARY not in lines[0]
