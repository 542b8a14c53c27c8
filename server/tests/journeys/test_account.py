"""One's own account: a photo, and two-factor sign-in from the first code to signing in with it."""

import base64
import time
from io import BytesIO
from uuid import uuid4

from PIL import Image
from playwright.async_api import Page, expect

from otklik.kit.totp import STEP_S, code_at
from tests.journeys.product import PASSWORD, Product, Signed
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY


def code_of(secret: str, drift: int = 0) -> str:
    """What the app shows for the key on the screen."""
    return code_at(base64.b32decode(secret.replace(" ", "")), int(time.time()) // STEP_S + drift)


async def turn_on(page: Page) -> str:
    """Go through the three steps; returns the key."""
    await page.get_by_label("Ваш пароль").fill(PASSWORD)
    await page.get_by_role("button", name="Дальше").click()
    await expect(page.get_by_role("img", name="QR-код для приложения")).to_be_visible()
    secret = await page.get_by_label("Ключ", exact=True).inner_text()
    await page.get_by_label("Код из приложения").fill("000000")
    await page.get_by_role("button", name="Подтвердить").click()
    await expect(page.get_by_text("Код не подошёл")).to_be_visible()
    await page.get_by_label("Код из приложения").fill(code_of(secret, -1))
    await page.get_by_role("button", name="Подтвердить").click()
    await expect(page.get_by_role("list", name="Коды восстановления").get_by_role("listitem")).to_have_count(10)
    await page.get_by_role("button", name="Коды сохранены").click()
    return secret


async def test_a_photo_and_a_second_factor(product: Product, owner: Signed, screens: Screens) -> None:
    email = f"vera-{uuid4().hex[:6]}@example.test"
    vera = await product.add_operator(owner, "Вера Снежина", email)
    page = await screens.open("/settings/account", vera)
    picture = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "PNG")
    photo = page.locator("input[type=file]")
    await photo.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"})
    await expect(page.get_by_text("Это не картинка")).to_be_visible()
    await photo.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    await expect(page.get_by_role("button", name="Убрать фото")).to_be_visible()

    await page.get_by_role("button", name="Включить").click()
    secret = await turn_on(page)
    await expect(page.get_by_text("осталось 10 кодов восстановления")).to_be_visible()

    entry = await screens.open("/sign-in")
    await entry.get_by_label("Почта").fill(email)
    await entry.get_by_label("Пароль", exact=True).fill(PASSWORD)
    await entry.get_by_role("button", name="Войти").click()
    await expect(entry.get_by_label("Код из приложения")).to_be_focused()
    await entry.get_by_label("Код из приложения").fill(code_of(secret))
    await entry.get_by_role("button", name="Войти").click()
    await expect(entry).not_to_have_url("**/sign-in")
    assert [one for one in screens.complaints if "401" not in one and "422" not in one] == []


async def test_a_company_that_asks_leads_to_the_set_up_first(product: Product, owner: Signed, screens: Screens) -> None:
    vera = await product.add_operator(owner, "Вера Снежина", f"vera-{uuid4().hex[:6]}@example.test", "admin")
    boss = await screens.open("/settings/company", owner)
    await boss.get_by_role("combobox", name="От кого его требовать").click()
    await boss.get_by_role("option", name="От администраторов").click()
    await expect(boss.get_by_text("Сначала включите двухэтапный вход у себя")).to_be_visible()
    begun = await product.call(owner, "POST", "/api/v1/session/two-factor", {"password": PASSWORD})
    confirmed = await product.call(
        owner, "PUT", "/api/v1/session/two-factor", {"code": code_of(str(begun["secret"]), -1)}
    )
    page = await screens.open("/settings/people", vera)
    await boss.get_by_role("combobox", name="От кого его требовать").click()
    await boss.get_by_role("option", name="От администраторов").click()
    await expect(page.get_by_role("heading", name="Настройте двухэтапный вход")).to_be_visible()
    await turn_on(page)
    await expect(page.get_by_role("heading", name="Сотрудники")).to_be_visible()
    codes = confirmed["codes"]
    assert isinstance(codes, list)
    await product.call(owner, "PATCH", "/api/v1/workspace", {"two_factor": "off"})
    await product.call(owner, "POST", "/api/v1/session/two-factor/off", {"password": PASSWORD, "code": str(codes[0])})
