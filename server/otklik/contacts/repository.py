"""Queries of contacts and identities beside the hot road."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from otklik.contacts.records import Address, ContactRow, EvidenceRow, IdentityLine, IdentityRow, MergeRow, Met
from otklik.infra.db import Tx

_COLUMNS = ("name", "phone", "email", "language", "time_zone", "company", "vip", "blocked")


async def find_contact(tx: Tx, contact_id: int, *, lock: bool = False) -> ContactRow | None:
    """Return a contact of the transaction's workspace, locked for changes if asked."""
    if lock:
        await tx.execute("select 1 from contact where id = %(id)s for no key update", {"id": contact_id})
    return await tx.find(
        ContactRow,
        """select id, workspace_id, name, phone, email, language, time_zone, company, vip, avatar_key, attributes,
                  blocked_at, merged_into, version, created_at
           from contact where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": contact_id, "workspace": tx.workspace_id},
    )


async def lock_contacts(tx: Tx, ids: Sequence[int]) -> None:
    """Lock contacts in the order of their ids.

    Not `for update`: a transaction that writes to a conversation twice checks its foreign key, and would wait for us
    while it holds the conversation that we want next.
    """
    await tx.execute("select 1 from contact where id = any(%(ids)s) order by id for no key update", {"ids": list(ids)})


async def list_identities(tx: Tx, contact_ids: Sequence[int]) -> list[IdentityRow]:
    """Return the identities of these contacts, the last used first."""
    return await tx.fetch(
        IdentityRow,
        """select id, workspace_id, contact_id, inbox_id, external_id, name, username, email, phone, proof, reachable,
                  unreachable_reason, entry, created_at, last_seen_at, last_wrote_at
           from identity where contact_id = any(%(ids)s) order by last_seen_at desc, id desc""",
        {"ids": list(contact_ids)},
    )


async def find_identity(tx: Tx, identity_id: int) -> IdentityRow | None:
    """Return one identity."""
    return await tx.find(
        IdentityRow,
        """select id, workspace_id, contact_id, inbox_id, external_id, name, username, email, phone, proof, reachable,
                  unreachable_reason, entry, created_at, last_seen_at, last_wrote_at
           from identity where id = %(id)s and workspace_id = %(workspace)s""",
        {"id": identity_id, "workspace": tx.workspace_id},
    )


async def insert_contact(tx: Tx, values: Mapping[str, Any]) -> int:
    """Make a contact by hand and return its id."""
    return int(
        await tx.value(
            """insert into contact (workspace_id, name, phone, email, language, company, vip, attributes)
               values (%(workspace)s, %(name)s, %(phone)s, %(email)s, %(language)s, %(company)s, %(vip)s,
                       %(attributes)s) returning id""",
            {"workspace": tx.workspace_id, **values, "attributes": Jsonb(values.get("attributes") or {})},
        )
    )


async def update_contact(tx: Tx, contact_id: int, values: Mapping[str, Any]) -> None:
    """Write the editable columns of a contact; a missing key keeps the column."""
    attributes = values.get("attributes")
    await tx.execute(
        """update contact set
               name = coalesce(%(name)s, name), phone = coalesce(%(phone)s, phone), email = coalesce(%(email)s, email),
               language = coalesce(%(language)s, language), time_zone = coalesce(%(time_zone)s, time_zone),
               company = coalesce(%(company)s, company), vip = coalesce(%(vip)s, vip),
               attributes = coalesce(%(attributes)s, attributes),
               blocked_at = case when %(blocked)s::boolean is null then blocked_at
                                 when %(blocked)s then coalesce(blocked_at, now()) end,
               version = version + 1
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            "id": contact_id,
            "workspace": tx.workspace_id,
            "attributes": None if attributes is None else Jsonb(attributes),
            **{key: values.get(key) for key in _COLUMNS},
        },
    )  # fmt: skip


async def move_identities(tx: Tx, identity_ids: Sequence[int], contact_id: int) -> None:
    """Give identities to another contact."""
    await tx.execute(
        "update identity set contact_id = %(contact)s where id = any(%(ids)s)",
        {"contact": contact_id, "ids": list(identity_ids)},
    )


async def set_merged_into(tx: Tx, contact_id: int, kept_id: int | None) -> None:
    """Mark a contact as part of another, or as itself again."""
    await tx.execute(
        "update contact set merged_into = %(kept)s, version = version + 1 where id = %(id)s",
        {"id": contact_id, "kept": kept_id},
    )


async def insert_merge(tx: Tx, values: Mapping[str, Any]) -> int:
    """Remember a merge and return its id."""
    return int(
        await tx.value(
            """insert into contact_merge (workspace_id, kept_id, gone_id, memory, by_operator, reason)
               values (%(workspace)s, %(kept)s, %(gone)s, %(memory)s, %(by)s, %(reason)s) returning id""",
            {"workspace": tx.workspace_id, **values, "memory": Jsonb(values["memory"])},
        )
    )


async def find_merge(tx: Tx, merge_id: int) -> MergeRow | None:
    """Return a merge, locked."""
    return await tx.find(
        MergeRow,
        """select id, workspace_id, kept_id, gone_id, memory, reason, at, undone_at
           from contact_merge where id = %(id)s and workspace_id = %(workspace)s for update""",
        {"id": merge_id, "workspace": tx.workspace_id},
    )


async def mark_merge_undone(tx: Tx, merge_id: int) -> None:
    """Close a merge."""
    await tx.execute("update contact_merge set undone_at = now() where id = %(id)s", {"id": merge_id})


async def set_reach(tx: Tx, identity_id: int, *, reachable: bool, reason: str) -> bool:
    """Record whether an identity can be written to; False when nothing changed."""
    return bool(
        await tx.execute(
            """update identity set reachable = %(reachable)s, unreachable_reason = %(reason)s
               where id = %(id)s and (reachable <> %(reachable)s or unreachable_reason <> %(reason)s)""",
            {"id": identity_id, "reachable": reachable, "reason": reason[:500]},
        )
    )


async def adopt_identity(tx: Tx, identity_id: int, external_id: str) -> bool:
    """Give the person of an identity another address in the same inbox; False when somebody has it already."""
    return bool(
        await tx.execute(
            """insert into identity (workspace_id, contact_id, inbox_id, external_id, name, username, email, phone,
                                     proof)
               select workspace_id, contact_id, inbox_id, %(external)s, name, username, email, phone, proof
               from identity where id = %(id)s
               on conflict (inbox_id, external_id) do nothing""",
            {"id": identity_id, "external": external_id},
        )
    )


async def set_proved_address(tx: Tx, identity_id: int, *, phone: str, email: str) -> None:
    """Keep an address the provider vouches for, on the identity and, if it has none, on the contact.

    What the identity had only claimed so far is not vouched for by this: it moves to the contact, as a claim.
    """
    await tx.execute(
        """with before as (
               select id, contact_id, phone, email, proof from identity where id = %(id)s
           ), after as (
               update identity i set proof = 'provider',
                   phone = case when %(phone)s <> '' then %(phone)s when b.proof = 'provider' then b.phone else '' end,
                   email = case when %(email)s <> '' then %(email)s when b.proof = 'provider' then b.email else '' end
               from before b where i.id = b.id
           )
           update contact c set phone = coalesce(nullif(c.phone, ''), nullif(%(phone)s, ''), b.phone),
                  email = coalesce(nullif(c.email, ''), nullif(%(email)s, ''), b.email), version = c.version + 1
           from before b where c.id = b.contact_id""",
        {"id": identity_id, "phone": phone, "email": email},
    )


async def find_others_by_proof(tx: Tx, contact_id: int, *, phone: str, email: str) -> list[int]:
    """Return other contacts of the workspace that own the same vouched address."""
    rows = await tx.rows(
        """select distinct i.contact_id from identity i join contact c on c.id = i.contact_id and c.merged_into is null
           where i.workspace_id = %(workspace)s and i.contact_id <> %(contact)s and i.proof = 'provider' and (
                 (%(phone)s <> '' and i.phone = %(phone)s) or (%(email)s <> '' and i.email_key = lower(%(email)s)
                 and i.email_key <> '')) order by 1""",
        {"workspace": tx.workspace_id, "contact": contact_id, "phone": phone, "email": email},
    )
    return [row[0] for row in rows]


async def set_entry(tx: Tx, identity_id: int, entry: Mapping[str, Any]) -> None:
    """Remember where a person came from the last time."""
    await tx.execute(
        "update identity set entry = %(entry)s where id = %(id)s", {"id": identity_id, "entry": Jsonb(entry)}
    )


async def list_contact_ids(tx: Tx, before: int | None, limit: int) -> list[int]:
    """Return ids of contacts, the newest first."""
    rows = await tx.rows(
        """select id from contact
           where workspace_id = %(workspace)s and merged_into is null
                 and id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by id desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "before": before, "limit": limit},
    )
    return [row[0] for row in rows]


async def list_contacts(tx: Tx, ids: Sequence[int]) -> list[ContactRow]:
    """Return contacts by their ids, the newest first."""
    return await tx.fetch(
        ContactRow,
        """select id, workspace_id, name, phone, email, language, time_zone, company, vip, avatar_key, attributes,
                  blocked_at, merged_into, version, created_at
           from contact where id = any(%(ids)s) and workspace_id = %(workspace)s order by id desc""",
        {"ids": list(ids), "workspace": tx.workspace_id},
    )


async def list_identity_lines(tx: Tx, contact_ids: Sequence[int]) -> list[IdentityLine]:
    """Return the addresses of these contacts with the inboxes they are in, the last used first."""
    return await tx.fetch(
        IdentityLine,
        """select i.id, i.contact_id, i.inbox_id, x.channel, x.name as inbox_name, x.deleted_at is null as inbox_lives,
                  x.status as inbox_status,
                  i.external_id, i.name, i.username, i.email, i.phone, i.proof, i.reachable, i.unreachable_reason,
                  i.entry, i.last_seen_at, i.barred, i.bar_error
           from identity i join inbox x on x.id = i.inbox_id
           where i.contact_id = any(%(ids)s) and i.workspace_id = %(workspace)s
           order by i.last_seen_at desc, i.id desc""",
        {"ids": list(contact_ids), "workspace": tx.workspace_id},
    )


async def list_evidence(tx: Tx, contact_id: int) -> list[EvidenceRow]:
    """Return other contacts that have an address in common with this one, in any field, verified or claimed."""
    return await tx.fetch(
        EvidenceRow,
        """with mine as (
               select 'email' as kind, email_key as value, false as verified from contact
               where id = %(id)s and email <> ''
               union select 'phone', phone, false from contact where id = %(id)s and phone <> ''
               union select 'email', email_key, proof = 'provider' from identity
                     where contact_id = %(id)s and email <> ''
               union select 'phone', phone, proof = 'provider' from identity where contact_id = %(id)s and phone <> ''
           ), theirs as (
               select c.id as contact_id, m.kind, m.value, false as verified from mine m join contact c
                   on c.workspace_id = %(workspace)s and m.kind = 'email' and c.email_key <> ''
                      and c.email_key = m.value
               union all
               select c.id, m.kind, m.value, false from mine m join contact c
                   on c.workspace_id = %(workspace)s and m.kind = 'phone' and c.phone <> '' and c.phone = m.value
               union all
               select i.contact_id, m.kind, m.value, i.proof = 'provider' from mine m join identity i
                   on i.workspace_id = %(workspace)s and m.kind = 'email' and i.email_key <> ''
                      and i.email_key = m.value
               union all
               select i.contact_id, m.kind, m.value, i.proof = 'provider' from mine m join identity i
                   on i.workspace_id = %(workspace)s and m.kind = 'phone' and i.phone <> '' and i.phone = m.value
           )
           select t.contact_id, t.kind, t.value,
                  bool_or(t.verified) and (select bool_or(m.verified) from mine m
                                           where m.kind = t.kind and m.value = t.value) as verified
           from theirs t join contact c on c.id = t.contact_id and c.merged_into is null
           where t.contact_id <> %(id)s group by t.contact_id, t.kind, t.value
           order by verified desc, t.contact_id desc limit 40""",
        {"id": contact_id, "workspace": tx.workspace_id},
    )


async def ensure_address(tx: Tx, contact_id: int, inbox_id: int, address: Address, *, proved: bool) -> tuple[Met, bool]:
    """Give a contact an address in an inbox unless somebody has it; returns whose it is, and whether it is new."""
    made = await tx.value(
        """insert into identity (workspace_id, contact_id, inbox_id, external_id, email, phone, proof)
           select c.workspace_id, c.id, %(inbox)s, %(address)s, %(email)s, %(phone)s, %(proof)s from contact c
           where c.id = %(contact)s and c.workspace_id = %(workspace)s
           on conflict (inbox_id, external_id) do nothing returning id""",
        {
            "contact": contact_id, "workspace": tx.workspace_id, "inbox": inbox_id, "address": address.external_id,
            "email": address.email, "phone": address.phone, "proof": "provider" if proved else "none",
        },
    )  # fmt: skip
    if made is not None:
        return Met(contact_id, int(made)), True
    known = await tx.fetch(
        Met,
        """select contact_id, id as identity_id from identity
           where inbox_id = %(inbox)s and external_id = %(address)s and workspace_id = %(workspace)s""",
        {"inbox": inbox_id, "address": address.external_id, "workspace": tx.workspace_id},
    )
    return known[0], False
