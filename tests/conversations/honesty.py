"""What a reply claims, held against the rows: no "booked" without a booking of that day, time, price and code."""

import re
from datetime import datetime

from assistant.booking.codes import ALPHABET, LENGTH
from assistant.booking.model import Shop
from assistant.responses.formats import Formats
from assistant.storage import models

CODE = f"[{ALPHABET}]{{{LENGTH}}}"
BOOKED = re.compile(
    rf"Booked: (?P<what>.+), (?P<when>[^,]+ at [^,£€$]+)(?:, (?P<price>[£€$][\d.]+))?\. Your code is (?P<code>{CODE})\."
)
MOVED = re.compile(rf"Moved: (?P<what>.+) is now on (?P<when>.+) \(it was .+\)\. Your code is still (?P<code>{CODE})\.")
CANCELLED = re.compile(r"Cancelled: (?P<what>.+), (?P<when>[^,]+ at [^,]+)\.")
ASKED = re.compile(r"(?P<what>.+), (?P<when>[^,]+ at [^,(]+) \((?P<details>.+)\), for (?P<name>.+)\. Shall I book it\?")
CHANGED = re.compile(
    rf"Changed: (?P<what>.+), (?P<when>[^,]+ at [^,£€$]+)(?:, (?P<price>[£€$][\d.]+))? \(it was .+\)\."
    rf" Your code is still (?P<code>{CODE})\."
)
RENAMED = re.compile(
    rf"Changed: (?P<what>.+), (?P<when>[^,]+ at [^,]+), is now under (?P<name>.+)\."
    rf" Your code is still (?P<code>{CODE})\."
)
NOTED = re.compile(rf"Noted: “(?P<note>.+)”, with (?P<what>.+) on (?P<when>[^,]+ at [^,]+), code (?P<code>{CODE})\.")
REMOVED = re.compile(
    rf"Removed: “(?P<gone>.+)”, from (?P<what>.+) on (?P<when>[^,]+ at [^,]+), code (?P<code>{CODE})\."
)
ALL = (
    re.compile(r"Changed: these (?P<count>\d+) are now under (?P<name>.+)\. The codes stay the same\."),
    re.compile(r"Noted: “(?P<note>.+)”, with these (?P<count>\d+) bookings\."),
    re.compile(r"Removed: “(?P<gone>.+)”, from these (?P<count>\d+) bookings\."),
)
"""What is told of several bookings at once."""
CHAINED = re.compile(r"• (?P<what>.+) on (?P<when>[^,]+ at [^,(]+) \((?P<details>.+)\)")
SERIES = (
    (
        re.compile(r"Booked: (?P<what>.+), (?P<count>\d+) times(?:, (?P<price>[£€$][\d.]+) each)?\. See you"),
        "confirmed",
    ),
    (re.compile(r"Moved: (?P<what>.+), (?P<count>\d+) times\. The codes stay the same\."), "confirmed"),
    (re.compile(r"Cancelled: (?P<what>.+), (?P<count>\d+) times\."), "cancelled"),
    (
        re.compile(
            r"(?P<what>.+), every .+ \([^£€$]+(?:, (?P<price>[£€$][\d.]+)(?: each)?)?\)\."
            r" (?:These (?P<count>\d+) times are|Only this time is) free:"
        ),
        "held",
    ),
)
"""What is told of a series, with one line for each of its times beneath."""
SERIES_LINE = re.compile(
    rf"• (?P<when>[^,(]+? at [^,(]+?)(?P<person> with \w+)?(?:, code (?P<code>{CODE}))?(?: \(it was .+\))?"
)
CLAIM = re.compile(r"\b(?:Booked|Moved|Cancelled|Changed|Noted|Removed)\b")
"""With a capital they open a claim; "nothing booked" and "shall I cancel it?" claim nothing."""


SINGLE = (
    (BOOKED, "confirmed"),
    (MOVED, "confirmed"),
    (CHANGED, "confirmed"),
    (RENAMED, "confirmed"),
    (NOTED, "confirmed"),
    (REMOVED, "confirmed"),
    (CANCELLED, "cancelled"),
    (ASKED, "held"),
    (CHAINED, "held"),
)
"""What is told of one booking, and the status that its row must have."""
KEYS = ("when", "price")
"""What must be in the row word for word, where it is told; `what` may follow a greeting."""


async def check_honesty(text: str, shop: Shop, now: datetime) -> None:
    """Raise AssertionError for a claim in `text` that the committed rows do not bear out."""
    assert text.strip(), "a reply says something"
    formats = Formats(shop, now)
    claims = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for pattern, status in SERIES:
            if found := pattern.search(line):
                claims += status != "held"
                await _check_series(found, lines[number + 1 :], status, formats)
        for pattern, status in SINGLE:
            if found := pattern.search(line):
                claims += status != "held"
                _check_row(found.groupdict(), await _tell(status, formats))
        for pattern in ALL:
            if found := pattern.search(line):
                claims += 1
                _check_all(found.groupdict(), await _tell("confirmed", formats))
    assert len(CLAIM.findall(text)) == claims, f"an unknown claim: {text!r}"


async def _check_series(found: re.Match[str], lines: list[str], status: str, formats: Formats) -> None:
    """Check each time of a series on its own: as many rows as the head counts, and each as its line says."""
    count = int(found["count"] or 1)
    rows = await _tell(status, formats)
    told = [SERIES_LINE.fullmatch(line) for line in lines[:count]]
    assert len({line["when"] for line in told if line}) == count, f"{found[0]!r} is followed by {lines}"
    assert not lines[count:] or not SERIES_LINE.fullmatch(lines[count]), f"more than {count} lines: {lines}"
    for line in told:
        assert line is not None
        what, party, size = found["what"].partition(" for ")
        facts = found.groupdict() | line.groupdict() | {"what": f"{what}{line['person'] or ''}{party}{size}"}
        _check_row(facts, rows)


async def _tell(status: str, formats: Formats) -> list[dict[str, str]]:
    """Return what is to be told of each row of that status."""
    rows = await models.Booking.filter(status=status).exclude(name="Rival")
    return [await _describe(row, status, formats) for row in rows]


def _check_row(facts: dict[str, str | None], rows: list[dict[str, str]]) -> None:
    told = [row for row in rows if not facts.get("code") or row["code"] == facts["code"]]
    # A greeting may stand before what is booked, on the same line.
    wanted = {key: value for key, value in facts.items() if key in KEYS and value}
    fits = any(wanted.items() <= row.items() and str(facts["what"]).endswith(row["what"]) for row in told)
    assert fits, f"{facts}, but the rows are {told}"
    if note := facts.get("note"):
        assert any(note in row["notes"].split("\n") for row in told), f"nobody noted {note!r}: {told}"
    if gone := facts.get("gone"):
        assert all(gone not in row["notes"].split("\n") for row in told), f"{gone!r} is still noted: {told}"
    if "details" not in facts and (name := facts.get("name")):
        assert any(row["name"] == name for row in told), f"nothing is under {name!r}: {told}"
    if details := facts.get("details"):
        assert any(str(details).endswith(row["price"]) for row in told)


def _check_all(facts: dict[str, str | None], rows: list[dict[str, str]]) -> None:
    """Check that so many rows have what is told of all of them: a name, a note, or one note less."""
    notes = [(row, row["notes"].split("\n")) for row in rows]
    name, note, gone = facts.get("name"), facts.get("note"), facts.get("gone")
    fits = [
        row
        for row, lines in notes
        if (not name or row["name"] == name) and (not note or note in lines) and (not gone or gone not in lines)
    ]
    assert len(fits) >= int(facts["count"] or 0), f"{facts}, but the rows are {rows}"


async def _describe(row: models.Booking, status: str, formats: Formats) -> dict[str, str]:
    """Return what is to be told of a row, worked out here once more, from the tables alone."""
    shop = formats.shop
    service = shop.find_service(row.service_id).name  # type: ignore[attr-defined]  # Tortoise's
    taken = await models.Occupancy.filter(booking_id=row.id, status=status)
    people = [shop.find_resource(o.resource_id) for o in taken]  # type: ignore[attr-defined]  # Tortoise's
    if any(r.kind == "seats" for r in people):  # a class: its teacher is taken by the timetable
        doers = await models.ServiceResource.filter(service_id=row.service_id)  # type: ignore[attr-defined]
        people += [shop.find_resource(d.resource_id) for d in doers]  # type: ignore[attr-defined]
        assert len(taken) == row.party_size, "a place for everybody, or none"
    person = next((f" with {p.name}" for p in people if p.kind == "person"), "")
    party = f" for {row.party_size} people" if row.party_size > 1 else ""
    day, clock = formats.day(formats.civil_day(row.starts_at)), formats.clock(row.starts_at)
    price = "" if row.price_minor is None else formats.price(row.price_minor)
    facts = {"what": f"{service}{person}{party}", "when": f"{day} at {clock}", "price": price, "code": row.code}
    return facts | {"name": row.name, "notes": row.note or ""}
