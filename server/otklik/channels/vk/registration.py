"""Our place at VK: one of the ten addresses that it calls, or the line at which we ask."""

from typing import Any

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, Check, Subscription
from otklik.channelkit.manifest import Words
from otklik.channels.vk.client import VERSION, Done, Outcome, Refusal, Silence, VkClient
from otklik.channels.vk.proof import secret_for
from otklik.channels.vk.refusals import words_of
from otklik.channels.vk.rights import (
    EVENTS,
    CallbackServer,
    CallbackServers,
    EventSettings,
    decode,
    judge_server,
)
from otklik.channels.vk.uploads import note

_TITLE = "Otklik"
_SERVERS_MAX = 10


class _Server(Struct, frozen=True):
    server_id: int


class Registration:
    """Looks after one community's registration of one inbox."""

    def __init__(self, client: VkClient, context: ChannelContext, group_id: int) -> None:
        self._client = client
        self._context = context
        self._group_id = group_id

    # Being called -------------------------------------------------------------------------------------------------

    async def look(self) -> Check:
        """Say how our address stands now."""
        found = await self._find_servers()
        if isinstance(found, Refusal | Silence):
            return failed("registration", found)
        return judge_server(self._ours(found), wants=False)

    async def register(self) -> Check:
        """Write our address, secret and wishes down at VK; the same again changes nothing."""
        found = await self._find_servers()
        if isinstance(found, Refusal | Silence):
            return failed("registration", found)
        trouble = await self._write(found)
        if isinstance(trouble, Check):
            return trouble
        again = await self._find_servers()
        return judge_server(self._ours(again) if isinstance(again, CallbackServers) else None, wants=True)

    async def remove(self) -> None:
        """Take our address back."""
        found = await self._find_servers()
        server = self._ours(found) if isinstance(found, CallbackServers) else None
        if server is not None:
            await self._call("groups.deleteCallbackServer", server_id=server.id)

    async def watch(self) -> Subscription:
        """Compare VK's registration with ours, and set it right."""
        found = await self._find_servers()
        if isinstance(found, Refusal | Silence):
            return Subscription(ok=False, detail=words_of(found))
        server = self._ours(found)
        if server is not None and server.status in ("ok", "wait"):
            wishes = decode(await self._call("groups.getCallbackSettings", server_id=server.id), EventSettings)
            if wishes is not None and wishes.covers(EVENTS):
                return Subscription(ok=True)
        why = server.status if server else "the address was gone"
        check = await self.register()
        return Subscription(ok=check.ok, detail=why if check.ok else check.detail.en, repaired=check.ok)

    async def _write(self, found: CallbackServers) -> Check | None:
        server = self._ours(found)
        secret = secret_for(self._context.hook_secret, str(self._context.settings.get("token") or ""))
        wanted = {"url": self._context.hook_url, "title": _TITLE, "secret_key": secret}
        if server is not None:
            outcome = await self._call("groups.editCallbackServer", server_id=server.id, **wanted)
            number = server.id
        else:
            if len(found.items) >= _SERVERS_MAX:
                return _full()
            outcome = await self._call("groups.addCallbackServer", **wanted)
            made = decode(outcome, _Server)
            number = made.server_id if made else 0
        if not isinstance(outcome, Done):
            return failed("registration", outcome)
        wishes = dict.fromkeys(EVENTS, 1)
        outcome = await self._call("groups.setCallbackSettings", server_id=number, api_version=VERSION, **wishes)
        return None if isinstance(outcome, Done) else failed("registration", outcome)

    async def _find_servers(self) -> CallbackServers | Refusal | Silence:
        outcome = await self._call("groups.getCallbackServers")
        if not isinstance(outcome, Done):
            return outcome
        return decode(outcome, CallbackServers) or Silence(detail="the answer has an unknown shape", sent=True)

    def _ours(self, found: CallbackServers) -> CallbackServer | None:
        return next((server for server in found.items if server.url == self._context.hook_url), None)

    # Asking -------------------------------------------------------------------------------------------------------

    async def open_line(self) -> Check:
        """Let VK keep the events that we want for who asks."""
        wishes = dict.fromkeys(EVENTS, 1)
        outcome = await self._call("groups.setLongPollSettings", enabled=1, api_version=VERSION, **wishes)
        if not isinstance(outcome, Done):
            return failed("registration", outcome)
        return Check("registration", ok=True, detail=Words("VK можно спрашивать", "VK can be polled"))

    async def watch_line(self) -> Subscription:
        """See that VK still keeps what we want, and set it right."""
        outcome = await self._call("groups.getLongPollSettings")
        if not isinstance(outcome, Done):
            return Subscription(ok=False, detail=words_of(outcome))
        wishes = decode(outcome, EventSettings)
        if wishes is not None and wishes.covers(EVENTS):
            return Subscription(ok=True)
        check = await self.open_line()
        return Subscription(ok=check.ok, detail=check.detail.en, repaired=check.ok)

    async def _call(self, method: str, **params: Any) -> Outcome:  # noqa: ANN401 - a call's fields
        outcome = await self._client.call(method, {"group_id": self._group_id, **params})
        note(self._context, method, outcome)
        return outcome


def failed(name: str, outcome: Refusal | Silence) -> Check:
    """Say why a step did not work."""
    words = words_of(outcome)
    if isinstance(outcome, Silence):
        return Check(name, ok=False, detail=Words(f"VK недоступен: {words}", f"VK cannot be reached: {words}"))
    return Check(name, ok=False, detail=Words(f"VK отказал: {words}", f"VK refused: {words}"))


def _full() -> Check:
    words = Words(
        "У сообщества уже десять серверов Callback API. Удалите лишний: Управление → Работа с API → Callback API",
        "The community has ten Callback API servers already. Delete one: Manage → API usage → Callback API",
    )
    return Check("registration", ok=False, detail=words)
