"""The other side of the channel: one provider of the presets, with its sending, its balance and its handler."""

import secrets
from typing import ClassVar
from urllib.parse import parse_qs, urlencode

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account, Blocked, Chat, Fact, Refused, Saw, StageProvider, Wrote
from otklik.channelkit.stage.world import Json

_STATUSES = {"delivered": "1", "read": "2", "failed": "20"}


class FakeSmsc(StageProvider):
    """Accounts by login and password; people are known by their telephone number."""

    can: ClassVar[frozenset[str]] = frozenset({"block"})

    def open_account(self, name: str, username: str) -> Json:
        """Make an account; its username is its sender. Its handler's address is set by hand, as at the provider."""
        number = self.next_id()
        account = Account(
            id=f"shop{number}", name=name, username=username, token=f"password-{number}-of-the-fake",
            secret=secrets.token_hex(16),
        )  # fmt: skip
        self.world.accounts[account.id] = account
        self.touch()
        return {
            "preset": "smsc", "login": account.id, "password": account.token, "sender": username,
            "hook_key": account.secret,
        }  # fmt: skip

    def name_message(self, account: Account, chat: Chat, number: int) -> str:
        """Return a plain number."""
        del account, chat, number
        return str(self.next_id())

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse in the provider's words, always with 200."""
        del value, request
        codes = {"throttled": (9, "too many requests"), "revoked": (2, "authorise error")}
        if mood not in codes:
            return FakeAnswer(status=500, body=b"internal error")
        return _error(*codes[mood])

    def tell(self, fact: Fact) -> None:
        """Call the account's handler with a form."""
        phone = fact.person.phone.lstrip("+")
        match fact:
            case Wrote(message=message):
                form = {"phone": phone, "mes": message.text, "to": fact.account.username, "sms_id": message.ref}
            case Blocked(on=on):
                word = "СТОП" if on else "СТАРТ"
                form = {"phone": phone, "mes": word, "to": fact.account.username, "sms_id": str(self.next_id())}
            case Saw(message=message):
                form = {"id": message.ref, "phone": phone, "status": _STATUSES[message.status]}
            case _:
                return
        headers = {"content-type": "application/x-www-form-urlencoded"}
        self.emit(fact.account, dict(form), raw=urlencode(form).encode(), lane=phone, headers=headers)

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Send, or tell the balance."""
        text = request.query if request.method == "GET" else request.body.decode()
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        account = self.world.accounts.get(form.get("login", ""))
        if account is None or account.revoked or account.token != form.get("psw"):
            raise Refused(_error(2, "authorise error"))
        if request.path.endswith("/balance.php"):
            return json_answer({"balance": "100.5"})
        if not form.get("mes"):
            raise Refused(_error(1, "parameters error"))
        if form.get("sender") != account.username:
            raise Refused(_error(6, "message is denied"))
        phone = f"+{form.get('phones', '')}"
        person = next((one for one in self.world.people.values() if one.phone == phone), None)
        if person is None:
            raise Refused(_error(7, "invalid number"))
        chat = account.chats.setdefault(str(person.id), Chat(person=person.id))
        if chat.blocked:
            raise Refused(_error(8, "message cannot be delivered"))
        return json_answer({"id": int(self.write(account, chat, text=form["mes"]).ref), "cnt": 1})


def _error(code: int, words: str) -> FakeAnswer:
    return json_answer({"error": words, "error_code": code})
