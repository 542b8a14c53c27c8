"""The doors of the sandbox: setting it up, and the phone on which an operator plays the customer.

Whoever is signed in sees the stage of their own workspace and no other.
"""

import base64
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.di import Provide
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.infra.files import shown_inline, sniff
from otklik.infra.web.schemas import Input
from otklik.kit.errors import Conflict
from otklik.kit.text import clean_name
from otklik.sandbox import service
from otklik.sandbox.schemas import (
    Card,
    Done,
    Edit,
    Mood,
    NewPerson,
    Place,
    Press,
    React,
    SandboxOut,
    Say,
    StageOut,
    Start,
    Version,
)
from otklik.sandbox.service import Sandbox
from otklik.sandbox.stages import CastMember

_TAG = ["Sandbox"]
_PLAY = [operators_only()]
_PEOPLE_MAX = 200
_FILE_MAX = 20 * 1024 * 1024
_WAIT_MAX = 25.0

Id = Annotated[int, Parameter(ge=1, le=2**53)]
FileKind = Literal["photo", "video", "animation", "video_note", "audio", "voice", "document", "sticker"]
Words = Annotated[str, Parameter(max_length=1024)]


@post("/api/v1/sandbox", guards=[requires(Permission.INBOXES_MANAGE)], tags=_TAG)
async def open_sandbox(actor: Actor, sandbox: Sandbox) -> SandboxOut:
    """Make the workspace's inbox on the built-in provider, or return the one there is."""
    return SandboxOut(await service.open_sandbox(sandbox, actor), "/sandbox")


@get("/sandbox/api/stage", guards=_PLAY, tags=_TAG)
async def show_stage(actor: Actor, sandbox: Sandbox) -> StageOut:
    """Show the bot and the people."""
    bot = await service.find_bot(sandbox, actor)
    theatre = sandbox.stages.of(actor.workspace_id)
    return StageOut(bot, theatre.cast, await theatre.version(), theatre.mood)


@post("/sandbox/api/people", guards=_PLAY, tags=_TAG)
async def create_person(data: NewPerson, actor: Actor, sandbox: Sandbox) -> CastMember:
    """Bring a person on the stage."""
    theatre = sandbox.stages.of(actor.workspace_id)
    if len(theatre.cast) >= _PEOPLE_MAX:
        raise Conflict(f"the stage holds {_PEOPLE_MAX} people")
    return await service.add_person(theatre, clean_name(data.name), data.username, data.phone)


@get("/sandbox/api/people/{person:int}/chat", guards=_PLAY, tags=_TAG)
async def show_chat(person: Id, actor: Actor, sandbox: Sandbox) -> dict[str, Any]:
    """Show the chat as the person sees it."""
    bot = await service.find_bot(sandbox, actor)
    seen: dict[str, Any] = await sandbox.stages.of(actor.workspace_id).act("view", bot=bot, person=person)
    return seen


@get("/sandbox/api/changes", guards=_PLAY, tags=_TAG)
async def wait_for_changes(
    actor: Actor, sandbox: Sandbox, since: int = 0,
    wait: Annotated[float, Parameter(ge=0, le=_WAIT_MAX)] = _WAIT_MAX,
) -> Version:  # fmt: skip
    """Wait until something changed since a version, at most `wait` seconds."""
    return Version(await sandbox.stages.of(actor.workspace_id).stage.player.changes(since, wait))


@get("/sandbox/api/files/{handle:str}", guards=_PLAY, tags=_TAG)
async def show_file(handle: str, actor: Actor, sandbox: Sandbox) -> Response[bytes]:
    """Give the bytes of a file in a chat; only pictures, sounds and films are shown in place."""
    file = sandbox.stages.of(actor.workspace_id).stage.player.file(handle)
    mime = sniff(file.data, file.mime)
    inline = shown_inline(mime)
    headers = {
        "Content-Disposition": "inline" if inline else "attachment", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=3600",
    }  # fmt: skip
    return Response(file.data, media_type=mime if inline else "application/octet-stream", headers=headers)


@post("/sandbox/api/people/{person:int}/start", guards=_PLAY, status_code=200, tags=_TAG)
async def start(person: Id, data: Start, actor: Actor, sandbox: Sandbox) -> Done:
    """Press Start; also lets a blocked bot in again."""
    return await _act(sandbox, actor, "start", person, data)


@post("/sandbox/api/people/{person:int}/text", guards=_PLAY, status_code=200, tags=_TAG)
async def say(person: Id, data: Say, actor: Actor, sandbox: Sandbox) -> Done:
    """Write, perhaps in answer to a message."""
    extra = {"reply_to": data.reply_to, "quote": data.quote}
    return await _do(sandbox, actor, "send_text", person=person, text=data.text, extra=extra)


@post("/sandbox/api/people/{person:int}/files", guards=_PLAY, status_code=200, tags=_TAG,
      request_max_body_size=_FILE_MAX)  # fmt: skip
async def send_file(  # noqa: PLR0913 - the body is the file, all else is in the address
    person: Id, request: Request[Any, Any, Any], actor: Actor, sandbox: Sandbox, *, kind: FileKind = "document",
    name: Words = "", caption: Words = "", reply_to: int | None = None, duration: int = 0, emoji: Words = "",
) -> Done:  # fmt: skip
    """Send the body of the request as a file; a sticker may have an emoji, a voice its seconds."""
    body = await request.body()
    file = {"data": base64.b64encode(body).decode(), "name": clean_name(name), "mime": request.content_type[0]}
    extra = {"caption": caption, "reply_to": reply_to, "duration": duration, "emoji": emoji}
    return await _do(sandbox, actor, "send_file", person=person, kind=kind, file=file, extra=extra)


@post("/sandbox/api/people/{person:int}/location", guards=_PLAY, status_code=200, tags=_TAG)
async def send_location(person: Id, data: Place, actor: Actor, sandbox: Sandbox) -> Done:
    """Send a point."""
    return await _act(sandbox, actor, "send_location", person, data)


@post("/sandbox/api/people/{person:int}/contact", guards=_PLAY, status_code=200, tags=_TAG)
async def send_contact(person: Id, data: Card, actor: Actor, sandbox: Sandbox) -> Done:
    """Send a card; without a number, share one's own."""
    if not data.phone:
        return await _do(sandbox, actor, "share_phone", person=person)
    return await _act(sandbox, actor, "send_contact", person, data)


@post("/sandbox/api/people/{person:int}/edit", guards=_PLAY, status_code=200, tags=_TAG)
async def edit(person: Id, data: Edit, actor: Actor, sandbox: Sandbox) -> Done:
    """Change one's own message."""
    return await _act(sandbox, actor, "edit_text", person, data)


@post("/sandbox/api/people/{person:int}/press", guards=_PLAY, status_code=200, tags=_TAG)
async def press(person: Id, data: Press, actor: Actor, sandbox: Sandbox) -> Done:
    """Press a button; a link button answers with its address."""
    return await _act(sandbox, actor, "press", person, data)


@post("/sandbox/api/people/{person:int}/react", guards=_PLAY, status_code=200, tags=_TAG)
async def react(person: Id, data: React, actor: Actor, sandbox: Sandbox) -> Done:
    """Set one's reactions."""
    return await _act(sandbox, actor, "react", person, data)


@post("/sandbox/api/people/{person:int}/block", guards=_PLAY, status_code=200, tags=_TAG)
async def block(person: Id, actor: Actor, sandbox: Sandbox) -> Done:
    """Block the bot."""
    return await _do(sandbox, actor, "block", person=person)


@post("/sandbox/api/people/{person:int}/unblock", guards=_PLAY, status_code=200, tags=_TAG)
async def unblock(person: Id, actor: Actor, sandbox: Sandbox) -> Done:
    """Let the bot in again."""
    return await _do(sandbox, actor, "unblock", person=person)


@post("/sandbox/api/moods", guards=_PLAY, status_code=204, tags=_TAG)
async def set_mood(data: Mood, actor: Actor, sandbox: Sandbox) -> None:
    """Let the provider misbehave."""
    theatre = sandbox.stages.of(actor.workspace_id)
    theatre.stage.moods.set(data.mood, times=data.times, value=data.value, only=tuple(data.only))
    theatre.mood = data.mood if data.times is None else theatre.mood


@delete("/sandbox/api/moods", guards=_PLAY, tags=_TAG)
async def calm(actor: Actor, sandbox: Sandbox) -> None:
    """Let the provider behave again."""
    sandbox.stages.of(actor.workspace_id).calm()


async def _act(sandbox: Sandbox, actor: Actor, verb: str, person: int, data: Input) -> Done:
    return await _do(sandbox, actor, verb, person=person, **msgspec.structs.asdict(data))


async def _do(sandbox: Sandbox, actor: Actor, verb: str, **given: Any) -> Done:  # noqa: ANN401 - what the verb takes
    bot = await service.find_bot(sandbox, actor)
    return Done(await sandbox.stages.of(actor.workspace_id).act(verb, bot=bot, **given))


async def provide_sandbox(request: Request[Any, Any, Any]) -> Sandbox:
    """Make the dependency `sandbox`."""
    room: Sandbox = request.app.state["sandbox"]
    return room


def sandbox_dependencies() -> dict[str, Provide]:
    """Return the dependency of this room for the API: `sandbox`."""
    return {"sandbox": Provide(provide_sandbox)}


ROUTES = [
    open_sandbox, show_stage, create_person, show_chat, wait_for_changes, show_file, start, say, send_file,
    send_location, send_contact, edit, press, react, block, unblock, set_mood, calm,
]  # fmt: skip
