"""Browser pages of a journey: each person in a context of their own, as on a machine of their own."""

import re
from contextlib import suppress

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from tests.journeys.product import COOKIE, Signed

PATIENCE_MS = 90_000
_SIGN_MS = 5_000
JOURNEY = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]
"""What every journey is marked with: one loop for all, and time enough for a slow machine."""


class Screens:
    """Opens pages and keeps what they complain about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.complaints: list[str] = []
        """Errors of scripts and breaches of the content policy, on any page."""
        self.errors: list[str] = []
        """Everything the pages wrote to the console as an error: to understand a failed journey by."""
        self._browser = browser
        self._address = address
        self._contexts: list[BrowserContext] = []

    async def make_context(
        self, who: Signed | None = None, *, bypass_csp: bool = False, workers: bool = False
    ) -> BrowserContext:
        """Make a browser of a person, signed in when it is one of ours; `workers` lets the desk keep itself there."""
        context = await self._browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="ru-RU", color_scheme="light", bypass_csp=bypass_csp,
            reduced_motion="reduce", service_workers="allow" if workers else "block",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        if who:
            await context.add_cookies([{"name": COOKIE, "value": who.cookie, "url": self._address}])
        self._contexts.append(context)
        return context

    async def open(self, path: str, who: Signed | None = None, context: BrowserContext | None = None) -> Page:
        """Open a page, in a new browser unless one is given."""
        page = await (context or await self.make_context(who)).new_page()
        page.on("pageerror", self._note_error)
        page.on("console", self._note_line)
        await page.goto(path if path.startswith("http") else self._address + path, wait_until="domcontentloaded")
        return page

    def _note_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _note_line(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.errors.append(line.text)
        if re.search(r"Content Security Policy|TrustedHTML|TrustedScript", line.text):
            self.complaints.append(line.text)

    async def close(self) -> None:
        """Close all browsers of the journey."""
        for context in self._contexts:
            await context.close()


class Desk:
    """What an operator does on the desk's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator("[data-row]")
        self.thread = page.get_by_role("log", name="Переписка")
        self.field = page.get_by_role("textbox", name="Текст ответа")

    async def open_conversation(self, words: str) -> None:
        """Open the conversation whose row shows these words."""
        await self.rows.filter(has_text=words).click()
        await expect(self.thread.get_by_text(words).first).to_be_visible()

    def bubble(self, words: str) -> Locator:
        """Find a message by its words."""
        return self.thread.locator("[data-seq]").filter(has_text=words)

    async def answer(self, words: str) -> None:
        """Write an answer and send it with the button."""
        await self.field.fill(words)
        await self.page.get_by_role("button", name="Отправить", exact=True).click()
        await expect(self.field).to_have_value("")


async def type_until_seen(field: Locator, sign: Locator) -> None:
    """Type, and go on typing until the other side shows it: the sign lasts for seconds only."""
    for _ in range(PATIENCE_MS // _SIGN_MS):
        await field.press_sequentially("и ещё ")
        with suppress(AssertionError):
            await expect(sign).to_be_visible(timeout=_SIGN_MS)
            return
    pytest.fail(f"nobody saw the typing: {sign}")


async def open_desk(screens: Screens, who: Signed) -> Desk:
    """Open the list of all open conversations."""
    desk = Desk(await screens.open("/inbox/open", who))
    await expect(desk.page.get_by_role("region", name="Список диалогов")).to_be_visible()
    return desk
