"""Queries of conversations that belong to another one."""

from msgspec import Struct

from otklik.infra.db import Tx


class LinkedRow(Struct, frozen=True, kw_only=True):
    """A conversation at the other end of a link."""

    id: int
    status: str
    subject: str
    contact_name: str


async def lock_links(tx: Tx) -> None:
    """Let one transaction at a time link conversations here: a circle is seen before it closes."""
    await tx.execute(
        "select 1 from workspace where id = %(workspace)s for no key update", {"workspace": tx.workspace_id}
    )


async def find_parent(tx: Tx, conversation_id: int) -> LinkedRow | None:
    """Return the conversation to which this one belongs."""
    return await tx.find(
        LinkedRow,
        """select c.id, c.status, c.subject, k.name as contact_name from conversation_link l
           join conversation c on c.id = l.parent_id join contact k on k.id = c.contact_id
           where l.child_id = %(id)s and l.workspace_id = %(workspace)s""",
        {"id": conversation_id, "workspace": tx.workspace_id},
    )


async def list_children(tx: Tx, conversation_id: int, limit: int) -> list[LinkedRow]:
    """Return the conversations that belong to this one, the open ones first."""
    return await tx.fetch(
        LinkedRow,
        """select c.id, c.status, c.subject, k.name as contact_name from conversation_link l
           join conversation c on c.id = l.child_id join contact k on k.id = c.contact_id
           where l.parent_id = %(id)s and l.workspace_id = %(workspace)s
           order by c.status = 'resolved', l.linked_at, c.id limit %(limit)s""",
        {"id": conversation_id, "workspace": tx.workspace_id, "limit": limit},
    )


async def is_above(tx: Tx, upper_id: int, lower_id: int) -> bool:
    """Whether one conversation belongs to the other, in one step or several."""
    return bool(
        await tx.value(
            """with recursive up as (
                   select parent_id from conversation_link where child_id = %(lower)s and workspace_id = %(workspace)s
                   union
                   select l.parent_id from up join conversation_link l on l.child_id = up.parent_id)
               select exists (select from up where parent_id = %(upper)s)""",
            {"upper": upper_id, "lower": lower_id, "workspace": tx.workspace_id},
        )
    )


async def insert_link(tx: Tx, parent_id: int, child_id: int) -> bool:
    """Link two conversations; False when the child belongs to one already."""
    return bool(
        await tx.execute(
            """insert into conversation_link (child_id, parent_id, workspace_id)
               values (%(child)s, %(parent)s, %(workspace)s) on conflict (child_id) do nothing""",
            {"child": child_id, "parent": parent_id, "workspace": tx.workspace_id},
        )
    )


async def delete_link(tx: Tx, child_id: int) -> None:
    """Part a child from its parent."""
    await tx.execute(
        "delete from conversation_link where child_id = %(child)s and workspace_id = %(workspace)s",
        {"child": child_id, "workspace": tx.workspace_id},
    )


async def carry(tx: Tx, guest_id: int, host_id: int) -> None:
    """Let the host of a merge take over the links of its guest; what would link it to itself stays with the shell."""
    params = {"guest": guest_id, "host": host_id, "workspace": tx.workspace_id}
    await tx.execute(
        """update conversation_link set parent_id = %(host)s, parents_before = parents_before || %(guest)s::bigint
           where parent_id = %(guest)s and child_id <> %(host)s and workspace_id = %(workspace)s""",
        params,
    )
    await tx.execute(
        """update conversation_link set child_id = %(host)s, children_before = children_before || %(guest)s::bigint
           where child_id = %(guest)s and parent_id <> %(host)s and workspace_id = %(workspace)s
                 and not exists (select from conversation_link o where o.child_id = %(host)s)""",
        params,
    )


async def carry_back(tx: Tx, guest_id: int, host_id: int) -> None:
    """Give back the links that `carry` had brought last."""
    params = {"guest": guest_id, "host": host_id, "workspace": tx.workspace_id}
    await tx.execute(
        """update conversation_link set parent_id = %(guest)s, parents_before = trim_array(parents_before, 1)
           where parent_id = %(host)s and workspace_id = %(workspace)s
                 and parents_before[cardinality(parents_before)] = %(guest)s""",
        params,
    )
    await tx.execute(
        """update conversation_link l set child_id = %(guest)s, children_before = trim_array(children_before, 1)
           where child_id = %(host)s and workspace_id = %(workspace)s
                 and children_before[cardinality(children_before)] = %(guest)s
                 and not exists (select from conversation_link o where o.child_id = %(guest)s)""",
        params,
    )
