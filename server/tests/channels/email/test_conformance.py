"""The shared suite, with servers of others on the other side: pymap keeps the mailbox, aiosmtpd takes the letters."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy

import pytest
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.conformance import Conformance, Specimen, Trouble
from otklik.channelkit.outbound import OutboundFile
from tests.channels.email.letters import HEAD, call, message, plain
from tests.channels.email.servers import Files, Notes, Pymap, Smtp, make_channel, make_context, make_settings

_PICTURE = (
    f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: image/png; name=p.png\r\n\r\nPNG\r\n--b--\r\n"
).replace("<a1@", "<a2@")


class MailPeer:
    """The servers in the words of the suite."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp

    def play(self, trouble: Trouble) -> None:
        """Change the server's mind."""
        handler = self._smtp.handler
        handler.answers.clear()
        handler.drop_at = ""
        self._smtp.refuse_logins = trouble is Trouble.REVOKED
        if trouble is Trouble.THROTTLED:
            handler.answers["mail"] = "421 4.7.0 too many messages, slow down"
        elif trouble is Trouble.SILENT:
            handler.drop_at = "data"
        elif trouble is Trouble.UNPLUGGED:
            self._smtp.stop()

    def texts(self) -> Sequence[str]:
        """What the person reads, by another reader than ours."""
        bodies = [
            message_from_bytes(raw, policy=policy.default).get_body(("plain",)) for raw in self._smtp.handler.letters
        ]
        return [body.get_content().strip() for body in bodies if body is not None]

    def files(self) -> int:
        """How many files came."""
        return sum(len(message(raw).content.attachments) for raw in self._smtp.handler.letters)

    def buttons(self) -> Sequence[str]:
        """Mail has none."""
        return ()

    def sees_typing(self) -> bool:
        """Nobody sees that in mail."""
        return False


class TestEmail(Conformance):
    """E-mail earns gold; what mail does not have is exempted with its reason."""

    @pytest.fixture(autouse=True)
    def _servers(self, imap_server: Pymap) -> Iterator[None]:
        self._imap = imap_server
        self._started: list[Smtp] = []
        yield
        for server in self._started:
            server.stop()

    async def specimen(self) -> Specimen:
        """Two servers and a mailbox."""
        smtp = Smtp()
        smtp.start()
        self._started.append(smtp)
        settings = make_settings(self._imap.port, smtp.port)
        context = make_context(settings)
        assert isinstance(context.files, Files)
        assert isinstance(context.log, Notes)
        context.files.stored["k"] = b"%PDF"
        return Specimen(
            channel=make_channel(),
            context=context,
            peer=MailPeer(smtp),
            recipient="vera@customer.example",
            calls={
                "text": call(plain("Где заказ?")),
                "image": call(_PICTURE),
                "reply": call(plain("Спасибо!", "In-Reply-To: <b1@shop.example>\r\n").replace("<a1@", "<a3@")),
            },
            forged=replace(call(plain("x")), polled=False),
            file=OutboundFile(key="k", kind=Kind.DOCUMENT, name="счёт.pdf", mime="application/pdf", size=4),
            bad_settings={**settings, "imap_password": "wrong"},
            secrets=(Smtp.password, Pymap.password),
            notes=context.log.lines,
        )
