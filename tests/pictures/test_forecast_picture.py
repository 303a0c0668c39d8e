"""The picture of an outlook: drawn from the same values each time, and only where one is asked for."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from insight_shops import read_shop
from made_history import make_history

from assistant.insight.look_ahead import look_ahead
from assistant.insight.outlook import Outlook
from assistant.pictures.figure import FORMATS
from assistant.pictures.forecast import draw_forecast
from assistant.settings import ROOT

TODAY = date(2026, 11, 23)
BEGINS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


def look(days: int, horizon: int = 28) -> Outlook:
    salon = read_shop("salon")
    made = make_history(salon, TODAY - timedelta(days=days), TODAY - timedelta(days=1)) if days else []
    return look_ahead(salon, [one.to_booked() for one in made], TODAY, horizon)


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_outlook_gives_the_same_picture(file_format: str) -> None:
    outlook = look(60, 14)
    picture = draw_forecast(outlook, file_format)
    assert picture.startswith(BEGINS[file_format])
    assert draw_forecast(outlook, file_format) == picture


@pytest.mark.parametrize(("days", "horizon"), [(0, 7), (5, 28), (20, 7), (120, 84)])
def test_a_picture_can_be_drawn_whatever_is_known(days: int, horizon: int) -> None:
    assert draw_forecast(look(days, horizon)).startswith(BEGINS["png"])


def test_the_picture_says_in_words_what_is_in_it() -> None:
    picture = draw_forecast(look(120), "svg").decode()
    named = ("how it was", "closed", "what fits in", "expected", "range for 80 %", "range for 95 %", "bookings a day")
    assert [words for words in named if f"<!-- {words} -->" not in picture] == []


@pytest.mark.parametrize(
    ("module", "left_out"),
    [("assistant.pictures.forecast", "matplotlib"), ("assistant.app", "numpy"), ("assistant.__main__", "numpy")],
)
def test_matplotlib_is_imported_for_a_picture_alone_and_numpy_for_a_forecast(module: str, left_out: str) -> None:
    code = f"import sys, {module}; sys.exit({left_out!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0  # noqa: S603 - our own code
