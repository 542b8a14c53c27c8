"""Where a visitor's call belongs, and their wishes to be called back."""

from uuid import UUID

from msgspec import Struct

from otklik.infra.db import Tx


class Place(Struct, frozen=True):
    """The conversation of a message; `blocked`: its customer is not to be heard."""

    conversation_id: int
    blocked: bool


async def find_place(tx: Tx, message_id: int) -> Place | None:
    """Return where a message lies."""
    return await tx.find(
        Place,
        """select m.conversation_id, k.blocked_at is not null as blocked
           from message m join conversation c on c.id = m.conversation_id join contact k on k.id = c.contact_id
           where m.id = %(id)s and m.workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )


async def find_zone(tx: Tx) -> str:
    """Return the company's time zone."""
    return str(
        await tx.value("select time_zone from workspace where id = %(workspace)s", {"workspace": tx.workspace_id})
    )


async def find_language(tx: Tx) -> str:
    """Return the company's language: ru or en."""
    found = await tx.value("select locale from workspace where id = %(workspace)s", {"workspace": tx.workspace_id})
    return "en" if str(found).startswith("en") else "ru"


async def is_wished(tx: Tx, session_id: int, client_id: UUID) -> bool:
    """Whether a visitor has asked under this name to be called back."""
    return bool(
        await tx.value(
            """select exists (select from callback_wish where session_id = %(session)s and client_id = %(client)s
               and workspace_id = %(workspace)s)""",
            {"workspace": tx.workspace_id, "session": session_id, "client": client_id},
        )
    )


async def note_wish(tx: Tx, session_id: int, client_id: UUID) -> bool:
    """Note a wish; False when it is there already."""
    return bool(
        await tx.execute(
            """insert into callback_wish (session_id, client_id, workspace_id)
               values (%(session)s, %(client)s, %(workspace)s) on conflict do nothing""",
            {"workspace": tx.workspace_id, "session": session_id, "client": client_id},
        )
    )


async def link_wish(tx: Tx, session_id: int, client_id: UUID, task_id: int) -> None:
    """Note which task a wish became."""
    await tx.execute(
        """update callback_wish set task_id = %(task)s
           where session_id = %(session)s and client_id = %(client)s and workspace_id = %(workspace)s""",
        {"workspace": tx.workspace_id, "session": session_id, "client": client_id, "task": task_id},
    )
