"""The chat page in a real browser: a conversation, also when the network or the server fails.

The page talks to whatever stands at `chat.url`. Faults of the way to the server are made in the browser, so that most
claims hold for any server; faults of the server itself are made by the stand-in.
"""

import asyncio
import re

from chat_page import expect_texts, fail, open_page, write
from chat_stub import ChatStub
from playwright.async_api import BrowserContext, Page, Route, expect

pytest_plugins = ["chat_fixtures"]


async def test_a_typed_message_appears_at_once_and_its_answer_arrives(page: Page, chat: ChatStub) -> None:
    reached = asyncio.Event()

    async def hold(route: Route) -> None:
        await reached.wait()
        await route.continue_()

    await page.route("**/chat/messages", hold)
    await write(page, "trim w/ Ana tues 3ish\nfor 2")
    await expect_texts(page, "trim w/ Ana tues 3ish\nfor 2")
    await expect(page.get_by_text("Sending…")).to_be_visible()
    assert chat.stored == []
    reached.set()
    await expect_texts(page, "trim w/ Ana tues 3ish\nfor 2", "You wrote: trim w/ Ana tues 3ish\nfor 2")
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    await expect(page.get_by_label("Your message")).to_have_value("")


async def test_a_button_sends_its_token_and_goes_away(page: Page, chat: ChatStub) -> None:
    chat.say("Tuesday, 3:15 pm with Ana?", choices=["Yes, book it", "No, another time"])
    await page.get_by_role("button", name="Yes, book it").tap()
    await expect_texts(page, "Tuesday, 3:15 pm with Ana?", "Yes, book it", "You wrote: Yes, book it")
    await expect(page.locator(".choices")).to_have_count(0)
    assert [(sent.choice, sent.text) for sent in chat.stored] == [(chat.token_of("Yes, book it"), "Yes, book it")]


async def test_buttons_of_an_older_question_go_away(page: Page, chat: ChatStub) -> None:
    chat.say("Which day?", choices=["Tuesday", "Friday"])
    await expect(page.get_by_role("button", name="Tuesday")).to_be_visible()
    chat.say("Sorry, which time?", choices=["2 pm", "3 pm"])
    await expect(page.locator(".choices button")).to_have_text(["2 pm", "3 pm"])
    await write(page, "after 5 please")
    await expect(page.locator(".choices button")).to_have_count(0)


async def test_a_reload_keeps_the_conversation_and_the_newest_buttons(page: Page, chat: ChatStub) -> None:
    chat.say("Which day?", choices=["Tuesday", "Friday"])
    chat.will_answer("Which time?", choices=["2 pm", "3 pm"])
    await page.get_by_role("button", name="Friday").tap()
    await expect(page.locator(".choices button")).to_have_text(["2 pm", "3 pm"])
    await page.reload()
    await expect_texts(page, "Which day?", "Friday", "Which time?")
    await expect(page.locator(".choices button")).to_have_text(["2 pm", "3 pm"])
    await page.get_by_role("button", name="3 pm").tap()
    await expect_texts(page, "Which day?", "Friday", "Which time?", "3 pm", "You wrote: 3 pm")
    assert chat.resumed_after == ["0", "3"]


async def test_a_dropped_stream_resumes_where_it_was(page: Page, chat: ChatStub) -> None:
    chat.say("one")
    await expect_texts(page, "one")
    chat.cut_streams()
    for text in ("two", "three"):
        chat.say(text)
    await expect_texts(page, "one", "two", "three")
    assert chat.resumed_after == ["0", "1"]


async def test_a_refused_stream_shows_reconnecting_and_loses_and_repeats_nothing(page: Page, chat: ChatStub) -> None:
    chat.say("one")
    await expect_texts(page, "one")
    chat.streams_refused = True
    chat.cut_streams()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    for text in ("two", "three"):
        chat.say(text)
    chat.streams_refused = False
    await expect_texts(page, "one", "two", "three")
    await expect(page.get_by_text("Reconnecting…")).to_have_count(0)
    chat.say("four")
    await expect_texts(page, "one", "two", "three", "four")


async def test_an_answer_that_a_dead_stream_kept_is_fetched(page: Page, chat: ChatStub) -> None:
    chat.say("one")
    await expect_texts(page, "one")
    chat.lose_streams()
    await write(page, "two")
    await expect(page.locator(".sending")).to_have_count(0)
    await expect_texts(page, "one", "two")
    await page.clock.run_for(11_000)
    await expect_texts(page, "one", "two", "You wrote: two")
    chat.say("three")
    await expect_texts(page, "one", "two", "You wrote: two", "three")


async def test_a_failed_send_is_shown_and_retried_with_the_same_id(page: Page, chat: ChatStub) -> None:
    sent_ids: list[str] = []
    page.on("request", lambda request: sent_ids.extend(re.findall(r'_id":"([^"]+)', request.post_data or "")))
    await page.route("**/chat/messages", fail)
    await write(page, "Can I bring my dog?")
    again = page.get_by_role("button", name="Not sent. Tap to try again.")
    await expect(again).to_be_visible()
    await page.unroute("**/chat/messages")
    await again.tap()
    await expect_texts(page, "Can I bring my dog?", "You wrote: Can I bring my dog?")
    await expect(again).to_have_count(0)
    assert len(sent_ids) > 1
    assert set(sent_ids) == {chat.stored[0].client_message_id}


async def test_a_send_whose_acknowledgement_is_lost_takes_effect_once(page: Page, chat: ChatStub) -> None:
    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    chat.silent = True
    await page.route("**/chat/messages", lose_the_answer, times=1)
    await write(page, "3pm please")
    await expect(page.locator(".sending, .failed")).to_have_count(0)
    await page.reload()
    await expect_texts(page, "3pm please")
    assert [sent.text for sent in chat.stored] == ["3pm please"]


async def test_a_busy_server_is_asked_again_after_the_time_it_names(page: Page, chat: ChatStub) -> None:
    async def be_busy(route: Route) -> None:
        await route.fulfill(status=503, headers={"Retry-After": "1"}, json={"error": "Busy."})

    await page.route("**/chat/messages", be_busy, times=1)
    await write(page, "hello")
    await expect_texts(page, "hello", "You wrote: hello")
    assert len(chat.stored) == 1


async def test_a_refused_message_says_why_and_gives_the_buttons_back(page: Page, chat: ChatStub) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=422, json={"error": "This offer has expired."})

    chat.say("Tuesday at 3?", choices=["Yes", "No"])
    await page.route("**/chat/messages", refuse, times=1)
    await page.get_by_role("button", name="Yes").tap()
    await expect(page.get_by_text("Not sent. This offer has expired.")).to_be_visible()
    await expect(page.locator(".choices button")).to_have_text(["Yes", "No"])


async def test_a_reload_does_not_lose_what_could_not_be_sent(page: Page, chat: ChatStub) -> None:
    await page.route("**/chat/messages", fail)
    await write(page, "in the tunnel")
    await expect(page.get_by_role("button", name="try again")).to_be_visible()
    await page.reload()
    await page.unroute("**/chat/messages")
    await page.get_by_role("button", name="try again").tap()
    await expect_texts(page, "in the tunnel", "You wrote: in the tunnel")
    await page.reload()
    await expect_texts(page, "in the tunnel", "You wrote: in the tunnel")
    assert len(chat.stored) == 1


async def test_quick_messages_keep_their_order(page: Page, chat: ChatStub) -> None:
    all_written = asyncio.Event()

    async def hold(route: Route) -> None:
        await all_written.wait()
        await route.continue_()

    chat.silent = True
    texts = [f"part {number}" for number in range(6)]
    await page.route("**/chat/messages", hold, times=1)
    for text in texts:
        await write(page, text)
    await expect_texts(page, *texts)
    assert chat.stored == []
    all_written.set()
    await expect(page.locator(".sending")).to_have_count(0)
    assert [sent.text for sent in chat.stored] == texts


async def test_two_tabs_show_the_same_conversation_once(phone: BrowserContext, page: Page, chat: ChatStub) -> None:
    other = await open_page(phone, chat.url)
    await write(page, "from the first")
    await write(other, "from the second")
    await expect(page.locator(".bubble")).to_have_count(4)
    texts = ["from the first", "You wrote: from the first", "from the second", "You wrote: from the second"]
    for tab in (page, other):
        assert sorted(await tab.locator(".bubble").all_inner_texts()) == sorted(texts)


async def test_markup_in_messages_is_shown_as_text(page: Page, chat: ChatStub) -> None:
    markup = "<img src=x onerror='window.owned=1'><script>window.owned=1</script><b>&amp;</b>"
    chat.say(markup, choices=["<i onclick=owned=1>Yes</i>"])
    await write(page, markup)
    await expect_texts(page, markup, markup, f"You wrote: {markup}")
    await page.reload()
    await expect_texts(page, markup, markup, f"You wrote: {markup}")
    assert await page.evaluate("window.owned") is None
    assert await page.evaluate("window.violations") == []
    assert await page.locator(".bubble *").count() == 0
