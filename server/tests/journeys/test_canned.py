"""A supervisor prepares an answer, an operator inserts it by `/`, fills in what is missing and sends it."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY

TEXT = "Здравствуйте! Ваш заказ {{customer.attributes.order}} едет, {{workspace.name}}."


async def prepare(page: Page, title: str, shortcut: str) -> None:
    """Make an answer for everybody on the settings page."""
    await page.get_by_role("button", name="Новый шаблон").click()
    await page.get_by_role("textbox", name="Название").fill(title)
    await page.get_by_role("textbox", name="Сокращение").fill(shortcut)
    await page.get_by_role("combobox", name="Кому доступен").click()
    await page.get_by_role("option", name="Всем").click()
    text = page.get_by_role("textbox", name="Текст")
    await text.fill("{{customer.nmae}}")
    await expect(page.get_by_text("Нет такой переменной: {{customer.nmae}} (знак 1)")).to_be_visible()
    await text.fill(TEXT)
    await expect(page.get_by_label("Так увидит клиент").get_by_text("Чай и глина.")).to_be_visible()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("link", name=title)).to_be_visible()


async def test_an_answer_is_prepared_inserted_filled_in_and_sent(
    product: Product, owner: Signed, screens: Screens
) -> None:
    mark = uuid4().hex[:6]
    title, shortcut, question = f"Доставка {mark}", f"dost-{mark}", f"Где мой заказ {mark}?"
    chat = await ask_by_chat(product, owner, screens, question)
    boris = await product.add_operator(owner, "Борис", f"boris-{mark}@example.test")
    desk = Desk(await screens.open("/inbox/open", boris))
    await desk.open_conversation(question)
    await desk.field.press_sequentially("/")
    menu = desk.page.get_by_role("listbox", name="Шаблоны ответов")
    await expect(menu.or_(desk.page.get_by_text("Шаблонов пока нет."))).to_be_visible()

    await prepare(await screens.open("/settings/canned", owner), title, shortcut)

    # The open menu of a colleague hears of it at once; the layout is the wrong one.
    await expect(desk.page.get_by_role("option", name=title)).to_be_visible()
    await desk.field.press_sequentially("ljcnfdrf")
    await expect(desk.page.get_by_role("option")).to_have_count(1)
    await expect(desk.page.get_by_label("Что увидит клиент")).to_contain_text("Чай и глина.")
    await desk.field.press("Enter")
    left = "Здравствуйте! Ваш заказ {{customer.attributes.order}} едет, Чай и глина."
    await expect(desk.field).to_have_value(left)

    send = desk.page.get_by_role("button", name="Отправить", exact=True)
    await desk.field.press("End")
    await send.click()
    await expect(desk.page.get_by_text("Ответ не отправлен")).to_be_visible()
    await expect(desk.field).to_be_focused()
    await desk.page.keyboard.type("№ 7")
    await expect(desk.field).to_have_value("Здравствуйте! Ваш заказ № 7 едет, Чай и глина.")
    await send.click()
    await expect(chat.get_by_text("Ваш заказ № 7 едет")).to_be_visible()

    await desk.bubble("Ваш заказ № 7 едет").hover()
    await desk.bubble("Ваш заказ № 7 едет").get_by_role("button", name="Действия с сообщением").click()
    await desk.page.get_by_role("menuitem", name="Сохранить как шаблон").click()
    dialog = desk.page.get_by_role("dialog", name="Новый шаблон")
    await dialog.get_by_role("textbox", name="Сокращение").fill(shortcut)
    await dialog.get_by_role("button", name="Сохранить").click()
    await expect(dialog).to_have_count(0)
    await desk.field.press_sequentially(f"/{shortcut}")
    await expect(desk.page.get_by_role("option")).to_have_count(2)
    assert screens.complaints == []
