"""The channel itself: ties reading, writing and connecting together."""

import asyncio
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.channel import ChannelContext, ConnectReport, FetchedFile, Settings, Subscription
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch, ChannelTrouble
from otklik.channelkit.fitting import measure
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.ok import connection, inbound, outbound, refusals
from otklik.channels.ok.addresses import path_piece, read_recipient
from otklik.channels.ok.client import DEFAULT_BASE, Done, Silence
from otklik.channels.ok.manifest import DOWNLOAD_MAX_BYTES, MANIFEST
from otklik.channels.ok.sending import Errand, Sleep, note, send_part
from otklik.kit.errors import FieldError

_RETRY_S = 30.0
_OK = 200
_GONE = frozenset({400, 401, 403, 404, 410})
_TYPES_WITHOUT_MEANING = frozenset({"application/octet-stream", "binary/octet-stream"})


class OkChannel:
    """Messages of a group in Odnoklassniki. Keeps nothing between calls; `sleep` is how it waits for a file."""

    manifest = MANIFEST

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking."""
        errors = []
        if not connection.looks_like_token(str(settings.get("token", ""))):
            errors.append(FieldError("settings.token", "bad_token", "this does not look like an access key"))
        base = urlsplit(str(settings.get("base_url") or DEFAULT_BASE))
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the group are wrong", errors=tuple(errors))

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Compare the key of the address in constant time."""
        inbound.verify(call, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one event."""
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
        """Register our address."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Take our address back."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment from the address that came with it."""
        if attachment.size is not None and attachment.size > DOWNLOAD_MAX_BYTES:
            raise CannotFetch("the file is too large; open it in Odnoklassniki", code="too_big")
        if not attachment.ref.startswith(("https://", "http://")):
            raise CannotFetch("this file has no address")
        answer = await connection.client_of(context).download(attachment.ref, DOWNLOAD_MAX_BYTES)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("file", ok=ok)
        if isinstance(answer, Silence):
            if answer.refused or "larger than" in answer.detail:
                raise CannotFetch(f"this file cannot be fetched: {answer.detail}")
            raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
        if answer.status in _GONE:
            raise CannotFetch(f"Odnoklassniki does not give this file: HTTP {answer.status}")
        if not ok:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        mime = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return FetchedFile(
            data=answer.body, name=attachment.name or _name_in(attachment.ref),
            mime=attachment.mime or ("" if mime in _TYPES_WITHOUT_MEANING else mime),
        )  # fmt: skip

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show "is typing"; best effort."""
        await self._signal(recipient, "typing_on", context)

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:  # noqa: ARG002 - all of the chat
        """Mark everything in the chat as read; best effort."""
        await self._signal(recipient, "mark_seen", context)

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Replace a sent message. The whole of it is replaced, so one with files would lose them and is refused."""
        if message.files:
            return SendError(kind=SendErrorKind.FORMAT, code="has_files", detail="an edit would take the files away")
        if measure(message.text, TextUnit.UTF16) > outbound.TEXT_MAX:
            return SendError(kind=SendErrorKind.FORMAT, code="too_long", detail="the new text is too long to edit in")
        keys = outbound.keyboard(message.buttons)
        body = {"message": {"text": message.text} | outbound.attach([keys] if keys else [])}
        try:
            action = f"POST /{path_piece(external_id)}/edit"
        except ValueError:
            return SendError(kind=SendErrorKind.FORMAT, code="bad_id", detail="this is no id of a message")
        outcome = await connection.client_of(context).call(action, None, body)
        note(context, "POST /edit", outcome)
        if isinstance(outcome, Done):
            return Sent(external_id=external_id)
        error = refusals.send_error(outcome)
        kinds = {SendErrorKind.UNCERTAIN: SendErrorKind.RETRY, SendErrorKind.GONE: SendErrorKind.FORMAT}
        return msgspec.structs.replace(error, kind=kinds.get(error.kind, error.kind))

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:  # noqa: ARG002 - the contract
        """Refuse: Odnoklassniki describes no way to take a message back."""
        return SendError(kind=SendErrorKind.FORMAT, code="cannot", detail="Odnoklassniki takes no messages back")

    async def _signal(self, recipient: str, action: str, context: ChannelContext) -> None:
        body = {"recipient": read_recipient(recipient), "sender_action": action}
        outcome = await connection.client_of(context).call(outbound.action_of(recipient), None, body)
        note(context, action, outcome)


def _name_in(url: str) -> str:
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    return name if "." in name and name.isprintable() else ""
