""".env.example is complete, and an unchanged copy of it changes nothing."""

import re

from assistant.settings import ROOT, SETTINGS, load_settings

EXAMPLE = ROOT / ".env.example"
LINE = re.compile(r"^(# )?(APP_[A-Z_]+)=(.*)$", re.MULTILINE)


def test_the_example_names_every_setting_once_and_no_other() -> None:
    named = [name for _, name, _ in LINE.findall(EXAMPLE.read_text(encoding="utf-8"))]
    assert sorted(named) == sorted(setting.name for setting in SETTINGS)


def test_every_line_that_is_not_commented_out_shows_the_default() -> None:
    defaults = {setting.name: setting.default for setting in SETTINGS}
    shown = {name: value for comment, name, value in LINE.findall(EXAMPLE.read_text(encoding="utf-8")) if not comment}
    assert shown == {name: defaults[name] for name in shown}
    assert not {name for name in shown if name.startswith("APP_DB_")} - {"APP_DB_POOL_MIN", "APP_DB_POOL_MAX"}


def test_a_plain_copy_loads_to_the_defaults() -> None:
    assert load_settings(env_file=EXAMPLE, environ={}) == load_settings(env_file=None, environ={})


def test_the_database_ways_of_the_example_can_be_read_once_uncommented() -> None:
    text = re.sub(r"^# (APP_DB_)", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    names = [name for comment, name, _ in LINE.findall(text) if not comment]
    assert {"APP_DB_URL", "APP_DB_HOST"} < set(names)
