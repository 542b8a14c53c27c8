"""Messages that wait, as the wire shows them."""

from collections.abc import Sequence

import msgspec

from otklik.desk import repository_drafts, repository_held
from otklik.desk.drafts import keep_letter, show_letter
from otklik.desk.holding import message_of
from otklik.desk.repository_held import HeldRow
from otklik.desk.schemas import moment
from otklik.desk.schemas_held import Held
from otklik.desk.schemas_messages import MessageAuthor, Quoted, Upload
from otklik.infra.db import Tx
from otklik.messaging.keyboards import show_sketches, sketch
from otklik.messaging.links import FileLinks

_QUOTE = 200


async def show_held(tx: Tx, links: FileLinks, rows: Sequence[HeldRow]) -> list[Held]:
    """Return the rows with their files and the messages they answer."""
    ids = sorted({number for row in rows for number in row.upload_ids})
    lines = await repository_held.list_uploads(tx, ids) if ids else []
    files = {
        line.id: Upload(
            id=line.id, name=line.name, mime=line.mime, bytes=line.size, kind=line.kind, width=line.width,
            height=line.height, url=links.attachment(tx.workspace_id, line.id),
        )
        for line in lines
    }  # fmt: skip
    targets = sorted({one for row in rows if (one := message_of(row).reply_to) is not None})
    found = await repository_drafts.load_targets(tx, targets, _QUOTE) if targets else []
    quoted = {one.id: Quoted(*msgspec.structs.astuple(one)) for one in found}
    return [_show(row, files, quoted) for row in rows]


def _show(row: HeldRow, files: dict[int, Upload], quoted: dict[int, Quoted]) -> Held:
    message = message_of(row)
    return Held(
        id=row.id, conversation_id=row.conversation_id, client_id=str(row.client_id), scheduled=row.scheduled,
        state=row.state, reason=row.reason, author=MessageAuthor(row.author_kind, row.author_id, row.author_name),
        text=message.text, subject=message.subject, identity_id=message.identity_id,
        mail=show_letter(keep_letter(message.mail)),
        attachments=[files[number] for number in row.upload_ids if number in files],
        buttons=show_sketches(sketch(message.buttons)),
        reply_to=quoted.get(message.reply_to or 0), resolve=row.resolve,
        snooze="snooze" in (row.afterwards or {}), unless_answered=row.unless_answered,
        due_at=moment(row.due_at), due_in_ms=round(row.due_in_s * 1000), message_id=row.message_id,
        version=row.version, created_at=moment(row.created_at),
    )  # fmt: skip
