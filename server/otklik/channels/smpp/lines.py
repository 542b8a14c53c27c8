"""The lines that this process has open: what is sent goes over the line that also receives, whenever there is one.

Where the receiving line is held by another process, a transmitter of our own is opened and closed when it is idle.
"""

import asyncio
import time
from typing import Final

from msgspec import Struct

from otklik.channelkit.guard import Guard
from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.smpp.line import BEAT_S, BindRefused, Line, LineBroken, open_line
from otklik.channels.smpp.pdu import Command, read_first_string
from otklik.channels.smpp.refusals import QUEUE_FULL, THROTTLED, name_of, needs_a_person, send_error
from otklik.channels.smpp.settings import Account

PATIENCE_S: Final = 3.0
IDLE_S: Final = 60.0
_REST_MAX_S: Final = 60.0
_PACE_MAX_S: Final = 10.0
_RETRY_S: Final = 15.0

Key = tuple[int, Account]


class _Gate:
    """How fast one account may speak: so many a second, so many unanswered."""

    def __init__(self, account: Account) -> None:
        self.window = asyncio.Semaphore(account.window)
        self._gap = 1 / account.rate
        self._free_at = 0.0
        self._rest = 0.0

    def wait_s(self) -> float:
        """Take the next turn and return how long it is away; a turn too far away is not taken."""
        now = time.monotonic()
        wait = max(self._free_at - now, 0.0)
        if wait <= _PACE_MAX_S:
            self._free_at = max(self._free_at, now) + self._gap
        return wait

    def rest_longer(self) -> float:
        """Return how long to rest after another complaint: from a second, doubled, to a minute."""
        self._rest = min(max(self._rest * 2, 1.0), _REST_MAX_S)
        return self._rest

    def is_fine(self) -> None:
        """The centre takes what we send."""
        self._rest = 0.0


class _Own(Struct):
    """A transmitter of our own and when it was last used."""

    line: Line
    used_at: float


class Lines:
    """Finds the line to send over."""

    def __init__(
        self, guard: Guard, *, patience_s: float = PATIENCE_S, idle_s: float = IDLE_S, beat_s: float = BEAT_S
    ) -> None:
        self._guard = guard
        self._patience_s = patience_s
        self._idle_s = idle_s
        self._beat_s = beat_s
        self._shared: dict[Key, Line] = {}
        self._own: dict[Key, _Own] = {}
        self._gates: dict[Key, _Gate] = {}
        self._locks: dict[Key, asyncio.Lock] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    async def open_shared(self, key: Key) -> Line:
        """Open the line for both directions; raises AddressRefused, BindRefused or LineBroken."""
        async with self._lock(key):
            own = self._own.pop(key, None)
            if own is not None:
                await own.line.close()
            line = await open_line(key[1], self._guard, (Command.BIND_TRANSCEIVER,), beat_s=self._beat_s)
            self._shared[key] = line
        async with self._news:
            self._news.notify_all()
        return line

    async def close_shared(self, key: Key, line: Line) -> None:
        """Hang up."""
        if self._shared.get(key) is line:
            del self._shared[key]
        await line.close()

    def find_shared(self, key: Key) -> Line | None:
        """Return the line for both directions if it stands."""
        line = self._shared.get(key)
        return line if line is not None and not line.broken.is_set() else None

    async def close_own(self, inbox_id: int) -> None:
        """Close the transmitters of an inbox."""
        for key in [key for key in self._own if key[0] == inbox_id]:
            await self._own.pop(key).line.close()

    async def submit(self, key: Key, body: bytes, *, answer_s: float) -> SendResult:
        """Send one message; what nobody knows is uncertain, what did not leave us is to be tried again."""
        gate = self._gates.setdefault(key, _Gate(key[1]))
        wait = gate.wait_s()
        if wait > _PACE_MAX_S:
            return SendError(
                kind=SendErrorKind.RATE, code="own_pace", detail="more waits than the agreed rate lets through",
                retry_after_s=wait, scope=Scope.INBOX,
            )  # fmt: skip
        await asyncio.sleep(wait)
        async with gate.window:
            try:
                line = await self._find(key)
                answer = await line.ask(Command.SUBMIT_SM, body, answer_s=answer_s)
            except LineBroken as trouble:
                return _of_broken(trouble)
            except BindRefused as refusal:
                return _of_refused_bind(refusal)
        if answer.status:
            busy = answer.status in (THROTTLED, QUEUE_FULL)
            return send_error(answer.status, wait_s=gate.rest_longer() if busy else 1.0)
        gate.is_fine()
        return Sent(external_id=read_first_string(answer.body))

    async def _find(self, key: Key) -> Line:
        """Return a line that stands: the shared one, else our own, opened if the shared one does not come soon."""
        line = self.find_shared(key)
        if line is None and key not in self._own:
            line = await self._await_shared(key)
        if line is not None:
            return line
        async with self._lock(key):
            line = self.find_shared(key)
            if line is not None:
                return line
            own = self._own.get(key)
            if own is None or own.line.broken.is_set():
                line = await open_line(key[1], self._guard, (Command.BIND_TRANSMITTER,), beat_s=self._beat_s)
                own = self._own[key] = _Own(line, time.monotonic())
                self._sweep()
            own.used_at = time.monotonic()
            return own.line

    async def _await_shared(self, key: Key) -> Line | None:
        try:
            async with asyncio.timeout(self._patience_s), self._news:
                await self._news.wait_for(lambda: self.find_shared(key) is not None)
        except TimeoutError:
            return None
        return self.find_shared(key)

    def _lock(self, key: Key) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    def _sweep(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.create_task(self._close_idle())

    async def _close_idle(self) -> None:
        while self._own:
            await asyncio.sleep(self._idle_s / 2)
            for key, own in list(self._own.items()):
                if own.line.broken.is_set() or time.monotonic() - own.used_at > self._idle_s:
                    self._own.pop(key, None)
                    await own.line.close()


def _of_broken(trouble: LineBroken) -> SendError:
    if trouble.sent:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="no_answer", detail=trouble.detail)
    return SendError(
        kind=SendErrorKind.RETRY, code="no_line", detail=trouble.detail, retry_after_s=_RETRY_S, scope=Scope.INBOX
    )


def _of_refused_bind(refusal: BindRefused) -> SendError:
    """A wrong password needs a person; any other refusal may be over when an earlier line is forgotten."""
    kind = SendErrorKind.AUTH if needs_a_person(refusal.status) else SendErrorKind.RETRY
    return SendError(
        kind=kind, code=name_of(refusal.status), detail="the centre does not let us in",
        retry_after_s=None if kind is SendErrorKind.AUTH else _RETRY_S, scope=Scope.INBOX,
    )  # fmt: skip
