"""A reply in words, before a channel gives it its form."""

from msgspec import Struct


class Choice(Struct, frozen=True, kw_only=True):
    """A button where the channel has them, a number where not."""

    token: str
    title: str


class Rendered(Struct, frozen=True, kw_only=True):
    """What a customer gets to read and to tap."""

    text: str
    choices: tuple[Choice, ...] = ()

    @property
    def plain(self) -> str:
        """The text with its choices as a numbered list: for channels without buttons."""
        numbered = [f"{n}. {choice.title}" for n, choice in enumerate(self.choices, start=1)]
        return "\n".join([self.text, *numbered])
