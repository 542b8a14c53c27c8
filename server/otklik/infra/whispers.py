"""Signs that are passed on at once and kept nowhere: who types, who looks. Losing one harms nobody."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from otklik.infra.db import Database, Tx
from otklik.kit.errors import Unavailable

CHANNEL = "otklik_whisper"
TO_OPERATORS = "to_operators"
"""A frame for the sockets of some operators; data: operator_ids, frame."""
PEEK = "peek"
"""What somebody is writing and has not sent; data: conversation_id, operator_id (None for the customer), name, text."""
PEEK_MAX = 500
_LONGEST = 7000


class Whisper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sign of one workspace. `kind` says which fields of `data` to expect."""

    kind: str
    workspace_id: int
    data: dict[str, Any]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Whisper)


async def whisper_in(tx: Tx, whispers: Sequence[Whisper]) -> None:
    """Pass signs on when the transaction commits, and only then; one that is too long is dropped."""
    payloads = [_encoder.encode(whisper).decode() for whisper in whispers]
    fitting = [payload for payload in payloads if len(payload.encode()) <= _LONGEST]
    if fitting:
        await tx.execute(
            "select pg_notify(%(channel)s, p) from unnest(%(payloads)s::text[]) p",
            {"channel": CHANNEL, "payloads": fitting},
        )


class Whispers:
    """Sends signs to every process and hands those that arrive to the listeners."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: list[Callable[[Whisper], None]] = []

    def listen(self, listener: Callable[[Whisper], None]) -> None:
        """Call `listener` with every sign; it must be quick and must not raise."""
        self._listeners.append(listener)

    async def send(self, whisper: Whisper) -> None:
        """Pass a sign on; silently dropped when the database is away or it is too long."""
        payload = _encoder.encode(whisper).decode()
        if len(payload.encode()) > _LONGEST:
            return
        try:
            async with self._database.system() as tx:
                await tx.execute("select pg_notify(%(channel)s, %(payload)s)", {"channel": CHANNEL, "payload": payload})
        except Unavailable:
            return

    def receive(self, payload: str) -> None:
        """Take a sign from the bell."""
        try:
            whisper = _decoder.decode(payload)
        except msgspec.DecodeError:
            return
        for listener in self._listeners:
            listener(whisper)
