"""Tries a mailbox step by step and tells each step to the administrator in both languages."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from otklik.channelkit.certificates import judge_end, read_end
from otklik.channelkit.channel import Account, ChannelContext, Check, ConnectReport
from otklik.channelkit.errors import BadSettings, ChannelTrouble
from otklik.channelkit.guard import Guard
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import Sent
from otklik.channels.email.dial import tls_context
from otklik.channels.email.imap import TROUBLES, NoFolder
from otklik.channels.email.inbound import PROBE_HEADER
from otklik.channels.email.letter import Letter, write_letter
from otklik.channels.email.oauth import Tokens
from otklik.channels.email.poller import Cursor, Line, open_line
from otklik.channels.email.sender_dns import AskDns, ask_txt, look_up_sender
from otklik.channels.email.settings import Mailbox, Security, check_settings, read_settings
from otklik.channels.email.smtp import Envelope, Login, SmtpRefused, close_session, open_session, size_limit, submit
from otklik.channels.email.thread import probe_token, reply_token, sub_address
from otklik.kit.clock import utc_now
from otklik.kit.ids import new_token

_PROBE_WAIT_S: Final = 30.0
_PROBE_LOOKS: Final = 15


class MailboxTrial:
    """Tests one mailbox. `tls` can be replaced where a private authority signs the certificates."""

    def __init__(
        self,
        context: ChannelContext,
        guard: Guard,
        tokens: Tokens,
        tls: Callable[[], Any] = tls_context,
        ask_dns: AskDns = ask_txt,
    ) -> None:
        self._context = context
        self._guard = guard
        self._tokens = tokens
        self._tls = tls
        self._ask_dns = ask_dns
        self._checks: list[Check] = []
        self._cursor: Cursor | None = None

    def _pass(self, name: str, ru: str, en: str) -> bool:
        self._checks.append(Check(name, ok=True, detail=Words(ru, en)))
        return True

    def _fail(self, name: str, ru: str, en: str) -> bool:
        self._checks.append(Check(name, ok=False, detail=Words(ru, en)))
        return False

    def _judge_certificate(self, name: str, host: str, certificate: Mapping[str, Any]) -> None:
        end = read_end(str(certificate.get("notAfter", "")))
        if end is not None:
            self._checks.append(judge_end(name, host, end, utc_now()))

    async def run(self, *, probe: bool = False, probe_wait_s: float = _PROBE_WAIT_S) -> ConnectReport:
        """Try everything; with `probe` a letter to ourselves shows whether sub-addresses arrive."""
        try:
            check_settings(self._context.settings)
        except BadSettings as error:
            fields = ", ".join(item.field for item in error.errors)
            self._fail("settings", f"Неверные поля: {fields}", f"Wrong fields: {fields}")
            return ConnectReport(checks=tuple(self._checks))
        box = read_settings(self._context.settings, secret=self._context.hook_secret, domain_id=self._context.domain_id)
        token = await self._token(box)
        if token is not None:
            read = await self._read(box, token)
            write = await self._write(box, token)
            self._checks += await look_up_sender(box.domain, self._ask_dns)
            if probe and read and write and box.sub_addressing:
                await self._probe(box, token, probe_wait_s)
        account = Account(id=box.address, name=box.display_name or box.address, username=box.address)
        cursor = msgspec.to_builtins(self._cursor) if self._cursor and not box.import_days else None
        report = ConnectReport(checks=tuple(self._checks), account=account, cursor=cursor)
        self._context.log.note(
            "test", ok=report.ok, detail=", ".join(item.name for item in self._checks if not item.ok)
        )
        return report

    async def _token(self, box: Mailbox) -> str | None:
        try:
            token = await self._tokens.get(box.oauth, self._context)
        except ChannelTrouble as error:
            self._fail("oauth", f"Токен не получен: {error.detail}", f"No token: {error.detail}")
            return None
        if token:
            self._pass("oauth", "Токен OAuth получен", "An OAuth token was given")
        return token

    async def _read(self, box: Mailbox, token: str) -> bool:
        try:
            line = await open_line(box, self._guard, token, self._tls)
        except ChannelTrouble as error:
            self._tokens.forget(self._context.inbox_id)
            name = "imap_login" if "login" in error.detail else "imap"
            return self._fail(name, f"IMAP: {error.detail}", f"IMAP: {error.detail}")
        place = f"{box.imap.host}:{box.imap.port}"
        self._pass("imap", f"Сервер IMAP отвечает: {place}", f"The IMAP server answers: {place}")
        self._pass("imap_login", f"Вход выполнен: {box.imap.user}", f"Logged in as {box.imap.user}")
        self._judge_certificate("imap_certificate", box.imap.host, line.session.certificate)
        try:
            return await self._folder(box, line)
        finally:
            await line.hang_up()

    async def _folder(self, box: Mailbox, line: Line) -> bool:
        try:
            found = await line.thread.run(line.session.select, box.folder)
        except (NoFolder, *TROUBLES) as error:
            return self._fail(
                "folder", f"Папка «{box.folder}» не открылась: {error}", f"No folder “{box.folder}”: {error}"
            )
        self._cursor = Cursor.at_end_of(box.folder, found)
        self._pass("folder", f"Папка «{box.folder}» найдена", f"The folder “{box.folder}” is there")
        pushes = "IDLE" in line.session.capabilities
        minutes = box.poll_minutes
        ru = "Сервер сообщает о письмах сразу (IDLE)" if pushes else f"Нет IDLE: проверка каждые {minutes} мин"
        en = "The server tells of letters at once (IDLE)" if pushes else f"No IDLE: looking every {minutes} min"
        self._pass("idle", ru, en)
        return True

    async def _write(self, box: Mailbox, token: str) -> bool:
        login = Login(server=box.smtp, guard=self._guard, hello=box.domain, token=token, tls=self._tls)
        place = f"{box.smtp.host}:{box.smtp.port}"
        try:
            session = await open_session(login)
        except SmtpRefused as refusal:
            name = "smtp_login" if refusal.error.code[:1] in {"4", "5"} else "smtp"
            name = "smtp_tls" if refusal.error.code == "tls" else name
            return self._fail(name, f"SMTP {place}: {refusal.error.detail}", f"SMTP {place}: {refusal.error.detail}")
        limit = size_limit(session)
        certificate = session.transport.get_extra_info("peercert") if session.transport else None
        await close_session(session)
        self._pass("smtp", f"Сервер SMTP отвечает: {place}", f"The SMTP server answers: {place}")
        protected = box.smtp.security is not Security.NONE
        ru, en = (
            ("Соединение зашифровано", "Encrypted")
            if protected
            else ("Без шифрования, внутри своей сети", "Not encrypted, inside your network")
        )
        self._pass("smtp_tls", ru, en)
        self._judge_certificate("smtp_certificate", box.smtp.host, certificate or {})
        self._pass("smtp_login", f"Вход выполнен: {box.smtp.user}", f"Logged in as {box.smtp.user}")
        size = f"{limit // 1_000_000} MB" if limit else "—"
        return self._pass("size", f"Предел размера письма: {size}", f"Greatest letter: {size}")

    async def _probe(self, box: Mailbox, token: str, wait_s: float) -> None:
        nonce = new_token(9).replace("_", "a").replace("-", "b")
        letter = self._probe_letter(box, nonce)
        login = Login(server=box.smtp, guard=self._guard, hello=box.domain, token=token, tls=self._tls)
        sent = await submit(login, letter)
        arrived = isinstance(sent, Sent) and await self._look_for(box, token, letter.message_id, wait_s)
        if arrived:
            self._pass("sub_addressing", "Адрес с меткой доставляется", "Sub-addresses arrive")
            return
        self._fail(
            "sub_addressing",
            "Письмо на адрес с меткой не пришло: выключите метку или включите «+» на сервере",
            "A letter to a sub-address did not arrive: switch it off here, or on at the server",
        )

    @staticmethod
    def _probe_letter(box: Mailbox, nonce: str) -> Envelope:
        to = sub_address(box.address, reply_token(box.secret, 0))
        message_id = f"probe.{nonce}@{box.domain}"
        words = Letter(
            sender=box.address, sender_name=box.display_name, to=(to,), subject="Otklik: sub-address test",
            message_id=message_id,
            date=utc_now(), text="This letter tests the mailbox and will be removed.\n", automatic=True,
            extra=((PROBE_HEADER.title(), probe_token(box.secret, nonce)),),
        )  # fmt: skip
        return Envelope(sender=box.address, to=to, message_id=message_id, letter=write_letter(words))

    async def _look_for(self, box: Mailbox, token: str, message_id: str, wait_s: float) -> bool:
        """Look for our letter in the folder and remove it."""
        try:
            line = await open_line(box, self._guard, token, self._tls)
        except ChannelTrouble:
            return False
        try:
            for _ in range(_PROBE_LOOKS):
                await asyncio.sleep(wait_s / _PROBE_LOOKS)
                found = await line.thread.run(line.session.find_by_header, box.folder, "Message-ID", message_id)
                if found:
                    await line.thread.run(line.session.delete, found)
                    return True
        except TROUBLES:
            return False
        finally:
            await line.hang_up()
        return False
