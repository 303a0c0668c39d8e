"""`python -m benchmarks.bare`: the least a webhook can do. It verifies, parses, and forgets."""

import argparse
import json

import uvloop
from aiohttp import web

from benchmarks.signing import is_signed, read_key


def create_app(secret: str) -> web.Application:
    """Return a server that promises nothing."""
    key = read_key(secret)

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        if not is_signed(key, request.headers, body):
            return web.Response(status=401)
        json.loads(body)
        return web.Response(body=b'{"status":"accepted"}', content_type="application/json")

    async def say_alive(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/health", say_alive)
    app.router.add_post("/webhooks/standard/{account}", receive)
    return app


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--port", "--database", "--secret"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    web.run_app(
        create_app(options.secret),
        host="127.0.0.1",
        port=int(options.port),
        loop=uvloop.new_event_loop(),
        access_log=None,
        print=None,
    )


if __name__ == "__main__":
    main()
