"""Settings come from the environment and .env, and a wrong one stops the start with a sentence that helps."""

from pathlib import Path

import pytest

from assistant.settings import ROOT, SETTINGS, LogFormat, LogLevel, Settings, SettingsError, load_settings

SECRET = "s3cret-Zebra"


def load(**environ: str) -> Settings:
    return load_settings(env_file=None, environ=environ)


def load_file(folder: Path, text: str, **environ: str) -> Settings:
    (folder / ".env").write_text(text, encoding="utf-8")
    return load_settings(env_file=folder / ".env", environ=environ)


def test_without_anything_the_defaults_hold() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8080, ROOT / ".data")
    assert (settings.db_url, settings.db_host, settings.db_pool_min, settings.db_pool_max) == ("", "", 1, 10)
    assert (settings.log_level, settings.log_format) == (LogLevel.INFO, LogFormat.TEXT)
    assert (settings.hold_minutes, settings.shutdown_timeout_s) == (10, 10)
    assert settings.pg_bin is None
    assert not settings.allow_private_reply_urls


def test_every_setting_has_its_field_and_every_field_its_setting() -> None:
    assert {setting.field for setting in SETTINGS} == set(Settings.__dataclass_fields__)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    settings = load_file(tmp_path, "APP_PORT=1111\nAPP_HOST=file.example\n", APP_PORT="2222")
    assert (settings.port, settings.host) == (2222, "file.example")


def test_an_empty_value_means_the_default_and_unknown_names_are_ignored(tmp_path: Path) -> None:
    settings = load_file(tmp_path, "APP_PORT=\nAPP_UNHEARD_OF=1\n", APP_LOG_LEVEL="  ")
    assert (settings.port, settings.log_level) == (8080, LogLevel.INFO)


def test_the_given_environment_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_PORT", "1234")
    assert load().port == 8080
    assert load_settings(env_file=None).port == 1234


def test_quotes_spaces_and_a_byte_order_mark_of_the_file_are_not_part_of_a_value(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfAPP_HOST = 'shop.example'\n# APP_PORT=1\n")
    settings = load_settings(env_file=tmp_path / ".env", environ={})
    assert (settings.host, settings.port) == ("shop.example", 8080)


def test_relative_paths_start_at_the_checkout() -> None:
    settings = load(APP_DATA_DIR="var/shop", APP_PG_BIN="/opt/pg/bin")
    assert (settings.data_dir, settings.pg_bin) == (ROOT / "var/shop", Path("/opt/pg/bin"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("::1", "http://[::1]:81"),
        ("0.0.0.0", "http://127.0.0.1:81"),  # noqa: S104  # only read
        ("h.example", "http://h.example:81"),
    ],
)
def test_the_public_url_is_our_own_address_unless_given(host: str, url: str) -> None:
    assert load(APP_HOST=host, APP_PORT="81").public_url == url
    assert load(APP_HOST=host, APP_PUBLIC_URL="https://shop.example/").public_url == "https://shop.example"


def test_cookies_are_secure_where_the_public_url_says_https() -> None:
    assert load(APP_PUBLIC_URL="https://shop.example").has_secure_cookies
    assert not load().has_secure_cookies


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("APP_PORT", "eighty", "whole number from 0 to 65535"),
        ("APP_PORT", "65536", "whole number from 0 to 65535"),
        ("APP_PORT", "-1", "whole number"),
        ("APP_PORT", "٨٠", "whole number"),
        ("APP_PORT", "8080 # inline", "whole number"),
        ("APP_DB_PORT", "0", "whole number from 1"),
        ("APP_DB_POOL_MAX", "0", "whole number from 5"),
        ("APP_HOLD_MINUTES", "0", "whole number from 1"),
        ("APP_SHUTDOWN_TIMEOUT_S", "1.5", "whole number"),
        ("APP_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("APP_LOG_FORMAT", "xml", "one of text, json"),
        ("APP_PUBLIC_URL", "shop.example", "https://shop.example"),
        ("APP_PUBLIC_URL", "https://[", "https://shop.example"),
        ("APP_PUBLIC_URL", "https://shop.example:x", "https://shop.example"),
        ("APP_ALLOW_PRIVATE_REPLY_URLS", "maybe", "true or false"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_with_name_and_remedy(name: str, value: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(**{name: value})
    text = str(caught.value)
    assert text.startswith(name)
    assert remedy in text
    assert "\n" not in text
    assert text.endswith(".")


def test_a_pool_whose_minimum_is_above_its_maximum_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"APP_DB_POOL_MIN \(9\) is above APP_DB_POOL_MAX \(6\)"):
        load(APP_DB_POOL_MIN="9", APP_DB_POOL_MAX="6")


def test_an_unreadable_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin1").write_bytes(b"APP_HOST=\xfc\n")
    with pytest.raises(SettingsError, match="Is a directory"):
        load_settings(env_file=tmp_path / "folder", environ={})
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings(env_file=tmp_path / "latin1", environ={})
    assert load_settings(env_file=tmp_path / "missing", environ={}).port == 8080


def test_secrets_do_not_show_in_the_settings_text() -> None:
    settings = load(APP_DB_URL=f"postgresql://u:{SECRET}@db.example/x", APP_DB_PASSWORD=SECRET)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)


@pytest.mark.parametrize("name", ["APP_DB_URL", "APP_DB_PASSWORD"])
@pytest.mark.parametrize(
    ("content", "secret"),
    [("x\n", "x"), ("x\r\n", "x"), ("x\n\n", "x\n"), (" x ", " x "), ("${x}$", "${x}$"), ("\rx", "\rx")],
)
def test_a_secret_file_loses_exactly_one_newline(tmp_path: Path, name: str, content: str, secret: str) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content.encode())
    if name == "APP_DB_URL":
        content, secret = "postgresql://h/d\n", "postgresql://h/d"
        path.write_text(content)
    settings = load(**{f"{name}_FILE": str(path)})
    assert secret in (settings.db_url, settings.db_password)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: path.mkdir(), "Is a directory"),
        (lambda path: path.write_text(""), "is empty"),
        (lambda path: path.write_text("\n"), "is empty"),
        (lambda path: path.write_bytes(b"\xff"), "not UTF-8"),
        (lambda _: None, "No such file"),
    ],
)
def test_an_unusable_secret_file_is_refused(tmp_path: Path, make: object, problem: str) -> None:
    assert callable(make)
    make(tmp_path / "secret")
    with pytest.raises(SettingsError, match=rf"^APP_DB_PASSWORD_FILE names .*{problem}"):
        load(APP_DB_PASSWORD_FILE=str(tmp_path / "secret"))


def test_a_secret_given_twice_is_refused_without_being_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    with pytest.raises(SettingsError, match="APP_DB_PASSWORD and APP_DB_PASSWORD_FILE are both set") as caught:
        load(APP_DB_PASSWORD=SECRET, APP_DB_PASSWORD_FILE=str(tmp_path / "secret"))
    assert SECRET not in str(caught.value)


def test_only_secrets_have_files(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("99")
    assert load(APP_PORT_FILE=str(tmp_path / "port")).port == 8080
