"""${NAME} in .env stands for another variable's value; in a URL it is percent-encoded."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings, strategies

from assistant.database import read_credentials
from assistant.settings import Settings, SettingsError, load_settings

NASTY = "@:/?#%$ü &=+'\"\\[]${x}"
URL_LINE = "APP_DB_URL=postgresql+asyncpg://shop:${APP_DB_PASSWORD}@db.example/shop\n"


def load_file(folder: Path, text: str, **environ: str) -> Settings:
    (folder / ".env").write_text(text, encoding="utf-8")
    return load_settings(env_file=folder / ".env", environ=environ)


def password_of(loaded: Settings) -> str | None:
    credentials = read_credentials(loaded)
    assert credentials is not None
    return credentials.password


def test_a_nasty_password_of_the_environment_arrives_unharmed(tmp_path: Path) -> None:
    assert password_of(load_file(tmp_path, URL_LINE, APP_DB_PASSWORD=NASTY)) == NASTY


def test_a_nasty_password_of_a_secret_file_arrives_unharmed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(NASTY + "\n", encoding="utf-8")
    assert password_of(load_file(tmp_path, URL_LINE, APP_DB_PASSWORD_FILE=str(tmp_path / "secret"))) == NASTY


def test_a_password_of_the_same_file_arrives_unharmed(tmp_path: Path) -> None:
    assert password_of(load_file(tmp_path, "APP_DB_PASSWORD='@:/?#%$ü'\n" + URL_LINE)) == "@:/?#%$ü"


def test_a_url_of_the_environment_may_refer_to_a_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a@b")
    url = "postgresql://u:${APP_DB_PASSWORD}@h.example/d"
    loaded = load_settings(env_file=None, environ={"APP_DB_URL": url, "APP_DB_PASSWORD_FILE": str(tmp_path / "secret")})
    assert password_of(loaded) == "a@b"


@settings(print_blob=True, deadline=None)
@given(strategies.text(strategies.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_password_survives_a_reference_and_percent_encoding(password: str) -> None:
    if not password.strip():
        return
    environ = {"APP_DB_URL": "postgres://u:${THE_PASSWORD}@localhost/d", "THE_PASSWORD": password}
    assert password_of(load_settings(env_file=None, environ=environ)) == password
    environ = {"APP_DB_URL": f"postgres://u:{quote(password, safe='')}@localhost/d"}
    assert password_of(load_settings(env_file=None, environ=environ)) == password


def test_a_value_that_is_one_reference_is_the_other_value_as_it_stands(tmp_path: Path) -> None:
    loaded = load_file(tmp_path, "APP_DB_URL=${DATABASE_URL}\n", DATABASE_URL="postgres://u:p%40w@h.example/d")
    assert password_of(loaded) == "p@w"


def test_references_work_in_every_value_of_the_file_and_default_settings_can_be_named(tmp_path: Path) -> None:
    loaded = load_file(tmp_path, "APP_HOST=${SHOP}.example\nAPP_PUBLIC_URL=https://${SHOP}:${APP_PORT}\n", SHOP="ana")
    assert (loaded.host, loaded.public_url) == ("ana.example", "https://ana:8080")


def test_the_environment_is_taken_as_it_is(tmp_path: Path) -> None:
    assert load_file(tmp_path, "", APP_DB_PASSWORD="pa${ss}").db_password == "pa${ss}"


@pytest.mark.parametrize("reference", ["$", "$x", "${}", "${1}", "$${", "{x}"])
def test_what_only_looks_like_a_reference_stays(tmp_path: Path, reference: str) -> None:
    assert load_file(tmp_path, f"APP_DB_PASSWORD=a{reference}b\n").db_password == f"a{reference}b"


def test_a_reference_to_nothing_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^APP_DB_URL refers to \$\{APP_DB_PASSWORD\}, which is not set: set it"):
        load_file(tmp_path, URL_LINE)


def test_a_password_that_looks_like_a_reference_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^APP_DB_PASSWORD refers to a variable, which is not set") as caught:
        load_file(tmp_path, "APP_DB_PASSWORD=pa${Zebra}ss\n")
    assert "Zebra" not in str(caught.value)


@pytest.mark.parametrize(
    "lines",
    [
        "APP_HOST=${APP_HOST}\n",
        "APP_HOST=${A}\nA=${B}\nB=${A}\n",
        "APP_HOST=${A9}\nA0=x\n" + "".join(f"A{n + 1}=${{A{n}}}${{A{n}}}${{A{n}}}\n" for n in range(9)),
    ],
)
def test_references_do_not_nest_and_so_neither_circle_nor_explode(tmp_path: Path, lines: str) -> None:
    with pytest.raises(SettingsError, match="holds a reference itself"):
        load_file(tmp_path, lines)
