"""Invitations: a one-time link by which a colleague joins with a role and teams chosen by somebody who holds them."""

from typing import Final

from otklik.access import repository_keys as repository
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.config import Access
from otklik.access.errors import BadLink, CannotGrant, EmailTaken, SsoOnly
from otklik.access.passwords import check_new_password
from otklik.access.permissions import Role, may_grant, permissions_of
from otklik.access.records import InvitationRow, NewOperator
from otklik.access.repository import keep_known_teams
from otklik.access.roles import get_standing, take_turn
from otklik.access.schemas import AcceptInput, InvitationInput
from otklik.access.service import check_teams, clean_email, clean_required_name, create_operator, set_teams
from otklik.access.sessions import OpenedSession, Visit, open_session
from otklik.infra.db import Tx
from otklik.kit.addresses import network_of
from otklik.kit.errors import NotFound, RateLimited
from otklik.kit.ids import hash_token, new_token
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name

PAGE: Final = "/invite#"
"""Where the desk shows an invitation; the token stands behind the hash, so it reaches no server log."""


async def invite(tx: Tx, actor: Actor, invitation: InvitationInput) -> tuple[InvitationRow, str]:
    """Invite somebody and return the invitation with its token, which is not kept.

    A former pending invitation to the same address ends. Raises CannotGrant, EmailTaken, and NotFound for a team
    that is not of this workspace.
    """
    await take_turn(tx)
    role = await get_standing(tx, invitation.role)
    if not may_grant(actor.permissions, role.permissions):
        raise CannotGrant
    email = clean_email(invitation.email)
    if await repository.is_operator(tx, email):
        raise EmailTaken
    await check_teams(tx, invitation.team_ids)
    token = new_token()
    row = {
        "email": email, "name": clean_name(invitation.name), "role": role.role, "role_id": role.role_id,
        "hash": hash_token(token), "teams": sorted(set(invitation.team_ids)), "by": actor.operator_id,
    }  # fmt: skip
    invitation_id = await repository.add_invitation(tx, row)
    await write_audit(
        tx, actor, "invitation.created", ("invitation", invitation_id), {"email": email, "role": role.said}
    )
    made = await repository.find_invitation(tx, hash_token(token))
    if made is None:
        raise NotFound("not found")
    return made, token


async def list_invitations(tx: Tx, cursor: str | None, limit: int) -> Page[InvitationRow]:
    """Return pending invitations in the order they were made."""
    after = decode_cursor(cursor, IdCursor).id if cursor else 0
    rows = await repository.list_invitations(tx, after, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def revoke_invitation(tx: Tx, actor: Actor, invitation_id: int) -> None:
    """End a pending invitation; raises NotFound."""
    dropped = await repository.take_invitation(tx, invitation_id)
    if dropped is None:
        raise NotFound("not found")
    email, role = dropped
    if not may_grant(actor.permissions, role.permissions):
        raise CannotGrant
    await write_audit(
        tx, actor, "invitation.revoked", ("invitation", invitation_id), {"email": email, "role": role.said}
    )


async def read_invitation(access: Access, token: str, visit: Visit) -> InvitationRow:
    """Return what an invited person may see; raises BadLink, and RateLimited for guessing."""
    _spend(access, visit)
    async with access.db.system() as tx:
        return _valid(await repository.find_invitation(tx, hash_token(token)))


async def accept_invitation(access: Access, accept: AcceptInput, visit: Visit) -> OpenedSession:
    """Join with a name and a password, once, and open a session; raises BadLink, SsoOnly, Invalid, EmailTaken."""
    _spend(access, visit)
    async with access.db.system() as tx:
        seen = _valid(await repository.find_invitation(tx, hash_token(accept.token)))
    if seen.sso_only:
        raise SsoOnly
    check_new_password(accept.password, seen.email)
    name = clean_required_name(accept.name)
    password_hash = await access.passwords.hash(accept.password)
    async with access.db.system(seen.workspace_id) as tx:
        await take_turn(tx)
        row = _valid(await repository.find_invitation(tx, hash_token(accept.token), lock=True))
        operator_id = await _join(tx, row, name, password_hash)
        return await open_session(tx, operator_id, visit)


async def take_invitation_to(tx: Tx, email: str, name: str) -> int | None:
    """Let whoever a provider vouches for join by the pending invitation to their address, without a password.

    Returns the new operator; None when nobody invited them. Call in the turn of changes of rights.
    """
    row = await repository.find_invitation_to(tx, email)
    if row is None or not _may_still_be(row):
        return None
    return await _join(tx, row, name, None)


async def _join(tx: Tx, row: InvitationRow, name: str, password_hash: str | None) -> int:
    new = NewOperator(
        email=row.email, name=name, role=Role(row.role), role_id=row.role_id, password_hash=password_hash,
        locale="en" if row.locale == "en" else "ru",
    )  # fmt: skip
    operator_id = await create_operator(tx, new)
    await set_teams(tx, operator_id, await keep_known_teams(tx, row.team_ids))
    await repository.note_accepted(tx, row.id)
    detail = {"email": row.email, "role": row.said}
    await write_audit(tx, None, "invitation.accepted", ("operator", operator_id), detail)
    return operator_id


def _valid(row: InvitationRow | None) -> InvitationRow:
    if row is None or not _may_still_be(row):
        raise BadLink
    return row


def _may_still_be(row: InvitationRow) -> bool:
    """Whether whoever invited may still give this role."""
    maker = None if row.maker_role is None else permissions_of(row.maker_role, row.maker_permissions)
    return maker is None or may_grant(maker, row.permissions)


def _spend(access: Access, visit: Visit) -> None:
    wait = access.limits.per_link.take(network_of(visit.address) or "unknown")
    if wait:
        raise RateLimited("too many attempts", retry_after=wait)
