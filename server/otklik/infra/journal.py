"""The inbound journal: every genuine delivery of a provider, raw, with what became of it.

What could not be read or recorded stays here as *failed* with its reason and can be run again.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from otklik.infra.db import Tx

_encoder = msgspec.json.Encoder()


class Entry(Struct, frozen=True, kw_only=True):
    """One delivery to be written. `state` is recorded, failed or ignored."""

    workspace_id: int
    inbox_id: int
    body: bytes
    headers: dict[str, str] | None
    query: str
    polled: bool
    state: str = "recorded"
    reason: str = ""


class KeyClaim(Struct, frozen=True):
    """A fact of an inbox, to be taken once. `number` is the caller's own."""

    number: int
    workspace_id: int
    inbox_id: int
    key: str


class HookCallRow(Struct, frozen=True, kw_only=True):
    """A delivery as it stands in the journal."""

    id: int
    workspace_id: int
    inbox_id: int
    received_at: datetime
    state: str
    body: str | None
    raw: bytes | None
    headers: dict[str, str] | None
    query: str
    polled: bool
    reason: str
    attempts: int

    @property
    def content(self) -> bytes:
        """The body as it was received."""
        return self.raw if self.raw is not None else (self.body or "").encode()


async def claim_keys(tx: Tx, claims: Sequence[KeyClaim]) -> set[int]:
    """Take facts by their unique keys and return the numbers of those nobody had taken before."""
    rows = await tx.rows(
        """with claimed as (
               select * from jsonb_to_recordset(%(claims)s)
                        as c(number int, workspace_id bigint, inbox_id bigint, key text)
           ), fresh as (
               insert into inbound_key (inbox_id, key, workspace_id)
               select inbox_id, key, workspace_id from claimed order by inbox_id, key
               on conflict do nothing returning inbox_id, key
           )
           select number from claimed join fresh using (inbox_id, key)""",
        {"claims": _encoder.encode(claims).decode()},
    )
    return {row[0] for row in rows}


def write_entries(tx: Tx, entries: Sequence[Entry]) -> None:
    """Write deliveries. Bodies that PostgreSQL text cannot hold are kept as bytes."""
    rows = [
        {
            "workspace_id": entry.workspace_id, "inbox_id": entry.inbox_id, "headers": entry.headers or None,
            "query": entry.query, "polled": entry.polled, "state": entry.state, "reason": entry.reason,
            **_body_columns(entry.body),
        }
        for entry in entries
    ]  # fmt: skip
    tx.send(
        """insert into hook_call (workspace_id, inbox_id, state, body, raw, headers, query, polled, reason)
           select workspace_id, inbox_id, state, body, decode(raw, 'base64'), headers, query, polled, reason
           from json_to_recordset(%(rows)s) as h(workspace_id bigint, inbox_id bigint, state text, body text, raw text,
                headers jsonb, query text, polled boolean, reason text)""",
        {"rows": _encoder.encode(rows).decode()},
    )


def _body_columns(body: bytes) -> dict[str, str | bytes]:
    if b"\x00" not in body:
        try:
            return {"body": body.decode()}
        except UnicodeDecodeError:
            pass
    return {"raw": body}


async def find_entry(tx: Tx, entry_id: int) -> HookCallRow | None:
    """Return one delivery, locked against a second reprocessing."""
    return await tx.find(
        HookCallRow,
        """select id, workspace_id, inbox_id, received_at, state, body, raw, headers, query, polled, reason, attempts
           from hook_call where id = %(id)s for update""",
        {"id": entry_id},
    )


async def settle_entry(tx: Tx, entry_id: int, state: str, reason: str) -> None:
    """Record what became of another attempt at a delivery."""
    await tx.execute(
        "update hook_call set state = %(state)s, reason = %(reason)s, attempts = attempts + 1 where id = %(id)s",
        {"id": entry_id, "state": state, "reason": reason[:2000]},
    )
