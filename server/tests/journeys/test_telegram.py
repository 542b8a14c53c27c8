"""A customer on the sandbox's drawn phone and an operator talk through the real Telegram channel."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.journeys.pictures import make_png
from tests.journeys.product import Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk, type_until_seen

pytestmark = JOURNEY


@pytest.fixture(scope="module")
def picture() -> bytes:
    """A photograph of a cup, more or less."""
    return make_png(48, 32, (180, 83, 42))


async def take_phone(screens: Screens, owner: Signed, name: str) -> Page:
    """Make the sandbox, and start its bot as a new customer."""
    phone = await screens.open("/sandbox", owner)
    make = phone.get_by_role("button", name="Создать учебный канал")
    more = phone.get_by_role("button", name="Ещё один клиент")
    who = phone.get_by_role("textbox", name="Как зовут вашего клиента?")
    await expect(make.or_(more).or_(who)).to_be_visible()
    for button in (make, more):
        if await button.is_visible():
            await button.click()
    await who.fill(name)
    await phone.get_by_role("button", name="Добавить").click()
    await expect(phone.get_by_role("region", name=f"Телефон клиента: {name}")).to_be_visible()
    await phone.get_by_role("button", name="Начать").click()
    return phone


async def say(phone: Page, words: str) -> None:
    """Write to the bot."""
    field = phone.get_by_role("textbox", name="Сообщение")
    await field.fill(words)
    await field.press("Enter")


async def see_picture(desk: Desk) -> None:
    """Expect a photograph in the conversation that really shows."""
    image = desk.thread.locator("[data-seq] img").last
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("naturalWidth", 48)


async def test_a_customer_and_an_operator_talk_in_telegram(owner: Signed, screens: Screens, picture: bytes) -> None:
    desk = await open_desk(screens, owner)
    phone = await take_phone(screens, owner, "Глеб Зимин")
    chat = phone.get_by_role("log", name="Переписка с компанией")

    await say(phone, "Где мой заказ № 812?")
    await expect(chat.get_by_text("Где мой заказ № 812?")).to_be_visible()
    await expect(desk.rows.filter(has_text="Глеб Зимин")).to_be_visible()
    await desk.open_conversation("Где мой заказ № 812?")

    await type_until_seen(desk.field, phone.get_by_text("печатает…"))
    await desk.answer("Уже едет, будет к шести")
    await expect(chat.get_by_text("Уже едет, будет к шести")).to_be_visible()
    await expect(desk.bubble("Уже едет, будет к шести").get_by_text("Отправлено")).to_be_attached()

    photo: FilePayload = {"name": "cup.png", "mimeType": "image/png", "buffer": picture}
    await phone.locator("input[type=file]").set_input_files(photo)
    await see_picture(desk)
    await change_question(phone)
    await expect(desk.bubble("Где мой заказ № 813?").get_by_text("изменено")).to_be_visible()
    await change_answer(desk)
    await expect(chat.get_by_text("Уже едет, будет к пяти")).to_be_visible()
    await expect(chat.get_by_text("изменено")).to_have_count(2)
    assert screens.complaints == []


async def change_answer(desk: Desk) -> None:
    """Correct the hour in the answer."""
    bubble = desk.bubble("будет к шести")
    await bubble.hover()
    await bubble.get_by_role("button", name="Действия с сообщением").click()
    await desk.page.get_by_role("menuitem", name="Изменить").click()
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("Уже едет, будет к пяти")
    await dialog.get_by_role("button", name="Сохранить").click()
    await expect(desk.bubble("будет к пяти")).to_be_visible()


async def change_question(phone: Page) -> None:
    """Correct the number in the question, on the phone."""
    bubble = phone.get_by_text("Где мой заказ № 812?").locator("xpath=ancestor::*[@data-mine][1]")
    await bubble.hover()
    await bubble.get_by_role("button").click()
    await phone.get_by_role("menuitem", name="Изменить").click()
    await phone.get_by_role("textbox", name="Сообщение").fill("Где мой заказ № 813?")
    await phone.get_by_role("button", name="Сохранить изменение").click()


async def test_a_sticker_and_a_reaction_go_back_to_the_customer(owner: Signed, screens: Screens) -> None:
    desk = await open_desk(screens, owner)
    phone = await take_phone(screens, owner, "Нина Лис")
    chat = phone.get_by_role("log", name="Переписка с компанией")
    await say(phone, "Чашка просто чудо")
    await desk.open_conversation("Чашка просто чудо")
    await phone.get_by_role("button", name="Отправить не текст").click()
    await phone.get_by_role("menuitem", name="Стикер 🔥").click()
    await expect(desk.thread.locator("[data-seq] img").last).to_be_visible()

    await desk.page.get_by_role("button", name="Вставить смайлик").click()
    picker = desk.page.get_by_role("dialog", name="Смайлики")
    await picker.get_by_role("button", name="Стикеры").click()
    await picker.get_by_role("button", name="Стикер 🔥").first.click()
    await expect(chat.locator("img")).to_have_count(2)

    bubble = desk.bubble("Чашка просто чудо").first
    await bubble.hover()
    await bubble.get_by_role("button", name="Поставить реакцию").click()
    bar = desk.page.get_by_role("dialog", name="Реакции")
    await bar.get_by_role("button", name="Все реакции").click()
    await bar.get_by_role("button", name="🤗").click()
    await expect(chat.get_by_text("🤗")).to_be_visible()
    assert screens.complaints == []
