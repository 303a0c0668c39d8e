"""How a contender of our own is started: the same options, loop and quiet for each."""

import argparse
from collections.abc import Awaitable, Callable

import uvloop
from aiohttp import web


def serve(make_app: Callable[[argparse.Namespace], web.Application | Awaitable[web.Application]], about: str) -> None:
    """Serve on loopback until told to stop.

    Args:
        make_app: Returns the application for the options `port`, `database` and `secret`.
        about: What `--help` says.
    """
    parser = argparse.ArgumentParser(description=about)
    for option in ("--port", "--database", "--secret"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    web.run_app(
        make_app(options),
        host="127.0.0.1",
        port=int(options.port),
        loop=uvloop.new_event_loop(),
        access_log=None,
        print=None,
    )
