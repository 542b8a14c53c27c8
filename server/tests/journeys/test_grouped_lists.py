"""A shared view by groups at two desks: its headings, its columns, and a row that a colleague moves elsewhere."""

import re
from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk
from tests.journeys.test_views import QUESTIONS, ask

pytestmark = JOURNEY


async def keep_by_holders(desk: Desk, inbox: str, name: str) -> None:
    """Group one inbox by holder, and keep that for everybody with the columns that matter."""
    page = desk.page
    await page.get_by_role("combobox", name="Поиск и фильтр").fill(f'подключение:"{inbox}"')
    await expect(desk.rows).to_have_count(len(QUESTIONS))
    await page.get_by_role("button", name="Порядок и вид").click()
    await page.get_by_role("menuitemradio", name="По ответственному").click()
    await expect(heading(page, "Без ответственного")).to_contain_text("3")
    await page.get_by_role("button", name="Порядок и вид").click()
    await page.get_by_role("menuitem", name="Сохранить вид").click()
    dialog = page.get_by_role("dialog", name="Сохранить вид")
    await dialog.get_by_label("Название").fill(name)
    await expect(dialog.get_by_role("combobox", name="Группировка")).to_have_value("По ответственному")
    await dialog.get_by_role("checkbox", name="Тема").check()
    await dialog.get_by_role("button", name="Выше: Тема").click()
    await dialog.get_by_role("checkbox", name="Сколько ждёт ответа").uncheck()
    await dialog.get_by_role("combobox", name="Кому виден").click()
    await page.get_by_role("option", name="Всем").click()
    await dialog.get_by_role("button", name="Сохранить").click()
    await expect(dialog).to_have_count(0)


def heading(page: Page, title: str) -> Locator:
    """Find the heading of a group."""
    return page.get_by_role("treegrid").get_by_role("button", name=re.compile(f"^{re.escape(title)}"))


async def order(page: Page) -> list[str]:
    """Read headings and rows as they stand on the screen: titles, and numbers of conversations."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('[data-heading], [data-row]')]
            .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
            .map((one) => one.dataset.row ?? one.querySelector('span').textContent)"""
    )
    return found


async def wait_for_order(page: Page, expected: list[str]) -> None:
    """Wait until the list stands so."""
    for _ in range(100):
        if await order(page) == expected:
            return
        await page.wait_for_timeout(100)
    assert await order(page) == expected


async def test_groups_and_columns_of_a_shared_view_are_those_of_the_colleague_too(
    product: Product, owner: Signed, screens: Screens
) -> None:
    inbox = await ask(product, owner, screens)
    colleague = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    anna, boris = await open_desk(screens, owner), await open_desk(screens, colleague)
    name = f"По людям {inbox[4:]}"
    await keep_by_holders(anna, inbox, name)
    await boris.page.get_by_role("link", name=name).click()
    await expect(heading(boris.page, "Без ответственного")).to_contain_text("3")
    ids = (await order(anna.page))[1:]
    assert await order(boris.page) == ["Без ответственного", *ids]

    topic = (await product.call(owner, "POST", "/api/v1/topics", {"name": f"Чайники {uuid4().hex[:4]}"}))["id"]
    place = f"/api/v1/conversations/{ids[2]}"
    await product.call(owner, "POST", f"{place}/resolve", {"topic_id": topic, "ask_rating": False})
    await product.call(owner, "POST", f"{place}/reopen")
    await expect(boris.page.locator(f'[data-row="{ids[2]}"]')).to_contain_text("Тема: Чайники")

    ids = (await order(boris.page))[1:]
    await wait_for_order(anna.page, ["Без ответственного", *ids])

    # The row that is pointed at stays where it is; the hand gone, it goes to the group it belongs to.
    row = anna.page.locator(f'[data-row="{ids[0]}"]')
    await row.hover()
    await product.call(colleague, "POST", f"/api/v1/conversations/{ids[0]}/assign", {"operator_id": "me"})
    await expect(row).to_contain_text("Ответственный: Борис")
    assert await order(anna.page) == ["Без ответственного", *ids]
    moved = ["Без ответственного", *ids[1:], "Борис", ids[0]]
    await wait_for_order(boris.page, moved)
    await anna.page.mouse.move(1200, 500)
    await wait_for_order(anna.page, moved)
    await expect(heading(anna.page, "Без ответственного")).to_contain_text("2")

    await fold_by_keys(anna, ids[0])
    assert screens.complaints == []


async def fold_by_keys(desk: Desk, last: str) -> None:
    """Go from a row to its heading, fold the group above, and see it folded after a new beginning."""
    page = desk.page
    await page.locator(f'[data-row="{last}"]').focus()
    await page.keyboard.press("ArrowLeft")
    await expect(heading(page, "Борис")).to_be_focused()
    await page.keyboard.press("PageUp")
    await expect(heading(page, "Без ответственного")).to_be_focused()
    await page.keyboard.press("ArrowLeft")
    await wait_for_order(page, ["Без ответственного", "Борис", last])
    await expect(page.get_by_role("row", expanded=False)).to_have_count(1)
    await page.keyboard.press("KeyJ")
    await expect(page.locator(f'[data-row="{last}"]')).to_be_focused()
    await page.reload()
    await wait_for_order(page, ["Без ответственного", "Борис", last])
    await heading(page, "Без ответственного").click()
    await expect(desk.rows).to_have_count(len(QUESTIONS))
