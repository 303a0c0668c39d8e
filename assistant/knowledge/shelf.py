"""The indexes of all shops' entries, each built when it is first asked for and kept until its entries change."""

from collections.abc import Sequence

from assistant.booking.model import SHOPS_MAX
from assistant.knowledge.encoding import Encoder
from assistant.knowledge.index import Index, index_languages, name_language
from assistant.knowledge.model import Entry


class Shelf:
    """Builds indexes, and keeps the newest of each business.

    Args:
        encoder: Compares by meaning as well; None: by words alone.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder
        self._indexes: dict[int, tuple[Sequence[Entry], Index]] = {}

    def open_index(self, business_id: int, entries: Sequence[Entry], locale: str) -> Index:
        """Return the index of a business's entries: those in the language of `locale`, beside them the others.

        The same `entries` are not indexed twice: whoever holds them gives the same object as long as nothing changed.
        """
        kept = self._indexes.pop(business_id, None)
        if kept is None or kept[0] is not entries:
            kept = entries, index_languages(entries, name_language(locale), self._encoder)
        self._indexes[business_id] = kept
        while len(self._indexes) > SHOPS_MAX:
            self._indexes.pop(next(iter(self._indexes)))
        return kept[1]
