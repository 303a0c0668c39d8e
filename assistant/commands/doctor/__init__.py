"""`doctor`: say what is wrong with this installation, and what to do. It changes nothing, and needs no database."""

import sys
from collections.abc import AsyncIterator

from assistant.clock import SystemClock, check_time_zones, find_time_zones_age, use_packaged_time_zones
from assistant.commands.doctor import machine, server
from assistant.commands.session import CommandError, say
from assistant.database import read_credentials
from assistant.settings import ENV_FILE, ROOT, Settings, SettingsError, list_secret_files, load_settings
from assistant.storage.backup.history import find_last_backup
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.diagnosis import Finding, Weight
from assistant.storage.embedded import EmbeddedPostgres, EmbeddedPostgresError
from assistant.telemetry.logs import set_up_logs

Findings = list[Finding]


async def show_doctor() -> None:
    """Print one page of findings, the worst first. Raises CommandError, for the exit code, where one is a problem."""
    set_up_logs(level="error", as_json=False)
    use_packaged_time_zones()
    findings: Findings = []
    async for area, found in examine():
        findings += found
        say(f"{area:<14}{_count(found)}")
    for finding in sorted(findings, key=lambda one: list(Weight).index(one.weight)):
        say(f"\n{finding.weight.upper()}  {finding.what}\n         {finding.remedy}")
    problems = sum(finding.weight is Weight.PROBLEM for finding in findings)
    say()
    if problems:
        raise CommandError(f"{problems} problem{'' if problems == 1 else 's'}.")
    say("No problem." if findings else "All is well.")


def _count(found: Findings) -> str:
    return ", ".join(f"{n} {weight}" for weight in Weight if (n := sum(one.weight is weight for one in found))) or "ok"


async def examine() -> AsyncIterator[tuple[str, Findings]]:
    """Look at everything, one area after the other, and return what is wrong in each."""
    yield "packages", _look_at_packages()
    try:
        settings = load_settings()
        credentials = read_credentials(settings)
    except SettingsError as error:
        yield "settings", [machine.refuse_settings(error)]
        return
    yield "settings", machine.check_secret_files(list_secret_files(), ENV_FILE)
    try:
        yield "data", _look_at_data(settings)
    except OSError as error:
        yield "data", [machine.refuse_files(error)]
    yield "port", await machine.check_port(settings.host, settings.port)
    if credentials is None:
        credentials, found = _look_at_embedded(settings)
        yield "postgres", found
    if credentials:
        async for area, found in server.examine_server(credentials, settings, SystemClock()):
            yield area, found


def _look_at_packages() -> Findings:
    path = ROOT / "requirements" / "run.txt"
    lock = path.read_text(encoding="utf-8") if path.exists() else ""
    return [
        *machine.check_python(sys.version_info[:2]),
        *machine.check_packages(lock, machine.find_version),
        *machine.check_zones(check_time_zones(), find_time_zones_age(SystemClock().now())),
    ]


def _look_at_data(settings: Settings) -> Findings:
    now = SystemClock().now()
    return [
        *machine.check_folder(settings.data_dir),
        *machine.check_space(settings.data_dir, machine.find_free_bytes(settings.data_dir)),
        *machine.check_backup(find_last_backup(settings.data_dir), now),
    ]


def _look_at_embedded(settings: Settings) -> tuple[DatabaseCredentials | None, Findings]:
    """Return the way to the embedded server, where it runs, and what is wrong with it. It is not started for this."""
    try:
        embedded = EmbeddedPostgres(settings.data_dir / "postgres", programs=settings.pg_bin)
        state = embedded.look()
    except EmbeddedPostgresError as error:
        return None, [machine.refuse_embedded(error)]
    except OSError as error:
        return None, [machine.refuse_files(error)]
    return embedded.credentials if state.answers else None, machine.check_embedded(state)
