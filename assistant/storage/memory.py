"""What a conversation remembers, to JSON and back."""

import logging

import msgspec

from assistant.dialogue.state import Memory, recall

_log = logging.getLogger(__name__)
_decoder = msgspec.json.Decoder(Memory)


def encode_memory(memory: Memory) -> str:
    """Return the JSON text that is stored."""
    return msgspec.json.encode(recall(memory)).decode()


def decode_memory(text: str) -> Memory:
    """Return what `text` says. What this version cannot read is forgotten: the customer is asked again, not lost."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        _log.warning("A conversation's memory is not readable by this version and was forgotten: %s", error)
        return Memory()
