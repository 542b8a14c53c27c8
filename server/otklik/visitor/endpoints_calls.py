"""Doors of a visitor's calls; the sound itself goes between the browsers, and its signs over the live line."""

from litestar import Router, get, post, route
from litestar.response import Response

from otklik.visitor import calling, calling_back
from otklik.visitor.cors import allow_sites
from otklik.visitor.door import SESSION, WRITING_SESSION
from otklik.visitor.endpoints import PREFLIGHT
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor, visitor_dependencies
from otklik.visitor.schemas_calls import CallbackInput, CallbackSlots, CallInput, CallStarted, CallState

_PATHS = ["/callbacks", "/callbacks/slots", "/calls", "/calls/{call_id:int}", "/calls/{call_id:int}/hangup"]


@route(_PATHS, http_method=["OPTIONS"], include_in_schema=False)
async def ask_first() -> Response[None]:
    """Tell a browser what it may send."""
    return Response(None, status_code=204, headers=PREFLIGHT)


@post("/calls")
async def start_call(data: CallInput, visitor: Visitor, session: VisitorSession) -> CallStarted:
    """Call the desk; 409 `calls_off` where nobody can be called now, `call_running` while there is a call."""
    return await calling.start_call(visitor, session, data.client_id)


@get("/calls/{call_id:int}")
async def show_call(call_id: int, visitor: Visitor, session: VisitorSession) -> CallState:
    """Look how a call stands."""
    visitor.limits.take_read(session.id)
    return await calling.show_one(visitor, session, call_id)


@post("/calls/{call_id:int}/hangup", status_code=200)
async def hang_up(call_id: int, visitor: Visitor, session: VisitorSession) -> CallState:
    """Hang up; a call that is over stays as it ended."""
    visitor.limits.take_sign(session.id)
    return await calling.hang_up(visitor, session, call_id)


@get("/callbacks/slots")
async def list_slots(visitor: Visitor, session: VisitorSession) -> CallbackSlots:
    """List the times at which somebody can call back; 409 `callbacks_off` where nobody does."""
    visitor.limits.take_read(session.id)
    return CallbackSlots(await calling_back.show_slots(visitor, session))


@post("/callbacks", status_code=204)
async def ask_back(data: CallbackInput, visitor: Visitor, session: VisitorSession) -> None:
    """Ask to be called back: a message, and a task with its time."""
    await calling_back.ask_back(visitor, session, data)


CALLS = Router(
    "/widget/v1",
    route_handlers=[
        ask_first,
        Router("/", route_handlers=[start_call, ask_back], dependencies=WRITING_SESSION),
        Router("/", route_handlers=[show_call, hang_up, list_slots], dependencies=SESSION),
    ],
    middleware=[allow_sites],
    dependencies=visitor_dependencies(),
    opt={"public": True},
    security=[{}],
    tags=["Widget"],
)

ROUTES = [CALLS]
