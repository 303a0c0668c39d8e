"""The settings, read once from the environment and from `.env`; nothing else in the project reads either."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from decouple import RepositoryEnv  # noqa: TID251  # this is its one reader

from assistant.knowledge.encoding import AnswerMethod

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".env"

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_FILE_SUFFIX = "_FILE"


class SettingsError(Exception):
    """A setting cannot be used. Its text is one sentence: the variable, what is wrong, what to write; no secret."""


class LogLevel(StrEnum):
    """From which weight on a log record is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """How a log record is written: a line for people, or an object for machines."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the shop's operator decided. Field `x` is the variable `APP_X`; `.env.example` says what each means."""

    host: str
    port: int
    data_dir: Path
    """Absolute. Holds the embedded server's data and whatever else must survive a restart."""
    db_url: str = field(repr=False)
    """Empty: the pieces below, or the embedded server."""
    db_host: str
    """Empty: the embedded server, unless `db_url` is set."""
    db_port: int
    db_user: str
    db_password: str = field(repr=False)
    db_name: str
    db_sslmode: str
    db_sslrootcert: str
    db_pgbouncer: bool
    """Whether `db_host` is a PgBouncer in transaction mode."""
    db_pool_min: int
    db_pool_max: int
    pg_bin: Path | None
    """The directory of one's own Postgres binaries for the embedded server; None: the packaged ones."""
    log_level: LogLevel
    log_format: LogFormat
    public_url: str
    """Where browsers reach the chat page, `http://host:port` unless told otherwise; no slash at its end."""
    shop: str
    """The slug of the shop that is served; empty: the only one there is."""
    hold_minutes: int
    answers: AnswerMethod
    """How questions are compared with the shop's answers."""
    shutdown_timeout_s: int
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    """Whose word counts about who asks."""
    allow_private_reply_urls: bool

    @property
    def has_secure_cookies(self) -> bool:
        """Whether cookies may only travel over HTTPS: so it is where the public URL says https."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable: its name, what an empty one means, and how its text becomes a value."""

    name: str
    default: str
    read: Callable[[str], Any]
    """Raises ValueError with the end of a sentence that begins with the name: "must be ..."."""
    is_secret: bool = False
    """It can also be given as the path of a file, in `<name>_FILE`."""
    is_url: bool = False
    """References in it are percent-encoded."""

    @property
    def field(self) -> str:
        """The name of its field in `Settings`."""
        return self.name.removeprefix("APP_").lower()


def _verbatim(text: str) -> str:
    return text


def _text(text: str) -> str:
    return text.strip()


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}, not {text!r}")
        return int(text)

    return read


def _choice(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        try:
            return kind(text.lower())
        except ValueError:
            raise ValueError(f"must be one of {', '.join(kind)}, not {text!r}") from None

    return read


def _yes_or_no(text: str) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if text.lower() not in words:
        raise ValueError(f"must be true or false, not {text!r}")
    return words[text.lower()]


def _path(text: str) -> Path:
    try:
        return ROOT / Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"names a home directory that is not known, in {text!r}: write the whole path") from None


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise ValueError(f"must be addresses or networks like 10.0.0.0/8, with commas between, not {text!r}") from None


def _web_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if text and not usable:
        raise ValueError(f"must be an address like https://shop.example, not {text!r}")
    return text.rstrip("/")


SETTINGS: tuple[Setting, ...] = (
    Setting(name="APP_HOST", default="127.0.0.1", read=_text),
    Setting(name="APP_PORT", default="8080", read=_number(0, 65535)),
    Setting(name="APP_DATA_DIR", default=".data", read=_path),
    Setting(name="APP_DB_URL", default="", read=_text, is_secret=True, is_url=True),
    Setting(name="APP_DB_HOST", default="", read=_text),
    Setting(name="APP_DB_PORT", default="5432", read=_number(1, 65535)),
    Setting(name="APP_DB_USER", default="postgres", read=_text),
    Setting(name="APP_DB_PASSWORD", default="", read=_verbatim, is_secret=True),
    Setting(name="APP_DB_NAME", default="assistant", read=_text),
    Setting(name="APP_DB_SSLMODE", default="", read=_text),
    Setting(name="APP_DB_SSLROOTCERT", default="", read=_text),
    Setting(name="APP_DB_PGBOUNCER", default="false", read=_yes_or_no),
    Setting(name="APP_DB_POOL_MIN", default="1", read=_number(0, 1000)),
    Setting(name="APP_DB_POOL_MAX", default="10", read=_number(5, 1000)),
    Setting(name="APP_PG_BIN", default="", read=_optional_path),
    Setting(name="APP_LOG_LEVEL", default="info", read=_choice(LogLevel)),
    Setting(name="APP_LOG_FORMAT", default="text", read=_choice(LogFormat)),
    Setting(name="APP_PUBLIC_URL", default="", read=_web_url, is_url=True),
    Setting(name="APP_SHOP", default="", read=_text),
    Setting(name="APP_HOLD_MINUTES", default="10", read=_number(1, 24 * 60)),
    Setting(name="APP_ANSWERS", default="auto", read=_choice(AnswerMethod)),
    Setting(name="APP_SHUTDOWN_TIMEOUT_S", default="10", read=_number(0, 600)),
    Setting(name="APP_TRUSTED_PROXIES", default="127.0.0.1,::1", read=_networks),
    Setting(name="APP_ALLOW_PRIVATE_REPLY_URLS", default="false", read=_yes_or_no),
)
"""All settings there are."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def load_settings(env_file: Path | None = ENV_FILE, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings: a variable of the environment wins over `.env`, which wins over the default.

    Args:
        env_file: Where `.env` is; it need not exist. None: there is none.
        environ: What stands for the environment; None: the process's.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read.
    """
    process: Mapping[str, str] = os.environ  # noqa: TID251  # this is its one reader
    source = _Source(process if environ is None else environ, _read_env_file(env_file))
    settings = Settings(**{setting.field: _read(setting, source) for setting in SETTINGS})
    if settings.db_pool_min > settings.db_pool_max:
        raise SettingsError(
            f"APP_DB_POOL_MIN ({settings.db_pool_min}) is above APP_DB_POOL_MAX ({settings.db_pool_max}): "
            "write a smaller minimum or a larger maximum."
        )
    return settings if settings.public_url else replace(settings, public_url=_own_url(settings.host, settings.port))


def list_secret_files(env_file: Path = ENV_FILE, environ: Mapping[str, str] | None = None) -> list[Path]:
    """Return the files that hold secrets: those that settings name, and `.env` where it holds one itself.

    Raises:
        SettingsError: `.env` cannot be read.
    """
    written = _read_env_file(env_file)
    given = os.environ if environ is None else environ  # noqa: TID251  # see load_settings
    secrets = [setting.name for setting in SETTINGS if setting.is_secret]
    named = [given.get(name + _FILE_SUFFIX) or written.get(name + _FILE_SUFFIX) for name in secrets]
    holders = [env_file] if any(written.get(name) for name in secrets) else []
    return [*holders, *(ROOT / path for path in named if path)]


def at_port(settings: Settings, port: int) -> Settings:
    """Return the settings of a server that was given another port to listen on."""
    is_own = settings.public_url == _own_url(settings.host, settings.port)
    public_url = _own_url(settings.host, port) if is_own else settings.public_url
    return replace(settings, port=port, public_url=public_url)


def add_to_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment with more variables in it: for a process that it starts."""
    return {**os.environ, **variables}  # noqa: TID251  # this is its one reader


def _own_url(host: str, port: int) -> str:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # it is recognised, not listened on
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def _read(setting: Setting, source: "_Source") -> Any:  # noqa: ANN401  # each setting has its own type
    try:
        return setting.read(source.text(setting))
    except ValueError as error:
        raise SettingsError(f"{setting.name} {error}.") from None


def _read_env_file(path: Path | None) -> Mapping[str, str]:
    if path is None or not path.exists():
        return {}
    try:
        values: dict[str, str] = RepositoryEnv(str(path), encoding="utf-8-sig").data
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): make it a readable file, or remove it."
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text: save it as UTF-8.") from None
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    text: str
    is_literal: bool
    """References are put into what `.env` says. The environment and secret files may hold "${" as it is."""


class _Source:
    """Where texts come from: the environment, then `.env`, then secret files, with references put in."""

    def __init__(self, environ: Mapping[str, str], env_file: Mapping[str, str]) -> None:
        self._environ = environ
        self._env_file = env_file

    def text(self, setting: Setting) -> str:
        """Return a setting's text, its default where it is empty.

        Raises:
            SettingsError: a secret's file cannot be used, or a reference leads nowhere.
        """
        found = self._find(setting.name)
        if not found.text.strip():
            return setting.default
        if found.is_literal and not setting.is_url:
            return found.text
        # A value that is one reference and nothing else, like ${DATABASE_URL}, is that other value as it stands.
        encode = setting.is_url and not _REFERENCE.fullmatch(found.text.strip())
        return _REFERENCE.sub(lambda match: self._refer(setting.name, match[1], encode=encode), found.text)

    def _raw(self, name: str) -> _Found:
        if name in self._environ:
            return _Found(text=self._environ[name], is_literal=True)
        return _Found(text=self._env_file.get(name, ""), is_literal=False)

    def _find(self, name: str) -> _Found:
        direct = self._raw(name)
        setting = _BY_NAME.get(name)
        file_name = name + _FILE_SUFFIX
        path = self._raw(file_name).text.strip() if setting and setting.is_secret else ""
        if direct.text and path:
            raise SettingsError(f"{name} and {file_name} are both set: keep one of them.")
        return _Found(text=_read_secret_file(file_name, ROOT / path), is_literal=True) if path else direct

    def _refer(self, name: str, target: str, *, encode: bool) -> str:
        # A password that holds "${" is not shown as if it were a variable's name.
        shown = "a variable" if name == "APP_DB_PASSWORD" else f"${{{target}}}"
        found = self._find(target)
        text = found.text or (_BY_NAME[target].default if target in _BY_NAME else "")
        if not text:
            raise SettingsError(f"{name} refers to {shown}, which is not set: set it, or write the value itself.")
        if not found.is_literal and _REFERENCE.search(text):
            # One level only: no cycles, and no few lines that grow to gigabytes.
            raise SettingsError(f"{name} refers to {shown}, which holds a reference itself: write its value there.")
        return quote(text, safe="") if encode else text


def _read_secret_file(name: str, path: Path) -> str:
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise SettingsError(
            f"{name} names {path}, which cannot be read ({error.strerror}): name a readable file."
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name} names {path}, which is not UTF-8 text: save the secret as UTF-8.") from None
    secret = text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")
    if not secret:
        raise SettingsError(f"{name} names {path}, which is empty: write the secret into it, or unset {name}.")
    return secret
