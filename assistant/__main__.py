"""`python -m assistant ...`: the command line."""

import asyncio
import os
import sys
from collections.abc import Sequence

from assistant.commands.parser import build_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 with a sentence on standard error."""
    options = build_parser().parse_args(arguments)
    from assistant.commands.session import CommandError
    from assistant.database import NotAtHeadError
    from assistant.ports.errors import RunAgainError, UnavailableError
    from assistant.settings import SettingsError
    from assistant.storage.embedded import EmbeddedPostgresError
    from assistant.storage.migrations import MigrationError

    known = (CommandError, SettingsError, NotAtHeadError, MigrationError, EmbeddedPostgresError)
    try:
        work = options.start(options)
        if work is not None:
            asyncio.run(work)
    except known as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (UnavailableError, RunAgainError) as error:
        sys.stderr.write(f"The database cannot do this now ({error}). See what is wrong: python -m assistant doctor\n")
        return 1
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # `| head` has seen enough, and there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
