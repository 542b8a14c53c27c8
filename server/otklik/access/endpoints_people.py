"""Doors to colleagues: operators, invitations, API tokens, the workspace, the audit."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access import audit, invitations, provenance, service, tokens
from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.access.records import AuditRow, InvitationRow, TokenRow
from otklik.access.schemas import (
    AuditActor,
    AuditLine,
    AuditObject,
    CreatedToken,
    Invitation,
    InvitationInput,
    Operator,
    OperatorInput,
    Token,
    TokenInput,
    Workspace,
    WorkspaceInput,
)
from otklik.access.schemas_provenance import Provenance
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, Items, PageLimit
from otklik.kit.pagination import Page

_TAG = ["People"]
CursorText = Annotated[str | None, Parameter(max_length=1000)]


@get("/api/v1/operators", guards=[requires(Permission.OPERATORS_VIEW)], tags=_TAG)
async def list_operators(
    actor: Actor, access: Access, db: Database, cursor: CursorText = None, limit: PageLimit = DEFAULT_LIMIT
) -> Page[Operator]:
    """List colleagues in the order they joined, disabled ones included."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await service.list_operators(tx, cursor, limit)
    return Page([service.show_operator(row, access.tools.photo_link) for row in page.items], page.next_cursor)


@patch("/api/v1/operators/{operator_id:int}", guards=[requires(Permission.OPERATORS_MANAGE)], tags=_TAG)
async def change_operator(
    operator_id: int, data: OperatorInput, actor: Actor, access: Access, db: Database
) -> Operator:
    """Change a colleague's name, role, teams, or disable them."""
    async with db.workspace(actor.workspace_id) as tx:
        row = await service.change_operator(tx, actor, operator_id, data)
        return service.show_operator(row, access.tools.photo_link)


@post("/api/v1/invitations", guards=[requires(Permission.OPERATORS_MANAGE)], tags=_TAG)
async def invite(data: InvitationInput, actor: Actor, access: Access, db: Database, once: Once) -> Created[Invitation]:
    """Invite a colleague; the link is shown only in this answer."""

    async def create() -> Invitation:
        row, token = await invitations.invite(tx, actor, data)
        return _show_invitation(row, f"{access.settings.address}{invitations.PAGE}{token}")

    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@get("/api/v1/invitations", guards=[requires(Permission.OPERATORS_MANAGE)], tags=_TAG)
async def list_invitations(
    actor: Actor, db: Database, cursor: CursorText = None, limit: PageLimit = DEFAULT_LIMIT
) -> Page[Invitation]:
    """List invitations nobody has accepted yet."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await invitations.list_invitations(tx, cursor, limit)
    return Page([_show_invitation(row) for row in page.items], page.next_cursor)


@delete("/api/v1/invitations/{invitation_id:int}", guards=[requires(Permission.OPERATORS_MANAGE)], tags=_TAG)
async def revoke_invitation(invitation_id: int, actor: Actor, db: Database) -> None:
    """End an invitation."""
    async with db.workspace(actor.workspace_id) as tx:
        await invitations.revoke_invitation(tx, actor, invitation_id)


@get("/api/v1/api-tokens", guards=[requires(Permission.TOKENS_MANAGE)], tags=_TAG)
async def list_api_tokens(
    actor: Actor, db: Database, cursor: CursorText = None, limit: PageLimit = DEFAULT_LIMIT
) -> Page[Token]:
    """List API tokens; the tokens themselves are not known any more."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await tokens.list_api_tokens(tx, cursor, limit)
    return Page([_show_token(row) for row in page.items], page.next_cursor)


@post("/api/v1/api-tokens", guards=[requires(Permission.TOKENS_MANAGE)], tags=_TAG)
async def create_api_token(data: TokenInput, actor: Actor, db: Database, once: Once) -> Created[CreatedToken]:
    """Make an API token; it is shown only in this answer."""

    async def create() -> CreatedToken:
        made = await tokens.create_api_token(tx, actor.workspace_id, data.name, data.role, actor)
        return CreatedToken(made.id, made.name, made.role, made.token, made.prefix)

    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@delete("/api/v1/api-tokens/{token_id:int}", guards=[requires(Permission.TOKENS_MANAGE)], tags=_TAG)
async def revoke_api_token(token_id: int, actor: Actor, db: Database) -> None:
    """End an API token at once."""
    async with db.workspace(actor.workspace_id) as tx:
        await tokens.revoke_api_token(tx, actor, token_id)


@get("/api/v1/workspace", guards=[requires(Permission.WORKSPACE_VIEW)], tags=_TAG)
async def show_workspace(actor: Actor, db: Database) -> Workspace:
    """Show the company's settings."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.get_workspace(tx)


@patch("/api/v1/workspace", guards=[requires(Permission.WORKSPACE_MANAGE)], tags=_TAG)
async def change_workspace(data: WorkspaceInput, actor: Actor, db: Database) -> Workspace:
    """Change the company's settings."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.change_workspace(tx, actor, data)


@get("/api/v1/workspace/provenance", guards=[requires(Permission.WORKSPACE_MANAGE)], tags=_TAG)
async def list_provenance(actor: Actor, db: Database) -> Items[Provenance]:
    """Show each setting's default, and who changed it last and when."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await provenance.list_provenance(tx))


@get("/api/v1/audit", guards=[requires(Permission.AUDIT_VIEW)], tags=_TAG)
async def list_audit(
    actor: Actor, db: Database, cursor: CursorText = None, limit: PageLimit = DEFAULT_LIMIT
) -> Page[AuditLine]:
    """List who changed what, newest first."""
    async with db.workspace(actor.workspace_id) as tx:
        page = await audit.list_audit(tx, cursor, limit)
    return Page([_show_line(row) for row in page.items], page.next_cursor)


def _show_invitation(row: InvitationRow, link: str | None = None) -> Invitation:
    return Invitation(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.key,
        role_name=row.role_name,
        team_ids=row.team_ids,
        expires_at=row.expires_at,
        link=link,
    )


def _show_token(row: TokenRow) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        role=row.key,
        role_name=row.role_name,
        prefix=row.prefix,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _show_line(row: AuditRow) -> AuditLine:
    return AuditLine(
        id=row.id,
        at=row.at,
        actor=AuditActor(row.actor_kind, row.actor_id, row.actor_name),
        action=row.action,
        object=AuditObject(row.object_kind, row.object_id),
        detail=row.detail,
    )


ROUTES = [
    list_operators,
    change_operator,
    invite,
    list_invitations,
    revoke_invitation,
    list_api_tokens,
    create_api_token,
    revoke_api_token,
    show_workspace,
    change_workspace,
    list_provenance,
    list_audit,
]
