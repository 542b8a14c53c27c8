"""An owner for a first look: made only where there is no workspace yet, with a password shown once."""

from otklik.access.passwords import Passwords
from otklik.access.permissions import Role
from otklik.access.records import NewOperator
from otklik.access.service import create_operator, create_workspace, reserve_workspace
from otklik.infra.db import Database
from otklik.kit.ids import new_token

EMAIL = "owner@demo.example"


async def make_demo_owner(database: Database) -> tuple[str, str] | None:
    """Make a workspace with an owner and return e-mail and password; None when there is a workspace."""
    async with database.system() as tx:
        if await tx.value("select 1 from workspace limit 1"):
            return None
    password = new_token(12)
    password_hash = await Passwords().hash(password)
    workspace_id = await reserve_workspace(database)
    owner = NewOperator(email=EMAIL, name="Анна Орлова", role=Role.OWNER, password_hash=password_hash, locale="ru")
    async with database.system(workspace_id) as tx:
        await create_workspace(tx, "Чай и глина", "ru", "Europe/Moscow")
        await create_operator(tx, owner)
    return EMAIL, password
