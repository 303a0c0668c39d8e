"""Slips of the finger in the words that matter most: two letters swapped, one left out, one doubled."""

from collections.abc import Iterable, Iterator

from assistant.understanding.times.words import WORDS, Entry

_SLIPPERY = (
    "monday tuesday wednesday thursday friday saturday sunday tomorrow tonight morning afternoon evening weekend "
    "weekday january february september october november december"
)
_CHOSEN = {"decemeber": "december", "septemeber": "september", "novemeber": "november", "febuary": "february"}
"""Further ones, each seen often."""


def _list_slips(word: str) -> Iterator[str]:
    """Return `word` with one slip after its first letter; its last is never left out, for "Frida" is somebody."""
    for at in range(1, len(word)):
        yield word[:at] + word[at] + word[at:]
        if at < len(word) - 1:
            yield word[:at] + word[at + 1 :]
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _find_misspelt(words: Iterable[str]) -> dict[str, Entry]:
    slips = {slip: WORDS[word] for word in words for slip in _list_slips(word)}
    return {slip: entry for slip, entry in slips.items() if slip not in WORDS}


KNOWN: dict[str, Entry] = {
    **_find_misspelt(_SLIPPERY.split()),
    **{slip: WORDS[word] for slip, word in _CHOSEN.items()},
    **WORDS,
}
"""What each word is, misspelt ones among them."""
