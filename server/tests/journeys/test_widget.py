"""A visitor of a website and an operator talk, each in their own browser."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.conftest import PATIENCE_MS, Product, open_page, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


async def test_a_visitor_asks_and_an_operator_answers(product: Product, browser: Browser) -> None:
    inbox = {"channel": "webchat", "name": "Сайт", "settings": {"origins": [product.address]}}
    await product.call("POST", "/api/v1/inboxes", inbox)
    desk, desk_complaints = await sign_in(browser, product)
    shop, shop_complaints = await open_page(browser, f"{product.address}/demo")

    await shop.wait_for_function("typeof otklik === 'function'")
    await shop.evaluate("otklik('open')")
    question = shop.locator("textarea").first
    await question.fill("Привезёте сегодня? <b>&</b> 🙂")
    await question.press("Enter")

    row = desk.get_by_text("Привезёте сегодня?").first
    await row.click()
    answer = desk.locator("textarea").first
    await answer.fill("Да, до 18:00.")
    await answer.press("Enter")
    await expect(shop.get_by_text("Да, до 18:00.")).to_be_visible(timeout=PATIENCE_MS)

    await shop.reload()
    await expect(shop.locator("otklik-chat, [data-otklik]").or_(shop.locator("body")).first).to_be_visible()
    assert desk_complaints == []
    assert shop_complaints == []
