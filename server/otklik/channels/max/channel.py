"""The channel itself: ties reading, writing and connecting together."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from otklik.channelkit.channel import ChannelContext, ConnectReport, FetchedFile, Settings, Subscription
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, ChannelTrouble
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.max import connection, fetching, inbound, outbound, refusals
from otklik.channels.max.addresses import chat_of, path_piece
from otklik.channels.max.client import DEFAULT_BASE, Done, Refusal, Silence
from otklik.channels.max.manifest import MANIFEST
from otklik.channels.max.markup import cut
from otklik.channels.max.polling import MaxPoller
from otklik.channels.max.sending import Errand, Sleep, note, send_part
from otklik.kit.errors import FieldError

_SEEN = "✓"


class MaxChannel:
    """Bots of MAX. Keeps nothing between calls; `sleep` is how it waits for MAX to digest a file."""

    manifest = MANIFEST

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking MAX."""
        errors = []
        if not connection.looks_like_token(str(settings.get("token", ""))):
            errors.append(FieldError("settings.token", "bad_token", "this does not look like a bot token"))
        if settings.get("transport", "webhook") not in ("webhook", "polling"):
            errors.append(FieldError("settings.transport", "bad_choice", "webhook or polling"))
        base = urlsplit(str(settings.get("base_url") or DEFAULT_BASE))
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the bot are wrong", errors=tuple(errors))

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Compare the secret header in constant time."""
        inbound.verify(call, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one delivery."""
        return inbound.parse(call)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Write a message as calls."""
        return outbound.render(message)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call, with the uploads it needs."""
        return await send_part(Errand(connection.client_of(context), context, self._sleep), part)

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try the token and look at the registration."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register our address, or make polling possible."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Take our address back."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)

    def wants_polling(self, settings: Settings) -> bool:
        """Whether these settings choose polling."""
        return connection.wants_polling(settings)

    async def open_poller(self, context: ChannelContext) -> MaxPoller:
        """Remove addresses that would stand in the way, and open a line."""
        outcome = await connection.make_pollable(context)
        if isinstance(outcome, Refusal) and refusals.bad_token(outcome):
            raise ChannelTrouble(str(outcome), stop=True)
        return MaxPoller(connection.client_of(context))

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment."""
        return await fetching.fetch_file(attachment, context)

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the profile photo, if MAX tells of one."""
        return await fetching.fetch_photo(sender_id, context)

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show "is typing"; a person whose dialog is not known sees nothing."""
        chat = chat_of(recipient)
        if chat:
            outcome = await connection.client_of(context).call(
                f"POST /chats/{path_piece(chat)}/actions", None, {"action": "typing_on"}
            )
            note(context, "POST /actions", outcome)

    async def answer_button(self, answer_ref: str, context: ChannelContext) -> None:
        """Show that the press has arrived; an answer must say something, so it is a tick. A late one is no error."""
        await connection.call(context, "POST /answers", {"callback_id": answer_ref}, {"notification": _SEEN})

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Replace the words of a sent message; more than one message holds is refused."""
        if message.text.strip() and len(cut(message.text, message.marks)) > 1:
            return SendError(kind=SendErrorKind.FORMAT, code="too_long", detail="the new text is too long to edit in")
        body = outbound.render_edit(message)
        outcome = await connection.call(context, "PUT /messages", {"message_id": external_id}, body)
        return Sent(external_id=external_id) if isinstance(outcome, Done) else _change_error(outcome)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:  # noqa: ARG002 - the id is enough
        """Take a sent message back."""
        outcome = await connection.call(context, "DELETE /messages", {"message_id": external_id})
        if isinstance(outcome, Done) or (isinstance(outcome, Refusal) and refusals.already_gone(outcome)):
            return Sent(external_id=external_id)
        return _change_error(outcome)


def _change_error(outcome: Refusal | Silence) -> SendError:
    """Changing twice does no harm, so an unknown outcome may be tried again; a lost message is not a lost person."""
    error = refusals.send_error(outcome)
    if error.kind is SendErrorKind.UNCERTAIN:
        return msgspec.structs.replace(error, kind=SendErrorKind.RETRY)
    if error.kind is SendErrorKind.GONE and isinstance(outcome, Refusal) and refusals.names_message(outcome):
        return msgspec.structs.replace(error, kind=SendErrorKind.FORMAT)
    return error
