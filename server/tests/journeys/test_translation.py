"""A company connects a translation service; a message is read and a reply written across languages."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat
from tests.translation.peer import Peer

pytestmark = JOURNEY
QUESTION = "Wo ist meine Bestellung?"


@pytest_asyncio.fixture(loop_scope="session")
async def peer() -> AsyncIterator[Peer]:
    """A service that wants a key."""
    made = Peer()
    made.key = "k-1"
    await made.start()
    yield made
    await made.stop()


async def connect(page: Page, peer: Peer) -> None:
    """Connect the service by its page, first with a wrong key."""
    await page.get_by_label("Адрес сервера").fill(peer.url)
    await page.get_by_label("Ключ API", exact=True).fill("wrong")
    await page.get_by_role("button", name="Сохранить и проверить").click()
    await expect(page.get_by_text("Сервис перевода не принимает ключ").first).to_be_visible()
    await page.get_by_label("Ключ API", exact=True).fill("k-1")
    await page.get_by_role("button", name="Сохранить и проверить").click()
    await expect(page.get_by_text("Пробный текст переведён.")).to_be_visible()


async def test_a_message_and_a_reply_are_translated_and_taken_back(
    product: Product, owner: Signed, screens: Screens, peer: Peer
) -> None:
    context = await screens.make_context(owner)
    settings = await screens.open("/settings/translation", context=context)
    await expect(settings.get_by_text("Тексты сообщений уходят на этот сервер")).to_be_visible()
    await connect(settings, peer)
    chat = await ask_by_chat(product, owner, screens, QUESTION)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(QUESTION)
    page = desk.page
    bubble = page.locator("[data-seq]").filter(has_text=QUESTION)
    await bubble.hover()
    await bubble.get_by_role("button", name="Действия с сообщением").click()
    await page.get_by_role("menuitem", name="Перевести").click()
    await expect(bubble.get_by_text("Где мой заказ?")).to_be_visible()
    await expect(bubble.get_by_text("Перевод: немецкий → русский")).to_be_visible()
    field = desk.field
    await field.fill("Посылка уже в пути")
    await page.get_by_role("button", name="Перевести черновик").click()
    dialog = page.get_by_role("dialog", name="Перевод ответа")
    await expect(dialog.get_by_text("Das Paket ist bereits unterwegs")).to_be_visible()
    await dialog.get_by_role("button", name="Вставить перевод").click()
    await expect(field).to_have_value("Das Paket ist bereits unterwegs")
    await expect(page.get_by_text("Ваш текст до перевода:")).to_be_visible()
    await page.get_by_role("button", name="Восстановить прежний текст").click()
    await expect(field).to_have_value("Посылка уже в пути")
    await page.get_by_role("button", name="Восстановить прежний текст").click()
    await expect(chat.get_by_text("Das Paket")).to_have_count(0)
    await field.press("Enter")
    await expect(chat.get_by_text("Das Paket ist bereits unterwegs")).to_be_visible()
    await bubble.get_by_role("button", name="Показать только оригинал").click()
    await expect(bubble.get_by_text("Где мой заказ?")).to_have_count(0)
    await settings.get_by_role("button", name="Отключить перевод").click()
    await settings.get_by_role("dialog").get_by_role("button", name="Отключить перевод").click()
    await expect(settings.get_by_role("button", name="Проверить подключение")).to_have_count(0)
    assert [asked["target"] for asked in peer.asked] == ["ru", "ru", "de"]
