"""Looking at the desk as another role or person: with the rights that both have, writing nothing, for half an hour.

It belongs to the session: every tab and socket of it is narrowed. The audit says when it began, when it ended and why.
"""

from typing import Final

from otklik.access import repository_viewing as repository
from otklik.access.actor import Actor, Viewing
from otklik.access.audit import write_audit
from otklik.access.events import RightsChanged
from otklik.access.records import Standing
from otklik.access.roles import get_standing, take_turn
from otklik.access.schemas import ViewingInput
from otklik.access.service import get_operator
from otklik.access.viewing_ends import Which, end_views
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound

MINUTES: Final = 30


async def begin_viewing(tx: Tx, actor: Actor, wanted: ViewingInput) -> Viewing:
    """Look as a role or as a person; raises Invalid unless just one is named, NoSuchRole, NotFound."""
    if (wanted.role is None) == (wanted.operator_id is None):
        raise Invalid("some fields are wrong", errors=(FieldError("role", "missing", "name a role or a person"),))
    await take_turn(tx)
    person = None if wanted.operator_id is None else await get_operator(tx, wanted.operator_id)
    role: Standing = person or await get_standing(tx, wanted.role or "")
    viewed_id = None if person is None else person.id
    until = await repository.begin_view(tx, actor.session_id or 0, role, viewed_id, MINUTES)
    if until is None:
        raise NotFound("not found")
    eyes = {"role": role.said} if person is None else {"person": person.name}
    await write_audit(tx, actor, "viewing.began", ("operator", viewed_id), eyes)
    await tx.announce(RightsChanged(workspace_id=tx.workspace_id))
    return Viewing(
        role=role.key, role_name=role.role_name, operator_id=viewed_id,
        operator_name=None if person is None else person.name, until=until,
    )  # fmt: skip


async def end_viewing(tx: Tx, session_id: int) -> None:
    """Let a session see with its own eyes again; nothing happens when it does already."""
    await end_views(tx, Which(session_id=session_id), "returned")
