"""Takes what the centre delivers, one thing at a time: it is stored first and answered after.

A part of a long text is stored in the cursor and answered; the text becomes a message when its last part is there, or
after ten minutes with a mark in place of what is missing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

from otklik.channelkit.channel import PollBatch
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.inbound import HookCall
from otklik.channels.smpp.inbound import hash_delivery, write_delivery
from otklik.channels.smpp.line import Line
from otklik.channels.smpp.memory import Memory
from otklik.channels.smpp.parts import find_place
from otklik.channels.smpp.pdu import BadPdu, Pdu, read_short_message
from otklik.channels.smpp.receipts import is_receipt
from otklik.kit.clock import utc_now

Hang = Callable[[], Any]
_LONGEST_WAIT_S = 60.0


class SmppPoller:
    """One open line."""

    def __init__(self, line: Line, hang_up: Hang, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._line = line
        self._hang_up = hang_up
        self._clock = clock

    async def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield what comes for ever. Being asked for more means that the last is stored: then it is answered."""
        memory = Memory.read(cursor)
        while True:
            overdue = memory.find_overdue(self._clock())
            if overdue is not None:
                memory = memory.without(overdue)
                memory, call = self._write(memory, overdue.in_order())
                yield PollBatch(calls=(call,), cursor=memory.write())
                continue
            delivery = await self._next(memory)
            if delivery is None:
                continue
            memory, calls = self._read(memory, delivery)
            yield PollBatch(calls=calls, cursor=memory.write())
            await self._line.answer(delivery)

    async def close(self) -> None:
        """Hang up; what was not answered will be delivered again."""
        await self._hang_up()

    async def _next(self, memory: Memory) -> Pdu | None:
        """Return the next delivery; None when it is time to look at the clock. Raises ChannelTrouble."""
        getting = asyncio.ensure_future(self._line.deliveries.get())
        breaking = asyncio.ensure_future(self._line.broken.wait())
        try:
            await asyncio.wait({getting, breaking}, timeout=self._wait_s(memory), return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                return getting.result()
            if breaking.done():
                raise ChannelTrouble(f"SMPP: {self._line.why}", retry_after_s=1.0)
            return None
        finally:
            getting.cancel()
            breaking.cancel()

    def _wait_s(self, memory: Memory) -> float:
        deadline = memory.next_deadline()
        if deadline is None:
            return _LONGEST_WAIT_S
        return min(max((deadline - self._clock()).total_seconds(), 0.01), _LONGEST_WAIT_S)

    def _read(self, memory: Memory, delivery: Pdu) -> tuple[Memory, tuple[HookCall, ...]]:
        pdu = delivery.body.hex()
        try:
            message = read_short_message(delivery.body)
        except BadPdu:
            memory, call = self._write(memory, (pdu,))
            return memory, (call,)
        if is_receipt(message):
            return memory, (HookCall(body=write_delivery((pdu,)), polled=True, received_at=self._clock()),)
        place = find_place(message)
        if place is None:
            memory, call = self._write(memory, (pdu,))
            return memory, (call,)
        ends = (message.source.digits, message.destination.digits)
        memory, waiting = memory.with_part(place, ends, pdu, self._clock())
        if not waiting.is_whole:
            return memory, ()
        memory, call = self._write(memory.without(waiting), waiting.in_order())
        return memory, (call,)

    def _write(self, memory: Memory, pdus: tuple[str, ...]) -> tuple[Memory, HookCall]:
        """Write a message down; the same again within a few minutes is a message of its own, marked as a repeat."""
        now = self._clock()
        digest = hash_delivery(pdus)
        memory, times = memory.count(digest, now)
        key = f"{digest}:{int(now.timestamp()) // 60}:{times}"
        return memory, HookCall(
            body=write_delivery(pdus, key=key, repeat=times > 1), polled=True, received_at=now
        )  # fmt: skip
