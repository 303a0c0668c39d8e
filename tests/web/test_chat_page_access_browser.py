"""The chat page in a real browser: for every hand, eye and ear, and on a small screen."""

import re

import pytest
from chat_page import PHONE_HEIGHT, PHONE_WIDTH, expect_texts, fail, open_page, write
from chat_stub import STATIC, ChatStub
from playwright.async_api import Browser, Page, expect

pytest_plugins = ["chat_fixtures"]

TOUCH_TARGET_MIN_PX = 44
PAGE_SIZE_MAX_BYTES = 30_000
FIND_LOW_CONTRAST = """() => {
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const part = (value) => value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ground = (node) => {
        const colour = rgb(getComputedStyle(node).backgroundColor);
        return colour.length === 4 && colour[3] === 0 ? ground(node.parentElement) : colour;
    };
    const texts = [...document.querySelectorAll("body *")].filter((node) =>
        node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
    const ratio = (node) => {
        const [dark, bright] = [light(rgb(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    return [texts.length, texts.filter((node) => ratio(node) < 4.5).map((node) => node.className + ratio(node))];
}"""


async def test_on_a_phone_nothing_scrolls_sideways_and_every_target_is_large(page: Page, chat: ChatStub) -> None:
    await page.route("**/chat/messages", fail)
    await write(page, "W" * 400)
    await expect(page.get_by_role("button", name="try again")).to_be_visible()
    chat.say("https://example.org/" + "x" * 300, choices=["2:30 pm", "No", "A title that is " + "very " * 20 + "long"])
    await expect(page.locator(".choices button")).to_have_count(3)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE_WIDTH
    scroller = page.get_by_role("region", name="Conversation")
    assert await scroller.evaluate("node => node.scrollWidth - node.clientWidth") == 0
    for target in await page.locator("button:visible, textarea").all():
        box = await target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= TOUCH_TARGET_MIN_PX
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE_WIDTH


async def test_the_composer_stays_in_sight_when_the_screen_keyboard_opens(page: Page, chat: ChatStub) -> None:
    for number in range(20):
        chat.say(f"message {number}")
    await expect(page.get_by_text("message 19")).to_be_in_viewport()
    await page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT // 2})
    await expect(page.get_by_label("Your message")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_text("message 19")).to_be_in_viewport(ratio=1)


async def test_a_reader_of_older_messages_is_not_pulled_away(page: Page, chat: ChatStub) -> None:
    for number in range(30):
        chat.say(f"message {number}")
    await expect(page.get_by_text("message 29")).to_be_in_viewport()
    await page.locator("#scroller").evaluate("node => node.scrollTo(0, 0)")
    await expect(page.get_by_text("message 0")).to_be_in_viewport()
    chat.say("something new")
    await expect(page.get_by_text("something new")).not_to_be_in_viewport()
    await expect(page.get_by_text("message 0")).to_be_in_viewport()
    await page.get_by_role("button", name="New message").tap()
    await expect(page.get_by_text("something new")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="New message")).to_have_count(0)


async def test_the_keyboard_alone_is_enough(page: Page, chat: ChatStub) -> None:
    chat.say("Which time?", choices=["2 pm", "3 pm"])
    await expect(page.get_by_role("button", name="3 pm")).to_be_visible()
    for expected in (page.locator("#scroller"), page.get_by_role("button", name="2 pm")):
        await page.keyboard.press("Tab")
        await expect(expected).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect_texts(page, "Which time?", "3 pm", "You wrote: 3 pm")
    await expect(page.get_by_label("Your message")).to_be_focused()
    await page.keyboard.type("and")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("thanks")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble").last).to_have_text("You wrote: and\nthanks")
    assert [sent.text for sent in chat.stored] == ["3 pm", "and\nthanks"]


async def test_an_empty_message_is_not_sent_and_a_long_one_ends_at_the_limit(page: Page, chat: ChatStub) -> None:
    await write(page, "  \n ")
    field = page.get_by_label("Your message")
    await field.fill("")
    await field.focus()
    await page.keyboard.insert_text("x" * 2_100)
    await expect(page.get_by_text("0 characters left")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble")).to_have_count(2)
    assert [len(sent.text) for sent in chat.stored] == [2_000]


async def test_new_messages_are_announced_with_who_says_them(page: Page, chat: ChatStub) -> None:
    log = page.get_by_role("log", name="Messages")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_attribute("aria-relevant", "additions")
    await write(page, "hello")
    chat.say("Mirabel here.", sender="person")
    await expect(log.locator(".message > span")).to_have_text(["You:", "Salon Mirabel:", "From our team"])
    assert await page.title() == "Salon Mirabel"


async def test_typing_is_shown_until_the_answer_comes(page: Page, chat: ChatStub) -> None:
    chat.show_typing(busy=True)
    await expect(page.get_by_text("Typing…")).to_have_count(1)
    chat.say("Here you are.")
    await expect(page.get_by_text("Typing…")).to_have_count(0)


async def test_days_are_told_apart(page: Page, chat: ChatStub) -> None:
    chat.say("one")
    chat.say("two")
    days = page.locator(".message[data-day]")
    await expect(days).to_have_count(1)
    await expect(days).to_have_attribute("data-day", "Today")
    await page.clock.set_fixed_time("2026-03-04T09:00:00Z")
    await page.reload()
    await expect(days).to_have_attribute("data-day", "Yesterday")


async def test_a_customer_in_another_time_zone_is_told_which_zone_counts(browser: Browser, chat: ChatStub) -> None:
    context = await browser.new_context(timezone_id="America/New_York")
    page = await open_page(context, chat.url)
    await expect(page.get_by_text("time zone (Europe/London).")).to_be_visible()
    await context.close()


async def test_an_ended_session_says_how_to_go_on(page: Page) -> None:
    await page.context.clear_cookies()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.get_by_role("status").get_by_text("Reload the page")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_meets_the_contrast_of_wcag_aa(scheme: str, page: Page, chat: ChatStub) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await write(page, "hello")
    await expect(page.get_by_text("You wrote: hello")).to_be_visible()  # only the newest message has its choices
    chat.say("Mirabel here.", sender="person", choices=["Yes", "No"])
    await expect(page.get_by_role("button", name="Yes")).to_be_visible()
    chat.streams_refused = True
    chat.cut_streams()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    await page.route("**/chat/messages", fail)
    await write(page, "is it?")
    await expect(page.get_by_role("button", name="try again")).to_be_visible()
    examined, too_low = await page.evaluate(FIND_LOW_CONTRAST)
    assert examined > 10
    assert too_low == []


async def test_motion_stops_for_those_who_ask(page: Page, chat: ChatStub) -> None:
    await page.emulate_media(reduced_motion="reduce")
    chat.say("hello")
    chat.show_typing(busy=True)
    await expect(page.locator(".dots")).to_be_visible()
    assert await page.evaluate("document.getAnimations().length") == 0


async def test_without_javascript_the_page_says_so(browser: Browser, chat: ChatStub) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(chat.url)
    await expect(page.locator("noscript p")).to_be_visible()
    await expect(page.locator("noscript p")).to_contain_text("This chat needs JavaScript.")
    await expect(page.get_by_label("Your message")).to_be_hidden()
    await context.close()


def test_the_page_is_small_and_asks_nobody_else() -> None:
    files = [path for path in STATIC.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < PAGE_SIZE_MAX_BYTES
    text = "".join(path.read_text("utf-8") for path in files)
    assert set(re.findall(r"https?://[^\"'\s]+", text)) <= {"http://www.w3.org/2000/svg"}
    page = (STATIC / "index.html").read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text) == []
