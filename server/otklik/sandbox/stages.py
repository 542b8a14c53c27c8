"""Stages of the sandbox: a fake provider per workspace and channel, its state in one file, its calls in this process.

A stage is reached by the channel's real client at a host name that exists nowhere else, so no rule about which
addresses may be called needs an exception. Its deliveries come in at our own hook door like any other.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Struct, field

from otklik.channelkit.fakes import AsgiApp, FakeAnswer, FakeRequest, LocalHttp, Moods, Receive, Scope, Send
from otklik.kit.errors import Conflict, Invalid, NotFound
from otklik.kit.http import FilePart, HttpAnswer, HttpClient, HttpRequest, HttpTrouble
from otklik.kit.ids import new_token

log = structlog.get_logger(__name__)

_DOMAIN = ".stage.sandbox.invalid"
_KEPT_CALLS = 500
_LEAP = 1000
_ALWAYS = "any_webhook_url"
_REFUSALS = {404: NotFound, 409: Conflict}


class Hand(Protocol):
    """The person's side of a stage, for what does not go over its control side."""

    def file(self, handle: str) -> FilePart:
        """Return the bytes behind a file; raises NotFound."""
        ...

    async def changes(self, since: int, timeout_s: float = 25.0) -> int:
        """Wait until something changed since a version; returns the version now."""
        ...


class Stage(Protocol):
    """A fake provider: an ASGI application with a control side, moods and a state that can be kept."""

    received: list[Any]

    @property
    def sent(self) -> list[Any]:
        """Deliveries made, for checkers."""
        ...

    @property
    def player(self) -> Hand:
        """The person's side."""
        ...

    @property
    def moods(self) -> Moods:
        """What goes wrong at present."""
        ...

    async def respond(self, request: FakeRequest) -> FakeAnswer:
        """Answer one request."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak ASGI."""
        ...

    def snapshot(self) -> Any:  # noqa: ANN401 - plain JSON values
        """Return the whole state."""
        ...

    def restore(self, snapshot: Any) -> None:  # noqa: ANN401 - as above
        """Become what a snapshot says."""
        ...

    async def close(self) -> None:
        """Stop delivering."""
        ...


StageMaker = Callable[[HttpClient, str], Stage]
"""Makes an empty stage from the client for its deliveries and the key of its control side."""


class CastMember(Struct, frozen=True, kw_only=True):
    """A person whom somebody of the workspace plays."""

    id: int
    name: str
    username: str = ""
    phone: str = ""


class _Kept(Struct, kw_only=True):
    world: Any = None
    cast: list[CastMember] = field(default_factory=list)
    bots: list[str] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)


class Theatre(Struct, kw_only=True):
    """A stage with what the sandbox knows about it; `saved` is the version last written, `mood` what was asked for.

    `accounts` are those of our inboxes, by the inbox's number; `bots` all that were ever made.
    """

    stage: Stage
    key: str
    cast: list[CastMember]
    bots: list[str]
    accounts: dict[str, str]
    saved: int
    mood: str = ""

    async def act(self, verb: str, **given: Any) -> Any:  # noqa: ANN401 - what the verb takes and gives
        """Do something as the person; raises NotFound, Conflict and Invalid in the stage's words."""
        request = FakeRequest(
            method="POST", path=f"/control/{verb}", headers={"x-control-key": self.key},
            body=msgspec.json.encode(given),
        )  # fmt: skip
        answer = await self.stage.respond(request)
        said = msgspec.json.decode(answer.body)
        if said.get("ok"):
            return said.get("result")
        raise _REFUSALS.get(answer.status, Invalid)(str(said.get("description", "the stage refused")))

    async def version(self) -> int:
        """Return the number of the present state."""
        return await self.stage.player.changes(-1, 0)

    def calm(self) -> None:
        """Clear what was switched on, save what the sandbox itself needs: our address may be plain http."""
        self.stage.moods.clear()
        self.stage.moods.set(_ALWAYS)
        self.mood = ""


class OwnDoor:
    """The HTTP client of the stages: reaches our own hook door inside this process and nothing else."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._door: AsgiApp | None = None

    def open_to(self, door: AsgiApp) -> None:
        """Say which application is our hook door."""
        self._door = door

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Deliver a hook call to ourselves."""
        url = urlsplit(request.url)
        if self._door is None or url.netloc != self._host or not url.path.startswith("/hooks/"):
            raise HttpTrouble("cannot connect", sent=False)
        return await LocalHttp({self._host: self._door}).request(request)


class Stages:
    """Every workspace's stages by channel, made when they are first asked for. The first maker is the usual one's."""

    def __init__(self, makers: Mapping[str, StageMaker], door: OwnDoor, folder: Path) -> None:
        self.door = door
        self.channels = tuple(makers)
        self._makers = dict(makers)
        self._folder = folder
        self._open: dict[tuple[int, str], Theatre] = {}

    def of(self, workspace_id: int, channel: str = "") -> Theatre:
        """Return the stage of a workspace, as it was left; raises NotFound for a channel that has none."""
        channel = channel or self.channels[0]
        if channel not in self._makers:
            raise NotFound(f"the channel {channel!r} has no stage", code="no_stage")
        found = self._open.get((workspace_id, channel))
        if found is None:
            found = self._open[workspace_id, channel] = self._load(workspace_id, channel)
        return found

    async def save(self) -> None:
        """Write the stages that changed since the last time; for a tick every second, and for the end."""
        for place, theatre in list(self._open.items()):
            del theatre.stage.received[:-_KEPT_CALLS]
            del theatre.stage.sent[:-_KEPT_CALLS]
            version = await theatre.version()
            if version != theatre.saved:
                kept = _Kept(
                    world=theatre.stage.snapshot(), cast=theatre.cast, bots=theatre.bots, accounts=theatre.accounts
                )
                await asyncio.to_thread(_write, self._path(*place), msgspec.json.encode(kept))
                theatre.saved = version

    async def close(self) -> None:
        """Write everything and stop delivering."""
        await self.save()
        for theatre in self._open.values():
            await theatre.stage.close()

    def _load(self, workspace_id: int, channel: str) -> Theatre:
        key = new_token()
        stage = self._makers[channel](self.door, key)
        kept = _read(self._path(workspace_id, channel))
        theatre = Theatre(stage=stage, key=key, cast=kept.cast, bots=kept.bots, accounts=kept.accounts, saved=-1)
        theatre.calm()
        if kept.world is not None:
            try:
                stage.restore(_leap(kept.world))
            except msgspec.ValidationError:
                log.warning("sandbox.state_unreadable", workspace=workspace_id)
                theatre.cast, theatre.bots, theatre.accounts = [], [], {}
        return theatre

    def _path(self, workspace_id: int, channel: str) -> Path:
        usual = channel == self.channels[0]
        return self._folder / (f"{workspace_id}.json" if usual else f"{workspace_id}.{channel}.json")


class SandboxHttp:
    """An HttpClient that knows the way to the stages and leaves every other address to the client it wraps."""

    def __init__(self, outside: HttpClient, stages: Stages) -> None:
        self._outside = outside
        self._stages = stages

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Make a request."""
        url = urlsplit(request.url)
        place = _read_host(url.hostname or "")
        if place is None:
            return await self._outside.request(request)
        return await LocalHttp({url.netloc: self._stages.of(*place).stage}).request(request)


def stage_address(workspace_id: int, channel: str) -> str:
    """Return the address under which a workspace's stage is reached."""
    return f"https://w{workspace_id}.{channel}{_DOMAIN}"


def _read_host(host: str) -> tuple[int, str] | None:
    """Return workspace and channel of a stage's host name; without a channel it is the usual one."""
    number, _, channel = host.removesuffix(_DOMAIN).removeprefix("w").partition(".")
    return (int(number), channel) if host.endswith(_DOMAIN) and number.isdecimal() else None


def _leap(value: Any) -> Any:  # noqa: ANN401 - plain JSON values
    """Move every counter on, so that numbers given out after the last save are not given out a second time."""
    if isinstance(value, dict):
        return {
            key: inner + _LEAP if key.startswith("next_") and isinstance(inner, int) else _leap(inner)
            for key, inner in value.items()
        }
    return [_leap(inner) for inner in value] if isinstance(value, list) else value


def _read(path: Path) -> _Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return _Kept()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("sandbox.state_unreadable", error=type(error).__name__)
        return _Kept()


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
