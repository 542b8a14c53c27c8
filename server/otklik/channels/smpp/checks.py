"""Trying a line, step by step, for the eyes of an administrator."""

from otklik.channelkit.channel import Account as Known
from otklik.channelkit.channel import ChannelContext, Check, ConnectReport, Doubt
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channelkit.manifest import Words
from otklik.channels.smpp.line import BindRefused, Line, LineBroken, dial
from otklik.channels.smpp.lines import Lines
from otklik.channels.smpp.pdu import Command
from otklik.channels.smpp.refusals import ALREADY_BOUND, bind_words, name_of
from otklik.channels.smpp.settings import Account, check_settings


async def run_test(context: ChannelContext, account: Account, guard: Guard, lines: Lines) -> ConnectReport:
    """Dial, log in and ask whether the line lives; a line that stands is not disturbed."""
    try:
        check_settings(context.settings)
    except BadSettings:
        words = Words("Настройки заполнены с ошибками", "The settings have mistakes")
        return ConnectReport(checks=(Check("settings", ok=False, detail=words),))
    standing = lines.find_shared((context.inbox_id, account))
    if standing is not None:
        return await _look_at(standing, account, context)
    try:
        line = await dial(account, guard)
    except (AddressRefused, LineBroken) as error:
        return ConnectReport(checks=(_unreached(account, error, context),))
    try:
        checks = (_reached(account), await _log_in(line, account, context))
        return _report(checks, account, line)
    finally:
        await line.close()


async def _look_at(line: Line, account: Account, context: ChannelContext) -> ConnectReport:
    try:
        await line.ask(Command.ENQUIRE_LINK)
    except LineBroken as trouble:
        context.log.note("enquire_link", ok=False, detail=trouble.detail)
        words = Words(f"Линия оборвалась: {trouble.detail}", f"The line broke: {trouble.detail}")
        return ConnectReport(checks=(Check("line", ok=False, detail=words),))
    context.log.note("enquire_link", ok=True)
    words = Words("Линия открыта, центр отвечает", "The line is open, and the centre answers")
    return _report((Check("line", ok=True, detail=words),), account, line)


async def _log_in(line: Line, account: Account, context: ChannelContext) -> Check:
    try:
        await line.bind(account, Command.BIND_TRANSCEIVER)
    except BindRefused as refusal:
        context.log.note("bind_transceiver", ok=False, detail=name_of(refusal.status))
        busy = refusal.status == ALREADY_BOUND
        return Check("login", ok=busy, detail=bind_words(refusal.status), doubt=Doubt.WARN if busy else Doubt.NONE)
    except LineBroken as trouble:
        context.log.note("bind_transceiver", ok=False, detail=trouble.detail)
        words = Words(f"Центр не ответил на вход: {trouble.detail}", f"No answer to the bind: {trouble.detail}")
        return Check("login", ok=False, detail=words)
    context.log.note("bind_transceiver", ok=True)
    words = Words("Центр принял имя и пароль", "The centre accepted name and password")
    return Check("login", ok=True, detail=words)


def _report(checks: tuple[Check, ...], account: Account, line: Line) -> ConnectReport:
    known = Known(account.bind.system_id, account.sender or account.bind.system_id, line.centre)
    if not all(check.ok for check in checks):
        return ConnectReport(checks=checks)
    return ConnectReport(checks=(*checks, *_sender_checks(account)), account=known)


def _sender_checks(account: Account) -> tuple[Check, ...]:
    """Say what everybody forgets: to a name nobody can answer."""
    if not account.nobody_can_answer:
        return ()
    words = Words(
        f"Отправитель «{account.sender}» — имя, а не номер: клиенты не смогут ответить на SMS",
        f"The sender “{account.sender}” is a name, not a number: customers cannot answer",
    )
    return (Check("sender", ok=True, detail=words, doubt=Doubt.WARN),)


def _reached(account: Account) -> Check:
    place = f"{account.host}:{account.port}"
    if account.tls:
        words = Words(f"{place} отвечает, связь зашифрована", f"{place} answers, the line is encrypted")
        return Check("server", ok=True, detail=words)
    words = Words(
        f"{place} отвечает. Связь не зашифрована: её должен защищать туннель оператора",
        f"{place} answers. The line is not encrypted: the operator's tunnel must protect it",
    )
    return Check("server", ok=True, detail=words)


def _unreached(account: Account, error: AddressRefused | LineBroken, context: ChannelContext) -> Check:
    context.log.note("connect", ok=False, detail=str(error))
    if isinstance(error, AddressRefused):
        words = Words(
            "Этот адрес не разрешён: он ведёт внутрь сети сервера", "This address is not allowed: it leads inside"
        )
        return Check("server", ok=False, detail=words)
    return Check(
        "server", ok=False,
        detail=Words(f"{account.host} не отвечает: {error}", f"{account.host} does not answer: {error}"),
    )  # fmt: skip
