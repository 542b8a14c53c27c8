"""People, messages and files of the stage in MAX's own words."""

from collections.abc import Sequence
from typing import Any

from otklik.channelkit.stage import Account, Chat, File, Key, Message, Person, World

Json = dict[str, Any]
_SPAN = 100_000_000
_TYPES = {
    "photo": "image", "image": "image", "video": "video", "animation": "video", "video_note": "video",
    "audio": "audio", "voice": "audio", "sticker": "sticker",
}  # fmt: skip
_MARKS = {
    "bold": "strong", "italic": "emphasized", "underline": "underline", "strike": "strikethrough",
    "code": "monospaced", "link": "link",
}  # fmt: skip


def dialog_of(account: Account, person: int) -> int:
    """Return the number of the dialog of a person with a bot."""
    return int(account.id) * _SPAN + person


def person_in(account: Account, dialog: int) -> str:
    """Return the number of the person in a dialog; empty when it is none of this bot's."""
    number, person = divmod(dialog, _SPAN)
    return str(person) if str(number) == account.id else ""


def milliseconds(at: float) -> int:
    """Return a time as MAX counts."""
    return int(at * 1000)


def show_user(person: Person) -> Json:
    """Describe a person."""
    return _user(person.id, person.name, person.username or None, is_bot=False)


def show_bot(account: Account) -> Json:
    """Describe a bot."""
    return _user(int(account.id), account.name, account.username, is_bot=True)


def _user(number: int, name: str, username: str | None, *, is_bot: bool) -> Json:
    return {
        "user_id": number, "first_name": name, "last_name": None, "username": username, "is_bot": is_bot,
        "last_activity_time": 1_795_341_600_000, "name": name,
    }  # fmt: skip


class Shapes:
    """Describes what stands in a chat; `origin` is where files are fetched."""

    def __init__(self, world: World, origin: str) -> None:
        self._world = world
        self._origin = origin

    def message(self, account: Account, chat: Chat, message: Message) -> Json:
        """Describe a message."""
        person = self._world.people[str(chat.person)]
        bot, human = show_bot(account), show_user(person)
        shown: Json = {
            "sender": human if message.mine else bot,
            "recipient": {
                "chat_id": dialog_of(account, chat.person), "chat_type": "dialog",
                "user_id": int(account.id) if message.mine else person.id,
            },
            "timestamp": milliseconds(message.at), "body": self.body(message),
        }  # fmt: skip
        link = self._link(account, chat, message)
        return shown | ({"link": link} if link else {})

    def body(self, message: Message) -> Json:
        """Describe what a message says."""
        attachments = self._attachments(message)
        body: Json = {
            "mid": message.ref, "seq": message.id, "text": message.text or None, "attachments": attachments or None,
        }  # fmt: skip
        marks = [_mark(mark) for mark in message.marks if mark.get("kind") in _MARKS]
        return body | ({"markup": marks} if marks else {})

    def address(self, file: File) -> str:
        """Return where the bytes of a file are."""
        return f"{self._origin}/files/{file.id}"

    def _link(self, account: Account, chat: Chat, message: Message) -> Json | None:
        answered = chat.messages.get(str(message.reply_to)) if message.reply_to is not None else None
        if answered is not None:
            sender = show_user(self._world.people[str(chat.person)]) if answered.mine else show_bot(account)
            return {"type": "reply", "sender": sender, "message": self.body(answered)}
        if message.forwarded_from:
            author = _user(5, message.forwarded_from, None, is_bot=False)
            return {"type": "forward", "sender": author, "message": {**self.body(message), "mid": f"f.{message.ref}"}}
        return None

    def _attachments(self, message: Message) -> list[Json]:
        found = [self._file(self._world.files[number]) for number in message.files]
        if message.location is not None:
            point = message.location
            found.append({"type": "location", "latitude": point.latitude, "longitude": point.longitude})
        if message.contact is not None:
            found.append(self._card(message))
        if message.keys:
            found.append({"type": "inline_keyboard", "payload": {"buttons": show_keys(message.keys)}})
        return found

    def _file(self, file: File) -> Json:
        kind = _TYPES.get(file.kind, "file")
        payload: Json = {"url": self.address(file), "token": f"t-{file.id}"}
        if kind == "image":
            return {"type": kind, "payload": payload | {"photo_id": int(file.id.removeprefix("f"))}}
        if kind == "file":
            return {"type": kind, "payload": payload, "filename": file.name, "size": len(file.data)}
        if kind == "sticker":
            return {"type": kind, "payload": {"url": payload["url"], "code": file.id}, "width": 512, "height": 512}
        extra: Json = {"transcription": None} if kind == "audio" else {"duration": int(file.duration)}
        return {"type": kind, "payload": payload, **extra}

    def _card(self, message: Message) -> Json:
        card = message.contact
        lines = ("BEGIN:VCARD", "VERSION:3.0", f"TEL;TYPE=cell:{card.phone_number.lstrip('+')}",
                 f"FN:{card.first_name}", "END:VCARD") if card else ()  # fmt: skip
        owner = next((one for one in self._world.people.values() if card and card.own and one.name == card.first_name),
                     None)  # fmt: skip
        payload = {
            "vcf_info": "\r\n".join(lines), "max_info": show_user(owner) if owner else None,
            "hash": "unknown" if owner else None,
        }  # fmt: skip
        return {"type": "contact", "payload": payload}


def show_keys(keys: Sequence[Sequence[Key]]) -> list[list[Json]]:
    """Describe a keyboard as it was given."""
    return [
        [
            {"type": "link", "text": key.text, "url": key.url}
            if key.url
            else {"type": "callback", "text": key.text, "payload": key.payload}
            for key in row
        ]
        for row in keys
    ]


def _mark(mark: Json) -> Json:
    shown = {"type": _MARKS[mark["kind"]], "from": mark["offset"], "length": mark["length"]}
    return shown | ({"url": mark["url"]} if mark.get("url") else {})
