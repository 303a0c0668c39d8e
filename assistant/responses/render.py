"""Render a reply: words for each act, by what it is about, and a title for each choice."""

from datetime import datetime
from typing import assert_never

from assistant.booking.bookings import Booking
from assistant.booking.model import Shop
from assistant.dialogue.acts import (
    AnswerAct,
    Greet,
    InformHelp,
    InformMedia,
    NotUnderstood,
    OfferPerson,
    PlanAct,
    RatingAct,
    Reply,
    RequestMore,
    SayAgain,
    SystemAct,
    TalkAct,
    WaitingAct,
    WelcomeThanks,
)
from assistant.dialogue.existing.acts import (
    AmendAct,
    ChangeAct,
    InformBookings,
    InformNoneToday,
    InformNothingUndone,
    NoteKept,
)
from assistant.dialogue.policy import DEAD_ENDS
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.series.acts import SeriesAct
from assistant.responses.changes import render_change
from assistant.responses.choices import render_choices
from assistant.responses.edits import render_amend
from assistant.responses.formats import Formats
from assistant.responses.inquiries import render_answer
from assistant.responses.model import Rendered
from assistant.responses.plans import render_plan
from assistant.responses.rating import render_rating
from assistant.responses.series import render_series
from assistant.responses.talk import render_talk
from assistant.responses.waiting import render_waiting


def render(reply: Reply, *, shop: Shop, now: datetime) -> Rendered:
    """Return `reply` in words, with the titles of its choices.

    Pure: every time, price and name comes from the acts, which carry rows read or written in this transaction.
    """
    formats = Formats(shop, now)
    parts = [_render_act(act, formats) for act in reply.acts]
    is_menu = reply.question is not None and reply.question.kind is QuestionKind.MENU
    if is_menu and not any(map(_speaks_of_menu, reply.acts)):
        parts.append(formats.text("small_talk", "menu", shop=shop.name, thing=formats.text("thing", formats.thing)))
    text = _join(parts, is_opened=bool(reply.acts) and isinstance(reply.acts[0], OPENERS))
    return Rendered(text=text, choices=render_choices(reply.question, formats, _list_bookings(reply)))


OPENERS = Greet | NotUnderstood | WelcomeThanks | OfferPerson
"""Acts that stand on the line of what they open."""


def _join(parts: list[str], *, is_opened: bool) -> str:
    """Return one line for each part; a greeting, or the like, stands on the line of what it opens."""
    lines = [" ".join(parts[:2]), *parts[2:]] if is_opened else parts
    return "\n".join(lines)


def _list_bookings(reply: Reply) -> dict[int, Booking]:
    """Return the bookings that the acts name, by id: choices between them carry no facts of their own."""
    return {b.id: b for act in reply.acts if isinstance(act, InformBookings | SayAgain) for b in act.bookings}


SPEAKING_OF_IT = AnswerAct | InformNothingUndone | NoteKept | InformNoneToday | InformMedia
"""Acts that say what can be done next: the menu beneath them needs no words of its own."""


def _speaks_of_menu(act: SystemAct) -> bool:
    return isinstance(act, InformHelp | RequestMore | SPEAKING_OF_IT | DEAD_ENDS | SayAgain) or (
        isinstance(act, NotUnderstood) and (act.times > 1 or act.is_upset)
    )


def _render_act(act: SystemAct, formats: Formats) -> str:
    if isinstance(act, TalkAct):
        return render_talk(act, formats)
    if isinstance(act, PlanAct):
        return render_plan(act, formats)
    if isinstance(act, ChangeAct):
        return render_change(act, formats)
    if isinstance(act, AmendAct):
        return render_amend(act, formats)
    if isinstance(act, SeriesAct):
        return render_series(act, formats)
    if isinstance(act, AnswerAct):
        return render_answer(act, formats)
    if isinstance(act, WaitingAct):
        return render_waiting(act, formats)
    if isinstance(act, RatingAct):
        return render_rating(act, formats)
    assert_never(act)
