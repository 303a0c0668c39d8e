"""One message's meaning from its words and its context: the readers, in the order in which they may claim words."""

from collections.abc import Sequence

from msgspec.structs import replace

from assistant.understanding.assembly import assemble
from assistant.understanding.besides.complete import complete
from assistant.understanding.besides.split import find_wishes
from assistant.understanding.context import Context, Expecting
from assistant.understanding.intents.guesses import Verdict
from assistant.understanding.model import Selection, Understanding, UserAct
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.phrases import list_words
from assistant.understanding.readers.names import read_bare_name, read_unasked_name
from assistant.understanding.readers.slots import read_catalogue, read_contact, read_party, read_selection
from assistant.understanding.readers.times import read_times
from assistant.understanding.readers.wishes import read_wishes
from assistant.understanding.reading import Reading
from assistant.understanding.shifts import says_several_shifts


def understand(text: str, context: Context, *, choice: str | None = None) -> Understanding:
    """Return what `text` means in `context`, and by which rules (`Understanding.trace`). Never raises.

    Args:
        text: What the customer wrote, as the channel brought it.
        context: The shop's catalogue and clock, and what was asked last.
        choice: The token of a tapped button. The text is then a label that the assistant wrote, and is not read.
    """
    read = normalize(text)
    if choice is not None:
        trace = (f'act.select: "{choice}"',)
        return Understanding(text=read, acts=(UserAct.SELECT,), selection=Selection(token=choice), trace=trace)
    reading = _read(read, context)
    heard = assemble(reading)
    parts = find_wishes(reading)
    if not parts and says_several_shifts(reading.mask_contact(), (*reading.shifting, *reading.lengths)):
        # "The first an hour earlier and the other an hour later": which is which was not read, and nothing is moved.
        unclear = Understanding(text=heard.text, sentiment=heard.sentiment, name=heard.name, phone=heard.phone)
        return replace(unclear, trace=heard.trace)
    return replace(heard, wishes=_read_wishes_apart(read, parts, context)) if parts else heard


def _read_wishes_apart(read: str, parts: Sequence[tuple[int, int]], context: Context) -> tuple[Understanding, ...]:
    """Return what each part means: the first may answer what was asked, the others stand for themselves."""
    unasked = replace(context, expecting=Expecting.NOTHING, options=())
    contexts = (context, *(unasked for _ in parts[1:]))
    texts = (read[start:end].strip(_EDGES) for start, end in parts)
    return complete([assemble(_read(text, asked)) for text, asked in zip(texts, contexts, strict=True)])


_EDGES = " ,;\n"


def judge_guess(text: str, context: Context) -> Verdict:
    """Return what the model's guess came to when `text` was read in `context`. For `explain`."""
    return _read(normalize(text), context).verdict


def _read(text: str, context: Context) -> Reading:
    folded = fold(text)
    reading = Reading(text=text, folded=folded, words=list_words(folded))
    read_contact(reading, context)
    read_times(reading, context)
    read_catalogue(reading, context)
    read_party(reading, context)
    read_selection(reading, context)
    read_wishes(reading, context)
    if context.expecting is Expecting.NAME and reading.name is None:
        read_bare_name(reading)
    elif context.takes_name or context.expecting is Expecting.PERSON:
        read_unasked_name(reading, context)
    return reading
