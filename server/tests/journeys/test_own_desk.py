"""The desk is the operator's own: keys they chose, columns as wide as they like, nothing that needs a mouse."""

from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY


async def _newcomer(product: Product, owner: Signed, name: str) -> Signed:
    return await product.add_operator(owner, name, f"own-{uuid4().hex[:8]}@example.test")


async def _opened(screens: Screens, who: Signed, question: str) -> Page:
    page = await screens.open("/inbox/open", who)
    await page.get_by_role("row").filter(has_text=question).first.click()
    await expect(page.get_by_role("log").get_by_text(question)).to_be_visible()
    return page


async def test_a_key_is_chosen_is_taken_from_another_and_works(
    product: Product, owner: Signed, screens: Screens
) -> None:
    vera = await _newcomer(product, owner, "Вера")
    question = "Какие ещё цвета есть?"
    await ask_by_chat(product, owner, screens, question)
    page = await screens.open("/settings/keys", vera)
    await page.get_by_role("button", name="Клавиша для «Взять себе»: изменить").click()
    await page.get_by_role("button", name="Нажмите клавишу…").press("j")
    alert = page.get_by_role("alert").filter(has_text="Занято: Следующий диалог")
    await alert.get_by_role("button", name="Другая").click()
    await page.get_by_role("button", name="Нажмите клавишу…").press("y")
    await expect(page.get_by_role("button", name="Вернуть обычную клавишу для «Взять себе»")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Клавиша для «Взять себе»: изменить")).to_contain_text("Y")

    desk = await _opened(screens, vera, question)
    header = desk.get_by_role("region", name="Диалог", exact=True).locator("header")
    await desk.get_by_role("log").click()
    await desk.keyboard.press("a")
    await desk.keyboard.press("y")
    await expect(header.get_by_text("Вера")).to_be_visible()
    assert screens.complaints == []


async def test_a_column_is_as_wide_as_one_likes_by_keys_and_stays_so(
    product: Product, owner: Signed, screens: Screens
) -> None:
    gleb = await _newcomer(product, owner, "Глеб")
    page = await screens.open("/inbox/open", gleb)
    grip = page.get_by_role("separator", name="Ширина списка диалогов")
    await expect(grip).to_have_attribute("aria-valuenow", "364")
    for _ in range(3):
        await grip.press("ArrowRight")
    await expect(grip).to_have_attribute("aria-valuenow", "412")
    await page.reload()
    await expect(grip).to_have_attribute("aria-valuenow", "412")
    await grip.dblclick()
    await expect(grip).to_have_attribute("aria-valuenow", "364")
    assert screens.complaints == []


async def test_ten_tasks_without_a_mouse(product: Product, owner: Signed, screens: Screens) -> None:
    question = "Можно заказать на субботу?"
    chat = await ask_by_chat(product, owner, screens, question)
    page = await screens.open("/inbox/open", await _newcomer(product, owner, "Зоя"))
    header = page.get_by_role("region", name="Диалог", exact=True).locator("header")
    await expect(page.get_by_role("row").filter(has_text=question)).to_be_visible()
    await _find_and_open(page, question)
    await page.keyboard.press("a")
    await expect(header.get_by_text("Зоя")).to_be_visible()
    await _note_and_answer(page, "Проверяю доставку", "Да, привезём в субботу.")
    await expect(chat.get_by_text("Да, привезём в субботу.")).to_be_visible()
    await _put_off_and_wake(page, header)
    await page.keyboard.press("e")
    await expect(header.get_by_text("Закрыт", exact=True)).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("s")
    await expect(page).to_have_url(f"{product.address}/settings")
    assert screens.complaints == []


async def _find_and_open(page: Page, question: str) -> None:
    """Look into the search and out again, then walk down the list until the conversation is read."""
    keys, thread = page.keyboard, page.get_by_role("log")
    await keys.press("Slash")
    await expect(page.get_by_role("search").get_by_role("combobox")).to_be_focused()
    await keys.press("Escape")
    for _ in range(50):
        await keys.press("j")
        await expect(thread).to_be_visible()
        if await thread.get_by_text(question).count():
            return
    await expect(thread.get_by_text(question)).to_be_visible()


async def _note_and_answer(page: Page, note: str, answer: str) -> None:
    """Write a note for colleagues and an answer, each by its own key."""
    keys, thread = page.keyboard, page.get_by_role("log")
    for key, field, words in (("n", "Текст заметки", note), ("r", "Текст ответа", answer)):
        await keys.press(key)
        await expect(page.get_by_role("textbox", name=field)).to_be_focused()
        await keys.insert_text(words)
        await keys.press("Enter")
        await expect(thread.get_by_text(words)).to_be_visible()
        await keys.press("Escape")


async def _put_off_and_wake(page: Page, header: Locator) -> None:
    """Take the first time that is offered, then open the conversation again by the palette."""
    keys = page.keyboard
    await keys.press("z")
    times = page.get_by_role("dialog", name="Отложить до")
    await expect(times.locator(":focus")).to_be_visible()
    await keys.press("ArrowDown")
    await expect(times.get_by_role("button").and_(times.locator(":focus"))).to_be_visible()
    await keys.press("Enter")
    await expect(header.get_by_text("Отложен")).to_be_visible()
    await keys.press("Control+k")
    await expect(page.get_by_role("textbox", name="Что сделать или найти?")).to_be_focused()
    await keys.insert_text("открыть снова")
    await keys.press("Enter")
    await expect(header.get_by_text("Открыт", exact=True)).to_be_visible()
