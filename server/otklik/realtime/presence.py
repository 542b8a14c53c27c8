"""Who looks at a conversation and who is typing in it, across all processes; forgotten after 40 s of silence."""

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

from otklik.infra.whispers import PEEK, PEEK_MAX, Whisper, Whispers
from otklik.kit.text import clean_text
from otklik.realtime.hub import Hub, Listener

VIEWER = "viewer"
CONTACT_TYPING = "contact_typing"
_FORGET_S = 40.0
_TYPING_S = 6.0
_encoder = msgspec.json.Encoder()


class Viewer(Struct):
    """One colleague at one conversation. Times are of this process's monotonic clock."""

    name: str
    until: float
    typing_until: float = 0.0


class Presence:
    """Keeps the viewers of this process's view of the world and tells the sockets when they change."""

    def __init__(self, hub: Hub, whispers: Whispers, clock: Callable[[], float] = time.monotonic) -> None:
        self._hub = hub
        self._whispers = whispers
        self._clock = clock
        self._viewers: dict[tuple[int, int], dict[int, Viewer]] = {}
        whispers.listen(self.hear)

    async def say(self, workspace_id: int, conversation_id: int, operator: tuple[int, str], state: str) -> None:
        """Tell every process that an operator is `viewing` a conversation, `typing` in it, or `gone`."""
        data = {"conversation_id": conversation_id, "operator_id": operator[0], "name": operator[1], "state": state}
        await self._whispers.send(Whisper(kind=VIEWER, workspace_id=workspace_id, data=data))

    def hear(self, whisper: Whisper) -> None:
        """Take a sign."""
        if whisper.kind == VIEWER:
            self._note(whisper)
        elif whisper.kind == CONTACT_TYPING:
            on = whisper.data.get("on", True)
            self._push(
                whisper.workspace_id,
                {
                    "type": "contact_typing",
                    "conversation_id": whisper.data["conversation_id"],
                    "seconds": _TYPING_S if on else 0,
                },
            )
        elif whisper.kind == PEEK:
            self._peek(whisper)

    async def say_peek(self, workspace_id: int, conversation_id: int, operator: tuple[int, str], text: str) -> None:
        """Show colleagues who have a conversation open what an operator is writing in it."""
        data = {
            "conversation_id": conversation_id, "operator_id": operator[0], "name": operator[1],
            "text": clean_text(text, PEEK_MAX),
        }  # fmt: skip
        await self._whispers.send(Whisper(kind=PEEK, workspace_id=workspace_id, data=data))

    def _peek(self, whisper: Whisper) -> None:
        frame = _encoder.encode({"type": "peek", "seconds": _TYPING_S, **whisper.data})
        for socket in self._hub.sockets_of(whisper.workspace_id):
            own = socket.operator_id == whisper.data["operator_id"]
            if not own and socket.watches(whisper.data["conversation_id"]):
                socket.push(frame)

    def _note(self, whisper: Whisper) -> None:
        data, now = whisper.data, self._clock()
        place = (whisper.workspace_id, data["conversation_id"])
        viewers = self._viewers.setdefault(place, {})
        if data["state"] == "gone":
            viewers.pop(data["operator_id"], None)
        else:
            viewer = viewers.setdefault(data["operator_id"], Viewer(data["name"], 0))
            viewer.until = now + _FORGET_S
            viewer.typing_until = now + _TYPING_S if data["state"] == "typing" else 0
        self._show(place)

    def forget_old(self) -> None:
        """Drop who has been silent; called every few seconds."""
        now = self._clock()
        for place, viewers in list(self._viewers.items()):
            old = [number for number, viewer in viewers.items() if viewer.until < now]
            stopped = [viewer for viewer in viewers.values() if 0 < viewer.typing_until < now]
            for number in old:
                del viewers[number]
            for viewer in stopped:
                viewer.typing_until = 0
            if old or stopped:
                self._show(place)
            if not viewers:
                self._viewers.pop(place, None)

    def introduce(self, socket: Listener) -> None:
        """Tell a socket that has just come who looks at what."""
        for place, viewers in self._viewers.items():
            if place[0] == socket.workspace_id and viewers:
                socket.push(_encoder.encode(self._frame(place)))

    def _show(self, place: tuple[int, int]) -> None:
        self._push(place[0], self._frame(place))

    def _frame(self, place: tuple[int, int]) -> dict[str, object]:
        now = self._clock()
        viewers = [
            {"operator_id": number, "name": viewer.name, "typing": viewer.typing_until > now}
            for number, viewer in sorted(self._viewers.get(place, {}).items())
        ]
        return {"type": "viewers", "conversation_id": place[1], "viewers": viewers}

    def _push(self, workspace_id: int, frame: dict[str, object]) -> None:
        encoded = _encoder.encode(frame)
        for socket in self._hub.sockets_of(workspace_id):
            socket.push(encoded)
