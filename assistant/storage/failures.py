"""Say what went wrong with the database in the words of `ports`: above storage nobody knows its exceptions."""

from contextlib import AbstractContextManager

from tortoise.exceptions import BaseORMException

from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.storage.pools import RETRYABLE, UNAVAILABLE


class _InWordsOfPorts:
    """See `in_words_of_ports`: a class, because each statement enters it, and a generator costs ten times as much."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        # Tortoise wraps some of what asyncpg raises, and keeps it as the cause or the first argument.
        is_wrapped = isinstance(error, BaseORMException)
        cause = error.__cause__ or (error.args[0] if error.args else None) if is_wrapped else error
        if isinstance(cause, RETRYABLE):
            raise RunAgainError(str(cause)) from error
        if isinstance(cause, UNAVAILABLE):
            raise UnavailableError(f"{type(cause).__name__}: {cause}") from error


_IN_WORDS_OF_PORTS = _InWordsOfPorts()


def in_words_of_ports() -> AbstractContextManager[None]:
    """Raise RunAgainError or UnavailableError in place of what the driver and the ORM raise for them."""
    return _IN_WORDS_OF_PORTS
