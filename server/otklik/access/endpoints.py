"""Doors to starting, signing in and out, one's own session."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, patch, post, put
from litestar.params import Parameter

from otklik.access import invitations, service, sessions, setup
from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.cookies import PUBLIC, session_cookie
from otklik.access.guards import BEFORE_FACTOR, WHILE_VIEWING, check_own_page, operators_only
from otklik.access.schemas import (
    AcceptInput,
    InvitationView,
    Operator,
    PasswordInput,
    PreferencesInput,
    Session,
    SetupInput,
    SetupState,
    SignInInput,
    SocketTicket,
)
from otklik.access.sessions import LIFE_SECONDS, OpenedSession, Visit
from otklik.infra.db import Database
from otklik.infra.web.client_address import client_address

_TAG = ["Start and session"]


@get("/api/v1/setup", opt=PUBLIC, security=[{}], tags=_TAG)
async def show_setup(access: Access) -> SetupState:
    """Tell whether the first owner is still to come."""
    return SetupState(await setup.setup_needed(access.db))


@post("/api/v1/setup", opt=PUBLIC, security=[{}], tags=_TAG)
async def run_setup(data: SetupInput, access: Access, request: Request[Any, Any, Any]) -> Response[Session]:
    """Make the company and its first owner with the one-time owner link, and sign in."""
    opened = await setup.set_up(access, data, _visit(request, access))
    return await _signed_in(access, opened, 201)


@post("/api/v1/session", opt=PUBLIC, security=[{}], status_code=200, tags=_TAG)
async def sign_in(data: SignInInput, access: Access, request: Request[Any, Any, Any]) -> Response[Session]:
    """Sign in with e-mail and password, and with a code where there is a second factor (refused as `code_needed`)."""
    opened = await sessions.sign_in(access, data.email, data.password, _visit(request, access), data.code)
    return await _signed_in(access, opened, 200)


@get("/api/v1/session", guards=[operators_only()], opt=BEFORE_FACTOR, tags=_TAG)
async def show_session(actor: Actor, access: Access, db: Database, request: Request[Any, Any, Any]) -> Session:
    """Show who is signed in, and everything the desk needs to start."""
    token = request.cookies.get(access.settings.cookie_name, "")
    async with db.workspace(actor.workspace_id) as tx:
        return await service.show_session(tx, access, actor.id, sessions.csrf_token_of(token), actor)


@delete("/api/v1/session", guards=[operators_only()], opt=WHILE_VIEWING | BEFORE_FACTOR, tags=_TAG)
async def sign_out(actor: Actor, access: Access, db: Database) -> Response[None]:
    """Sign out; the session and its sockets end."""
    async with db.workspace(actor.workspace_id) as tx:
        if actor.session_id is not None:
            await sessions.close_session(tx, actor.session_id)
    return Response(None, status_code=204, cookies=[session_cookie(access.settings, "", 0)])


@patch("/api/v1/session/preferences", guards=[operators_only()], opt=BEFORE_FACTOR, tags=_TAG)
async def change_preferences(data: PreferencesInput, actor: Actor, access: Access, db: Database) -> Operator:
    """Change how the desk looks and behaves for oneself."""
    async with db.workspace(actor.workspace_id) as tx:
        row = await service.change_preferences(tx, actor.id, data)
        return service.show_operator(row, access.tools.photo_link)


@put("/api/v1/session/password", guards=[operators_only()], status_code=204, tags=_TAG)
async def change_password(data: PasswordInput, actor: Actor, access: Access) -> None:
    """Change one's own password; every other session ends."""
    await service.change_password(access, actor, data.current, data.password)


@post("/api/v1/session/socket-ticket", guards=[operators_only()], opt=WHILE_VIEWING, tags=_TAG)
async def make_socket_ticket(actor: Actor, db: Database) -> SocketTicket:
    """Get a ticket that opens one socket within 30 seconds."""
    async with db.workspace(actor.workspace_id) as tx:
        return SocketTicket(await sessions.make_ticket(tx, actor.session_id or 0))


@get("/api/v1/invitations/accept", opt=PUBLIC, security=[{}], tags=_TAG)
async def show_invitation(
    access: Access, request: Request[Any, Any, Any], token: Annotated[str, Parameter(max_length=200)]
) -> InvitationView:
    """Show an invited person what they are joining."""
    row = await invitations.read_invitation(access, token, _visit(request, access, unsafe=False))
    return InvitationView(row.email, row.company, "en" if row.locale == "en" else "ru")


@post("/api/v1/invitations/accept", opt=PUBLIC, security=[{}], tags=_TAG)
async def accept_invitation(data: AcceptInput, access: Access, request: Request[Any, Any, Any]) -> Response[Session]:
    """Join with a name and a password, and sign in."""
    opened = await invitations.accept_invitation(access, data, _visit(request, access))
    return await _signed_in(access, opened, 201)


def _visit(request: Request[Any, Any, Any], access: Access, *, unsafe: bool = True) -> Visit:
    if unsafe:
        check_own_page(request.headers, access.settings)
    address = client_address(request.scope, access.settings.trusted_proxies)
    return Visit(address, request.headers.get("user-agent", ""))


async def _signed_in(access: Access, opened: OpenedSession, status: int) -> Response[Session]:
    async with access.db.workspace(opened.workspace_id) as tx:
        session = await service.show_session(tx, access, opened.operator_id, opened.csrf_token)
    return Response(session, status_code=status, cookies=[session_cookie(access.settings, opened.token, LIFE_SECONDS)])


ROUTES = [
    show_setup,
    run_setup,
    sign_in,
    show_session,
    sign_out,
    change_preferences,
    change_password,
    make_socket_ticket,
    show_invitation,
    accept_invitation,
]
