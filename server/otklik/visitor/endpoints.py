"""Doors of the visitor's window, `/widget/v1`. Other sites' pages call them; never with a cookie."""

from typing import Annotated, Any, Literal

from litestar import Request, Router, delete, get, patch, post, route
from litestar.params import Parameter
from litestar.response import Response

from otklik.channelkit.inbound import DeliveryStatus
from otklik.infra.web.schemas import Items
from otklik.visitor import posting, rating, reading, sessions, uploads
from otklik.visitor.assets import ui_path
from otklik.visitor.cors import allow_sites
from otklik.visitor.door import SESSION, WRITING_SESSION, check_origin
from otklik.visitor.line import wait_for_news
from otklik.visitor.pages import PAGES
from otklik.visitor.records import VisitorSession
from otklik.visitor.repository_greetings import count_greeting
from otklik.visitor.room import Visitor, visitor_dependencies
from otklik.visitor.schemas import (
    Config,
    EditInput,
    FileShown,
    MessageInput,
    Polled,
    Posted,
    ProfileInput,
    RatingInput,
    RatingShown,
    ReadInput,
    SessionInput,
    SessionShown,
    TypingInput,
    WentInput,
    WMessage,
)
from otklik.visitor.schemas_greetings import Greetings

_BASE = "/widget/v1"
_WAIT_MAX = 25
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type, x-file-name",
    "Access-Control-Max-Age": "86400",
}
_PATHS = [
    "/config", "/session", "/messages", "/messages/{message_id:int}", "/uploads", "/profile", "/read", "/typing",
    "/page", "/events", "/rating", "/greetings", "/greetings/{greeting_id:int}/{what:str}",
]  # fmt: skip

Seq = Annotated[int, Parameter(ge=0, le=2**53)]
MaybeSeq = Annotated[int | None, Parameter(ge=0, le=2**53)]


@route(_PATHS, http_method=["OPTIONS"], include_in_schema=False)
async def ask_first() -> Response[None]:
    """Tell a browser what it may send."""
    return Response(None, status_code=204, headers=PREFLIGHT)


@get("/config")
async def get_config(
    request: Request[Any, Any, Any], visitor: Visitor, key: Annotated[str, Parameter(max_length=100)]
) -> Response[Config]:
    """Get what the window needs before it knows the visitor."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await sessions.get_inbox(visitor, key)
    check_origin(visitor, inbox, request.headers, needed=False)
    config = await reading.show_config(visitor, inbox, ui_path(visitor.settings.web))
    return Response(config, headers={"Cache-Control": "public, max-age=20", "Vary": "Origin"})


@get("/greetings")
async def list_greetings(
    request: Request[Any, Any, Any], visitor: Visitor, key: Annotated[str, Parameter(max_length=100)]
) -> Response[Greetings]:
    """Get the greetings that a browser chooses from."""
    visitor.limits.take_call(visitor.address_of(request.scope))
    inbox = await sessions.get_inbox(visitor, key)
    check_origin(visitor, inbox, request.headers, needed=False)
    headers = {"Cache-Control": "public, max-age=60", "Vary": "Origin"}
    return Response(await reading.show_greetings(visitor, inbox), headers=headers)


@post("/greetings/{greeting_id:int}/{what:str}", status_code=204)
async def note_greeting(
    greeting_id: int,
    what: Literal["shown", "opened"],
    request: Request[Any, Any, Any],
    visitor: Visitor,
    key: Annotated[str, Parameter(max_length=100)],
) -> None:
    """Count that a greeting was shown or opened; nothing is kept of who saw it."""
    visitor.limits.take_greeting(visitor.address_of(request.scope))
    inbox = await sessions.get_inbox(visitor, key)
    check_origin(visitor, inbox, request.headers)
    async with visitor.road.database.workspace(inbox.record.workspace_id) as tx:
        await count_greeting(tx, inbox.record.id, greeting_id, what)


@post("/session", status_code=200)
async def open_session(data: SessionInput, request: Request[Any, Any, Any], visitor: Visitor) -> SessionShown:
    """Begin a session, or go on with the one of the given token; a token that is worth nothing begins a new one.

    With an identity the site vouches for whom it names: another person than the session's begins a new session.
    """
    address = visitor.address_of(request.scope)
    visitor.limits.take_call(address)
    inbox = await sessions.get_inbox(visitor, data.key)
    check_origin(visitor, inbox, request.headers)
    session, token = await sessions.open_or_renew(visitor, inbox, data, address)
    return await reading.show_session(visitor, session, token)


@delete("/session")
async def end_session(visitor: Visitor, session: VisitorSession) -> None:
    """End the session: the token opens nothing any more."""
    await sessions.end(visitor, session)


@post("/messages")
async def post_message(data: MessageInput, visitor: Visitor, session: VisitorSession) -> Posted:
    """Write a message, or press a button; the same client id again answers with the same message."""
    return await posting.post_message(visitor, session, data)


@patch("/messages/{message_id:int}")
async def edit_message(message_id: int, data: EditInput, visitor: Visitor, session: VisitorSession) -> WMessage:
    """Change an own message, for 15 minutes."""
    return await posting.edit_message(visitor, session, message_id, data.text)


@delete("/messages/{message_id:int}", status_code=200)
async def take_back(message_id: int, visitor: Visitor, session: VisitorSession) -> WMessage:
    """Take an own message back, for 15 minutes."""
    return await posting.delete_message(visitor, session, message_id)


@get("/messages")
async def list_messages(
    visitor: Visitor, session: VisitorSession, after_seq: MaybeSeq = None, before_seq: MaybeSeq = None
) -> Items[WMessage]:
    """List messages after or before a position, oldest first; the last fifty without one."""
    visitor.limits.take_read(session.id)
    return Items(await reading.list_messages(visitor, session, after_seq, before_seq))


@post("/uploads", request_max_body_size=None)
async def upload_file(request: Request[Any, Any, Any], visitor: Visitor, session: VisitorSession) -> FileShown:
    """Bring a file: the raw body, its name percent-encoded in `X-File-Name`."""
    return await uploads.take_file(visitor, session, request)


@post("/profile", status_code=204)
async def set_profile(data: ProfileInput, visitor: Visitor, session: VisitorSession) -> None:
    """Say who the visitor is; unproved."""
    visitor.limits.take_sign(session.id)
    await sessions.introduce(visitor, session, data)


@post("/read", status_code=204)
async def mark_read(data: ReadInput, visitor: Visitor, session: VisitorSession) -> None:
    """Say up to where the visitor has read."""
    visitor.limits.take_sign(session.id)
    await posting.report(visitor, session, data.seq, DeliveryStatus.READ)


@post("/typing", status_code=204)
async def show_typing(data: TypingInput, visitor: Visitor, session: VisitorSession) -> None:
    """Say that the visitor is typing."""
    visitor.limits.take_sign(session.id)
    await posting.show_typing(visitor, session, on=data.on, text=data.text)


@post("/page", status_code=204)
async def note_page(data: WentInput, visitor: Visitor, session: VisitorSession) -> None:
    """Say that the visitor has gone to another page of the site."""
    visitor.limits.take_sign(session.id)
    await sessions.note_page(visitor, session, data)


@get("/events")
async def poll_events(
    visitor: Visitor,
    session: VisitorSession,
    after_seq: Seq = 0,
    wait: Annotated[int, Parameter(ge=0, le=_WAIT_MAX)] = _WAIT_MAX,
) -> Polled:
    """Wait for news where sockets are cut. What the browser has is what it asks to go on after."""
    visitor.limits.take_read(session.id)
    await posting.report(visitor, session, after_seq, DeliveryStatus.DELIVERED)
    return await wait_for_news(visitor, session, after_seq, wait)


@post("/rating", status_code=200)
async def rate(data: RatingInput, visitor: Visitor, session: VisitorSession) -> RatingShown:
    """Say how good the help was; may be changed for a day."""
    return await rating.say(visitor, session, data)


_SIGNED_IN = Router(
    "/",
    route_handlers=[
        end_session, list_messages, mark_read, note_page, poll_events,
    ],
    dependencies=SESSION,
)  # fmt: skip

_WRITING = Router(
    "/",
    route_handlers=[post_message, edit_message, take_back, upload_file, set_profile, show_typing, rate],
    dependencies=WRITING_SESSION,
)

WIDGET = Router(
    _BASE,
    route_handlers=[ask_first, get_config, list_greetings, note_greeting, open_session, _SIGNED_IN, _WRITING],
    middleware=[allow_sites],
    dependencies=visitor_dependencies(),
    opt={"public": True},
    security=[{}],
    tags=["Widget"],
)

ROUTES = [WIDGET, *PAGES]
