"""The channel itself: ties reading, writing and connecting together."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import Answer, ChannelContext, ConnectReport, FetchedFile, Settings, Subscription
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch, ChannelTrouble, UnknownShape
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, SendResult
from otklik.channels.viber import connection, inbound, outbound
from otklik.channels.viber.client import DEFAULT_BASE, Silence, decode
from otklik.channels.viber.manifest import DOWNLOAD_MAX_BYTES, MANIFEST
from otklik.channels.viber.payloads import User, read_callback, try_as
from otklik.channels.viber.sending import note, send_part
from otklik.kit.errors import FieldError

_PHOTO_MAX_BYTES = 5 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_RETRY_S = 30.0
_OK = 200
_GONE = frozenset({403, 404, 410})


class _Details(Struct, frozen=True):
    user: object = None


class ViberChannel:
    """Bots of Viber. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking Viber."""
        errors = []
        if not connection.looks_like_token(str(settings.get("token") or "")):
            errors.append(FieldError("settings.token", "bad_token", "this does not look like a bot token"))
        name = str(settings.get("sender_name") or "").strip()
        if not name:
            errors.append(FieldError("settings.sender_name", "missing", "must not be empty"))
        elif len(name) > outbound.SENDER_MAX:
            errors.append(FieldError("settings.sender_name", "too_long", "must have at most 28 characters"))
        if len(str(settings.get("welcome") or "")) > outbound.TEXT_MAX:
            errors.append(FieldError("settings.welcome", "too_long", "must have at most 7000 characters"))
        base = urlsplit(str(settings.get("base_url") or DEFAULT_BASE))
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the bot are wrong", errors=tuple(errors))

    # Receiving ----------------------------------------------------------------------------------------------------

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Compare the signature over the raw bytes in constant time."""
        inbound.verify(call, settings)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one event."""
        return inbound.parse(call)

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer | None:  # noqa: ARG002 - the contract
        """Welcome who opens the chat: only in this answer may anything be said to them before they write."""
        welcome = outbound.render_welcome(settings) if b"conversation_started" in call.body else None
        if welcome is None:
            return None
        try:
            started = read_callback(call.body).event == inbound.STARTED
        except UnknownShape:
            started = False
        return Answer(body=msgspec.json.encode(welcome), content_type="application/json") if started else None

    # Connecting ---------------------------------------------------------------------------------------------------

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try the token and look at the registration."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register our address."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Take our address back."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)

    # Sending ------------------------------------------------------------------------------------------------------

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message as calls."""
        return outbound.render(message, settings)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call."""
        return await send_part(connection.client_of(context), part, context)

    # Files --------------------------------------------------------------------------------------------------------

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment from the address that came with it, which lives for about an hour."""
        if attachment.size is not None and attachment.size > DOWNLOAD_MAX_BYTES:
            much = max(round(attachment.size / _MEGABYTE), 1)
            raise CannotFetch(f"the file of {much} MB is over the limit of 200 MB; open it in Viber", code="too_big")
        answer = await connection.client_of(context).download(attachment.ref, DOWNLOAD_MAX_BYTES)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("file", ok=ok)
        if isinstance(answer, Silence):
            raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
        if answer.status in _GONE:
            raise CannotFetch(f"Viber does not give this file any more (HTTP {answer.status}); open it in Viber")
        if not ok:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        return FetchedFile(data=answer.body, name=attachment.name, mime=attachment.mime)

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the profile photo; None when there is none or Viber does not give it."""
        client = connection.client_of(context)
        outcome = await client.call("get_user_details", {"id": sender_id})
        note(context, "get_user_details", outcome)
        details = decode(outcome, _Details)
        user = try_as(details.user, User) if details is not None else None
        if user is None or not user.avatar:
            return None
        answer = await client.download(user.avatar, _PHOTO_MAX_BYTES)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("photo", ok=ok)
        if isinstance(answer, Silence) or not ok:
            return None
        mime = answer.headers.get("content-type", "").partition(";")[0].strip()
        return FetchedFile(data=answer.body, name="photo", mime=mime or "image/jpeg")
