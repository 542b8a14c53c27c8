"""The channel itself: ties reading, writing and connecting together. Keeps nothing between calls."""

import base64
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.channel import (
    Account,
    ChannelContext,
    Check,
    ConnectReport,
    FetchedFile,
    Settings,
)
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channelkit.samples import SampleRead
from otklik.channels.json import inbound, outbound, sample
from otklik.channels.json.checking import check_settings
from otklik.channels.json.client import Done, JsonClient, Outcome, Refusal
from otklik.channels.json.manifest import MANIFEST
from otklik.channels.json.paths import write_value
from otklik.channels.json.refusals import send_error, words_of
from otklik.channels.json.settings import read_capabilities
from otklik.kit.errors import NotFound
from otklik.kit.http import HttpRequest, HttpTrouble, Refused
from otklik.kit.text import clean_name

_RETRY_S = 30.0
_OK = 200
_SERVER_ERROR = 500
_DOWNLOAD_TIMEOUT_S = 120.0


class JsonChannel:
    """Any program that speaks signed JSON."""

    manifest = MANIFEST

    def capabilities(self, settings: Settings) -> Capabilities:
        """Return what the administrator says that the other side can."""
        return read_capabilities(settings)

    def validate(self, settings: Settings) -> None:
        """Check address, secrets, mapping and template."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:  # noqa: ARG002 - the contract
        """Compare the signature in constant time, and its time with ours."""
        inbound.verify(call, settings)

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read all events of a delivery."""
        return inbound.parse(call, settings)

    def read_sample(self, body: bytes, settings: Settings) -> SampleRead:
        """Say what a sample is read as."""
        return sample.read_sample(body, settings)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message as requests."""
        return outbound.render(message, settings)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one request, its files inside it."""
        try:
            body = await _with_files(part, context)
        except NotFound:
            return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail="a file of the message is gone")
        return await _do(part.action, body, context, str(part.payload.get("id") or ""))

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Ask for another text in a sent message."""
        part = outbound.render_edit(external_id, message, context.settings)
        return _change(await _do(part.action, part.payload, context, external_id), external_id)

    async def delete(self, external_id: str, recipient: str, context: ChannelContext) -> SendResult:
        """Ask for a sent message to be taken away."""
        part = outbound.render_delete(external_id, recipient)
        return _change(await _do(part.action, part.payload, context, external_id), external_id)

    async def react(
        self,
        external_id: str,
        recipient: str,  # noqa: ARG002 - the id is enough
        emojis: Sequence[str],
        context: ChannelContext,
    ) -> SendResult:
        """Tell our reactions on a message."""
        part = outbound.render_reaction(external_id, emojis)
        return _change(await _do(part.action, part.payload, context, external_id), external_id)

    async def show_typing(self, recipient: str, context: ChannelContext) -> None:
        """Tell that we are typing."""
        part = outbound.render_typing(recipient)
        await _do(part.action, part.payload, context, "")

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Ask the address with a signed `ping`, which changes nothing there."""
        client = JsonClient(context.http, context.settings)
        outcome = await client.post(outbound.render_ping().payload)
        _note(context, "ping", outcome)
        if not isinstance(outcome, Done):
            return ConnectReport(checks=(Check("address", ok=False, detail=words_of(outcome)),))
        host = urlsplit(str(context.settings.get("url") or "")).hostname or "?"
        words = Words(f"{host} принял подписанный запрос", f"{host} took a signed request")
        checks = (Check("address", ok=True, detail=words),)
        return ConnectReport(checks=checks, account=Account(id=str(context.inbox_id), name=host[:200]))

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """There is nowhere to register: the other side is told our address by a person."""
        return await self.test(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """There is nothing to undo."""

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download an attachment by its address; to the other side's own host the Authorization goes along."""
        most = read_capabilities(context.settings).download_max_bytes
        request = HttpRequest(
            method="GET", url=attachment.ref, headers=_file_headers(attachment.ref, context.settings),
            max_bytes=most, read_timeout_s=_DOWNLOAD_TIMEOUT_S,
        )  # fmt: skip
        try:
            answer = await context.http.request(request)
        except Refused as trouble:
            context.log.note("file", ok=False, detail=trouble.detail)
            raise CannotFetch(f"the file cannot be fetched: {trouble.detail}") from None
        except HttpTrouble as trouble:
            context.log.note("file", ok=False, detail=trouble.detail)
            raise ChannelTrouble(trouble.detail, retry_after_s=_RETRY_S) from None
        context.log.note("file", ok=answer.status == _OK, detail=f"HTTP {answer.status}")
        if answer.status >= _SERVER_ERROR:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        if answer.status != _OK:
            raise CannotFetch(f"the address of the file answers {answer.status}")
        name = attachment.name or clean_name(unquote(PurePosixPath(urlsplit(attachment.ref).path).name))
        mime = attachment.mime or answer.headers.get("content-type", "").partition(";")[0].strip()
        return FetchedFile(data=answer.body, name=name, mime=mime)


async def _with_files(part: Part, context: ChannelContext) -> dict[str, Any]:
    body = dict(part.payload)
    if part.files:
        described = zip(body["message"]["files"], part.files.values(), strict=True)
        files = [{**said, "data": _base64(await context.files.read(file))} for said, file in described]
        body["message"] = {**body["message"], "files": files}
    return body


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def _do(action: str, body: Any, context: ChannelContext, otherwise: str) -> SendResult:  # noqa: ANN401 - JSON
    """Make a request; its answer may name the message, or else it has the name that we gave it."""
    client = JsonClient(context.http, context.settings)
    outcome = await client.post(body)
    _note(context, action, outcome)
    if not isinstance(outcome, Done):
        return send_error(outcome, repeats=read_capabilities(context.settings).idempotent_send)
    named = clean_name(write_value(client.rules.answer_id.find(outcome.answer)), 200)
    return Sent(external_id=named or otherwise)


def _change(result: SendResult, external_id: str) -> SendResult:
    """Changing twice does no harm, so an unknown outcome may simply be tried again."""
    if isinstance(result, Sent):
        return Sent(external_id=external_id)
    if result.kind is SendErrorKind.UNCERTAIN:
        return SendError(kind=SendErrorKind.RETRY, code=result.code, detail=result.detail)
    return result


def _note(context: ChannelContext, action: str, outcome: Outcome) -> None:
    match outcome:
        case Done():
            context.log.note(action, ok=True)
        case Refusal():
            context.log.note(action, ok=False, detail=f"{outcome.status} {outcome.code} {outcome.detail}".strip())
        case _:
            context.log.note(action, ok=False, detail=outcome.detail)


def _file_headers(url: str, settings: Settings) -> dict[str, str]:
    own, asked = urlsplit(str(settings.get("url") or "")), urlsplit(url)
    same = (own.scheme, own.netloc) == (asked.scheme, asked.netloc)
    return {"authorization": str(settings["authorization"])} if same and settings.get("authorization") else {}
