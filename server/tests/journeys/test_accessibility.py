"""Every screen, light and dark, as axe-core sees it: nothing that stops or seriously hinders a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

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
    "profile", "keys", "canned", "inboxes", "people", "teams", "presence", "tags", "reasons", "attributes", "company",
    "deliveries", "tokens", "audit",
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
    body = {"channel": "webchat", "name": "Осмотр", "settings": {"origins": [product.address]}}
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


async def test_the_chat_page_and_the_desk(examiner: Examiner, owner: Signed, key: str) -> None:
    chat = await examiner.open(f"/chat/{key}?lang=ru")
    await ask(chat, "Видно ли меня?")
    await examiner.examine(chat)

    page = await examiner.open("/inbox/open", owner)
    await page.locator("[data-row]").filter(has_text="Видно ли меня?").first.click()
    await expect(page.get_by_role("complementary", name="Клиент")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Текст ответа")).to_be_visible()
    await examiner.examine(page)
    await page.get_by_role("button", name="Заметка", exact=True).click()
    await page.get_by_role("button", name="Передать", exact=True).click()
    await expect(page.get_by_role("dialog", name="Передать диалог")).to_be_visible()
    await examiner.examine(page)
    examiner.conclude()


async def test_start_and_settings(examiner: Examiner, owner: Signed) -> None:
    page = await examiner.open("/start", owner)
    await expect(page.get_by_role("heading", name="Первые шаги")).to_be_visible()
    await examiner.examine(page)
    await page.get_by_role("link", name="Настройки").click()
    for section in _SETTINGS:
        link = page.locator(f"a[href='/settings/{section}']")
        await link.click()
        await expect(link).to_have_attribute("aria-current", "page")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await examiner.examine(page)
    examiner.conclude()


async def test_the_sandbox_phone(examiner: Examiner, product: Product, owner: Signed) -> None:
    await product.call(owner, "POST", "/api/v1/sandbox")
    person = await product.call(owner, "POST", "/sandbox/api/people", {"name": "Пётр"})
    await product.call(owner, "POST", f"/sandbox/api/people/{person['id']}/text", {"text": "Здравствуйте"})
    page = await examiner.open("/sandbox", owner)
    await page.get_by_role("button", name="Пётр").last.click()
    await expect(page.get_by_role("log").get_by_text("Здравствуйте")).to_be_visible()
    await examiner.examine(page)
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
