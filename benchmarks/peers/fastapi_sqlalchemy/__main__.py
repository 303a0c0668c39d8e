"""`python -m benchmarks.peers.fastapi_sqlalchemy`: the peer's server, on a migrated database with the salon."""

import argparse

import uvicorn
from sqlalchemy.engine import make_url

from benchmarks.peers.fastapi_sqlalchemy.app import create_app


def main() -> None:
    """Serve until told to stop. Without an access log, which would only cost it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--port", "--database", "--secret"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    database = make_url(options.database).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    uvicorn.run(
        create_app(database),
        host="127.0.0.1",
        port=int(options.port),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=20,
    )


if __name__ == "__main__":
    main()
