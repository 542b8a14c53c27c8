"""The fake Bot API as an ASGI application: bots on one side, a person's hand on the other."""

import asyncio
import inspect
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.fakes import AsgiFake, Clock, FakeAnswer, FakeRequest, Moods, Sleep, json_answer
from otklik.channels.telegram.fake import account, changing, control, sending
from otklik.channels.telegram.fake.engine import Delivered, Engine
from otklik.channels.telegram.fake.errors import ApiError, Hang, too_many
from otklik.channels.telegram.fake.params import Params, read_params
from otklik.channels.telegram.fake.player import Player
from otklik.channels.telegram.fake.state import Bot, Value, World
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpClient

Method = Callable[[Engine, Bot, Params], Any]
METHODS: dict[str, Method] = {**account.METHODS, **sending.METHODS, **changing.METHODS}
_HANG_S = 3600.0


class Received(Struct, frozen=True, kw_only=True):
    """One call of a bot, for checkers: what was asked, whether it took effect, and what was answered."""

    at: float
    bot: str
    method: str
    params: dict[str, Any]
    files: dict[str, int]
    accepted: bool
    answer: int
    description: str = ""


class FakeTelegram(AsgiFake):
    """Telegram in one object. Mount it anywhere and use its address as the base of the Bot API.

    `http` delivers webhooks; without it bots can only poll. `control_key` opens the control side over HTTP at
    `/control/…`. The state lives in memory: `snapshot()` and `restore()` make and read plain JSON values.

    Moods (`fake.moods.set(name, times=…, only=(method, …), value=…)`):
    `throttled` 429 with `value` seconds · `down` 500, nothing done · `gateway` done, then 502 · `silent` done, then
    no answer · `html` a page instead of JSON · `blocked` 403 as if the person had blocked the bot · `too_big` for
    getFile · `other_poller` 409 · `revoked` 401 · `any_webhook_url` plain http and any port are accepted ·
    `duplicate` and `disorder` of hook deliveries.
    """

    def __init__(
        self, http: HttpClient | None = None, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep,
        control_key: str = "",
    ) -> None:  # fmt: skip
        self.engine = Engine(http, clock=clock, sleep=sleep)
        self.player = Player(self.engine)
        self.received: list[Received] = []
        self._control_key = control_key

    @property
    def moods(self) -> Moods:
        """What goes wrong at present."""
        return self.engine.moods

    @property
    def sent(self) -> list[Delivered]:
        """Every update handed over, also the repeated ones."""
        return self.engine.sent

    async def settle(self) -> None:
        """Wait until every hook is delivered or given up."""
        await self.engine.hooks.settle()

    async def close(self) -> None:
        """Stop delivering."""
        self.engine.hooks.cancel()
        await asyncio.sleep(0)

    def snapshot(self) -> Value:
        """Return the whole state as plain JSON values."""
        return msgspec.to_builtins(self.engine.world)

    def restore(self, snapshot: Value) -> None:
        """Become what a snapshot says; updates that waited for a webhook are delivered again."""
        self.engine.hooks.cancel()
        self.engine.world = msgspec.convert(snapshot, World)
        self.engine.changes.version = self.engine.world.version
        for bot in self.engine.world.bots.values():
            if bot.webhook is not None and bot.updates:
                self.engine.push_all(bot)
        self.engine.touch()

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request."""
        head, _, rest = request.path.strip("/").partition("/")
        if head == "control" and self._may_control(request):
            return await control.respond(self.player, self, rest, request)
        if head == "file":
            token, _, path = rest.partition("/")
            return self._download(token.removeprefix("bot"), path)
        if head.startswith("bot"):
            return await self._call(head.removeprefix("bot"), rest, request)
        return _refusal(ApiError(404, "Not Found"))

    def _may_control(self, request: FakeRequest) -> bool:
        given = request.headers.get("x-control-key", "").encode()
        return bool(self._control_key) and secrets.compare_digest(given, self._control_key.encode())

    async def _call(self, token: str, method: str, request: FakeRequest) -> FakeAnswer:
        params, accepted = Params({}), False
        try:
            bot = self._bot(token)
            params = read_params(request)
            self._misbehave_before(method)
            await asyncio.sleep(self.moods.take("slow", method) or 0)
            result = _find_method(method)(self.engine, bot, params)
            if inspect.isawaitable(result):
                result = await result
            accepted = True
            answer = self._misbehave_after(method, json_answer({"ok": True, "result": result}))
        except ApiError as error:
            answer = _refusal(error)
            self._log(token, method, params, (accepted, error.code, error.description))
        except Hang:
            self._log(token, method, params, (True, 0, "no answer"))
            await asyncio.sleep(_HANG_S)
            answer = FakeAnswer(status=504)
        else:
            self._log(token, method, params, (accepted, answer.status, ""))
        return answer

    def _bot(self, token: str) -> Bot:
        bot = self.engine.world.bots.get(token)
        if bot is None:
            raise ApiError(404 if ":" not in token else 401, "Not Found" if ":" not in token else "Unauthorized")
        if bot.revoked or self.moods.take("revoked") is not None:
            raise ApiError(401, "Unauthorized")
        return bot

    def _misbehave_before(self, method: str) -> None:
        wait = self.moods.take("throttled", method)
        if wait is not None:
            too_many(int(wait))
        if self.moods.take("down", method) is not None:
            raise ApiError(500, "Internal Server Error: restart")

    def _misbehave_after(self, method: str, answer: FakeAnswer) -> FakeAnswer:
        if self.moods.take("silent", method) is not None:
            raise Hang
        if self.moods.take("gateway", method) is not None:
            return FakeAnswer(status=502, body=b"<html>502 Bad Gateway</html>", headers={"content-type": "text/html"})
        if self.moods.take("html", method) is not None:
            return FakeAnswer(status=200, body=b"<html>hello</html>", headers={"content-type": "text/html"})
        return answer

    def _log(self, token: str, method: str, params: Params, outcome: tuple[bool, int, str]) -> None:
        bot = self.engine.world.bots.get(token)
        self.received.append(
            Received(
                at=self.engine.now(), bot=bot.username if bot else "", method=method, params=params.carried(),
                files={name: len(file.data) for name, file in params.files.items()},
                accepted=outcome[0], answer=outcome[1], description=outcome[2],
            )
        )  # fmt: skip

    def _download(self, token: str, path: str) -> FakeAnswer:
        bot = self.engine.world.bots.get(token)
        for stored in self.engine.world.files.values():
            if bot is not None and not bot.revoked and stored.bot_id == bot.id and stored.path == path:
                return FakeAnswer(body=stored.data, headers={"content-type": "application/octet-stream"})
        return _refusal(ApiError(404, "Not Found"))


def _find_method(name: str) -> Method:
    found = METHODS.get(name.lower())
    if found is None:
        raise ApiError(404, "Not Found: method not found")
    return found


def _refusal(error: ApiError) -> FakeAnswer:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
    if "retry_after" in error.parameters:
        headers["retry-after"] = str(error.parameters["retry_after"])
    return json_answer(body, error.code, headers)
