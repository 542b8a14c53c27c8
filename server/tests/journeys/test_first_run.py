"""A newcomer becomes the owner, connects a first channel, sees a first message, signs out and in again."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.product import PASSWORD, Product
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY


async def become_owner(page: Page) -> None:
    """Fill in the form of the first owner."""
    await page.get_by_label("Компания").fill("Чай и глина")
    await page.get_by_label("Ваше имя").fill("Анна")
    await page.get_by_label("Почта").fill("anna@example.test")
    await page.get_by_label("Придумайте пароль").fill(PASSWORD)
    zone = page.get_by_role("combobox", name="Часовой пояс").or_(page.get_by_role("textbox", name="Часовой пояс"))
    await zone.fill("Moscow")
    await page.get_by_role("option", name="Moscow").first.click()
    await page.get_by_role("button", name="Создать рабочее место").click()
    await expect(page.get_by_role("heading", name="Первые шаги")).to_be_visible()


async def switch_languages(page: Page) -> None:
    """Look at the form in English, and go back to Russian."""
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="Русский")).to_have_attribute("aria-pressed", "false")
    await expect(page.get_by_label("Company")).to_be_visible()
    await page.get_by_role("button", name="Русский").click()
    await expect(page.get_by_label("Компания")).to_be_visible()


async def connect_website(page: Page, address: str) -> None:
    """Connect the first channel: a chat on the demo shop's pages."""
    await page.get_by_role("button", name="Чат на сайте").click()
    sites = page.get_by_role("combobox", name="Сайты, на которых будет чат")
    await sites.fill(address)
    await sites.press("Enter")
    await page.get_by_role("button", name="Подключить", exact=True).click()
    await expect(page.get_by_text("Работает")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="Сделано 1 из 3")).to_be_visible()


async def write_as_visitor(page: Page) -> None:
    """Follow the checklist's link to the demo shop and write."""
    async with page.expect_popup() as opening:
        await page.get_by_role("link", name="Открыть учебный магазин с чатом").click()
    shop = await opening.value
    await shop.get_by_role("button", name="Открыть чат").click()
    field = shop.get_by_role("textbox", name="Сообщение")
    await field.fill("Проба чата")
    await field.press("Enter")
    await expect(page.get_by_text("Сообщение пришло. Всё работает!")).to_be_visible()


async def invite(page: Page, address: str) -> None:
    """Make a link for a colleague."""
    step = page.get_by_role("listitem", name="Позовите коллег")
    await step.get_by_role("textbox", name="Почта").fill("boris@example.test")
    await step.get_by_role("button", name="Создать ссылку").click()
    link = step.get_by_role("textbox", name="Ссылка для boris@example.test")
    await expect(link).to_have_value(re.compile(re.escape(f"{address}/invite#")))


async def sign_out_and_in(page: Page) -> None:
    """Leave by the menu, be refused with a wrong password, come back with the right one."""
    await page.get_by_role("button", name="Анна").click()
    await page.get_by_role("menuitem", name="Выйти").click()
    await expect(page.get_by_role("heading", name="Вход для сотрудников")).to_be_visible()
    await page.get_by_role("textbox", name="Почта").fill("anna@example.test")
    password = page.get_by_label("Пароль", exact=True)
    await password.fill("не тот пароль")
    await page.get_by_role("button", name="Войти").click()
    await expect(page.get_by_role("alert")).to_contain_text("не подходят")
    await password.fill(PASSWORD)
    await password.press("Enter")
    await expect(page.get_by_role("region", name="Список диалогов")).to_be_visible()


async def test_a_newcomer_gets_from_the_console_link_to_a_first_message(product: Product, screens: Screens) -> None:
    page = await screens.open(product.owner_link)
    if await is_owned(page):
        pytest.skip("this installation has an owner already")
    await switch_languages(page)
    await become_owner(page)
    await connect_website(page, product.address)
    await write_as_visitor(page)
    await invite(page, product.address)
    await expect(page.get_by_role("status").filter(has_text="Всё готово")).to_be_visible()
    await page.get_by_role("button", name="Перейти к диалогам").click()
    await expect(page.locator("[data-row]").filter(has_text="Проба чата")).to_be_visible()
    await sign_out_and_in(page)
    assert screens.complaints == []


async def is_owned(page: Page) -> bool:
    """Say whether somebody was here before: only when journeys are tried on a server that keeps running."""
    owned = page.get_by_role("heading", name="Всё уже настроено")
    await expect(owned.or_(page.get_by_label("Компания"))).to_be_visible()
    return await owned.is_visible()
