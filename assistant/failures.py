"""Say what failed and where, without quoting anybody: for logs."""

import traceback
from collections.abc import Iterator


def describe_failure(error: BaseException) -> str:
    """Return the types and the places of an exception and of its causes, without their texts.

    A text may hold what a customer wrote: a driver's error quotes the row, a ValueError its argument.
    """
    return "".join(
        f"{type(one).__module__}.{type(one).__qualname__}\n{''.join(traceback.format_tb(one.__traceback__))}"
        for one in _walk_causes(error)
    )


def _walk_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
