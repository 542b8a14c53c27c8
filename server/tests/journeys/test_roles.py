"""Roles of a company's own, looked at from within, under an open desk; and customers brought in from a file."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY


async def make_role(page: Page, name: str) -> None:
    """Make a role that may answer; what answering needs comes along."""
    await page.get_by_role("button", name="Добавить роль").click()
    await page.get_by_role("textbox", name="Название").fill(name)
    await page.get_by_role("checkbox", name="Отвечать клиентам").check()
    await expect(page.get_by_role("checkbox", name="Читать диалоги")).to_be_checked()
    await expect(page.get_by_text("Вместе с «Отвечать клиентам» включено")).to_be_visible()
    await page.get_by_role("button", name="Создать роль").click()
    await expect(page.get_by_role("columnheader", name=name)).to_be_visible()


async def choose(page: Page, name: str, verb: str) -> None:
    """Choose from the menu of a role."""
    await page.get_by_role("button", name=f"Действия с ролью «{name}»").click()
    await page.get_by_role("menuitem", name=verb).click()


async def test_a_role_changes_an_open_desk_and_is_looked_at(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:6]
    name = f"Касса {mark}"
    page = await screens.open("/settings/roles", owner)
    await make_role(page, name)
    roles = (await product.call(owner, "GET", "/api/v1/roles"))["items"]
    assert isinstance(roles, list)
    role = next(one["role"] for one in roles if one["name"] == name)
    vera = await product.add_operator(owner, "Вера", f"vera-{mark}@example.test", role)
    other = await screens.open("/settings/profile", vera)
    menu = other.get_by_role("navigation", name="Настройки")
    await expect(menu.get_by_role("link", name="Моё рабочее место")).to_be_visible()
    await expect(menu.get_by_role("link", name="Журнал")).to_have_count(0)

    await choose(page, name, "Изменить")
    await page.get_by_role("checkbox", name="Читать журнал действий").check()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(menu.get_by_role("link", name="Журнал")).to_be_visible()

    await choose(page, name, "Смотреть как")
    await expect(page.get_by_text(f"Вы смотрите как «{name}»")).to_be_visible()
    await expect(page.get_by_role("link", name="Клиенты")).to_have_count(0)
    await page.get_by_role("button", name="Вернуться").click()
    await expect(page.get_by_role("link", name="Клиенты")).to_be_visible()
    await expect(page.get_by_text(f"Вы смотрите как «{name}»")).to_have_count(0)
    assert screens.complaints == []


async def test_customers_come_in_from_a_file(product: Product, owner: Signed, screens: Screens) -> None:
    mark = uuid4().hex[:6]
    text = f"Имя;Почта;Компания\nИгнат {mark};ignat-{mark}@example.test;ООО «Чай»\nБез адреса;это не почта;\n"
    page = await screens.open("/contacts", owner)
    await page.get_by_role("button", name="Загрузить CSV").click()
    picker = page.get_by_label("Выбрать файл").and_(page.locator("input"))
    await picker.set_input_files({"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": text.encode("windows-1251")})
    field = page.get_by_role("combobox", name="Куда загрузить столбец «Компания»")
    field = field.or_(page.get_by_role("textbox", name="Куда загрузить столбец «Компания»"))
    await expect(field).to_have_value("Компания")
    await page.get_by_role("button", name="Проверить").click()
    await expect(page.get_by_text("Строка 3.")).to_be_visible()
    await page.get_by_role("button", name="Загрузить", exact=True).click()
    await expect(page.get_by_text(f"{mark}.csv загружен.")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Закрыть").last.click()
    await expect(page.get_by_text(f"Игнат {mark}")).to_be_visible()
    assert screens.complaints == []
