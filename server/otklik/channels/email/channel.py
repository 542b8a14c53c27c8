"""The e-mail channel: letters in by IMAP, out by SMTP."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from otklik.channelkit.channel import ChannelContext, ConnectReport, Settings
from otklik.channelkit.errors import BadSignature, ChannelTrouble
from otklik.channelkit.guard import Guard
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.outbound import OutboundMessage, Part, Scope, SendError, SendErrorKind, SendResult
from otklik.channels.email.checks import MailboxTrial
from otklik.channels.email.dial import PUBLIC_ONLY, tls_context
from otklik.channels.email.imap import TROUBLES
from otklik.channels.email.inbound import parse_letter
from otklik.channels.email.letter import File, write_letter
from otklik.channels.email.manifest import MANIFEST
from otklik.channels.email.oauth import Tokens
from otklik.channels.email.outbound import compose, render_letters
from otklik.channels.email.poller import IDLE_S, MailPoller, open_line
from otklik.channels.email.settings import Mailbox, check_settings, read_settings
from otklik.channels.email.smtp import Envelope, Login, submit
from otklik.kit.clock import utc_now
from otklik.kit.errors import NotFound

_MAX_COPIES: Final = 8


class DailyCount:
    """Counts letters of each inbox by UTC day; begins anew when the process does."""

    def __init__(self) -> None:
        self._day = utc_now().date()
        self._counts: dict[int, int] = {}

    def wait_s(self, inbox_id: int, cap: int) -> float:
        """Return 0 when another letter may go today, else the seconds until tomorrow."""
        now = utc_now()
        if now.date() != self._day:
            self._day, self._counts = now.date(), {}
        if not cap or self._counts.get(inbox_id, 0) < cap:
            return 0
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return (midnight - now).total_seconds()

    def count(self, inbox_id: int) -> None:
        """Note a letter that went."""
        self._counts[inbox_id] = self._counts.get(inbox_id, 0) + 1


class EmailChannel:
    """E-mail. `guard` decides which servers may be called; `tls` can trust a private authority."""

    manifest = MANIFEST

    def __init__(
        self, guard: Guard = PUBLIC_ONLY, *, tls: Callable[[], Any] = tls_context, idle_s: float = IDLE_S
    ) -> None:
        self._guard = guard
        self._tls = tls
        self._idle_s = idle_s
        self._tokens = Tokens()
        self._days = DailyCount()
        self._copies: set[asyncio.Task[None]] = set()

    def validate(self, settings: Settings) -> None:
        """Raise BadSettings naming every wrong field."""
        check_settings(settings)

    def verify(self, call: HookCall, settings: Settings, hook_secret: str) -> None:
        """Letters are fetched, never brought: whoever calls our address has nothing to say."""
        del settings, hook_secret
        if not call.polled:
            raise BadSignature("mail is fetched, not delivered here")

    def parse(self, call: HookCall, settings: Settings) -> Sequence[Happening]:
        """Read one letter."""
        return parse_letter(call, settings)

    def render(self, message: OutboundMessage, settings: Settings) -> Sequence[Part]:
        """Turn a message into letters."""
        return render_letters(message, settings)

    def wants_polling(self, settings: Settings) -> bool:
        """Mail is always asked for."""
        del settings
        return True

    async def open_poller(self, context: ChannelContext) -> MailPoller:
        """Log in to the mailbox; raises ChannelTrouble."""
        box = _box(context)
        token = await self._tokens.get(box.oauth, context)
        try:
            line = await open_line(box, self._guard, token, self._tls)
        except ChannelTrouble as trouble:
            if trouble.stop:
                self._tokens.forget(context.inbox_id)
            context.log.note("imap login", ok=False, detail=trouble.detail)
            raise
        context.log.note("imap login", ok=True)
        return MailPoller(line, context, idle_s=self._idle_s)

    async def send(self, part: Part, context: ChannelContext) -> SendResult:
        """Submit one letter; a broken line after the letter was handed over is uncertain, never repeated blindly."""
        box = _box(context)
        wait = self._days.wait_s(context.inbox_id, box.daily_cap)
        if wait:
            detail = f"{box.daily_cap} letters were sent today"
            return SendError(
                kind=SendErrorKind.RATE, code="daily_cap", detail=detail, retry_after_s=wait, scope=Scope.INBOX
            )
        try:
            token = await self._tokens.get(box.oauth, context)
            files = [File(item.name, item.mime, await context.files.read(item)) for item in part.files.values()]
        except ChannelTrouble as trouble:
            kind = SendErrorKind.AUTH if trouble.stop else SendErrorKind.RETRY
            return SendError(kind=kind, code="oauth", detail=trouble.detail, scope=Scope.INBOX)
        except NotFound as error:
            return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail=error.detail)
        letter = compose(part.payload, files, box, utc_now())
        envelope = Envelope(
            sender=box.address,
            to=letter.to[0],
            copies=(*letter.to[1:], *letter.cc, *part.payload["bcc"]),
            message_id=letter.message_id,
            letter=write_letter(letter),
        )
        result = await submit(
            Login(server=box.smtp, guard=self._guard, hello=box.domain, token=token, tls=self._tls), envelope
        )
        self._note(result, envelope, box, context)
        return result

    def _note(self, result: SendResult, envelope: Envelope, box: Mailbox, context: ChannelContext) -> None:
        if isinstance(result, SendError):
            if result.kind is SendErrorKind.AUTH:
                self._tokens.forget(context.inbox_id)
            context.log.note("smtp submit", ok=False, detail=f"{result.code} {result.detail}")
            return
        context.log.note("smtp submit", ok=True)
        self._days.count(context.inbox_id)
        if box.append_sent and len(self._copies) < _MAX_COPIES:
            task = asyncio.create_task(self._keep_copy(envelope.letter, box, context))
            self._copies.add(task)
            task.add_done_callback(self._copies.discard)

    async def _keep_copy(self, letter: bytes, box: Mailbox, context: ChannelContext) -> None:
        """Put a copy into Sent; the letter is sent whether this works or not."""
        try:
            token = await self._tokens.get(box.oauth, context)
            line = await open_line(box, self._guard, token, self._tls)
            try:
                folder = box.sent_folder or await line.thread.run(line.session.sent_folder)
                if folder:
                    await line.thread.run(line.session.append, folder, letter)
                context.log.note("imap append", ok=bool(folder), detail="" if folder else "no folder of sent letters")
            finally:
                await line.hang_up()
        except (ChannelTrouble, *TROUBLES) as error:
            context.log.note("imap append", ok=False, detail=str(error)[:200])

    async def settle(self) -> None:
        """Wait for the copies under way."""
        await asyncio.gather(*self._copies, return_exceptions=True)

    async def test(self, context: ChannelContext) -> ConnectReport:
        """Log in to both servers and report each check; changes nothing."""
        return await MailboxTrial(context, self._guard, self._tokens, self._tls).run()

    async def connect(self, context: ChannelContext) -> ConnectReport:
        """Test, and with sub-addressing on send a letter to ourselves and remove it."""
        return await MailboxTrial(context, self._guard, self._tokens, self._tls).run(probe=True)

    async def disconnect(self, context: ChannelContext) -> None:
        """There is nothing to undo at a mailbox."""
        self._tokens.forget(context.inbox_id)


def _box(context: ChannelContext) -> Mailbox:
    return read_settings(context.settings, secret=context.hook_secret, domain_id=context.domain_id)
