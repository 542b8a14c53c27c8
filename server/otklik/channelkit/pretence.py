"""The channel of invented data: everything is taken, nothing leaves the house."""

# ruff: noqa: ARG002 - who only pretends needs nothing of what a channel is given

from collections.abc import Sequence

from otklik.channelkit.channel import Channel, ChannelContext, ConnectReport, Settings
from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, SendResult, Sent


class Pretence:
    """Stands in for a channel with its abilities and limits; its customers exist in the demonstration only."""

    def __init__(self, played: Channel) -> None:
        self.manifest = played.manifest

    def validate(self, settings: Settings) -> None:
        """Take any settings: there is nobody to reach by them."""

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Refuse every delivery: invented customers write nothing."""
        raise BadSignature("an invented inbox hears nobody")

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read nothing."""
        return ()

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Make one part of a message, whatever is in it."""
        return (Part(action="pretend", payload={"message": message.message_id}),)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Say that it has arrived."""
        return Sent(external_id=f"demo-{part.payload['message']}", delivered=True)

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Say that it was changed."""
        return Sent(external_id=external_id)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:
        """Say that it was taken back."""
        return Sent(external_id=external_id)

    async def react(
        self, external_id: str, recipient: str, emojis: Sequence[str], context: ChannelContext
    ) -> SendResult:
        """Say that the reaction is seen."""
        return Sent(external_id=external_id)

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Report no checks: there is nothing to check."""
        return ConnectReport(checks=())

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register nowhere."""
        return ConnectReport(checks=())

    async def disconnect(self, context: ChannelContext) -> None:
        """Undo nothing."""
