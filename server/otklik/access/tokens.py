"""API tokens: shown once, kept as a digest, never stronger than the operator who made them is now."""

from typing import Final

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.errors import CannotGrant
from otklik.access.permissions import Role, may_grant, permissions_of
from otklik.access.records import NewToken, TokenRow
from otklik.access.roles import get_standing, take_turn
from otklik.infra.db import Database, Tx
from otklik.kit.errors import FieldError, Invalid, NotFound, Unauthorized
from otklik.kit.ids import hash_token, new_token
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name

PREFIX: Final = "otk_"
_SHOWN = 10
_LONGEST_TOKEN = 200
_LONGEST_NAME = 100


async def resolve_token(db: Database, token: str) -> Actor:
    """Return the actor behind an API token; raises Unauthorized."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST_TOKEN:
        raise Unauthorized("this token is not valid")
    row = await repository.find_token(db, hash_token(token))
    if row is None:
        raise Unauthorized("this token is not valid")
    if row.stale:
        async with db.system() as tx:
            await repository.touch_token(tx, row.id)
    permissions = row.permissions
    if row.maker_role is not None:
        permissions &= permissions_of(row.maker_role, row.maker_permissions)
    return Actor(
        workspace_id=row.workspace_id, kind="api_token", id=row.id, name=row.name, role=Role(row.role),
        role_id=row.role_id, permissions=permissions,
    )  # fmt: skip


async def create_api_token(tx: Tx, workspace_id: int, name: str, role: str, maker: Actor | None = None) -> NewToken:
    """Make a token; `maker` None is the command line. Raises CannotGrant for more than the maker holds, NoSuchRole."""
    if workspace_id != tx.workspace_id:
        message = "a token is made in its own workspace's transaction"
        raise ValueError(message)
    await take_turn(tx)
    given = await get_standing(tx, role)
    if maker is not None and not may_grant(maker.permissions, given.permissions):
        raise CannotGrant
    visible = clean_name(name, _LONGEST_NAME)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    token = PREFIX + new_token()
    row = {
        "name": visible, "role": given.role, "role_id": given.role_id, "hash": hash_token(token),
        "prefix": token[:_SHOWN], "by": maker.operator_id if maker else None,
    }  # fmt: skip
    token_id = await repository.add_token(tx, row)
    await write_audit(tx, maker, "api_token.created", ("api_token", token_id), {"name": visible, "role": given.said})
    return NewToken(token_id, visible, given.key, token, token[:_SHOWN])


async def list_api_tokens(tx: Tx, cursor: str | None, limit: int) -> Page[TokenRow]:
    """Return live tokens in the order they were made."""
    after = decode_cursor(cursor, IdCursor).id if cursor else 0
    rows = await repository.list_tokens(tx, after, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def get_api_token(tx: Tx, token_id: int) -> TokenRow:
    """Return a live token of this workspace, locked; raises NotFound."""
    row = await repository.lock_token(tx, token_id)
    if row is None:
        raise NotFound("not found")
    return row


async def revoke_api_token(tx: Tx, actor: Actor, token_id: int) -> None:
    """End a token at once; raises NotFound, and CannotGrant for a token stronger than the actor."""
    row = await get_api_token(tx, token_id)
    if not may_grant(actor.permissions, row.permissions):
        raise CannotGrant
    await repository.revoke_token(tx, token_id)
    await write_audit(tx, actor, "api_token.revoked", ("api_token", token_id), {"name": row.name})
