"""Prints a shop as a shop file: what is read back from it is the same shop."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from assistant.booking.model import Policy, ResourceKind, Timetable, Week
from assistant.shopfile.civil import leave_end, leave_start
from assistant.shopfile.model import (
    SECTION_OF,
    AnswerEntry,
    DayEntry,
    JoinedEntry,
    LeaveEntry,
    ResourceEntry,
    ServiceEntry,
    ShopFile,
)
from assistant.shopfile.values import NEVER, WEEKDAYS, DayHours, Minutes, Moment, PartySizes, StartTimes, format_price

_SIZES = {
    ResourceKind.PERSON: (),
    ResourceKind.CHAIR: ("units",),
    ResourceKind.TABLE: ("units", "party_min", "party_max"),
    ResourceKind.ROOM: ("units", "party_min", "party_max"),
    ResourceKind.SEATS: ("units",),
}

_Day = TypeVar("_Day")
Block = list[str]
"""The lines of one table: its header, then its keys."""


def render_shop_file(shop: ShopFile) -> str:
    """Return the TOML of a shop; `parse_shop` of it gives the same shop again."""
    zone = ZoneInfo(shop.location.zone)
    blocks = [
        *_render_shop(shop),
        *(block for resource in shop.resources for block in _render_resource(resource, zone)),
        *(_render_joined(joined) for joined in shop.location.joined_tables),
        *(block for service in shop.services for block in _render_service(service, shop)),
        *(_render_day(entry) for entry in shop.location.overrides),
        *(_render_answer(answer, shop.locale) for answer in shop.answers),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _render_shop(shop: ShopFile) -> Iterator[Block]:
    yield [
        "[business]",
        *_text("slug", shop.slug),
        *_text("name", shop.name),
        *_text("tagline", shop.tagline),
        *_text("locale", shop.locale),
        *_text("currency", shop.currency),
        f"hour_format = {shop.hour_format}",
        f"ask_phone = {str(shop.ask_phone).lower()}",
    ]
    location = shop.location
    yield [
        "[location]",
        *_text("name", location.name),
        *_text("zone", location.zone),
        *_text("address", location.address),
        *_text("phone", location.phone),
    ]
    yield ["[hours]", *_render_week(location.hours)]
    yield ["[policy]", *_render_policy(shop.policy)]


def _render_resource(resource: ResourceEntry, zone: ZoneInfo) -> Iterator[Block]:
    key = f"{SECTION_OF[resource.kind]}.{resource.slug}"
    yield [
        f"[{key}]",
        *_text("name", resource.name),
        *_list("aliases", resource.aliases),
        *(f"{size} = {getattr(resource, size)}" for size in _SIZES[resource.kind]),
    ]
    if resource.hours is not None:
        yield [f"[{key}.hours]", *_render_week(resource.hours)]
    for leave in resource.leave:
        yield [f"[[{key}.leave]]", *_render_leave(leave, zone), *_text("reason", leave.reason)]
    for entry in resource.overrides:
        yield _render_special(f"{key}.special_hours", entry)


def _render_joined(joined: JoinedEntry) -> Block:
    party = PartySizes((joined.party_min, joined.party_max))
    return ["[[joined_tables]]", *_list("tables", joined.tables), f'party = "{party}"']


def _render_service(service: ServiceEntry, shop: ShopFile) -> Iterator[Block]:
    people = {r.slug for r in shop.resources if r.kind is ResourceKind.PERSON}
    yield [
        f"[services.{service.slug}]",
        *_text("name", service.name),
        *_list("aliases", service.aliases),
        *_duration("duration", service.duration),
        *(_duration("buffer_before", service.buffer_before) if service.buffer_before else ()),
        *(_duration("buffer_after", service.buffer_after) if service.buffer_after else ()),
        *([] if service.price_minor is None else [f'price = "{format_price(service.price_minor, shop.currency)}"']),
        *(["price_per_person = true"] if service.price_per_person else []),
        *_list("by", [slug for slug in service.resources if slug in people]),
        *_list("needs", [slug for slug in service.resources if slug not in people]),
    ]
    if service.sittings:
        lines = ((PartySizes((s.party_min, s.party_max)), s.duration) for s in service.sittings)
        yield [
            f"[services.{service.slug}.sittings]",
            *(line for sizes, duration in lines for line in _duration(str(sizes), duration)),
        ]
    if service.timetable:
        yield [f"[services.{service.slug}.timetable]", *_render_timetable(service.timetable)]
    if service.policy:
        yield [f"[services.{service.slug}.policy]", *_render_policy(service.policy, usual=shop.policy)]


def _render_answer(answer: AnswerEntry, locale: str) -> Block:
    return [
        f"[answers.{answer.slug}]",
        *_text("question", answer.question),
        *_list("also", answer.wordings),
        *_text("answer", answer.answer),
        *(_text("language", answer.language) if answer.language != locale else ()),
        *([f"from = {answer.valid_from}"] if answer.valid_from else []),
        *([f"until = {answer.valid_until}"] if answer.valid_until else []),
    ]


def _render_policy(policy: Policy, usual: Policy | None = None) -> Iterator[str]:
    """Return the rules that differ from `usual`, or all of them."""
    for name in Policy.__struct_fields__:
        value = getattr(policy, name)
        if usual is None or value != getattr(usual, name):
            yield from [f'{name} = "{NEVER}"'] if value is None else _duration(name, value)


def _render_week(week: Week) -> Iterator[str]:
    """Return one line for each run of days with the same hours, closed ones too."""
    return (f"{days} = {DayHours(hours)}" for days, hours in _group_days(week))


def _render_timetable(timetable: Timetable) -> Iterator[str]:
    """Return one line for each run of days with the same classes; days without any are left out."""
    return (f"{days} = {StartTimes(starts)}" for days, starts in _group_days(timetable) if starts)


def _group_days(week: Sequence[_Day]) -> Iterator[tuple[str, _Day]]:
    """Return each run of equal weekdays by its name, `mon` or `tue-fri`, with what they have in common."""
    for value, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        yield WEEKDAYS[days[0]] if len(days) == 1 else f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}", value


def _render_day(entry: DayEntry) -> Block:
    if entry.periods:
        return _render_special("special_hours", entry)
    return ["[[closed]]", f"date = {entry.day}", *_text("reason", entry.reason)]


def _render_special(key: str, entry: DayEntry) -> Block:
    return [f"[[{key}]]", f"date = {entry.day}", f"hours = {DayHours(entry.periods)}", *_text("reason", entry.reason)]


def _render_leave(leave: LeaveEntry, zone: ZoneInfo) -> Block:
    starts = _ways_to_write(leave.interval.start, leave_start, zone)
    # A whole day is named by itself, and so by a moment before its end.
    ends = _ways_to_write(leave.interval.end, leave_end, zone)
    whole_days = starts[-1].minute is None and ends[-1].minute is None
    start, end = (starts[-1], ends[-1]) if whole_days else (starts[0], ends[0])
    return [f"from = {_write_moment(start)}", f"until = {_write_moment(end)}"]


def _ways_to_write(instant: datetime, read: Callable[[Moment, ZoneInfo], datetime], zone: ZoneInfo) -> list[Moment]:
    """Return the moments that are read as `instant`: a time, a whole day, or both, in that order."""
    local = instant.astimezone(zone)
    day = (local - timedelta(days=1)).date() if read is leave_end else local.date()
    ways = [Moment(local.date(), local.hour * 60 + local.minute), Moment(day)]
    return [way for way in ways if read(way, zone) == instant.astimezone(UTC)] or ways[:1]


def _write_moment(moment: Moment) -> str:
    if moment.minute is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()}T{moment.minute // 60:02}:{moment.minute % 60:02}:00"


def _duration(name: str, value: timedelta) -> Block:
    return [f'{name} = "{Minutes(value // timedelta(minutes=1))}"']


def _text(name: str, value: str) -> Block:
    return [f"{name} = {_quote(value)}"] if value else []


def _list(name: str, values: Iterable[str]) -> Block:
    quoted = [_quote(value) for value in values]
    return [f"{name} = [{', '.join(quoted)}]"] if quoted else []


def _quote(value: str) -> str:
    """Return a TOML basic string; JSON's escapes are among TOML's, which wants one sign more escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
