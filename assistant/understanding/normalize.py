"""The text as it is read: one spelling for look-alikes, nothing invisible, a limited length."""

import re
import unicodedata

TEXT_LENGTH_MAX = 2000
"""Characters. Nobody describes an appointment in more; every pattern's worst case follows from it."""
RAW_LENGTH_MAX = 4 * TEXT_LENGTH_MAX
"""Characters looked at before cleaning, so that a text of a megabyte costs no more than a long one."""

_BLANKS = re.compile(r"\s+")
_APOSTROPHES = dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4`", "'")
_BREAKS = "\n\r\t\v\f"
_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories: control, format (zero width, direction), lone surrogate, private use, unassigned."""


def normalize(text: str) -> str:
    """Return `text` as it is read: NFKC, without unseen characters, trimmed, at most `TEXT_LENGTH_MAX` characters.

    A run of blanks becomes one blank, or one newline where it holds one. Normalising twice changes nothing.
    """
    seen = text[:RAW_LENGTH_MAX].translate(_VISIBLE)
    composed = unicodedata.normalize("NFKC", seen).translate(_VISIBLE)
    return _BLANKS.sub(_shrink_blanks, composed).strip()[:TEXT_LENGTH_MAX].rstrip()


def fold(text: str) -> str:
    """Return `text` for comparison: lower case, no diacritics, ASCII digits and apostrophes.

    The result is exactly as long as `text`, so that a span found in one is the same span of the other.
    """
    return text.translate(_FOLDED)


def _shrink_blanks(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


class _VisibleCharacters(dict[int, str | None]):
    """A table for `str.translate` that learns each character once; None drops it."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if char in _BREAKS:
            shown: str | None = "\n" if char in "\n\r" else " "
        elif char in _VARIATION_SELECTORS or unicodedata.category(char) in _UNSEEN:
            shown = None
        else:
            shown = char
        self[code] = shown
        return shown


class _FoldedCharacters(dict[int, str]):
    """A table for `str.translate` that learns each character once, always one for one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _APOSTROPHES.get(char) or _fold_character(char)
        self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    # A ligature or a dotted capital I may grow: its first character stands for it.
    return unicodedata.normalize("NFD", char)[0].lower()[0]


_VISIBLE = _VisibleCharacters()
_FOLDED = _FoldedCharacters()
