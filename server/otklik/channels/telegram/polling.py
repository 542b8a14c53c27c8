"""Asking Telegram for news, for installations that cannot be called from outside."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import PollBatch
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.inbound import HookCall
from otklik.channels.telegram.client import Done, Outcome, Refusal, TelegramClient
from otklik.channels.telegram.connection import ALLOWED_UPDATES

WAIT_S = 25
_BATCH = 100
_MARGIN_S = 15
_AFTER_HOOK_S = 5.0
_CONFLICT = 409
_HOOK_STANDS = "can't use getupdates method while webhook is active"


class _Numbered(Struct, frozen=True):
    update_id: int


class TelegramPoller:
    """One open line. The offset moves only when the caller asks for the next batch, that is after storing the last."""

    def __init__(self, client: TelegramClient, *, wait_s: int = WAIT_S) -> None:
        self._client = client
        self._wait_s = wait_s
        self._asking: asyncio.Task[Outcome] | None = None
        self._closed = False

    async def batches(self, cursor: Mapping[str, Any]) -> AsyncIterator[PollBatch]:
        """Yield batches for ever; raises ChannelTrouble when Telegram refuses or is away."""
        offset = int(cursor.get("offset") or 0)
        while not self._closed:
            outcome = await self._ask(offset)
            if outcome is None:
                return
            updates = _updates(outcome)
            if not updates:
                continue
            offset = max(_number(update) for update in updates) + 1
            calls = tuple(HookCall(body=bytes(update), polled=True) for update in updates)
            yield PollBatch(calls=calls, cursor={"offset": offset})

    async def close(self) -> None:
        """Hang up at once."""
        self._closed = True
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self, offset: int) -> Outcome | None:
        wanted = {
            "offset": offset, "limit": _BATCH, "timeout": self._wait_s, "allowed_updates": list(ALLOWED_UPDATES),
        }  # fmt: skip
        call = self._client.call("getUpdates", wanted, read_timeout_s=self._wait_s + _MARGIN_S)
        self._asking = asyncio.ensure_future(call)
        try:
            await asyncio.wait({self._asking})
        finally:
            self._asking.cancel()
        return None if self._asking.cancelled() else self._asking.result()


def _updates(outcome: Outcome) -> list[msgspec.Raw]:
    if isinstance(outcome, Done):
        try:
            return msgspec.json.decode(outcome.result, type=list[msgspec.Raw])
        except msgspec.MsgspecError:
            raise ChannelTrouble("the answer to getUpdates has an unknown shape") from None
    if isinstance(outcome, Refusal):
        raise _trouble(outcome)
    raise ChannelTrouble(outcome.detail, stop=outcome.refused)


def _trouble(refusal: Refusal) -> ChannelTrouble:
    """Say whether waiting helps: a wrong token or a second program with the same token needs a person."""
    words = f"{refusal.code} {refusal.description}"
    if _hook_stands(refusal):
        return ChannelTrouble(words, retry_after_s=_AFTER_HOOK_S)
    if refusal.code in (401, 404, 409):
        return ChannelTrouble(words, stop=True)
    return ChannelTrouble(words, retry_after_s=refusal.retry_after_s or 5.0)


def _hook_stands(refusal: Refusal) -> bool:
    """Whether polling is refused because a webhook is registered: the next line removes it."""
    return refusal.code == _CONFLICT and _HOOK_STANDS in refusal.description.lower()


def _number(update: msgspec.Raw) -> int:
    try:
        return msgspec.json.decode(update, type=_Numbered).update_id
    except msgspec.MsgspecError:
        raise ChannelTrouble("an update without a number") from None
