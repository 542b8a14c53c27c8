"""Asking VK for news, for installations that cannot be called from outside."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, PollBatch
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.inbound import HookCall
from otklik.channels.vk.client import Outcome, Refusal, Silence, VkClient
from otklik.channels.vk.connection import LongPoll, ask_line
from otklik.channels.vk.refusals import is_unauthorized, lacks_rights, words_of
from otklik.kit.http import HttpAnswer

WAIT_S = 25
_MARGIN_S = 15
_OK = 200
_HISTORY_LOST, _KEY_OLD = 1, 2


class _News(Struct, frozen=True):
    ts: str | int | None = None
    updates: tuple[msgspec.Raw, ...] = ()
    failed: int = 0


class VkPoller:
    """One open line. The place moves only when the caller asks for the next batch, that is after storing the last."""

    def __init__(self, client: VkClient, context: ChannelContext, group_id: int, *, wait_s: int = WAIT_S) -> None:
        self._client = client
        self._context = context
        self._group_id = group_id
        self._wait_s = wait_s
        self._asking: asyncio.Task[HttpAnswer | Silence] | None = None
        self._closed = False

    async def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield batches for ever; raises ChannelTrouble when VK refuses or is away."""
        line = await self._open()
        place = str(cursor.get("ts") or line.ts)
        while not self._closed:
            news = await self._ask(line, place)
            if news is None:
                return
            if news.failed:
                line, place = await self._mend(line, place, news)
                continue
            place = place if news.ts is None else str(news.ts)
            if news.updates:
                calls = tuple(HookCall(body=bytes(update), polled=True) for update in news.updates)
                yield PollBatch(calls=calls, cursor={"ts": place})

    async def close(self) -> None:
        """Hang up at once."""
        self._closed = True
        if self._asking is not None:
            self._asking.cancel()

    async def _open(self) -> LongPoll:
        line = await ask_line(self._client, self._context, self._group_id)
        if isinstance(line, LongPoll):
            return line
        raise _trouble(line)

    async def _mend(self, line: LongPoll, place: str, news: _News) -> tuple[LongPoll, str]:
        """Go on after VK has forgotten where we were, or who."""
        self._context.log.note("long poll", ok=False, detail=f"failed {news.failed}")
        if news.failed == _HISTORY_LOST and news.ts is not None:
            return line, str(news.ts)
        fresh = await self._open()
        return fresh, place if news.failed == _KEY_OLD else str(fresh.ts)

    async def _ask(self, line: LongPoll, place: str) -> _News | None:
        query = urlencode({"act": "a_check", "key": line.key, "ts": place, "wait": self._wait_s})
        call = self._client.wait(f"{line.server}?{query}", self._wait_s + _MARGIN_S)
        self._asking = asyncio.ensure_future(call)
        try:
            await asyncio.wait({self._asking})
        finally:
            self._asking.cancel()
        return None if self._asking.cancelled() else _read(self._asking.result())


def _read(answer: HttpAnswer | Silence) -> _News:
    if isinstance(answer, Silence):
        raise ChannelTrouble(answer.detail, stop=answer.refused)
    if answer.status != _OK:
        raise ChannelTrouble(f"HTTP {answer.status}")
    try:
        return msgspec.json.decode(answer.body, type=_News)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise ChannelTrouble("the news have an unknown shape") from None


def _trouble(outcome: Outcome) -> ChannelTrouble:
    """Say whether waiting helps: a key that is not accepted or may not ask needs a person."""
    if isinstance(outcome, Refusal):
        return ChannelTrouble(words_of(outcome), stop=is_unauthorized(outcome) or lacks_rights(outcome))
    if isinstance(outcome, Silence):
        return ChannelTrouble(outcome.detail, stop=outcome.refused)
    return ChannelTrouble("VK named no line in a shape we know")
