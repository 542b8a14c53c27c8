"""Every query on choices, mutes, devices, keys, and on what must be known to decide who is told."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

import msgspec
from psycopg.types.json import Jsonb

from otklik.infra.db import Database, Tx
from otklik.notifications.choices import Choices
from otklik.notifications.records import ConversationFacts, DeviceRow, KeyRow, MessageFacts, PersonRow

_PEOPLE: Final[LiteralString] = """
select o.id, o.workspace_id, o.name, o.role, o.role_id, cr.name as role_name, cr.permissions as role_permissions,
       coalesce(o.preferences ->> 'locale', w.locale) as locale, w.time_zone,
       s.settings, array(select m.team_id from team_member m where m.operator_id = o.id) as team_ids,
       o.presence = 'online' or (o.presence in ('away', 'offline') and o.presence_before is not null) as on_duty,
       coalesce(v.visible_until > now() and a.active_at > now() - interval '3 minutes', false) as visible,
       (select count(*)::int from push_device d where d.operator_id = o.id) as devices, o.email, w.two_factor,
       exists (select from second_factor f where f.operator_id = o.id and f.confirmed_at is not null)
           or exists (select from sso_identity i join sso_provider p on p.id = i.provider_id
                      where i.operator_id = o.id and p.enabled and p.trusts_factor) as has_factor
from operator o
join workspace w on w.id = o.workspace_id
left join custom_role cr on cr.id = o.role_id
left join notification_setting s on s.operator_id = o.id
left join notification_sight v on v.operator_id = o.id
left join operator_seen a on a.operator_id = o.id
where o.workspace_id = %(workspace)s and o.disabled_at is null and not o.demo
"""
_ALL_PEOPLE: Final[LiteralString] = _PEOPLE + " order by o.id"
_PERSON: Final[LiteralString] = _PEOPLE + " and o.id = %(id)s"
_CONVERSATIONS: Final[LiteralString] = """
select c.id, c.status, c.team_id, c.assignee_id, k.name as contact_name, c.version
from conversation c join contact k on k.id = c.contact_id
where c.workspace_id = %(workspace)s and c.id = any(%(ids)s)
"""
# The first that a customer wrote since somebody answered: nothing shortly before it belongs to the same waiting.
_MESSAGES: Final[LiteralString] = """
select m.id, m.seq, m.kind, m.text, m.author_kind, m.author_id, m.delivery, m.deleted_at is not null as deleted,
       not exists (select from message p where p.conversation_id = m.conversation_id and p.direction = 'in'
                   and p.seq < m.seq and p.seq > m.seq - 50
                   and greatest(p.sent_at, p.created_at) >= c.waiting_since) as first
from message m join conversation c on c.id = m.conversation_id
where m.workspace_id = %(workspace)s and m.id = any(%(ids)s)
"""
_MUTES: Final[LiteralString] = """
select operator_id, conversation_id from notification_mute
where workspace_id = %(workspace)s and conversation_id = any(%(ids)s)
"""
_FOLLOWERS: Final[LiteralString] = """
select operator_id, conversation_id from conversation_follower
where workspace_id = %(workspace)s and conversation_id = any(%(ids)s)
"""
_DEVICE: Final[LiteralString] = """
select id, operator_id, session_id, address_hash, address, host, name, refusals, created_at, seen_at, sent_at
from push_device where workspace_id = %(workspace)s and operator_id = %(operator)s
"""
_ONE_DEVICE: Final[LiteralString] = _DEVICE + " and id = %(id)s"
_DEVICES: Final[LiteralString] = _DEVICE + " order by id"


async def list_people(tx: Tx) -> list[PersonRow]:
    """Return everybody of the workspace who may be told of something."""
    return await tx.fetch(PersonRow, _ALL_PEOPLE, {"workspace": tx.workspace_id})


async def find_person(tx: Tx, operator_id: int) -> PersonRow | None:
    """Return one who may be told; None for a disabled operator."""
    return await tx.find(PersonRow, _PERSON, {"workspace": tx.workspace_id, "id": operator_id})


async def list_conversations(tx: Tx, ids: Sequence[int]) -> list[ConversationFacts]:
    """Return conversations as they are now."""
    return await tx.fetch(ConversationFacts, _CONVERSATIONS, {"workspace": tx.workspace_id, "ids": list(ids)})


async def list_messages(tx: Tx, ids: Sequence[int]) -> list[MessageFacts]:
    """Return messages as they are now."""
    return await tx.fetch(MessageFacts, _MESSAGES, {"workspace": tx.workspace_id, "ids": list(ids)})


async def list_mutes(tx: Tx, conversation_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Return who has muted which of these conversations: pairs of operator and conversation."""
    rows = await tx.rows(_MUTES, {"workspace": tx.workspace_id, "ids": list(conversation_ids)})
    return {(operator_id, conversation_id) for operator_id, conversation_id in rows}


async def list_followers(tx: Tx, conversation_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Return who follows which of these conversations: pairs of operator and conversation."""
    rows = await tx.rows(_FOLLOWERS, {"workspace": tx.workspace_id, "ids": list(conversation_ids)})
    return {(operator_id, conversation_id) for operator_id, conversation_id in rows}


async def find_settings(tx: Tx, operator_id: int) -> Any:  # noqa: ANN401 - JSON, read by the service
    """Return an operator's stored choices; None when there are none."""
    return await tx.value(
        "select settings from notification_setting where workspace_id = %(workspace)s and operator_id = %(id)s",
        {"workspace": tx.workspace_id, "id": operator_id},
    )


async def store_settings(tx: Tx, operator_id: int, choices: Choices) -> None:
    """Replace an operator's choices."""
    await tx.execute(
        """insert into notification_setting (operator_id, workspace_id, settings)
           values (%(id)s, %(workspace)s, %(settings)s)
           on conflict (operator_id) do update set settings = excluded.settings, changed_at = now()""",
        {"workspace": tx.workspace_id, "id": operator_id, "settings": Jsonb(msgspec.to_builtins(choices))},
    )


async def list_own_mutes(tx: Tx, operator_id: int) -> list[int]:
    """Return the conversations an operator has muted, the latest first."""
    rows = await tx.rows(
        """select conversation_id from notification_mute
           where workspace_id = %(workspace)s and operator_id = %(id)s order by muted_at desc, conversation_id""",
        {"workspace": tx.workspace_id, "id": operator_id},
    )
    return [row[0] for row in rows]


async def mute(tx: Tx, operator_id: int, conversation_id: int) -> None:
    """Mute a conversation for an operator."""
    await tx.execute(
        """insert into notification_mute (operator_id, conversation_id, workspace_id)
           values (%(id)s, %(conversation)s, %(workspace)s) on conflict do nothing""",
        {"workspace": tx.workspace_id, "id": operator_id, "conversation": conversation_id},
    )


async def unmute(tx: Tx, operator_id: int, conversation_id: int) -> None:
    """Let a conversation be heard again."""
    await tx.execute(
        """delete from notification_mute where workspace_id = %(workspace)s and operator_id = %(id)s
           and conversation_id = %(conversation)s""",
        {"workspace": tx.workspace_id, "id": operator_id, "conversation": conversation_id},
    )


async def has_read(tx: Tx, operator_id: int, conversation_id: int, seq: int) -> bool:
    """Say whether an operator has read a conversation as far as a message."""
    return bool(
        await tx.value(
            """select seq >= %(seq)s from read_mark where workspace_id = %(workspace)s
               and conversation_id = %(conversation)s and operator_id = %(id)s""",
            {"workspace": tx.workspace_id, "id": operator_id, "conversation": conversation_id, "seq": seq},
        )
    )


async def hold_sight(database: Database, operator_ids: Sequence[int], seconds: int) -> None:
    """Remember that these operators, of any workspace, look at a desk."""
    async with database.system() as tx:
        await tx.execute(
            """insert into notification_sight (operator_id, workspace_id, visible_until)
               select id, workspace_id, now() + %(seconds)s * interval '1 second'
               from operator where id = any(%(ids)s) order by id
               on conflict (operator_id) do update set visible_until = excluded.visible_until""",
            {"ids": sorted(operator_ids), "seconds": seconds},
        )


async def end_sight(database: Database, operator_id: int) -> None:
    """Remember that an operator looks at no desk any more."""
    async with database.system() as tx:
        await tx.execute(
            "update notification_sight set visible_until = now() where operator_id = %(id)s", {"id": operator_id}
        )


async def find_key(tx: Tx) -> KeyRow | None:
    """Return the keys of the workspace."""
    return await tx.find(
        KeyRow,
        "select public_key, private_key from push_key where workspace_id = %(workspace)s",
        {"workspace": tx.workspace_id},
    )


async def insert_key(tx: Tx, row: KeyRow) -> None:
    """Keep new keys, unless somebody was faster."""
    await tx.execute(
        """insert into push_key (workspace_id, public_key, private_key)
           values (%(workspace)s, %(public)s, %(private)s) on conflict do nothing""",
        {"workspace": tx.workspace_id, "public": row.public_key, "private": row.private_key},
    )


async def drop_key(tx: Tx) -> None:
    """Forget keys that do not open any more, with the devices: they trust only the old ones."""
    await tx.execute("delete from push_key where workspace_id = %(workspace)s", {"workspace": tx.workspace_id})
    await tx.execute("delete from push_device where workspace_id = %(workspace)s", {"workspace": tx.workspace_id})


async def lock_devices(tx: Tx, operator_id: int) -> list[DeviceRow]:
    """Return an operator's devices; two who add at once come one after the other."""
    await tx.execute(
        "select from operator where workspace_id = %(workspace)s and id = %(id)s for no key update",
        {"workspace": tx.workspace_id, "id": operator_id},
    )
    return await list_devices(tx, operator_id)


async def list_devices(tx: Tx, operator_id: int) -> list[DeviceRow]:
    """Return an operator's devices, the oldest first."""
    return await tx.fetch(DeviceRow, _DEVICES, {"workspace": tx.workspace_id, "operator": operator_id})


async def find_device(tx: Tx, operator_id: int, device_id: int) -> DeviceRow | None:
    """Return a device of this operator."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "id": device_id}
    return await tx.find(DeviceRow, _ONE_DEVICE, params)


async def put_device(tx: Tx, values: dict[str, Any]) -> int:
    """Add a device, or give it to whoever uses that browser now; returns its id."""
    device_id: int = await tx.value(
        """insert into push_device (workspace_id, operator_id, session_id, address_hash, address, host, name)
           values (%(workspace)s, %(operator)s, %(session)s, %(hash)s, %(address)s, %(host)s, %(name)s)
           on conflict (workspace_id, address_hash) do update set
               operator_id = excluded.operator_id, session_id = excluded.session_id, address = excluded.address,
               name = excluded.name, seen_at = now(), refusals = 0,
               created_at = case when push_device.operator_id = excluded.operator_id then push_device.created_at
                                 else now() end
           returning id""",
        {"workspace": tx.workspace_id, **values},
    )
    return device_id


async def delete_devices(tx: Tx, device_ids: Sequence[int]) -> int:
    """Remove devices; returns how many there were."""
    return await tx.execute(
        "delete from push_device where workspace_id = %(workspace)s and id = any(%(ids)s)",
        {"workspace": tx.workspace_id, "ids": list(device_ids)},
    )


async def delete_devices_of_sessions(tx: Tx, session_ids: Sequence[int]) -> None:
    """Remove the devices of sessions that were ended."""
    await tx.execute(
        "delete from push_device where workspace_id = %(workspace)s and session_id = any(%(ids)s)",
        {"workspace": tx.workspace_id, "ids": list(session_ids)},
    )


async def delete_devices_of(tx: Tx, operator_id: int, kept_session: int | None) -> None:
    """Remove an operator's devices except those of one session."""
    await tx.execute(
        """delete from push_device where workspace_id = %(workspace)s and operator_id = %(operator)s
           and session_id is distinct from %(kept)s""",
        {"workspace": tx.workspace_id, "operator": operator_id, "kept": kept_session},
    )


async def note_sent(tx: Tx, device_ids: Sequence[int]) -> None:
    """Remember that pushes to these devices were accepted."""
    await tx.execute(
        """update push_device set sent_at = now(), refusals = 0
           where workspace_id = %(workspace)s and id = any(%(ids)s)""",
        {"workspace": tx.workspace_id, "ids": list(device_ids)},
    )


async def note_refused(tx: Tx, device_ids: Sequence[int], limit: int) -> None:
    """Count a refusal of these devices; those refused `limit` times in a row are removed."""
    params = {"workspace": tx.workspace_id, "ids": list(device_ids), "limit": limit}
    await tx.execute(
        """update push_device set refusals = refusals + 1
           where workspace_id = %(workspace)s and id = any(%(ids)s)""",
        params,
    )
    await tx.execute(
        """delete from push_device where workspace_id = %(workspace)s and id = any(%(ids)s)
           and refusals >= %(limit)s""",
        params,
    )


async def sweep(tx: Tx, unseen_days: int) -> int:
    """Remove devices, of all workspaces, whose desk was not opened for so long; returns how many."""
    return await tx.execute(
        "delete from push_device where seen_at < now() - %(days)s * interval '1 day'", {"days": unseen_days}
    )
