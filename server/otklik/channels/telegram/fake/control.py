"""The control side over HTTP, for checkers in other processes and for the sandbox's screen.

`POST /control/<verb>` with the verb's arguments as a JSON object; files are base64. `GET /control/received`,
`/control/sent`, `/control/snapshot`. Every request carries the header `X-Control-Key`.
"""

from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, Moods, json_answer
from otklik.channels.telegram.fake.player import Extra, Player
from otklik.channels.telegram.fake.state import Value
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart

_VERBS = frozenset({
    "create_bot", "open_account", "revoke_token", "create_person", "delete_person", "start", "send_text", "send_file",
    "send_location", "move_location", "send_contact", "share_phone", "send_raw", "edit_text", "press", "press_keyboard",
    "react", "block", "unblock", "connect_business", "write_business", "delete_business", "view", "changes", "emit",
})  # fmt: skip


class Controlled(Protocol):
    """What the control side may do to the fake beside playing."""

    received: list[Any]

    @property
    def sent(self) -> list[Any]:
        """Updates handed over."""
        ...

    @property
    def moods(self) -> Moods:
        """What goes wrong."""
        ...

    def snapshot(self) -> Value:
        """The state."""
        ...

    def restore(self, snapshot: Value) -> None:
        """Become a state."""
        ...


class _FileGiven(msgspec.Struct):
    data: bytes
    name: str = ""
    mime: str = "application/octet-stream"


async def respond(player: Player, fake: Controlled, verb: str, request: FakeRequest) -> FakeAnswer:
    """Answer one control request."""
    try:
        given = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
        return json_answer({"ok": True, "result": await _act(player, fake, verb, given)})
    except (NotFound, Conflict) as error:
        return json_answer({"ok": False, "description": error.detail}, 404 if isinstance(error, NotFound) else 409)
    except (TypeError, ValueError) as error:
        return json_answer({"ok": False, "description": str(error)}, 422)


async def _act(player: Player, fake: Controlled, verb: str, given: dict[str, Any]) -> Value:
    if verb in ("received", "sent"):
        return getattr(fake, verb)
    if verb == "snapshot":
        return fake.snapshot()
    if verb == "restore":
        return fake.restore(given["snapshot"])
    if verb == "mood":
        return fake.moods.set(given.pop("mood"), only=tuple(given.pop("only", ())), **given)
    if verb == "calm":
        return fake.moods.clear(given.get("mood"))
    if verb not in _VERBS:
        raise NotFound(f"there is no verb {verb!r}")
    if "extra" in given:
        given["extra"] = msgspec.convert(given["extra"], Extra)
    if "file" in given:
        file = msgspec.convert(given["file"], _FileGiven)
        given["file"] = FilePart(file.name, file.data, file.mime)
    if "emojis" in given:
        given["emojis"] = tuple(given["emojis"])
    result = getattr(player, verb)(**given)
    return await result if verb == "changes" else result
