"""The chat on somebody's site: under a strict policy, vouched for, greeting first, in a frame, rated at the end."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, Playwright, expect

from tests.journeys.conftest import launch
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens, open_desk
from tests.journeys.sites import Site
from tests.visitor.conftest import make_token

pytestmark = JOURNEY
_TURBO = Path(__file__).parents[3] / "web/node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"
"""The library itself, whose pages this chat has to survive."""

# Listens to everything that reaches the site's own scripts, and to every breach of its policy.
_SPY = """
window.breaches = []; window.heard = [];
document.addEventListener('securitypolicyviolation', (event) => breaches.push(event.violatedDirective));
addEventListener('message', (event) => heard.push(JSON.stringify(event.data)));
window.otklik = window.otklik || function () { (otklik.q = otklik.q || []).push(arguments); };
for (const name of ['opened', 'closed', 'message', 'unread', 'identity', 'rated'])
  otklik('on', name, (detail) => heard.push(name + JSON.stringify(detail ?? null)));
fetch('/who').then((answer) => answer.ok ? answer.text() : '').then((token) => token && otklik('identify', { token }));
"""
_COUNT_SOCKETS = """
window.sockets = 0;
window.WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.sockets += 1; } };
"""
# Begins a session past the window.
_BEGIN = """
async ([chat, key]) => {
    const body = JSON.stringify({key});
    const headers = {'Content-Type': 'application/json'};
    const answer = await fetch(`${chat}/widget/v1/session`, {method: 'POST', body, headers});
    return (await answer.json()).code;
}
"""
# Offers the frame a second line, to listen by.
_FORGE = """
() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => heard.push(JSON.stringify(data));
    const frame = document.querySelector('otklik-chat').shadowRoot.querySelector('iframe');
    frame.contentWindow.postMessage({otklik: 'line'}, '*', [port2]);
    port1.postMessage({call: 'on', values: ['message']});
}
"""


def tag_of(chat: str, key: str, mode: str = "") -> str:
    """Write the line that the desk shows."""
    return f'<script async src="{chat}/widget/loader/{key}.js" data-lang="ru" {mode}></script>'


def page_of(chat: str, key: str, mode: str = "") -> str:
    """Write a page with the chat on it, included twice as careless sites do."""
    tag = tag_of(chat, key, mode)
    head = f'<meta charset="utf-8"><title>Лавка</title><script src="/spy.js"></script>{tag}{tag}'
    return f"<!doctype html><html lang=ru><head>{head}</head><body><h1>Лавка</h1></body></html>"


def turbo_page(chat: str, key: str, heading: str, link: str) -> str:
    """Write a page of a site that Turbo drives, with the line that desks showed before."""
    former = f'<script async src="{chat}/widget/loader.js" data-key="{key}" data-lang="ru"></script>'
    page = page_of(chat, key).replace(tag_of(chat, key), former)
    page = page.replace("<head>", '<head><script src="/turbo.js"></script>')
    return page.replace("<h1>Лавка</h1>", f'<h1>{heading}</h1><a href="{link}">Дальше</a>')


class Lot:
    """A site with the chat, a stranger's site, and the chat's own settings."""

    def __init__(self, product: Product) -> None:
        chat = product.address
        policy = (
            f"default-src 'none'; script-src 'self' {chat}; connect-src 'self' {chat} {chat.replace('http', 'ws', 1)}; "
            f"img-src 'self' {chat}; style-src 'self'; frame-src {chat}; require-trusted-types-for 'script'"
        )
        self.own = Site({}, policy)
        self.foreign = Site({}, host="localhost")
        # Turbo itself breaks under trusted types.
        self.swapped = Site({}, policy.partition("; require-trusted-types")[0])
        self.inbox: dict[str, object] = {}

    def lay(self, chat: str, key: str) -> None:
        """Write the pages."""
        for mode in ("", "frame"):
            self.own.pages[f"/{mode}"] = page_of(chat, key, f'data-mode="{mode}"' if mode else "")
        self.own.pages["/spy.js"] = _SPY
        self.swapped.pages["/spy.js"] = _SPY
        self.swapped.pages["/turbo.js"] = _TURBO.read_text("utf-8")
        self.swapped.pages["/turbo"] = turbo_page(chat, key, "Лавка", "/second")
        self.swapped.pages["/second"] = turbo_page(chat, key, "Вторая страница", "/turbo")
        self.own.pages["/plain"] = "<!doctype html><meta charset=utf-8><title>x</title><h1>Без чата</h1>"
        self.own.pages["/once"] = f"<!doctype html><html lang=ru><title>x</title>{tag_of(chat, key)}<h1>Один</h1>"
        frame = f'<iframe src="{chat}/chat/{key}/frame" title="x"></iframe>'
        self.foreign.pages["/"] = f"<!doctype html><title>x</title>{frame}{page_of(chat, key)}"
        self.foreign.pages["/spy.js"] = _SPY


@pytest_asyncio.fixture(loop_scope="session")
async def lot(product: Product, owner: Signed) -> AsyncIterator[Lot]:
    """The sites, open."""
    lot = Lot(product)
    settings = {
        "origins": [lot.own.address, lot.swapped.address],
        "rating": "faces",
        "title_ru": "Лавка на связи",
        "ask_away": "off",
    }
    lot.inbox = await product.call(
        owner, "POST", "/api/v1/inboxes", {"channel": "webchat", "name": "Лавка", "settings": settings}
    )
    lot.lay(product.address, str(lot.inbox["public_key"]))
    await lot.own.start()
    await lot.foreign.start()
    await lot.swapped.start()
    yield lot
    await lot.own.stop()
    await lot.foreign.stop()
    await lot.swapped.stop()
    # Other journeys find the oldest chat of the installation, which must not be this closed one.
    await product.call(owner, "DELETE", f"/api/v1/inboxes/{lot.inbox['id']}")


async def write(page: Page, words: str) -> None:
    """Write in the open window."""
    field = page.get_by_role("textbox", name="Сообщение")
    await field.fill(words)
    await field.press("Enter")


async def let_in_the_vouched_for_only(product: Product, owner: Signed, screens: Screens, lot: Lot) -> None:
    """Close the chat to strangers: the window says so, the wire says so, and a proof opens both."""
    inbox = f"/api/v1/inboxes/{lot.inbox['id']}"
    key = await product.call(owner, "POST", f"{inbox}/visitor-keys")
    await product.call(owner, "PATCH", inbox, {"settings": {"verified_only": True}})
    stranger = await screens.open(lot.own.address)
    await stranger.evaluate("otklik('open')")
    await expect(stranger.get_by_text("Войдите на сайт, чтобы написать нам.")).to_be_visible()
    refused = await stranger.evaluate(_BEGIN, [product.address, lot.inbox["public_key"]])
    assert refused == "verification_needed"
    lot.own.pages["/who"] = make_token((str(key["kid"]), str(key["secret"]).encode()), "vera-7", name="Вера")
    await stranger.reload()
    await stranger.evaluate("otklik('open')")
    await write(stranger, "Это Вера")
    await expect(stranger.get_by_text("Отправлено")).to_be_visible()
    assert await stranger.evaluate("breaches") == []


async def test_a_site_with_a_strict_policy_vouches_for_its_visitor(
    product: Product, owner: Signed, screens: Screens, lot: Lot
) -> None:
    inbox = f"/api/v1/inboxes/{lot.inbox['id']}"
    greeting = {"name": "Сразу", "text_ru": "Подсказать с выбором?", "terms": {"pages": ["/"]}, "every_days": 0}
    await product.call(owner, "POST", f"{inbox}/greetings", greeting)
    context = await screens.make_context()
    await context.add_init_script(_COUNT_SOCKETS)
    shop = await screens.open(lot.own.address, context=context)

    # It speaks first; the answer takes its words along.
    await shop.get_by_role("button", name="Подсказать с выбором?").click()
    await expect(shop.get_by_role("dialog")).to_be_visible()
    assert await shop.locator("otklik-chat").count() == 1, "included twice, drawn once"
    await write(shop, "Да, чай в подарок")
    await expect(shop.get_by_text("Отправлено")).to_be_visible()
    desk = await open_desk(screens, owner)
    await desk.open_conversation("Да, чай в подарок")
    await expect(desk.bubble("Да, чай в подарок").get_by_text("Подсказать с выбором?")).to_be_visible()

    # A single-page site swaps its whole body; the chat stays, and a second tab opens no second line.
    await shop.evaluate("document.body.replaceWith(document.createElement('body'))")
    await expect(shop.get_by_text("Да, чай в подарок")).to_be_visible()
    second = await screens.open(lot.own.address, context=context)
    await second.get_by_role("button", name="Открыть чат").click()
    await desk.answer("Есть набор за 1 290 ₽.")
    for tab in (shop, second):
        await expect(tab.get_by_text("Есть набор за 1 290 ₽.")).to_be_visible()
    assert await shop.evaluate("sockets") + await second.evaluate("sockets") == 1

    # Closed, it is rated in one tab; the desk sees it at once.
    conversation = desk.page.url.rpartition("/")[2].partition("?")[0]
    await product.call(owner, "POST", f"/api/v1/conversations/{conversation}/resolve")
    await shop.get_by_role("button", name="Хорошо").click()
    await shop.get_by_role("textbox", name="Что можно было сделать лучше?").fill("Быстро!")
    await shop.get_by_role("button", name="Отправить отзыв").click()
    await expect(shop.get_by_text("Спасибо за оценку!")).to_be_visible()
    await expect(desk.thread.get_by_text("🙂 Хорошо, 4 из 5: «Быстро!»")).to_be_visible()
    assert await shop.evaluate("breaches") == []
    await let_in_the_vouched_for_only(product, owner, screens, lot)


async def test_before_its_visitor_wants_anything_a_page_makes_one_request(
    product: Product, owner: Signed, screens: Screens, lot: Lot
) -> None:
    greeting = {"name": "Всем", "text_ru": "Здесь люди", "terms": {"seconds": 0}, "every_days": 0}
    inbox = f"/api/v1/inboxes/{lot.inbox['id']}"
    await product.call(owner, "POST", f"{inbox}/greetings", greeting)
    await product.call(owner, "PATCH", inbox, {"settings": {"greetings_consent": True}})
    page = await (await screens.make_context()).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith(product.address) else None)
    await page.goto(f"{lot.own.address}/once")
    button = page.get_by_role("button", name="Открыть чат")
    await expect(button).to_be_visible()
    await page.wait_for_timeout(2500)
    assert asked == [f"{product.address}/widget/loader/{lot.inbox['public_key']}.js"]
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0, "nothing is kept without consent"

    # The page says that its visitor consents; the greeting comes with no more than the note that it was shown.
    await page.evaluate("otklik('consent', true)")
    await expect(page.get_by_role("button", name="Здесь люди")).to_be_visible()
    assert [address.rpartition("/")[2] for address in asked[1:]] == [f"shown?key={lot.inbox['public_key']}"]
    await page.evaluate("otklik('consent', false)")
    await expect(page.get_by_role("button", name="Здесь люди")).to_have_count(0)
    await button.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def leave_a_question_at_night(product: Product, owner: Signed, screens: Screens, lot: Lot) -> Page:
    """Find the chat closed by its hours, and leave a question with an address to answer to."""
    closed = {"days": [(datetime.now(UTC) + timedelta(days=3)).isoweekday()], "start": "09:00", "end": "09:01"}
    inbox = f"/api/v1/inboxes/{lot.inbox['id']}"
    await product.call(owner, "PATCH", inbox, {"settings": {"hours": [closed], "ask_away": "required"}})
    shop = await screens.open(f"{lot.swapped.address}/turbo")
    await shop.get_by_role("button", name="Открыть чат").click()
    await expect(shop.get_by_text(re.compile(r"Нас сейчас нет\. Вернёмся: .+ \d\d:\d\d"))).to_be_visible()
    question, address = shop.get_by_label("Вопрос"), shop.get_by_label("Эл. почта")
    await question.fill("Есть ли чайник на три литра? 🫖")
    await shop.get_by_role("button", name="Отправить").click()
    assert await address.evaluate("field => field.validity.valueMissing"), "without an address nothing leaves"
    await address.fill("vera@example.com")
    await shop.get_by_role("button", name="Отправить").click()
    await expect(shop.get_by_text("Отправлено")).to_be_visible()
    await expect(shop.get_by_role("textbox", name="Сообщение")).to_be_visible()
    return shop


async def test_at_night_a_question_is_left_and_the_chat_survives_turbo(
    product: Product, owner: Signed, screens: Screens, lot: Lot
) -> None:
    shop = await leave_a_question_at_night(product, owner, screens, lot)
    desk = await open_desk(screens, owner)
    await desk.open_conversation("Есть ли чайник")
    await expect(desk.page.get_by_text("vera@example.com").first).to_be_visible()

    # Turbo swaps body and head by its own rules: the same window goes on, with one button and one line.
    await shop.get_by_role("textbox", name="Сообщение").fill("Ещё не")
    await shop.evaluate("window.first = document.querySelector('otklik-chat')")
    await shop.get_by_role("link", name="Дальше").click()
    await expect(shop.get_by_role("heading", name="Вторая страница")).to_be_visible()
    assert await shop.evaluate("first.isConnected && document.querySelectorAll('otklik-chat').length") == 1
    await expect(shop.get_by_role("textbox", name="Сообщение")).to_have_value("Ещё не")
    await desk.answer("Есть, синий.")
    await expect(shop.get_by_text("Есть, синий.")).to_be_visible()
    await shop.go_back()
    await expect(shop.get_by_role("heading", name="Лавка", exact=True)).to_be_visible()
    await expect(shop.get_by_text("Есть, синий.")).to_be_visible()


async def test_a_page_that_comes_back_from_the_browsers_memory_hears_what_it_missed(
    playwright: Playwright, product: Product, owner: Signed, screens: Screens, lot: Lot
) -> None:
    # The shell without windows has no such memory.
    whole = shutil.which("chromium")
    browser = await launch(playwright, whole, ignore_default_args=["--disable-back-forward-cache"])
    page = await browser.new_page(locale="ru-RU")
    desk = await open_desk(screens, owner)
    await page.goto(lot.own.address)
    await page.evaluate("addEventListener('pageshow', (event) => { window.again = event.persisted; })")
    await page.get_by_role("button", name="Открыть чат").click()
    await write(page, "Жду ответа")
    await expect(page.get_by_text("Отправлено")).to_be_visible()
    await page.evaluate("setTimeout(() => location.assign('/plain'))")
    await expect(page.get_by_role("heading", name="Без чата")).to_be_visible()
    await desk.open_conversation("Жду ответа")
    await desk.answer("Пока вас не было")
    await page.evaluate("setTimeout(() => history.back())")
    await expect(page.get_by_text("Пока вас не было")).to_be_visible()
    assert await page.evaluate("window.again") is True, "not loaded anew"
    await desk.answer("И ещё")
    await expect(page.get_by_text("И ещё")).to_be_visible()
    await browser.close()


async def test_a_frame_hides_the_conversation_from_the_site_s_own_scripts(
    product: Product, owner: Signed, screens: Screens, lot: Lot
) -> None:
    site = await screens.open(f"{lot.own.address}/frame")
    await site.evaluate("otklik('startConversation', 'Мой диагноз')")
    inside = site.frame_locator("iframe")
    field = inside.get_by_role("textbox", name="Сообщение")
    await expect(field).to_have_value("Мой диагноз")
    await field.press("Enter")
    await expect(inside.get_by_text("Отправлено")).to_be_visible()
    desk = await open_desk(screens, owner)
    await desk.open_conversation("Мой диагноз")
    await desk.answer("Приходите в среду")
    await expect(inside.get_by_text("Приходите в среду")).to_be_visible()

    heard = await site.evaluate("heard.join() + JSON.stringify(localStorage) + document.documentElement.innerHTML")
    assert 'message{"from":"operator"}' in heard
    assert "диагноз" not in heard
    assert "среду" not in heard
    await site.evaluate(_FORGE)
    await inside.get_by_role("button", name="Закрыть чат").click()
    await expect(site.get_by_role("button", name="Открыть чат")).to_be_focused()
    await expect(site.locator("iframe")).to_be_hidden()
    assert "диагноз" not in await site.evaluate("heard.join()")
    assert await site.evaluate("breaches") == []

    # A stranger's page gets neither the frame nor the button.
    hostile = await screens.open(lot.foreign.address)
    await expect(hostile.get_by_role("heading", name="Лавка")).to_be_visible()
    framed = next(frame for frame in hostile.frames if frame is not hostile.main_frame)
    await expect(hostile.frame_locator("iframe").get_by_role("dialog")).to_have_count(0)
    assert "/frame" not in framed.url, "the browser shows its own refusal in its place"
    assert await hostile.locator("otklik-chat").count() == 0
