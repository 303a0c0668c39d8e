"""Say what went wrong with the database in the words of `ports`: above storage nobody knows its exceptions."""

from collections.abc import Iterator
from contextlib import contextmanager

from tortoise.exceptions import BaseORMException

from assistant.ports import RunAgainError, UnavailableError
from assistant.storage.pools import RETRYABLE, UNAVAILABLE


@contextmanager
def in_words_of_ports() -> Iterator[None]:
    """Raise RunAgainError or UnavailableError in place of what the driver and the ORM raise for them."""
    try:
        yield
    except RETRYABLE as error:
        raise RunAgainError(str(error)) from error
    except UNAVAILABLE as error:
        raise UnavailableError(f"{type(error).__name__}: {error}") from error
    except BaseORMException as error:
        # Tortoise wraps some of what asyncpg raises, and keeps it as the cause or the first argument.
        cause = error.__cause__ or (error.args[0] if error.args else None)
        if isinstance(cause, RETRYABLE):
            raise RunAgainError(str(cause)) from error
        if isinstance(cause, UNAVAILABLE):
            raise UnavailableError(f"{type(cause).__name__}: {cause}") from error
        raise
