"""The channel itself: SMS by whatever provider the settings describe."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Settings
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import OutboundMessage, Part, SendError, SendResult
from otklik.channelkit.phones import read_phone
from otklik.channelkit.sms import Alphabet, alphabet_of, write_texts
from otklik.channels.sms_http import inbound, signing
from otklik.channels.sms_http.client import Outcome, Silence, SmsHttpClient
from otklik.channels.sms_http.description import Description, check_settings, read_settings
from otklik.channels.sms_http.manifest import MANIFEST
from otklik.channels.sms_http.refusals import find_error, judge
from otklik.channels.sms_http.templates import follow

_SEND: Final = "send message"
_SUCCESS: Final = 2


class SmsHttpChannel:
    """SMS over HTTP. Keeps nothing between calls."""

    manifest = MANIFEST

    def validate(self, settings: Settings) -> None:
        """Raise BadSettings naming every wrong line."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Check the proof that the description demands."""
        del hook_secret
        signing.verify(call, read_settings(settings))

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one call."""
        return inbound.parse(call, read_settings(settings))

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Write a message; the provider cuts it into parts."""
        return [
            Part(
                action=_SEND,
                payload={
                    "to": message.recipient, "to_digits": message.recipient.lstrip("+"), "text": text,
                    "id": f"{message.message_id}-{number}",
                    "kind": "text" if alphabet_of(text) is Alphabet.GSM7 else "unicode",
                },
            )
            for number, text in enumerate(write_texts(message, latin=read_settings(settings).latin))
        ]  # fmt: skip

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Make one request."""
        told = read_settings(context.settings)
        client = _client(context, told)
        outcome = await client.submit({name: str(value) for name, value in part.payload.items()})
        result = judge(outcome, told, client)
        if isinstance(result, SendError):
            context.log.note(part.action, ok=False, detail=f"{result.code} {result.detail}")
        else:
            context.log.note(part.action, ok=True)
        return result

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Look at the description, and make the call that proves name and password if one is described."""
        try:
            check_settings(context.settings)
        except BadSettings as error:
            fields = ", ".join(fault.field.rpartition(".")[2] for fault in error.errors)
            words = Words(f"Описание с ошибками: {fields}", f"The description has mistakes: {fields}")
            return ConnectReport(checks=(Check("settings", ok=False, detail=words),))
        told = read_settings(context.settings)
        checks = [await _check_account(context, told), _tell_address(context, told), *_check_sender(told)]
        account = Account(told["login"] or told["sender"], told["sender"] or told["login"])
        return ConnectReport(checks=tuple(checks), account=account if checks[0].ok else None)

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Test: the address is entered at the provider by a person."""
        return await self.test(context)

    async def disconnect(self, context: ChannelContext) -> None:
        """There is nothing that could be undone from here."""


def _client(context: ChannelContext, told: Description) -> SmsHttpClient:
    return SmsHttpClient(context.http, told, _address(context, told))


def _address(context: ChannelContext, told: Description) -> str:
    """Return where the provider is to call: with the key, if that is how it proves itself."""
    if told["signature"] in ("hmac", "vonage"):
        return context.hook_url
    return f"{context.hook_url}?{signing.KEY}={quote(told['hook_key'], safe='')}"


async def _check_account(context: ChannelContext, told: Description) -> Check:
    if not told["check_url"]:
        words = Words(
            "Имя и пароль проверятся при первой отправке: у этого провайдера не описан запрос для проверки",
            "Name and password will be tried by the first message: no call for testing is described",
        )
        return Check("account", ok=True, detail=words, doubt=Doubt.UNKNOWN)
    client = _client(context, told)
    outcome = await client.check()
    fault = _fault_of(outcome, told, client)
    context.log.note("check account", ok=not fault, detail=fault)
    if fault:
        return Check("account", ok=False, detail=Words(f"Провайдер отказал: {fault}", f"The provider refused: {fault}"))
    return Check("account", ok=True, detail=Words("Провайдер узнал нас", "The provider knows us"))


def _fault_of(outcome: Outcome, told: Description, client: SmsHttpClient) -> str:
    if isinstance(outcome, Silence):
        return outcome.words
    if outcome.status // 100 != _SUCCESS:
        return f"HTTP {outcome.status}"
    if told["check_path"] and not follow(told["check_path"], outcome.found):
        code = find_error(outcome, told)
        return client.hide(follow(told["error_words_path"], outcome.found)) or code or "an unknown answer"
    return ""


def _tell_address(context: ChannelContext, told: Description) -> Check:
    """Say what is to be entered at the provider; the secret itself stands in the settings and nowhere else."""
    ending = "" if told["signature"] in ("hmac", "vonage") else f"?{signing.KEY}=…"
    address = context.hook_url + ending
    words = Words(
        f"Впишите у провайдера адрес для входящих и статусов: {address}"
        + (" (вместо многоточия — ваш секрет)" if ending else ""),
        f"Enter this address at the provider for messages and reports: {address}"
        + (" (your secret in place of the dots)" if ending else ""),
    )
    return Check("address", ok=True, detail=words, doubt=Doubt.UNKNOWN)


def _check_sender(told: Description) -> tuple[Check, ...]:
    sender = told["sender"]
    if not sender or read_phone(sender, told["country"].upper() or "RU") or sender.isdecimal():
        return ()
    words = Words(
        f"Отправитель «{sender}» — имя, а не номер: клиенты не смогут ответить на SMS",
        f"The sender “{sender}” is a name, not a number: customers cannot answer",
    )
    return (Check("sender", ok=True, detail=words, doubt=Doubt.WARN),)
