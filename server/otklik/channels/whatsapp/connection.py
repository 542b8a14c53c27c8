"""Connecting a number: trying what was entered, registering our address, and looking after the registration."""

from datetime import timedelta
from urllib.parse import urlsplit

from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport, Doubt, Subscription
from otklik.channelkit.manifest import Words
from otklik.channelkit.meta.graph import DEFAULT_BASE, Done, GraphClient, Outcome, Refusal, Silence, words_of
from otklik.channelkit.meta.tokens import Key, ask_key, client_of, setting
from otklik.channels.whatsapp import registration
from otklik.channels.whatsapp.asking import RIGHTS, Number, ask_number, describe, has_number, read_number
from otklik.channels.whatsapp.refusals import is_bad_token
from otklik.channels.whatsapp.registration import Found
from otklik.kit.clock import utc_now

ADDRESS_MAX = 200
_SOON = timedelta(days=14)
_NO_OBJECT = (33, 100)


async def run_test(context: ChannelContext) -> ConnectReport:
    """Check token, number, account, address and registration; changes nothing."""
    client = client_of(context)
    checks, number, key = await _check_entered(client, context)
    if number is None:
        return ConnectReport(checks=tuple(checks))
    checks.append(_check_address(context))
    if all(check.ok for check in checks):
        found = await registration.look(client, context, key, number)
        checks.append(_look_at(found) if isinstance(found, Found) else _failed("registration", found))
        checks.append(_say_app(await registration.watch_app(client, context, key, repair=False)))
    return _report(checks, describe(number, key))


async def run_connect(context: ChannelContext) -> ConnectReport:
    """Check what was entered, subscribe the app to the account, and give the number our address."""
    client = client_of(context)
    checks, number, key = await _check_entered(client, context)
    if number is None:
        return ConnectReport(checks=tuple(checks))
    checks.append(_check_address(context))
    if all(check.ok for check in checks):
        app = await registration.watch_app(client, context, key, repair=True)
        outcome = await registration.subscribe(client, context)
        if isinstance(outcome, Done):
            outcome = await registration.direct(client, context, context.hook_url)
        checks.append(_registered() if isinstance(outcome, Done) else _not_registered(outcome))
        checks.append(_say_app(app))
    return _report(checks, describe(number, key))


async def run_disconnect(context: ChannelContext) -> None:
    """Take our address back from the number; the account's subscription serves its other numbers too, and stays."""
    client = client_of(context)
    outcome = await ask_number(client, context)
    if isinstance(outcome, Done) and read_number(outcome.result).callback == context.hook_url:
        await registration.direct(client, context, "")


async def run_watch(context: ChannelContext) -> Subscription:
    """Compare WhatsApp's registration with ours, and set it right."""
    client = client_of(context)
    key = await ask_key(client, context, RIGHTS)
    found = await registration.look(client, context, key, None)
    if not isinstance(found, Found):
        return Subscription(ok=False, detail=words_of(found))
    app = await _mend_app(client, context, key)
    if found.complete:
        return Subscription(ok=True, repaired=app, detail="the app told us nothing" if app else "")
    outcome: Outcome = Done({})
    if not found.subscribed:
        outcome = await registration.subscribe(client, context)
    if isinstance(outcome, Done) and not found.ours:
        outcome = await registration.direct(client, context, context.hook_url)
    if isinstance(outcome, Done):
        lost = not found.subscribed or found.told or app
        return Subscription(ok=True, detail="the registration was not ours" if lost else "", repaired=lost)
    return Subscription(ok=False, detail=words_of(outcome))


async def _mend_app(client: GraphClient, context: ChannelContext, key: Key) -> bool:
    """Set the address of the app where it has lost it; says whether that was so."""
    if not await registration.watch_app(client, context, key, repair=False):
        return False
    return await registration.watch_app(client, context, key, repair=True) == ()


def _report(checks: list[Check], account: Account) -> ConnectReport:
    return ConnectReport(checks=tuple(checks), account=account)


# What was entered -----------------------------------------------------------------------------------------------


async def _check_entered(client: GraphClient, context: ChannelContext) -> tuple[list[Check], Number | None, Key]:
    outcome = await ask_number(client, context)
    if not isinstance(outcome, Done):
        return [_refused(context, outcome)], None, Key(asked=False)
    number = read_number(outcome.result)
    words = Words(f"Номер {number.phone} — «{number.name}»", f"The number {number.phone} is “{number.name}”")
    checks = [Check("token", ok=True, detail=words)]
    key = await ask_key(client, context, RIGHTS)
    checks.append(_check_key(key))
    checks.append(_check_account(context, await has_number(client, context)))
    checks += _check_state(number)
    return checks, number, key


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
        number = setting(context.settings, "phone_number_id")
        words = Words(
            f"Номера с идентификатором {number} нет, или у токена нет к нему доступа",
            f"There is no number with the id {number}, or the token may not use it",
        )
        return Check("number", ok=False, detail=words)
    return _failed("token", outcome)


def _check_key(key: Key) -> Check:
    if not key.asked:
        words = Words("Meta не сказала, что может этот токен", "Meta did not say what this token may do")
        return Check("rights", ok=True, detail=words, doubt=Doubt.UNKNOWN)
    if not key.valid:
        words = Words("Токен больше не действует", "The token is no longer valid")
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
        f"Прав хватает, но токен перестанет действовать {day}: выпустите бессрочный",
        f"The token may do everything needed, but expires on {day}: issue a permanent one",
    )
    soon = key.expires_at - utc_now() < _SOON
    return Check("rights", ok=True, detail=words, doubt=Doubt.WARN if soon else Doubt.NONE)


def _check_account(context: ChannelContext, found: bool | Outcome) -> Check:  # noqa: FBT001 - what was found
    account = setting(context.settings, "waba_id")
    if found is True:
        return Check("account", ok=True, detail=Words("Номер принадлежит аккаунту", "The number is of this account"))
    if found is False or (isinstance(found, Refusal) and found.code in _NO_OBJECT):
        words = Words(
            f"В аккаунте {account} нет этого номера: проверьте идентификатор аккаунта WhatsApp Business",
            f"The account {account} has no such number: check the WhatsApp Business account ID",
        )
        return Check("account", ok=False, detail=words)
    return _failed("account", found)


def _check_state(number: Number) -> list[Check]:
    checks = []
    if number.quality in ("YELLOW", "RED"):
        words = Words(
            f"Качество номера снижено ({number.quality}): на него жалуются",
            f"The quality of the number is lowered ({number.quality}): people complain about it",
        )
        checks.append(Check("quality", ok=True, detail=words, doubt=Doubt.WARN))
    if number.status not in ("", "CONNECTED"):
        words = Words(
            f"Номер не в работе ({number.status}): зарегистрируйте его в WhatsApp Manager",
            f"The number is not at work ({number.status}): register it in WhatsApp Manager",
        )
        checks.append(Check("status", ok=True, detail=words, doubt=Doubt.WARN))
    return checks


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
    if len(context.hook_url) > ADDRESS_MAX:
        words = Words(
            f"Адрес сервера слишком длинный: вместе с путём не больше {ADDRESS_MAX} знаков",
            f"The address of this server is too long: at most {ADDRESS_MAX} characters with its path",
        )
        return Check("address", ok=False, detail=words)
    return Check("address", ok=True, detail=Words("Адрес подходит Meta", "The address suits Meta"))


def _look_at(found: Found) -> Check:
    """Say where messages go now; before connecting, elsewhere is no fault."""
    if found.complete:
        return _registered()
    if not found.elsewhere:
        words = Words("Канал ещё не подключён к номеру", "The channel is not connected to the number yet")
        return Check("registration", ok=True, detail=words)
    host = urlsplit(found.elsewhere).hostname or "?"
    words = Words(
        f"Сейчас сообщения номера получает {host}; при подключении они придут сюда",
        f"At present {host} gets the number's messages; connecting brings them here",
    )
    return Check("registration", ok=True, detail=words, doubt=Doubt.WARN)


def _registered() -> Check:
    words = Words("Сообщения номера приходят сюда", "The number's messages come here")
    return Check("registration", ok=True, detail=words)


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


def _say_app(lacking: tuple[str, ...] | None) -> Check:
    """Say whether what concerns the whole account is told to anybody; messages come without it."""
    if lacking == ():
        words = Words("Приложение сообщает о шаблонах и качестве", "The app tells of templates and quality")
        return Check("app", ok=True, detail=words)
    if lacking is None:
        words = Words(
            "Не удалось узнать, на что подписано приложение; проверьте раздел «Конфигурация» в кабинете Meta",
            "What the app is subscribed to could not be learnt; look at Configuration in Meta's dashboard",
        )
        return Check("app", ok=True, detail=words, doubt=Doubt.UNKNOWN)
    what = ", ".join(lacking)
    words = Words(
        f"Приложение не подписано на поля: {what}. Отметьте их в кабинете Meta: WhatsApp → Конфигурация",
        f"The app is not subscribed to: {what}. Tick them in Meta's dashboard: WhatsApp → Configuration",
    )
    return Check("app", ok=True, detail=words, doubt=Doubt.WARN)


def _failed(name: str, outcome: Outcome | bool) -> Check:  # noqa: FBT001 - as it comes
    words = "?" if isinstance(outcome, bool) else words_of(outcome)
    if isinstance(outcome, Silence):
        return Check(name, ok=False, detail=Words(f"Meta недоступна: {words}", f"Meta cannot be reached: {words}"))
    return Check(name, ok=False, detail=Words(f"Meta отказала: {words}", f"Meta refused: {words}"))
