"""The channel itself: ties reading, writing and connecting together."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, ConnectReport, FetchedFile, Settings, Subscription
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.telegram import connection, inbound, outbound, refusals
from otklik.channels.telegram.addresses import read_address, read_message
from otklik.channels.telegram.client import Done, Outcome, Refusal, Silence, TelegramClient
from otklik.channels.telegram.manifest import DOWNLOAD_MAX_BYTES, MANIFEST
from otklik.channels.telegram.payloads import File
from otklik.channels.telegram.polling import TelegramPoller
from otklik.channels.telegram.sending import note, send_part
from otklik.kit.errors import FieldError

_PHOTO_MAX_BYTES = 5 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_RETRY_S = 30.0
_OK = 200
_BAD_REQUEST = 400


class _FilePath(Struct, frozen=True):
    file_path: str = ""


class _Photos(Struct, frozen=True):
    photos: tuple[tuple[File, ...], ...] = ()


class TelegramChannel:
    """Telegram bots. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking Telegram."""
        errors = []
        if not connection.looks_like_token(str(settings.get("token", ""))):
            errors.append(FieldError("settings.token", "bad_token", "this does not look like a bot token"))
        if settings.get("transport", "webhook") not in ("webhook", "polling"):
            errors.append(FieldError("settings.transport", "bad_choice", "webhook or polling"))
        base = urlsplit(str(settings.get("base_url") or "https://api.telegram.org"))
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the bot are wrong", errors=tuple(errors))

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Compare the secret header in constant time."""
        inbound.verify(call, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one update."""
        return inbound.parse(call)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Write a message as calls."""
        return outbound.render(message)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call."""
        return await send_part(connection.client_of(context), part, context)

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

    # Polling ----------------------------------------------------------------------------------------------------

    def wants_polling(self, settings: Settings) -> bool:
        """Whether these settings choose polling."""
        return connection.wants_polling(settings)

    async def open_poller(self, context: ChannelContext) -> TelegramPoller:
        """Remove a webhook that would stand in the way, and open a line."""
        client = connection.client_of(context)
        outcome = await client.call("deleteWebhook", {"drop_pending_updates": False})
        note(context, "deleteWebhook", outcome)
        if isinstance(outcome, Refusal) and outcome.code in (401, 404):
            raise ChannelTrouble(f"{outcome.code} {outcome.description}", stop=True)
        return TelegramPoller(client)

    # Files --------------------------------------------------------------------------------------------------------

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment; what Telegram does not give to bots is said in words."""
        client = connection.client_of(context)
        path = await self._file_path(client, attachment.ref, context, size=attachment.size)
        data = await self._download(client, path, context, max_bytes=self._download_max(context))
        return FetchedFile(data=data, name=attachment.name or PurePosixPath(path).name, mime=attachment.mime)

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the profile photo; None when there is none, it is hidden, or Telegram does not tell."""
        client = connection.client_of(context)
        outcome = await client.call("getUserProfilePhotos", {"user_id": read_address(sender_id).chat, "limit": 1})
        note(context, "getUserProfilePhotos", outcome)
        sizes = _first_photo(outcome)
        if not sizes:
            return None
        largest = max(sizes, key=lambda size: (size.width or 0) * (size.height or 0))
        try:
            path = await self._file_path(client, largest.file_id, context)
            data = await self._download(client, path, context, max_bytes=_PHOTO_MAX_BYTES)
        except (CannotFetch, ChannelTrouble):
            return None
        return FetchedFile(data=data, name="photo.jpg", mime="image/jpeg")

    def _download_max(self, context: ChannelContext) -> int:
        """A Bot API server of one's own gives larger files; we take what we would also send."""
        base = str(context.settings.get("base_url") or "")
        own = bool(base) and urlsplit(base).hostname != "api.telegram.org"
        return outbound.FILE_MAX_BYTES if own else DOWNLOAD_MAX_BYTES

    async def _file_path(
        self, client: TelegramClient, ref: str, context: ChannelContext, *, size: int | None = None
    ) -> str:
        if size is not None and size > self._download_max(context):
            raise _too_big(size)
        outcome = await client.call("getFile", {"file_id": ref})
        note(context, "getFile", outcome)
        if isinstance(outcome, Done):
            path = _decode_path(outcome.result)
            if path:
                return path
            raise ChannelTrouble("Telegram named no place for the file", retry_after_s=_RETRY_S)
        raise _fetch_error(outcome, size)

    async def _download(self, client: TelegramClient, path: str, context: ChannelContext, *, max_bytes: int) -> bytes:
        answer = await client.download(path, max_bytes)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("file", ok=ok, detail="" if ok else _trouble_words(answer))
        if isinstance(answer, Silence):
            raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
        if not ok:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        return answer.body

    # Small signals and changes --------------------------------------------------------------------------------------

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show "typing" for five seconds."""
        fields = {**outbound.recipient_fields(recipient), "action": "typing"}
        note(context, "sendChatAction", await connection.client_of(context).call("sendChatAction", fields))

    async def answer_button(self, answer_ref: str, context: ChannelContext) -> None:
        """Stop the spinner; a late answer is no error."""
        fields = {"callback_query_id": answer_ref}
        outcome = await connection.client_of(context).call("answerCallbackQuery", fields)
        note(context, "answerCallbackQuery", outcome)

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Replace the text or caption of a sent message; a longer text than one message is refused."""
        part = outbound.render_edit(external_id, message)
        body = part.payload.get("text") or part.payload.get("caption") or ""
        if len(str(body)) < len(message.text.strip()):
            return SendError(kind=SendErrorKind.FORMAT, code="too_long", detail="the new text is too long to edit in")
        outcome = await self._do(part, context)
        if isinstance(outcome, Refusal) and refusals.has_no_text(outcome):
            outcome = await self._do(outbound.as_caption_edit(part), context)
        if isinstance(outcome, Done) or (isinstance(outcome, Refusal) and refusals.already_so(outcome)):
            return Sent(external_id=external_id)
        return _change_error(outcome)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:  # noqa: ARG002 - the id names the chat
        """Take a sent message back, within 48 hours."""
        outcome = await self._do(outbound.render_delete(external_id), context)
        if isinstance(outcome, Done) or (isinstance(outcome, Refusal) and refusals.already_gone(outcome)):
            return Sent(external_id=external_id)
        return _change_error(outcome)

    async def react(
        self,
        external_id: str,
        recipient: str,  # noqa: ARG002 - the id names the chat
        emojis: Sequence[str],
        context: ChannelContext,
    ) -> SendResult:
        """Replace the bot's reaction; a business chat, where the bot is no member, has none."""
        if read_message(external_id)[0].connection:
            detail = "a bot cannot react in a business chat"
            return SendError(kind=SendErrorKind.FORMAT, code="business", detail=detail)
        outcome = await self._do(outbound.render_reaction(external_id, emojis), context)
        return Sent(external_id=external_id) if isinstance(outcome, Done) else _change_error(outcome)

    async def _do(self, part: Part, context: ChannelContext) -> Outcome:
        outcome = await connection.client_of(context).call(part.action, part.payload)
        note(context, part.action, outcome)
        return outcome


def _change_error(outcome: Refusal | Silence) -> SendError:
    """Changing twice does no harm, so an unknown outcome may simply be tried again."""
    error = refusals.send_error(outcome)
    if error.kind is SendErrorKind.UNCERTAIN:
        return msgspec.structs.replace(error, kind=SendErrorKind.RETRY)
    return error


def _fetch_error(outcome: Refusal | Silence, size: int | None) -> CannotFetch | ChannelTrouble:
    if isinstance(outcome, Silence):
        return ChannelTrouble(outcome.detail, retry_after_s=_RETRY_S)
    if refusals.says(outcome, ("file is too big",)):
        return _too_big(size)
    if outcome.code in (401, 404):
        return ChannelTrouble(f"{outcome.code} {outcome.description}", stop=True)
    if outcome.code == _BAD_REQUEST and not refusals.says(outcome, ("wrong file_id or the file is temporarily",)):
        return CannotFetch(f"Telegram does not give this file: {outcome.description}")
    return ChannelTrouble(f"{outcome.code} {outcome.description}", retry_after_s=outcome.retry_after_s or _RETRY_S)


def _too_big(size: int | None) -> CannotFetch:
    much = f"of {max(round(size / _MEGABYTE), 1)} MB" if size else "this large"
    return CannotFetch(
        f"Telegram does not give bots a file {much} (limit 20 MB); ask for it by mail or open it in Telegram",
        code="too_big",
    )


def _trouble_words(answer: object) -> str:
    return answer.detail if isinstance(answer, Silence) else "not found"


def _decode_path(result: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(result, type=_FilePath).file_path
    except msgspec.MsgspecError:
        return ""


def _first_photo(outcome: Outcome) -> tuple[File, ...]:
    if not isinstance(outcome, Done):
        return ()
    try:
        photos = msgspec.json.decode(outcome.result, type=_Photos).photos
    except msgspec.MsgspecError:
        return ()
    return photos[0] if photos else ()
