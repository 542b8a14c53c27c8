"""A messenger of somebody's own: takes our signed requests, keeps what its people see, and can be moody.

Moods: `throttled`, `revoked`, `broken` (500) and `silent` (it takes the request and never answers).
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from otklik.channelkit.fakes import AsgiFake, FakeAnswer, FakeRequest, Moods, json_answer
from otklik.channels.json.signatures import is_signed

_HANGS_S = 3600.0


class Seen(Struct):
    """One message of ours as the person sees it."""

    id: str
    user: str
    text: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    formatting: list[dict[str, Any]] = field(default_factory=list)
    reply_to: str = ""
    author: str = ""
    reactions: list[str] = field(default_factory=list)


class FakeMessenger(AsgiFake):
    """Answers `POST /otklik` and gives files at `GET /files/<name>`."""

    def __init__(self, secret: str, scheme: str) -> None:
        self.secret = secret
        self.scheme = scheme
        self.moods = Moods()
        self.blocked: set[str] = set()
        self.seen: list[Seen] = []
        self.typing: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.received: list[FakeRequest] = []
        self._answers: dict[str, FakeAnswer] = {}

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request; a key that was answered before is answered the same, and nothing happens twice."""
        self.received.append(request)
        if request.method == "GET":
            data = self.files.get(request.path.removeprefix("/files/"))
            return FakeAnswer(body=data) if data is not None else FakeAnswer(status=404)
        refusal = self._refuse(request)
        if refusal is not None:
            return refusal
        key = request.headers.get("idempotency-key", "")
        if key not in self._answers:
            self._answers[key] = self._handle(msgspec.json.decode(request.body))
        if self.moods.take("silent") is not None:
            await asyncio.sleep(_HANGS_S)
        return self._answers[key]

    def find(self, message_id: str) -> Seen | None:
        """Return a message of ours by its id."""
        return next((one for one in self.seen if one.id == message_id), None)

    def _refuse(self, request: FakeRequest) -> FakeAnswer | None:
        if not is_signed(self.scheme, (self.secret,), request.body, request.headers):
            return _error(401, "auth", "bad signature")
        if self.moods.take("revoked") is not None:
            return FakeAnswer(status=401)
        if (wait := self.moods.take("throttled")) is not None:
            return FakeAnswer(status=429, headers={"retry-after": str(int(wait) or 1)})
        return FakeAnswer(status=500) if self.moods.take("broken") is not None else None

    def _handle(self, body: Mapping[str, Any]) -> FakeAnswer:
        user = str(body.get("user", {}).get("id", ""))
        if user in self.blocked:
            return _error(403, "blocked", "the person has blocked you")
        handlers: dict[str, Callable[[Mapping[str, Any], str], FakeAnswer]] = {
            "message": self._take, "edited": self._edit, "deleted": self._delete, "reaction": self._react,
            "typing": self._type,
        }  # fmt: skip
        handler = handlers.get(body["event"])
        return handler(body, user) if handler else json_answer({})

    def _take(self, body: Mapping[str, Any], user: str) -> FakeAnswer:
        said = body["message"]
        message = Seen(
            id=f"m{len(self.seen) + 1}", user=user, text=said.get("text", ""), files=said.get("files", []),
            buttons=said.get("buttons", []), formatting=said.get("formatting", []),
            reply_to=said.get("reply_to", ""), author=body.get("author", {}).get("name", ""),
        )  # fmt: skip
        self.seen.append(message)
        return json_answer({"id": message.id})

    def _edit(self, body: Mapping[str, Any], _: str) -> FakeAnswer:
        message = self.find(body["message"]["id"])
        if message is None:
            return _error(422, "format", "there is no such message")
        message.text = body["message"]["text"]
        return json_answer({"id": message.id})

    def _delete(self, body: Mapping[str, Any], _: str) -> FakeAnswer:
        self.seen = [one for one in self.seen if one.id != body["message"]["id"]]
        return json_answer({})

    def _react(self, body: Mapping[str, Any], _: str) -> FakeAnswer:
        message = self.find(body["message"]["id"])
        if message is not None:
            message.reactions = list(body["reaction"])
        return json_answer({})

    def _type(self, _: Mapping[str, Any], user: str) -> FakeAnswer:
        self.typing.add(user)
        return json_answer({})


def _error(status: int, code: str, detail: str) -> FakeAnswer:
    return json_answer({"error": {"code": code, "detail": detail}}, status)
