"""The fake itself: routes calls, tries addresses, tells events."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from urllib.parse import parse_qs

import msgspec

from otklik.channelkit.fakes import Clock, FakeAnswer, FakeRequest, Sleep, json_answer
from otklik.channelkit.stage import Account, Chat, Fact, Message, StageProvider, Started
from otklik.channelkit.stage.world import Json
from otklik.channels.vk.fake import groups, media, messages
from otklik.channels.vk.fake.errors import error_answer, refuse
from otklik.channels.vk.fake.events import ABILITIES, describe, group_id, translate
from otklik.channels.vk.fake.params import Params, read_params
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble

_Method = Callable[[Any, Account, Params], Awaitable[Any]]
_METHODS: dict[str, _Method] = {**groups.METHODS, **media.METHODS, **messages.METHODS}
_NEWS_MAX = 1000
_MISBEHAVIOUR = {"throttled": 6, "down": 10, "revoked": 5}
_OK = 200


class FakeVk(StageProvider):
    """VK in one object. Serves `/method/…`, and the places it names for files and for waiting.

    Adds the moods `without_cmid` (a sent message is told without its number in the conversation) and `forgetful`
    (the line has lost its history, `value` 1, or its key, 2 and 3).
    """

    can: ClassVar[frozenset[str]] = frozenset({"file", "sticker", "location", "edit", "react", "block"})

    def __init__(
        self, http: HttpClient | None = None, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep,
        control_key: str = "",
    ) -> None:  # fmt: skip
        self._ears = _Ears(http) if http is not None else None
        super().__init__(self._ears, clock=clock, sleep=sleep, control_key=control_key)
        self._host = "https://api.vk.ru"

    def open_account(self, name: str, username: str) -> Json:
        """Make a community; returns the settings of an inbox that works with it."""
        number = self.next_id() + 1000
        token = f"vk1.a.sandbox-{number}-".ljust(40, "x")
        self.world.accounts[str(number)] = Account(
            id=str(number), name=name, username=username, token=token, extra=groups.fresh_extra()
        )
        self.touch()
        return {"token": token}

    def host(self) -> str:
        """Return the address under which we were last called."""
        return self._host

    def name_call(self, request: FakeRequest) -> str:
        """Name a call as VK names it."""
        return request.path.removeprefix("/method/") if request.path.startswith("/method/") else request.path

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse in VK's words; it never says how long to wait."""
        del value, request
        return error_answer(_MISBEHAVIOUR[mood])

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call."""
        where = request.headers.get("host", "")
        if where:
            near = where.startswith(("127.0.0.1", "localhost"))
            self._host = f"{'http' if near else 'https'}://{where}"
        place, _, rest = request.path.lstrip("/").partition("/")
        match place:
            case "method":
                return await self._do(rest, request)
            case "upload":
                number, _, kind = rest.partition("/")
                return media.take_upload(self, self.world.accounts[number], kind, request)
            case "file":
                return self._give(rest)
            case "avatar":
                person = self.find_person(rest)
                return _give_photo(person.photo) if person else _MISSING
            case "line":
                return await self._wait(self.world.accounts[rest], request)
            case _:
                return _MISSING

    async def _do(self, method: str, request: FakeRequest) -> FakeAnswer:
        params = read_params(request)
        account = self._account_of(params.text("access_token") or _bearer(request))
        if not params.text("v"):
            refuse(8)
        do = _METHODS.get(method) or refuse(100, f"unknown method {method}")
        return json_answer({"response": await do(self, account, params)})

    def _account_of(self, token: str) -> Account:
        for account in self.world.accounts.values():
            if token and account.token == token and not account.revoked:
                return account
        return refuse(5)

    def _give(self, number: str) -> FakeAnswer:
        file = self.world.files.get(number)
        if file is None:
            return _MISSING
        return FakeAnswer(body=file.data, headers={"content-type": file.mime or "application/octet-stream"})

    # Telling --------------------------------------------------------------------------------------------------------

    def tell(self, fact: Fact) -> None:
        """Tell the community what the person did."""
        if isinstance(fact, Started):
            self._press_start(fact)
            return
        event = translate(self.world, fact, self._host)
        if event is not None:
            self.happen(fact.account, *event, lane=str(fact.person.id))

    def _press_start(self, fact: Started) -> None:
        """Let the first button be pressed: it writes a word, behind which the link stands."""
        message = self.player.append(fact.account, fact.chat, mine=True, content={"text": "Начать"})
        body = describe(self.world, fact.account, fact.chat, message, self._host)
        body["payload"] = '{"command":"start"}'
        if fact.ref:
            body |= {"ref": fact.ref, "ref_source": "link"}
        event = {"message": body, "client_info": ABILITIES}
        self.happen(fact.account, "message_new", event, lane=str(fact.person.id))

    def tell_reply(self, account: Account, chat: Chat, message: Message) -> None:
        """Tell the community what it wrote itself."""
        body = describe(self.world, account, chat, message, self._host)
        self.happen(account, "message_reply", body, lane=f"{chat.person}:reply")

    def happen(self, account: Account, kind: str, body: Json, *, lane: str = "") -> None:
        """Let an event of any shape happen."""
        event = {
            "type": kind, "group_id": group_id(account), "event_id": f"e{self.next_id()}", "v": "5.199",
            "object": msgspec.json.decode(msgspec.json.encode(body)),
        }  # fmt: skip
        line = account.extra["line"]
        if line["enabled"] and line["events"].get(kind):
            account.extra["ts"] += 1
            account.extra["news"] = [*account.extra["news"], [account.extra["ts"], event]][-_NEWS_MAX:]
        for server in account.extra["servers"]:
            if server["status"] == "ok" and server["events"].get(kind):
                secret = {"secret": server["secret_key"]} if server["secret_key"] else {}
                self.emit(account, {**event, **secret}, lane=f"{server['id']}:{lane}", url=server["url"])
        self.touch()

    async def confirm(self, account: Account, server: Json) -> None:
        """Try an address: it must know the code of the community."""
        asked = {"type": "confirmation", "group_id": group_id(account), "event_id": f"e{self.next_id()}", "v": "5.199"}
        if server["secret_key"] and self.moods.take("bare_confirmation") is None:
            asked["secret"] = server["secret_key"]
        server["status"] = "failed"
        if self._ears is None:
            return
        try:
            answer = await self._ears.ask(server["url"], asked)
        except HttpTrouble:
            return
        if answer.status == _OK and answer.body == str(account.extra["code"]).encode():
            server["status"] = "ok"
        self.touch()

    async def _wait(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Give the news since a place, as soon as there are any."""
        asked = {name: values[0] for name, values in parse_qs(request.query).items()}
        lost = self.moods.take("forgetful")
        if lost == 1:
            return json_answer({"failed": 1, "ts": account.extra["ts"]})
        if lost is not None or asked.get("key") != account.extra["code"]:
            return json_answer({"failed": int(lost or 2)})
        since, until = int(asked.get("ts", "0")), self.now() + min(float(asked.get("wait", "0")), 90)
        version = self.changes.version
        while account.extra["ts"] <= since and self.now() < until:
            version = await self.changes.wait(version, until - self.now())
        news = [event for ts, event in account.extra["news"] if ts > since]
        for event in news:
            self.note_sent(account, event, "line")
        return json_answer({"ts": str(account.extra["ts"]), "updates": news})


class _Ears:
    """Delivers, and takes only the word "ok" for a yes."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Deliver one event."""
        answer = await self._http.request(request)
        if answer.status == _OK and answer.body != b"ok":
            return HttpAnswer(500, answer.headers, answer.body)
        return answer

    async def ask(self, url: str, body: Json) -> HttpAnswer:
        """Make the first call to an address."""
        headers = {"content-type": "application/json"}
        return await self._http.request(
            HttpRequest(method="POST", url=url, headers=headers, body=msgspec.json.encode(body), read_timeout_s=5)
        )


def _give_photo(photo: bytes) -> FakeAnswer:
    kind = "image/png" if photo.startswith(b"\x89PNG") else "image/jpeg"
    return FakeAnswer(body=photo, headers={"content-type": kind})


_MISSING = FakeAnswer(status=404, body=b"not found")


def _bearer(request: FakeRequest) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")
