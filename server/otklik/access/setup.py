"""The first start: the person at the machine gets a one-time link, and whoever opens it becomes the first owner.

Setup closes for ever once an owner exists. The link's token is kept as a digest and lives 24 hours.
"""

from otklik.access import repository_keys as repository
from otklik.access.audit import Doer, write_audit
from otklik.access.config import Access
from otklik.access.errors import BadLink, SetupClosed
from otklik.access.passwords import check_new_password
from otklik.access.permissions import Role
from otklik.access.records import NewOperator
from otklik.access.schemas import SetupInput
from otklik.access.service import (
    check_time_zone,
    clean_email,
    clean_required_name,
    create_operator,
    create_workspace,
    reserve_workspace,
)
from otklik.access.sessions import OpenedSession, Visit, open_session
from otklik.infra.db import Database, Tx
from otklik.kit.addresses import network_of
from otklik.kit.errors import RateLimited
from otklik.kit.ids import hash_token, new_token

PAGE = "/setup#"
"""Where the desk runs setup; the token stands behind the hash, so it reaches no server log."""


async def setup_needed(db: Database) -> bool:
    """Whether the first owner is still to come."""
    async with db.system() as tx:
        return not await repository.has_owner(tx)


async def create_owner_link(tx: Tx, address: str) -> str:
    """Return a new one-time link for the first owner; former ones end. Raises SetupClosed once an owner exists."""
    await repository.take_setup_turn(tx)
    if await repository.has_owner(tx):
        raise SetupClosed
    token = new_token()
    await repository.add_link(tx, hash_token(token))
    return f"{address}{PAGE}{token}"


async def set_up(access: Access, setup: SetupInput, visit: Visit) -> OpenedSession:
    """Make the workspace and its first owner, once, and open a session; raises SetupClosed, BadLink, Invalid."""
    wait = access.limits.per_link.take(network_of(visit.address) or "unknown")
    if wait:
        raise RateLimited("too many attempts", retry_after=wait)
    if not await setup_needed(access.db):
        raise SetupClosed
    email = clean_email(setup.email)
    check_time_zone(setup.time_zone)
    check_new_password(setup.password, email)
    password_hash = await access.passwords.hash(setup.password)
    owner = NewOperator(
        email=email,
        name=clean_required_name(setup.name),
        role=Role.OWNER,
        password_hash=password_hash,
        locale=setup.locale,
    )
    workspace_id = await reserve_workspace(access.db)
    async with access.db.system(workspace_id) as tx:
        await repository.take_setup_turn(tx)
        if await repository.has_owner(tx):
            raise SetupClosed
        if not await repository.use_link(tx, hash_token(setup.token)):
            raise BadLink
        await create_workspace(tx, setup.company, setup.locale, setup.time_zone)
        operator_id = await create_operator(tx, owner)
        doer = Doer(kind="operator", id=operator_id, name=owner.name)
        await write_audit(tx, doer, "workspace.created", ("workspace", workspace_id))
        return await open_session(tx, operator_id, visit)
