"""The base of fake providers: the world, its control side, moods, and deliveries with the manners of a provider."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from otklik.channelkit.fakes import (
    AsgiFake,
    Changes,
    Clock,
    FakeAnswer,
    FakeRequest,
    Hook,
    HookResult,
    HookSender,
    Moods,
    Sleep,
)
from otklik.channelkit.stage import control
from otklik.channelkit.stage.facts import Fact
from otklik.channelkit.stage.hand import Backstage, Hand
from otklik.channelkit.stage.world import Account, Chat, File, Json, Message, Person, World
from otklik.kit.clock import utc_now
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble

_HANG_S = 3600.0
_BEFORE = ("throttled", "down", "revoked")
_KEEP_S = 24 * 3600.0


class Received(Struct, frozen=True, kw_only=True):
    """One call of ours, for checkers: what was asked and what was answered; 0 for no answer."""

    at: float
    call: str
    request: FakeRequest
    answer: int


class Delivered(Struct, frozen=True, kw_only=True):
    """One delivery that was taken, for checkers."""

    at: float
    account: str
    way: str
    body: Json


class Refused(Exception):
    """A call is answered with a refusal: what it asked for did not happen."""

    def __init__(self, answer: FakeAnswer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Unanswered(Exception):
    """A call took effect, and its caller never hears of it."""


class StageProvider(AsgiFake):
    """A messenger in one object. Mount it anywhere and use its address as the base of the provider's API.

    `http` delivers hooks; without it deliveries wait in `account.waiting` to be polled. `control_key` opens the control
    side at `/control/…`. The state lives in memory: `snapshot()` and `restore()` make and read plain JSON values.

    Moods (`moods.set(name, times=…, only=(call, …), value=…)`), beside those a provider adds:
    `throttled` too many calls, `value` seconds · `down` an error, nothing done · `gateway` done, then 502 · `silent`
    done, then no answer · `html` a page in the place of an answer · `slow` answers after `value` seconds · `revoked`
    the token is worthless · `blocked` as if the person had shut us out · `any_webhook_url` plain http is accepted ·
    `duplicate` and `disorder` of deliveries.
    """

    can: ClassVar[frozenset[str]] = frozenset()
    """What the person may do here beside writing and pressing: file, sticker, location, contact, edit, erase, react,
    block."""

    def __init__(
        self, http: HttpClient | None = None, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep,
        control_key: str = "",
    ) -> None:  # fmt: skip
        self.world = World()
        self.changes = Changes()
        self.clock = clock
        self.received: list[Received] = []
        self._moods = Moods()
        self._sent: list[Delivered] = []
        self._control_key = control_key
        self.hooks = HookSender(http or _NoHttp(), self._moods, self.pauses, clock=clock, sleep=sleep)
        self.player = Player(self)

    # What a provider adds --------------------------------------------------------------------------------------

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call of ours; raises Refused, Unanswered."""
        raise NotImplementedError

    def tell(self, fact: Fact) -> None:
        """Tell the account of what the person did, in this provider's words: see `emit`."""
        raise NotImplementedError

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Return the provider's own answer when it is throttled, down or revoked."""
        raise NotImplementedError

    def open_account(self, name: str, username: str) -> Json:
        """Make an account of ours; returns the settings of an inbox that works with it, save for the address."""
        raise NotImplementedError

    def name_call(self, request: FakeRequest) -> str:
        """Name a call for moods and logs."""
        return request.path.strip("/").rpartition("/")[2]

    def name_message(self, account: Account, chat: Chat, number: int) -> str:
        """Return the id this provider gives to the n-th message of a chat."""
        return f"{account.id}.{chat.person}.{number}"

    def name_person(self, number: int) -> str:
        """Return the id by which this provider names a person."""
        return str(number)

    def pauses(self) -> Iterator[float]:
        """Yield the seconds between attempts of a delivery."""
        yield 0.0
        pause = 1.0
        while True:
            yield pause
            pause = min(pause * 2, 60.0)

    # What a provider uses -----------------------------------------------------------------------------------------

    def now(self) -> float:
        """Return the time in seconds."""
        return self.clock().timestamp()

    def next_id(self) -> int:
        """Return a number that nobody had before."""
        self.world.next_id += 1
        return self.world.next_id

    def touch(self) -> None:
        """Tell those who watch."""
        self.changes.bump()
        self.world.version = self.changes.version

    def find_person(self, ref: str) -> Person | None:
        """Return who is named so by the provider."""
        return next((person for person in self.world.people.values() if person.ref == ref), None)

    def find_message(self, account: Account, ref: str) -> tuple[Chat, Message] | None:
        """Return a message by the provider's id, and its chat."""
        for chat in account.chats.values():
            for message in chat.messages.values():
                if message.ref == ref:
                    return chat, message
        return None

    def write(self, account: Account, chat: Chat, **content: Any) -> Message:  # noqa: ANN401 - fields of a message
        """Let our side write."""
        return self.player.append(account, chat, mine=False, content=content)

    def keep_file(self, account: Account, kind: str, file: FilePart, **extra: Any) -> File:  # noqa: ANN401 - as it says
        """Keep a file that our side uploads."""
        number = f"f{self.next_id()}"
        kept = File(
            id=number, account=account.id, kind=kind, data=file.data, name=file.name, mime=file.mime, extra=extra
        )
        self.world.files[number] = kept
        return kept

    def emit(  # noqa: PLR0913 - a delivery has so many sides
        self, account: Account, body: Json, *, lane: str = "", raw: bytes | None = None,
        headers: Mapping[str, str] | None = None, url: str = "", keep_s: float = _KEEP_S,
    ) -> None:  # fmt: skip
        """Queue a delivery and let it fly to the hook; without a hook it waits in `account.waiting`.

        `raw` are the exact bytes, where they are signed; `lane`: deliveries of one lane go one after another.
        """
        if account.revoked:
            return
        account.waiting.append(body)
        self.touch()
        target = url or account.hook
        if not target:
            return
        sent = {"content-type": "application/json", **(headers or {})}
        self.hooks.push(
            Hook(
                lane=f"{account.id}:{lane}",
                request=HttpRequest(
                    method="POST", url=target, headers=sent, read_timeout_s=50,
                    body=msgspec.json.encode(body) if raw is None else raw,
                ),
                expires_at=self.now() + keep_s,
                report=lambda result: self._heard(account, body, result),
            )
        )  # fmt: skip

    def note_sent(self, account: Account, body: Json, way: str) -> None:
        """Remember that a delivery was taken."""
        self._sent.append(Delivered(at=self.now(), account=account.username, way=way, body=body))

    # The stage --------------------------------------------------------------------------------------------------------

    @property
    def moods(self) -> Moods:
        """What goes wrong at present."""
        return self._moods

    @property
    def sent(self) -> list[Delivered]:
        """Every delivery that was taken."""
        return self._sent

    async def settle(self) -> None:
        """Wait until every delivery is taken or given up."""
        await self.hooks.settle()

    async def close(self) -> None:
        """Stop delivering."""
        self.hooks.cancel()
        await asyncio.sleep(0)

    def snapshot(self) -> Any:  # noqa: ANN401 - plain JSON values
        """Return the whole state."""
        return msgspec.to_builtins(self.world)

    def restore(self, snapshot: Any) -> None:  # noqa: ANN401 - as above
        """Become what a snapshot says; what waited for a hook is forgotten, as by a provider that gave up."""
        self.hooks.cancel()
        self.world = msgspec.convert(snapshot, World)
        for account in self.world.accounts.values():
            if account.hook:
                account.waiting.clear()
        self.changes.version = self.world.version
        self.touch()

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request."""
        if request.path.startswith("/control/") and self._may_control(request):
            return await control.respond(self, self.player, request.path.removeprefix("/control/"), request)
        call = self.name_call(request)
        try:
            answer = await self._misbehaving(call, request)
        except Refused as refused:
            answer = refused.answer
        except Unanswered:
            self._note_received(call, request, 0)
            await asyncio.sleep(_HANG_S)
            return FakeAnswer(status=504)
        self._note_received(call, request, answer.status)
        return answer

    def _note_received(self, call: str, request: FakeRequest, answer: int) -> None:
        self.received.append(Received(at=self.now(), call=call, request=request, answer=answer))

    async def _misbehaving(self, call: str, request: FakeRequest) -> FakeAnswer:
        for mood in _BEFORE:
            value = self._moods.take(mood, call)
            if value is not None:
                raise Refused(self.misbehave(mood, value, request))
        await asyncio.sleep(self._moods.take("slow", call) or 0)
        answer = await self.api(request)
        if self._moods.take("silent", call) is not None:
            raise Unanswered
        if self._moods.take("gateway", call) is not None:
            return FakeAnswer(status=502, body=b"<html>502 Bad Gateway</html>", headers={"content-type": "text/html"})
        if self._moods.take("html", call) is not None:
            return FakeAnswer(body=b"<html>hello</html>", headers={"content-type": "text/html"})
        return answer

    def _may_control(self, request: FakeRequest) -> bool:
        given = request.headers.get("x-control-key", "").encode()
        return bool(self._control_key) and secrets.compare_digest(given, self._control_key.encode())

    def _heard(self, account: Account, body: Json, result: HookResult) -> None:
        if result.ok:
            self.note_sent(account, body, "hook")
        if result.ok or result.final:
            account.waiting = [one for one in account.waiting if one is not body]
        self.touch()


class Player(Hand):
    """The hand with what a stage's owner may do beside it."""

    def __init__(self, provider: StageProvider) -> None:
        super().__init__(
            Backstage(
                world=lambda: provider.world, now=provider.now, next_id=provider.next_id, touch=provider.touch,
                tell=provider.tell, name_message=provider.name_message, name_person=provider.name_person,
                can=provider.can,
            )
        )  # fmt: skip
        self._provider = provider

    def open_account(self, name: str, username: str) -> Json:
        """Make an account of ours; returns the settings of an inbox that works with it."""
        return self._provider.open_account(name, username)

    def revoke_token(self, bot: str) -> None:
        """Make the token of an account worthless."""
        self.account(bot).revoked = True

    def file(self, handle: str) -> FilePart:
        """Return the bytes behind a file that the view names; raises NotFound."""
        stored = self._provider.world.files.get(handle)
        if stored is None:
            raise NotFound("there is no such file")
        return FilePart(stored.name or stored.id, stored.data, stored.mime)

    async def changes(self, since: int, timeout_s: float = 25.0) -> int:
        """Wait until something changed since a version; returns the version now."""
        return await self._provider.changes.wait(since, timeout_s)


class _NoHttp:
    """For stages that are only polled."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Reach nobody."""
        raise HttpTrouble(f"no way to deliver to {request!r}", sent=False)
