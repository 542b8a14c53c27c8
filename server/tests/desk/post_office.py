"""A desk with a mailbox: letters come in as bytes and leave over a real SMTP conversation."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx
import msgspec

from otklik.channelkit.inbound import HookCall
from otklik.conversations.recording import Recorded
from otklik.inboxes.records import InboxRecord
from otklik.messaging.ingest import Delivery, record_deliveries
from otklik.messaging.uploads import keep_files
from tests.channels.email.servers import Smtp, make_channel, make_settings
from tests.desk.scene import Scene, reply

OWN = "demouser@shop.example"
VERA = "vera@customer.example"


class PostOffice:
    """The mailbox of a company, and the server that takes its letters."""

    def __init__(self, scene: Scene, smtp: Smtp) -> None:
        self.scene = scene
        self.smtp = smtp
        self.channel = make_channel()
        self.inbox_id = 0
        self._count = 0

    async def connect(self, **changes: Any) -> None:
        """Make the inbox, or change its settings."""
        settings = make_settings(1, self.smtp.port, **changes)
        if not self.inbox_id:
            self.inbox_id = await self.scene.inbox(self.scene.a.id, "email")
        await self.scene.do(
            "update inbox set settings = %(settings)s::text::jsonb where id = %(id)s",
            settings=msgspec.json.encode(settings).decode(), id=self.inbox_id,
        )  # fmt: skip
        self.scene.directory.forget()

    async def deliver(self, plain: str = "Где заказ?", html: str = "", **headers: str) -> Recorded:
        """Let a letter come, written by a mail program we did not write."""
        self._count += 1
        letter = EmailMessage()
        letter["From"] = headers.pop("sender", f"Вера Котова <{VERA}>")
        letter["To"] = headers.pop("to", OWN)
        letter["Subject"] = headers.pop("subject", "Заказ")
        letter["Message-ID"] = headers.pop("message_id", f"<m{self._count}@customer.example>")
        letter["Date"] = "Sun, 22 Nov 2026 10:00:00 +0300"
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(plain)
        if html:
            letter.add_alternative(html, subtype="html")
        return await self.bring(letter)

    async def bring(self, letter: EmailMessage) -> Recorded:
        """Let a letter come as it is."""
        async with self.scene.db.system() as tx:
            inbox = await tx.find(
                InboxRecord,
                """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key,
                          account, team_id, sandbox, created_at, deleted_at from inbox where id = %(id)s""",
                {"id": self.inbox_id},
            )
        assert inbox is not None
        call = HookCall(
            body=letter.as_bytes(policy=policy.SMTP), headers={"internaldate": "2026-11-22T07:00:05+00:00"}, polled=True
        )
        settings = {**inbox.settings, "hook_secret": inbox.hook_secret}
        happenings = tuple(self.channel.parse(call, settings))
        delivery = Delivery(inbox=inbox, call=call, happenings=happenings)
        files = await keep_files(self.scene.store, happenings)
        (accepted,) = await record_deliveries(self.scene.db, [(delivery, files)])
        return accepted.recorded[0]

    async def answer(self, conversation_id: int, text: str = "Уже едет", **fields: Any) -> httpx.Response:
        """Post a reply as Anna and let it leave."""
        posted = await reply(self.scene.a.anna_browser, conversation_id, text, **fields)
        await self.scene.send_all()
        return posted

    def sent(self) -> tuple[EmailMessage, list[str]]:
        """Return the letter that left last, read with the standard library, and its envelope."""
        letter = message_from_bytes(self.smtp.handler.letters[-1], policy=policy.default)
        assert isinstance(letter, EmailMessage)
        assert letter.defects == []
        return letter, self.smtp.handler.recipients[-1]


def body(letter: EmailMessage, kind: str = "plain") -> str:
    """Return one form of a letter's words."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
