"""Buttons under a reply: written and moved at the desk, pressed at the site, the pressed one marked at both desks."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens
from tests.journeys.test_two_operators import SlowLine, ask_by_chat, open_both

pytestmark = JOURNEY


async def write_button(page: Page, title: str, address: str = "") -> None:
    """Fill in the fields of the chosen button."""
    editor = page.get_by_role("region", name="Кнопки под сообщением")
    await editor.get_by_role("textbox", name="Надпись").fill(title)
    if address:
        await editor.get_by_text("Ссылка", exact=True).click()
        await editor.get_by_role("textbox", name="Адрес ссылки").fill(address)


async def write_three(desk: Desk) -> None:
    """Write two answers and a link, the second answer by a key before the first."""
    page = desk.page
    await page.get_by_role("button", name="Кнопки под ответом").click()
    editor = page.get_by_role("region", name="Кнопки под сообщением")
    await expect(editor.get_by_text("Кнопок: 1 из 30. В ряду до 3, надпись до 60 знаков.")).to_be_visible()
    await write_button(page, "Нет, спасибо")
    await editor.get_by_role("button", name="Добавить кнопку в ряд 1").click()
    await write_button(page, "я" * 61)
    await expect(editor.get_by_text("На кнопке помещается до 60 знаков.")).to_be_visible()
    await expect(page.get_by_role("button", name="Отправить", exact=True)).to_be_disabled()
    await write_button(page, "Да, жду")
    await editor.get_by_role("button", name="Да, жду").press("Alt+ArrowLeft")
    await expect(editor.locator("[data-spot='0.0']")).to_be_focused()
    await expect(editor.locator("[data-spot='0.0']")).to_have_text("Да, жду")
    await editor.get_by_role("button", name="Добавить ряд").click()
    await write_button(page, "Каталог", "shop")
    await expect(editor.get_by_text("Адрес начинается с https://")).to_be_visible()
    await editor.get_by_role("textbox", name="Адрес ссылки").fill("https://shop.example/")


async def test_buttons_are_written_pressed_and_the_pressed_one_is_seen_by_both(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:4]
    question = f"Отложите чайник {mark}?"
    chat = await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, SlowLine(), question)
    await write_three(anna)
    await anna.page.get_by_text("Кнопок: 3 из 30").wait_for()
    # The draft is at the server: another page of hers has the buttons as well.
    again = Desk(await screens.open("/inbox/open", owner))
    await again.open_conversation(question)
    await expect(again.page.get_by_role("button", name="Нет, спасибо")).to_be_visible()
    await again.page.context.close()

    await anna.answer(f"Отложить до завтра {mark}?")
    await expect(anna.page.get_by_role("region", name="Кнопки под сообщением")).to_have_count(0)
    link = chat.get_by_role("link", name="Каталог")
    await expect(link).to_have_attribute("href", "https://shop.example/")
    await chat.get_by_role("button", name="Да, жду").click()
    for desk in (anna, boris):
        asked = desk.bubble(f"Отложить до завтра {mark}?").first
        await expect(asked.get_by_text("Да, жду")).to_be_visible()
        await expect(asked.get_by_text("нажата")).to_be_visible()
        await expect(desk.thread.get_by_text("Нажата кнопка «Да, жду»")).to_be_visible()
    await expect(chat.get_by_role("button", name="Да, жду")).to_have_attribute("aria-pressed", "true")
    assert screens.complaints == []


async def test_a_reaction_is_put_seen_by_all_and_taken_away_by_a_colleague(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Спасибо за чайник {uuid4().hex[:4]}!"
    chat = await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, SlowLine(), question)
    await anna.bubble(question).hover()
    await anna.bubble(question).get_by_role("button", name="Поставить реакцию").click()
    await anna.page.get_by_role("dialog", name="Реакции").get_by_role("button", name="👍").click()
    await expect(anna.bubble(question).get_by_role("button", name="Убрать реакцию 👍")).to_be_visible()
    await expect(chat.get_by_text("👍")).to_be_visible()
    ours = boris.bubble(question).get_by_role("button", name="Убрать реакцию 👍, поставил: Анна")
    await ours.click()
    for page in (anna.bubble(question), boris.bubble(question), chat):
        await expect(page.get_by_text("👍")).to_have_count(0)
    assert screens.complaints == []


async def test_pinned_messages_stand_over_the_thread_of_both_desks(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Адрес: Лесная, 5, подъезд {uuid4().hex[:4]}"
    await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, SlowLine(), question)
    for desk in (anna, boris):
        words = question if desk is anna else "Привезём к шести"
        if desk is boris:
            await desk.answer(words)
        bubble = desk.bubble(words).first
        await bubble.hover()
        await bubble.get_by_role("button", name="Действия с сообщением").click()
        await desk.page.get_by_role("menuitem", name="Закрепить").click()
    for desk in (anna, boris):
        bar = desk.page.get_by_role("region", name="Закреплённые сообщения")
        await expect(bar.get_by_text("Привезём к шести")).to_be_visible()
        await expect(bar.get_by_text("2 из 2")).to_be_visible()
        await bar.get_by_role("button", name="Предыдущее закреплённое").click()
        await expect(bar.get_by_text(question)).to_be_visible()
    bar = boris.page.get_by_role("region", name="Закреплённые сообщения")
    await bar.get_by_role("button", name="Открепить").click()
    for desk in (anna, boris):
        bar = desk.page.get_by_role("region", name="Закреплённые сообщения")
        await expect(bar.get_by_text("Привезём к шести")).to_be_visible()
        await expect(bar.get_by_text("из 2")).to_have_count(0)
        await expect(desk.thread.get_by_text(f"Борис: сообщение откреплено: «{question}»")).to_be_attached()
    assert screens.complaints == []
