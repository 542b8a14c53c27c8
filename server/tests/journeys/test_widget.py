"""A visitor of a website and an operator talk, each in their own browser."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens, open_desk, type_until_seen

pytestmark = JOURNEY
QUESTION = "Привезёте сегодня? <b>&</b> 🙂"


@pytest.fixture
def site(product: Product) -> dict[str, object]:
    """A website chat for the demo shop."""
    return {
        "channel": "webchat",
        "name": "Сайт",
        "settings": {"origins": [product.address], "ask_away": "off", "peeks": True},
    }


async def open_chat(screens: Screens) -> Page:
    """Visit the demo shop and open its chat."""
    shop = await screens.open("/demo")
    await press_launcher(shop)
    return shop


async def press_launcher(shop: Page) -> None:
    """Open the chat by the button in the corner."""
    await shop.get_by_role("button", name="Открыть чат").click()
    await expect(shop.get_by_role("dialog")).to_be_visible()


async def let_peek(product: Product, owner: Signed) -> None:
    """Let every chat show what is being written: the demo shop has the oldest of them."""
    chats = (await product.call(owner, "GET", "/api/v1/inboxes"))["items"]
    assert isinstance(chats, list)
    for one in chats:
        if one["channel"] == "webchat" and one["status"] == "active":
            settings = {"settings": {"peeks": True, "ask_away": "off"}}
            await product.call(owner, "PATCH", f"/api/v1/inboxes/{one['id']}", settings)


async def test_a_visitor_asks_and_an_operator_answers(
    product: Product, owner: Signed, screens: Screens, site: dict[str, object]
) -> None:
    await product.call(owner, "POST", "/api/v1/inboxes", site)
    await let_peek(product, owner)
    desk = await open_desk(screens, owner)
    shop = await open_chat(screens)

    question = shop.get_by_role("textbox", name="Сообщение")
    await question.fill(QUESTION)
    await question.press("Enter")
    await expect(shop.get_by_text("Отправлено")).to_be_visible()

    await desk.open_conversation(QUESTION)
    await expect(shop.get_by_text("Прочитано")).to_be_visible()
    await type_until_seen(desk.field, shop.get_by_text("печатает…"))
    await desk.answer("Да, до 18:00.")
    await expect(shop.get_by_text("Да, до 18:00.")).to_be_visible()
    await expect(desk.bubble("Да, до 18:00.").get_by_text("Прочитано")).to_be_attached()

    await type_until_seen(question, desk.thread.get_by_text("печатает…"))
    await type_until_seen(question, desk.thread.get_by_text("пишет, ещё не отправлено"))
    await expect(shop.get_by_text("Мы видим, что вы пишете")).to_be_visible()
    await question.fill("Спасибо")
    await question.press("Enter")
    await expect(desk.bubble("Спасибо")).to_be_visible()
    await expect(desk.thread.get_by_text("ещё не отправлено")).to_have_count(0)

    await shop.reload()
    await press_launcher(shop)
    await expect(shop.get_by_text(QUESTION)).to_be_visible()
    await expect(shop.get_by_text("Да, до 18:00.")).to_be_visible()
    assert screens.complaints == []
