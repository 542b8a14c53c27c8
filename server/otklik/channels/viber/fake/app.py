"""The fake itself: routes calls, tries addresses, signs and tells events."""

import asyncio
import hmac
from typing import Any, ClassVar

import msgspec

from otklik.channelkit.fakes import Clock, FakeAnswer, FakeRequest, Sleep, json_answer
from otklik.channelkit.stage import Account, Chat, Fact, Pressed, StageProvider, Started, Wrote
from otklik.channelkit.stage.world import Json, Point
from otklik.channels.viber.fake.checks import check_message, read_keys, refusal, refuse
from otklik.channels.viber.fake.events import describe_person, translate
from otklik.kit.clock import utc_now
from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble

_FIRST_TOKEN = 5_741_311_803_571_721_000
_MISBEHAVIOUR = {"throttled": 12, "down": 999, "revoked": 2}
_SILENT_MAX = 100
_HOUR_S = 3600
_KEEP_S = 3600.0
_OK = 200
_KINDS = {"picture": "photo", "video": "video", "file": "document"}
_MISSING = FakeAnswer(status=404, body=b"not found")


class FakeViber(StageProvider):
    """Viber in one object. Serves its methods at `/pa/…` and at the root, and the files and photos of people.

    A message to somebody who has not written is refused with 6, the hundred-and-first in an hour without an answer
    with 12. Files are fetched from the address in the message before it is taken.
    """

    can: ClassVar[frozenset[str]] = frozenset({"file", "sticker", "location", "contact", "block"})

    def __init__(
        self, http: HttpClient | None = None, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep,
        control_key: str = "",
    ) -> None:  # fmt: skip
        super().__init__(http, clock=clock, sleep=sleep, control_key=control_key)
        self._http = http
        self._host = "https://chatapi.viber.com"
        self.welcomed: list[Json] = []
        self._starting: set[asyncio.Task[None]] = set()

    def open_account(self, name: str, username: str) -> Json:
        """Make a bot; returns the settings of an inbox that works with it."""
        number = f"pa:{self.next_id()}"
        token = f"{self.next_id():016x}-sandbox-{self.next_id():016x}"
        self.world.accounts[number] = Account(
            id=number, name=name, username=username, token=token, extra={"event_types": []}
        )
        self.touch()
        return {"token": token, "sender_name": name[:28]}

    def name_person(self, number: int) -> str:
        """Name people as Viber does: a word for every bot."""
        return f"u{number}A=="

    def name_call(self, request: FakeRequest) -> str:
        """Name a call as Viber names it."""
        return request.path.rpartition("/")[2]

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse in Viber's words; it never says how long to wait."""
        del value, request
        return refusal(_MISBEHAVIOUR[mood])

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call."""
        where = request.headers.get("host", "")
        if where:
            near = where.startswith(("127.0.0.1", "localhost"))
            self._host = f"{'http' if near else 'https'}://{where}"
        place, _, rest = request.path.lstrip("/").partition("/")
        if place == "media":
            return self._give(rest)
        if place == "avatar":
            person = self.world.people.get(rest)
            kind = "image/png" if person and person.photo.startswith(b"\x89PNG") else "image/jpeg"
            return FakeAnswer(body=person.photo, headers={"content-type": kind}) if person else _MISSING
        if request.method != "POST":
            return _MISSING
        return await self._do(rest if place == "pa" else place, request)

    def _give(self, number: str) -> FakeAnswer:
        file = self.world.files.get(number)
        if file is None:
            return _MISSING
        return FakeAnswer(body=file.data, headers={"content-type": file.mime or "application/octet-stream"})

    async def _do(self, method: str, request: FakeRequest) -> FakeAnswer:
        try:
            body = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
        except msgspec.MsgspecError:
            refuse(3, "not JSON")
        account = self._account_of(request.headers.get("x-viber-auth-token") or str(body.get("auth_token", "")))
        match method:
            case "set_webhook":
                return await self._set_webhook(account, body)
            case "get_account_info":
                return _say(
                    id=account.id, name=account.name, uri=account.username, icon="", webhook=account.hook,
                    event_types=account.extra["event_types"], subscribers_count=len(account.chats),
                )  # fmt: skip
            case "send_message":
                return await self._send(account, body)
            case "get_user_details":
                person = self.find_person(str(body.get("id", ""))) or refuse(5)
                return _say(message_token=self._next_token(), user=describe_person(person, self._host))
            case _:
                return refusal(3, "unknown method")

    def _account_of(self, token: str) -> Account:
        for account in self.world.accounts.values():
            if token and account.token == token and not account.revoked:
                return account
        return refuse(2)

    # The hook -------------------------------------------------------------------------------------------------------

    async def _set_webhook(self, account: Account, body: Json) -> FakeAnswer:
        """Register an address, after calling it."""
        url = str(body.get("url", ""))
        if not url:
            account.hook = ""
            return _say(event_types=[])
        if not url.startswith("https://") and self.moods.take("any_webhook_url") is None:
            refuse(1, "the address must be https")
        event = {"event": "webhook", "timestamp": self._milliseconds(), "message_token": self._next_token()}
        if not await self._reaches(account, url, event):
            refuse(1, "the address did not answer")
        account.hook, account.extra["event_types"] = url, list(body.get("event_types") or [])
        self.touch()
        return _say(event_types=account.extra["event_types"])

    async def _reaches(self, account: Account, url: str, event: Json) -> bool:
        if self._http is None:
            return True
        try:
            answer = await self._http.request(self._signed(account, url, event))
        except HttpTrouble:
            return False
        return answer.status == _OK

    def _signed(self, account: Account, url: str, event: Json) -> HttpRequest:
        raw = msgspec.json.encode(event)
        headers = {"content-type": "application/json", "x-viber-content-signature": sign(account.token, raw)}
        return HttpRequest(method="POST", url=url, headers=headers, body=raw, read_timeout_s=10)

    # Sending --------------------------------------------------------------------------------------------------------

    async def _send(self, account: Account, body: Json) -> FakeAnswer:
        person = self.find_person(str(body.get("receiver", ""))) or refuse(5)
        if person.gone:
            refuse(11)
        chat = account.chats.get(str(person.id))
        if chat is None or not chat.extra.get("subscribed") or chat.blocked or self.moods.take("blocked") is not None:
            refuse(6)
        keys = read_keys(body, int(person.extra.get("api_version", 10)))
        check_message(body)
        self._count(chat)
        files = await self._fetch(account, body)
        place = body.get("location")
        token = self._next_token()
        self.write(
            account, chat, text=str(body.get("text", "")), files=files, extra={"token": str(token)},
            kind=_KINDS.get(body["type"], body["type"]), keys=keys,
            location=Point(latitude=place["lat"], longitude=place["lon"]) if place else None,
        )  # fmt: skip
        chat.extra["tracking"] = body.get("tracking_data", "")
        return _say(message_token=token, chat_hostname="SN-CHAT-1", billing_status=1)

    def _count(self, chat: Chat) -> None:
        since = max(chat.last_in, self.now() - _HOUR_S)
        ours = sum(not one.mine and one.at > since for one in chat.messages.values())
        if ours >= _SILENT_MAX:
            refuse(12)

    async def _fetch(self, account: Account, body: Json) -> list[str]:
        """Fetch the file of a message at once, as Viber does."""
        if "media" not in body or self._http is None:
            return []
        try:
            answer = await self._http.request(HttpRequest(method="GET", url=body["media"]))
        except HttpTrouble:
            refuse(3, "media cannot be fetched")
        if answer.status != _OK:
            refuse(3, "media cannot be fetched")
        return [self._keep(account, body, answer)]

    def _keep(self, account: Account, body: Json, answer: HttpAnswer) -> str:
        name = str(body.get("file_name") or body["media"].rpartition("/")[2])
        file = FilePart(name, answer.body, answer.headers.get("content-type", ""))
        return self.keep_file(account, _KINDS[body["type"]], file).id

    # Telling --------------------------------------------------------------------------------------------------------

    def tell(self, fact: Fact) -> None:
        """Tell the bot what the person did."""
        event = translate(self.world, fact, self._host)
        if isinstance(fact, Wrote | Pressed):
            fact.chat.extra["subscribed"] = True
        if event is None or not self._is_wanted(fact.account, str(event["event"])):
            return
        event = {"timestamp": self._milliseconds(), "message_token": self._next_token(), **event}
        if isinstance(fact, Started) and self._http is not None and fact.account.hook:
            starting = asyncio.create_task(self._start(fact.account, event))
            self._starting.add(starting)
            starting.add_done_callback(self._starting.discard)
            return
        raw = msgspec.json.encode(event)
        self.emit(
            fact.account, event, lane=fact.person.ref, raw=raw, keep_s=_KEEP_S,
            headers={"x-viber-content-signature": sign(fact.account.token, raw)},
        )  # fmt: skip

    async def _start(self, account: Account, event: Json) -> None:
        """Tell that somebody opened the chat, and show them what the answer says."""
        assert self._http is not None  # noqa: S101 - asked by the caller
        try:
            answer = await self._http.request(self._signed(account, account.hook, event))
        except HttpTrouble:
            return
        if answer.status == _OK:
            self.note_sent(account, event, "hook")
            if answer.body.startswith(b"{"):
                self.welcomed.append(msgspec.json.decode(answer.body))

    async def settle(self) -> None:
        """Wait until every delivery is taken or given up."""
        await asyncio.gather(*self._starting)
        await super().settle()

    def _is_wanted(self, account: Account, event: str) -> bool:
        return event == "message" or event in account.extra["event_types"]

    def _next_token(self) -> int:
        return _FIRST_TOKEN + self.next_id()

    def _milliseconds(self) -> int:
        return int(self.now() * 1000)


def sign(token: str, raw: bytes) -> str:
    """Sign the bytes of a delivery."""
    return hmac.new(token.encode(), raw, "sha256").hexdigest()


def _say(**fields: Any) -> FakeAnswer:  # noqa: ANN401 - fields of an answer
    return json_answer({"status": 0, "status_message": "ok", **fields})
