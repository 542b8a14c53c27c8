"""Asking MAX for news, for installations that cannot be called from outside."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import PollBatch
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.inbound import HookCall
from otklik.channels.max import refusals
from otklik.channels.max.client import Done, MaxClient, Outcome, Refusal
from otklik.channels.max.connection import UPDATE_TYPES
from otklik.channels.max.sending import decode

WAIT_S = 25
_BATCH = 100
_MARGIN_S = 15
_PAUSE_S = 5.0


class _News(Struct, frozen=True):
    updates: tuple[msgspec.Raw, ...] = ()
    marker: int | None = None


class MaxPoller:
    """One open line. The marker moves only when the caller asks for the next batch, that is after storing the last."""

    def __init__(self, client: MaxClient, *, wait_s: int = WAIT_S) -> None:
        self._client = client
        self._wait_s = wait_s
        self._asking: asyncio.Task[Outcome] | None = None
        self._closed = False

    async def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield batches for ever; raises ChannelTrouble when MAX refuses or is away."""
        marker: int | None = cursor.get("marker")
        while not self._closed:
            outcome = await self._ask(marker)
            if outcome is None:
                return
            news = _read(outcome)
            marker = news.marker if news.marker is not None else marker
            if news.updates:
                calls = tuple(HookCall(body=bytes(update), polled=True) for update in news.updates)
                yield PollBatch(calls=calls, cursor={} if marker is None else {"marker": marker})

    async def close(self) -> None:
        """Hang up at once."""
        self._closed = True
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self, marker: int | None) -> Outcome | None:
        query = {"limit": str(_BATCH), "timeout": str(self._wait_s), "types": ",".join(UPDATE_TYPES)}
        if marker is not None:
            query["marker"] = str(marker)
        call = self._client.call("GET /updates", query, read_timeout_s=self._wait_s + _MARGIN_S)
        self._asking = asyncio.ensure_future(call)
        try:
            await asyncio.wait({self._asking})
        finally:
            self._asking.cancel()
        return None if self._asking.cancelled() else self._asking.result()


def _read(outcome: Outcome) -> _News:
    if isinstance(outcome, Done):
        news = decode(outcome, _News)
        if news is None:
            raise ChannelTrouble("the answer to GET /updates has an unknown shape")
        return news
    if isinstance(outcome, Refusal):
        wait = outcome.retry_after_s or _PAUSE_S
        raise ChannelTrouble(str(outcome), stop=refusals.bad_token(outcome), retry_after_s=wait)
    raise ChannelTrouble(outcome.detail, stop=outcome.refused or outcome.untrusted)
