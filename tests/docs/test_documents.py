"""What the documents say of the code is so."""

import argparse
import contextlib
import io
import re
import tomllib
from collections.abc import Iterator
from typing import Any, cast

import pytest
from aiohttp import web
from doc_pages import Page, read_page, read_pages

from assistant.channels import standard
from assistant.commands.parser import build_parser
from assistant.settings import ROOT, SETTINGS
from assistant.web.chat import ChatPage
from assistant.web.health import add_health_routes
from assistant.web.webhooks import BODY_SIZE_MAX, Webhooks, add_webhook_routes

PAGES = read_pages()
CODE_FOLDERS = ("assistant", "tests", "migrations", "docs", "requirements", "benchmarks", ".ci")
TEXT_FILES = {"", ".md", ".py", ".toml", ".txt", ".in", ".ini", ".yml", ".js", ".css", ".html", ".example", ".svg"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file(page: Page) -> None:
    missing = [target for target in page.targets() if not target.exists()]
    assert missing == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    known = {page.path: page for page in PAGES}
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in known and path not in reached:
            reached.add(path)
            waiting += known[path].targets()
    assert set(known) - reached == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_document_shows_can_be_typed(page: Page) -> None:
    for arguments in page.commands():
        if arguments in ([], ["..."]):
            continue
        with contextlib.redirect_stderr(io.StringIO()) as complaint:
            try:
                build_parser().parse_args(arguments)
            except SystemExit as end:
                assert end.code == 0, f"{arguments}: {complaint.getvalue()}"  # noqa: PT017 - argparse's only way out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_in_the_documents_compiles(page: Page) -> None:
    for number, code in enumerate(page.blocks("python"), start=1):
        compile(code, f"{page.name}, block {number}", "exec")


def test_the_layers_are_those_that_the_linter_keeps() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    kept = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    shown = read_page("docs/architecture.md").section("The layers")
    block = re.search(r"(?ms)^```\n(.*?)^```", shown)
    assert block
    assert [line.partition("  ")[0] for line in block[1].splitlines()] == kept


def test_every_table_and_nothing_else_is_in_the_overview() -> None:
    created = _find_tables()
    cells = {row[0] for row in read_page("docs/architecture.md").rows()}
    listed = {name.strip() for cell in cells for name in cell.split(",")}
    assert created - listed == set()


def test_constraints_and_tests_that_the_documents_name_exist() -> None:
    migrations = "".join(path.read_text() for path in (ROOT / "migrations").rglob("*.py"))
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    for page in PAGES:
        for name in re.findall(r"`(test_[a-z0-9_]+)`", page.text):
            assert re.search(rf"def {name}\b", tests), f"{page.name} names a test that is not there: {name}"
        for name in re.findall(r"`((?:occupancy|resource|booking)_[a-z_]+)`", page.text):
            assert f'"{name}"' in migrations, f"{page.name} names {name}, which no migration makes"


def test_files_that_the_documents_name_exist() -> None:
    for page in PAGES:
        for name in re.findall(r"`((?:assistant|tests|migrations|requirements|docs)/[\w./-]+)`", page.text):
            assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_the_settings_and_their_defaults_are_those_of_the_code() -> None:
    rows = [row for row in read_page("docs/reference/settings.md").rows() if row[0].startswith("APP_")]
    assert {row[0]: row[1] for row in rows} == {one.name: one.default or "empty" for one in SETTINGS}


def test_secrets_that_may_stand_in_a_file_are_named_as_such() -> None:
    text = read_page("docs/reference/settings.md").text
    assert set(re.findall(r"`(APP_\w+)_FILE`", text)) == {one.name for one in SETTINGS if one.is_secret}


def test_every_command_and_option_is_in_the_reference() -> None:
    page = read_page("docs/reference/cli.md")
    commands = dict(_walk(build_parser()))
    assert set(re.findall(r"(?m)^## `(.*)`$", page.text)) == set(commands)
    for name, parser in commands.items():
        section = page.section(f"`{name}`")
        for option in _list_options(parser):
            assert option in section, f"{name} has {option}"


def test_every_route_and_nothing_else_is_in_the_reference() -> None:
    listed = {(row[0], row[1]) for row in read_page("docs/reference/http.md").rows() if row[0] in ("GET", "POST")}
    assert listed == set(_list_routes())


def test_limits_of_the_webhook_are_those_of_the_code() -> None:
    text = read_page("docs/reference/http.md").text
    assert f"{BODY_SIZE_MAX // 1024} KiB" in text
    assert f"{standard.MESSAGES_MAX} messages" in text
    assert f"{standard.TEXT_LENGTH_MAX:,} characters" in text
    assert f"{standard.NAME_LENGTH_MAX} characters" in text
    assert all(str(status) in text for status in standard.NEVER_TAKEN)


def test_no_file_names_a_package_index() -> None:
    hosts = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "proxy.golang" + ".org"]
    files = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".env"]
    files += [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in TEXT_FILES:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert [host for host in hosts if host in text] == [], path


def _find_tables() -> set[str]:
    made: set[str] = set()
    for path in (ROOT / "migrations").rglob("*.py"):
        made |= set(re.findall(r'CREATE TABLE (?:IF NOT EXISTS )?"(\w+)"', path.read_text()))
    return made


def _walk(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Return the commands that do something, each with its parser."""
    if parser.get_default("start"):
        yield name, parser
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to its sub-commands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - see above
            for word, child in action.choices.items():
                yield from _walk(child, f"{name} {word}".strip())


def _list_options(parser: argparse.ArgumentParser) -> list[str]:
    names = [action.option_strings[-1] for action in parser._actions if action.option_strings]  # noqa: SLF001 - see above
    return [name for name in names if name not in ("--help", "--shop")]


def _list_routes() -> Iterator[tuple[str, str]]:
    app, nothing = web.Application(), cast("Any", None)
    add_webhook_routes(
        app,
        Webhooks(
            accounts=nothing, inbox=nothing, channels={}, read_clock=nothing, on_received=nothing, metrics=nothing
        ),
    )
    ChatPage(
        account=nothing,
        find_shop=nothing,
        inbox=nothing,
        logs=nothing,
        hub=nothing,
        read_clock=nothing,
        on_received=nothing,
        on_news=nothing,
        metrics=nothing,
        has_secure_cookies=False,
        senders=nothing,
        streams={},
    ).add_routes(app)
    add_health_routes(app, check=nothing, warn=dict, render_metrics=nothing)
    for route in app.router.routes():
        if route.method != "HEAD" and route.resource:
            yield route.method, route.resource.canonical
