"""The channel itself: ties reading, writing and connecting together."""

from collections.abc import Sequence
from typing import Final

from otklik.channelkit.channel import Answer, ChannelContext, ConnectReport, FetchedFile, Settings, Subscription
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channelkit.sms import write_texts
from otklik.channels.twilio import connection, inbound, signing
from otklik.channels.twilio.client import Done, Outcome, Refusal, Silence
from otklik.channels.twilio.manifest import DOWNLOAD_MAX_BYTES, MANIFEST
from otklik.channels.twilio.refusals import send_error
from otklik.channels.twilio.settings import check_settings, read_settings

_OK: Final = 200
_GONE: Final = (400, 401, 403, 404, 410)
_RETRY_S: Final = 30.0
_MESSAGES: Final = "Messages"


class TwilioChannel:
    """SMS by Twilio. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Raise BadSettings naming every wrong field."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Check the signature over our own address and the form."""
        del hook_secret
        signing.verify(call, read_settings(settings).token, str(settings.get("domain_id") or ""))

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one call."""
        del settings
        return inbound.parse(call)

    def answer(self, call: HookCall, settings: Settings, hook_secret: str) -> Answer | None:
        """Say nothing to the person, in the form that Twilio wants."""
        del call, settings, hook_secret
        return Answer(body=b"<Response/>", content_type="text/xml")

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message; Twilio itself cuts it into parts and joins them again."""
        account = read_settings(settings)
        by = "MessagingServiceSid" if account.is_service else "From"
        return [
            Part(action=_MESSAGES, payload={"To": message.recipient, by: account.sender, "Body": text})
            for text in write_texts(message, latin=account.latin)
        ]

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one message; what became of it comes by itself to our address."""
        fields = {name: str(value) for name, value in part.payload.items()}
        if context.hook_url.startswith("http"):
            fields["StatusCallback"] = context.hook_url + signing.OVERRIDES
        outcome = await read_settings(context.settings).client(context).post(part.action, fields)
        connection.note(context, "send message", outcome)
        return _result(outcome)

    async def fetch_file(self, attachment: Attachment, context: ChannelContext) -> FetchedFile:
        """Download a picture that came with a message."""
        client = read_settings(context.settings).client(context)
        answer = await client.download(attachment.ref, DOWNLOAD_MAX_BYTES)
        ok = not isinstance(answer, Silence) and answer.status == _OK
        context.log.note("file", ok=ok)
        if isinstance(answer, Silence):
            if answer.refused:
                raise CannotFetch(answer.words)
            raise ChannelTrouble(answer.words, retry_after_s=_RETRY_S)
        if answer.status in _GONE:
            raise CannotFetch(f"HTTP {answer.status}")
        if not ok:
            raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
        return FetchedFile(data=answer.body, name=attachment.name, mime=attachment.mime)

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Try the account and look at the number."""
        return await connection.run_test(context)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Register our address with the number."""
        return await connection.run_connect(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """Take our address back."""
        await connection.run_disconnect(context)

    async def watch(self, context: ChannelContext) -> Subscription:
        """Look after the registration."""
        return await connection.run_watch(context)


def _result(outcome: Outcome) -> SendResult:
    match outcome:
        case Done(result=result):
            sid = str(result.get("sid") or "")
            if not sid:
                return SendError(kind=SendErrorKind.UNCERTAIN, code="no_id", detail="the answer names no message")
            return Sent(external_id=sid)
        case Refusal():
            return send_error(outcome.status, outcome.code, outcome.words, retry_after_s=outcome.retry_after_s)
        case Silence():
            if outcome.refused:
                return SendError(kind=SendErrorKind.AUTH, code="refused", detail=outcome.words, scope=Scope.INBOX)
            if outcome.sent:
                return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=outcome.words)
            return SendError(kind=SendErrorKind.RETRY, code="network", detail=outcome.words, scope=Scope.INBOX)
