"""Connecting a bot: trying its token, registering our address, and looking after the registration."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.telegram.client import DEFAULT_BASE, Done, Outcome, Refusal, Silence, TelegramClient
from otklik.channels.telegram.rights import BotUser, WebhookInfo, judge_rights, judge_waiting
from otklik.channels.telegram.sending import note

ALLOWED_UPDATES = (
    "message", "edited_message", "callback_query", "my_chat_member", "message_reaction", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages",
)  # fmt: skip
MAX_CONNECTIONS = 40
_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
Shape = TypeVar("Shape", bound=Struct)
_PORTS = (443, 80, 88, 8443)


def looks_like_token(token: str) -> bool:
    """Whether a text has the shape of a bot token."""
    return _TOKEN.fullmatch(token) is not None


def wants_polling(settings: Mapping[str, Any]) -> bool:
    """Whether this inbox asks Telegram instead of being called."""
    return settings.get("transport") == "polling"


def client_of(context: ChannelContext) -> TelegramClient:
    """Return a client for the bot of this inbox."""
    return TelegramClient(
        context.http, str(context.settings.get("token", "")), str(context.settings.get("base_url") or "")
    )


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check shape, token and registration; changes nothing."""
    client = client_of(context)
    checks, account = await _check_token(client, context)
    if account is not None:
        checks.extend(_check_address(context))
        outcome = await _call(client, context, "getWebhookInfo", {})
        info = _decode(outcome, WebhookInfo)
        checks.append(_registration_check(context, info) if info else _failed("registration", outcome))
        checks.extend(judge_waiting(info, client.hide) if info else ())
    return ConnectReport(checks=tuple(checks), account=account)


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Try the token, then register our address, or remove any address when we are to poll."""
    client = client_of(context)
    checks, account = await _check_token(client, context)
    if account is not None:
        checks.extend(_check_address(context))
        if all(check.ok for check in checks):
            outcome = await _register(client, context)
            checks.append(_registered(context) if isinstance(outcome, Done) else _failed("registration", outcome))
    return ConnectReport(checks=tuple(checks), account=account)


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back; updates that wait at Telegram stay there for a day."""
    client = client_of(context)
    if not wants_polling(context.settings):
        await _call(client, context, "deleteWebhook", {"drop_pending_updates": False})


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare Telegram's registration with ours, and set it right."""
    client = client_of(context)
    outcome = await _call(client, context, "getWebhookInfo", {})
    info = _decode(outcome, WebhookInfo)
    if info is None:
        return Subscription(ok=False, detail=_words(outcome))
    pending, complaint = info.pending_update_count, client.hide(info.last_error_message)
    if _is_as_wanted(context, info):
        return Subscription(ok=not (pending and complaint), pending=pending, detail=complaint)
    repair = await _register(client, context)
    if isinstance(repair, Done):
        return Subscription(ok=True, pending=pending, detail="the registration was not ours", repaired=True)
    return Subscription(ok=False, pending=pending, detail=_words(repair))


def _is_as_wanted(context: ChannelContext, info: WebhookInfo) -> bool:
    if wants_polling(context.settings):
        return info.url == ""
    return info.url == context.hook_url and set(ALLOWED_UPDATES) <= set(info.allowed_updates)


async def _register(client: TelegramClient, context: ChannelContext) -> Outcome:
    if wants_polling(context.settings):
        return await _call(client, context, "deleteWebhook", {"drop_pending_updates": False})
    wanted = {
        "url": context.hook_url, "secret_token": context.hook_secret, "max_connections": MAX_CONNECTIONS,
        "allowed_updates": list(ALLOWED_UPDATES), "drop_pending_updates": False,
    }  # fmt: skip
    return await _call(client, context, "setWebhook", wanted)


async def _call(client: TelegramClient, context: ChannelContext, method: str, payload: Mapping[str, Any]) -> Outcome:
    outcome = await client.call(method, payload)
    note(context, method, outcome)
    return outcome


# Checks -------------------------------------------------------------------------------------------------------


async def _check_token(client: TelegramClient, context: ChannelContext) -> tuple[list[Check], Account | None]:
    if not looks_like_token(str(context.settings.get("token", ""))):
        words = Words(
            "Это не похоже на токен: нужны цифры, двоеточие и ещё 35 знаков",
            "This does not look like a token: digits, a colon and 35 more characters are needed",
        )
        return [Check("token_shape", ok=False, detail=words)], None
    checks = [Check("token_shape", ok=True, detail=Words("Токен похож на настоящий", "The token has the right shape"))]
    outcome = await _call(client, context, "getMe", {})
    bot = _decode(outcome, BotUser)
    if bot is None:
        return [*checks, _failed("token", outcome)], None
    words = Words(f"Telegram узнал бота @{bot.username}", f"Telegram knows the bot @{bot.username}")
    checks += [Check("token", ok=True, detail=words), judge_rights(bot)]
    return checks, Account(str(bot.id), bot.first_name, bot.username)


def _check_address(context: ChannelContext) -> list[Check]:
    """Check what Telegram demands of our address; a Bot API server of one's own is less strict."""
    if wants_polling(context.settings):
        return []
    parts = urlsplit(context.hook_url)
    strict = str(context.settings.get("base_url") or DEFAULT_BASE).rstrip("/") == DEFAULT_BASE
    if strict and (parts.scheme != "https" or _port(context.hook_url) not in _PORTS):
        words = Words(
            "Telegram обращается только по https и на порты 443, 80, 88 и 8443. Выберите polling или задайте "
            "внешний адрес сервера",
            "Telegram only calls https addresses on ports 443, 80, 88 and 8443. Choose polling, or set the public "
            "address of this server",
        )
        return [Check("address", ok=False, detail=words)]
    if not _SECRET.fullmatch(context.hook_secret):
        words = Words("Секрет адреса не подходит для Telegram", "The secret of the address does not suit Telegram")
        return [Check("address", ok=False, detail=words)]
    return [Check("address", ok=True, detail=Words("Адрес подходит Telegram", "The address suits Telegram"))]


def _port(url: str) -> int:
    try:
        return urlsplit(url).port or 443
    except ValueError:
        return -1


def _registration_check(context: ChannelContext, info: WebhookInfo) -> Check:
    """Say where messages go now; before connecting, elsewhere is no fault."""
    if not _is_as_wanted(context, info):
        if not info.url:
            words = Words("Канал ещё не подключён к боту", "The channel is not connected to the bot yet")
            return Check("registration", ok=True, detail=words)
        host = urlsplit(info.url).hostname or "?"
        words = Words(
            f"Сейчас сообщения бота получает {host}; при подключении они придут сюда",
            f"At present {host} gets the bot's messages; connecting brings them here",
        )
        return Check("registration", ok=True, detail=words)
    if info.last_error_message and info.pending_update_count:
        complaint = client_of(context).hide(info.last_error_message)
        words = Words(f"Telegram не доходит до нас: {complaint}", f"Telegram cannot reach us: {complaint}")
        return Check("reached", ok=False, detail=words)
    return _registered(context)


def _registered(context: ChannelContext) -> Check:
    if wants_polling(context.settings):
        return Check("registration", ok=True, detail=Words("Можно спрашивать Telegram", "Telegram can be polled"))
    return Check("registration", ok=True, detail=Words("Telegram знает наш адрес", "Telegram knows our address"))


def _failed(name: str, outcome: Outcome) -> Check:
    match outcome:
        case Refusal(code=401 | 404):
            return Check(
                name, ok=False, detail=Words("Telegram не принимает этот токен", "Telegram does not accept this token")
            )
        case Silence():
            words = _words(outcome)
            return Check(
                name, ok=False, detail=Words(f"Telegram недоступен: {words}", f"Telegram cannot be reached: {words}")
            )
        case _:
            words = _words(outcome)
            return Check(name, ok=False, detail=Words(f"Telegram отказал: {words}", f"Telegram refused: {words}"))


def _words(outcome: Outcome) -> str:
    match outcome:
        case Refusal():
            return f"{outcome.code} {outcome.description}"
        case Silence():
            return outcome.detail
        case Done():
            return "the answer has an unknown shape"


def _decode(outcome: Outcome, shape: type[Shape]) -> Shape | None:
    if not isinstance(outcome, Done):
        return None
    try:
        return msgspec.json.decode(outcome.result, type=shape)
    except msgspec.MsgspecError:
        return None
