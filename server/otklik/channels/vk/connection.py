"""Connecting a community: trying its key, registering our address, and answering VK's first call."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.channel import Account, Answer, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.vk.client import Done, Outcome, Refusal, VkClient
from otklik.channels.vk.refusals import is_unauthorized, words_of
from otklik.channels.vk.registration import Registration, failed
from otklik.channels.vk.rights import Group, Rights, decode, decode_group, judge_rights, looks_like_token
from otklik.channels.vk.uploads import note

_FIRST_CALL_S = 4.0
"""VK's patience with our answer is not written anywhere; five seconds are planned for."""


class _Code(Struct, frozen=True):
    code: str


class LongPoll(Struct, frozen=True):
    """A line at which we may ask: where, with which key, and from where on."""

    key: str
    server: str
    ts: str | int


def wants_polling(settings: Mapping[str, Any]) -> bool:
    """Whether this inbox asks VK instead of being called."""
    return settings.get("transport") == "polling"


def is_by_hand(settings: Mapping[str, Any]) -> bool:
    """Whether somebody has entered our address at VK themselves, because the key may not."""
    return bool(settings.get("confirmation") and settings.get("secret")) and not wants_polling(settings)


def client_of(context: ChannelContext) -> VkClient:
    """Return a client for the community of this inbox."""
    return VkClient(context.http, str(context.settings.get("token") or ""), str(context.settings.get("base_url") or ""))


async def call(
    client: VkClient, context: ChannelContext, method: str, params: Mapping[str, Any] | None = None
) -> Outcome:
    """Make one call and write it down."""
    outcome = await client.call(method, params)
    note(context, method, outcome)
    return outcome


async def find_group(client: VkClient, context: ChannelContext) -> Group | None:
    """Ask whose key it is."""
    return decode_group(await call(client, context, "groups.getById"))


async def ask_line(client: VkClient, context: ChannelContext, group_id: int) -> LongPoll | Outcome:
    """Ask where news may be waited for."""
    outcome = await call(client, context, "groups.getLongPollServer", {"group_id": group_id})
    return decode(outcome, LongPoll) or outcome


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check shape, key, rights and registration; changes nothing."""
    client = client_of(context)
    checks, group = await _check_token(client, context)
    if group is None:
        return ConnectReport(checks=tuple(checks))
    checks += _check_address(context)
    if is_by_hand(context.settings):
        checks.append(_entered_by_hand())
    elif wants_polling(context.settings):
        words = Words("Otklik будет сам спрашивать VK", "Otklik will ask VK itself")
        checks.append(Check("registration", ok=True, detail=words))
    elif all(check.ok for check in checks):
        checks.append(await Registration(client, context, group.id).look())
    return ConnectReport(checks=tuple(checks), account=_account(group))


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Try the key, then write our address down at VK, or let it keep events for who asks."""
    client = client_of(context)
    checks, group = await _check_token(client, context)
    if group is None:
        return ConnectReport(checks=tuple(checks))
    account, cursor = _account(group), None
    checks += _check_address(context)
    if is_by_hand(context.settings):
        checks.append(_entered_by_hand())
    elif all(check.ok for check in checks):
        registration = Registration(client, context, group.id)
        if wants_polling(context.settings):
            checks.append(await registration.open_line())
            await registration.remove()
            line = await ask_line(client, context, group.id)
            cursor = {"ts": str(line.ts)} if isinstance(line, LongPoll) else None
        else:
            checks.append(await registration.register())
    return ConnectReport(checks=tuple(checks), account=account, cursor=cursor)


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back; what somebody entered by hand they take away by hand."""
    if wants_polling(context.settings) or is_by_hand(context.settings):
        return
    client = client_of(context)
    group = await find_group(client, context)
    if group is not None:
        await Registration(client, context, group.id).remove()


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare VK's registration with ours, and set it right."""
    client = client_of(context)
    outcome = await call(client, context, "groups.getById")
    group = decode_group(outcome)
    if group is None:
        detail = "the answer has an unknown shape" if isinstance(outcome, Done) else words_of(outcome)
        return Subscription(ok=False, detail=detail)
    if is_by_hand(context.settings):
        return Subscription(ok=True)
    registration = Registration(client, context, group.id)
    if wants_polling(context.settings):
        return await registration.watch_line()
    return await registration.watch()


async def answer_first_call(context: ChannelContext, group_id: int) -> Answer:
    """Return the string by which VK recognises us: the one that was entered, or the one that VK tells the key."""
    entered = str(context.settings.get("confirmation") or "")
    if entered:
        return Answer(body=entered.encode())
    client = client_of(context)
    outcome = await client.call(
        "groups.getCallbackConfirmationCode", {"group_id": group_id}, read_timeout_s=_FIRST_CALL_S
    )
    note(context, "groups.getCallbackConfirmationCode", outcome)
    found = decode(outcome, _Code)
    return Answer(body=found.code.encode()) if found is not None else Answer(status=503)


# Checks -------------------------------------------------------------------------------------------------------


async def _check_token(client: VkClient, context: ChannelContext) -> tuple[list[Check], Group | None]:
    if not looks_like_token(str(context.settings.get("token") or "")):
        words = Words(
            "Это не похоже на ключ доступа: нужна длинная строка из латинских букв и цифр",
            "This does not look like an access token: a long line of Latin letters and digits is needed",
        )
        return [Check("token_shape", ok=False, detail=words)], None
    checks = [Check("token_shape", ok=True, detail=Words("Ключ похож на настоящий", "The token has the right shape"))]
    outcome = await call(client, context, "groups.getById")
    group = decode_group(outcome)
    if group is None:
        return [*checks, _unknown_token(outcome)], None
    words = Words(f"VK узнал сообщество «{group.name}»", f"VK knows the community “{group.name}”")
    checks.append(Check("token", ok=True, detail=words))
    rights = await call(client, context, "groups.getTokenPermissions")
    held = decode(rights, Rights)
    if held is not None:
        checks.append(judge_rights(held, by_hand=is_by_hand(context.settings)))
    elif isinstance(rights, Done):
        words = Words("VK не сказал, что можно этому ключу", "VK did not say what this token may do")
        checks.append(Check("rights", ok=True, detail=words, doubt=Doubt.UNKNOWN))
    else:
        checks.append(failed("rights", rights))
    return checks, group


def _unknown_token(outcome: Outcome) -> Check:
    if isinstance(outcome, Refusal) and is_unauthorized(outcome):
        words = Words("VK не принимает этот ключ", "VK does not accept this token")
        return Check("token", ok=False, detail=words)
    if isinstance(outcome, Done):
        words = Words(
            "Это ключ не сообщества: создайте ключ в управлении сообществом",
            "This is not a community's token: create one in the management of the community",
        )
        return Check("token", ok=False, detail=words)
    return failed("token", outcome)


def _check_address(context: ChannelContext) -> list[Check]:
    """Check what VK wants of our address; it takes http too, where anybody on the way can read along."""
    if wants_polling(context.settings):
        return []
    parts = urlsplit(context.hook_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        words = Words(
            "У сервера нет внешнего адреса: задайте его или выберите polling",
            "This server has no public address: set one, or choose polling",
        )
        return [Check("address", ok=False, detail=words)]
    if parts.scheme == "http":
        words = Words(
            "Адрес без https: сообщения пойдут открытым текстом", "The address has no https: messages travel in clear"
        )
        return [Check("address", ok=True, detail=words, doubt=Doubt.WARN)]
    return [Check("address", ok=True, detail=Words("Адрес подходит VK", "The address suits VK"))]


def _entered_by_hand() -> Check:
    words = Words(
        "Адрес и секрет вписывают в VK вручную; проверить их отсюда нельзя",
        "Address and secret are entered at VK by hand; they cannot be checked from here",
    )
    return Check("registration", ok=True, detail=words, doubt=Doubt.UNKNOWN)


def _account(group: Group) -> Account:
    return Account(str(group.id), group.name or group.screen_name, group.screen_name)
