"""The control side over HTTP, for checkers in other processes and for the sandbox's phone.

`POST /control/<verb>` with the verb's arguments as a JSON object; files are base64. `POST /control/received`, `sent`,
`snapshot`, `restore`, `mood`, `calm`. Every request carries the header `X-Control-Key`.
"""

from typing import Any, Protocol

import msgspec

from otklik.channelkit.fakes import FakeAnswer, FakeRequest, Moods, json_answer
from otklik.channelkit.stage.hand import Extra, Hand
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart

_VERBS = frozenset({
    "open_account", "revoke_token", "create_person", "delete_person", "start", "send_text", "send_file",
    "send_location", "send_contact", "share_phone", "edit_text", "erase", "press", "press_keyboard", "react", "type",
    "receive", "block", "unblock", "view", "changes",
})  # fmt: skip


class Controlled(Protocol):
    """What the control side may do to a stage beside playing."""

    received: list[Any]

    @property
    def sent(self) -> list[Any]:
        """Deliveries that were taken."""
        ...

    @property
    def moods(self) -> Moods:
        """What goes wrong."""
        ...

    def snapshot(self) -> Any:  # noqa: ANN401 - plain JSON values
        """Return the state."""
        ...

    def restore(self, snapshot: Any) -> None:  # noqa: ANN401 - as above
        """Become a state."""
        ...


class _FileGiven(msgspec.Struct):
    data: bytes
    name: str = ""
    mime: str = "application/octet-stream"


async def respond(stage: Controlled, hand: Hand, verb: str, request: FakeRequest) -> FakeAnswer:
    """Answer one control request."""
    try:
        given = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
        return json_answer({"ok": True, "result": await _act(stage, hand, verb, given)})
    except (NotFound, Conflict) as error:
        return json_answer({"ok": False, "description": error.detail}, 404 if isinstance(error, NotFound) else 409)
    except (TypeError, ValueError) as error:
        return json_answer({"ok": False, "description": str(error)}, 422)


async def _act(stage: Controlled, hand: Hand, verb: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - what the verb gives
    if verb in ("received", "sent"):
        return getattr(stage, verb)
    if verb == "snapshot":
        return stage.snapshot()
    if verb == "restore":
        return stage.restore(given["snapshot"])
    if verb == "mood":
        return stage.moods.set(given.pop("mood"), only=tuple(given.pop("only", ())), **given)
    if verb == "calm":
        return stage.moods.clear(given.get("mood"))
    if verb not in _VERBS:
        raise NotFound(f"there is no verb {verb!r}")
    return await _play(hand, verb, given)


async def _play(hand: Hand, verb: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    if "extra" in given:
        given["extra"] = msgspec.convert(given["extra"], Extra)
    if "file" in given:
        file = msgspec.convert(given["file"], _FileGiven)
        given["file"] = FilePart(file.name, file.data, file.mime)
    if "emojis" in given:
        given["emojis"] = tuple(given["emojis"])
    result = getattr(hand, verb)(**given)
    return await result if verb == "changes" else result
