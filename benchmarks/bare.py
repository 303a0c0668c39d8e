"""`python -m benchmarks.bare`: the least a webhook can do. It verifies, parses, and forgets."""

import json

from aiohttp import web

from benchmarks.serving import serve
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
    serve(lambda options: create_app(options.secret), __doc__ or "")


if __name__ == "__main__":
    main()
