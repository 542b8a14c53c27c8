"""The channel itself: ties reading, writing and connecting together."""

import re
from collections.abc import Sequence
from typing import Any
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
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.meta import signing
from otklik.channelkit.meta.graph import DEFAULT_BASE, Done, Outcome, note
from otklik.channelkit.meta.reading import items, part, text, word
from otklik.channelkit.meta.tokens import client_of, setting, word_for
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channelkit.templates import Template
from otklik.channels.whatsapp import connection, fetching, inbound, outbound, refusals, sending, templates
from otklik.channels.whatsapp.addresses import block_fields
from otklik.channels.whatsapp.interactive import OPENER_MAX
from otklik.channels.whatsapp.manifest import MANIFEST
from otklik.kit.errors import FieldError

_ID = re.compile(r"[0-9]{5,32}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_|.-]{20,1000}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9]{16,128}", re.ASCII)


class WhatsappChannel:
    """Numbers of the WhatsApp Cloud API. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Check what can be checked without asking Meta."""
        errors = [
            FieldError(f"settings.{name}", code, words)
            for name, shape, code, words in (
                ("phone_number_id", _ID, "bad_format", "digits only, as the dashboard shows them"),
                ("waba_id", _ID, "bad_format", "digits only, as the dashboard shows them"),
                ("token", _TOKEN, "bad_token", "this does not look like an access token"),
                ("app_secret", _SECRET, "bad_format", "Latin letters and digits, as the dashboard shows them"),
            )
            if not shape.fullmatch(setting(settings, name))
        ]
        if len(setting(settings, "list_button")) > OPENER_MAX:
            errors.append(FieldError("settings.list_button", "too_long", f"at most {OPENER_MAX} characters"))
        base = urlsplit(setting(settings, "base_url") or DEFAULT_BASE)
        if base.scheme not in ("http", "https") or not base.netloc or base.query or base.fragment:
            errors.append(FieldError("settings.base_url", "bad_url", "an http or https address"))
        if errors:
            raise BadSettings("the settings of the number are wrong", errors=tuple(errors))

    # Receiving ----------------------------------------------------------------------------------------------------

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Check the signature of a delivery, or the word of a handshake."""
        words = (word_for(hook_secret, "whatsapp"), setting(settings, "verify_token"))
        signing.verify(call, setting(settings, "app_secret"), words)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one delivery."""
        return inbound.parse(call, settings)

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer | None:  # noqa: ARG002 - the contract
        """Return the challenge of a handshake."""
        return signing.answer_handshake(call)

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment."""
        return await fetching.fetch_file(attachment, context)

    # Connecting ---------------------------------------------------------------------------------------------------

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try what was entered and look at the registration."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Give the number our address."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Take our address back."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)

    async def list_templates(self, context: ChannelContext) -> Sequence[Template]:
        """Return the templates of the account."""
        return await templates.list_templates(client_of(context), context, setting(context.settings, "waba_id"))

    # Sending ------------------------------------------------------------------------------------------------------

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message as calls."""
        return outbound.render(message, settings)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one call, after the file it needs has been uploaded."""
        return await sending.send_part(client_of(context), _number(context), part, context)

    async def react(
        self, external_id: str, recipient: str, emojis: Sequence[str], context: ChannelContext
    ) -> SendResult:
        """Replace our reaction, or take it away; setting it twice does no harm."""
        outcome = await self._do(outbound.render_reaction(external_id, recipient, emojis), context)
        return _changed(outcome, external_id)

    async def mark_read(self, external_id: str, recipient: str, context: ChannelContext) -> None:  # noqa: ARG002 - the id is enough
        """Show the person that we have read up to a message."""
        await self._do(outbound.render_read(external_id), context)

    async def show_typing_below(self, external_id: str, recipient: str, context: ChannelContext) -> None:  # noqa: ARG002 - the id is enough
        """Show "typing" for up to 25 seconds; WhatsApp marks the message as read by it."""
        await self._do(outbound.render_read(external_id, typing=True), context)

    async def block(self, recipient: str, context: ChannelContext, *, on: bool) -> SendResult:
        """Keep a person away, or let them in again; WhatsApp blocks only who wrote within a day."""
        client = client_of(context)
        path = f"{_number(context)}/block_users"
        body = {"messaging_product": "whatsapp", "block_users": [block_fields(recipient)]}
        outcome = await (client.post(path, body) if on else client.delete(path, body))
        note(context, "block_users", outcome)
        failed = items(part(outcome.result, "block_users"), "failed_users") if isinstance(outcome, Done) else []
        if failed:
            error = next(iter(items(failed[0], "errors")), {})
            detail = text(error, "message", 300) or "WhatsApp blocks only people who wrote within a day"
            return SendError(kind=SendErrorKind.FORMAT, code=word(error, "code") or "not_blocked", detail=detail)
        return _changed(outcome, recipient)

    async def _do(self, payload: dict[str, Any], context: ChannelContext) -> Outcome:
        return await sending.do(client_of(context), _number(context), payload, context)


def _number(context: ChannelContext) -> str:
    return setting(context.settings, "phone_number_id")


def _changed(outcome: Outcome, external_id: str) -> SendResult:
    if isinstance(outcome, Done):
        return Sent(external_id=external_id)
    error: SendError = refusals.send_error(outcome)
    return replace(error, kind=SendErrorKind.RETRY) if error.kind is SendErrorKind.UNCERTAIN else error
