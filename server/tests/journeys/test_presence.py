"""Colleagues see who is at the desk, and a conversation changes hands when the other one takes it."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY


async def call_colleague(product: Product, owner: Signed, name: str) -> Signed:
    """Invite a colleague with a name of their own in this installation."""
    return await product.add_operator(owner, name, f"{uuid4().hex[:8]}@example.test")


async def choose_status(page: Page, words: str) -> None:
    """Choose a status in one's own menu."""
    await page.get_by_role("button", name=re.compile(r"\. Меню$")).click()
    await page.get_by_role("menuitem", name=words).click()


async def open_transfer(desk: Desk) -> Page:
    """Open the dialogue of a transfer."""
    await desk.page.get_by_role("button", name="Передать", exact=True).click()
    await expect(desk.page.get_by_role("dialog", name="Передать диалог")).to_be_visible()
    return desk.page


async def take(desk: Desk) -> None:
    """Take the open conversation by the button of its header."""
    await desk.page.get_by_role("toolbar", name="Действия с диалогом").get_by_role("button", name="Взять себе").click()
    await expect(desk.page.get_by_role("region", name="Диалог", exact=True).locator("header")).to_contain_text("Анна")


async def offer_to(desk: Desk, name: str, note: str) -> None:
    """Offer the open conversation to a colleague, who has to accept it."""
    page = await open_transfer(desk)
    await page.get_by_role("dialog").get_by_role("button", name=re.compile(name)).click()
    await page.get_by_label("Заметка для коллеги").fill(note)
    await page.get_by_role("button", name="Предложить").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_break_with_its_reason_is_seen_by_colleagues_at_once(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question, name = "Сколько идёт посылка?", f"Вера {uuid4().hex[:4]}"
    await ask_by_chat(product, owner, screens, question)
    vera = await open_desk(screens, await call_colleague(product, owner, name))
    anna = await open_desk(screens, owner)
    await anna.open_conversation(question)
    page = await open_transfer(anna)
    row = page.get_by_role("dialog").get_by_role("button", name=re.compile(name))
    await expect(row).to_contain_text("На месте")

    await choose_status(vera.page, "Обед")
    await expect(row).to_contain_text("Обед до")
    await expect(vera.page.get_by_role("button", name=re.compile(r"Обед до .*Меню"))).to_be_visible()
    await choose_status(vera.page, "Занят")
    await expect(row).to_contain_text("Занят")
    await choose_status(vera.page, "Не работает")
    folded = page.get_by_role("dialog").locator("details").filter(has_text=name)
    await expect(folded).to_contain_text("Клиент будет ждать")
    await vera.page.reload()
    await expect(vera.page.get_by_role("button", name=re.compile("Не работает. Меню"))).to_be_visible()
    assert screens.complaints == []


async def test_an_offer_comes_back_or_is_accepted_in_one_tab_for_all(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question, name = "Можно вернуть чашку?", f"Глеб {uuid4().hex[:4]}"
    await ask_by_chat(product, owner, screens, question)
    context = await screens.make_context(await call_colleague(product, owner, name))
    tabs = [Desk(await screens.open("/inbox/open", context=context)) for _ in range(2)]
    cards = [tab.page.get_by_role("region", name="Вам передают диалог") for tab in tabs]
    anna = await open_desk(screens, owner)
    await anna.open_conversation(question)
    await take(anna)
    waiting = anna.page.get_by_text(f"Ждём, пока примет {name}:")

    await product.call(owner, "PATCH", "/api/v1/workspace", {"transfer_accept_seconds": 10})
    await offer_to(anna, name, "Знает всё о чашках")
    await expect(anna.thread.get_by_text(f"{name}: нет ответа за 10 с, диалог вернулся")).to_be_visible()
    await expect(waiting).to_have_count(0)

    await product.call(owner, "PATCH", "/api/v1/workspace", {"transfer_accept_seconds": 300})
    await offer_to(anna, name, "И ещё раз")
    await cards[1].get_by_role("button", name="Отказаться от диалога").click()
    await expect(anna.thread.get_by_text(f"{name}: отказ, ответственный прежний: Анна")).to_be_visible()

    await offer_to(anna, name, "Просит вернуть деньги")
    await expect(waiting).to_be_visible()
    for card in cards:
        await expect(card).to_contain_text("Анна передаёт вам диалог")
        await expect(card).to_contain_text("Просит вернуть деньги")
        await expect(card).to_contain_text(re.compile(r"Осталось \d+:\d\d"))
    await cards[0].get_by_role("button", name="Принять диалог").click()
    await expect(cards[1]).to_have_count(0)
    await expect(tabs[0].thread.get_by_text(question).first).to_be_visible()
    await expect(anna.thread.get_by_text(f"{name}: диалог принят, передал(а) Анна")).to_be_visible()
    await expect(waiting).to_have_count(0)
    await product.call(owner, "PATCH", "/api/v1/workspace", {"transfer_accept_seconds": 60})
    assert screens.complaints == []
