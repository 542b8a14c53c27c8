"""API tokens: shown once, kept as a digest, never stronger than the operator who made them is now."""

from typing import Final

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.errors import CannotGrant
from otklik.access.permissions import ROLE_PERMISSIONS, Role, may_grant
from otklik.access.records import TokenOwner, TokenRow
from otklik.infra.db import Database, Tx
from otklik.kit.errors import NotFound, Unauthorized
from otklik.kit.ids import hash_token, new_token
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name

PREFIX: Final = "otk_"
_SHOWN = 10
_LONGEST_TOKEN = 200

_FIND = """
select t.id, t.workspace_id, t.name, t.role, o.role as maker_role,
       t.last_used_at is null or t.last_used_at < now() - interval '1 minute' as stale
from api_token t left join operator o on o.id = t.created_by
where t.token_hash = %(hash)s and t.revoked_at is null and (t.created_by is null or o.disabled_at is null)
"""
_TOUCH = "update api_token set last_used_at = now() where id = %(id)s"
_CREATE = """
insert into api_token (workspace_id, name, role, token_hash, prefix, created_by)
values (%(workspace)s, %(name)s, %(role)s, %(hash)s, %(prefix)s, %(by)s)
returning id
"""
_LIST = """
select id, name, role, prefix, created_by, created_at, last_used_at
from api_token
where workspace_id = %(workspace)s and revoked_at is null and id > %(after)s
order by id limit %(limit)s
"""
_GET = """
select id, name, role, prefix, created_by, created_at, last_used_at
from api_token where workspace_id = %(workspace)s and id = %(id)s and revoked_at is null
for update
"""
_REVOKE = "update api_token set revoked_at = now() where workspace_id = %(workspace)s and id = %(id)s"


class NewToken(Struct, frozen=True):
    """A token just made; `token` is never shown again."""

    id: int
    name: str
    role: Role
    token: str
    prefix: str


async def resolve_token(db: Database, token: str) -> Actor:
    """Return the actor behind an API token; raises Unauthorized."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST_TOKEN:
        raise Unauthorized("this token is not valid")
    async with db.system() as tx:
        row = await tx.find(TokenOwner, _FIND, {"hash": hash_token(token)})
        if row is None:
            raise Unauthorized("this token is not valid")
        if row.stale:
            await tx.execute(_TOUCH, {"id": row.id})
    role = Role(row.role)
    permissions = ROLE_PERMISSIONS[role]
    if row.maker_role is not None:
        permissions &= ROLE_PERMISSIONS[Role(row.maker_role)]
    return Actor(
        workspace_id=row.workspace_id, kind="api_token", id=row.id, name=row.name, role=role, permissions=permissions
    )


async def create_api_token(tx: Tx, workspace_id: int, name: str, role: Role, maker: Actor | None = None) -> NewToken:
    """Make a token; `maker` None is the command line. Raises CannotGrant for more than the maker holds."""
    if maker is not None and not may_grant(maker.permissions, role):
        raise CannotGrant
    token = PREFIX + new_token()
    params = {
        "workspace": workspace_id, "name": clean_name(name, 100), "role": role, "hash": hash_token(token),
        "prefix": token[:_SHOWN], "by": maker.operator_id if maker else None,
    }  # fmt: skip
    token_id: int = await tx.value(_CREATE, params)
    await write_audit(tx, maker, "api_token.created", ("api_token", token_id), {"name": params["name"], "role": role})
    return NewToken(token_id, clean_name(name, 100), role, token, token[:_SHOWN])


async def list_api_tokens(tx: Tx, cursor: str | None, limit: int) -> Page[TokenRow]:
    """Return live tokens in the order they were made."""
    after = decode_cursor(cursor, IdCursor).id if cursor else 0
    rows = await tx.fetch(TokenRow, _LIST, {"workspace": tx.workspace_id, "after": after, "limit": limit + 1})
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def get_api_token(tx: Tx, token_id: int) -> TokenRow:
    """Return a live token of this workspace, locked; raises NotFound."""
    row = await tx.find(TokenRow, _GET, {"workspace": tx.workspace_id, "id": token_id})
    if row is None:
        raise NotFound("not found")
    return row


async def revoke_api_token(tx: Tx, actor: Actor, token_id: int) -> None:
    """End a token at once; raises NotFound, and CannotGrant for a token stronger than the actor."""
    row = await get_api_token(tx, token_id)
    if not may_grant(actor.permissions, Role(row.role)):
        raise CannotGrant
    await tx.execute(_REVOKE, {"workspace": tx.workspace_id, "id": token_id})
    await write_audit(tx, actor, "api_token.revoked", ("api_token", token_id), {"name": row.name})
