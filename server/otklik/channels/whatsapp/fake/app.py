"""The fake itself: routes calls, tries addresses, signs and tells."""

import asyncio
import hmac
from typing import Any, ClassVar
from urllib.parse import urlencode

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest
from otklik.channelkit.stage import Account, Fact, Person, Saw, StageProvider, Started
from otklik.channels.whatsapp.fake.errors import refusal, refuse
from otklik.channels.whatsapp.fake.events import about_number, card_of, envelope, seen, status_of, translate
from otklik.channels.whatsapp.fake.office import Office
from otklik.channels.whatsapp.fake.samples import list_samples
from otklik.channels.whatsapp.fake.writing import Writing
from otklik.kit.http import HttpClient, HttpRequest, HttpTrouble

Json = dict[str, Any]
_MISBEHAVIOUR = {"throttled": 130429, "down": 131000, "revoked": 190}
_KEEP_S = 7 * 24 * 3600.0
_OK = 200


class FakeWhatsapp(StageProvider):
    """The Cloud API in one object: numbers, their account and app, media, messages, templates.

    Message to somebody who has not written for a day are taken and then reported as failed, like those to people who
    have blocked us or have no WhatsApp. Mood `strict_window` refuses them at once.
    """

    can: ClassVar[frozenset[str]] = frozenset(
        {"file", "sticker", "location", "contact", "edit", "erase", "react", "block"}
    )

    def __init__(self, http: HttpClient | None = None, **options: Any) -> None:  # noqa: ANN401 - of every stage
        super().__init__(http, **options)
        self._http = http
        self.host = "https://graph.facebook.com"
        self._office = Office(self)
        self._writing = Writing(self)

    def open_account(self, name: str, username: str) -> Json:
        """Make a number with its account and app; returns the settings of an inbox that works with it."""
        unique = self.next_id()
        number, waba, app = (str(base + unique) for base in (106_540_352_000_000, 102_290_129_000_000, 670_843_000_000))
        secret, token = f"{unique:032x}", f"EAAG{unique:060x}"
        self.world.accounts[number] = Account(
            id=number, name=name, username=username, token=token, secret=secret,
            extra={
                "waba": waba, "app": app, "phone": f"7000{unique % 10**7:07d}", "subscribed": False, "override": "",
                "app_hook": "", "fields": [], "templates": list_samples(), "blocked": [],
            },
        )  # fmt: skip
        self.touch()
        return {"phone_number_id": number, "waba_id": waba, "token": token, "app_secret": secret}

    def name_person(self, number: int) -> str:
        """Name people as WhatsApp does: a word for every business."""
        return f"RU.{number}"

    def name_call(self, request: FakeRequest) -> str:
        """Name a call by the last word of its path; those on the number itself by what they are."""
        last = request.path.strip("/").rpartition("/")[2]
        return "object" if last.isdecimal() else last

    def name_message(self, account: Account, chat: Any, number: int) -> str:  # noqa: ANN401 - a chat
        """Name messages as WhatsApp does."""
        return f"wamid.HBgL{account.id[-6:]}P{chat.person}N{number}"

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
        if pieces and pieces[0].startswith("v"):
            pieces = pieces[1:]
        if not pieces:
            return refusal(100, "no path")
        return await self._route(pieces, request)

    async def _route(self, pieces: list[str], request: FakeRequest) -> FakeAnswer:
        first, rest = pieces[0], "/".join(pieces[1:])
        if rest == "subscriptions":
            return await self._office.app(self._app_of(first, request), request)
        account = self._account_of(request)
        if first == "debug_token":
            return self._office.debug_token(account, request)
        if first == account.extra["waba"]:
            return self._office.waba(account, rest, request)
        if first == account.id:
            if not rest:
                return await self._office.number(account, request)
            return self._writing.respond(account, rest, request)
        return self._writing.media(account, first, rest)

    def _account_of(self, request: FakeRequest) -> Account:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
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
        """Tell the account what the person did."""
        account = fact.account
        if fact.person.ref in account.extra["blocked"]:
            return
        at = int(self.now())
        if isinstance(fact, Saw):
            self.tell_status(account, fact.person, status_of(fact.person, seen(fact), fact.message.status, at))
            return
        if isinstance(fact, Started) and fact.ref:
            fact.chat.extra["referral"] = {
                "source_type": "ad", "source_id": fact.ref, "source_url": "https://fb.me/x", "ctwa_clid": fact.ref,
            }  # fmt: skip
        said = translate(self.world, fact, self.next_id())
        if said is not None:
            value = about_number(account, contacts=[card_of(fact.person)], messages=[{**said, "timestamp": str(at)}])
            self.tell_change(account, "messages", value, lane=fact.person.ref)

    def tell_status(self, account: Account, person: Person | None, status: Json) -> None:
        """Tell how far a message has come."""
        cards = {"contacts": [card_of(person)]} if person is not None else {}
        value = about_number(account, **cards, statuses=[status])
        self.tell_change(account, "messages", value, lane=str(status["id"]))

    def tell_change(self, account: Account, field: str, value: Json, *, lane: str = "") -> None:
        """Tell of a change: of the number to its own address, of the account to the app's."""
        own = account.extra["override"] if field in ("messages", "smb_message_echoes") else ""
        url = own or account.extra["app_hook"]
        if not account.extra["subscribed"] or not url:
            return
        body = envelope(account, field, value, int(self.now()))
        raw = msgspec.json.encode(body)
        signature = hmac.new(account.secret.encode(), raw, "sha256").hexdigest()
        headers = {"x-hub-signature-256": f"sha256={signature}"}
        self.emit(account, body, lane=lane, raw=raw, headers=headers, url=url, keep_s=_KEEP_S)

    async def settle(self) -> None:
        """Wait until every delivery is taken or given up."""
        await asyncio.sleep(0)
        await super().settle()
