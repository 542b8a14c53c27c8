"""An administrator sees how a channel is, tests it, pauses it, and goes on to the customers."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY


async def look_at_health(page: Page, name: str) -> None:
    """Open the channel in the list of channel health, test it, pause it and let it go on."""
    await page.get_by_role("list", name="Состояние каналов").get_by_role("link", name=name).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    await expect(page.get_by_text("Работает", exact=True)).to_be_visible()
    await expect(page.get_by_text("За это время ничего не приходило.")).to_be_visible()
    await page.get_by_role("button", name="Проверить связь").click()
    await expect(page.get_by_role("list", name="Результаты проверки").get_by_role("listitem").first).to_be_visible()
    await page.get_by_role("button", name="Приостановить").click()
    await expect(page.get_by_text("Канал на паузе: ответы ждут, входящие сохраняются")).to_be_visible()
    await page.get_by_role("button", name="Возобновить").click()
    await expect(page.get_by_text("Работает", exact=True)).to_be_visible()


async def test_channel_health_and_customers(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:6]
    body = {"channel": "webchat", "name": f"Чат {mark}", "settings": {"origins": [product.address], "ask_away": "off"}}
    await product.call(owner, "POST", "/api/v1/inboxes", body)
    page = await screens.open("/settings/health", owner)
    await look_at_health(page, f"Чат {mark}")

    await page.get_by_role("link", name="Клиенты").click()
    await expect(page.get_by_role("heading", name="Клиенты", exact=True)).to_be_visible()
    assert screens.complaints == []
