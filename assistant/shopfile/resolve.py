"""What the tables of a shop file mean together: references, policies, money, words that must differ."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from assistant.booking.model import MINUTES_PER_DAY, Policy, ResourceKind
from assistant.shopfile.answers import check_answers, resolve_answers
from assistant.shopfile.civil import resolve_days, resolve_leave, resolve_week
from assistant.shopfile.kinds import check_classes, resolve_joined_tables, resolve_sittings, resolve_timetable
from assistant.shopfile.model import DEFAULT_POLICY, SECTIONS, LocationEntry, ResourceEntry, ServiceEntry, ShopFile
from assistant.shopfile.problems import Key, Problems, suggest
from assistant.shopfile.tables import PartyTable, ResourceTable, RoomTable, ServiceTable, ShopTable
from assistant.shopfile.values import Minutes, MinutesOrNever, Price, Slug, price_to_minor

EVERYONE = "everyone"
"""In `by`: all people, in the order of the file."""

_NOTHING = Minutes(0)
_DAY = Minutes(MINUTES_PER_DAY)
_TWO_YEARS = Minutes(730 * MINUTES_PER_DAY)
_POLICY_BOUNDS = {
    "min_notice": (_NOTHING, _TWO_YEARS),
    "horizon": (Minutes(5), _TWO_YEARS),
    "step": (Minutes(5), _DAY),
    "cancel_cutoff": (_NOTHING, _TWO_YEARS),
    "reschedule_cutoff": (_NOTHING, _TWO_YEARS),
    "ask_rating_after": (MinutesOrNever(-1), Minutes(7 * MINUTES_PER_DAY)),
}
_SERVICE_BOUNDS = {"duration": (Minutes(1), _DAY), "buffer_before": (_NOTHING, _DAY), "buffer_after": (_NOTHING, _DAY)}
_UNITS_MAX = 1000

Words = tuple[Key, str, tuple[str, ...]]
"""Where something stands, its name and its aliases."""


def resolve_shop(table: ShopTable, problems: Problems) -> ShopFile:
    """Return the shop that the tables describe; what does not fit together is noted in `problems`."""
    business = table.business
    if business.hour_format not in {12, 24}:
        problems.add(Key("business.hour_format"), f"expected 12 or 24, got {business.hour_format}")
    policy = _resolve_policy(asdict(table.policy), Key("policy"), problems)
    resources = _resolve_resources(table, problems)
    shop = ShopFile(
        slug=str(business.slug),
        name=str(business.name),
        tagline=str(business.tagline or ""),
        locale=str(business.locale),
        currency=str(business.currency),
        hour_format=business.hour_format,
        ask_phone=business.ask_phone,
        location=_resolve_location(table, resources, problems),
        policy=policy,
        resources=resources,
        services=_resolve_services(table, policy, resources, problems),
        answers=resolve_answers(table, problems),
    )
    check_classes(shop, problems)
    check_answers(shop, problems)
    return shop


def _resolve_location(table: ShopTable, resources: Sequence[ResourceEntry], problems: Problems) -> LocationEntry:
    location = table.location
    return LocationEntry(
        name=str(location.name or table.business.name),
        zone=str(location.zone),
        address=str(location.address or ""),
        phone=str(location.phone or ""),
        hours=resolve_week(table.hours, Key("hours"), problems),
        overrides=resolve_days(table.closed, table.special_hours, Key(), problems),
        joined_tables=resolve_joined_tables(table.joined_tables, resources, problems),
    )


def _resolve_policy(minutes: Mapping[str, Minutes], key: Key, problems: Problems) -> Policy:
    _check_bounds(minutes, _POLICY_BOUNDS, key, problems)
    problems.refuse(
        key / "min_notice",
        unless=minutes["min_notice"] < minutes["horizon"],
        message=f"nothing could ever be booked: {minutes['min_notice']} of notice, and no further ahead than the "
        f"horizon of {minutes['horizon']}; write less notice or a longer horizon",
    )
    spans = {name: _span(value) for name, value in minutes.items() if value >= 0}
    return Policy(**spans)


def _resolve_resources(table: ShopTable, problems: Problems) -> tuple[ResourceEntry, ...]:
    zone = ZoneInfo(table.location.zone)
    taken = dict.fromkeys([*SECTIONS, EVERYONE], "it has a meaning of its own in by and needs")
    entries: list[tuple[Key, ResourceEntry]] = []
    for section, kind in SECTIONS.items():
        resources: Mapping[str, ResourceTable] = getattr(table, section)
        for slug, resource in resources.items():
            key = Key(section) / slug
            problems.refuse(
                key,
                unless=slug not in taken,
                message=f"cannot be called {slug}: {taken.get(slug)}; choose another name",
            )
            taken.setdefault(slug, f"{key} is")
            entries.append((key, _resolve_resource(key, slug, kind, resource, zone, problems)))
    _check_words([(key, entry.name, entry.aliases) for key, entry in entries], problems)
    return tuple(entry for _, entry in entries)


def _resolve_resource(  # noqa: PLR0913, PLR0917 - what it is, and what is needed to read it and to complain
    key: Key, slug: str, kind: ResourceKind, table: ResourceTable, zone: ZoneInfo, problems: Problems
) -> ResourceEntry:
    _check_sizes(table, key, problems)
    units = getattr(table, "units", 1)
    return ResourceEntry(
        slug=str(slug),
        name=_name(table.name, slug),
        kind=kind,
        units=units,
        aliases=tuple(map(str, table.aliases)),
        party_min=getattr(table, "party_min", 1),
        party_max=units if kind is ResourceKind.SEATS else getattr(table, "party_max", 1),
        hours=None if table.hours is None else resolve_week(table.hours, key / "hours", problems),
        leave=resolve_leave(table.leave, zone, key / "leave", problems),
        overrides=resolve_days((), table.special_hours, key, problems),
    )


def _check_sizes(table: ResourceTable, key: Key, problems: Problems) -> None:
    sizes = {name: getattr(table, name) for name in ("units", "party_min", "party_max") if hasattr(table, name)}
    for name, size in sizes.items():
        problems.refuse(key / name, unless=1 <= size <= _UNITS_MAX, message=f"expected 1 to {_UNITS_MAX}, got {size}")
    if isinstance(table, PartyTable | RoomTable) and table.party_min > table.party_max:
        problems.add(
            key / "party_min",
            f"the smallest party, {table.party_min}, is larger than party_max, {table.party_max}; correct one",
        )


def _resolve_services(
    table: ShopTable, policy: Policy, resources: Sequence[ResourceEntry], problems: Problems
) -> tuple[ServiceEntry, ...]:
    problems.refuse(
        Key("services"), unless=bool(table.services), message="there is none; add a table such as [services.haircut]"
    )
    keys = {str(slug): Key("services") / slug for slug in table.services}
    entries = tuple(
        ServiceEntry(
            slug=str(slug),
            name=_name(service.name, slug),
            aliases=tuple(map(str, service.aliases)),
            duration=_span(service.duration),
            buffer_before=_span(service.buffer_before),
            buffer_after=_span(service.buffer_after),
            price_minor=_resolve_price(service.price, table.business.currency, keys[slug], problems),
            price_per_person=service.price_per_person,
            resources=_resolve_doers(service, resources, keys[slug], problems),
            sittings=resolve_sittings(service.sittings, keys[slug] / "sittings", problems),
            timetable=resolve_timetable(service.timetable, keys[slug] / "timetable", problems),
            policy=_resolve_own_policy(slug, table, policy, problems),
        )
        for slug, service in table.services.items()
    )
    for slug, service in table.services.items():
        _check_bounds({name: getattr(service, name) for name in _SERVICE_BOUNDS}, _SERVICE_BOUNDS, keys[slug], problems)
    _check_words([(keys[entry.slug], entry.name, entry.aliases) for entry in entries], problems)
    for entry in entries:
        for sitting in entry.sittings:
            span = Minutes(sitting.duration // timedelta(minutes=1))
            _check_bounds({"sittings": span}, {"sittings": _SERVICE_BOUNDS["duration"]}, keys[entry.slug], problems)
    return entries


def _resolve_own_policy(slug: Slug, table: ShopTable, policy: Policy, problems: Problems) -> Policy | None:
    """Return the service's policy, or None where it says nothing that the shop's does not say."""
    key = Key("services") / slug
    problems.refuse(
        key,
        unless=slug != DEFAULT_POLICY,
        message=f"a service cannot be called {DEFAULT_POLICY}: the shop's own policy is; choose another name",
    )
    own = table.services[slug].policy
    given = {name: value for name, value in asdict(own).items() if value is not None} if own else {}
    if not given:
        return None
    resolved = _resolve_policy(asdict(table.policy) | given, key / "policy", problems)
    return None if resolved == policy else resolved


def _resolve_price(price: Price | None, currency: str, key: Key, problems: Problems) -> int | None:
    if price is None:
        return None
    try:
        return price_to_minor(price, currency)
    except ValueError as error:
        problems.add(key / "price", str(error))
        return None


def _resolve_doers(
    service: ServiceTable, resources: Sequence[ResourceEntry], key: Key, problems: Problems
) -> tuple[str, ...]:
    people = {EVERYONE: [r.slug for r in resources if r.kind is ResourceKind.PERSON]}
    things = {section: [r.slug for r in resources if r.kind is kind] for section, kind in SECTIONS.items()}
    del things["people"]
    doers = (
        *_expand(service.by, people, key / "by", problems),
        *_expand(service.needs, things, key / "needs", problems),
    )
    if not service.by and not service.needs:
        problems.add(key, 'nobody and nothing does it; write by = ["everyone"], or needs = ["tables"]')
    return doers


def _expand(named: Iterable[str], groups: Mapping[str, Sequence[str]], key: Key, problems: Problems) -> tuple[str, ...]:
    """Return the slugs that a list names, its groups (`everyone`, `chairs`) spelled out, each once."""
    single = {slug: [slug] for members in groups.values() for slug in members}
    found: dict[str, None] = {}
    for word in named:
        members = groups.get(word) or single.get(word) or ()
        if not members:
            sections = "[people]" if EVERYONE in groups else "[chairs], [tables], [rooms] and [seats]"
            problems.add(
                key, f'there is no "{word}"{suggest(word, single)} in {sections}; add it there, or correct this'
            )
        found.update(dict.fromkeys(members))
    return tuple(found)


def _check_words(things: Iterable[Words], problems: Problems) -> None:
    """Refuse a word that two things go by: a customer's message could not say which one is meant."""
    owners: dict[str, Key] = {}
    for key, name, aliases in things:
        for word, where in ((name, key / "name"), *((alias, key / "aliases") for alias in aliases)):
            owner = owners.setdefault(" ".join(word.casefold().split()), key)
            problems.refuse(
                where,
                unless=owner == key,
                message=f'{owner} is called "{word}" too; choose another word for one of them',
            )


def _check_bounds(
    minutes: Mapping[str, Minutes], bounds: Mapping[str, tuple[Minutes, Minutes]], key: Key, problems: Problems
) -> None:
    for name, (least, most) in bounds.items():
        problems.refuse(
            key / name,
            unless=least <= minutes[name] <= most,
            message=f"expected {least} to {most}, got {minutes[name]}",
        )


def _name(name: str | None, slug: str) -> str:
    """Return the name, or one made of the slug: `beard-trim` is "Beard trim"."""
    return str(name or slug.replace("-", " ").replace("_", " ").strip().capitalize() or slug)


def _span(minutes: Minutes) -> timedelta:
    return timedelta(minutes=minutes)
