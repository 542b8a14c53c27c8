"""The calls that say something, and the files that go with them."""

from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, Moods, json_answer, parse_multipart
from otklik.channelkit.stage import Account, Chat, File, Message, Person, World
from otklik.channels.whatsapp.fake.checks import KINDS, TYPES, Content, check_frame, read_content
from otklik.channels.whatsapp.fake.errors import refuse
from otklik.channels.whatsapp.fake.events import digits, status_of
from otklik.channels.whatsapp.fake.filling import fill
from otklik.kit.http import FilePart

Json = dict[str, Any]
_DAY_S = 24 * 3600
_TYPING_S = 25
_UNDELIVERABLE, _WINDOW = 131026, 131047


class Provider(Protocol):
    """What is needed of the stage."""

    world: World
    host: str

    @property
    def moods(self) -> Moods:
        """What goes wrong."""
        ...

    def now(self) -> float:
        """Return the time."""
        ...

    def next_id(self) -> int:
        """Return a new number."""
        ...

    def touch(self) -> None:
        """Tell those who watch."""
        ...

    def write(self, account: Account, chat: Chat, **content: Any) -> Message:  # noqa: ANN401 - fields of a message
        """Let our side write."""
        ...

    def keep_file(self, account: Account, kind: str, file: FilePart) -> File:
        """Keep a file."""
        ...

    def find_message(self, account: Account, ref: str) -> tuple[Chat, Message] | None:
        """Find a message by its id."""
        ...

    def tell_status(self, account: Account, person: Person | None, status: Json) -> None:
        """Tell how far a message has come."""
        ...


class Writing:
    """Messages, reactions, read marks, media and blocking."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def respond(self, account: Account, rest: str, request: FakeRequest) -> FakeAnswer:
        """Do a call on the number."""
        if rest == "media" and request.method == "POST":
            return self._upload(account, request)
        body = _body(request)
        if rest == "messages" and request.method == "POST":
            return self._mark(account, body) if body.get("status") == "read" else self._send(account, body)
        if rest == "block_users":
            return self._block(account, body, on=request.method == "POST")
        return refuse(100, f"unknown path {rest}")

    # Media ----------------------------------------------------------------------------------------------------------

    def media(self, account: Account, number: str, rest: str) -> FakeAnswer:
        """Tell where a file is, or give it."""
        file = self._provider.world.files.get(number)
        if file is None or file.account != account.id:
            refuse(33, f"Object with ID '{number}' does not exist")
        if rest == "bytes":
            return FakeAnswer(body=file.data, headers={"content-type": file.mime})
        url = f"{self._provider.host}/{number}/bytes"
        told = {"id": number, "url": url, "mime_type": file.mime, "file_size": len(file.data)}
        return json_answer({"messaging_product": "whatsapp", **told})

    def _upload(self, account: Account, request: FakeRequest) -> FakeAnswer:
        try:
            form = parse_multipart(request.body, request.headers.get("content-type", ""))
        except ValueError:
            refuse(100, "multipart is expected")
        file = form.files.get("file")
        if file is None or form.fields.get("messaging_product") != "whatsapp":
            refuse(100, "file and messaging_product are required")
        kept = self._provider.keep_file(account, "upload", file)
        return json_answer({"id": kept.id})

    def _take_file(self, kind: str, number: str) -> list[str]:
        file = self._provider.world.files.get(number)
        if file is None:
            refuse(131009, f"media {number} does not exist")
        mimes, most = TYPES[kind]
        if (mimes and file.mime not in mimes) or len(file.data) > most:
            refuse(131053, f"{file.mime} of {len(file.data)} bytes is no {kind}")
        file.kind = KINDS[kind]
        return [number]

    # Messages -------------------------------------------------------------------------------------------------------

    def _send(self, account: Account, body: Json) -> FakeAnswer:
        check_frame(body)
        person = self._find_person(body)
        kind = str(body.get("type", "text"))
        if kind == "reaction":
            return self._react(account, person, body)
        content, files = self._read(account, kind, body)
        reply_to = self._find_answered(account, body)
        tagged = {"to": str(body.get("to", "")), "tag": body.get("biz_opaque_callback_data", "")}
        chat = account.chats.setdefault(str(person.id), Chat(person=person.id)) if person is not None else None
        trouble = self._find_trouble(person, chat, kind)
        if trouble == _WINDOW and self._provider.moods.take("strict_window") is not None:
            refuse(_WINDOW)
        if trouble or chat is None or person is None:
            return self._lose(account, person, tagged, trouble)
        message = self._provider.write(
            account, chat, kind=content.kind, text=content.text, files=files, keys=content.keys,
            location=content.location, reply_to=reply_to, extra={"tag": tagged["tag"]},
        )  # fmt: skip
        at = int(self._provider.now())
        self._provider.tell_status(account, person, status_of(person, {**tagged, "id": message.ref}, "sent", at))
        return _accepted(body, message.ref)

    def _read(self, account: Account, kind: str, body: Json) -> tuple[Content, list[str]]:
        if kind != "template":
            content = read_content(body)
            return content, self._take_file(kind, content.file) if content.file else []
        shown = fill(account, body.get("template") or {})
        files = self._take_file(_kind_of(body), shown.file) if shown.file else []
        return Content(text=shown.text, keys=shown.keys, kind="photo" if files else "text"), files

    def _find_trouble(self, person: Person | None, chat: Chat | None, kind: str) -> int:
        """Return why a message will not arrive; it is taken all the same."""
        if person is None or person.gone or chat is None or chat.blocked:
            return _UNDELIVERABLE
        if self._provider.moods.take("blocked") is not None:
            return _UNDELIVERABLE
        open_ = kind == "template" or self._provider.now() - chat.last_in < _DAY_S
        return 0 if open_ else _WINDOW

    def _lose(self, account: Account, person: Person | None, tagged: Json, trouble: int) -> FakeAnswer:
        lost = f"wamid.LOST{self._provider.next_id()}"
        told = status_of(person, {**tagged, "id": lost}, "failed", int(self._provider.now()), trouble)
        self._provider.tell_status(account, person, told)
        return _accepted({"to": tagged["to"]}, lost)

    def _find_person(self, body: Json) -> Person | None:
        to = "".join(one for one in str(body.get("to", "")) if one.isdecimal())
        recipient = str(body.get("recipient", ""))
        people = self._provider.world.people.values()
        return next((one for one in people if (to and digits(one) == to) or (recipient and one.ref == recipient)), None)

    def _find_answered(self, account: Account, body: Json) -> int | None:
        ref = (body.get("context") or {}).get("message_id")
        if not ref:
            return None
        found = self._provider.find_message(account, str(ref))
        if found is None:
            refuse(131009, "context.message_id is not valid")
        return found[1].id

    def _react(self, account: Account, person: Person | None, body: Json) -> FakeAnswer:
        wanted = body.get("reaction") or {}
        found = self._provider.find_message(account, str(wanted.get("message_id", "")))
        if found is None or person is None or "emoji" not in wanted:
            refuse(131009, "reaction.message_id is not valid")
        found[1].reactions["ours"] = [wanted["emoji"]] if wanted["emoji"] else []
        self._provider.touch()
        return _accepted(body, f"wamid.REACTION{self._provider.next_id()}")

    def _mark(self, account: Account, body: Json) -> FakeAnswer:
        found = self._provider.find_message(account, str(body.get("message_id", "")))
        if found is None or not found[1].mine:
            refuse(131009, "message_id is not valid")
        chat, marked = found
        for message in chat.messages.values():
            if message.mine and message.id <= marked.id:
                message.status = "read"
        if (body.get("typing_indicator") or {}).get("type") == "text":
            chat.typing_until = self._provider.now() + _TYPING_S
        self._provider.touch()
        return json_answer({"success": True})

    def _block(self, account: Account, body: Json, *, on: bool) -> FakeAnswer:
        names = [one.get("user_id") or one.get("user", "") for one in body.get("block_users", [])]
        people = [self._find_person({"to": name, "recipient": name}) for name in names]
        if not names or any(one is None for one in people):
            refuse(131009, "block_users")
        refs = [one.ref for one in people if one is not None]
        kept = [one for one in account.extra["blocked"] if one not in refs]
        account.extra["blocked"] = [*kept, *refs] if on else kept
        done = [{"input": name} for name in names]
        return json_answer({"messaging_product": "whatsapp", "block_users": {"added_users": done}})


def _kind_of(body: Json) -> str:
    head = next(one for one in body["template"]["components"] if one["type"] == "header")
    return str(head["parameters"][0]["type"])


def _accepted(body: Json, ref: str) -> FakeAnswer:
    to = str(body.get("to") or body.get("recipient") or "")
    contact = {"input": to} | ({"wa_id": to} if to.isdecimal() else {"user_id": to})
    message = {"id": ref, "message_status": "accepted"}
    return json_answer({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]})


def _body(request: FakeRequest) -> Json:
    try:
        return msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        refuse(100, "not JSON")
