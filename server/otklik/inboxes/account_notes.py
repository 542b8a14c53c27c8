"""What a provider says of our own account: kept for the administrator, and an alarm when nothing works any more."""

from otklik.channelkit.inbound import AccountNoted, Severity
from otklik.inboxes import repository
from otklik.inboxes.events import InboxChanged
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Tx


async def note_account(tx: Tx, inbox: InboxRecord, note: AccountNoted) -> None:
    """Keep a complaint as the inbox's last error; one that stops everything marks the inbox failing."""
    if note.severity is Severity.INFO:
        return
    await repository.note_error(tx, inbox.id, inbox.workspace_id, f"{note.code} {note.detail}".strip())
    if note.severity is Severity.FAIL and inbox.status == "active":
        await repository.update_inbox(tx, inbox.id, {"status": "failing"})
        await tx.announce(InboxChanged(workspace_id=inbox.workspace_id, data={"inbox_id": inbox.id, "what": "failing"}))
