"""The channel itself: ties reading, writing and connecting together."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec.structs import replace

from otklik.channelkit.channel import (
    Answer,
    ChannelContext,
    ConnectReport,
    FetchedFile,
    Settings,
    Subscription,
)
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.inbound import Happening, HookCall, Sender
from otklik.channelkit.meta import messaging, signing
from otklik.channelkit.meta.graph import DEFAULT_BASE, Done, Outcome, note
from otklik.channelkit.meta.tokens import client_of, setting, word_for
from otklik.channelkit.outbound import OutboundMessage, Part, SendErrorKind, SendResult, Sent
from otklik.channels.messenger import connection, fetching, outbound, refusals, sending
from otklik.channels.messenger.manifest import MANIFEST
from otklik.kit.errors import FieldError

_ID = re.compile(r"[0-9]{3,32}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_|.-]{20,1000}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9]{16,128}", re.ASCII)


class MessengerChannel:
    """Pages of Facebook. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking Meta."""
        errors = [
            FieldError(f"settings.{name}", code, words)
            for name, shape, code, words in (
                ("page_id", _ID, "bad_format", "digits only, as the page's settings show them"),
                ("token", _TOKEN, "bad_token", "this does not look like an access token"),
                ("app_secret", _SECRET, "bad_format", "Latin letters and digits, as the dashboard shows them"),
            )
            if not shape.fullmatch(setting(settings, name))
        ]
        base = urlsplit(setting(settings, "base_url") or DEFAULT_BASE)
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the page are wrong", errors=tuple(errors))

    # Receiving ----------------------------------------------------------------------------------------------------

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Check the signature of a delivery, or the word of a handshake."""
        words = (word_for(hook_secret, "messenger"), setting(settings, "verify_token"))
        signing.verify(call, setting(settings, "app_secret"), words)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one delivery."""
        return messaging.parse(call, setting(settings, "page_id"))

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer | None:  # noqa: ARG002 - the contract
        """Return the challenge of a handshake."""
        return signing.answer_handshake(call)

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment from its signed address."""
        return await fetching.fetch_file(client_of(context), attachment, context)

    async def fetch_sender(self, sender_id: str, context: ChannelContext) -> Sender | None:
        """Return who a person is."""
        return await fetching.fetch_sender(client_of(context), sender_id, context)

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the photo of a person."""
        return await fetching.fetch_photo(client_of(context), sender_id, context)

    # Connecting ---------------------------------------------------------------------------------------------------

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try what was entered and look at the registration."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register our address and subscribe the page."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Unsubscribe the page."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)

    # Sending ------------------------------------------------------------------------------------------------------

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Write a message as calls."""
        return outbound.render(message)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call, after the file it needs has been uploaded."""
        return await sending.send_part(client_of(context), _page(context), part, context)

    async def react(
        self, external_id: str, recipient: str, emojis: Sequence[str], context: ChannelContext
    ) -> SendResult:
        """Replace our reaction, or take it away; setting it twice does no harm."""
        chosen = {"message_id": external_id} | ({"reaction": emojis[0]} if emojis else {})
        action = outbound.render_action(recipient, "react" if emojis else "unreact", **chosen)
        return _changed(await sending.act(client_of(context), _page(context), action, context), external_id)

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:  # noqa: ARG002 - the whole chat is marked
        """Show the person that we have read everything."""
        action = outbound.render_action(recipient, "mark_seen")
        await sending.act(client_of(context), _page(context), action, context)

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show "typing" for up to 20 seconds."""
        action = outbound.render_action(recipient, "typing_on")
        await sending.act(client_of(context), _page(context), action, context)

    async def block(self, recipient: str, context: ChannelContext, *, on: bool) -> SendResult:
        """Keep a person away, or let them in again."""
        body = {"user_ids": [{"id": recipient}], "actions": ["block_user" if on else "unblock_user"]}
        outcome = await client_of(context).post(f"{_page(context)}/moderate_conversations", body)
        note(context, "moderate_conversations", outcome)
        return _changed(outcome, recipient)


def _page(context: ChannelContext) -> str:
    return setting(context.settings, "page_id")


def _changed(outcome: Outcome, external_id: str) -> SendResult:
    if isinstance(outcome, Done):
        return Sent(external_id=external_id)
    error = refusals.send_error(outcome)
    return replace(error, kind=SendErrorKind.RETRY) if error.kind is SendErrorKind.UNCERTAIN else error
