"""The graph API of messages on the stage: groups on one side, a person's hand on the other."""

from typing import Any, ClassVar
from urllib.parse import parse_qsl

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer
from otklik.channelkit.stage import Account, Chat, Fact, Key, Message, Pressed, Refused, StageProvider, Wrote
from otklik.kit.http import FilePart

Json = dict[str, Any]
OK = {"success": True}
_TEXT_MAX, _ATTACHMENTS_MAX, _KEEP_S, _TYPING_S = 4000, 5, 8 * 3600.0, 6.0
_KINDS = {"IMAGE": "photo", "VIDEO": "video", "AUDIO": "audio", "FILE": "document"}
_TYPES = {"photo": "IMAGE", "video": "VIDEO", "voice": "AUDIO", "audio": "AUDIO", "sticker": "STICKER"}


def refused(code: int, words: str, status: int = 200) -> Refused:
    """Return a refusal, to be raised: most come with a good status."""
    return Refused(json_answer({"error_code": code, "error_msg": words, "error_data": None}, status))


class FakeOk(StageProvider):
    """Odnoklassniki in one object. Its mood `no_keyboards` refuses keyboards, `form_only` uploads without a form."""

    can: ClassVar[frozenset[str]] = frozenset({"file", "sticker", "location", "block"})

    def open_account(self, name: str, username: str) -> Json:
        """Make a group."""
        number = str(self.next_id())
        token = f"tkn{number}StageToken:CBA"
        self.world.accounts[number] = Account(id=number, name=name, username=username, token=token)
        return {"token": token}

    def name_person(self, number: int) -> str:
        """Name a person."""
        return f"user:{number}"

    def name_message(self, account: Account, chat: Chat, number: int) -> str:
        """Name a message."""
        return f"mid:C{account.id}f{chat.person}.{number:x}"

    def name_call(self, request: FakeRequest) -> str:
        """Name a call by its last word, whatever chat it is about."""
        path = request.path.strip("/")
        return "me/messages" if path.startswith(("graph/me/messages", "me/messages")) else path.rpartition("/")[2]

    def misbehave(self, mood: str, value: float, request: FakeRequest) -> FakeAnswer:
        """Refuse as the API does in such a mood."""
        del request
        headers = {"retry-after": str(int(value))} if value else {}
        code = {"throttled": 11, "down": 2, "revoked": 102}[mood]
        return json_answer({"error_code": code, "error_msg": mood, "error_data": None}, 200, headers)

    def tell(self, fact: Fact) -> None:
        """Tell every registered address of messages and presses."""
        body: Json = {
            "sender": {"user_id": fact.person.ref, "name": fact.person.name},
            "recipient": {"chat_id": chat_of(fact.account, fact.chat)}, "timestamp": int(self.now() * 1000),
        }  # fmt: skip
        match fact:
            case Wrote(message=message):
                body |= {"webhookType": "MESSAGE_CREATED", "message": self._describe(fact.chat, message)}
            case Pressed(message=message, key=key, number=number):
                body |= {"webhookType": "MESSAGE_CALLBACK", "callbackId": number, "payload": key.payload,
                         "mid": message.ref}  # fmt: skip
            case _:
                return
        for url in fact.account.extra.get("hooks", []):
            self.emit(fact.account, body, url=url, lane=fact.person.ref, keep_s=_KEEP_S)

    async def api(self, request: FakeRequest) -> FakeAnswer:
        """Do one call."""
        path = request.path.strip("/").removeprefix("graph/")
        host = request.headers.get("host", "api.ok.ru")
        self.world.extra["origin"] = f"{'http' if host.startswith('127.0.0.1') else 'https'}://{host}"
        if path.startswith(("upload/", "files/")):
            return self._bytes(request, path)
        query = dict(parse_qsl(request.query))
        account = next((one for one in self.world.accounts.values() if one.token == query.get("access_token")), None)
        if account is None or account.revoked:
            raise refused(102, "PARAM_SESSION_EXPIRED : Session expired")
        body = msgspec.json.decode(request.body, type=dict[str, Any]) if request.body else {}
        if path.startswith("me/messages"):
            return self._message(account, body)
        if path.endswith("/edit"):
            return self._edit(account, path.removesuffix("/edit"), body)
        return self._of_group(account, path, query, body)

    def _origin(self) -> str:
        """Return where the bytes of files are: here, under the address by which we were called last."""
        return str(self.world.extra.get("origin", "https://api.ok.ru"))

    # About the group ------------------------------------------------------------------------------------------------

    def _of_group(self, account: Account, path: str, query: dict[str, str], body: Json) -> FakeAnswer:
        hooks: list[str] = account.extra.setdefault("hooks", [])
        answer: Json = OK
        if path == "me/subscriptions":
            answer = {"subscriptions": [{"url": url} for url in hooks]}
        elif path == "me/subscribe":
            account.extra["hooks"] = [*(url for url in hooks if url != body["url"]), body["url"]]
        elif path == "me/unsubscribe":
            account.extra["hooks"] = [url for url in hooks if url != body["url"]]
        elif path == "me/info":
            answer = {"user_id": f"group:{account.id}", "name": account.name}
        elif path == "me/fileUploadUrl":
            number = str(self.next_id())
            account.extra.setdefault("places", {})[number] = query["type"]
            answer = {"url": f"{self._origin()}/upload/{number}", "token": f"u{number}"}
        else:
            raise refused(3, "METHOD : Method does not exist")
        return json_answer(answer)

    def _bytes(self, request: FakeRequest, path: str) -> FakeAnswer:
        head, _, number = path.partition("/")
        if head == "files":
            file = self.world.files.get(number)
            return FakeAnswer(body=file.data, headers={"content-type": file.mime}) if file else FakeAnswer(status=404)
        account = next(one for one in self.world.accounts.values() if number in one.extra.get("places", {}))
        mime = request.headers.get("content-type", "")
        if self.moods.take("form_only") is not None and "multipart" not in mime:
            raise refused(100, "PARAM : Missing file", 400)
        kind = account.extra["places"][number]
        kept = self.keep_file(account, _KINDS[kind], FilePart("file", request.body, mime))
        account.extra.setdefault("tokens", {})[f"u{number}"] = kept.id
        if kind == "IMAGE":
            account.extra["tokens"][f"p{number}"] = kept.id
            return json_answer({"photos": {"1519bf4": {"token": f"p{number}"}}})
        return FakeAnswer(body=b"<retval>1</retval>")

    # Messages -------------------------------------------------------------------------------------------------------

    def _message(self, account: Account, body: Json) -> FakeAnswer:
        chat = self._chat(account, body["recipient"])
        if chat.blocked or self.moods.take("blocked") is not None:
            raise refused(10, "PERMISSION_DENIED : User must allow group messages")
        action = body.get("sender_action")
        if action is not None:
            chat.typing_until = self.now() + _TYPING_S if action == "typing_on" else 0
            chat.extra["seen"] = action == "mark_seen"
            self.touch()
            return json_answer(OK)
        written = self.write(account, chat, **self._content(account, chat, body["message"]))
        return json_answer({"success": True, "message_id": written.ref})

    def _edit(self, account: Account, mid: str, body: Json) -> FakeAnswer:
        found = self.find_message(account, mid)
        if found is None or found[1].mine:
            raise refused(300, "NOT_FOUND : Message not found")
        content = self._content(account, found[0], body["message"])
        found[1].text, found[1].keys, found[1].edited = content["text"], content["keys"], True
        self.touch()
        return json_answer(OK)

    def _chat(self, account: Account, recipient: Json) -> Chat:
        for chat in account.chats.values():
            names = (chat_of(account, chat), f"user:{chat.person}")
            if recipient.get("chat_id") == names[0] or recipient.get("user_id") == names[1]:
                return chat
        raise refused(300, "NOT_FOUND : Chat not found")

    def _content(self, account: Account, chat: Chat, message: Json) -> Json:
        text = message.get("text", "")
        attachments = message.get("attachments") or ([message["attachment"]] if "attachment" in message else [])
        if len(text) > _TEXT_MAX or len(attachments) > _ATTACHMENTS_MAX + 1 or not (text or attachments):
            raise refused(100, "PARAM : Message is empty or too long")
        content: Json = {"text": text, "files": [], "keys": [], "reply_to": None}
        if message.get("reply_to"):
            answered = next((one for one in chat.messages.values() if one.ref == message["reply_to"]), None)
            if answered is None:
                raise refused(100, "PARAM : reply_to")
            content["reply_to"] = answered.id
        for one in attachments:
            self._attach(account, one, content)
        return content

    def _attach(self, account: Account, attachment: Json, content: Json) -> None:
        if attachment["type"] == "INLINE_KEYBOARD":
            if self.moods.take("no_keyboards") is not None:
                raise refused(100, "PARAM : Unknown attachment")
            rows = attachment["payload"]["keyboard"]["buttons"]
            content["keys"] = [
                [Key(text=key["text"], payload=key.get("payload", ""), url=key.get("url", "")) for key in row]
                for row in rows
            ]
            return
        number = account.extra.get("tokens", {}).get(attachment["payload"]["token"])
        if number is None:
            raise refused(100, "PARAM : attachment token")
        content["files"].append(number)
        content["kind"] = self.world.files[number].kind

    def _describe(self, chat: Chat, message: Message) -> Json:
        shown: Json = {"mid": message.ref, "seq": message.id, "text": message.text}
        attachments: list[Json] = [
            {"type": _TYPES.get(file.kind, "FILE"), "payload": {"url": f"{self._origin()}/files/{file.id}"}}
            for file in (self.world.files[number] for number in message.files)
        ]
        if message.location is not None:
            place = {"latitude": message.location.latitude, "longitude": message.location.longitude}
            attachments.append({"type": "LOCATION", "payload": place})
        if attachments:
            shown["attachments"] = attachments
        if message.reply_to is not None:
            shown["reply_to"] = chat.messages[str(message.reply_to)].ref
        return shown


def chat_of(account: Account, chat: Chat) -> str:
    """Return the id of a chat."""
    return f"chat:C{account.id}f{chat.person}"
