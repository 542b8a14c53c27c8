"""The desk without its server: opened from the copy in the browser, read, answered in; and whose that copy is."""

import re
from uuid import uuid4

from playwright.async_api import BrowserContext, Page, expect

from tests.journeys.lines import Line
from tests.journeys.product import COOKIE, Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens
from tests.journeys.test_two_operators import ask_by_chat

pytestmark = JOURNEY

_COPY = """
async () => {
  const open = indexedDB.open('otklik-copy');
  open.onupgradeneeded = () => open.result.createObjectStore('pieces');
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = db.transaction('pieces').objectStore('pieces').getAllKeys();
  const names = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  db.close();
  return names;
}
"""
_HIDE = """
() => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
  delete document.visibilityState;
}
"""
_KEPT = "async () => (await caches.keys()).length > 1 && !!navigator.serviceWorker.controller"


async def copy_of(page: Page) -> list[str]:
    """Return the names of what the browser holds of the desk."""
    return [str(name) for name in await page.evaluate(_COPY)]


async def read_and_keep(page: Page, words: str) -> None:
    """Open a conversation and wait until it lies in the copy, and the desk with its worker."""
    desk = Desk(page)
    await desk.open_conversation(words)
    await expect(page.get_by_role("complementary", name="Клиент")).to_be_visible()
    await page.wait_for_function(_KEPT)
    while not any(name.startswith("talk:") for name in await copy_of(page)):
        await page.evaluate(_HIDE)
        await page.wait_for_timeout(100)


async def open_without_a_line(screens: Screens, address: str, context: BrowserContext, words: str) -> Desk:
    """Open the desk in a new tab: it shows the list and what was read, and of when it is."""
    desk = Desk(await screens.open(f"{address}/inbox/open", context=context))
    await desk.open_conversation(words)
    await expect(desk.page.get_by_text(re.compile(r"Сохранённая копия от \d\d:\d\d"))).to_be_visible()
    return desk


async def test_the_desk_opens_and_answers_without_its_server(product: Product, owner: Signed, screens: Screens) -> None:
    question, answer = f"Пиалы есть? {uuid4().hex[:4]}", "Есть, отложили для вас."
    boris = await product.add_operator(owner, "Борис", f"{uuid4().hex[:8]}@example.test")
    chat = await ask_by_chat(product, owner, screens, question)
    context, line = await screens.make_context(boris, workers=True), Line(product.address)
    await line.lay()
    page = await screens.open(f"{line.address}/inbox/open", context=context)
    await read_and_keep(page, question)
    await page.close()

    await line.cut()
    desk = await open_without_a_line(screens, line.address, context, question)
    await desk.answer(answer)
    await expect(desk.thread.get_by_text("уйдёт, когда вернётся связь")).to_be_visible()
    await expect(desk.page.get_by_text("1 сообщение уйдёт, когда связь вернётся")).to_be_visible()
    await desk.page.get_by_role("toolbar", name="Действия с диалогом").get_by_role("button", name="Взять себе").click()
    await expect(desk.page.get_by_role("alert").get_by_text("Нет связи с сервером")).to_be_visible()
    second = await open_without_a_line(screens, line.address, context, question)

    await line.lay()
    await expect(chat.get_by_text(answer)).to_be_visible()
    for one in (desk, second):
        await expect(one.page.get_by_text("Сохранённая копия")).to_have_count(0)
        await expect(one.bubble(answer)).to_have_count(1)
    await expect(chat.get_by_text(answer)).to_have_count(1)

    await desk.page.get_by_role("button", name=re.compile("^Борис")).click()
    await desk.page.get_by_role("menuitem", name="Выйти").click()
    await expect(desk.page.get_by_role("button", name="Войти")).to_be_visible()
    assert await copy_of(desk.page) == []
    await line.cut()
    assert screens.complaints == []


async def test_a_copy_is_shown_to_nobody_else(product: Product, owner: Signed, screens: Screens) -> None:
    question = f"Где мой заказ? {uuid4().hex[:4]}"
    boris = await product.add_operator(owner, "Борис", f"{uuid4().hex[:8]}@example.test")
    await ask_by_chat(product, owner, screens, question)
    context = await screens.make_context(owner, workers=True)
    page = await screens.open("/inbox/open", context=context)
    await read_and_keep(page, question)
    await page.close()

    # Even where another session took the place of hers behind the desk's back.
    await context.add_cookies([{"name": COOKIE, "value": boris.cookie, "url": product.address}])
    await context.route("**/api/v1/conversations?**", lambda route: route.abort())
    page = await screens.open("/inbox/open", context=context)
    await expect(page.get_by_role("button", name=re.compile("^Борис"))).to_be_visible()
    await expect(page.get_by_text(question)).to_have_count(0)

    await context.clear_cookies()
    page = await screens.open("/inbox/open", context=context)
    await expect(page.get_by_role("button", name="Войти")).to_be_visible()
    assert await copy_of(page) == []
    assert screens.complaints == []
