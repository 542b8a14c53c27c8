"""Two operators at one conversation see each other and do not answer twice."""

import json
from uuid import uuid4

from playwright.async_api import BrowserContext, Page, WebSocketRoute, expect

from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, Desk, Screens, open_desk, type_until_seen

pytestmark = JOURNEY


class SlowLine:
    """A live line that can be made to hold back what changes, as a bad network does."""

    def __init__(self) -> None:
        self.holding = False
        self._held: list[str | bytes] = []
        self._page: WebSocketRoute | None = None

    async def lay(self, context: BrowserContext) -> None:
        """Put the line between the pages of a browser and the server."""
        await context.route_web_socket("**/api/v1/socket**", self._carry)

    def _carry(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._page = page
        server.on_message(lambda frame: self._take(page, frame))

    def _take(self, page: WebSocketRoute, frame: str | bytes) -> None:
        if self.holding and json.loads(frame)["type"] == "changes":
            self._held.append(frame)
        else:
            page.send(frame)

    def release(self) -> None:
        """Let everything through, what was held back first."""
        self.holding = False
        assert self._page
        for frame in self._held:
            self._page.send(frame)
        self._held.clear()


async def ask_by_chat(product: Product, owner: Signed, screens: Screens, question: str) -> Page:
    """Let a visitor ask on a chat page of its own."""
    settings = {"origins": [product.address], "ask_away": "off"}
    inbox = await product.call(
        owner, "POST", "/api/v1/inboxes", {"channel": "webchat", "name": "Чат", "settings": settings}
    )
    chat = await screens.open(f"/chat/{inbox['public_key']}?lang=ru")
    field = chat.get_by_role("textbox", name="Сообщение")
    await field.fill(question)
    await field.press("Enter")
    return chat


async def open_both(
    product: Product, owner: Signed, screens: Screens, line: SlowLine, question: str
) -> tuple[Desk, Desk]:
    """Open a conversation at Anna's desk and, over the line, at Boris's."""
    boris = await product.add_operator(owner, "Борис", f"boris-{uuid4().hex[:6]}@example.test")
    context = await screens.make_context(boris)
    await line.lay(context)
    desks = await open_desk(screens, owner), Desk(await screens.open("/inbox/open", context=context))
    for desk in desks:
        await desk.open_conversation(question)
    return desks


async def test_colleagues_see_each_other_and_one_answers(product: Product, owner: Signed, screens: Screens) -> None:
    question, line = "Можно оплатить при получении?", SlowLine()
    chat = await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, line, question)
    await expect(boris.page.get_by_label("Анна смотрит")).to_be_visible()
    await expect(anna.page.get_by_label("Борис смотрит")).to_be_visible()
    await expect(boris.rows.get_by_text("Анна смотрит диалог")).to_be_attached()

    await type_until_seen(anna.field, boris.page.get_by_label("Анна отвечает"))
    await type_until_seen(anna.field, boris.thread.get_by_text("Анна отвечает, ещё не отправлено"))
    await anna.answer("Можно картой курьеру.")
    await expect(boris.bubble("Можно картой курьеру.")).to_be_visible()
    await expect(boris.thread.get_by_text("ещё не отправлено")).to_have_count(0)
    await expect(chat.get_by_text("Можно картой курьеру.")).to_be_visible()

    talk = boris.page.get_by_role("region", name="Диалог", exact=True)
    await talk.get_by_role("button", name="Взять себе").click()
    await expect(anna.thread.get_by_text("диалог передан: Борис")).to_be_visible()
    header = anna.page.get_by_role("region", name="Диалог", exact=True).locator("header")
    await expect(header.get_by_text("Борис")).to_be_visible()
    assert screens.complaints == []


async def test_an_answer_to_a_conversation_that_has_moved_on_is_not_sent_blindly(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question, line = "А самовывоз есть?", SlowLine()
    chat = await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, line, question)
    line.holding = True
    await anna.answer("Есть, на Лесной, 5.")
    await expect(chat.get_by_text("Есть, на Лесной, 5.")).to_be_visible()

    await boris.answer("Самовывоза нет.")
    notice = boris.thread.get_by_role("alert")
    await expect(notice).to_contain_text("Анна")
    await expect(notice.get_by_role("button", name="Отправить")).to_be_visible()
    line.release()
    await expect(boris.bubble("Есть, на Лесной, 5.")).to_be_visible()
    await notice.get_by_role("button", name="Вернуть в поле").click()
    await expect(boris.field).to_have_value("Самовывоза нет.")
    await boris.answer("Да, ждём вас на Лесной.")
    await expect(chat.get_by_text("Да, ждём вас на Лесной.")).to_be_visible()
    await expect(chat.get_by_text("Самовывоза нет.")).to_have_count(0)
    assert screens.complaints == []


async def test_a_conversation_is_put_off_in_words_and_the_colleague_sees_until_when(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = "Когда привезут кувшины?"
    await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, SlowLine(), question)
    await anna.page.get_by_role("region", name="Диалог", exact=True).get_by_role("button", name="Отложить").click()
    words = anna.page.get_by_label("Другое время")
    done = anna.page.get_by_role("dialog", name="Отложить до").get_by_role("button", name="Отложить")
    await words.fill("как-нибудь потом")
    await expect(anna.page.get_by_text("Не понял")).to_be_visible()
    await expect(done).to_be_disabled()
    await words.fill("через 2 дня в 14:30")
    # One of the times that are offered may be the same.
    await expect(anna.page.get_by_role("dialog", name="Отложить до").get_by_text("14:30").last).to_be_visible()
    await words.press("Enter")
    for desk in (anna, boris):
        await expect(desk.thread.get_by_text("14:30")).to_be_visible()
    assert screens.complaints == []


async def test_a_conversation_sleeps_through_the_words_of_the_customer_and_its_row_tells_of_them(
    product: Product, owner: Signed, screens: Screens
) -> None:
    question = "Пришлёте счёт?"
    chat = await ask_by_chat(product, owner, screens, question)
    anna, boris = await open_both(product, owner, screens, SlowLine(), question)
    await boris.page.goto(f"{product.address}/inbox/snoozed")
    await anna.page.get_by_role("region", name="Диалог", exact=True).get_by_role("button", name="Отложить").click()
    dialog = anna.page.get_by_role("dialog", name="Отложить до")
    await dialog.get_by_label("Вернуть, если клиент напишет").uncheck()
    await anna.page.get_by_label("Другое время").fill("через 2 дня в 14:30")
    await anna.page.get_by_label("Другое время").press("Enter")
    row = boris.rows.filter(has_text=question)
    await expect(row).to_be_visible()
    sign = "Клиент написал, пока диалог отложен"
    await expect(boris.page.get_by_title(sign)).to_have_count(0)
    field = chat.get_by_role("textbox", name="Сообщение")
    await field.fill("И адрес склада?")
    await field.press("Enter")
    row = boris.rows.filter(has_text="И адрес склада?")
    await expect(row.get_by_title(sign)).to_be_visible()
    await expect(anna.rows.filter(has_text="И адрес склада?")).to_have_count(0)
    assert screens.complaints == []
