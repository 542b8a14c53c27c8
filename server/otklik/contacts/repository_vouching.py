"""Queries of vouching for people. The callers hold the locks."""

from collections.abc import Mapping

from msgspec import Struct

from otklik.infra.db import Tx


class Known(Struct, frozen=True):
    """An identity and whose it is."""

    id: int
    contact_id: int


async def take_turn(tx: Tx, inbox_id: int, external_id: str) -> None:
    """Let one transaction at a time prove one person, until it ends."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(who)s, 0))", {"who": f"vouch:{inbox_id}:{external_id}"}
    )


async def find_identity(tx: Tx, inbox_id: int, external_id: str) -> Known | None:
    """Return who an inbox knows by a name."""
    return await tx.find(
        Known,
        """select id, contact_id from identity
           where inbox_id = %(inbox)s and external_id = %(external)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "external": external_id, "workspace": tx.workspace_id},
    )


async def rename(tx: Tx, identity_id: int, external_id: str) -> None:
    """Let an inbox know an identity by another name."""
    await tx.execute(
        "update identity set external_id = %(external)s where id = %(id)s and workspace_id = %(workspace)s",
        {"external": external_id, "id": identity_id, "workspace": tx.workspace_id},
    )


async def set_proved(tx: Tx, identity_id: int, facts: Mapping[str, str]) -> bool:
    """Keep what is vouched for, and nothing that was only claimed; False when it is known already."""
    return bool(
        await tx.execute(
            """update identity set proof = 'provider', name = coalesce(nullif(%(name)s, ''), name),
                   email = %(email)s, phone = %(phone)s
               where id = %(id)s and workspace_id = %(workspace)s
                     and (proof, name, email, phone) is distinct from
                         ('provider', coalesce(nullif(%(name)s, ''), name), %(email)s, %(phone)s)""",
            {**facts, "id": identity_id, "workspace": tx.workspace_id},
        )
    )


async def fill_contact(tx: Tx, contact_id: int, facts: Mapping[str, str]) -> None:
    """Fill the empty fields of a person."""
    await tx.execute(
        """update contact set name = coalesce(nullif(name, ''), %(name)s),
               email = coalesce(nullif(email, ''), %(email)s), phone = coalesce(nullif(phone, ''), %(phone)s),
               version = version + 1
           where id = %(id)s and workspace_id = %(workspace)s""",
        {**facts, "id": contact_id, "workspace": tx.workspace_id},
    )
