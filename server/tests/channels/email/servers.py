"""Mail servers of others for tests: pymap keeps mailboxes, aiosmtpd takes letters and refuses on request."""

import asyncio
import contextlib
import imaplib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile
from otklik.channels.email.channel import EmailChannel
from otklik.channels.email.dial import guard_for, is_inside
from otklik.kit.errors import NotFound
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble
from tests.channels.email.letters import SECRET

LOCAL_GUARD = guard_for(is_inside)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pymap_program() -> str | None:
    """Return where pymap is: beside this Python, in a place of its own, or nowhere."""
    beside = Path(sys.executable).with_name("pymap")
    return os.environ.get("OTKLIK_PYMAP") or (str(beside) if beside.exists() else shutil.which("pymap"))


class Pymap:
    """An IMAP server in memory, with a new UIDVALIDITY at each start."""

    user, password = "demouser", "demopass"

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._client: imaplib.IMAP4 | None = None

    def start(self) -> None:
        """Start with an empty memory and wait until it answers."""
        program = pymap_program()
        assert program
        command = [program, "--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict", "--demo-data"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.settimeout(5)
                if line.recv(100):
                    return
            time.sleep(0.1)
        raise RuntimeError("pymap does not start")

    def stop(self) -> None:
        """Stop; everything is forgotten."""
        if self._client is not None:
            self._client.shutdown()
            self._client = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def client(self) -> imaplib.IMAP4:
        """Another client of the same mailbox; logging in is slow, so it stays logged in."""
        if self._client is None:
            self._client = imaplib.IMAP4("127.0.0.1", self.port, 60)
            self._client.login(self.user, self.password)
        return self._client

    def put(self, raw: str | bytes, folder: str = "INBOX") -> None:
        """Let a letter arrive."""
        data = raw.encode() if isinstance(raw, str) else raw
        kind, _ = self.client.append(folder, "", "", data)
        assert kind == "OK"

    def empty(self, folder: str = "INBOX") -> None:
        """Remove all letters of a folder."""
        if self.count(folder):
            self.client.store("1:*", "+FLAGS", "\\Deleted")
            self.client.expunge()

    def count(self, folder: str) -> int:
        """Return how many letters a folder holds."""
        _, data = self.client.select(folder)
        return int(data[0] or b"0")


class Scripted:
    """An aiosmtpd handler that keeps letters and answers each stage as a test wishes."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.drop_at = ""
        self.mail_options: list[str] = []

    async def handle_MAIL(self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Answer MAIL FROM."""
        self._perhaps_drop(server, "mail")
        self.mail_options = options
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server: SMTP, _s: Session, envelope: Envelope, address: str, _o: list[str]) -> str:  # noqa: N802
        """Answer RCPT TO, for everybody or for one address."""
        self._perhaps_drop(server, "rcpt")
        answer = self.answers.get(f"rcpt {address}") or self.answers.get("rcpt")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, _s: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer the final dot."""
        if "data" in self.answers:
            return self.answers["data"]
        self.letters.append(envelope.content if isinstance(envelope.content, bytes) else b"")
        self.recipients.append(list(envelope.rcpt_tos))
        self._perhaps_drop(server, "data")
        return "250 2.0.0 Ok: queued"

    def _perhaps_drop(self, server: SMTP, stage: str) -> None:
        if self.drop_at == stage and server.transport is not None:
            server.transport.close()


class Smtp:
    """An SMTP server on a port of its own."""

    user, password = "support", "smtp-password"

    def __init__(self, **options: Any) -> None:
        self.handler = Scripted()
        self.login_answer: AuthResult | None = None
        self.refuse_logins = False
        self._stopped = False
        self.controller = Controller(
            self.handler,
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=self._authenticate,
            auth_require_tls=False,
            ready_timeout=20,
            **options,
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        if self.login_answer is not None:
            return self.login_answer
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            self.user.encode(),
            self.password.encode(),
        )
        return AuthResult(success=good and not self.refuse_logins, handled=False)

    def start(self) -> None:
        """Listen."""
        self.controller.start()

    def stop(self) -> None:
        """Stop listening; a second time does nothing."""
        if not self._stopped:
            self._stopped = True
            self.controller.stop(no_assert=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.controller.port)


class Notes:
    """An exchange log in memory."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, summary: str, *, ok: bool, detail: str = "") -> None:
        """Remember."""
        self.lines.append(f"{'+' if ok else '-'} {summary} {detail}".strip())


class Files:
    """A file store in memory."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes] = {}

    async def read(self, file: OutboundFile) -> bytes:
        """Return the bytes."""
        if file.key not in self.stored:
            raise NotFound("gone")
        return self.stored[file.key]


class NoHttp:
    """An HTTP client that answers what the test laid ready."""

    def __init__(self) -> None:
        self.answers: list[HttpAnswer] = []
        self.requests: list[HttpRequest] = []

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Answer or fail."""
        self.requests.append(request)
        if not self.answers:
            raise HttpTrouble("nobody answers", sent=False)
        return self.answers.pop(0)


def make_settings(imap_port: int, smtp_port: int, **changes: Any) -> dict[str, Any]:
    """Settings for servers on this machine."""
    return {
        "address": "demouser@shop.example", "display_name": "Магазин", "imap_host": "127.0.0.1", "imap_port": imap_port,
        "imap_security": "none", "imap_user": Pymap.user, "imap_password": Pymap.password, "smtp_host": "127.0.0.1",
        "smtp_port": smtp_port, "smtp_security": "none", "smtp_user": Smtp.user, "smtp_password": Smtp.password,
        "hook_secret": SECRET, "domain_id": "https://desk.shop.example", **changes,
    }  # fmt: skip


def make_context(settings: dict[str, Any], http: NoHttp | None = None) -> ChannelContext:
    """A context with everything in memory."""
    return ChannelContext(
        inbox_id=1, settings=settings, http=http or NoHttp(), files=Files(), log=Notes(), hook_secret=SECRET,
        domain_id="https://desk.shop.example",
    )  # fmt: skip


def make_channel(idle_s: float = 5.0) -> EmailChannel:
    """A channel that may call this machine."""
    return EmailChannel(LOCAL_GUARD, idle_s=idle_s)


class Proxy:
    """A line between client and server that can be frozen or cut, as bad networks do."""

    def __init__(self, port: int) -> None:
        self._target = port
        self.port = 0
        self.frozen = asyncio.Event()
        self.cut_after: int | None = None
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every line at once."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers |= {writer, back_writer}
        up = asyncio.create_task(self._pump(reader, back_writer, down=False))
        down = asyncio.create_task(self._pump(back_reader, writer, down=True))
        self._tasks |= {up, down}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, down: bool) -> None:
        passed = 0
        try:
            while data := await reader.read(4096):
                if self.frozen.is_set():
                    continue
                passed += len(data) if down else 0
                if down and self.cut_after is not None and passed > self.cut_after:
                    self.cut()
                    return
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.abort()


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = asyncio.get_running_loop().time() + seconds
    while not holds():
        assert asyncio.get_running_loop().time() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


async def first_batches(batches: AsyncIterator[Any], letters: int, seconds: float = 40.0) -> list[Any]:
    """Collect batches until they hold so many letters."""
    found: list[Any] = []
    async with asyncio.timeout(seconds):
        async for batch in batches:
            found.append(batch)
            if sum(len(one.calls) for one in found) >= letters:
                break
    return found
