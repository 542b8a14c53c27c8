"""Files: the places to hand them over, and the places to fetch them from."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, json_answer, parse_multipart
from otklik.channelkit.stage import Account, File, World
from otklik.channels.vk.fake.errors import refuse
from otklik.channels.vk.fake.events import group_id
from otklik.channels.vk.fake.params import Params
from otklik.kit.http import FilePart

_FORBIDDEN = (".exe", ".mp3", ".apk", ".jar")
Value = Any
"""Whatever stands in an answer."""


class Town(Protocol):
    """What these methods need of the fake."""

    world: World

    def host(self) -> str:
        """Return the address under which the fake was last called."""
        ...

    def keep_file(self, account: Account, kind: str, file: FilePart, **extra: Any) -> File:  # noqa: ANN401 - as it says
        """Keep a file that our side uploads."""
        ...


async def ask_photo_place(town: Town, account: Account, params: Params) -> Value:
    del params
    return {"album_id": -64, "group_id": group_id(account), "upload_url": f"{town.host()}/upload/{account.id}/photo"}


async def ask_doc_place(town: Town, account: Account, params: Params) -> Value:
    kind = "voice" if params.text("type") == "audio_message" else "document"
    return {"upload_url": f"{town.host()}/upload/{account.id}/{kind}"}


async def save_photo(town: Town, account: Account, params: Params) -> Value:
    if not params.number("server") or not params.text("hash"):
        refuse(100, "hash is invalid")
    file = _handed_over(town, params.text("photo"))
    kept = _keep(account, file, "photo")
    return [{**kept, "album_id": -64, "date": 0, "sizes": []}]


async def save_doc(town: Town, account: Account, params: Params) -> Value:
    file = _handed_over(town, params.text("file"))
    if file.kind == "voice":
        return {"type": "audio_message", "audio_message": {**_keep(account, file, "audio_message"), "duration": 1}}
    if params.text("title"):
        file.name = params.text("title")
    return {"type": "doc", "doc": {**_keep(account, file, "doc"), "title": file.name, "size": len(file.data)}}


def take_upload(town: Town, account: Account, kind: str, request: FakeRequest) -> FakeAnswer:
    """Take a file at its place; what VK does not want is said in the answer."""
    files = parse_multipart(request.body, request.headers.get("content-type", "")).files
    given = files.get("photo" if kind == "photo" else "file")
    if given is None:
        return json_answer({"error": "no_file", "error_descr": "no file"})
    if kind == "photo" and not given.data:
        return json_answer({"server": 1, "photo": "[]", "hash": "h"})
    if kind != "photo" and given.name.lower().endswith(_FORBIDDEN):
        return json_answer({"error": "wrong_type", "error_descr": "this type of file is not allowed"})
    kept = town.keep_file(account, kind, given)
    if kind == "photo":
        return json_answer({"server": 1, "photo": msgspec.json.encode([{"photo": kept.id}]).decode(), "hash": "h"})
    return json_answer({"file": kept.id})


def _handed_over(town: Town, given: str) -> File:
    number = given
    if given.startswith("["):
        number = msgspec.json.decode(given)[0]["photo"]
    found = town.world.files.get(number)
    return found if found is not None else refuse(100, "file is invalid")


def _keep(account: Account, file: File, kind: str) -> dict[str, Value]:
    number = int(file.id[1:])
    file.extra["handle"] = f"{kind}-{group_id(account)}_{number}_k{number}"
    return {"id": number, "owner_id": -group_id(account), "access_key": f"k{number}"}


METHODS: dict[str, Callable[[Town, Account, Params], Awaitable[Value]]] = {
    "photos.getMessagesUploadServer": ask_photo_place, "photos.saveMessagesPhoto": save_photo,
    "docs.getMessagesUploadServer": ask_doc_place, "docs.save": save_doc,
}  # fmt: skip
