"""The customer's card: a field defined by an admin, edited by one and seen by the other; conflict, merge, note."""

from pathlib import Path
from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk

pytestmark = JOURNEY
_AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = "() => axe.run('aside', {}).then((found) => found.violations.map((one) => `${one.id} ${one.impact}`))"


def card_of(desk: Desk) -> Locator:
    """Find the card beside the thread."""
    return desk.page.get_by_role("complementary", name="Клиент")


async def ask(product: Product, owner: Signed, screens: Screens, question: str) -> None:
    """Let a visitor ask by the chat of the website."""
    body = {"channel": "webchat", "name": "Чат", "settings": {"origins": [product.address], "ask_away": "off"}}
    inbox = await product.call(owner, "POST", "/api/v1/inboxes", body)
    chat = await screens.open(f"/chat/{inbox['public_key']}?lang=ru")
    field = chat.get_by_role("textbox", name="Сообщение")
    await field.fill(question)
    await field.press("Enter")


async def define(page: Page, name: str) -> None:
    """Make a line of text under settings."""
    await page.get_by_label("Название").fill(name)
    await page.get_by_role("button", name="Создать поле").click()
    await expect(page.get_by_role("button", name=f"Изменить поле «{name}»")).to_be_visible()


async def open_both(product: Product, owner: Signed, screens: Screens, question: str) -> tuple[Desk, Desk]:
    """Open the conversation at Anna's desk and at Boris's."""
    boris = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    desks = await open_desk(screens, owner), await open_desk(screens, boris)
    for desk in desks:
        await desk.open_conversation(question)
    return desks


async def test_a_field_is_defined_filled_in_seen_by_the_other_and_never_written_over(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = f"Куда везёте? {uuid4().hex[:4]}"
    await ask(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, question)
    city = f"Город {uuid4().hex[:4]}"
    settings = await screens.open("/settings/attributes", owner)
    await define(settings, city)

    await card_of(anna).get_by_role("button", name=f"{city}: Добавить. Изменить").click()
    await card_of(anna).get_by_label(city, exact=True).fill("Омск")
    await card_of(anna).get_by_label(city, exact=True).press("Enter")
    value = card_of(boris).get_by_role("button", name=f"{city}: Омск. Изменить")
    await expect(value).to_be_visible()

    await value.click()
    mine = card_of(boris).get_by_label(city, exact=True)
    await mine.fill("Тула")
    await card_of(anna).get_by_role("button", name=f"{city}: Омск. Изменить").click()
    await card_of(anna).get_by_label(city, exact=True).fill("Тверь")
    await card_of(anna).get_by_label(city, exact=True).press("Enter")
    await expect(card_of(anna).get_by_role("button", name=f"{city}: Тверь. Изменить")).to_be_visible()
    await mine.press("Enter")
    await expect(card_of(boris).get_by_text("Коллега только что записал: Тверь")).to_be_visible()
    await expect(card_of(boris).get_by_text("Вы пишете: Тула")).to_be_visible()
    await card_of(boris).get_by_role("button", name="Записать моё").click()
    await expect(card_of(anna).get_by_role("button", name=f"{city}: Тула. Изменить")).to_be_visible()

    await card_of(anna).get_by_role("button", name="Почта: Добавить. Изменить").click()
    mail = card_of(anna).get_by_label("Почта", exact=True)
    await mail.fill("не почта")
    await mail.press("Enter")
    await expect(card_of(anna).get_by_text("Это не адрес почты")).to_be_visible()
    await expect(mail).to_have_value("не почта")
    await mail.press("Escape")
    await expect(card_of(anna).get_by_role("button", name="Почта: Добавить. Изменить")).to_be_visible()

    await settings.get_by_role("button", name=f"Убрать поле «{city}» в архив").click()
    await expect(card_of(boris).get_by_text(city)).to_have_count(0)
    await settings.get_by_role("button", name=f"Вернуть поле «{city}»").click()
    await expect(card_of(boris).get_by_role("button", name=f"{city}: Тула. Изменить")).to_be_visible()
    await anna.page.evaluate(_AXE.read_text(encoding="utf-8"))
    assert [one for one in await anna.page.evaluate(_RUN) if "serious" in one or "critical" in one] == []
    assert screens.complaints == []


async def test_a_note_a_merge_with_its_evidence_and_the_way_back(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question, phone = f"Есть улун? {uuid4().hex[:4]}", f"+7999{uuid4().int % 10**7:07d}"
    await ask(product, owner, screens, question)
    twin = f"Вера {uuid4().hex[:4]}"
    await product.call(owner, "POST", "/api/v1/contacts", {"name": twin, "phone": phone, "company": "Чай и глина"})
    anna, boris = await open_both(product, owner, screens, question)

    note = card_of(anna).get_by_label("Заметка для коллег, клиент её не увидит")
    await note.fill("Любит чёрный чай")
    await card_of(anna).get_by_role("button", name="Записать", exact=True).click()
    await expect(card_of(boris).get_by_text("Любит чёрный чай")).to_be_visible()
    await expect(card_of(boris).get_by_role("button", name="Удалить")).to_have_count(0)
    await card_of(anna).get_by_role("button", name="Удалить").click()
    await expect(card_of(boris).get_by_text("Любит чёрный чай")).to_have_count(0)
    await anna.page.get_by_role("button", name="Вернуть", exact=True).click()
    await expect(card_of(boris).get_by_text("Любит чёрный чай")).to_be_visible()

    await card_of(anna).get_by_role("button", name="Телефон: Добавить. Изменить").click()
    await card_of(anna).get_by_label("Телефон", exact=True).fill(phone)
    await card_of(anna).get_by_label("Телефон", exact=True).press("Enter")
    await expect(card_of(anna).get_by_text(f"Тот же телефон: {phone}")).to_be_visible()
    await card_of(anna).get_by_role("button", name="Объединить").click()
    await anna.page.get_by_role("dialog").get_by_role("button", name="Объединить").click()
    await expect(card_of(boris).get_by_role("button", name="Компания: Чай и глина. Изменить")).to_be_visible()
    await card_of(boris).get_by_role("button", name=f"Отделить карточку «{twin}»").click()
    await expect(card_of(anna).get_by_role("button", name="Компания: Добавить. Изменить")).to_be_visible()
    await expect(card_of(anna).get_by_text(f"Тот же телефон: {phone}")).to_be_visible()

    await card_of(anna).get_by_role("button", name="Блок «Заметки о клиенте»: что сделать").click()
    await anna.page.get_by_role("menuitem", name="Скрыть").click()
    await expect(card_of(anna).get_by_text("Любит чёрный чай")).to_have_count(0)
    await anna.page.reload()
    await card_of(anna).get_by_role("button", name="Показать блок «Заметки о клиенте»").click()
    await expect(card_of(anna).get_by_text("Любит чёрный чай")).to_be_visible()
    await card_of(anna).get_by_role("button", name="Согласия", exact=True).click()
    await card_of(anna).get_by_role("button", name="Отказался от сообщений").click()
    await expect(card_of(anna).get_by_role("button", name="Снова согласен")).to_be_visible()
    assert screens.complaints == []
