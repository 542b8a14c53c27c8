"""What an operator has begun to write is on all of their devices, and on nobody else's."""

from uuid import uuid4

from playwright.async_api import Locator, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY


def row_of(desk: Desk, words: str) -> Locator:
    """Find the row in whose preview these words stand."""
    return desk.rows.filter(has_text=words)


async def test_a_draft_goes_from_device_to_device_and_the_colleague_sees_nothing(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Есть ли чайники {uuid4().hex[:4]}?"
    chat = await ask_by_chat(product, owner, screens, question)
    boris = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    desk, phone, colleague = [await open_desk(screens, who) for who in (owner, owner, boris)]
    for one in (desk, phone, colleague):
        await one.open_conversation(question)

    await desk.field.fill("Чайники есть, ")
    await expect(phone.field).to_have_value("Чайники есть, ")
    await expect(row_of(phone, "Черновик:")).to_contain_text("Чайники есть,")
    drafts = phone.page.get_by_role("link", name="Черновики")
    await expect(drafts).to_contain_text("1")
    await expect(colleague.field).to_have_value("")
    await expect(colleague.page.get_by_role("link", name="Черновики")).to_have_count(0)

    await phone.field.press("End")
    await phone.field.press_sequentially("красные.")
    await expect(desk.field).to_have_value("Чайники есть, красные.")
    await phone.page.get_by_role("button", name="Отправить", exact=True).click()
    await expect(chat.get_by_text("Чайники есть, красные.")).to_be_visible()
    await expect(desk.field).to_have_value("")
    await expect(row_of(desk, "Черновик:")).to_have_count(0)
    await expect(phone.page.get_by_role("link", name="Черновики")).to_have_count(0)
    assert screens.complaints == []


async def test_a_draft_with_a_file_waits_in_its_folder_after_the_browser_was_closed(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Пришлёте счёт {uuid4().hex[:4]}?"
    chat = await ask_by_chat(product, owner, screens, question)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(question)
    await desk.page.get_by_role("button", name="Заметка").click()
    note = desk.page.get_by_role("textbox", name="Текст заметки")
    await note.fill("спросить бухгалтерию")
    await desk.page.get_by_role("button", name="Ответ", exact=True).click()
    await desk.field.fill("Вот счёт")
    file = {"name": "счёт.txt", "mimeType": "text/plain", "buffer": "1000 рублей".encode()}
    await desk.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await expect(desk.page.get_by_role("button", name="Убрать счёт.txt")).to_be_visible()
    await expect(desk.page.get_by_role("progressbar")).to_have_count(0)
    await desk.page.close()

    again = await open_desk(screens, owner)
    await again.page.get_by_role("link", name="Черновики").click()
    await again.rows.filter(has_text="Вот счёт").click()
    await expect(again.field).to_have_value("Вот счёт")
    await expect(again.page.get_by_role("button", name="Убрать счёт.txt")).to_be_visible()
    await again.page.get_by_role("button", name="Заметка").click()
    await expect(again.page.get_by_role("textbox", name="Текст заметки")).to_have_value("спросить бухгалтерию")
    await again.page.get_by_role("button", name="Ответ", exact=True).click()
    await again.page.get_by_role("button", name="Отправить", exact=True).click()
    await expect(chat.get_by_text("Вот счёт")).to_be_visible()
    await expect(chat.get_by_text("счёт.txt")).to_be_visible()
    await expect(again.field).to_have_value("")
    await expect(row_of(again, "спросить бухгалтерию")).to_be_visible()
    assert screens.complaints == []


async def test_two_devices_that_wrote_apart_lose_no_text(product: Product, owner: Signed, screens: Screens) -> None:
    question = f"Когда откроетесь {uuid4().hex[:4]}?"
    await ask_by_chat(product, owner, screens, question)
    desk, phone = [await open_desk(screens, owner) for _ in range(2)]
    for one in (desk, phone):
        await one.open_conversation(question)
    await desk.page.context.set_offline(True)
    await desk.field.fill("В десять.")
    await phone.field.fill("В одиннадцать.")
    await expect(row_of(phone, "В одиннадцать.")).to_contain_text("Черновик:")
    await phone.page.wait_for_timeout(1500)
    await desk.page.context.set_offline(False)
    await expect(desk.page.get_by_text("На другой вашей странице был другой текст")).to_be_visible()
    texts = {await desk.field.input_value()}
    await desk.page.get_by_role("button", name="Восстановить прежний текст").click()
    texts.add(await desk.field.input_value())
    assert texts == {"В десять.", "В одиннадцать."}
    await expect(phone.field).to_have_value(await desk.field.input_value())
    await desk.page.get_by_role("button", name="Убрать прежний текст").click()
    await expect(phone.page.get_by_text("На другой вашей странице был другой текст")).to_have_count(0)
    assert screens.complaints == []
