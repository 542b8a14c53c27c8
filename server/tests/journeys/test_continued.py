"""A visitor of a website leaves an address and goes away; the talk goes on by mail and stays one conversation."""

from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.channels.email.servers import Pymap, Smtp, until
from tests.journeys.letters import connect_once, write_letter
from tests.journeys.product import Product, Signed
from tests.journeys.screens import JOURNEY, PATIENCE_MS, Screens, open_desk
from tests.journeys.sites import Site
from tests.journeys.test_widget_site import tag_of

pytestmark = JOURNEY
_LETTER_S = 60 + PATIENCE_MS / 1000
"""An answer waits a minute, the shortest that a company may choose, before it goes by mail."""


@pytest_asyncio.fixture(loop_scope="session")
async def shop(product: Product, owner: Signed, mailbox: Pymap, post: Smtp) -> AsyncIterator[Site]:
    """A shop whose chat asks for an address first, and sends answers after a visitor who left."""
    await connect_once(product, owner, mailbox, post)
    inboxes: Any = (await product.call(owner, "GET", "/api/v1/inboxes"))["items"]
    by_mail = next(one["id"] for one in inboxes if one["channel"] == "email" and one["status"] == "active")
    site = Site({})
    settings = {
        "origins": [site.address], "ask_email": "required", "ask_away": "off", "mail_inbox": by_mail, "mail_after": 1,
    }  # fmt: skip
    chat = {"channel": "webchat", "name": "Чайная", "settings": settings}
    inbox = await product.call(owner, "POST", "/api/v1/inboxes", chat)
    tag = tag_of(product.address, str(inbox["public_key"]))
    site.pages["/"] = f"<!doctype html><html lang=ru><meta charset=utf-8><title>x</title>{tag}<h1>Чайная</h1>"
    await site.start()
    yield site
    await site.stop()
    await product.call(owner, "DELETE", f"/api/v1/inboxes/{inbox['id']}")


async def open_chat(page: Page) -> None:
    """Open the chat by the button in the corner."""
    await page.get_by_role("button", name="Открыть чат").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def ask_and_leave(page: Page, question: str, address: str) -> None:
    """Say who asks, ask, and close the page."""
    await open_chat(page)
    await page.get_by_label("Эл. почта").fill(address)
    await page.get_by_role("button", name="Начать разговор").click()
    field = page.get_by_role("textbox", name="Сообщение")
    await field.fill(question)
    await field.press("Enter")
    await expect(page.get_by_text("Отправлено")).to_be_visible()
    await page.close()


async def read_letter(post: Smtp, address: str) -> EmailMessage:
    """Wait for the letter with the answer, and read it with a program we did not write."""
    await until(lambda: bool(post.handler.letters), _LETTER_S)
    assert post.handler.recipients == [[address]]
    return message_from_bytes(post.handler.letters[0], policy=policy.default)


async def test_an_answer_goes_after_a_visitor_who_left_and_the_reply_comes_back_to_it(
    owner: Signed, screens: Screens, mailbox: Pymap, post: Smtp, shop: Site
) -> None:
    visitor = await screens.make_context()
    await ask_and_leave(await screens.open(shop.address, context=visitor), "Есть гайвань?", "rita@customer.example")
    desk = await open_desk(screens, owner)
    await desk.open_conversation("Есть гайвань?")
    place = desk.page.url
    await desk.answer("Есть, из исинской глины.")

    letter = await read_letter(post, "rita@customer.example")
    assert letter["Subject"] == "Ответ на ваш вопрос в чате: Чай и глина"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Есть, из исинской глины." in body.get_content()
    assert "> Есть гайвань?" in body.get_content()
    assert shop.address in body.get_content(), "the way back to the chat"
    await expect(desk.thread.get_by_text("rita@customer.example").first).to_be_visible()

    back = {
        "sender": "Рита Лунина <rita@customer.example>", "to": str(letter["Reply-To"]),
        "In_Reply_To": str(letter["Message-ID"]), "Message_ID": "<g1@customer.example>",
    }  # fmt: skip
    mailbox.put(write_letter(f"Re: {letter['Subject']}", "Отложите одну, пожалуйста.", **back))
    await expect(desk.thread.get_by_text("Отложите одну, пожалуйста.")).to_be_visible()
    assert desk.page.url == place
    await expect(desk.thread.get_by_text("Есть гайвань?").first).to_be_visible()
    await expect(desk.rows).to_have_count(1)

    # Who comes back to the chat finds the answer there as well.
    again = await screens.open(shop.address, context=visitor)
    await open_chat(again)
    await expect(again.get_by_text("Есть, из исинской глины.")).to_be_visible()
    assert screens.complaints == []
