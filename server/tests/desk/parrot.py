"""A channel for tests that says back what it was asked to do, and refuses what it was told to refuse."""

from collections.abc import Sequence

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.channel import Account, ChannelContext, ConnectReport, Settings
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Face, Grade, Manifest, Transport, Words
from otklik.channelkit.outbound import OutboundMessage, Part, SendResult, Sent

CAN_ALL = Capabilities(
    text_max=4000, caption_max=1000, kinds_out=(Kind.TEXT, Kind.IMAGE, Kind.DOCUMENT, Kind.STICKER),
    file_max_bytes=1000, image_max_bytes=500, buttons_max=3, buttons_per_row=4, button_label_max=20, reply_to=True,
    reactions_out=("👍", "❤"), edit_out_s=3600, delete_out_s=3600, typing_out_s=5, marks=("bold",),
)  # fmt: skip
LETTERS = Capabilities(
    text_max=100_000, kinds_out=tuple(Kind), file_max_bytes=10_000, subject=True, opens_conversation=True
)
TEXTS = Capabilities(text_max=1600, opens_conversation=True, by_phone=True)


_RUSSIAN = {"letters": "Письма"}


class Parrot:
    """Remembers every call; `answers` are given in turn, then everything succeeds."""

    def __init__(self, slug: str, capabilities: Capabilities) -> None:
        self.manifest = Manifest(
            slug=slug, face=Face(name=Words(_RUSSIAN.get(slug, slug), slug)), transports=(Transport.WEBHOOK,),
            capabilities=capabilities, fields=(), grade=Grade.BRONZE, exempt={},
        )  # fmt: skip
        self.said: list[tuple[str, str]] = []
        self.answers: list[SendResult] = []
        self.marks: tuple[str, ...] = ()
        """Of what was said differently last."""

    def validate(self, settings: Settings) -> None:
        """Anything will do."""

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Anybody may call."""

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Nothing happens."""
        return ()

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Cut at the limit."""
        limit = self.manifest.capabilities.text_max
        texts = [message.text[start : start + limit] for start in range(0, max(len(message.text), 1), limit)]
        return [Part(action="say", payload={"text": text}) for text in texts]

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Say it."""
        return self._answer("send", part.payload["text"])

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:
        """Hear what was read."""
        self.said.append(("read", f"{recipient}:{external_id}"))

    async def test(self, context: ChannelContext) -> ConnectReport:
        """All is well."""
        return ConnectReport(checks=(), account=Account("1", "Parrot"))

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """All is well."""
        return await self.test(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Fly away."""

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Open the beak."""
        self.said.append(("typing", recipient))

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Say it differently."""
        self.marks = tuple(mark.kind for mark in message.marks)
        return self._answer(f"edit {external_id}", message.text)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:
        """Unsay it."""
        return self._answer(f"delete {external_id}", recipient)

    async def react(
        self, external_id: str, recipient: str, emojis: Sequence[str], context: ChannelContext
    ) -> SendResult:
        """Nod."""
        return self._answer(f"react {external_id} of {recipient}", "".join(emojis))

    def _answer(self, what: str, text: str) -> SendResult:
        self.said.append((what, text))
        return self.answers.pop(0) if self.answers else Sent(external_id=f"said-{len(self.said)}")
