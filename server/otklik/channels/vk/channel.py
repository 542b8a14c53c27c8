"""The channel itself: ties reading, writing and connecting together."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from otklik.channelkit.channel import (
    Answer,
    ChannelContext,
    ConnectReport,
    FetchedFile,
    Settings,
    Subscription,
)
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import Happening, HookCall, Sender
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.vk import connection, inbound, outbound, profiles, refusals
from otklik.channels.vk.addresses import read_spot
from otklik.channels.vk.client import DEFAULT_BASE, Done, Outcome, Refusal, Silence
from otklik.channels.vk.manifest import DOWNLOAD_MAX_BYTES, MANIFEST
from otklik.channels.vk.payloads import read_delivery
from otklik.channels.vk.polling import VkPoller
from otklik.channels.vk.reactions import number_of
from otklik.channels.vk.rights import decode_group, looks_like_token
from otklik.channels.vk.sending import bring_files, send_part
from otklik.kit.errors import FieldError

_SECRET = re.compile(r"[A-Za-z0-9]{1,50}")
_CONFIRMATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MEGABYTE = 1024 * 1024
_RETRY_S = 30.0
_OK = 200
_GONE = frozenset({403, 404, 410})


class VkChannel:
    """Communities of VK. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking VK."""
        errors = []
        if not looks_like_token(str(settings.get("token") or "")):
            errors.append(FieldError("settings.token", "bad_token", "this does not look like an access token"))
        if settings.get("transport", "webhook") not in ("webhook", "polling"):
            errors.append(FieldError("settings.transport", "bad_choice", "webhook or polling"))
        secret = str(settings.get("secret") or "")
        if secret and not _SECRET.fullmatch(secret):
            errors.append(FieldError("settings.secret", "bad_format", "at most 50 Latin letters and digits"))
        confirmation = str(settings.get("confirmation") or "")
        if confirmation and not _CONFIRMATION.fullmatch(confirmation):
            errors.append(FieldError("settings.confirmation", "bad_format", "as VK shows it, without spaces"))
        base = urlsplit(str(settings.get("base_url") or DEFAULT_BASE))
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the community are wrong", errors=tuple(errors))

    # Receiving ----------------------------------------------------------------------------------------------------

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Compare the secret inside the body in constant time."""
        inbound.verify(call, settings, hook_secret)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:  # noqa: ARG002 - the contract
        """Read one event."""
        return inbound.parse(call)

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer:  # noqa: ARG002 - the contract
        """Say the only word that VK takes for a yes."""
        return Answer(body=b"ok")

    async def shake_hands(self, call: HookCall, context: ChannelContext) -> Answer | None:
        """Answer VK's first call with the confirmation string of the community."""
        if not inbound.is_confirmation(call):
            return None
        return await connection.answer_first_call(context, read_delivery(call.body).group_id)

    # Connecting ---------------------------------------------------------------------------------------------------

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try the key and look at the registration."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Write our address down at VK, or make polling possible."""
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

    async def open_poller(self, context: ChannelContext) -> VkPoller:
        """Open a line."""
        client = connection.client_of(context)
        outcome = await connection.call(client, context, "groups.getById")
        group = decode_group(outcome)
        if group is not None:
            return VkPoller(client, context, group.id)
        if isinstance(outcome, Refusal):
            raise ChannelTrouble(refusals.words_of(outcome), stop=refusals.is_unauthorized(outcome))
        raise ChannelTrouble(outcome.detail if isinstance(outcome, Silence) else "VK named no community")

    # Sending ------------------------------------------------------------------------------------------------------

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:  # noqa: ARG002 - the contract
        """Write a message as calls."""
        return outbound.render(message)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call, after the files it needs have been brought."""
        return await send_part(connection.client_of(context), part, context)

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Replace the text of a sent message; a longer text than one message is refused."""
        if len(outbound.render(msgspec.structs.replace(message, files=(), location=None))) > 1:
            return SendError(kind=SendErrorKind.FORMAT, code="too_long", detail="the new text is too long to edit in")
        part = outbound.render_edit(external_id, message)
        client = connection.client_of(context)
        handles = await bring_files(client, context, message.recipient, part.files)
        if isinstance(handles, SendError):
            return handles
        files = {"attachment": ",".join(handles.values())} if handles else {}
        return _changed(external_id, await connection.call(client, context, part.action, {**part.payload, **files}))

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:  # noqa: ARG002 - the id names the chat
        """Take a sent message back, within 24 hours."""
        part = outbound.render_delete(external_id)
        client = connection.client_of(context)
        return _changed(external_id, await connection.call(client, context, part.action, part.payload))

    async def react(
        self,
        external_id: str,
        recipient: str,  # noqa: ARG002 - the id names the chat
        emojis: Sequence[str],
        context: ChannelContext,
    ) -> SendResult:
        """Replace the community's reaction, or take it away."""
        number = number_of(emojis[0]) if emojis else None
        if (emojis and number is None) or not read_spot(external_id).cmid:
            return SendError(kind=SendErrorKind.FORMAT, code="no_reaction", detail="VK has no such reaction here")
        part = outbound.render_reaction(external_id, number)
        client = connection.client_of(context)
        return _changed(external_id, await connection.call(client, context, part.action, part.payload))

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Show "typing" for about ten seconds."""
        client = connection.client_of(context)
        await connection.call(client, context, "messages.setActivity", {"peer_id": recipient, "type": "typing"})

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:
        """Show the person that we have read up to a message."""
        client = connection.client_of(context)
        spot = read_spot(external_id)
        upto = {"up_to_cmid": spot.cmid} if spot.cmid else {"mark_conversation_as_read": 1}
        await connection.call(client, context, "messages.markAsRead", {"peer_id": recipient, **upto})

    async def block(self, recipient: str, context: ChannelContext, *, on: bool) -> SendResult:
        """Ban the person from the community, or let them in again."""
        client = connection.client_of(context)
        group = await connection.find_group(client, context)
        if group is None:
            return SendError(kind=SendErrorKind.RETRY, code="no_group", detail="VK did not say whose key this is")
        method = "groups.ban" if on else "groups.unban"
        params = {"group_id": group.id, "owner_id": recipient}
        return _changed(recipient, await connection.call(client, context, method, params))

    async def answer_button(self, answer_ref: str, context: ChannelContext) -> None:
        """Stop the spinner; a late answer is no error."""
        user, peer, event = (*answer_ref.split(":", 2), "", "")[:3]
        fields = {"event_id": event, "user_id": user, "peer_id": peer}
        await connection.call(connection.client_of(context), context, "messages.sendMessageEventAnswer", fields)

    # Files --------------------------------------------------------------------------------------------------------

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment from the address that came with it."""
        if attachment.size is not None and attachment.size > DOWNLOAD_MAX_BYTES:
            raise _too_big(attachment.size)
        answer = await connection.client_of(context).download(attachment.ref, DOWNLOAD_MAX_BYTES)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("file", ok=ok, detail="" if ok else _trouble_words(answer))
        if isinstance(answer, Silence):
            raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
        if answer.status in _GONE:
            raise CannotFetch(f"VK does not give this file any more (HTTP {answer.status}); open it in VK")
        if not ok:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        return FetchedFile(data=answer.body, name=attachment.name, mime=attachment.mime)

    async def fetch_sender(self, sender_id: str, context: ChannelContext) -> Sender | None:
        """Return the name of a person, which no delivery tells."""
        profile = await profiles.ask_profile(connection.client_of(context), context, sender_id)
        return profiles.describe(profile) if profile is not None else None

    async def fetch_photo(self, sender_id: str, context: ChannelContext) -> FetchedFile | None:
        """Return the profile photo; None when there is none or VK does not give it."""
        return await profiles.fetch_picture(connection.client_of(context), context, sender_id)


def _changed(external_id: str, outcome: Outcome) -> SendResult:
    return Sent(external_id=external_id) if isinstance(outcome, Done) else refusals.send_error(outcome)


def _too_big(size: int) -> CannotFetch:
    much = max(round(size / _MEGABYTE), 1)
    return CannotFetch(f"the file of {much} MB is over the limit of 100 MB; open it in VK", code="too_big")


def _trouble_words(answer: object) -> str:
    return answer.detail if isinstance(answer, Silence) else "not given"
