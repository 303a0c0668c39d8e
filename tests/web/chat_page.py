"""The chat page as its tests use it: opened, written to, and read, whichever server stands behind it."""

from playwright.async_api import BrowserContext, Page, Route, expect

PHONE_WIDTH, PHONE_HEIGHT = 360, 640


async def open_page(context: BrowserContext, url: str) -> Page:
    page = await context.new_page()
    page.set_default_timeout(10_000)
    await page.goto(url)
    await expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    return page


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.get_by_role("button", name="Send", exact=True).tap()


async def expect_texts(page: Page, *texts: str) -> None:
    await expect(page.locator(".bubble")).to_have_text(list(texts))


async def fail(route: Route) -> None:
    """Fail a request as a phone without a network does."""
    await route.abort()
