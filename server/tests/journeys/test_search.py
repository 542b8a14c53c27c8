"""An operator finds an old message by a mistyped word, goes to it, looks inside the conversation, and comes back."""

from typing import Any, cast
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY

QUESTION = "Где моя бандероль?"
NOTES = 110


async def fill_thread(product: Product, owner: Signed, desk: Desk) -> tuple[int, int]:
    """Write many notes below the open question, and an answer that quotes it; returns conversation and question."""
    conversation = int(desk.page.url.split("/")[-1].split("?")[0])
    path = f"/api/v1/conversations/{conversation}/messages"
    items = cast("list[dict[str, Any]]", (await product.call(owner, "GET", path))["items"])
    question = next(one for one in items if one["direction"] == "in")
    for one in range(NOTES):
        note = {"client_id": str(uuid4()), "text": f"Заметка номер {one}", "kind": "note"}
        await product.call(owner, "POST", path, note)
    answer = {"client_id": str(uuid4()), "text": "Она уже в пути.", "reply_to": question["id"]}
    await product.call(owner, "POST", path, answer)
    return conversation, question["id"]


async def find_by_a_mistyped_word(desk: Desk) -> None:
    """Search everything from the keyboard and open what is found."""
    page = desk.page
    await page.get_by_role("link", name="Поиск").click()
    field = page.get_by_role("textbox", name="Сообщение, файл, клиент, номер заказа")
    await expect(field).to_be_focused()
    await field.fill("бандироль")
    await expect(page.get_by_text("Показаны результаты для «бандероль»")).to_be_visible()
    await page.get_by_role("button", name="Сообщения").click()
    await page.get_by_label("Кто писал").select_option("Клиент")
    found = page.get_by_role("region", name="Найденное").get_by_role("link").first
    await expect(found.locator("mark")).to_have_text("бандероль")
    await field.press("ArrowDown")
    await expect(found).to_be_focused()
    await page.keyboard.press("Enter")


async def look_inside(page: Page, desk: Desk) -> None:
    """Walk the matches inside the conversation: the newest, round to the oldest, and back by Escape."""
    await desk.field.focus()
    await page.keyboard.press("Control+f")
    field = page.get_by_role("textbox", name="Найти в переписке")
    await expect(field).to_be_focused()
    await field.fill("заметки")
    await expect(page.get_by_text(f"1 из {NOTES}")).to_be_visible()
    await field.press("Shift+Enter")
    await expect(page.get_by_text(f"{NOTES} из {NOTES}")).to_be_visible()
    oldest = desk.thread.get_by_text("Заметка номер 0", exact=True)
    await expect(oldest).to_be_in_viewport()
    await expect(oldest.locator("mark")).to_have_text("Заметка")
    await field.press("Enter")
    await expect(desk.thread.get_by_text(f"Заметка номер {NOTES - 1}", exact=True)).to_be_in_viewport()
    await field.press("Escape")
    await expect(field).not_to_be_attached()
    await expect(desk.field).to_be_focused()
    await expect(desk.thread.locator("mark")).to_have_count(0)


async def test_a_message_far_from_the_end_is_found_and_gone_to(
    product: Product, owner: Signed, screens: Screens
) -> None:
    chat = await ask_by_chat(product, owner, screens, QUESTION)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(QUESTION)
    conversation, question = await fill_thread(product, owner, desk)
    page, latest = desk.page, desk.thread.get_by_text("Она уже в пути.")
    await expect(latest).to_be_in_viewport()
    await page.reload()  # a desk that has not seen all this come
    await expect(latest).to_be_in_viewport()

    asked = desk.thread.locator(f"#m-{question}")
    await expect(asked).not_to_be_attached()

    await find_by_a_mistyped_word(desk)
    await expect(asked).to_be_in_viewport()
    await expect(latest).not_to_be_attached()
    await chat.get_by_role("textbox", name="Сообщение").fill("Жду!")
    await chat.get_by_role("textbox", name="Сообщение").press("Enter")
    await page.get_by_role("button", name="1 новое").click()
    await expect(desk.thread.get_by_text("Жду!")).to_be_in_viewport()
    await expect(asked).not_to_be_attached()

    await look_inside(page, desk)
    await desk.thread.get_by_role("button", name="Показать сообщение, на которое ответили").click()
    await expect(asked).to_be_in_viewport()
    await page.get_by_role("button", name="К последним сообщениям").click()
    await expect(latest).to_be_in_viewport()

    await page.goto(f"{product.address}/inbox/all/{conversation}#m-{question}")
    await expect(asked).to_be_in_viewport()
    await page.goto(f"{product.address}/inbox/all/{conversation}#m-{10**12}")
    await expect(page.get_by_text("Этого сообщения здесь больше нет")).to_be_visible()
    assert screens.complaints == []
