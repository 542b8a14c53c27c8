"""Every screen, light and dark, as axe-core sees it: nothing that stops or seriously hinders a person."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from otklik.kit.ids import new_uuid7
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Screens

pytestmark = JOURNEY
_AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = "(rules) => axe.run(document, {resultTypes: ['violations'], iframes: false, ...rules})"
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"
_SETTLE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
_GRAVE = {"serious", "critical"}
_SETTINGS = (
    "profile", "account", "notifications", "keys", "canned", "macros", "inboxes", "health", "people", "roles", "teams",
    "presence", "tags", "reasons", "attributes", "sso", "company", "file", "deliveries", "system", "tokens", "audit",
)  # fmt: skip


class Examiner:
    """Opens pages past their content policy, and examines them by every rule in light, by those of colour in dark."""

    def __init__(self, screens: Screens) -> None:
        self.found: list[str] = []
        self._screens = screens

    async def open(self, path: str, who: Signed | None = None) -> Page:
        """Open a page that the examiner's script may enter."""
        return await self._screens.open(path, context=await self._screens.make_context(who, bypass_csp=True))

    async def examine(self, page: Page) -> None:
        """Note what seriously hinders people on a page, in both themes."""
        if not await page.evaluate("() => 'axe' in window"):
            await page.evaluate(_AXE.read_text(encoding="utf-8"))
            await page.add_style_tag(content=_STILL)  # a colour on its way from light to dark is nobody's colour
        await self._run(page, "light", {})
        await page.emulate_media(color_scheme="dark")
        desk = page.locator("html[data-mantine-color-scheme]")
        if await desk.count():
            await expect(desk).to_have_attribute("data-mantine-color-scheme", "dark")
        await self._run(page, "dark", _COLOURS)
        await page.emulate_media(color_scheme="light")

    def conclude(self) -> None:
        """Fail with everything that was found."""
        if self.found:
            pytest.fail("\n".join(self.found), pytrace=False)

    async def _run(self, page: Page, scheme: Literal["light", "dark"], rules: dict[str, list[str]]) -> None:
        await page.evaluate(_SETTLE)
        found = await page.evaluate(_RUN, rules)
        for violation in found["violations"]:
            self.found += describe(f"{page.url} {scheme}", violation)


def describe(place: str, violation: dict[str, Any]) -> Iterator[str]:
    """Put a grave violation into lines a person can act on."""
    if violation["impact"] in _GRAVE:
        for node in violation["nodes"]:
            yield f"{place} {violation['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"


@pytest.fixture
def examiner(screens: Screens) -> Examiner:
    """The examiner of one journey."""
    if not _AXE.is_file():
        pytest.skip("needs the web packages: `make web`")
    return Examiner(screens)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def key(product: Product, owner: Signed) -> str:
    """The key of a website chat."""
    settings = {"origins": [product.address], "ask_away": "off"}
    body = {"channel": "webchat", "name": "Осмотр", "settings": settings}
    return str((await product.call(owner, "POST", "/api/v1/inboxes", body))["public_key"])


async def ask(page: Page, question: str) -> None:
    """Write as a visitor."""
    field = page.get_by_role("textbox", name="Сообщение")
    await field.fill(question)
    await field.press("Enter")
    await expect(page.get_by_text("Отправлено")).to_be_visible()


async def test_pages_before_signing_in(examiner: Examiner, product: Product) -> None:
    page = await examiner.open("/sign-in")
    await expect(page.get_by_role("button", name="Войти")).to_be_visible()
    await examiner.examine(page)
    await page.route("**/api/v1/setup", lambda route: route.fulfill(json={"needed": True}))
    await page.goto(f"{product.address}/setup#token")
    await expect(page.get_by_role("button", name="Создать рабочее место")).to_be_visible()
    await examiner.examine(page)
    examiner.conclude()


class Walk:
    """Goes through the desk without leaving its page, and examines what it opens."""

    def __init__(self, examiner: Examiner, page: Page) -> None:
        self.page = page
        self._examiner = examiner

    async def go(self, path: str, sign: Locator) -> None:
        """Go to a page of the desk as a notice does, and examine it."""
        await self.page.evaluate("(detail) => dispatchEvent(new CustomEvent('otklik:open', {detail}))", path)
        await self.examine(sign)

    async def press(self, key: str, sign: Locator) -> None:
        """Open something by its key from outside of all fields, examine it and close it."""
        await self.page.evaluate("() => document.activeElement?.blur()")
        await self.page.keyboard.press(key)
        await self.examine(sign, closing=True)

    async def click(self, name: str, sign: Locator) -> None:
        """Open something by its button, examine it and close it."""
        await self.page.get_by_role("button", name=name, exact=True).first.click()
        await self.examine(sign, closing=True)

    async def choose(self, name: str, sign: Locator) -> None:
        """Open something from the menu of the conversation, examine it and close it."""
        await self.page.get_by_role("button", name="Ещё действия").click()
        await self.page.get_by_role("menuitem", name=name).click()
        await self.examine(sign, closing=True)

    async def write(self, field: Locator, words: str, sign: Locator) -> None:
        """Type what opens something, examine it and empty the field."""
        await field.click()
        await field.press_sequentially(words)
        await self.examine(sign, closing=True)
        await field.fill("")

    async def examine(self, sign: Locator, *, closing: bool = False) -> None:
        """Examine once the sign is there; with `closing`, go on only when it is gone."""
        await expect(sign.first).to_be_visible()
        await self._examiner.examine(self.page)
        if closing:
            await self.page.keyboard.press("Escape")
            await expect(sign.first).to_be_hidden()


async def lay_talk(product: Product, owner: Signed) -> str:
    """Let a person on the sandbox's phone send one of each kind; return the name."""
    name = f"Пётр {uuid4().hex[:4]}"
    await product.call(owner, "POST", "/api/v1/sandbox")
    person = await product.call(owner, "POST", "/sandbox/api/telegram/people", {"name": name})
    path = f"/sandbox/api/telegram/people/{person['id']}"
    await product.call(owner, "POST", f"{path}/text", {"text": "Здравствуйте, где заказ? https://example.test"})
    await product.call(owner, "POST", f"{path}/location", {"latitude": 55.75, "longitude": 37.61})
    await product.call(owner, "POST", f"{path}/contact", {"phone": "+79990001122", "name": "Вера"})
    for path, body in (("closing-reasons", {"name": f"Решено {name}"}), ("tags", {"name": f"возврат {name}"})):
        await product.call(owner, "POST", f"/api/v1/{path}", body)
    return name


async def examine_windows(walk: Walk) -> None:
    """Everything that opens over a conversation."""
    page = walk.page
    window, menu = page.get_by_role("dialog"), page.get_by_role("menu")
    await walk.click("Передать", window)
    for key in ("KeyZ", "KeyL", "KeyP", "KeyM", "KeyE", "Shift+Slash", "Control+KeyK"):
        await walk.press(key, window)
    await walk.choose("Объединить с другим диалогом", window)
    await walk.press("Control+KeyF", page.get_by_role("search", name="Найти в переписке"))
    await walk.click("Ещё действия", menu)
    await walk.click("Вставить смайлик", page.get_by_label("Найти смайлик"))
    await page.get_by_role("button", name="Записать голосовое").click()
    await walk.examine(page.get_by_role("button", name="Готово"))
    await page.get_by_role("button", name="Удалить запись").click()
    field = page.get_by_role("textbox", name="Текст ответа")
    await field.fill("Здравствуйте")
    await walk.click("Другие способы отправить", menu)
    await field.fill("")
    await walk.write(field, "/", page.locator("#canned-menu"))
    await walk.write(field, ":чай", page.locator("#caret-menu"))
    await page.get_by_role("button", name=re.compile("^Анна")).click()
    await walk.examine(menu, closing=True)
    await page.locator("[data-row]").first.click(button="right")
    await walk.examine(menu, closing=True)
    await walk.write(page.get_by_role("combobox", name="Поиск и фильтр"), "канал:", page.get_by_role("listbox"))


async def examine_note_and_banner(walk: Walk) -> None:
    """A note that names somebody, and the desk without a line."""
    page = walk.page
    await page.get_by_role("button", name="Заметка", exact=True).click()
    field = page.get_by_role("textbox", name="Текст заметки")
    await walk.write(field, "@", page.locator("#caret-menu"))
    await page.route("**/session/socket-ticket", lambda route: route.abort())
    await page.reload()
    await walk.examine(page.get_by_text("Нет связи с сервером"))
    await page.unroute("**/session/socket-ticket")


async def test_the_desk_and_what_opens_over_it(examiner: Examiner, product: Product, owner: Signed) -> None:
    name = await lay_talk(product, owner)
    walk = Walk(examiner, await examiner.open("/inbox/open", owner))
    page = walk.page
    await page.locator("[data-row]").filter(has_text=name).click()
    await expect(page.get_by_role("complementary", name="Клиент")).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("+79990001122")).to_be_visible()
    await walk.examine(page.get_by_role("textbox", name="Текст ответа"))
    await examine_windows(walk)
    await examine_note_and_banner(walk)
    await walk.go("/sandbox", page.get_by_role("button", name=name))
    await page.get_by_role("button", name=name).last.click()
    await walk.examine(page.get_by_role("log").get_by_text("Здравствуйте"))
    examiner.conclude()


async def test_every_page(examiner: Examiner, product: Product, owner: Signed, key: str) -> None:
    walk = Walk(examiner, await examiner.open("/start", owner))
    page = walk.page
    await walk.examine(page.get_by_role("heading", name="Первые шаги"))
    await walk.go("/inbox/resolved", page.get_by_role("region", name="Список диалогов"))
    await walk.go("/inbox/all?group=status", page.get_by_role("treegrid", name="Список диалогов"))
    await page.get_by_role("button", name="Порядок и вид").click()
    await page.get_by_role("menuitem", name="Столбцы").click()
    await walk.examine(page.get_by_role("dialog", name="Столбцы: Все"))
    await walk.go("/search?q=чай", page.get_by_role("heading", name="Поиск"))
    await walk.go("/contacts", page.get_by_role("main"))
    listed = await product.call(owner, "GET", "/api/v1/inboxes")
    inboxes = listed["items"]
    assert isinstance(inboxes, list)
    chat = next(one["id"] for one in inboxes if one["public_key"] == key)
    for section in (*_SETTINGS, "canned/new", "macros/new", "inboxes/new", f"inboxes/{chat}"):
        await walk.go(f"/settings/{section}", page.get_by_role("heading", level=1))
        await expect(page).to_have_url(re.compile(f"/settings/{section}$"))
    examiner.conclude()


async def test_the_shop_and_its_chat(examiner: Examiner, key: str) -> None:
    shop = await examiner.open("/demo")
    launcher = shop.get_by_role("button", name="Открыть чат")
    await expect(launcher).to_be_visible()
    await examiner.examine(shop)
    await launcher.click()
    await ask(shop, "Проверка")
    await examiner.examine(shop)
    examiner.conclude()


async def test_what_a_chat_asks_of_its_visitor(examiner: Examiner, product: Product, owner: Signed) -> None:
    settings = {
        "origins": [product.address], "ask_away": "off", "ask_name": "required", "ask_email": "optional",
        "rating": "faces",
        "consent_ru": "Согласен на обработку данных", "consent_url": "https://example.test/consent",
        "consent_version": "1",
    }  # fmt: skip
    body = {"channel": "webchat", "name": "Расспросы", "settings": settings}
    inbox = await product.call(owner, "POST", "/api/v1/inboxes", body)
    chat = await examiner.open(f"/chat/{inbox['public_key']}?lang=ru")
    name = chat.get_by_role("textbox", name="Имя")
    await expect(name).to_be_visible()
    await examiner.examine(chat)
    await name.fill("Ольга")
    await chat.get_by_role("checkbox").check()
    await chat.get_by_role("button", name="Начать").click()
    question = f"Оцените? {uuid4().hex[:6]}"
    await ask(chat, question)
    listed = (await product.call(owner, "GET", f"/api/v1/conversations?view=open&inbox_id={inbox['id']}"))["items"]
    assert isinstance(listed, list)
    number = next(one["id"] for one in listed if one["preview"]["text"] == question)
    path = f"/api/v1/conversations/{number}"
    desk = await examiner.open(f"/inbox/open/{number}", owner)
    answers = desk.get_by_role("region", name="Клиент о себе")
    await expect(answers.get_by_text("Ольга")).to_be_visible()
    await examiner.examine(desk)
    answer = {"client_id": str(new_uuid7()), "kind": "reply", "text": "С радостью!"}
    await product.call(owner, "POST", f"{path}/messages", answer)
    await expect(chat.get_by_text("С радостью!")).to_be_visible()
    await product.call(owner, "POST", f"{path}/resolve")
    await expect(chat.get_by_role("button", name="Хорошо")).to_be_visible()
    await examiner.examine(chat)
    await chat.get_by_role("button", name="Хорошо").click()
    await expect(chat.get_by_role("button", name="Отправить отзыв")).to_be_visible()
    await examiner.examine(chat)
    examiner.conclude()


async def test_what_a_chat_asks_while_nobody_is_there(examiner: Examiner, product: Product, owner: Signed) -> None:
    closed = {"days": [(datetime.now(UTC) + timedelta(days=3)).isoweekday()], "start": "09:00", "end": "09:01"}
    settings = {"origins": [product.address], "ask_away": "required", "hours": [closed]}
    body = {"channel": "webchat", "name": "Ночь", "settings": settings}
    inbox = await product.call(owner, "POST", "/api/v1/inboxes", body)
    chat = await examiner.open(f"/chat/{inbox['public_key']}?lang=ru")
    await expect(chat.get_by_label("Вопрос")).to_be_visible()
    await examiner.examine(chat)
    examiner.conclude()
