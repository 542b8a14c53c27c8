"""Connecting a page: trying what was entered, registering our address, and looking after the registration."""

from datetime import timedelta
from urllib.parse import urlsplit

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channelkit.meta.graph import DEFAULT_BASE, Done, GraphClient, Outcome, Refusal, Silence, words_of
from otklik.channelkit.meta.reading import word
from otklik.channelkit.meta.tokens import Key, ask_key, client_of, setting
from otklik.channels.messenger import registration
from otklik.channels.messenger.asking import RIGHTS, ask_page, is_of_page
from otklik.channels.messenger.refusals import is_bad_token
from otklik.channels.messenger.registration import Found
from otklik.kit.clock import utc_now

_SOON = timedelta(days=14)
_NO_OBJECT = (33, 100, 803)


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check token, page, rights, address and registration; changes nothing."""
    client = client_of(context)
    checks, account, key = await _check_entered(client, context)
    if all(check.ok for check in checks):
        found = await registration.look(client, context, key)
        checks.append(_look_at(context, found) if isinstance(found, Found) else _failed("registration", found))
    return ConnectReport(checks=tuple(checks), account=account)


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Check what was entered, give the app our address, and subscribe the page."""
    client = client_of(context)
    checks, account, key = await _check_entered(client, context)
    if all(check.ok for check in checks):
        found = await registration.look(client, context, key)
        if not isinstance(found, Found):
            checks.append(_failed("registration", found))
        elif found.foreign(context.hook_url):
            checks.append(_say_foreign(found, ok=False))
        else:
            outcome = await _register(client, context, key, found)
            checks.append(_say_registered(found) if isinstance(outcome, Done) else _not_registered(outcome))
    return ConnectReport(checks=tuple(checks), account=account)


async def run_disconnect(context: ChannelContext) -> None:
    """Let the app hear of the page no more."""
    await registration.leave(client_of(context), context)


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare Meta's registration with ours, and set it right."""
    client = client_of(context)
    key = await ask_key(client, context, RIGHTS)
    found = await registration.look(client, context, key)
    if not isinstance(found, Found):
        return Subscription(ok=False, detail=words_of(found))
    if found.foreign(context.hook_url):
        return Subscription(ok=False, detail=f"the app's address is another: {_host(found)}")
    if found.ours(context.hook_url) and not found.lacking:
        return Subscription(ok=True)
    outcome = await _register(client, context, key, found)
    if isinstance(outcome, Done):
        return Subscription(ok=True, detail="the registration was not ours", repaired=True)
    return Subscription(ok=False, detail=words_of(outcome))


async def _register(client: GraphClient, context: ChannelContext, key: Key, found: Found) -> Outcome:
    if not found.ours(context.hook_url):
        outcome = await registration.direct(client, context, key)
        if not isinstance(outcome, Done):
            return outcome
    return await registration.subscribe(client, context)


# What was entered -----------------------------------------------------------------------------------------------


async def _check_entered(client: GraphClient, context: ChannelContext) -> tuple[list[Check], Account | None, Key]:
    outcome = await ask_page(client, context)
    if not isinstance(outcome, Done):
        return [_refused(context, outcome)], None, Key(asked=False)
    name = word(outcome.result, "name")
    checks = [Check("token", ok=True, detail=Words(f"Страница «{name}»", f"The page “{name}”"))]
    key = await ask_key(client, context, RIGHTS)
    account = Account(
        id=word(outcome.result, "id"), name=name, username=word(outcome.result, "username"), expires_at=key.expires_at
    )
    return [*checks, _check_key(key), _check_address(context)], account, key


def _refused(context: ChannelContext, outcome: Outcome) -> Check:
    """Say which of the fields is wrong, as far as the refusal tells."""
    if isinstance(outcome, Refusal) and "appsecret_proof" in outcome.words:
        words = Words(
            "Секрет приложения не подходит к этому токену: оба должны быть от одного приложения",
            "The app secret does not fit this token: both must belong to the same app",
        )
        return Check("app_secret", ok=False, detail=words)
    if isinstance(outcome, Refusal) and is_bad_token(outcome):
        words = Words(
            f"Meta не принимает этот токен: {outcome.words}", f"Meta does not accept this token: {outcome.words}"
        )
        return Check("token", ok=False, detail=words)
    if isinstance(outcome, Refusal) and (outcome.code in _NO_OBJECT or outcome.status == 404):  # noqa: PLR2004 - not found
        page = setting(context.settings, "page_id")
        words = Words(
            f"Страницы с идентификатором {page} нет, или у токена нет к ней доступа",
            f"There is no page with the id {page}, or the token may not use it",
        )
        return Check("page", ok=False, detail=words)
    return _failed("token", outcome)


def _check_key(key: Key) -> Check:
    if not key.asked:
        words = Words("Meta не сказала, что может этот токен", "Meta did not say what this token may do")
        return Check("rights", ok=True, detail=words, doubt=Doubt.UNKNOWN)
    if not key.valid:
        return Check("rights", ok=False, detail=Words("Токен больше не действует", "The token is no longer valid"))
    if not is_of_page(key):
        words = Words(
            "Это токен человека, а нужен токен страницы: выпустите его в разделе Messenger кабинета приложения",
            "This is a person's token, and one of the page is needed: generate it under Messenger in the app's "
            "dashboard",
        )
        return Check("rights", ok=False, detail=words)
    if key.lacking:
        names = ", ".join(key.lacking)
        words = Words(f"Токену не хватает прав: {names}", f"The token lacks rights: {names}")
        return Check("rights", ok=False, detail=words)
    if key.expires_at is None:
        words = Words("Прав хватает, токен бессрочный", "The token may do everything needed and does not expire")
        return Check("rights", ok=True, detail=words)
    day = f"{key.expires_at:%Y-%m-%d}"
    words = Words(
        f"Прав хватает; токен действует до {day}, до этого дня выпустите новый",
        f"The token may do everything needed; it expires on {day}, issue a new one before",
    )
    soon = key.expires_at - utc_now() < _SOON
    return Check("rights", ok=True, detail=words, doubt=Doubt.WARN if soon else Doubt.NONE)


# Our address ----------------------------------------------------------------------------------------------------


def _check_address(context: ChannelContext) -> Check:
    parts = urlsplit(context.hook_url)
    strict = (setting(context.settings, "base_url") or DEFAULT_BASE).rstrip("/") == DEFAULT_BASE
    if not parts.hostname or (strict and parts.scheme != "https"):
        words = Words(
            "Meta обращается только по https: задайте внешний адрес сервера",
            "Meta only calls https addresses: set the public address of this server",
        )
        return Check("address", ok=False, detail=words)
    return Check("address", ok=True, detail=Words("Адрес подходит Meta", "The address suits Meta"))


def _look_at(context: ChannelContext, found: Found) -> Check:
    """Say where messages go now; before connecting, elsewhere is no fault yet."""
    if found.foreign(context.hook_url):
        return _say_foreign(found, ok=True)
    if found.ours(context.hook_url) and not found.lacking:
        return _say_registered(found)
    words = Words("Канал ещё не подключён к странице", "The channel is not connected to the page yet")
    return Check("registration", ok=True, detail=words)


def _say_registered(found: Found) -> Check:
    if found.told:
        words = Words("Сообщения страницы приходят сюда", "The page's messages come here")
        return Check("registration", ok=True, detail=words)
    words = Words(
        "Страница подписана на приложение, но адрес приложения узнать не удалось: укажите его в кабинете Meta сами",
        "The page is subscribed to the app, but the app's address could not be learnt: enter it at Meta yourself",
    )
    return Check("registration", ok=True, detail=words, doubt=Doubt.UNKNOWN)


def _say_foreign(found: Found, *, ok: bool) -> Check:
    host = _host(found)
    words = Words(
        f"Сообщения этого приложения получает {host}. У приложения один адрес на все страницы: заведите для Отклика "
        "своё приложение или удалите тот адрес в кабинете Meta",
        f"Messages of this app go to {host}. An app has one address for all pages: make an app of its own for Otklik, "
        "or remove that address in Meta's dashboard",
    )
    return Check("registration", ok=ok, detail=words, doubt=Doubt.WARN if ok else Doubt.NONE)


def _not_registered(outcome: Outcome) -> Check:
    if isinstance(outcome, Refusal) and not is_bad_token(outcome):
        words = Words(
            f"Meta не приняла наш адрес: {words_of(outcome)}. Проверьте, что он виден из интернета и сертификат "
            "настоящий",
            f"Meta did not take our address: {words_of(outcome)}. See that it can be reached and its certificate is a "
            "real one",
        )
        return Check("registration", ok=False, detail=words)
    return _failed("registration", outcome)


def _host(found: Found) -> str:
    try:
        return urlsplit(found.callback).hostname or "?"
    except ValueError:
        return "?"


def _failed(name: str, outcome: Outcome) -> Check:
    words = words_of(outcome)
    if isinstance(outcome, Silence):
        return Check(name, ok=False, detail=Words(f"Meta недоступна: {words}", f"Meta cannot be reached: {words}"))
    return Check(name, ok=False, detail=Words(f"Meta отказала: {words}", f"Meta refused: {words}"))
