"""Connecting a bot: trying its token, registering our address, and looking after the registration."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.max import refusals
from otklik.channels.max.client import DEFAULT_BASE, Done, MaxClient, Outcome, Refusal, Silence
from otklik.channels.max.sending import decode, note

UPDATE_TYPES = (
    "message_created", "message_edited", "message_removed", "message_callback", "bot_started", "bot_stopped",
    "dialog_removed",
)  # fmt: skip
LIST, SUBSCRIBE, UNSUBSCRIBE = "GET /subscriptions", "POST /subscriptions", "DELETE /subscriptions"
_TOKEN = re.compile(r"[\x21-\x7e]{8,500}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{5,256}")
_PORT = 443


class Bot(Struct, frozen=True):
    """The bot as it sees itself."""

    user_id: int
    first_name: str | None = None
    name: str | None = None
    username: str | None = None


class Registered(Struct, frozen=True):
    """An address that MAX delivers to; no kinds means all of them."""

    url: str
    update_types: tuple[str, ...] | None = None


class Registrations(Struct, frozen=True):
    """All addresses that MAX delivers to: there may be several, and each gets everything."""

    subscriptions: tuple[Registered, ...]


class News(Struct, frozen=True):
    """As much of an answer of GET /updates as tells where reading goes on."""

    marker: int | None = None


def looks_like_token(token: str) -> bool:
    """Whether a text can be a token: MAX does not say how its tokens look."""
    return _TOKEN.fullmatch(token) is not None


def wants_polling(settings: Mapping[str, Any]) -> bool:
    """Whether this inbox asks MAX instead of being called."""
    return settings.get("transport") == "polling"


def client_of(context: ChannelContext) -> MaxClient:
    """Return a client for the bot of this inbox."""
    settings = context.settings
    return MaxClient(context.http, str(settings.get("token", "")), str(settings.get("base_url") or ""))


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check shape, certificate, token, address and registration; changes nothing."""
    checks, account = await _check_token(context)
    if account is not None:
        checks += _check_address(context)
        outcome = await call(context, LIST)
        found = decode(outcome, Registrations)
        checks += _judge_registration(context, found) if found else [_failed("registration", outcome)]
    return ConnectReport(checks=tuple(checks), account=account)


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Try the token, then register our address, or make polling possible and remember where it begins."""
    checks, account = await _check_token(context)
    cursor: Mapping[str, Any] | None = None
    if account is not None:
        checks += _check_address(context)
        if all(check.ok for check in checks):
            outcome = await (make_pollable(context) if wants_polling(context.settings) else _register(context))
            checks.append(_registered(context) if isinstance(outcome, Done) else _failed("registration", outcome))
            cursor = await _first_marker(context) if isinstance(outcome, Done) else None
    return ConnectReport(checks=tuple(checks), account=account, cursor=cursor)


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back; those of others stay."""
    if not wants_polling(context.settings):
        await call(context, UNSUBSCRIBE, {"url": context.hook_url})


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare MAX's registration with ours, and set it right: after eight hours of failures MAX silently removes it."""
    outcome = await call(context, LIST)
    found = decode(outcome, Registrations)
    if found is None:
        return Subscription(ok=False, detail=words_of(outcome))
    if _is_as_wanted(context, found):
        return Subscription(ok=True)
    repair = await (make_pollable(context) if wants_polling(context.settings) else _register(context))
    if isinstance(repair, Done):
        return Subscription(ok=True, detail="the registration was gone or not ours", repaired=True)
    return Subscription(ok=False, detail=words_of(repair))


async def make_pollable(context: ChannelContext) -> Outcome:
    """Remove every address: MAX answers questions only while it delivers to nobody."""
    outcome = await call(context, LIST)
    found = decode(outcome, Registrations)
    for one in found.subscriptions if found else ():
        outcome = await call(context, UNSUBSCRIBE, {"url": one.url})
        if not isinstance(outcome, Done):
            break
    return outcome


async def call(
    context: ChannelContext, action: str, query: Mapping[str, str] | None = None, body: object = None
) -> Outcome:
    """Make a call and note it."""
    outcome = await client_of(context).call(action, query, body)
    note(context, action, outcome)
    return outcome


async def _register(context: ChannelContext) -> Outcome:
    wanted = {"url": context.hook_url, "update_types": list(UPDATE_TYPES), "secret": context.hook_secret}
    return await call(context, SUBSCRIBE, None, wanted)


async def _first_marker(context: ChannelContext) -> Mapping[str, Any] | None:
    """Ask once where the news stand: without a marker MAX would give only the last of them."""
    if not wants_polling(context.settings):
        return None
    news = decode(await call(context, "GET /updates", {"limit": "1", "timeout": "0"}), News)
    return {"marker": news.marker} if news and news.marker is not None else None


def _is_as_wanted(context: ChannelContext, found: Registrations) -> bool:
    if wants_polling(context.settings):
        return not found.subscriptions
    ours = [one for one in found.subscriptions if one.url == context.hook_url]
    return any(not one.update_types or set(UPDATE_TYPES) <= set(one.update_types) for one in ours)


# Checks -------------------------------------------------------------------------------------------------------


async def _check_token(context: ChannelContext) -> tuple[list[Check], Account | None]:
    if not looks_like_token(str(context.settings.get("token", ""))):
        words = Words(
            "Это не похоже на токен: скопируйте его целиком, без пробелов",
            "This does not look like a token: copy the whole of it, without spaces",
        )
        return [Check("token_shape", ok=False, detail=words)], None
    outcome = await call(context, "GET /me")
    if isinstance(outcome, Silence) and outcome.untrusted:
        return [_untrusted(context)], None
    bot = decode(outcome, Bot)
    if bot is None:
        return [_failed("token", outcome)], None
    name = bot.first_name or bot.name or ""
    shown = f"@{bot.username}" if bot.username else name
    words = Words(f"MAX узнал бота {shown}", f"MAX knows the bot {shown}")
    return [Check("token", ok=True, detail=words)], Account(str(bot.user_id), name, bot.username or "")


def _untrusted(context: ChannelContext) -> Check:
    host = _host(context)
    words = Words(
        f"Сервер не доверяет сертификату {host}: у MAX он от удостоверяющего центра Минцифры. Администратор сервера "
        "кладёт файл этого центра рядом и пишет в настройки установки trusted_authorities = "
        '["max.ru=/путь/к/файлу.pem"]',
        f"This server does not trust the certificate of {host}: MAX has it from the Russian state authority. The "
        "administrator of the server saves that authority's file and sets, in the settings of the installation, "
        'trusted_authorities = ["max.ru=/path/to/file.pem"]',
    )
    return Check("certificate", ok=False, detail=words)


def _host(context: ChannelContext) -> str:
    return urlsplit(str(context.settings.get("base_url") or DEFAULT_BASE)).hostname or "?"


def _check_address(context: ChannelContext) -> list[Check]:
    """Check what MAX demands of our address; a server that stands in for it is less strict."""
    if wants_polling(context.settings):
        words = Words(
            "Опрос годится для пробы: MAX отдаёт так не всё и недолго. Для работы выберите webhook",
            "Polling is for trying out: MAX gives less this way, and not for long. Choose webhook for real work",
        )
        return [Check("polling", ok=True, detail=words, doubt=Doubt.WARN)]
    strict = str(context.settings.get("base_url") or DEFAULT_BASE).rstrip("/") == DEFAULT_BASE
    if strict and (urlsplit(context.hook_url).scheme != "https" or _port(context.hook_url) != _PORT):
        words = Words(
            "MAX обращается только по https и только на порт 443. Выберите polling или задайте внешний адрес сервера",
            "MAX only calls https addresses, and only on port 443. Choose polling, or set the public address of this "
            "server",
        )
        return [Check("address", ok=False, detail=words)]
    if not _SECRET.fullmatch(context.hook_secret):
        words = Words("Секрет адреса не подходит для MAX", "The secret of the address does not suit MAX")
        return [Check("address", ok=False, detail=words)]
    return [Check("address", ok=True, detail=Words("Адрес подходит MAX", "The address suits MAX"))]


def _port(url: str) -> int:
    try:
        return urlsplit(url).port or _PORT
    except ValueError:
        return -1


def _judge_registration(context: ChannelContext, found: Registrations) -> list[Check]:
    """Say where messages go now; before connecting, elsewhere is no fault."""
    others = sorted({
        urlsplit(one.url).hostname or "?" for one in found.subscriptions if one.url != context.hook_url
    })  # fmt: skip
    checks = []
    if _is_as_wanted(context, found):
        checks.append(_registered(context))
    elif not others:
        words = Words("Канал ещё не подключён к боту", "The channel is not connected to the bot yet")
        checks.append(Check("registration", ok=True, detail=words))
    if others:
        checks.append(_shared(context, ", ".join(others)))
    return checks


def _shared(context: ChannelContext, hosts: str) -> Check:
    if wants_polling(context.settings):
        words = Words(
            f"Сейчас сообщения бота получает {hosts}; при подключении доставка туда прекратится",
            f"At present {hosts} gets the bot's messages; connecting ends that",
        )
    else:
        words = Words(
            f"Сообщения бота получает ещё и {hosts}: если там тоже отвечают, клиент получит два ответа",
            f"{hosts} gets the bot's messages too: if it answers as well, customers get two answers",
        )
    return Check("shared", ok=True, detail=words, doubt=Doubt.WARN)


def _registered(context: ChannelContext) -> Check:
    if wants_polling(context.settings):
        return Check("registration", ok=True, detail=Words("Можно спрашивать MAX", "MAX can be polled"))
    return Check("registration", ok=True, detail=Words("MAX знает наш адрес", "MAX knows our address"))


def _failed(name: str, outcome: Outcome) -> Check:
    words = words_of(outcome)
    if isinstance(outcome, Refusal) and refusals.bad_token(outcome):
        return Check(name, ok=False, detail=Words("MAX не принимает этот токен", "MAX does not accept this token"))
    if isinstance(outcome, Silence):
        return Check(name, ok=False, detail=Words(f"MAX недоступен: {words}", f"MAX cannot be reached: {words}"))
    return Check(name, ok=False, detail=Words(f"MAX отказал: {words}", f"MAX refused: {words}"))


def words_of(outcome: Outcome) -> str:
    """Say what came of a call, for a person."""
    match outcome:
        case Refusal():
            return str(outcome)
        case Silence():
            return outcome.detail
        case Done():
            return "the answer has an unknown shape"
