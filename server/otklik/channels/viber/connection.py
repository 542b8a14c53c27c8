"""Connecting a bot: trying its token, registering our address, and looking after the registration."""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.viber.client import DEFAULT_BASE, Done, Outcome, Refusal, Silence, ViberClient, decode
from otklik.channels.viber.refusals import is_bad_token, words_of
from otklik.channels.viber.sending import note

EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
"""What we want to be told beside messages, which always come."""
_TOKEN = re.compile(r"[A-Za-z0-9-]{16,200}")
_NOT_CALLED_BACK = 1


class BotInfo(Struct, frozen=True):
    """The bot as Viber sees it."""

    id: str = ""
    name: str = ""
    uri: str = ""
    webhook: str = ""
    event_types: tuple[str, ...] = ()
    subscribers_count: int = 0


def looks_like_token(token: str) -> bool:
    """Whether a text has the shape of a token."""
    return _TOKEN.fullmatch(token) is not None


def client_of(context: ChannelContext) -> ViberClient:
    """Return a client for the bot of this inbox."""
    settings = context.settings
    return ViberClient(context.http, str(settings.get("token") or ""), str(settings.get("base_url") or ""))


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check shape, token, address and registration; changes nothing."""
    client = client_of(context)
    checks, info = await _check_token(client, context)
    if info is None:
        return ConnectReport(checks=tuple(checks))
    checks += [_check_address(context), _look_at(context, info)]
    return ConnectReport(checks=tuple(checks), account=_account(info))


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Try the token, then register our address; Viber calls it before it answers."""
    client = client_of(context)
    checks, info = await _check_token(client, context)
    if info is None:
        return ConnectReport(checks=tuple(checks))
    checks.append(_check_address(context))
    if all(check.ok for check in checks):
        outcome = await _register(client, context, context.hook_url)
        checks.append(_registered() if isinstance(outcome, Done) else _not_registered(outcome))
    return ConnectReport(checks=tuple(checks), account=_account(info))


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back, unless another one stands there by now."""
    client = client_of(context)
    info = decode(await _ask(client, context), BotInfo)
    if info is not None and info.webhook == context.hook_url:
        await _register(client, context, "")


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare Viber's registration with ours, and set it right."""
    client = client_of(context)
    outcome = await _ask(client, context)
    info = decode(outcome, BotInfo)
    if info is None:
        detail = "the answer has an unknown shape" if isinstance(outcome, Done) else words_of(outcome)
        return Subscription(ok=False, detail=detail)
    if _is_as_wanted(context, info):
        return Subscription(ok=True)
    repair = await _register(client, context, context.hook_url)
    if isinstance(repair, Done):
        return Subscription(ok=True, detail="the registration was not ours", repaired=True)
    return Subscription(ok=False, detail=words_of(repair))


def _is_as_wanted(context: ChannelContext, info: BotInfo) -> bool:
    """Whether everything is told to us; an answer without a list of events says nothing about them."""
    told = not info.event_types or set(EVENTS) <= set(info.event_types)
    return info.webhook == context.hook_url and told


async def _ask(client: ViberClient, context: ChannelContext) -> Outcome:
    outcome = await client.call("get_account_info")
    note(context, "get_account_info", outcome)
    return outcome


async def _register(client: ViberClient, context: ChannelContext, url: str) -> Outcome:
    wanted = {"url": url, "event_types": list(EVENTS), "send_name": True, "send_photo": True} if url else {"url": ""}
    outcome = await client.call("set_webhook", wanted)
    note(context, "set_webhook", outcome)
    return outcome


# Checks -------------------------------------------------------------------------------------------------------


async def _check_token(client: ViberClient, context: ChannelContext) -> tuple[list[Check], BotInfo | None]:
    if not looks_like_token(str(context.settings.get("token") or "")):
        words = Words(
            "Это не похоже на токен: нужна строка из латинских букв, цифр и дефисов",
            "This does not look like a token: a line of Latin letters, digits and hyphens is needed",
        )
        return [Check("token_shape", ok=False, detail=words)], None
    checks = [Check("token_shape", ok=True, detail=Words("Токен похож на настоящий", "The token has the right shape"))]
    outcome = await _ask(client, context)
    info: BotInfo | None = decode(outcome, BotInfo)
    if info is None:
        return [*checks, _refused(outcome)], None
    words = Words(f"Viber узнал бота «{info.name}»", f"Viber knows the bot “{info.name}”")
    return [*checks, Check("token", ok=True, detail=words)], info


def _refused(outcome: Outcome) -> Check:
    if isinstance(outcome, Refusal) and is_bad_token(outcome):
        words = Words("Viber не принимает этот токен", "Viber does not accept this token")
        return Check("token", ok=False, detail=words)
    return _failed("token", outcome)


def _failed(name: str, outcome: Outcome) -> Check:
    words = "the answer has an unknown shape" if isinstance(outcome, Done) else words_of(outcome)
    if isinstance(outcome, Silence):
        return Check(name, ok=False, detail=Words(f"Viber недоступен: {words}", f"Viber cannot be reached: {words}"))
    return Check(name, ok=False, detail=Words(f"Viber отказал: {words}", f"Viber refused: {words}"))


def _check_address(context: ChannelContext) -> Check:
    """Check what Viber demands of our address; a partner's server may be less strict."""
    parts = urlsplit(context.hook_url)
    strict = str(context.settings.get("base_url") or DEFAULT_BASE).rstrip("/") == DEFAULT_BASE
    if not parts.hostname or (strict and parts.scheme != "https"):
        words = Words(
            "Viber обращается только по https: задайте внешний адрес сервера",
            "Viber only calls https addresses: set the public address of this server",
        )
        return Check("address", ok=False, detail=words)
    return Check("address", ok=True, detail=Words("Адрес подходит Viber", "The address suits Viber"))


def _look_at(context: ChannelContext, info: BotInfo) -> Check:
    """Say where messages go now; before connecting, elsewhere is no fault."""
    if _is_as_wanted(context, info):
        return _registered()
    if not info.webhook:
        words = Words("Канал ещё не подключён к боту", "The channel is not connected to the bot yet")
        return Check("registration", ok=True, detail=words)
    host = urlsplit(info.webhook).hostname or "?"
    words = Words(
        f"Сейчас сообщения бота получает {host}; при подключении они придут сюда",
        f"At present {host} gets the bot's messages; connecting brings them here",
    )
    return Check("registration", ok=True, detail=words, doubt=Doubt.WARN)


def _registered() -> Check:
    return Check("registration", ok=True, detail=Words("Viber знает наш адрес", "Viber knows our address"))


def _not_registered(outcome: Outcome) -> Check:
    if isinstance(outcome, Refusal) and outcome.status == _NOT_CALLED_BACK:
        words = Words(
            f"Viber не дозвонился до нашего адреса: {outcome.description}. Проверьте, что он виден из интернета и "
            "сертификат настоящий",
            f"Viber could not call our address: {outcome.description}. See that it can be reached and its certificate "
            "is a real one",
        )
        return Check("registration", ok=False, detail=words)
    return _failed("registration", outcome)


def _account(info: BotInfo) -> Account:
    return Account(info.id or info.uri or info.name, info.name, info.uri)
