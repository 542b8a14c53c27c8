"""The fake itself: routes calls, tries addresses, signs and tells."""

import hmac
from typing import Any, ClassVar
from urllib.parse import urlencode

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account, Chat, Fact, Message, Person, StageProvider
from otklik.channels.messenger.fake.errors import refusal, refuse
from otklik.channels.messenger.fake.events import translate
from otklik.channels.messenger.fake.office import Office, query_of
from otklik.channels.messenger.fake.writing import Writing
from otklik.kit.http import HttpClient, HttpRequest, HttpTrouble

Json = dict[str, Any]
_MISBEHAVIOUR = {"throttled": 613, "down": 2, "revoked": 190}
_KEEP_S = 36 * 3600.0
_OK = 200


class FakeMessenger(StageProvider):
    """The Messenger Platform in one object: pages, their apps, uploads, messages.

    Moods of its own: `held` another app holds the conversation · `shy` people's profiles are refused · `expired` the
    addresses of files have ended.
    """

    can: ClassVar[frozenset[str]] = frozenset({"file", "sticker", "location", "edit", "react", "block"})

    def __init__(self, http: HttpClient | None = None, **options: Any) -> None:  # noqa: ANN401 - of every stage
        super().__init__(http, **options)
        self._http = http
        self.host = "https://graph.facebook.com"
        self._office = Office(self)
        self._writing = Writing(self)

    def open_account(self, name: str, username: str) -> Json:
        """Make a page with its app; returns the settings of an inbox that works with it."""
        unique = self.next_id()
        page, app = str(104_000_000_000_000 + unique), str(670_843_000_000 + unique)
        secret, token = f"{unique:032x}", f"EAAP{unique:060x}"
        self.world.accounts[page] = Account(
            id=page, name=name, username=username, token=token, secret=secret,
            extra={"app": app, "subscribed": [], "app_hook": "", "fields": []},
        )  # fmt: skip
        self.touch()
        return {"page_id": page, "token": token, "app_secret": secret}

    def name_person(self, number: int) -> str:
        """Name people as Messenger does: digits, of this page alone."""
        return str(7_000_000_000_000_000 + number)

    def name_call(self, request: FakeRequest) -> str:
        """Name a call by the last word of its path; those on a thing itself by what they are."""
        if request.path.startswith("/cdn/"):
            return "cdn"
        last = request.path.strip("/").rpartition("/")[2]
        return "object" if last.isdecimal() else last

    def name_message(self, account: Account, chat: Chat, number: int) -> str:
        """Name messages as Messenger does."""
        return f"m_{account.id[-6:]}P{chat.person}N{number}"

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse in Meta's words."""
        del request
        return refusal(_MISBEHAVIOUR[mood], wait_s=value)

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call."""
        where = request.headers.get("host", "")
        if where:
            near = where.startswith(("127.0.0.1", "localhost"))
            self.host = f"{'http' if near else 'https'}://{where}"
        pieces = [piece for piece in request.path.split("/") if piece]
        if pieces[:1] == ["cdn"]:
            return self._give(pieces)
        if pieces and pieces[0].startswith("v"):
            pieces = pieces[1:]
        if not pieces:
            return refusal(100, "no path")
        return await self._route(pieces[0], "/".join(pieces[1:]), request)

    async def _route(self, first: str, rest: str, request: FakeRequest) -> FakeAnswer:
        if rest == "subscriptions":
            return await self._office.app(self._app_of(first, request), request)
        account = self._account_of(request)
        if first == "debug_token":
            return self._office.debug_token(account, request)
        if first not in (account.id, "me"):
            return self._profile(account, first)
        calls = {
            "": self._office.page, "subscribed_apps": self._office.subscribed, "messages": self._writing.send,
            "message_attachments": self._writing.upload, "moderate_conversations": self._writing.moderate,
            "take_thread_control": _agree,
        }  # fmt: skip
        call = calls.get(rest)
        return call(account, request) if call else refusal(100, f"unknown path {rest}")

    def _account_of(self, request: FakeRequest) -> Account:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        given = given or query_of(request).get("access_token", "")
        for account in self.world.accounts.values():
            if given and account.token == given and not account.revoked:
                return account
        return refuse(190)

    def _app_of(self, app: str, request: FakeRequest) -> Account:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        for account in self.world.accounts.values():
            if account.extra["app"] == app and given == f"{app}|{account.secret}":
                return account
        return refuse(190)

    def _profile(self, account: Account, ref: str) -> FakeAnswer:
        person = self.find_person(ref)
        if person is None or str(person.id) not in account.chats or self.moods.take("shy") is not None:
            refuse(100, f"Object with ID '{ref}' does not exist", 33)
        first, _, last = person.name.partition(" ")
        told = {"id": ref, "first_name": first, "last_name": last}
        picture = {"profile_pic": f"{self.host}/cdn/photo/{person.id}"} if person.photo else {}
        return json_answer(told | picture)

    def _give(self, pieces: list[str]) -> FakeAnswer:
        if self.moods.take("expired") is not None:
            return FakeAnswer(status=403, body=b"URL signature expired")
        if pieces[1] == "photo":
            return FakeAnswer(body=self.world.people[pieces[2]].photo, headers={"content-type": "image/jpeg"})
        file = self.world.files.get(pieces[1])
        if file is None:
            return FakeAnswer(status=404)
        return FakeAnswer(body=file.data, headers={"content-type": file.mime})

    # The hook -------------------------------------------------------------------------------------------------------

    async def try_address(self, url: str, word: str) -> None:
        """Call an address as Meta does before it takes it, or refuse."""
        if not url.startswith("https://") and self.moods.take("any_webhook_url") is None:
            refuse(100, "the address must be https")
        if self._http is None:
            return
        challenge = str(1_158_000_000 + self.next_id())
        query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": challenge}
        try:
            answer = await self._http.request(
                HttpRequest(method="GET", url=f"{url}?{urlencode(query)}", read_timeout_s=10)
            )
        except HttpTrouble:
            refuse(2200, "the address did not answer")
        if answer.status != _OK or answer.body.decode("utf-8", "replace").strip() != challenge:
            refuse(2200, f"HTTP Status Code = {answer.status}")

    def tell(self, fact: Fact) -> None:
        """Tell the app what the person did."""
        if fact.chat.banned:
            return
        at = int(self.now() * 1000)
        said = translate(self.world, fact, self.host, (f"m_EV{self.next_id()}", at))
        if said is not None:
            self.tell_event(fact.account, fact.person, said)

    def tell_echo(self, account: Account, person: Person, message: Message, sent: Json) -> None:
        """Tell the app what was written in the name of the page."""
        echo = {"mid": message.ref, "is_echo": True, "app_id": int(account.extra["app"])}
        echo |= {name: sent[name] for name in ("metadata", "text") if name in sent}
        self.tell_event(account, person, {"message": echo}, echo=True)

    def tell_event(self, account: Account, person: Person, said: Json, *, echo: bool = False) -> None:
        """Tell of one event, signed."""
        url = account.extra["app_hook"]
        if not account.extra["subscribed"] or not url:
            return
        at = int(self.now() * 1000)
        ends = [{"id": person.ref}, {"id": account.id}]
        sender, recipient = reversed(ends) if echo else ends
        event = {"sender": sender, "recipient": recipient, "timestamp": at, **said}
        body = {"object": "page", "entry": [{"id": account.id, "time": at, "messaging": [event]}]}
        raw = msgspec.json.encode(body)
        signature = hmac.new(account.secret.encode(), raw, "sha256").hexdigest()
        headers = {"x-hub-signature-256": f"sha256={signature}"}
        self.emit(account, body, lane=person.ref, raw=raw, headers=headers, url=url, keep_s=_KEEP_S)


def _agree(account: Account, request: FakeRequest) -> FakeAnswer:
    del account, request
    return json_answer({"success": True})
