"""Ten tasks of an operator's day with a keyboard alone: after every key something on the page has the focus."""

import asyncio
from uuid import uuid4

from playwright.async_api import Locator, Page, Route, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, PATIENCE_MS, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY

_FOCUSED = "() => document.activeElement !== null && document.activeElement !== document.body"


class Hands:
    """A person without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.header = page.get_by_role("region", name="Диалог", exact=True).locator("header")
        self.thread = page.get_by_role("log", name="Переписка")

    async def press(self, *keys: str) -> None:
        """Press keys one after the other; none may leave the person nowhere."""
        for key in keys:
            await self.page.keyboard.press(key)
            await self.page.wait_for_function(_FOCUSED, timeout=PATIENCE_MS)

    async def press_at(self, place: Locator, *keys: str) -> None:
        """Press keys once something has the focus."""
        await expect(place).to_be_focused()
        await self.press(*keys)

    async def write(self, field: Locator, words: str) -> None:
        """Write where the focus is."""
        await expect(field).to_be_focused()
        await self.page.keyboard.insert_text(words)

    async def command(self, words: str) -> None:
        """Find an action in the palette and do it."""
        await self.press("Control+k")
        field = self.page.get_by_role("textbox", name="Что сделать или найти?")
        await self.write(field, words)
        await self.press_at(field, "Enter")

    async def tab_to(self, place: Locator) -> None:
        """Walk with Tab until something has the focus; behind the last thing the page begins again."""
        await expect(place).to_be_attached()
        for _ in range(90):
            if await place.evaluate("(one) => one === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        await expect(place).to_be_focused()


async def find_it(hands: Hands, question: str) -> None:
    """1. Filter the list, go into it, open the conversation."""
    page = hands.page
    await hands.press("Slash")
    await hands.write(page.get_by_role("combobox", name="Поиск и фильтр"), "канал:чат это:ждут")
    await hands.press("Enter")
    row = page.get_by_role("grid", name="Список диалогов").get_by_role("link").filter(has_text=question)
    await expect(row).to_be_visible()
    await hands.tab_to(row)
    await hands.press("Enter")
    await expect(hands.thread.get_by_text(question)).to_be_visible()
    await expect(page.get_by_role("textbox", name="Текст ответа")).to_be_visible()


async def name_a_colleague(hands: Hands, name: str) -> None:
    """2. Write a note that names a colleague, chosen from the menu."""
    note = hands.page.get_by_role("textbox", name="Текст заметки")
    await hands.press("n")
    await expect(note).to_be_focused()
    await hands.page.keyboard.type(f"@{name[:4]}")
    await expect(hands.page.get_by_role("option", name=name)).to_be_visible()
    await hands.press("Enter")
    await expect(note).to_have_value(f"@{name} ")
    await hands.page.keyboard.insert_text("глянь")
    await hands.press("Enter")
    await expect(hands.thread.get_by_text("глянь")).to_be_visible()
    await hands.press("Escape")


async def sort_it(hands: Hands, tag: str) -> None:
    """3. and 4. A tag, and how important it is."""
    await hands.press("l")
    await hands.write(hands.page.get_by_role("combobox", name="Найти или создать метку"), tag)
    await hands.press("Enter", "Escape")
    await expect(hands.header.get_by_text(tag)).to_be_visible()
    await hands.press("p")
    await hands.press_at(hands.page.get_by_role("radio", name="Обычная"), "1")
    await expect(hands.header.get_by_text("Важность: срочно")).to_be_attached()


async def answer_by_template(hands: Hands, mark: str, words: str) -> None:
    """5. Answer with what was prepared."""
    answer = hands.page.get_by_role("textbox", name="Текст ответа")
    await hands.press("r")
    await expect(answer).to_be_focused()
    await hands.page.keyboard.type(f"/kib-{mark[:4]}")
    await expect(hands.page.get_by_role("option")).to_have_count(1)
    await hands.press("Enter")
    await expect(answer).to_have_value(words)
    await hands.press("Enter")
    await expect(hands.thread.get_by_text(words)).to_be_visible()
    await hands.press("Escape")


async def give_it_to(hands: Hands, name: str) -> None:
    """6. Give the conversation to a colleague with a word."""
    await hands.press("t")
    dialog = hands.page.get_by_role("dialog", name="Передать диалог")
    await expect(dialog).to_be_visible()
    person = dialog.get_by_role("button", name=name)
    await hands.tab_to(dialog.get_by_role("tab", name="Сотрудники"))
    if not await person.is_visible():
        await hands.tab_to(dialog.get_by_text("Не работа").first)
        await hands.press("Enter")
    await hands.tab_to(person)
    await hands.press("Enter")
    await hands.tab_to(dialog.get_by_role("textbox", name="Заметка для коллеги"))
    await hands.page.keyboard.insert_text("подхвати")
    await hands.tab_to(dialog.get_by_role("button", name="Передать"))
    await hands.press("Enter")
    await expect(hands.header.get_by_text(name)).to_be_visible()


async def name_the_customer(hands: Hands, name: str) -> None:
    """7. Put the customer's name right on the card."""
    card = hands.page.get_by_role("complementary", name="Клиент")
    await hands.tab_to(card.get_by_role("button", name="Имя:"))
    await hands.press("Enter")
    await hands.write(card.get_by_role("textbox", name="Имя"), name)
    await hands.press("Enter")
    await expect(hands.header.get_by_text(name)).to_be_visible()


async def search_for(hands: Hands, question: str) -> None:
    """8. Find a message among all."""
    await hands.press("g", "f")
    field = hands.page.get_by_role("main").get_by_role("textbox").first
    await hands.write(field, question)
    await hands.press("Enter")
    found = hands.page.get_by_role("main").get_by_role("link").filter(has_text=question).first
    await expect(found).to_be_visible()
    await hands.tab_to(found)
    await hands.press("Enter")
    await expect(hands.thread.get_by_text(question)).to_be_visible()


async def be_busy_in_the_dark(hands: Hands) -> None:
    """9. and 10. Change the status by the palette, and a setting."""
    await hands.command("Статус: занят")
    await expect(hands.page.get_by_role("button", name="Занят")).to_be_visible()
    await hands.press("g", "s")
    await hands.tab_to(hands.page.get_by_role("link", name="Моё рабочее место"))
    await hands.press("Enter")
    theme = hands.page.get_by_role("radiogroup", name="Тема").get_by_role("radio")
    await hands.tab_to(theme.and_(hands.page.locator(":checked")))
    await hands.press("ArrowRight")
    await expect(theme.and_(hands.page.locator(":checked"))).to_be_focused()


async def test_a_day_without_a_mouse(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:6]
    question, colleague, ready = f"Успеете к субботе {mark}?", f"Остап {mark}", f"Кибитка выезжает {mark}."
    await ask_by_chat(product, owner, screens, question)
    body = {
        "title": f"Кибитка {mark}",
        "shortcut": f"kib-{mark}",
        "scope": "all",
        "variants": [{"language": "ru", "text": ready}],
    }
    await product.call(owner, "POST", "/api/v1/canned-responses", body)
    await product.call(owner, "POST", "/api/v1/tags", {"name": f"спешит {mark}"})
    vera = await product.add_operator(owner, f"Вера {mark}", f"vera-{mark}@example.test")
    await product.add_operator(owner, colleague, f"ostap-{mark}@example.test")
    hands = Hands((await open_desk(screens, vera)).page)
    await find_it(hands, question)
    await name_a_colleague(hands, colleague)
    await sort_it(hands, f"спешит {mark}")
    await answer_by_template(hands, mark, ready)
    await name_the_customer(hands, f"Ольга {mark}")
    await give_it_to(hands, colleague)
    await search_for(hands, question)
    await be_busy_in_the_dark(hands)
    assert screens.complaints == []


async def test_what_is_typed_before_the_palette_has_come_is_meant_for_it(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Есть ли доставка {uuid4().hex[:6]}?"
    await ask_by_chat(product, owner, screens, question)
    desk = await open_desk(screens, owner)
    await desk.open_conversation(question)

    async def come_late(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await desk.page.route("**/palette-*.js", come_late)
    await desk.thread.click()
    await desk.page.keyboard.press("Control+k")
    await desk.page.keyboard.type("eee")  # by itself it closes conversations
    field = desk.page.get_by_role("textbox", name="Что сделать или найти?")
    await expect(field).to_have_value("eee")
    await expect(field).to_be_focused()
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.get_by_role("region", name="Диалог", exact=True).get_by_text("Открыт")).to_be_visible()
    assert screens.complaints == []
