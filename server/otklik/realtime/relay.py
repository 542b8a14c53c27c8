"""Passes frames that concern some operators only to their sockets; other rooms whisper them."""

import msgspec

from otklik.infra.whispers import TO_OPERATORS, Whisper, Whispers
from otklik.realtime.hub import Hub

_encoder = msgspec.json.Encoder()


class Relay:
    """Listens to the whispers of one process. `data` holds `operator_ids` and `frame`."""

    def __init__(self, hub: Hub, whispers: Whispers) -> None:
        self._hub = hub
        whispers.listen(self.hear)

    def hear(self, whisper: Whisper) -> None:
        """Push the frame to every socket of those whom it is for."""
        if whisper.kind != TO_OPERATORS:
            return
        named = frozenset(whisper.data["operator_ids"])
        frame = _encoder.encode(whisper.data["frame"])
        for socket in self._hub.sockets_of(whisper.workspace_id):
            if socket.operator_id in named:
                socket.push(frame)
