"""Who wrote: from addresses in channels to identities and contacts, for a whole batch at once.

Statements are set-based and take their locks in one order (contacts by id), so that two processes that serve
the same person wait for each other instead of colliding. Only the first look of a transaction waits for locks: whoever
holds some people already and waited for others would go against the order. What a later look cannot have at once makes
the transaction begin again (`Overtaken`).
"""

from collections.abc import Sequence
from typing import LiteralString

import msgspec
from msgspec import Struct

from otklik.contacts.addresses import normalise_phone
from otklik.contacts.errors import Overtaken
from otklik.contacts.records import Arrival, Recognised
from otklik.infra.db import Tx

_encoder = msgspec.json.Encoder()
_HELD = "people"
"""What a transaction notes that has looked once (`Tx.hold`)."""


async def recognise(tx: Tx, arrivals: Sequence[Arrival]) -> dict[int, Recognised]:
    """Return who each arrival is, by its number, making identities and contacts for the unknown.

    An unknown address whose e-mail or phone the provider vouches for joins the contact already known under it.
    Every contact named in the answer is locked until the end of the transaction. Raises Overtaken.
    """
    arrivals = [msgspec.structs.replace(one, phone=normalise_phone(one.phone) or one.phone) for one in arrivals]
    found = await _find_known(tx, arrivals)
    unknown = [arrival for arrival in arrivals if arrival.number not in found]
    if unknown:
        found |= await _introduce(tx, unknown)
    return _name(tx, arrivals, found)


def _name(tx: Tx, arrivals: Sequence[Arrival], found: dict[int, Recognised]) -> dict[int, Recognised]:
    """Give a name to those we knew only by an address we wrote to ourselves."""
    nameless = {one.number: one for one in arrivals if one.name and not found[one.number].name}
    for number, arrival in nameless.items():
        person = found[number]
        tx.send(
            "update contact set name = %(name)s, version = version + 1 where id = %(id)s and name = ''",
            {"name": arrival.name, "id": person.contact_id},
        )
        found[number] = msgspec.structs.replace(person, name=arrival.name)
    return found


class _Known(Struct, frozen=True):
    number: int
    identity_id: int
    contact_id: int
    name: str
    blocked: bool
    reachable: bool
    moved: bool


async def _find_known(tx: Tx, arrivals: Sequence[Arrival]) -> dict[int, Recognised]:
    """Find and lock; raises Overtaken when people were merged or parted between the look and the lock."""
    query = _KNOWN if tx.hold(_HELD) else _KNOWN_AND_FREE
    rows = await tx.fetch(_Known, query, {"arrivals": _encoder.encode(arrivals).decode()})
    if any(row.moved for row in rows):
        raise Overtaken("these people are being merged just now")
    return {
        row.number: Recognised(
            number=row.number, identity_id=row.identity_id, contact_id=row.contact_id, name=row.name,
            blocked=row.blocked, reachable=row.reachable,
        )
        for row in rows
    }  # fmt: skip


def _know(waiting: LiteralString) -> LiteralString:
    return f"""
with a as (
    select number, inbox_id, external_id
    from jsonb_to_recordset(%(arrivals)s) as x(number int, inbox_id bigint, external_id text)
), i as (
    select a.number, i.id, i.contact_id, i.reachable from a join identity i using (inbox_id, external_id)
), locked as (
    select c.id, c.name, c.blocked_at, c.merged_into, c.version from contact c
    where c.id in (select contact_id from i) order by c.id for no key update {waiting}
)
select i.number, i.id as identity_id, i.contact_id, coalesce(locked.name, '') as name,
       locked.blocked_at is not null as blocked, i.reachable,
       locked.id is null or locked.merged_into is not null or locked.version <> seen.version as moved
from i join contact seen on seen.id = i.contact_id left join locked on locked.id = i.contact_id
"""  # noqa: S608 - a literal


_KNOWN = _know("")
_KNOWN_AND_FREE = _know("skip locked")
# `seen` is the contact as this statement saw it at its beginning, `locked` as it was when its lock was got: if the
# two differ, somebody changed the person while we waited, and the identity may belong to another one now.


async def _introduce(tx: Tx, unknown: Sequence[Arrival]) -> dict[int, Recognised]:
    """Make identities, with new contacts unless a verified address names a known one."""
    first = {(arrival.inbox_id, arrival.external_id): arrival for arrival in reversed(unknown)}
    owners = await _find_owners(tx, [arrival for arrival in first.values() if arrival.proof == "provider"])
    rows = [{**msgspec.to_builtins(arrival), "contact_id": owners.get(arrival.number)} for arrival in first.values()]
    tx.send(_INTRODUCE, {"rows": _encoder.encode(rows).decode()})
    found = await _find_known(tx, unknown)
    new = {first[arrival.inbox_id, arrival.external_id].number for arrival in unknown}
    return {number: msgspec.structs.replace(person, is_new=number in new) for number, person in found.items()}


_INTRODUCE = """
with x as (
    select coalesce(contact_id, nextval(pg_get_serial_sequence('contact', 'id'))) as contact_id,
           contact_id is null as fresh, workspace_id, inbox_id, external_id, name, username, language, email, phone,
           proof, entry
    from jsonb_to_recordset(%(rows)s) as x(contact_id bigint, workspace_id bigint, inbox_id bigint, external_id text,
         name text, username text, language text, email text, phone text, proof text, entry jsonb)
), made as (
    insert into identity (workspace_id, contact_id, inbox_id, external_id, name, username, email, phone, proof, entry)
    select workspace_id, contact_id, inbox_id, external_id, name, username, email, phone, proof, entry
    from x order by inbox_id, external_id
    on conflict (inbox_id, external_id) do nothing
    returning contact_id
)
insert into contact (id, workspace_id, name, phone, email, language)
select contact_id, workspace_id, name, phone, email, language
from x where fresh and contact_id in (select contact_id from made)
"""


class _Owner(Struct, frozen=True):
    number: int
    contact_id: int


async def _find_owners(tx: Tx, vouched: Sequence[Arrival]) -> dict[int, int]:
    """Return the contacts that already own a vouched e-mail or phone, oldest first, by arrival number; locks them."""
    if not vouched:
        return {}
    rows = await tx.fetch(_Owner, _OWNERS, {"rows": _encoder.encode(vouched).decode()})
    owners = sorted({row.contact_id for row in rows})
    living = await tx.rows(_LOCK_LIVING, {"ids": owners}) if owners else []
    if len(living) < len(owners):
        raise Overtaken("these people are being merged just now")
    return {row.number: row.contact_id for row in rows}


_OWNERS = """
select distinct on (x.number) x.number, c.id as contact_id
from jsonb_to_recordset(%(rows)s) as x(number int, workspace_id bigint, email text, phone text)
join identity i on i.workspace_id = x.workspace_id and i.proof = 'provider' and (
     (x.email <> '' and i.email_key <> '' and i.email_key = lower(x.email))
     or (x.phone <> '' and i.phone <> '' and i.phone = x.phone))
join contact c on c.id = i.contact_id and c.merged_into is null
order by x.number, c.id
"""
_LOCK_LIVING = """
select id from contact where id = any(%(ids)s) and merged_into is null order by id
for no key update skip locked
"""
