"""Puts the invented rows into the tables, and takes them out again."""

import random
from collections.abc import Sequence
from typing import Any, LiteralString

import msgspec

from otklik.access.events import WorkspaceChanged
from otklik.demo.making import CONTACTS, CONVERSATIONS, Cast, make_conversations, make_people
from otklik.demo.words import INBOXES, OPERATORS, TEAMS
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict
from otklik.kit.ids import new_token

_SEED = 20_261_122
_CHUNK = 250
_encoder = msgspec.json.Encoder()


class DemoThere(Conflict):
    """The workspace is filled already."""

    code = "demo_there"


async def fill(tx: Tx) -> None:
    """Fill the workspace; raises DemoThere when it is filled."""
    locale = await tx.value(
        "update workspace set demo = true where id = %(id)s and not demo returning locale", {"id": tx.workspace_id}
    )
    if locale is None:
        raise DemoThere("the demo data is there already")
    cast = await _make_cast(tx, locale if locale in TEAMS else "en")
    dice = random.Random(_SEED)  # noqa: S311 - invented people, not secrets
    contacts, identities = make_people(cast, dice)
    await _insert(tx, _CONTACTS, contacts)
    await _insert(tx, _IDENTITIES, identities)
    names = {contact["id"]: contact["name"] for contact in contacts}
    chunk: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for made in make_conversations(cast, identities, names, dice):
        chunk.append(made)
        if len(chunk) == _CHUNK:
            await _insert_conversations(tx, chunk)
            chunk = []
    await _insert_conversations(tx, chunk)
    await tx.announce(WorkspaceChanged(workspace_id=tx.workspace_id, data={"what": "demo_filled"}))


async def clear(tx: Tx) -> None:
    """Take everything invented out; what people made themselves stays."""
    workspace = {"id": tx.workspace_id}
    await tx.execute("delete from contact where workspace_id = %(id)s and demo", workspace)
    await _clear_inboxes(tx)
    await tx.execute("delete from operator where workspace_id = %(id)s and demo", workspace)
    await tx.execute("delete from team where workspace_id = %(id)s and demo", workspace)
    await tx.execute("update workspace set demo = false where id = %(id)s", workspace)
    await tx.announce(WorkspaceChanged(workspace_id=tx.workspace_id, data={"what": "demo_cleared"}))


async def _clear_inboxes(tx: Tx) -> None:
    """Take invented inboxes out, and their traces on people who are not invented."""
    workspace = {"id": tx.workspace_id}
    rows = await tx.rows("select id from inbox where workspace_id = %(id)s and demo", workspace)
    inboxes = {"ids": [row[0] for row in rows], **workspace}
    await tx.execute("delete from hook_call where inbox_id = any(%(ids)s) and workspace_id = %(id)s", inboxes)
    await tx.execute("delete from identity where inbox_id = any(%(ids)s) and workspace_id = %(id)s", inboxes)
    await tx.execute(
        "update conversation set inbox_id = null where inbox_id = any(%(ids)s) and workspace_id = %(id)s", inboxes
    )
    await tx.execute("delete from inbox where id = any(%(ids)s) and workspace_id = %(id)s", inboxes)


async def _make_cast(tx: Tx, locale: str) -> Cast:
    mark = new_token(6)
    operators = [
        {"name": name, "email": f"demo{number}-{mark}@demo.invalid", "workspace_id": tx.workspace_id}
        for number, name in enumerate(OPERATORS[locale])
    ]
    inboxes = [
        {"channel": channel, "name": name, "token": new_token(), "secret": new_token(), "workspace_id": tx.workspace_id}
        for channel, name in INBOXES[locale].items()
    ]
    teams = [{"name": await _free_name(tx, name), "workspace_id": tx.workspace_id} for name in TEAMS[locale]]
    hosts = await tx.rows(_HOST, {})
    return Cast(
        workspace_id=tx.workspace_id,
        operators=[(row[0], row[1]) for row in await _insert(tx, _OPERATORS, operators)],
        host=(hosts[0][0], hosts[0][1]) if hosts else None,
        teams=[row[0] for row in await _insert(tx, _TEAMS, teams)],
        inboxes=[(row[0], row[1]) for row in await _insert(tx, _INBOXES, inboxes)],
        contact_ids=await _reserve(tx, "contact", CONTACTS),
        identity_ids=await _reserve(tx, "identity", CONTACTS * 2),
        conversation_ids=await _reserve(tx, "conversation", CONVERSATIONS),
        now=utc_now(),
    )


async def _free_name(tx: Tx, name: str) -> str:
    """Leave a team of one's own its name."""
    taken = await tx.value("select 1 from team where lower(name) = lower(%(name)s)", {"name": name})
    return f"{name} (demo)" if taken else name


async def _reserve(tx: Tx, table: str, count: int) -> list[int]:
    rows = await tx.rows(
        "select nextval(pg_get_serial_sequence(%(table)s, 'id')) from generate_series(1, %(count)s)",
        {"table": table, "count": count},
    )
    return [row[0] for row in rows]


async def _insert_conversations(tx: Tx, made: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    if made:
        await _insert(tx, _CONVERSATIONS, [conversation for conversation, _ in made])
        await _insert(tx, _MESSAGES, [message for _, messages in made for message in messages])


async def _insert(tx: Tx, statement: LiteralString, rows: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return await tx.rows(statement, {"rows": _encoder.encode(rows).decode()})


_OPERATORS: LiteralString = """
insert into operator (workspace_id, email, name, role, presence, demo)
select workspace_id, email, name, 'operator', 'online', true
from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, email text, name text) returning id, name
"""
_HOST: LiteralString = "select id, name from operator where role = 'owner' and not demo order by id limit 1"
_TEAMS: LiteralString = """
insert into team (workspace_id, name, demo)
select workspace_id, name, true from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, name text) returning id
"""
_INBOXES: LiteralString = """
insert into inbox (workspace_id, channel, name, status, token, hook_secret, demo)
select workspace_id, channel, name, 'active', token, secret, true
from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, channel text, name text, token text, secret text)
returning id, channel
"""
_CONTACTS: LiteralString = """
insert into contact (id, workspace_id, name, phone, email, language, created_at, demo)
select id, workspace_id, name, phone, email, language, created_at, true
from jsonb_to_recordset(%(rows)s) as x(id bigint, workspace_id bigint, name text, phone text, email text, language text,
     created_at timestamptz) returning id
"""
_IDENTITIES: LiteralString = """
insert into identity (id, workspace_id, contact_id, inbox_id, external_id, name, username, email)
select id, workspace_id, contact_id, inbox_id, external_id, name, username, email
from jsonb_to_recordset(%(rows)s) as x(id bigint, workspace_id bigint, contact_id bigint, inbox_id bigint,
     external_id text, name text, username text, email text) returning id
"""
_CONVERSATIONS: LiteralString = """
insert into conversation (id, workspace_id, contact_id, status, takes_new, inbox_id, identity_id, inbox_ids, subject,
    team_id, assignee_id, last_seq, in_count, last_out_seq, last_message_at, waiting_since, first_response_at,
    snoozed_until, resolved_at, preview, created_at, demo)
select id, workspace_id, contact_id, status, takes_new, inbox_id, identity_id, array[inbox_id], subject, team_id,
    assignee_id, last_seq, in_count, last_out_seq, last_message_at, waiting_since, first_response_at, snoozed_until,
    resolved_at, preview, created_at, true
from jsonb_to_recordset(%(rows)s) as x(id bigint, workspace_id bigint, contact_id bigint, status text,
    takes_new boolean, inbox_id bigint, identity_id bigint, subject text, team_id bigint, assignee_id bigint,
    last_seq int, in_count int, last_out_seq int, last_message_at timestamptz, waiting_since timestamptz,
    first_response_at timestamptz, snoozed_until timestamptz, resolved_at timestamptz, preview jsonb,
    created_at timestamptz) returning id
"""
_MESSAGES: LiteralString = """
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_id, author_name, inbox_id,
    identity_id, text, content, delivery, sent_at, created_at, external_id)
select workspace_id, conversation_id, seq, kind, direction, author_kind, author_id, author_name, inbox_id, identity_id,
    text, content, delivery, at, at, case when direction = 'in' then 'demo-' || conversation_id || '-' || seq end
from jsonb_to_recordset(%(rows)s) as x(workspace_id bigint, conversation_id bigint, seq int, kind text, direction text,
    author_kind text, author_id bigint, author_name text, inbox_id bigint, identity_id bigint, text text, content jsonb,
    delivery text, at timestamptz) returning id
"""
