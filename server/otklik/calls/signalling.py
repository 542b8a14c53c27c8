"""The signs by which two browsers find each other: offers, answers, addresses. Passed on at once, kept nowhere."""

from typing import Any

import msgspec
from msgspec import Struct

from otklik.calls import repository
from otklik.infra.db import Database
from otklik.infra.whispers import TO_OPERATORS, Whisper, Whispers

TO_VISITOR = "call_to_visitor"
"""A sign for the lines of one visitor; data: session_id, frame."""
SIGN_MAX = 6000
"""Bytes of one sign: an offer of a sound has two or three thousand, and a whisper carries seven."""


class End(Struct, frozen=True, kw_only=True):
    """Who speaks: an operator, or the browser of a visitor."""

    workspace_id: int
    operator_id: int | None = None
    session_id: int | None = None


class Signals:
    """Passes signs between the ends of a call that runs; of anybody else's call it passes nothing."""

    def __init__(self, database: Database, whispers: Whispers) -> None:
        self._database = database
        self._whispers = whispers

    async def beat(self, end: End, call_id: int) -> bool:
        """Note a sign of life; False when the call is over, or not theirs."""
        async with self._database.workspace(end.workspace_id) as tx:
            return await repository.beat(tx, call_id, session_id=end.session_id, operator_id=end.operator_id)

    async def pass_on(self, end: End, call_id: int, sign: dict[str, Any]) -> bool:
        """Pass a sign to the other end; False when there is none, or the sign is too long."""
        if len(msgspec.json.encode(sign)) > SIGN_MAX:
            return False
        async with self._database.workspace(end.workspace_id) as tx:
            ends = await repository.find_ends(tx, call_id)
        if ends is None:
            return False
        frame = {"type": "signal", "call_id": call_id, "data": sign}
        if end.operator_id is not None and end.operator_id == ends.operator_id:
            await self._say(end, TO_VISITOR, {"session_id": ends.session_id, "frame": frame})
            return True
        if end.session_id is not None and end.session_id == ends.session_id:
            frame["tab"] = ends.tab
            await self._say(end, TO_OPERATORS, {"operator_ids": [ends.operator_id], "frame": frame})
            return True
        return False

    async def _say(self, end: End, kind: str, data: dict[str, Any]) -> None:
        await self._whispers.send(Whisper(kind=kind, workspace_id=end.workspace_id, data=data))
