"""Fixtures: a browser, a phone, and the chat page open on it.

A test module asks for them with `pytest_plugins = ["chat_fixtures"]`.
"""

import shutil
from collections.abc import AsyncIterator

import pytest
from chat_page import PHONE_HEIGHT, PHONE_WIDTH, open_page
from chat_stub import ChatStub, serve_stub
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

NOW = "2026-03-03T14:06:00Z"
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
COLLECT_VIOLATIONS = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium to test the chat page")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=BROWSER_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def chat() -> AsyncIterator[ChatStub]:
    async with serve_stub() as stub:
        yield stub
        assert stub.refusals == []


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A phone whose pages must keep the security policy and raise nothing."""
    context = await browser.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT},
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    await context.add_init_script(COLLECT_VIOLATIONS)
    await context.clock.set_fixed_time(NOW)
    yield context
    for page in context.pages:
        faults += await page.evaluate("window.violations ?? []")
    await context.close()
    assert faults == []


@pytest.fixture
async def page(phone: BrowserContext, chat: ChatStub) -> Page:
    return await open_page(phone, chat.url)
