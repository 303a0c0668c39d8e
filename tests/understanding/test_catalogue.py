"""Names of many words, as customers say them in part."""

import pytest

from assistant.understanding.catalogue.matching import RULED_OUT
from assistant.understanding.catalogue.services import find_picked, find_services
from assistant.understanding.context import Entry

SMALL, LARGE, BATH, PUPPY, NCT, OIL, TYRES, FULL, INTERIM, FRONT, REAR, LIGHT, NEW_CAR = range(1, 14)
ENTRIES = (
    Entry(id=SMALL, name="Full groom (small dog)"),
    Entry(id=LARGE, name="Full groom (large dog)", aliases=("full groom (big dog)",)),
    Entry(id=BATH, name="Bath & tidy"),
    Entry(id=PUPPY, name="Puppy's first groom"),
    Entry(id=NCT, name="MOT/NCT pre-check", aliases=("NCT",)),
    Entry(id=OIL, name="Oil & filter change"),
    Entry(id=TYRES, name="Tyre fitting", aliases=("tyre change",)),
    Entry(id=FULL, name="Full service"),
    Entry(id=INTERIM, name="Interim service"),
    Entry(id=FRONT, name="Front brake pads & discs"),
    Entry(id=REAR, name="Rear brake pads"),
    Entry(id=LIGHT, name="Diagnostics (engine light)"),
    Entry(id=NEW_CAR, name="New car inspection"),
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("full groom small dog", [{SMALL}]),
        ("a groom for my small dog", [{SMALL}]),
        ("full groom for a big dog", [{LARGE}]),
        ("a full groom", [{SMALL, LARGE}]),
        ("groom", [{SMALL, LARGE, PUPPY}]),
        ("a groom, not the small one", [{LARGE, PUPPY}]),
        ("my large dog needs a bath", [{BATH}]),
        ("2 dogs for a bath", [{BATH}]),
        ("bath and tidy", [{BATH}]),
        ("oil change", [{OIL}]),
        ("change the oil please", [{OIL}]),
        ("front brakes and the pre-check", [{FRONT}, {NCT}]),
        ("brake pads", [{FRONT, REAR}]),
        ("the engine light is on", [{LIGHT}]),
        ("i need a service", [{FULL, INTERIM}]),
        ("a service and an nct", [{FULL, INTERIM}, {NCT}]),
        ("a full service", [{FULL}]),
        ("the service was poor", []),
        ("i need to change my appointment", []),
        ("can you check my booking", []),
        ("i have a new car", []),
        ("and for a small one", [{SMALL}]),
        ("ok, the big one on friday", [{LARGE}]),
        ("the other one", []),
    ],
)
def test_names_in_part(text: str, wanted: list[set[int]]) -> None:
    found = find_services(text, ENTRIES)
    assert [set(one.value) for one in found if one.rule != RULED_OUT] == wanted


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("the full one", {SMALL, LARGE}),
        ("the big one please", {LARGE}),
        ("just the dog", {SMALL, LARGE}),
        ("oil", set()),
        ("is the full one dear", set()),
        ("yes", set()),
    ],
)
def test_what_tells_the_offered_apart_picks_one(text: str, picked: set[int]) -> None:
    offered = ("Full groom (small dog), £42", "Full groom (large dog), £65", "Puppy's first groom, £25")
    found = find_picked(text, ENTRIES, offered)
    assert {i for one in found for i in one.value} == picked
