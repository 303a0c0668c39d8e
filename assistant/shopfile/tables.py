"""The tables of a shop file, as TOML has them: one class for each, with its keys, their types and their defaults.

docs/reference/shop-file.md explains each key; a test keeps the two together.
"""

from datetime import date

from msgspec import Struct, field

from assistant.shopfile.values import (
    Answer,
    CurrencyCode,
    DayHours,
    Days,
    Line,
    LocaleTag,
    Minutes,
    MinutesOrNever,
    Moment,
    Paragraph,
    PartySizes,
    Phone,
    Price,
    Question,
    Slug,
    StartTimes,
    ZoneName,
)


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all tables have in common: a key that is not listed is a mistake."""


class BusinessTable(Table, frozen=True, kw_only=True):
    """`[business]`: the shop as a whole. Its slug says which shop a file is about."""

    slug: Slug
    name: Line
    tagline: Line | None = None
    locale: LocaleTag = LocaleTag("en-GB")
    currency: CurrencyCode
    hour_format: int = 12
    ask_phone: bool = False


class LocationTable(Table, frozen=True, kw_only=True):
    """`[location]`: where the shop is."""

    name: Line | None = None
    zone: ZoneName
    address: Paragraph | None = None
    phone: Phone | None = None


class PolicyTable(Table, frozen=True, kw_only=True):
    """`[policy]`: the rules of booking for every service that has none of its own."""

    min_notice: Minutes = Minutes(2 * 60)
    horizon: Minutes = Minutes(60 * 24 * 60)
    step: Minutes = Minutes(15)
    cancel_cutoff: Minutes = Minutes(24 * 60)
    reschedule_cutoff: Minutes = Minutes(24 * 60)
    ask_rating_after: MinutesOrNever = MinutesOrNever(-1)


class ServicePolicyTable(Table, frozen=True, kw_only=True):
    """`[services.x.policy]`: what this service does differently; the rest is the shop's."""

    min_notice: Minutes | None = None
    horizon: Minutes | None = None
    step: Minutes | None = None
    cancel_cutoff: Minutes | None = None
    reschedule_cutoff: Minutes | None = None
    ask_rating_after: MinutesOrNever | None = None


class LeaveTable(Table, frozen=True, kw_only=True):
    """`[[people.x.leave]]`: time in which somebody is away, or something cannot be used."""

    start: Moment = field(name="from")
    until: Moment
    reason: Line | None = None


class ClosedTable(Table, frozen=True, kw_only=True):
    """`[[closed]]`: a day on which the shop is closed, or all days from one to another."""

    day: date | None = field(name="date", default=None)
    start: date | None = field(name="from", default=None)
    until: date | None = None
    reason: Line | None = None


class SpecialHoursTable(Table, frozen=True, kw_only=True):
    """`[[special_hours]]`: hours that replace the usual ones of one day."""

    day: date = field(name="date")
    hours: DayHours
    reason: Line | None = None


class ResourceTable(Table, frozen=True, kw_only=True):
    """What people, chairs, tables, rooms and seats have in common."""

    name: Line | None = None
    aliases: list[Line] = field(default_factory=list)
    hours: dict[Days, DayHours] | None = None
    leave: list[LeaveTable] = field(default_factory=list)
    special_hours: list[SpecialHoursTable] = field(default_factory=list)


class PersonTable(ResourceTable, frozen=True, kw_only=True):
    """`[people.x]`: somebody who serves one customer at a time."""


class ChairTable(ResourceTable, frozen=True, kw_only=True):
    """`[chairs.x]`: chairs, or anything else of which a booking takes one."""

    units: int = 1


class PartyTable(ResourceTable, frozen=True, kw_only=True):
    """`[tables.x]`: tables of one size."""

    units: int = 1
    party_min: int = 1
    party_max: int


class RoomTable(ResourceTable, frozen=True, kw_only=True):
    """`[rooms.x]`: a room, or several alike."""

    units: int = 1
    party_min: int = 1
    party_max: int = 1


class SeatsTable(ResourceTable, frozen=True, kw_only=True):
    """`[seats.x]`: a pool of seats, of which a booking takes one for each head."""

    units: int


class JoinedTable(Table, frozen=True, kw_only=True):
    """`[[joined_tables]]`: tables that are put together for larger parties."""

    tables: list[Slug]
    party: PartySizes


class ServiceTable(Table, frozen=True, kw_only=True):
    """`[services.x]`: something sold by appointment."""

    name: Line | None = None
    aliases: list[Line] = field(default_factory=list)
    duration: Minutes
    buffer_before: Minutes = Minutes(0)
    buffer_after: Minutes = Minutes(0)
    price: Price | None = None
    price_per_person: bool = False
    sittings: dict[PartySizes, Minutes] = field(default_factory=dict)
    timetable: dict[Days, StartTimes] = field(default_factory=dict)
    by: list[Slug] = field(default_factory=list)
    needs: list[Slug] = field(default_factory=list)
    policy: ServicePolicyTable | None = None


class AnswerTable(Table, frozen=True, kw_only=True):
    """`[answers.x]`: a question that customers ask, and what the shop answers."""

    question: Question
    also: list[Question] = field(default_factory=list)
    answer: Answer
    language: LocaleTag | None = None
    start: date | None = field(name="from", default=None)
    until: date | None = None


class ShopTable(Table, frozen=True, kw_only=True):
    """The whole file."""

    business: BusinessTable
    location: LocationTable
    hours: dict[Days, DayHours]
    policy: PolicyTable = PolicyTable()
    people: dict[Slug, PersonTable] = field(default_factory=dict)
    chairs: dict[Slug, ChairTable] = field(default_factory=dict)
    tables: dict[Slug, PartyTable] = field(default_factory=dict)
    rooms: dict[Slug, RoomTable] = field(default_factory=dict)
    seats: dict[Slug, SeatsTable] = field(default_factory=dict)
    joined_tables: list[JoinedTable] = field(default_factory=list)
    services: dict[Slug, ServiceTable]
    answers: dict[Slug, AnswerTable] = field(default_factory=dict)
    closed: list[ClosedTable] = field(default_factory=list)
    special_hours: list[SpecialHoursTable] = field(default_factory=list)
