"""Queries of drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.desk.records import QuotedLine
from otklik.infra.db import Tx

PREVIEW = 160


class DraftLine(Struct, frozen=True, kw_only=True):
    """A draft as it stands; `filled` is false for one that was sent or emptied."""

    conversation_id: int
    tab: str
    revision: int
    device: str
    text: str
    subject: str
    identity_id: int | None
    reply_to_id: int | None
    mail: dict[str, Any] | None
    upload_ids: list[int]
    buttons: list[list[dict[str, Any]]] | None
    replaced: str
    filled: bool
    updated_at: datetime


class DraftBrief(Struct, frozen=True, kw_only=True):
    """A draft as a list shows it."""

    conversation_id: int
    tab: str
    revision: int
    preview: str
    updated_at: datetime


class UploadLine(Struct, frozen=True, kw_only=True):
    """A file that waits for its message."""

    id: int
    name: str
    mime: str
    size: int
    kind: str
    width: int | None
    height: int | None


class Place(Struct, frozen=True):
    """Whose draft, and where."""

    conversation_id: int
    operator_id: int
    tab: str


async def lock_draft(tx: Tx, place: Place) -> DraftLine:
    """Return a draft, locked; one that never was begins empty with revision 0."""
    params = _params(tx, place)
    await tx.execute(
        """insert into draft (conversation_id, operator_id, tab, workspace_id)
           values (%(conversation)s, %(operator)s, %(tab)s, %(workspace)s) on conflict do nothing""",
        params,
    )
    found = await tx.find(
        DraftLine,
        """select conversation_id, tab, revision, device, text, subject, identity_id, reply_to_id, mail, upload_ids,
                  buttons, replaced, filled, updated_at
           from draft where conversation_id = %(conversation)s and operator_id = %(operator)s and tab = %(tab)s
                and workspace_id = %(workspace)s for update""",
        params,
    )
    assert found is not None  # noqa: S101 - just made
    return found


async def write_draft(tx: Tx, place: Place, fields: dict[str, Any]) -> None:
    """Write all of a locked draft."""
    await tx.execute(
        """update draft set revision = %(revision)s, device = %(device)s, text = %(text)s, subject = %(subject)s,
                  identity_id = %(identity)s, reply_to_id = %(reply_to)s, mail = %(mail)s,
                  upload_ids = %(uploads)s::bigint[], buttons = %(buttons)s, replaced = %(replaced)s, updated_at = now()
           where conversation_id = %(conversation)s and operator_id = %(operator)s and tab = %(tab)s
                 and workspace_id = %(workspace)s""",
        _params(tx, place)
        | fields
        | {name: Jsonb(fields[name]) if fields[name] else None for name in ("mail", "buttons")},
    )


async def keep_replaced(tx: Tx, place: Place, text: str) -> None:
    """Remember, beside a locked draft, the text that lost against it."""
    await tx.execute(
        """update draft set replaced = %(text)s, updated_at = now()
           where conversation_id = %(conversation)s and operator_id = %(operator)s and tab = %(tab)s
                 and workspace_id = %(workspace)s""",
        _params(tx, place) | {"text": text},
    )


async def empty_draft(tx: Tx, place: Place, revision: int, device: str) -> bool:
    """Empty a draft that is not newer than `revision`, and refuse what is older from now on; False if it is newer."""
    return bool(
        await tx.execute(
            """insert into draft as d (conversation_id, operator_id, tab, workspace_id, revision, device)
               values (%(conversation)s, %(operator)s, %(tab)s, %(workspace)s, %(revision)s, %(device)s)
               on conflict (conversation_id, operator_id, tab) do update
                   set revision = excluded.revision, device = excluded.device, text = '', subject = '',
                       identity_id = null, reply_to_id = null, mail = null, upload_ids = '{}', buttons = null,
                       replaced = '', updated_at = now()
                   where d.revision <= excluded.revision""",
            _params(tx, place) | {"revision": revision, "device": device},
        )
    )


async def load_drafts(tx: Tx, operator_id: int, conversation_ids: Sequence[int]) -> list[DraftLine]:
    """Return an operator's drafts of these conversations, emptied ones as well."""
    return await tx.fetch(
        DraftLine,
        """select conversation_id, tab, revision, device, text, subject, identity_id, reply_to_id, mail, upload_ids,
                  buttons, replaced, filled, updated_at
           from draft where conversation_id = any(%(ids)s) and operator_id = %(operator)s
                and workspace_id = %(workspace)s
           order by conversation_id, tab""",
        {"ids": list(conversation_ids), "operator": operator_id, "workspace": tx.workspace_id},
    )


async def list_drafts(tx: Tx, operator_id: int, limit: int) -> list[DraftBrief]:
    """Return the beginnings of an operator's drafts, the last touched first."""
    return await tx.fetch(
        DraftBrief,
        """select conversation_id, tab, revision, left(text, %(preview)s) as preview, updated_at from draft
           where workspace_id = %(workspace)s and operator_id = %(operator)s and filled
           order by updated_at desc limit %(limit)s""",
        {"operator": operator_id, "workspace": tx.workspace_id, "limit": limit, "preview": PREVIEW},
    )


async def count_other_drafts(tx: Tx, place: Place) -> int:
    """Count an operator's drafts besides one."""
    return int(
        await tx.value(
            """select count(*) from draft where workspace_id = %(workspace)s and operator_id = %(operator)s and filled
                      and (conversation_id, tab) <> (%(conversation)s, %(tab)s)""",
            _params(tx, place),
        )
    )


async def list_waiting_uploads(tx: Tx, upload_ids: Sequence[int], uploaded_by: str) -> list[UploadLine]:
    """Return those of the uploads that this person made and has not sent; they stay while the transaction lasts."""
    return await tx.fetch(
        UploadLine,
        """select a.id, a.name, a.mime, f.size, a.kind, a.width, a.height
           from attachment a join file f on f.key = a.file_key
           where a.id = any(%(ids)s) and a.message_id is null and a.workspace_id = %(workspace)s
                 and coalesce(a.brought_by, f.uploaded_by) = %(by)s
           order by a.id for share of a""",
        {"ids": list(upload_ids), "workspace": tx.workspace_id, "by": uploaded_by},
    )


async def load_targets(tx: Tx, ids: Sequence[int], quote: int) -> list[QuotedLine]:
    """Return the beginnings of the messages that drafts answer."""
    return await tx.fetch(
        QuotedLine,
        """select id, seq, author_name, left(text, %(quote)s) as text from message
           where id = any(%(ids)s) and workspace_id = %(workspace)s and deleted_at is null""",
        {"ids": list(ids), "workspace": tx.workspace_id, "quote": quote},
    )


def _params(tx: Tx, place: Place) -> dict[str, Any]:
    return {
        "conversation": place.conversation_id, "operator": place.operator_id, "tab": place.tab,
        "workspace": tx.workspace_id,
    }  # fmt: skip
