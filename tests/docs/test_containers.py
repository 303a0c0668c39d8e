"""The Dockerfile and docker-compose.yml, as far as they can be tried where there is no Docker engine."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import asyncpg
import pytest
import yaml

from assistant.settings import ROOT, SETTINGS
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20
KNOWN = {"FROM", "RUN", "ENV", "WORKDIR", "COPY", "EXPOSE", "USER", "HEALTHCHECK", "CMD"}
SETTING_NAMES = {setting.name for setting in SETTINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One line of the Dockerfile, continued lines joined."""

    word: str
    rest: str


def _read_dockerfile() -> list[Instruction]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^#.*\n", "", text))
    parts = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    return [Instruction(word=word, rest=rest.strip()) for word, _, rest in parts]


def _find(word: str) -> list[str]:
    return [one.rest for one in _read_dockerfile() if one.word == word]


def _read_env() -> dict[str, str]:
    pairs = [pair.partition("=") for rest in _find("ENV") for pair in shlex.split(rest)]
    return {name: value for name, _, value in pairs}


def _interpolate(text: str, environ: Mapping[str, str]) -> str:
    """Put variables in as Compose does, the innermost first: `${NAME}`, `${NAME:-default}`, `$$`."""
    pattern = re.compile(r"(?<!\$)\$\{(\w+)(?::-([^${}]*))?\}")
    while pattern.search(text):
        text = pattern.sub(lambda found: environ.get(found[1], "") or found[2] or "", text)
    return text.replace("$$", "$")


def _read_compose(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    raw = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))

    def fill(value: object) -> object:
        match value:
            case str():
                return _interpolate(value, environ or {})
            case list():
                return [fill(one) for one in value]
            case dict():
                return {key: fill(one) for key, one in value.items()}
            case _:
                return value

    filled = fill(raw)
    assert isinstance(filled, dict)
    return filled


def test_the_dockerfile_consists_of_known_instructions() -> None:
    words = [one.word for one in _read_dockerfile()]
    assert set(words) <= KNOWN
    assert words[0] == "FROM"
    assert words.index("USER") < words.index("CMD")


def test_the_image_runs_as_a_fixed_number_that_is_not_root() -> None:
    (user,) = _find("USER")
    uid, gid = user.split(":")
    assert int(uid) > 0
    assert f"--uid {uid}" in " ".join(_find("RUN"))
    assert f"--gid {gid}" in " ".join(_find("RUN"))


def test_the_image_holds_what_the_lock_names_and_checks_its_hashes() -> None:
    (install,) = [rest for rest in _find("RUN") if "pip install" in rest]
    assert "--require-hashes" in install
    assert "-r requirements/run.txt" in install
    assert ["requirements/run.txt", "requirements/run.txt"] in [rest.split() for rest in _find("COPY")]


def test_what_is_copied_is_not_ignored_and_nothing_else_is_sent() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {rest.split()[0] for rest in _find("COPY")}


def test_no_image_is_taken_as_latest() -> None:
    images = [*_find("FROM"), *(service["image"] for service in _read_compose()["services"].values())]
    for image in images:
        tag = image.partition(":")[2]
        assert tag, f"{image} has no tag"
        assert tag != "latest"


def test_every_service_says_how_it_is() -> None:
    services = _read_compose()["services"]
    assert set(services) == {"db", "assistant", "pgadmin"}
    assert "healthcheck" in services["db"]
    assert "healthcheck" in services["pgadmin"]
    assert len(_find("HEALTHCHECK")) == 1  # the assistant's
    assert services["assistant"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_pgadmin_starts_only_when_asked_for() -> None:
    services = _read_compose()["services"]
    assert [name for name, service in services.items() if service.get("profiles")] == ["pgadmin"]


def test_the_assistant_may_write_nowhere_and_do_nothing() -> None:
    service = _read_compose()["services"]["assistant"]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - in the container
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_ports_are_published_on_this_machine_only_and_the_database_on_none() -> None:
    services = _read_compose()["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert "ports" not in services["db"]
    assert services["assistant"]["ports"] == [f"127.0.0.1:8080:{_read_env()['APP_PORT']}"]


def test_data_outlive_the_containers() -> None:
    compose = _read_compose()
    assert compose["services"]["db"]["volumes"] == ["db-data:/var/lib/postgresql/data"]
    assert "db-data" in compose["volumes"]


def test_names_of_settings_are_those_of_the_code() -> None:
    named = {name for name in _read_env() if name.startswith("APP_")}
    named |= set(_read_compose()["services"]["assistant"]["environment"])
    asked = set(re.findall(r"\$\{(APP_\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert named | asked <= SETTING_NAMES


def test_the_database_and_the_assistant_are_told_the_same() -> None:
    given = {"APP_DB_USER": "owner", "APP_DB_PASSWORD": "geheim", "APP_DB_NAME": "shop"}
    for environ in ({}, given):
        services = _read_compose(environ)["services"]
        theirs, ours = services["db"]["environment"], services["assistant"]["environment"]
        for piece in ("USER", "PASSWORD"):
            assert theirs[f"POSTGRES_{piece}"] == ours[f"APP_DB_{piece}"] == environ.get(f"APP_DB_{piece}", "assistant")
        assert theirs["POSTGRES_DB"] == ours["APP_DB_NAME"] == environ.get("APP_DB_NAME", "assistant")
        assert ours["APP_DB_HOST"] in services


def test_a_published_port_is_told_to_the_chat_page() -> None:
    service = _read_compose({"APP_PORT": "9000"})["services"]["assistant"]
    assert service["ports"] == ["127.0.0.1:9000:8080"]
    assert service["environment"]["APP_PUBLIC_URL"] == "http://127.0.0.1:9000"


def test_ci_installs_before_it_tests() -> None:
    path = ROOT / ".ci" / "run"
    assert path.stat().st_mode & stat.S_IXUSR
    shell = shutil.which("sh") or "sh"
    subprocess.run([shell, "-n", str(path)], check=True)  # noqa: S603 - our own script, only parsed
    text = path.read_text(encoding="utf-8")
    assert text.index("apt-get update") < text.index("apt-get install") < text.index("exec make test")


@pytest.fixture
async def empty(server: EmbeddedPostgres) -> DatabaseCredentials:
    """A database that nobody has migrated."""
    made = replace(server.credentials, database="container")
    maker = await asyncpg.connect(**replace(made, database="postgres").arguments())
    await maker.execute('DROP DATABASE IF EXISTS "container"')
    await maker.execute('CREATE DATABASE "container" TEMPLATE template0')
    await maker.close()
    return made


def test_the_command_migrates_serves_and_stops_and_writes_nothing(empty: DatabaseCredentials, tmp_path: Path) -> None:
    for sources in (rest.split() for rest in _find("COPY")):
        _copy(ROOT / sources[0], tmp_path / sources[1])
    before = _list_files(tmp_path)
    environ = _environment(empty)
    with _run_container(tmp_path, environ) as process:
        health = _find("HEALTHCHECK")[0].partition("CMD ")[2].replace("python", shlex.quote(sys.executable), 1)
        _wait_until_healthy(process, health, environ)
        with urlopen(f"http://127.0.0.1:{environ['APP_PORT']}/health/ready", timeout=5) as answer:
            assert json.load(answer)["status"] == "ready"
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_TIMEOUT_S) == 0
    assert _list_files(tmp_path) == before


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _list_files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*")}


def _environment(database: DatabaseCredentials) -> dict[str, str]:
    """The container's environment, with this machine's database and a free port on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    here = {
        "APP_HOST": "127.0.0.1",
        "APP_PORT": str(port),
        "APP_DB_HOST": database.host,
        "APP_DB_PORT": str(database.port),
        "APP_DB_USER": database.user,
        "APP_DB_NAME": database.database,
        "PATH": os.defpath,
    }
    composed: dict[str, str] = _read_compose()["services"]["assistant"]["environment"]
    return _read_env() | composed | here


@contextmanager
def _run_container(folder: Path, environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = json.loads(_find("CMD")[0])
    assert command[0] == "python"
    log = folder.with_suffix(".log")
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - the image's own command
            [sys.executable, *command[1:]], cwd=folder, env=dict(environ), stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], check: str, environ: Mapping[str, str]) -> None:
    give_up_at = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up_at:
        assert process.poll() is None, "the server has ended"
        try:
            urlopen(f"http://127.0.0.1:{environ['APP_PORT']}/health", timeout=1).close()
        except (URLError, OSError):
            time.sleep(0.1)  # a process that starts tells nobody when it is done
            continue
        subprocess.run(["/bin/sh", "-c", check], env=dict(environ), check=True)  # noqa: S603 - the image's own check
        return
    raise AssertionError(f"no answer within {START_TIMEOUT_S} s")
