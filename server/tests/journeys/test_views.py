"""Views that are kept and shared, typed filters, and one action on many conversations."""

import re
from typing import Any, cast
from uuid import uuid4

from playwright.async_api import Locator, Route, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk

pytestmark = JOURNEY

QUESTIONS = ("Где мой чайник?", "Когда привезут пиалу?", "Можно вернуть кувшин?")


async def ask(product: Product, owner: Signed, screens: Screens) -> str:
    """Let visitors ask, each on a chat page of their own; returns the name of the connection."""
    name = f"Чат {uuid4().hex[:6]}"
    settings = {"origins": [product.address], "ask_away": "off"}
    inbox = await product.call(
        owner, "POST", "/api/v1/inboxes", {"channel": "webchat", "name": name, "settings": settings}
    )
    for question in QUESTIONS:
        chat = await screens.open(f"/chat/{inbox['public_key']}?lang=ru")
        field = chat.get_by_role("textbox", name="Сообщение")
        await field.fill(question)
        await field.press("Enter")
        await expect(chat.get_by_text(question)).to_be_visible()
    return name


async def type_filter(desk: Desk, inbox: str) -> None:
    """Type a filter with the help of completion, spoil it, and put it right."""
    field = desk.page.get_by_role("combobox", name="Поиск и фильтр")
    await field.click()
    await field.press_sequentially("подкл")
    await expect(desk.page.get_by_role("option", name="подключение:")).to_be_visible()
    await field.press("ArrowDown")
    await field.press("Enter")
    await field.press_sequentially(inbox.split(" ")[1])
    await desk.page.get_by_role("option", name=inbox).click()
    await expect(field).to_have_value(f'подключение:"{inbox}" ')
    await expect(desk.rows).to_have_count(len(QUESTIONS))
    await field.press_sequentially("чанел:x")
    await expect(desk.page.get_by_role("alert").filter(has_text="Поля «чанел» нет")).to_be_visible()
    await expect(desk.rows).to_have_count(len(QUESTIONS))
    await field.fill(f'подключение:"{inbox}"')
    await expect(desk.rows).to_have_count(len(QUESTIONS))


async def demand_either(dialog: Locator) -> None:
    """Add a group to the filter: what matters as usual or more, which is all of them."""
    await dialog.get_by_role("button", name="Показать условиями").click()
    await dialog.get_by_role("button", name="Добавить группу").click()
    group = dialog.get_by_role("group", name="Верно хотя бы одно")
    await group.get_by_role("button", name="Добавить условие").click()
    for number, value in enumerate(("обычная", "высокая")):
        await group.get_by_role("combobox", name="Поле").nth(number).click()
        await group.get_by_role("option", name="Важность").click()
        await group.get_by_role("combobox", name="Значение").nth(number).click()
        await group.get_by_role("option", name=value).click()
    await expect(dialog.get_by_role("textbox", name="Фильтр")).to_have_value(
        re.compile(r" \(важность:обычная или важность:высокая\)$")
    )


async def share_view(desk: Desk, name: str) -> None:
    """Keep what the list shows as a view for everybody."""
    await desk.page.get_by_role("button", name="Порядок и вид").click()
    await desk.page.get_by_role("menuitem", name="Сохранить вид").click()
    dialog = desk.page.get_by_role("dialog", name="Сохранить вид")
    await dialog.get_by_label("Название").fill(name)
    await demand_either(dialog)
    await dialog.get_by_role("combobox", name="Кому виден").click()
    await desk.page.get_by_role("option", name="Всем").click()
    await dialog.get_by_role("button", name="Сохранить").click()
    await expect(dialog).to_have_count(0)


async def add_one_that_is_gone(route: Route) -> None:
    """Ask for one conversation more, as if a colleague had joined it with another a moment ago."""
    body = cast("dict[str, Any]", route.request.post_data_json)
    await route.continue_(post_data={**body, "ids": [*body["ids"], 10**12]})


async def close_all(desk: Desk) -> Locator:
    """Choose every row and close them, one of which is gone; returns what is told of it."""
    for box in await desk.page.get_by_role("checkbox", name="Выбрать:").all():
        await box.press("Space")
        await expect(box).to_be_checked()
    bar = desk.page.get_by_role("toolbar", name="Действия с выбранными")
    await expect(bar.get_by_text(f"Выбрано {len(QUESTIONS)} диалога")).to_be_visible()
    await desk.page.route("**/api/v1/conversations/bulk", add_one_that_is_gone)
    await bar.get_by_role("button", name="Закрыть").click()
    return desk.page.get_by_role("dialog", name="Не получилось с 1 диалогом")


async def test_a_shared_view_counts_at_both_desks_and_many_are_closed_and_taken_back(
    product: Product, owner: Signed, screens: Screens
) -> None:
    inbox = await ask(product, owner, screens)
    colleague = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    anna, boris = await open_desk(screens, owner), await open_desk(screens, colleague)
    await type_filter(anna, inbox)
    await share_view(anna, f"Вид {inbox[4:]}!")
    theirs = boris.page.get_by_role("link", name=f"Вид {inbox[4:]}!")
    await expect(theirs).to_contain_text("!3")
    await expect(anna.rows).to_have_count(3)

    refusals = await close_all(anna)
    await expect(refusals.get_by_text("диалога уже нет")).to_be_visible()
    await refusals.get_by_role("button", name="Закрыть").last.click()
    await expect(anna.rows).to_have_count(0)
    await expect(theirs).not_to_contain_text("!3")
    await anna.page.get_by_role("button", name="Вернуть").click()
    await expect(anna.rows).to_have_count(3)
    await expect(theirs).to_contain_text("!3")
    assert screens.complaints == []
