"""A template from the list of the provider to the telephone of the customer."""

from typing import Any

from playwright.async_api import expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY


async def test_a_template_is_chosen_filled_in_and_arrives(product: Product, owner: Signed, screens: Screens) -> None:
    made: Any = await product.call(owner, "POST", "/api/v1/sandbox?channel=whatsapp")
    inbox = made["inbox"]["id"]
    people = "/sandbox/api/whatsapp/people"
    vera: Any = await product.call(owner, "POST", people, {"name": "Вера Котова", "phone": "+79991230000"})
    await product.call(owner, "POST", f"{people}/{vera['id']}/text", {"text": "Когда привезут чайник?"})
    await product.call(owner, "POST", f"/api/v1/inboxes/{inbox}/templates/sync")

    page = await screens.open("/inbox/open", owner)
    await page.get_by_role("row").filter(has_text="Когда привезут чайник?").click()
    await page.get_by_role("button", name="Отправить шаблон").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Найти шаблон").fill("готов")
    await dialog.get_by_role("button", name="order_ready").click()
    send = dialog.get_by_role("button", name="Отправить", exact=True)
    await expect(send).to_be_disabled()
    await dialog.get_by_label("Текст, {{1}}").fill("Вера")
    await dialog.get_by_label("Текст, {{2}}").fill("№ 4182")
    await expect(dialog.get_by_label("Так увидит клиент")).to_contain_text("Здравствуйте, Вера! Заказ № 4182 готов")
    await dialog.get_by_label("Текст, {{2}}").press("Enter")

    thread = page.get_by_role("log")
    await expect(thread.get_by_text("Шаблон «order_ready»")).to_be_visible()
    await expect(thread.get_by_text("Заказ № 4182 готов к выдаче")).to_be_visible()
    phone = await screens.open("/sandbox?channel=whatsapp", owner)
    await phone.get_by_role("button", name="Вера Котова").last.click()
    await expect(phone.get_by_role("log").get_by_text("Заказ № 4182 готов к выдаче")).to_be_visible()
    await product.call(owner, "DELETE", f"/api/v1/inboxes/{inbox}")
    assert screens.complaints == []
