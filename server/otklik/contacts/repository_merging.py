"""Queries of merging contacts and parting them. The callers hold the locks."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.contacts.records import MergeRow
from otklik.infra.db import Tx


async def snapshot(tx: Tx, contact_id: int) -> dict[str, Any]:
    """Return the whole row of a contact, to be remembered."""
    found: dict[str, Any] = await tx.value("select to_jsonb(c) from contact c where id = %(id)s", {"id": contact_id})
    return found


async def fill_from(tx: Tx, kept_id: int, gone_id: int) -> None:
    """Fill the empty fields of one contact from another; blocked is who of the two was."""
    await tx.execute(
        """update contact k set
               name = coalesce(nullif(k.name, ''), g.name), phone = coalesce(nullif(k.phone, ''), g.phone),
               email = coalesce(nullif(k.email, ''), g.email), language = coalesce(nullif(k.language, ''), g.language),
               time_zone = coalesce(nullif(k.time_zone, ''), g.time_zone),
               company = coalesce(nullif(k.company, ''), g.company), vip = k.vip or g.vip,
               avatar_key = coalesce(k.avatar_key, g.avatar_key), attributes = g.attributes || k.attributes,
               blocked_at = coalesce(k.blocked_at, g.blocked_at), version = k.version + 1
           from contact g where k.id = %(kept)s and g.id = %(gone)s""",
        {"kept": kept_id, "gone": gone_id},
    )


async def restore(tx: Tx, contact_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Empty again what a merge had filled, except where somebody has changed it since."""
    await tx.execute(
        """update contact c set
               name = case when c.name = a.name then b.name else c.name end,
               phone = case when c.phone = a.phone then b.phone else c.phone end,
               email = case when c.email = a.email then b.email else c.email end,
               language = case when c.language = a.language then b.language else c.language end,
               time_zone = case when c.time_zone = a.time_zone then b.time_zone else c.time_zone end,
               company = case when c.company = a.company then coalesce(b.company, '') else c.company end,
               vip = case when c.vip = a.vip then coalesce(b.vip, false) else c.vip end,
               avatar_key = case when c.avatar_key is not distinct from a.avatar_key then b.avatar_key
                                 else c.avatar_key end,
               attributes = case when c.attributes = a.attributes then b.attributes else c.attributes end,
               blocked_at = case when c.blocked_at is not distinct from a.blocked_at then b.blocked_at
                                 else c.blocked_at end,
               version = c.version + 1
           from jsonb_populate_record(null::contact, %(before)s) b, jsonb_populate_record(null::contact, %(after)s) a
           where c.id = %(id)s""",
        {"id": contact_id, "before": Jsonb(before), "after": Jsonb(after)},
    )


async def give_back_identities(tx: Tx, identity_ids: Sequence[int], kept_id: int, gone_id: int) -> None:
    """Give the addresses that had moved back to whom they belonged to."""
    await tx.execute(
        """update identity set contact_id = %(gone)s where id = any(%(ids)s) and contact_id = %(kept)s""",
        {"ids": list(identity_ids), "kept": kept_id, "gone": gone_id},
    )


async def find_later_merge(tx: Tx, merge: MergeRow) -> int | None:
    """Return a later merge, not undone, in which one of the two takes part."""
    found = await tx.value(
        """select id from contact_merge
           where id > %(id)s and undone_at is null
                 and (kept_id = any(%(both)s) or gone_id = any(%(both)s)) order by id desc limit 1""",
        {"id": merge.id, "both": [merge.kept_id, merge.gone_id]},
    )
    return None if found is None else int(found)


async def were_parted(tx: Tx, one_id: int, other_id: int) -> bool:
    """Whether a merge of these two was undone once."""
    return bool(
        await tx.value(
            """select 1 from contact_merge where undone_at is not null
               and ((kept_id, gone_id) = (%(one)s, %(other)s) or (kept_id, gone_id) = (%(other)s, %(one)s))""",
            {"one": one_id, "other": other_id},
        )
    )


class LiveMerge(Struct, frozen=True, kw_only=True):
    """A merge that stands, with the name of the contact that went."""

    id: int
    kept_id: int
    contact_id: int
    name: str
    reason: str
    at: Any


async def list_merges(tx: Tx, kept_ids: Sequence[int]) -> list[LiveMerge]:
    """Return the merges that stand of these contacts, the last first: in this order they can be undone."""
    return await tx.fetch(
        LiveMerge,
        """select m.id, m.kept_id, m.gone_id as contact_id, c.name, m.reason, m.at
           from contact_merge m join contact c on c.id = m.gone_id
           where m.kept_id = any(%(ids)s) and m.workspace_id = %(workspace)s and m.undone_at is null
           order by m.id desc""",
        {"ids": list(kept_ids), "workspace": tx.workspace_id},
    )
