"""People and workspaces for tests, made the short way: straight into the tables."""

from itertools import count

from msgspec import Struct

from otklik.access.permissions import Role
from otklik.access.records import NewToken
from otklik.access.sessions import OpenedSession, Visit, open_session
from otklik.access.tokens import create_api_token
from otklik.infra.db import Database

_numbers = count(1)

PASSWORD = "correct horse battery"
"""The password of every operator made here."""


class MadeOperator(Struct, frozen=True):
    """An operator in the database."""

    id: int
    workspace_id: int
    email: str
    name: str
    role: Role


async def make_workspace(db: Database, name: str = "Ромашка", locale: str = "ru", zone: str = "Europe/Moscow") -> int:
    """Insert a workspace and return its id."""
    async with db.system() as tx:
        workspace_id: int = await tx.value(
            "insert into workspace (name, locale, time_zone) values (%(name)s, %(locale)s, %(zone)s) returning id",
            {"name": name, "locale": locale, "zone": zone},
        )
    return workspace_id


async def make_operator(
    db: Database,
    workspace_id: int,
    role: Role | str = Role.OPERATOR,
    *,
    email: str = "",
    password_hash: str | None = None,
) -> MadeOperator:
    """Insert an operator; without `password_hash` nobody can sign in as them by password."""
    number = next(_numbers)
    made = {
        "workspace": workspace_id, "email": email or f"person{number}@example.test", "name": f"Сотрудник {number}",
        "role": Role(role).value, "hash": password_hash,
    }  # fmt: skip
    async with db.system() as tx:
        operator_id = await tx.value(
            """insert into operator (workspace_id, email, name, role, password_hash)
               values (%(workspace)s, %(email)s, %(name)s, %(role)s, %(hash)s) returning id""",
            made,
        )
    return MadeOperator(operator_id, workspace_id, str(made["email"]), str(made["name"]), Role(role))


async def make_team(db: Database, workspace_id: int, name: str = "", members: tuple[int, ...] = ()) -> int:
    """Insert a team with its members and return its id."""
    async with db.system() as tx:
        team_id: int = await tx.value(
            "insert into team (workspace_id, name) values (%(workspace)s, %(name)s) returning id",
            {"workspace": workspace_id, "name": name or f"Команда {next(_numbers)}"},
        )
        for operator_id in members:
            await tx.execute(
                """insert into team_member (workspace_id, team_id, operator_id)
                   values (%(workspace)s, %(team)s, %(operator)s)""",
                {"workspace": workspace_id, "team": team_id, "operator": operator_id},
            )
    return team_id


async def make_session(db: Database, operator: MadeOperator) -> OpenedSession:
    """Open a session without a password."""
    async with db.system(operator.workspace_id) as tx:
        return await open_session(tx, operator.id, Visit("192.0.2.1", "tests"))


async def make_token(db: Database, workspace_id: int, role: Role | str = Role.ADMIN, name: str = "robot") -> NewToken:
    """Make an API token as the command line does."""
    async with db.system(workspace_id) as tx:
        return await create_api_token(tx, workspace_id, name, Role(role))
