"""A colleague is told of a customer: title, notice, sound; not when muted or quiet; by a push, also without a desk."""

import re
from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens
from tests.journeys.test_two_operators import ask_by_chat
from tests.notifications.push_service import PushService

pytestmark = JOURNEY

ME = "/api/v1/operators/me"
ALWAYS = {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "00:00"}
_COUNT_NOTES = """
window.notes = 0;
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.notes += 1; return begin.apply(this, when); };
"""


async def notes(page: Page) -> int:
    """Return how many notes of sounds the page has played."""
    return int(await page.evaluate("window.notes"))


def notice(page: Page, words: str) -> Locator:
    """The notice in the corner of the desk that shows these words."""
    return page.locator("[data-notice]").filter(has_text=words)


async def write_more(chat: Page, words: str) -> None:
    """Let a visitor write again."""
    field = chat.get_by_role("textbox", name="Сообщение")
    await field.fill(words)
    await field.press("Enter")


async def mute_open(page: Page) -> None:
    """Mute the open conversation."""
    await page.get_by_role("button", name="Ещё действия").click()
    await page.get_by_role("menuitem", name="Не уведомлять об этом диалоге").click()
    await expect(page.get_by_text("Об этом диалоге больше не сообщаем")).to_be_visible()


async def sit_down(product: Product, screens: Screens, who: Signed) -> Page:
    """Open a desk that may notify and keep itself, and touch it, so that it may sound."""
    context = await screens.make_context(who, workers=True)
    await context.grant_permissions(["notifications"], origin=product.address)
    await context.add_init_script(_COUNT_NOTES)
    page = await screens.open("/settings/notifications", context=context)
    await page.get_by_role("button", name="Проверить звук").click()
    await page.wait_for_function("window.notes > 0")
    return page


async def hear_of_newcomer(page: Page, words: str) -> None:
    """A customer whom nobody holds is told by title, icon, notice and sound; looking at it ends that."""
    await expect(notice(page, words)).to_contain_text("Новый диалог")
    await expect(page).to_have_title(re.compile(r"^\(1\) "))
    await expect(page.locator('link[rel="icon"]')).to_have_attribute("href", "/assets/icon-new.svg")
    await page.wait_for_function("window.notes > 2")
    await notice(page, words).click()
    await expect(Desk(page).thread.get_by_text(words)).to_be_visible()
    await expect(page).to_have_title("Отклик")


async def find_number(product: Product, who: Signed, words: str) -> int:
    """Return the conversation whose last words these are."""
    listed = await product.call(who, "GET", "/api/v1/conversations?view=unassigned&limit=20&sort=newest")
    rows = listed["items"]
    assert isinstance(rows, list)
    return int(next(row["id"] for row in rows if words in row["preview"]["text"]))


async def test_a_colleague_is_told_as_they_chose(product: Product, owner: Signed, screens: Screens) -> None:
    first, second = f"Есть ли пиалы? {uuid4().hex[:4]}", f"А гайвань? {uuid4().hex[:4]}"
    boris = await product.add_operator(owner, "Борис", f"{uuid4().hex[:8]}@example.test")
    page = await sit_down(product, screens, boris)
    chat = await ask_by_chat(product, owner, screens, first)
    await hear_of_newcomer(page, first)
    await page.get_by_role("toolbar", name="Действия с диалогом").get_by_role("button", name="Взять себе").click()
    await mute_open(page)

    async with PushService() as service:
        key = await product.call(boris, "GET", f"{ME}/push-key")
        await product.call(boris, "PUT", f"{ME}/devices", service.subscribe(str(key["key"])).body)
        choices = (await product.call(boris, "GET", f"{ME}/notifications"))["choices"]
        assert isinstance(choices, dict)
        await page.goto(f"{product.address}/settings/notifications")
        await expect(page.get_by_role("list", name="Устройства с push")).to_be_visible()
        await product.call(boris, "PUT", f"{ME}/notifications", {**choices, "quiet": [ALWAYS], "push_always": True})
        await expect(page.get_by_text("весь день")).to_be_visible()
        before = await notes(page)
        await write_more(chat, "Ответьте, пожалуйста")
        other = await ask_by_chat(product, owner, screens, second)
        # Both went the same way, one after the other: with the second one there, the first can come no more.
        await expect(notice(page, second)).to_be_visible()
        await expect(notice(page, "Ответьте, пожалуйста")).to_have_count(0)
        assert await notes(page) == before
        assert service.asked == 0

        await page.get_by_role("button", name=re.compile("^Проверить: ")).click()
        await service.find("Уведомления приходят на это устройство.")
        await product.call(boris, "PUT", f"{ME}/notifications", {**choices, "quiet": [], "push_always": True})
        number = await find_number(product, owner, second)
        await product.call(boris, "POST", f"/api/v1/conversations/{number}/assign", {"operator_id": "me"})
        await page.goto(f"{product.address}/inbox/snoozed")
        await write_more(other, "Вы ещё здесь?")
        push = await service.find("Вы ещё здесь?")
    assert push.payload["page"] == f"/inbox/all/{number}"
    assert screens.complaints == []
