"""From rows to what the visitor sees: never a note, never anybody else's, never how far it went inside."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from otklik.infra.db import Tx
from otklik.messaging.links import FileLinks
from otklik.visitor import repository
from otklik.visitor.reception import Reception
from otklik.visitor.records import FileRow, MessageRow, SeenRow
from otklik.visitor.schemas import (
    AuthorShown,
    FileShown,
    OperatorShown,
    QueueShown,
    QuoteShown,
    RatingShown,
    StateShown,
    WMessage,
)

_AUTHORS = {"contact": "visitor", "operator": "operator", "bot": "bot"}
_QUOTE_MAX = 200
_BUTTON = ("title", "payload", "url")
_PRESS = "press:"


def moment(at: datetime) -> str:
    """Write an instant for the wire."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


async def show_messages(tx: Tx, links: FileLinks, rows: Sequence[MessageRow]) -> list[WMessage]:
    """Show messages with their files; one more statement whatever their number."""
    if not rows:
        return []
    files: dict[int, list[FileRow]] = defaultdict(list)
    for file in await repository.list_files(tx, [row.id for row in rows]):
        files[file.message_id].append(file)
    return [_show(tx.workspace_id, links, row, files[row.id]) for row in rows]


def _show(workspace_id: int, links: FileLinks, row: MessageRow, files: Sequence[FileRow]) -> WMessage:
    content: dict[str, Any] = row.content or {}
    visitor = row.author_kind == "contact"
    gone = row.deleted_at is not None
    photo = links.operator_photo(workspace_id, row.author_id or 0, row.avatar_key)
    return WMessage(
        id=row.id,
        seq=row.id,
        client_id=(row.external_id or "").rpartition("/")[2] or None if visitor else None,
        from_=_AUTHORS.get(row.author_kind, "system"),
        author=None if visitor else AuthorShown(row.author_name, photo),
        at=moment(row.created_at),
        text="" if gone else row.text,
        marks=[] if gone else list(content.get("marks") or []),
        attachments=[] if gone else [_show_file(workspace_id, links, file) for file in files],
        buttons=[] if gone else _show_buttons(content),
        reply_to=_show_quote(row),
        edited=row.edited_at is not None,
        deleted=gone,
        status="sent" if visitor else row.delivery,
        via=row.via,
        reaction=None if gone else row.reaction,
        greeting="" if gone else str(content.get("greeting") or ""),
    )


def _show_file(workspace_id: int, links: FileLinks, file: FileRow) -> FileShown:
    ready = file.state == "ready" and file.file_key is not None
    return FileShown(
        id=file.id,
        kind=file.kind,
        name=file.name,
        mime=file.mime,
        bytes=file.size,
        width=file.width,
        height=file.height,
        url=links.attachment(workspace_id, file.id) if ready else None,
        state=file.state,
    )


def _show_quote(row: MessageRow) -> QuoteShown | None:
    """What a pressed button answers has the button under it."""
    if row.reply_id is None or (row.external_id or "").startswith(_PRESS):
        return None
    return QuoteShown(row.reply_id, (row.reply_text or "")[:_QUOTE_MAX])


def _show_buttons(content: dict[str, Any]) -> list[list[dict[str, Any]]]:
    pressed = content.get("pressed") or []
    return [
        [
            {**{name: button.get(name) for name in _BUTTON}, "pressed": button.get("payload") in pressed}
            for button in row
        ]
        for row in content.get("buttons") or []
    ]


class StateViews:
    """Shows where the sessions of one workspace stand."""

    def __init__(self, links: FileLinks, workspace_id: int) -> None:
        self._links = links
        self._workspace_id = workspace_id

    def show(
        self, reception: Reception, seen: SeenRow | None, rating: RatingShown | None, queue: QueueShown | None
    ) -> StateShown:
        """Show who is there, when somebody will be, what may be rated, and the queue while somebody answers it."""
        return StateShown(
            online=reception.online,
            opens=moment(reception.opens) if reception.opens else None,
            operator=self._show_holder(seen),
            rating=rating,
            queue=queue if reception.online else None,
        )

    def _show_holder(self, seen: SeenRow | None) -> OperatorShown | None:
        if seen is None or seen.operator is None:
            return None
        name, number, key = seen.operator
        return OperatorShown(name, self._links.operator_photo(self._workspace_id, int(number), key or None))
