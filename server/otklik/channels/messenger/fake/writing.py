"""The calls that say something, and the files that go with them."""

from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, Moods, json_answer, parse_multipart
from otklik.channelkit.stage import Account, Chat, File, Message, Person, World
from otklik.channels.messenger.fake.checks import KINDS, read_content
from otklik.channels.messenger.fake.errors import refuse
from otklik.channels.messenger.fake.office import body_of
from otklik.kit.http import FilePart

Json = dict[str, Any]
_DAY_S = 24 * 3600
_TYPING_S = 20
_MEGABYTE = 1024 * 1024


class Provider(Protocol):
    """What is needed of the stage."""

    world: World

    @property
    def moods(self) -> Moods:
        """What goes wrong."""
        ...

    def now(self) -> float:
        """Return the time."""
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

    def find_person(self, ref: str) -> Person | None:
        """Find a person by the page's id of them."""
        ...

    def find_message(self, account: Account, ref: str) -> tuple[Chat, Message] | None:
        """Find a message by its id."""
        ...

    def tell_echo(self, account: Account, person: Person, message: Message, sent: Json) -> None:
        """Tell the app what was written in the name of the page."""
        ...


class Writing:
    """Messages, signs, reactions, uploads and blocking."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def send(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Take a message or a sign."""
        body = body_of(request)
        person, chat = self._find(account, str((body.get("recipient") or {}).get("id", "")))
        action = body.get("sender_action")
        if action:
            return self._act(account, chat, person, body)
        self._check_window(chat, body)
        if self._provider.moods.take("held") is not None:
            refuse(10, "the thread is owned by another app", 2018300)
        sent = body.get("message") or {}
        content = read_content(sent)
        files = [self._take(content.file, content.kind)] if content.file else []
        message = self._provider.write(
            account, chat, kind=content.kind, text=content.text, files=files, keys=content.keys,
            reply_to=self._answered(account, body),
        )  # fmt: skip
        self._provider.tell_echo(account, person, message, sent)
        return json_answer({"recipient_id": person.ref, "message_id": message.ref})

    def upload(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Keep a file for messages."""
        try:
            form = parse_multipart(request.body, request.headers.get("content-type", ""))
            wanted = msgspec.json.decode(form.fields["message"])["attachment"]
            kind, file = str(wanted["type"]), form.files["filedata"]
        except (ValueError, KeyError, TypeError):
            refuse(100, "message and filedata are required")
        most = 8 if kind == "image" else 25
        if kind not in KINDS or len(file.data) > most * _MEGABYTE:
            refuse(100, "attachment type or size", 2018047)
        return json_answer({"attachment_id": self._provider.keep_file(account, KINDS[kind], file).id})

    def moderate(self, account: Account, request: FakeRequest) -> FakeAnswer:
        """Block people or let them in."""
        body = body_of(request)
        for one in body.get("user_ids") or []:
            _, chat = self._find(account, str(one.get("id", "")))
            chat.banned = "block_user" in body.get("actions", [])
        self._provider.touch()
        return json_answer({"result": {"success": True}})

    def _find(self, account: Account, ref: str) -> tuple[Person, Chat]:
        person = self._provider.find_person(ref)
        chat = account.chats.get(str(person.id)) if person is not None else None
        if person is None or chat is None or not chat.started:
            refuse(100, "No matching user found", 2018001)
        if person.gone or chat.blocked or self._provider.moods.take("blocked") is not None:
            refuse(551, "", 1545041)
        return person, chat

    def _check_window(self, chat: Chat, body: Json) -> None:
        kind, tag = body.get("messaging_type"), body.get("tag")
        if kind not in ("RESPONSE", "UPDATE", "MESSAGE_TAG") or (kind == "MESSAGE_TAG") != (tag == "HUMAN_AGENT"):
            refuse(100, "messaging_type or tag")
        days = 7 if tag else 1
        if self._provider.now() - chat.last_in > days * _DAY_S:
            refuse(10, "This message is sent outside of allowed window.", 2018278)

    def _answered(self, account: Account, body: Json) -> int | None:
        mid = (body.get("reply_to") or {}).get("mid")
        if not mid:
            return None
        found = self._provider.find_message(account, str(mid))
        if found is None:
            refuse(100, "reply_to.mid is not valid")
        return found[1].id

    def _take(self, number: str, kind: str) -> str:
        file = self._provider.world.files.get(number)
        if file is None:
            refuse(100, "attachment_id is not valid", 2018074)
        file.kind = kind
        return number

    def _act(self, account: Account, chat: Chat, person: Person, body: Json) -> FakeAnswer:
        action, payload = body["sender_action"], body.get("payload") or {}
        if "message" in body:
            refuse(100, "a sender action stands alone")
        match action:
            case "typing_on":
                chat.typing_until = self._provider.now() + _TYPING_S
            case "typing_off":
                chat.typing_until = 0
            case "mark_seen":
                for message in chat.messages.values():
                    if message.mine:
                        message.status = "read"
            case "react" | "unreact":
                found = self._provider.find_message(account, str(payload.get("message_id", "")))
                if found is None or (action == "react" and not payload.get("reaction")):
                    refuse(100, "message_id or reaction")
                found[1].reactions["ours"] = [payload["reaction"]] if action == "react" else []
            case _:
                refuse(100, "sender_action")
        self._provider.touch()
        return json_answer({"recipient_id": person.ref})
