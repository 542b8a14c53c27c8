"""The channel itself. Sending means that the message is offered to the visitor's stream, which our own room serves."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, FetchedFile, Settings
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.webchat import inbound, outbound
from otklik.channels.webchat.colours import contrast
from otklik.channels.webchat.manifest import MANIFEST
from otklik.channels.webchat.offers import NoOffers, Offers, send_error
from otklik.channels.webchat.settings import check_settings, read_settings
from otklik.kit.errors import NotFound, OtklikError

TellTyping = Callable[[int, str], Awaitable[None]]
"""Shows the visitor of an inbox (its id, the visitor's id) that somebody is typing."""


async def tell_nobody(inbox_id: int, visitor_id: str) -> None:
    """There may be no visitor's room, as in tests of the channel alone."""


class WebchatChannel:
    """The website chat. Keeps nothing between calls; both ways to the visitor come from the visitor's room."""

    manifest = MANIFEST

    def __init__(self, tell_typing: TellTyping = tell_nobody, offers: Offers | None = None) -> None:
        self._tell_typing = tell_typing
        self._offers: Offers = offers or NoOffers()

    def validate(self, settings: Settings) -> None:
        """Check sites, colour and choices."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Take posts from our own room only."""
        inbound.verify(call, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one post."""
        return inbound.parse(call)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Write a message as offers."""
        return outbound.render(message)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Offer a part to the visitor. The message itself is stored; their stream shows what has been sent."""
        external_id = str(part.payload["id"])
        offering = self._offers.offer(context.inbox_id, part.payload, part.files)
        return await _settle(offering, external_id, part.action, context)

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Offer the changed text; the stream shows it in place."""
        changing = self._offers.change(context.inbox_id, external_id, message.text)
        return await _settle(changing, external_id, "edit", context)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:  # noqa: ARG002 - the contract
        """Take an offer back; the stream shows that it is gone."""
        withdrawing = self._offers.withdraw(context.inbox_id, external_id)
        return await _settle(withdrawing, external_id, "delete", context)

    async def react(
        self,
        external_id: str,
        recipient: str,  # noqa: ARG002 - the contract
        emojis: Sequence[str],
        context: ChannelContext,
    ) -> SendResult:
        """Nothing is sent: the visitor's stream shows the reaction that our own tables hold."""
        context.log.note("react", ok=True, detail=f"{len(emojis)}")
        return Sent(external_id=external_id)

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Check the settings and say how readable the colour is."""
        return _report(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """There is nobody to register with."""
        return _report(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """There is nobody to take leave of."""

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show the visitor that somebody is typing."""
        with suppress(OtklikError, TimeoutError):
            await self._tell_typing(context.inbox_id, recipient)

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Read the uploaded file from our own store."""
        uploaded = OutboundFile(
            key=attachment.ref,
            kind=attachment.kind,
            name=attachment.name,
            mime=attachment.mime,
            size=attachment.size or 0,
        )
        try:
            data = await context.files.read(uploaded)
        except NotFound as error:
            raise CannotFetch("the uploaded file is gone") from error
        return FetchedFile(data=data, name=attachment.name, mime=attachment.mime)


async def _settle(doing: Awaitable[None], external_id: str, what: str, context: ChannelContext) -> SendResult:
    try:
        await doing
    except OtklikError as error:
        refusal = send_error(error)
    except TimeoutError:
        refusal = SendError(kind=SendErrorKind.RETRY, code="timeout", detail="the visitor's room does not answer")
    else:
        context.log.note(what, ok=True)
        return Sent(external_id=external_id)
    context.log.note(what, ok=False, detail=refusal.code)
    return refusal


def _report(context: ChannelContext) -> ConnectReport:
    try:
        check_settings(context.settings)
    except BadSettings as error:
        wrong = "; ".join(f"{one.field}: {one.message}" for one in error.errors)
        return ConnectReport(checks=(Check("settings", ok=False, detail=Words(wrong, wrong)),))
    settings = read_settings(context.settings)
    ratio = f"{contrast(settings.look.light.colour, settings.look.light.ink):.1f}:1"
    sites = ", ".join(settings.origins)
    where = Words(f"Чат покажут: {sites}", f"The chat is shown on {sites}")
    readable = Words(f"Контраст текста на цвете {ratio}", f"Text contrast on the colour {ratio}")
    checks = (Check("origins", ok=True, detail=where), Check("colour", ok=True, detail=readable))
    return ConnectReport(checks=checks, account=Account(id=str(context.inbox_id), name=sites[:200]))
