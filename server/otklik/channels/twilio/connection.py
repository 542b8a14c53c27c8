"""Connecting an account: trying it, registering our address with its number, and looking after that."""

from collections.abc import Mapping
from typing import Any, Final

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.manifest import Words
from otklik.channelkit.phones import is_phone
from otklik.channels.twilio.client import Done, Outcome, Refusal, Silence, TwilioClient
from otklik.channels.twilio.settings import TwilioAccount, check_settings, read_settings
from otklik.channels.twilio.signing import OVERRIDES

_NUMBERS: Final = "IncomingPhoneNumbers"
_DENIED: Final = (401, 403, 404)


def note(context: ChannelContext, what: str, outcome: Outcome) -> None:
    """Write an exchange down for the administrator: no texts, no secrets."""
    match outcome:
        case Done():
            context.log.note(what, ok=True)
        case Refusal():
            context.log.note(what, ok=False, detail=f"{outcome.code or outcome.status}")
        case Silence():
            context.log.note(what, ok=False, detail=outcome.words)


async def run_test(context: ChannelContext) -> ConnectReport:
    """Try the account and look where its number sends messages; changes nothing."""
    try:
        check_settings(context.settings)
    except BadSettings:
        words = Words("Настройки заполнены с ошибками", "The settings have mistakes")
        return ConnectReport(checks=(Check("settings", ok=False, detail=words),))
    account = read_settings(context.settings)
    client = account.client(context)
    outcome = await client.get()
    note(context, "read account", outcome)
    if not isinstance(outcome, Done):
        return ConnectReport(checks=(_failed(outcome),))
    name = str(outcome.result.get("friendly_name") or account.account)
    checks = [Check("account", ok=True, detail=Words(f"Twilio узнал «{name}»", f"Twilio knows “{name}”"))]
    checks.append(await _check_sender(client, account, context))
    return ConnectReport(checks=tuple(checks), account=Account(account.account, name, account.sender))


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Test, then let the number's messages come to us."""
    report = await run_test(context)
    account = read_settings(context.settings)
    if not report.ok or not is_phone(account.sender):
        return report
    client = account.client(context)
    number = await _find_number(client, account, context)
    if number is None or _is_ours(number, context):
        return report
    outcome = await _register(client, number, context)
    if isinstance(outcome, Done):
        words = Words("Twilio знает наш адрес", "Twilio knows our address")
        check = Check("registration", ok=True, detail=words)
    else:
        check = _failed(outcome)
    return ConnectReport(checks=(*report.checks, check), account=report.account)


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back, if it is ours that stands there."""
    account = read_settings(context.settings)
    if not is_phone(account.sender):
        return
    client = account.client(context)
    number = await _find_number(client, account, context)
    if number is not None and _is_ours(number, context):
        outcome = await client.post(f"{_NUMBERS}/{number['sid']}", {"SmsUrl": ""})
        note(context, "unregister number", outcome)


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare what the number calls with our address, and set it right."""
    account = read_settings(context.settings)
    client = account.client(context)
    if not is_phone(account.sender):
        outcome = await client.get()
        note(context, "read account", outcome)
        return Subscription(ok=isinstance(outcome, Done), detail="" if isinstance(outcome, Done) else _words(outcome))
    found = await _ask_number(client, account, context)
    if not isinstance(found, Done):
        return Subscription(ok=False, detail=_words(found))
    number = _first(found)
    if number is None:
        return Subscription(ok=False, detail="the number is not in this account")
    if _is_ours(number, context):
        return Subscription(ok=True)
    repair = await _register(client, number, context)
    if isinstance(repair, Done):
        return Subscription(ok=True, detail="the registration was not ours", repaired=True)
    return Subscription(ok=False, detail=_words(repair))


# Numbers ------------------------------------------------------------------------------------------------------


async def _ask_number(client: TwilioClient, account: TwilioAccount, context: ChannelContext) -> Outcome:
    outcome = await client.get(_NUMBERS, {"PhoneNumber": account.sender})
    note(context, "find number", outcome)
    return outcome


async def _find_number(
    client: TwilioClient, account: TwilioAccount, context: ChannelContext
) -> Mapping[str, Any] | None:
    outcome = await _ask_number(client, account, context)
    return _first(outcome) if isinstance(outcome, Done) else None


def _first(outcome: Done) -> Mapping[str, Any] | None:
    numbers = outcome.result.get("incoming_phone_numbers")
    first = numbers[0] if isinstance(numbers, list) and numbers else None
    return first if isinstance(first, dict) and first.get("sid") else None


def _is_ours(number: Mapping[str, Any], context: ChannelContext) -> bool:
    return str(number.get("sms_url") or "") == context.hook_url + OVERRIDES


async def _register(client: TwilioClient, number: Mapping[str, Any], context: ChannelContext) -> Outcome:
    wanted = {"SmsUrl": context.hook_url + OVERRIDES, "SmsMethod": "POST"}
    outcome = await client.post(f"{_NUMBERS}/{number['sid']}", wanted)
    note(context, "register number", outcome)
    return outcome


# Words --------------------------------------------------------------------------------------------------------


async def _check_sender(client: TwilioClient, account: TwilioAccount, context: ChannelContext) -> Check:
    sender = account.sender
    if account.nobody_can_answer:
        words = Words(
            f"Отправитель «{sender}» — имя, а не номер: клиенты не смогут ответить на SMS",
            f"The sender “{sender}” is a name, not a number: customers cannot answer",
        )
        return Check("sender", ok=True, detail=words, doubt=Doubt.WARN)
    if not is_phone(sender):
        words = Words(
            "Впишите наш адрес в Twilio сами: консоль, ваш Messaging Service или короткий номер, входящие сообщения",
            "Enter our address at Twilio yourself: console, your messaging service or short code, incoming messages",
        )
        return Check("sender", ok=True, detail=words, doubt=Doubt.UNKNOWN)
    outcome = await _ask_number(client, account, context)
    if not isinstance(outcome, Done):
        return _failed(outcome)
    number = _first(outcome)
    if number is None:
        words = Words(f"В аккаунте нет номера {sender}", f"The account has no number {sender}")
        return Check("sender", ok=False, detail=words)
    if _is_ours(number, context):
        return Check("sender", ok=True, detail=Words("Twilio знает наш адрес", "Twilio knows our address"))
    words = Words(
        f"Номер {sender} в аккаунте есть; при подключении его сообщения придут сюда",
        f"The account has {sender}; connecting brings its messages here",
    )
    return Check("sender", ok=True, detail=words)


def _failed(outcome: Refusal | Silence) -> Check:
    words = _words(outcome)
    if isinstance(outcome, Silence):
        return Check("account", ok=False, detail=Words(f"Twilio недоступен: {words}", f"No answer of Twilio: {words}"))
    if outcome.status in _DENIED:
        detail = Words(
            "Twilio не принимает эти Account SID и токен", "Twilio does not accept this account SID and token"
        )
        return Check("account", ok=False, detail=detail)
    return Check("account", ok=False, detail=Words(f"Twilio отказал: {words}", f"Twilio refused: {words}"))


def _words(outcome: Outcome) -> str:
    match outcome:
        case Refusal():
            return f"{outcome.code or outcome.status} {outcome.words}".strip()
        case Silence():
            return outcome.words
        case Done():
            return ""
