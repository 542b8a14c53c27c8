"""Letters of customers, and the company's mailbox on servers of others."""

import asyncio
from email import policy
from email.message import EmailMessage
from typing import Any

from tests.channels.email.servers import Pymap, Smtp, make_settings, until
from tests.journeys.product import Product, Signed
from tests.journeys.screens import PATIENCE_MS

BOX = "demouser@shop.example"
_OWN = {"hook_secret", "domain_id"}


def write_letter(subject: str, plain: str, html: str = "", **headers: str) -> bytes:
    """Write a letter as a customer's mail program would."""
    letter = EmailMessage()
    letter["From"] = headers.pop("sender", "Вера Котова <vera@customer.example>")
    letter["To"] = headers.pop("to", BOX)
    letter["Subject"] = subject
    letter["Date"] = "Sun, 22 Nov 2026 10:00:00 +0300"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(plain)
    if html:
        letter.add_alternative(html, subtype="html")
    return letter.as_bytes(policy=policy.SMTP)


async def connect(product: Product, owner: Signed, mailbox: Pymap, post: Smtp) -> None:
    """Connect the mailbox as an inbox; the trial letter that it sends to itself is delivered."""
    settings = make_settings(mailbox.port, post.port, sub_addressing=True)
    body = {"channel": "email", "name": "Почта", "settings": {k: v for k, v in settings.items() if k not in _OWN}}
    making = product.call(owner, "POST", "/api/v1/inboxes", body)
    made, _ = await asyncio.gather(making, deliver_to_itself(mailbox, post))
    assert made["status"] == "active", made["checks"]


async def connect_once(product: Product, owner: Signed, mailbox: Pymap, post: Smtp) -> None:
    """Connect the mailbox unless an earlier journey has; begin with no letter taken."""
    inboxes: Any = (await product.call(owner, "GET", "/api/v1/inboxes"))["items"]
    if not any(one["channel"] == "email" and one["status"] == "active" for one in inboxes):
        await connect(product, owner, mailbox, post)
    post.handler.letters.clear()
    post.handler.recipients.clear()


async def deliver_to_itself(mailbox: Pymap, post: Smtp) -> None:
    """Bring the letter that the company sends to its own address to the company's mailbox."""
    await until(lambda: bool(post.handler.letters), PATIENCE_MS / 1000)
    [[recipient]] = [post.handler.recipients.pop()]
    assert recipient.startswith("demouser+")
    mailbox.put(post.handler.letters.pop())
