"""What a bot says: messages, changes, answers to presses, uploads."""

from typing import Any

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer, parse_multipart
from otklik.channelkit.stage import Account, Chat, File, Message, Person, Point
from otklik.channels.max.fake.answers import OK, bad, origin_of, read_body, refused
from otklik.channels.max.fake.checks import check_body, check_not_empty, read_keys, read_text
from otklik.channels.max.fake.shapes import Shapes, person_in
from otklik.channels.max.fake.stage import MaxStage

Json = dict[str, Any]
_UPLOADS = {"image": "photo", "video": "video", "audio": "audio", "file": "document"}
_TYPING_S = 6.0
_EDIT_S = 7 * 24 * 3600.0


def send_message(stage: MaxStage, account: Account, request: FakeRequest, query: dict[str, str]) -> FakeAnswer:
    """Do POST /messages."""
    body = read_body(request)
    check_body(body)
    check_not_empty(body)
    chat, _ = find_dialog(stage, account, query)
    if stage.moods.take("not_ready") is not None:
        raise refused(400, "attachment.not.ready", "Key: errors.process.attachment.file.not.processed")
    message = stage.write(account, chat, **_content(stage, account, chat, body))
    shown = Shapes(stage.world, origin_of(request)).message(account, chat, message)
    return json_answer({"message": shown})


def edit_message(stage: MaxStage, account: Account, request: FakeRequest, query: dict[str, str]) -> FakeAnswer:
    """Do PUT /messages."""
    body = read_body(request)
    check_body(body)
    _, message = _own(stage, account, query)
    if stage.now() - message.at > _EDIT_S and not message.keys:
        raise refused(403, "access.denied", "Message is too old to edit")
    _change(stage, account, message, body)
    return json_answer(OK)


def delete_message(stage: MaxStage, account: Account, _request: FakeRequest, query: dict[str, str]) -> FakeAnswer:
    """Do DELETE /messages."""
    chat, message = _own(stage, account, query)
    del chat.messages[str(message.id)]
    stage.touch()
    return json_answer(OK)


def get_message(stage: MaxStage, account: Account, request: FakeRequest, mid: str) -> FakeAnswer:
    """Do GET /messages/{mid}."""
    found = stage.find_message(account, mid)
    if found is None:
        raise refused(404, "message.not.found", f"Message {mid} not found")
    return json_answer(Shapes(stage.world, origin_of(request)).message(account, *found))


def answer_press(stage: MaxStage, account: Account, request: FakeRequest, query: dict[str, str]) -> FakeAnswer:
    """Do POST /answers."""
    body = read_body(request)
    if body.get("message") is None and body.get("notification") is None:
        raise bad("Either message or notification must be set")
    for chat in account.chats.values():
        press = chat.presses.get(query.get("callback_id", ""))
        if press is not None:
            press |= {"spinning": False, "text": body.get("notification") or ""}
            message = chat.messages.get(str(press["message"]))
            if body.get("message") is not None and message is not None:
                check_body(body["message"])
                _change(stage, account, message, body["message"])
            stage.touch()
            return json_answer(OK)
    raise refused(404, "callback.not.found", "Callback not found")


def show_action(stage: MaxStage, account: Account, request: FakeRequest, dialog: str) -> FakeAnswer:
    """Do POST /chats/{chatId}/actions."""
    action = read_body(request).get("action")
    if action not in ("typing_on", "sending_photo", "sending_video", "sending_audio", "sending_file"):
        raise bad("action: unknown value")
    chat, _ = find_dialog(stage, account, {"chat_id": dialog})
    chat.typing_until = stage.now() + _TYPING_S
    stage.touch()
    return json_answer(OK)


# Uploads ------------------------------------------------------------------------------------------------------


def ask_upload(stage: MaxStage, account: Account, request: FakeRequest, query: dict[str, str]) -> FakeAnswer:
    """Do POST /uploads: name a place for one file."""
    kind = query.get("type", "")
    if kind not in _UPLOADS:
        raise bad("type: unknown value")
    number = str(stage.next_id())
    account.extra.setdefault("places", {})[number] = {"type": kind, "file": ""}
    place: Json = {"url": f"{origin_of(request)}/upload/{number}"}
    return json_answer(place | ({"token": f"u-{number}"} if kind in ("video", "audio") else {}))


def take_upload(stage: MaxStage, request: FakeRequest, number: str) -> FakeAnswer:
    """Take a file at the place that was named; whoever knows the place may."""
    account = next((one for one in stage.world.accounts.values() if number in one.extra.get("places", {})), None)
    if account is None:
        return json_answer({"error_code": 4, "error_msg": "upload url is unknown"}, 404)
    place = account.extra["places"][number]
    try:
        data = parse_multipart(request.body, request.headers.get("content-type", "")).files["data"]
    except (ValueError, KeyError):
        return json_answer({"error_code": 2, "error_msg": "no data"}, 400)
    if data.name.endswith(".exe"):
        return FakeAnswer(status=400, body=b"File extension is forbidden")
    file = stage.keep_file(account, _UPLOADS[place["type"]], data)
    place["file"] = file.id
    if place["type"] == "image":
        return json_answer({"photos": {f"p{number}": {"token": f"t-{file.id}"}}})
    if place["type"] == "file":
        return json_answer({"fileId": int(number), "token": f"t-{file.id}"})
    return FakeAnswer(body=b"<retval>1</retval>", headers={"content-type": "text/xml"})


# Inside -------------------------------------------------------------------------------------------------------


def find_dialog(stage: MaxStage, account: Account, query: dict[str, str]) -> tuple[Chat, Person]:
    """Return whom a call is about, or refuse as the server does."""
    dialog, user = query.get("chat_id", ""), query.get("user_id", "")
    try:
        number = person_in(account, int(dialog)) if dialog else str(int(user))
    except ValueError:
        raise bad("chat_id or user_id: long expected") from None
    person, chat = stage.world.people.get(number), account.chats.get(number)
    if person is None or person.gone or chat is None or not chat.started:
        raise refused(404, "chat.not.found", f"Chat {dialog or user} not found")
    if chat.blocked or stage.moods.take("blocked") is not None:
        raise refused(403, "chat.denied", "error.dialog.suspended")
    return chat, person


def _own(stage: MaxStage, account: Account, query: dict[str, str]) -> tuple[Chat, Message]:
    found = stage.find_message(account, query.get("message_id", ""))
    if found is None:
        raise refused(404, "message.not.found", "Message not found")
    if found[1].mine:
        raise refused(403, "access.denied", "Message was sent by somebody else")
    return found


def _content(stage: MaxStage, account: Account, chat: Chat, body: Json) -> Json:
    content: Json = {"text": read_text(body), "reply_to": _answered(chat, body.get("link"))}
    content |= _attached(stage, account, body.get("attachments") or [])
    files = content["files"]
    if files:
        content["kind"] = stage.world.files[files[0]].kind
    elif content.get("location"):
        content["kind"] = "location"
    return content


def _answered(chat: Chat, link: Json | None) -> int | None:
    if link is None:
        return None
    if link.get("type") not in ("reply", "forward") or not isinstance(link.get("mid"), str):
        raise bad("link: type and mid expected")
    for message in chat.messages.values():
        if message.ref == link["mid"]:
            return message.id
    raise refused(404, "message.not.found", "Linked message not found")


def _attached(stage: MaxStage, account: Account, attachments: list[Json]) -> Json:
    found: Json = {"files": [], "keys": []}
    for one in attachments:
        if one["type"] == "inline_keyboard":
            found["keys"] = read_keys(one)
        elif one["type"] == "location":
            found["location"] = Point(latitude=one["latitude"], longitude=one["longitude"])
        elif one["type"] in _UPLOADS:
            found["files"].append(_uploaded(stage, account, one).id)
        else:
            raise bad(f"{one['type']}: this stage does not know it")
    return found


def _uploaded(stage: MaxStage, account: Account, attachment: Json) -> File:
    payload = attachment.get("payload") or {}
    photos = payload.get("photos") or {}
    token = str(payload.get("token") or next((one["token"] for one in photos.values()), ""))
    number = token.removeprefix("t-")
    if token.startswith("u-"):
        number = account.extra.get("places", {}).get(token.removeprefix("u-"), {}).get("file", "")
    file = stage.world.files.get(number)
    if file is None or file.account != account.id:
        raise bad("attachments: token is wrong")
    return file


def _change(stage: MaxStage, account: Account, message: Message, body: Json) -> None:
    """Replace the words; attachments only if there are any, none at all if the list is empty."""
    if body.get("text") is not None:
        message.text = read_text(body)
    if body.get("attachments") is not None:
        attached = _attached(stage, account, body["attachments"])
        message.files, message.keys = attached["files"], attached["keys"]
        message.location = attached.get("location")
    message.edited = True
    stage.touch()
