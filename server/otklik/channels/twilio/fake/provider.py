"""The other side of the channel: numbers, messages, and calls that are signed as Twilio signs them."""

import base64
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urldefrag, urlencode

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.phones import is_phone
from otklik.channelkit.stage import Account, Blocked, Chat, Fact, Refused, Saw, StageProvider, Wrote
from otklik.channelkit.stage.world import Json, Person
from otklik.channels.twilio.signing import HEADER, read_form, sign

_PREFIX = "/2010-04-01/Accounts/"


class FakeTwilio(StageProvider):
    """Accounts with one number each. People are known by their telephone number."""

    can: ClassVar[frozenset[str]] = frozenset({"file", "block"})

    def open_account(self, name: str, username: str) -> Json:
        """Make an account; its username is its number, or it gets one."""
        number = self.next_id()
        sender = username if is_phone(username) else f"+1415555{number % 10_000:04}"
        account = Account(
            id=f"AC{number:032x}", name=name, username=username, token=f"{number + 7:032x}",
            extra={"number": f"PN{number:032x}", "sender": sender, "sms_url": "", "callbacks": {}},
        )  # fmt: skip
        self.world.accounts[account.id] = account
        self.touch()
        return {"account_sid": account.id, "auth_token": account.token, "sender": sender}

    def name_message(self, account: Account, chat: object, number: int) -> str:
        """Return an id such as Twilio's."""
        del account, chat, number
        return f"SM{self.next_id():032x}"

    def pauses(self) -> Iterator[float]:
        """Twilio tries five times more, as our address asks."""
        yield from (0.0, 1.0, 2.0, 4.0, 8.0)
        while True:
            yield 1e9

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse in Twilio's words."""
        del request
        match mood:
            case "throttled":
                return _error(429, 20429, "Too Many Requests", {"retry-after": str(int(value))} if value else {})
            case "revoked":
                return _error(401, 20003, "Authenticate")
            case _:
                return _error(500, 20500, "Internal Server Error")

    def tell(self, fact: Fact) -> None:
        """Call the number's address, or the one that was given with the message."""
        account = fact.account
        phone, sender = _phone_of(fact.person), account.extra["sender"]
        form = {"AccountSid": account.id, "ApiVersion": "2010-04-01"}
        match fact:
            case Wrote(message=message):
                form |= {
                    "MessageSid": message.ref, "SmsSid": message.ref, "From": phone, "To": sender,
                    "Body": message.text, "NumMedia": str(len(message.files)), "NumSegments": "1",
                }  # fmt: skip
                for index, file in enumerate(message.files):
                    form[f"MediaUrl{index}"] = f"https://api.twilio.com{_PREFIX}{account.id}/Media/{file}"
                    form[f"MediaContentType{index}"] = self.world.files[file].mime
                self._call(account, account.extra["sms_url"], form)
            case Blocked(on=on):
                word = "STOP" if on else "START"
                sid = f"SM{self.next_id():032x}"
                form |= {"MessageSid": sid, "SmsSid": sid, "From": phone, "To": sender,
                         "Body": word, "OptOutType": word, "NumMedia": "0"}  # fmt: skip
                self._call(account, account.extra["sms_url"], form)
            case Saw(message=message):
                form |= {"MessageSid": message.ref, "SmsSid": message.ref, "MessageStatus": message.status,
                         "From": sender, "To": phone}  # fmt: skip
                self._call(account, account.extra["callbacks"].get(message.ref, ""), form)
            case _:
                pass

    def _call(self, account: Account, url: str, form: dict[str, str]) -> None:
        address = urldefrag(url).url
        fields = {name: [value] for name, value in form.items()}
        signed = sign(account.token, address, fields)
        self.emit(
            account, dict(form), url=address, raw=urlencode(form).encode(), lane=form["MessageSid"],
            headers={HEADER: signed, "content-type": "application/x-www-form-urlencoded; charset=UTF-8"},
        )  # fmt: skip

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Serve the REST API."""
        sid, _, resource = request.path.removeprefix(_PREFIX).partition("/")
        account = self.world.accounts.get(sid.removesuffix(".json"))
        if account is None or account.revoked or not self._knows(account, request):
            raise Refused(_error(401, 20003, "Authenticate"))
        kind, _, rest = resource.partition("/")
        match request.method, kind.removesuffix(".json"):
            case "GET", "":
                return json_answer({"sid": account.id, "friendly_name": account.name, "status": "active"})
            case "GET", "IncomingPhoneNumbers":
                return self._list_numbers(account, request)
            case "POST", "IncomingPhoneNumbers":
                return self._change_number(account, rest.removesuffix(".json"), request)
            case "POST", "Messages":
                return self._send(account, request)
            case "GET", "Media":
                file = self.world.files[rest]
                return FakeAnswer(body=file.data, headers={"content-type": file.mime})
            case _:
                raise Refused(_error(404, 20404, "The requested resource was not found"))

    def _knows(self, account: Account, request: FakeRequest) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        return given == base64.b64encode(f"{account.id}:{account.token}".encode()).decode()

    def _list_numbers(self, account: Account, request: FakeRequest) -> FakeAnswer:
        asked = read_form(request.query.encode()).get("PhoneNumber", [account.extra["sender"]])[0]
        number = {
            "sid": account.extra["number"],
            "phone_number": account.extra["sender"],
            "sms_url": account.extra["sms_url"],
        }
        return json_answer({"incoming_phone_numbers": [number] if asked == account.extra["sender"] else []})

    def _change_number(self, account: Account, sid: str, request: FakeRequest) -> FakeAnswer:
        if sid != account.extra["number"]:
            raise Refused(_error(404, 20404, "The requested resource was not found"))
        form = read_form(request.body)
        account.extra["sms_url"] = form.get("SmsUrl", [""])[0]
        self.touch()
        return json_answer({"sid": sid, "sms_url": account.extra["sms_url"]})

    def _send(self, account: Account, request: FakeRequest) -> FakeAnswer:
        form = {name: values[0] for name, values in read_form(request.body).items()}
        person = next((one for one in self.world.people.values() if _phone_of(one) == form.get("To")), None)
        if person is None or person.gone:
            raise Refused(_error(400, 21211, "The 'To' number is not a valid phone number"))
        if form.get("From") != account.extra["sender"]:
            raise Refused(_error(400, 21606, "The 'From' phone number is not a valid sender"))
        if len(form.get("Body", "")) > 1600:  # noqa: PLR2004 - Twilio's limit
            raise Refused(_error(400, 21617, "The concatenated message body exceeds the 1600 character limit"))
        chat = account.chats.setdefault(str(person.id), Chat(person=person.id))
        if chat.blocked:
            raise Refused(_error(400, 21610, "Attempt to send to unsubscribed recipient"))
        message = self.write(account, chat, text=form["Body"])
        account.extra["callbacks"][message.ref] = form.get("StatusCallback", "")
        return json_answer({"sid": message.ref, "status": "queued", "num_segments": "1", "error_code": None}, 201)


def _phone_of(person: Person) -> str:
    """Return the number of somebody; who was made without one has one all the same."""
    return person.phone or f"+7900{person.id:07}"


def _error(status: int, code: int, words: str, headers: dict[str, str] | None = None) -> FakeAnswer:
    return json_answer({"code": code, "message": words, "status": status}, status, headers)
