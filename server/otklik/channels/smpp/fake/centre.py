"""The centre itself: a server of SMPP 3.4 for tests and demonstrations."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from msgspec.structs import replace

from otklik.channelkit.fakes import Moods
from otklik.channelkit.sms import (
    Alphabet,
    alphabet_of,
    cut_sms,
    decode_gsm,
    decode_ucs2,
    encode_gsm,
    encode_sms,
    encode_ucs2,
)
from otklik.channels.smpp.parts import Place, find_place, split_header, write_header
from otklik.channels.smpp.pdu import (
    HEADER_SIZE,
    Address,
    Command,
    Pdu,
    ShortMessage,
    decode,
    read_length,
    read_short_message,
)
from otklik.channels.smpp.refusals import ALREADY_BOUND, BAD_PASSWORD, BAD_SYSTEM_ID, THROTTLED

_BINDS: Final = (Command.BIND_RECEIVER, Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER)
_UDHI: Final = 0x40
_RECEIPT: Final = 0x04
_UCS2: Final = 8
_NOT_BOUND: Final = 0x04
_ANSWER_S: Final = 5.0
_REFERENCE: Final = 7


class Session:
    """One connection of a client."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.bound: Command | None = None
        self.system_id = ""
        self.waiting: dict[int, asyncio.Future[Pdu]] = {}

    async def say(self, pdu: Pdu) -> None:
        """Write one unit; a client that is gone hears nothing."""
        with suppress(OSError):
            self.writer.write(pdu.encode())
            await self.writer.drain()


class FakeCentre:
    """Knows accounts by name and password. `moods`: throttled, silent, refuse (value: status), hang_up, deaf, alone."""

    def __init__(self, accounts: dict[str, str]) -> None:
        self.accounts = accounts
        self.moods = Moods()
        self.taken: list[tuple[str, ShortMessage]] = []
        self.sessions: list[Session] = []
        self.beats = 0
        self.hexadecimal = False
        self.port = 0
        self._sequence = 0
        self._number = 1000
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port, or again on the one that was ours."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._server is not None:
            self.unplug()
            await self._server.wait_closed()
            self._server = None

    def unplug(self) -> None:
        """Be gone at once, without a word."""
        if self._server is not None:
            self._server.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Cut every connection."""
        for session in self.sessions:
            session.writer.close()

    def texts_to(self, number: str) -> list[str]:
        """Return what a telephone shows: parts joined."""
        shown: list[str] = []
        for _, message in self.taken:
            if message.destination.digits != number:
                continue
            text = _read(message)
            place = find_place(message)
            if place is not None and place.number > 1:
                shown[-1] += text
            else:
                shown.append(text)
        return shown

    async def write(self, source: str, destination: str, text: str, *, order: Sequence[int] = ()) -> list[int | None]:
        """Let a person write; returns the client's answers, None for silence. `order`: which parts come, and how."""
        parts = _parts(source, destination, text)
        return [await self.deliver(parts[number - 1]) for number in order or range(1, len(parts) + 1)]

    async def report(self, message_id: str, state: str = "DELIVRD", *, person: str = "79161234567",
                     tlvs: dict[int, bytes] | None = None) -> int | None:  # fmt: skip
        """Tell what became of a message."""
        text = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611221000 done date:2611221000 stat:{state} err:000 text:"
        )
        return await self.deliver(
            ShortMessage(
                source=Address(person), destination=Address("74950000000"), esm_class=_RECEIPT,
                text=text.encode("latin-1"), tlvs=tlvs or {},
            )
        )  # fmt: skip

    async def deliver(self, message: ShortMessage, answer_s: float = _ANSWER_S) -> int | None:
        """Deliver to whoever listens; returns the status of the answer, None when there is none."""
        hearing = (Command.BIND_RECEIVER, Command.BIND_TRANSCEIVER)
        session = next((one for one in self.sessions if one.bound in hearing), None)
        if session is None:
            return None
        self._sequence += 1
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        session.waiting[self._sequence] = answer
        await session.say(Pdu(Command.DELIVER_SM, 0, self._sequence, message.encode()))
        try:
            async with asyncio.timeout(answer_s):
                return (await answer).status
        except TimeoutError:
            return None
        finally:
            session.waiting.pop(self._sequence, None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = Session(writer)
        self.sessions.append(session)
        try:
            while True:
                header = await reader.readexactly(HEADER_SIZE)
                await self._take(session, decode(header + await reader.readexactly(read_length(header) - HEADER_SIZE)))
        except (asyncio.IncompleteReadError, OSError, ValueError):
            pass
        finally:
            self.sessions.remove(session)
            writer.close()

    async def _take(self, session: Session, pdu: Pdu) -> None:
        if pdu.is_response:
            waiting = session.waiting.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu)
            return
        match pdu.command:
            case Command.BIND_RECEIVER | Command.BIND_TRANSMITTER | Command.BIND_TRANSCEIVER:
                await self._bind(session, pdu)
            case Command.SUBMIT_SM:
                await self._submit(session, pdu)
            case Command.ENQUIRE_LINK:
                self.beats += 1
                if self.moods.take("deaf") is None:
                    await session.say(pdu.answer())
            case Command.UNBIND:
                await session.say(pdu.answer())
                session.writer.close()
            case _:
                pass

    async def _bind(self, session: Session, pdu: Pdu) -> None:
        name, password, *_ = (field.decode("latin-1") for field in pdu.body.split(b"\0"))
        status = 0
        if name not in self.accounts:
            status = BAD_SYSTEM_ID
        elif self.accounts[name] != password or self.moods.take("revoked") is not None:
            status = BAD_PASSWORD
        elif any(one.bound for one in self.sessions) and self.moods.take("alone") is not None:
            status = ALREADY_BOUND
        if not status:
            session.bound, session.system_id = Command(pdu.command), name
        await session.say(pdu.answer(b"" if status else b"fake\0", status))

    async def _submit(self, session: Session, pdu: Pdu) -> None:
        status = self.moods.take("refuse")
        if session.bound not in (Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER):
            status = _NOT_BOUND
        elif self.moods.take("throttled") is not None:
            status = THROTTLED
        if status:
            await session.say(pdu.answer(status=int(status)))
            return
        self._number += 1
        message_id = f"{self._number:X}" if self.hexadecimal else str(self._number)
        self.taken.append((message_id, read_short_message(pdu.body)))
        if self.moods.take("hang_up") is not None:
            session.writer.close()
        elif self.moods.take("silent") is None:
            await session.say(pdu.answer(message_id.encode() + b"\0"))


def _parts(source: str, destination: str, text: str) -> list[ShortMessage]:
    pieces = cut_sms(text)
    whole = ShortMessage(
        source=Address(source), destination=Address(destination), text=encode_sms(text),
        data_coding=_UCS2 if alphabet_of(text) is Alphabet.UCS2 else 0,
    )  # fmt: skip
    if len(pieces) == 1:
        return [whole]
    write = encode_ucs2 if whole.data_coding else encode_gsm
    return [
        replace(whole, esm_class=_UDHI, text=write_header(Place(_REFERENCE, len(pieces), number)) + write(piece))
        for number, piece in enumerate(pieces, 1)
    ]


def _read(message: ShortMessage) -> str:
    _, octets = split_header(message)
    return decode_ucs2(octets) if message.data_coding == _UCS2 else decode_gsm(octets)
