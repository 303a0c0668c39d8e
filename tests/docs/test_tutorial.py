"""The tutorial's conversations and messages, played against the real thing."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doc_pages import read_page

from assistant.commands.chat import TerminalLine
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.storage.accounts import ensure_account
from assistant.storage.shops import find_shop_file, load_shop_file
from assistant.turn import Rules

PAGE = read_page("docs/tutorial.md")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The day that the tutorial says it was seen on; London is on UTC then."""


class StandingClock:
    """It is always the tutorial's day."""

    def now(self) -> datetime:
        return NOW


@pytest.mark.usefixtures("database")
async def test_what_the_tutorial_shows_is_what_one_sees(tmp_path: Path) -> None:
    *with_joe, with_mia = PAGE.blocks("text")
    business_id = (await load_shop_file(read_shop_file(DEMO_SHOP), NOW)).business_id
    joe = await _open_line(business_id, "joe")
    code = ""
    for block in with_joe:
        code = await _play(joe, block, code)

    path = tmp_path / "my-shop.toml"
    path.write_text(await _change_shop(business_id), encoding="utf-8")
    report = await load_shop_file(read_shop_file(path), NOW)
    assert f"changed: {', '.join(report.updated)}\n" in PAGE.text
    assert not report.created
    assert not report.retired
    await _play(await _open_line(business_id, "mia"), with_mia, "")


def test_the_tutorials_mistake_is_told_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("my-shop.toml")
    text = DEMO_SHOP.read_text(encoding="utf-8")
    path.write_text(text.replace("price = 38\n", 'price = "forty"\n'), encoding="utf-8")
    with pytest.raises(ShopFileError) as raised:
        read_shop_file(path)
    assert str(raised.value) in PAGE.text


async def _open_line(business_id: int, sender: str) -> TerminalLine:
    account = await ensure_account(business_id, "terminal", "chat")
    return TerminalLine(account, sender, clock=StandingClock(), rules=Rules(hold_lasts=timedelta(minutes=10)))


async def _change_shop(business_id: int) -> str:
    """Return the shop as a file, changed as the tutorial says."""
    text = render_shop_file(await find_shop_file(business_id))
    changed = text.replace('price = "38.00"', "price = 40")
    assert changed != text
    (addition,) = PAGE.blocks("toml")
    return f"{changed}\n{addition}"


async def _play(line: TerminalLine, block: str, code: str) -> str:
    """Say what the block says, compare what comes, and return the booking's code; `code` is the one so far."""
    for exchange in re.split(r"(?m)^> ", block)[1:]:
        said, _, expected = exchange.partition("\n")
        seen = "\n".join(reply.plain for reply in await line.say(said))
        if found := re.search(r"code (?:is )?(?:still )?([0-9A-Z]{5})\b", seen):
            assert code in ("", found[1])
            code = found[1]
        parts = expected.strip().split("...")
        pattern = ".*".join(re.escape(part).replace("K22W4", code) for part in parts)
        assert re.fullmatch(pattern, seen, re.DOTALL), f"> {said}\n{seen}\n\nbut the tutorial says:\n{expected}"
    return code
