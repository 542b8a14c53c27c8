"""A Twilio inbox on a fake account, and a person with a telephone."""

import asyncio
from typing import Any

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, LocalHttp
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, SendResult
from otklik.channels.twilio import TwilioChannel
from otklik.channels.twilio.fake import FakeTwilio
from otklik.channels.twilio.signing import HEADER, read_form, sign
from tests.channels.telegram.bench import Notes, Shelf

Loose = Any
NUMBER = "+14155550100"
PERSON = "+79161234567"
ADDRESS = "https://desk.example"
PATH = "/hooks/abc"


class Hooks(AsgiFake):
    """Our own door."""

    def __init__(self) -> None:
        self.calls: list[HookCall] = []

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        self.calls.append(HookCall(body=request.body, headers=request.headers, query=request.query, path=request.path))
        return FakeAnswer(body=b"<Response/>")


class Bench:
    """Everything a test of the channel needs; nothing leaves the process."""

    def __init__(self) -> None:
        self.hooks = Hooks()
        self.http = LocalHttp({"desk.example": self.hooks}, patience_s=0.05)
        self.fake = FakeTwilio(self.http, sleep=lambda _: asyncio.sleep(0))
        self.http.mount("api.twilio.com", self.fake)
        self.player = self.fake.player
        self.settings = {**self.player.open_account("Магазин", NUMBER), "domain_id": ADDRESS}
        self.token = str(self.settings["auth_token"])
        self.person = self.player.create_person("Вера", phone=PERSON)
        self.notes = Notes()
        self.channel = TwilioChannel()
        self.context = ChannelContext(
            inbox_id=1, settings=self.settings, http=self.http, files=Shelf(), log=self.notes,
            hook_url=ADDRESS + PATH, hook_secret="hook-secret-1", domain_id=ADDRESS,
        )  # fmt: skip

    def message(self, text: str, **fields: Loose) -> OutboundMessage:
        return OutboundMessage(message_id=1, conversation_id=1, recipient=PERSON, text=text, **fields)

    async def send(self, text: str, **fields: Loose) -> list[SendResult]:
        parts = self.channel.render(self.message(text, **fields), self.context.settings)
        return [await self.channel.send(part, self.context) for part in parts]

    async def arrived(self) -> list[Happening]:
        """Verify and parse everything that Twilio delivered."""
        await self.fake.settle()
        found: list[Happening] = []
        for call in self.hooks.calls:
            self.channel.verify(call, self.context.settings, "")
            found += self.channel.parse(call, self.context.settings)
        return found

    def call(self, body: str) -> HookCall:
        """Make a call that is signed."""
        raw = body.encode()
        signed = sign(self.token, ADDRESS + PATH, read_form(raw))
        return HookCall(body=raw, headers={HEADER: signed}, path=PATH)
