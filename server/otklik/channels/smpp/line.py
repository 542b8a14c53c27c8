"""One bound connection to a centre: requests and their answers, keep-alive, and what is delivered to us.

A delivery is answered when whoever took it says so, never before: only then may the centre forget it.
"""

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from otklik.channelkit.guard import Guard
from otklik.channels.smpp.pdu import (
    HEADER_SIZE,
    BadPdu,
    Command,
    Pdu,
    decode,
    read_first_string,
    read_length,
)
from otklik.channels.smpp.refusals import RETRY_LATER, UNKNOWN_COMMAND
from otklik.channels.smpp.settings import Account

CONNECT_S: Final = 10.0
ANSWER_S: Final = 30.0
BEAT_S: Final = 30.0
BEAT_ANSWER_S: Final = 10.0
_UNBIND_S: Final = 2.0
_INCOMING_MAX: Final = 1000
_DEAF: Final = 0x80000000
_SEQUENCE_MAX: Final = 0x7FFFFFFF


class LineBroken(Exception):
    """There is no line. `sent`: a request may have reached the centre before it broke."""

    def __init__(self, detail: str, *, sent: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.sent = sent


class BindRefused(Exception):
    """The centre does not let us in; `status` is its word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"0x{status:X}")
        self.status = status


class Line:
    """One session. `deliveries` holds what came and was not answered yet."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, beat_s: float = BEAT_S) -> None:
        self._reader = reader
        self._writer = writer
        self._sequence = 0
        self._waiting: dict[int, asyncio.Future[Pdu]] = {}
        self.deliveries: asyncio.Queue[Pdu] = asyncio.Queue(_INCOMING_MAX)
        self.broken = asyncio.Event()
        self.why = "the line is closed"
        self.centre = ""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat(beat_s))]

    async def bind(self, account: Account, how: Command) -> None:
        """Log in; raises BindRefused or LineBroken."""
        answer = await self.ask(how, account.bind.encode())
        if answer.status:
            raise BindRefused(answer.status)
        self.centre = read_first_string(answer.body)

    async def ask(self, command: Command, body: bytes = b"", *, answer_s: float = ANSWER_S) -> Pdu:
        """Make a request and wait for its answer; raises LineBroken, which tells whether it may have arrived."""
        if self.broken.is_set():
            raise LineBroken(self.why)
        self._sequence = self._sequence % _SEQUENCE_MAX + 1
        sequence = self._sequence
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._waiting[sequence] = answer
        try:
            await self._write(Pdu(command, 0, sequence, body))
            async with asyncio.timeout(answer_s):
                return await answer
        except TimeoutError as error:
            raise LineBroken(f"no answer within {answer_s:g} s", sent=True) from error
        finally:
            self._waiting.pop(sequence, None)

    async def answer(self, delivery: Pdu, status: int = 0) -> None:
        """Tell the centre that a delivery is safe, or that it must come again."""
        with suppress(LineBroken):
            await self._write(delivery.answer(b"\0", status))

    async def close(self) -> None:
        """Unbind and hang up; never waits long, never raises."""
        if not self.broken.is_set():
            with suppress(LineBroken):
                await self.ask(Command.UNBIND, answer_s=_UNBIND_S)
        self._break("the line was closed")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(OSError, ssl.SSLError):
            await self._writer.wait_closed()

    async def _write(self, pdu: Pdu) -> None:
        if self.broken.is_set():
            raise LineBroken(self.why)
        try:
            self._writer.write(pdu.encode())
            await self._writer.drain()
        except (OSError, ssl.SSLError) as error:
            self._break(f"the line broke: {type(error).__name__}")
            raise LineBroken(self.why, sent=True) from error

    async def _listen(self) -> None:
        try:
            while not self.broken.is_set():
                header = await self._reader.readexactly(HEADER_SIZE)
                rest = await self._reader.readexactly(read_length(header[:16]) - HEADER_SIZE)
                await self._take(decode(header + rest))
        except asyncio.IncompleteReadError:
            self._break("the centre hung up")
        except (OSError, ssl.SSLError, BadPdu, LineBroken) as error:
            self._break(f"the line broke: {str(error) or type(error).__name__}")

    async def _take(self, pdu: Pdu) -> None:
        if pdu.is_response:
            waiting = self._waiting.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu)
            return
        match pdu.command:
            case Command.DELIVER_SM:
                await self._keep(pdu)
            case Command.ENQUIRE_LINK:
                await self._write(pdu.answer())
            case Command.UNBIND:
                await self._write(pdu.answer())
                self._break("the centre unbound us")
            case Command.ALERT_NOTIFICATION:
                pass
            case _:
                await self._write(Pdu(_DEAF, UNKNOWN_COMMAND, pdu.sequence))

    async def _keep(self, delivery: Pdu) -> None:
        try:
            self.deliveries.put_nowait(delivery)
        except asyncio.QueueFull:
            await self._write(delivery.answer(b"\0", RETRY_LATER))

    async def _beat(self, beat_s: float) -> None:
        """Ask from time to time whether the centre is there; silence ends the line."""
        while not self.broken.is_set():
            await asyncio.sleep(beat_s)
            try:
                await self.ask(Command.ENQUIRE_LINK, answer_s=min(BEAT_ANSWER_S, beat_s))
            except LineBroken as trouble:
                self._break(f"enquire_link: {trouble.detail}")

    def _break(self, why: str) -> None:
        """End the line: whoever waits for an answer learns that nobody knows what became of the request."""
        if self.broken.is_set():
            return
        self.why = why
        self.broken.set()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(LineBroken(why, sent=True))
        self._writer.close()


async def dial(account: Account, guard: Guard, *, beat_s: float = BEAT_S) -> Line:
    """Connect to the first address that answers; raises AddressRefused or LineBroken."""
    try:
        addresses = await guard(account.host)
    except OSError as error:
        raise LineBroken(f"{account.host}: {error}") from error
    trouble = f"{account.host} has no address"
    for address in addresses:
        try:
            reader, writer = await _connect(address, account)
        except (OSError, ssl.SSLError) as error:
            trouble = f"{account.host}:{account.port}: {str(error) or type(error).__name__}"
        else:
            return Line(reader, writer, beat_s=beat_s)
    raise LineBroken(trouble)


async def _connect(address: str, account: Account) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    context = ssl.create_default_context(cadata=account.authority or None) if account.tls else None
    try:
        async with asyncio.timeout(CONNECT_S):
            return await asyncio.open_connection(
                address, account.port, ssl=context, server_hostname=account.host if context else None
            )
    except TimeoutError as error:
        raise ConnectionError("no answer") from error


async def open_line(
    account: Account, guard: Guard, ways: Sequence[Command] = (Command.BIND_TRANSCEIVER,), *, beat_s: float = BEAT_S
) -> Line:
    """Connect and log in; raises AddressRefused, BindRefused or LineBroken."""
    line = await dial(account, guard, beat_s=beat_s)
    try:
        await line.bind(account, ways[0])
    except BaseException:
        await line.close()
        raise
    return line
