"""Submits one letter over SMTP and says truthfully what became of it."""

import asyncio
import re
import ssl
from collections.abc import Callable, Sequence
from typing import Final

import aiosmtplib
from msgspec import Struct

from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.email import replies
from otklik.channels.email.dial import dial, tls_context
from otklik.channels.email.settings import Security, Server

_TIMEOUT_S: Final = 30.0
_DATA_TIMEOUT_S: Final = 300.0
_XTEXT = re.compile(r"[^!-*,-<>-~]")


class Envelope(Struct, frozen=True, kw_only=True):
    """What the server is told: who sends, to whom, and the id that a bounce shall carry back.

    Among the `copies` are those whom no header names.
    """

    sender: str
    to: str
    copies: tuple[str, ...] = ()
    message_id: str
    letter: bytes


class Login(Struct, frozen=True, kw_only=True):
    """Where and as whom: `token` is an OAuth access token, used instead of the password."""

    server: Server
    guard: Guard
    hello: str
    token: str = ""
    tls: Callable[[], ssl.SSLContext] = tls_context

    def __repr__(self) -> str:
        """Show no secret."""
        return f"Login({self.server!r})"


class SmtpRefused(Exception):
    """A conversation that ended before the letter was sent."""

    def __init__(self, error: SendError) -> None:
        super().__init__(error.detail)
        self.error = error


def _misconfigured(code: str, detail: str) -> SmtpRefused:
    return SmtpRefused(SendError(kind=SendErrorKind.AUTH, code=code, detail=detail, scope=Scope.INBOX))


def _away(code: str, detail: str) -> SmtpRefused:
    return SmtpRefused(SendError(kind=SendErrorKind.RETRY, code=code, detail=detail))


def _certificate_trouble(error: BaseException) -> ssl.SSLError | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _connect_trouble(error: Exception) -> SmtpRefused:
    if isinstance(error, AddressRefused):
        return _misconfigured("refused_address", str(error))
    if broken := _certificate_trouble(error):
        return _misconfigured("tls", str(broken))
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return SmtpRefused(replies.read_reply(error.code, error.message, replies.CONNECT))
    if isinstance(error, OSError | TimeoutError):
        return _away("connect", str(error) or type(error).__name__)
    return _misconfigured("smtp", str(error))


async def open_session(login: Login) -> aiosmtplib.SMTP:
    """Connect, encrypt and log in. Raises SmtpRefused.

    STARTTLS that is not offered is refused: somebody between us and the server may have taken the offer away.
    """
    server = login.server
    try:
        connection = await dial(server, login.guard)
        session = aiosmtplib.SMTP(
            hostname=server.host, sock=connection, local_hostname=login.hello, timeout=_TIMEOUT_S,
            use_tls=server.security is Security.TLS, start_tls=server.security is Security.STARTTLS,
            tls_context=login.tls() if server.security is not Security.NONE else None,
        )  # fmt: skip
        await session.connect()
    except (aiosmtplib.SMTPException, AddressRefused, OSError) as error:
        raise _connect_trouble(error) from error
    try:
        await _log_in(session, login)
    except BaseException:
        session.close()
        raise
    return session


async def _log_in(session: aiosmtplib.SMTP, login: Login) -> None:
    server = login.server
    try:
        if not session.is_ehlo_or_helo_needed:
            pass
        else:
            await session.ehlo()
        if not session.supports_extension("auth"):
            if server.security is Security.NONE:
                return
            raise _misconfigured("no_login", "the server offers no way to log in")
        if login.token:
            await session.auth_xoauth2(server.user, login.token)
        elif server.password:
            await session.login(server.user, server.password)
    except aiosmtplib.SMTPResponseException as error:
        raise SmtpRefused(replies.read_reply(error.code, error.message, replies.LOGIN)) from error
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError) as error:
        raise _away("disconnected", str(error)) from error
    except (aiosmtplib.SMTPException, UnicodeError) as error:
        raise _misconfigured("login", str(error)) from error


def size_limit(session: aiosmtplib.SMTP) -> int:
    """Return the greatest letter the server takes, 0 when it does not say."""
    stated = session.esmtp_extensions.get("size", "").strip()
    return int(stated) if stated.isdecimal() else 0


def _xtext(text: str) -> str:
    return _XTEXT.sub(lambda match: f"+{ord(match[0]) & 0xFF:02X}", text)


def _mail_options(session: aiosmtplib.SMTP, envelope: Envelope, *, utf8: bool) -> list[str]:
    options = [f"SIZE={len(envelope.letter)}"] if session.supports_extension("size") else []
    if session.supports_extension("dsn"):
        options += ["RET=HDRS", f"ENVID={_xtext(envelope.message_id)[:100]}"]
    return [*options, "SMTPUTF8"] if utf8 else options


def _check_before(session: aiosmtplib.SMTP, envelope: Envelope) -> bool:
    limit = size_limit(session)
    if limit and len(envelope.letter) > limit:
        detail = f"the letter is {len(envelope.letter)} bytes, the server takes {limit}"
        raise SmtpRefused(SendError(kind=SendErrorKind.FORMAT, code="too_large", detail=detail))
    utf8 = not all(address.isascii() for address in (envelope.sender, envelope.to, *envelope.copies))
    if utf8 and not session.supports_extension("smtputf8"):
        detail = "the server cannot send to addresses with letters outside ASCII"
        raise SmtpRefused(SendError(kind=SendErrorKind.FORMAT, code="no_smtputf8", detail=detail))
    return utf8


async def _announce(session: aiosmtplib.SMTP, envelope: Envelope) -> dict[str, str]:
    """Name sender and recipients; returns the refused copies. The addressee refused means that nobody gets it."""
    utf8 = _check_before(session, envelope)
    encoding = "utf-8" if utf8 else "ascii"
    refused: dict[str, str] = {}
    try:
        await session.mail(envelope.sender, options=_mail_options(session, envelope, utf8=utf8), encoding=encoding)
        await session.rcpt(envelope.to, encoding=encoding)
        for address in envelope.copies:
            try:
                await session.rcpt(address, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                refused[address] = f"{error.code} {' '.join(error.message.split())}"[:300]
    except aiosmtplib.SMTPSenderRefused as error:
        raise SmtpRefused(replies.read_reply(error.code, error.message, replies.SENDER)) from error
    except aiosmtplib.SMTPResponseException as error:
        raise SmtpRefused(replies.read_reply(error.code, error.message, replies.RECIPIENT)) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _away("disconnected", str(error)) from error
    return refused


async def _hand_over(session: aiosmtplib.SMTP, envelope: Envelope) -> None:
    """Send the letter itself. From here on a broken line means that nobody knows."""
    try:
        await session.data(envelope.letter, timeout=_DATA_TIMEOUT_S)
    except aiosmtplib.SMTPResponseException as error:
        raise SmtpRefused(replies.read_reply(error.code, error.message, replies.DATA)) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        detail = f"the line broke while the letter was handed over: {error}"
        raise SmtpRefused(SendError(kind=SendErrorKind.UNCERTAIN, code="disconnected", detail=detail)) from error


async def close_session(session: aiosmtplib.SMTP) -> None:
    """Say good-bye; how the server takes it does not matter."""
    try:
        async with asyncio.timeout(5):
            await session.quit()
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        session.close()


async def submit(login: Login, envelope: Envelope) -> SendResult:
    """Submit one letter. Never raises for what the server or the network does."""
    try:
        session = await open_session(login)
    except SmtpRefused as refusal:
        return refusal.error
    try:
        refused = await _announce(session, envelope)
        await _hand_over(session, envelope)
    except SmtpRefused as refusal:
        return refusal.error
    finally:
        await close_session(session)
    return Sent(external_id=envelope.message_id, refused=refused)


def recipients(envelope: Envelope) -> Sequence[str]:
    """Return everybody the letter goes to."""
    return (envelope.to, *envelope.copies)
