"""Connecting a group: trying its token, registering our address, and looking after the registration."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.ok import refusals
from otklik.channels.ok.client import DEFAULT_BASE, Done, OkClient, Outcome, Refusal, Silence
from otklik.channels.ok.inbound import KEY
from otklik.channels.ok.sending import decode, note

LIST, SUBSCRIBE, UNSUBSCRIBE = "GET /me/subscriptions", "POST /me/subscribe", "POST /me/unsubscribe"
_TOKEN = re.compile(r"[A-Za-z0-9:._-]{8,500}")


class Registered(Struct, frozen=True):
    """An address that is delivered to."""

    url: str = ""


class Registrations(Struct, frozen=True):
    """All addresses that are delivered to: each gets everything."""

    subscriptions: tuple[Registered, ...]


class Group(Struct, frozen=True):
    """Who we are, if the provider tells."""

    user_id: str = ""
    name: str = ""


def looks_like_token(token: str) -> bool:
    """Whether a text has the shape of a group's token."""
    return _TOKEN.fullmatch(token) is not None


def client_of(context: ChannelContext) -> OkClient:
    """Return a client for the group of this inbox."""
    settings = context.settings
    return OkClient(context.http, str(settings.get("token", "")), str(settings.get("base_url") or ""))


def address_of(context: ChannelContext) -> str:
    """Return the address we register: nothing is signed, so it carries a key that only the provider is told."""
    return f"{context.hook_url}?{urlencode({KEY: context.hook_secret})}"


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check shape, token, address and registration; changes nothing."""
    checks, account, found = await _check_token(context)
    if account is not None and found is not None:
        checks += [_check_address(context), *_judge_registration(context, found)]
    return ConnectReport(checks=tuple(checks), account=account)


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Try the token, then register our address."""
    checks, account, _ = await _check_token(context)
    if account is not None:
        checks.append(_check_address(context))
        if all(check.ok for check in checks):
            outcome = await _register(context)
            checks.append(_registered() if isinstance(outcome, Done) else _failed("registration", outcome))
    return ConnectReport(checks=tuple(checks), account=account)


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back; those of others stay."""
    await call(context, UNSUBSCRIBE, None, {"url": address_of(context)})


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare the registrations with what we want: after eight hours of failures ours may be removed silently."""
    outcome = await call(context, LIST)
    found = decode(outcome, Registrations)
    if found is None:
        return Subscription(ok=False, detail=words_of(outcome))
    if any(one.url == address_of(context) for one in found.subscriptions):
        return Subscription(ok=True)
    repair = await _register(context)
    if isinstance(repair, Done):
        return Subscription(ok=True, detail="the registration was gone", repaired=True)
    return Subscription(ok=False, detail=words_of(repair))


async def call(
    context: ChannelContext, action: str, query: Mapping[str, str] | None = None, body: object = None
) -> Outcome:
    """Make a call and note it."""
    outcome = await client_of(context).call(action, query, body)
    note(context, action, outcome)
    return outcome


async def _register(context: ChannelContext) -> Outcome:
    return await call(context, SUBSCRIBE, None, {"url": address_of(context)})


# Checks -------------------------------------------------------------------------------------------------------


async def _check_token(context: ChannelContext) -> tuple[list[Check], Account | None, Registrations | None]:
    """Try the token on the list of addresses; who we are is told by another call, if at all."""
    token = str(context.settings.get("token", ""))
    if not looks_like_token(token):
        words = Words(
            "Это не похоже на ключ доступа: скопируйте его целиком, без пробелов",
            "This does not look like an access key: copy the whole of it, without spaces",
        )
        return [Check("token_shape", ok=False, detail=words)], None, None
    outcome = await call(context, LIST)
    found = decode(outcome, Registrations)
    if found is None:
        return [_failed("token", outcome)], None, None
    group = decode(await call(context, "GET /me/info"), Group) or Group()
    name = group.name or "Одноклассники"
    account = Account(group.user_id or hashlib.sha256(token.encode()).hexdigest()[:12], name)
    words = Words(f"Одноклассники приняли ключ: {name}", f"Odnoklassniki accepts the key: {name}")
    return [Check("token", ok=True, detail=words)], account, found


def _check_address(context: ChannelContext) -> Check:
    strict = str(context.settings.get("base_url") or DEFAULT_BASE).rstrip("/") == DEFAULT_BASE
    if strict and urlsplit(context.hook_url).scheme != "https":
        words = Words(
            "Ключ адреса должен идти по https: задайте внешний адрес сервера",
            "The key in the address must travel over https: set the public address of this server",
        )
        return Check("address", ok=False, detail=words)
    if not context.hook_secret:
        words = Words("У адреса нет секрета", "The address has no secret")
        return Check("address", ok=False, detail=words)
    return Check("address", ok=True, detail=Words("Адрес подходит", "The address suits"))


def _judge_registration(context: ChannelContext, found: Registrations) -> list[Check]:
    """Say where messages go now; before connecting, elsewhere is no fault."""
    own = address_of(context)
    others = sorted({urlsplit(one.url).hostname or "?" for one in found.subscriptions if one.url != own})
    checks = []
    if any(one.url == own for one in found.subscriptions):
        checks.append(_registered())
    elif not others:
        words = Words("Канал ещё не подключён к группе", "The channel is not connected to the group yet")
        checks.append(Check("registration", ok=True, detail=words))
    if others:
        hosts = ", ".join(others)
        words = Words(
            f"Сообщения группы получает ещё и {hosts}: если там тоже отвечают, клиент получит два ответа",
            f"{hosts} gets the group's messages too: if it answers as well, customers get two answers",
        )
        checks.append(Check("shared", ok=True, detail=words, doubt=Doubt.WARN))
    return checks


def _registered() -> Check:
    words = Words("Одноклассники знают наш адрес", "Odnoklassniki knows our address")
    return Check("registration", ok=True, detail=words)


def _failed(name: str, outcome: Outcome) -> Check:
    said = words_of(outcome)
    if isinstance(outcome, Refusal) and refusals.bad_token(outcome):
        words = Words("Одноклассники не принимают этот ключ", "Odnoklassniki does not accept this key")
    elif isinstance(outcome, Silence):
        words = Words(f"Одноклассники недоступны: {said}", f"Odnoklassniki cannot be reached: {said}")
    else:
        words = Words(f"Одноклассники отказали: {said}", f"Odnoklassniki refused: {said}")
    return Check(name, ok=False, detail=words)


def words_of(outcome: Outcome) -> str:
    """Say what came of a call, for a person."""
    match outcome:
        case Refusal():
            return str(outcome)
        case Silence():
            return outcome.detail
        case Done():
            return "the answer has an unknown shape"
