"""The doors of the sandbox: setting it up, and the phone on which an operator plays the customer.

Whoever is signed in sees the stage of their own workspace and no other.
"""

import base64
from typing import Annotated, Any, Literal

from litestar import Request, Response, delete, get, post
from litestar.di import Provide
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.infra.files import shown_inline, sniff
from otklik.kit.errors import Conflict
from otklik.kit.text import clean_name
from otklik.sandbox import service
from otklik.sandbox.schemas import (
    Card,
    Done,
    Edit,
    Erase,
    Mood,
    NewPerson,
    Place,
    Press,
    React,
    Receive,
    SandboxOut,
    Say,
    StageOut,
    Stages,
    Start,
    Version,
)
from otklik.sandbox.seat import Seat
from otklik.sandbox.service import Sandbox
from otklik.sandbox.stages import CastMember

_TAG = ["Sandbox"]
_PLAY = [operators_only()]
_PEOPLE_MAX = 200
_FILE_MAX = 20 * 1024 * 1024
_WAIT_MAX = 25.0

Slug = Annotated[str, Parameter(max_length=40)]
Id = Annotated[int, Parameter(ge=1, le=2**53)]
FileKind = Literal["photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker"]
Words = Annotated[str, Parameter(max_length=1024)]


@post("/api/v1/sandbox", guards=[requires(Permission.INBOXES_MANAGE)], tags=_TAG)
async def open_sandbox(actor: Actor, sandbox: Sandbox, channel: Slug = "") -> SandboxOut:
    """Make the workspace's inbox on the built-in provider of a channel, or return the one there is."""
    chosen = channel or sandbox.stages.channels[0]
    return SandboxOut(await service.open_sandbox(sandbox, actor, chosen), "/sandbox")


@get("/sandbox/api/channels", guards=_PLAY, tags=_TAG)
async def list_stages(actor: Actor, sandbox: Sandbox) -> Stages:
    """List the channels that can be played, the usual one first."""
    return Stages(await service.list_stages(sandbox, actor))


@get("/sandbox/api/{channel:str}/stage", guards=_PLAY, tags=_TAG)
async def show_stage(seat: Seat) -> StageOut:
    """Show the bot and the people."""
    bot = await seat.find_bot()
    theatre = seat.theatre
    return StageOut(bot, theatre.cast, await theatre.version(), theatre.mood)


@post("/sandbox/api/{channel:str}/people", guards=_PLAY, tags=_TAG)
async def create_person(data: NewPerson, seat: Seat) -> CastMember:
    """Bring a person on the stage."""
    theatre = seat.theatre
    if len(theatre.cast) >= _PEOPLE_MAX:
        raise Conflict(f"the stage holds {_PEOPLE_MAX} people")
    return await service.add_person(theatre, clean_name(data.name), data.username, data.phone)


@get("/sandbox/api/{channel:str}/people/{person:int}/chat", guards=_PLAY, tags=_TAG)
async def show_chat(person: Id, seat: Seat) -> dict[str, Any]:
    """Show the chat as the person sees it."""
    bot = await seat.find_bot()
    seen: dict[str, Any] = await seat.theatre.act("view", bot=bot, person=person)
    return seen


@get("/sandbox/api/{channel:str}/changes", guards=_PLAY, tags=_TAG)
async def wait_for_changes(
    seat: Seat, since: int = 0,
    wait: Annotated[float, Parameter(ge=0, le=_WAIT_MAX)] = _WAIT_MAX,
) -> Version:  # fmt: skip
    """Wait until something changed since a version, at most `wait` seconds."""
    return Version(await seat.theatre.stage.player.changes(since, wait))


@get("/sandbox/api/{channel:str}/files/{handle:str}", guards=_PLAY, tags=_TAG)
async def show_file(handle: str, seat: Seat) -> Response[bytes]:
    """Give the bytes of a file in a chat; only pictures, sounds and films are shown in place."""
    file = seat.theatre.stage.player.file(handle)
    mime = sniff(file.data, file.mime)
    inline = shown_inline(mime)
    headers = {
        "Content-Disposition": "inline" if inline else "attachment", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=3600",
    }  # fmt: skip
    return Response(file.data, media_type=mime if inline else "application/octet-stream", headers=headers)


@post("/sandbox/api/{channel:str}/people/{person:int}/start", guards=_PLAY, status_code=200, tags=_TAG)
async def start(person: Id, data: Start, seat: Seat) -> Done:
    """Press Start; also lets a blocked bot in again."""
    return await seat.act("start", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/text", guards=_PLAY, status_code=200, tags=_TAG)
async def say(person: Id, data: Say, seat: Seat) -> Done:
    """Write, perhaps in answer to a message."""
    extra = {"reply_to": data.reply_to, "quote": data.quote}
    return await seat.do("send_text", person=person, text=data.text, extra=extra)


@post("/sandbox/api/{channel:str}/people/{person:int}/files", guards=_PLAY, status_code=200, tags=_TAG,
      request_max_body_size=_FILE_MAX)  # fmt: skip
async def send_file(  # noqa: PLR0913 - the body is the file, all else is in the address
    person: Id, request: Request[Any, Any, Any], seat: Seat, *, kind: FileKind = "document",
    name: Words = "", caption: Words = "", reply_to: int | None = None, duration: int = 0, emoji: Words = "",
) -> Done:  # fmt: skip
    """Send the body of the request as a file; a sticker may have an emoji, a voice its seconds."""
    body = await request.body()
    file = {"data": base64.b64encode(body).decode(), "name": clean_name(name), "mime": request.content_type[0]}
    extra = {"caption": caption, "reply_to": reply_to, "duration": duration, "emoji": emoji}
    return await seat.do("send_file", person=person, kind=kind, file=file, extra=extra)


@post("/sandbox/api/{channel:str}/people/{person:int}/location", guards=_PLAY, status_code=200, tags=_TAG)
async def send_location(person: Id, data: Place, seat: Seat) -> Done:
    """Send a point."""
    return await seat.act("send_location", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/contact", guards=_PLAY, status_code=200, tags=_TAG)
async def send_contact(person: Id, data: Card, seat: Seat) -> Done:
    """Send a card; without a number, share one's own."""
    if not data.phone:
        return await seat.do("share_phone", person=person)
    return await seat.act("send_contact", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/edit", guards=_PLAY, status_code=200, tags=_TAG)
async def edit(person: Id, data: Edit, seat: Seat) -> Done:
    """Change one's own message."""
    return await seat.act("edit_text", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/erase", guards=_PLAY, status_code=200, tags=_TAG)
async def erase(person: Id, data: Erase, seat: Seat) -> Done:
    """Take one's own message back."""
    return await seat.act("erase", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/receive", guards=_PLAY, status_code=200, tags=_TAG)
async def receive(person: Id, data: Receive, seat: Seat) -> Done:
    """Let our messages reach the telephone, or be read."""
    return await seat.act("receive", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/type", guards=_PLAY, status_code=200, tags=_TAG)
async def show_typing(person: Id, seat: Seat) -> Done:
    """Begin to type."""
    return await seat.do("type", person=person)


@post("/sandbox/api/{channel:str}/people/{person:int}/press", guards=_PLAY, status_code=200, tags=_TAG)
async def press(person: Id, data: Press, seat: Seat) -> Done:
    """Press a button; a link button answers with its address."""
    return await seat.act("press", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/react", guards=_PLAY, status_code=200, tags=_TAG)
async def react(person: Id, data: React, seat: Seat) -> Done:
    """Set one's reactions."""
    return await seat.act("react", person, data)


@post("/sandbox/api/{channel:str}/people/{person:int}/block", guards=_PLAY, status_code=200, tags=_TAG)
async def block(person: Id, seat: Seat) -> Done:
    """Block the bot."""
    return await seat.do("block", person=person)


@post("/sandbox/api/{channel:str}/people/{person:int}/unblock", guards=_PLAY, status_code=200, tags=_TAG)
async def unblock(person: Id, seat: Seat) -> Done:
    """Let the bot in again."""
    return await seat.do("unblock", person=person)


@post("/sandbox/api/{channel:str}/moods", guards=_PLAY, status_code=204, tags=_TAG)
async def set_mood(data: Mood, seat: Seat) -> None:
    """Let the provider misbehave."""
    theatre = seat.theatre
    theatre.stage.moods.set(data.mood, times=data.times, value=data.value, only=tuple(data.only))
    theatre.mood = data.mood if data.times is None else theatre.mood


@delete("/sandbox/api/{channel:str}/moods", guards=_PLAY, tags=_TAG)
async def calm(seat: Seat) -> None:
    """Let the provider behave again."""
    seat.theatre.calm()


async def provide_sandbox(request: Request[Any, Any, Any]) -> Sandbox:
    """Make the dependency `sandbox`."""
    room: Sandbox = request.app.state["sandbox"]
    return room


async def provide_seat(channel: Slug, actor: Actor, sandbox: Sandbox) -> Seat:
    """Make the dependency `seat`; raises NotFound for a channel without a stage."""
    return Seat(sandbox, actor, channel, sandbox.stages.of(actor.workspace_id, channel))


def sandbox_dependencies() -> dict[str, Provide]:
    """Return the dependencies of this room for the API: `sandbox`, and `seat` where the address names a channel."""
    return {"sandbox": Provide(provide_sandbox), "seat": Provide(provide_seat)}


ROUTES = [
    open_sandbox, list_stages, show_stage, create_person, show_chat, wait_for_changes, show_file, start, say, send_file,
    send_location, send_contact, edit, erase, press, react, show_typing, receive, block, unblock, set_mood, calm,
]  # fmt: skip
