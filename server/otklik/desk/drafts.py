"""What an operator has begun to write: kept for each tab of a conversation, the same on all of their devices.

A write names its revision, and the server refuses an older one, in whatever order they arrive. Where two devices wrote
without knowing of each other, the newer revision stands and the other text is offered beside it.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import msgspec

from otklik.access.actor import Actor
from otklik.conversations.events import DraftChanged
from otklik.desk import repository_drafts as repository
from otklik.desk.repository_drafts import DraftLine, Place, UploadLine
from otklik.desk.room import Desk, DeskSettings
from otklik.desk.schemas import NewMessage, moment
from otklik.desk.schemas_drafts import Draft, DraftBrief, DraftInput
from otklik.desk.schemas_mail import DraftLetter, LetterInput
from otklik.desk.schemas_messages import Quoted, Upload
from otklik.desk.service import operator_of
from otklik.desk.sight import see_conversation
from otklik.infra.db import Tx
from otklik.kit.errors import Conflict, FieldError, Invalid
from otklik.kit.text import clean_name, clean_text
from otklik.messaging.keyboards import keep_sketches, show_sketches, sketch
from otklik.messaging.links import FileLinks

DRAFTS_MAX = 500
"""How many drafts an operator may have at once."""

GIVEN_BACK = "given-back"
"""The device of a draft that the server wrote: a message that was taken back before it left."""

_QUOTE = 200
_ADDRESS_MAX = 300


class TooManyDrafts(Conflict):
    """The operator has as many drafts as may be kept."""

    code = "too_many_drafts"


class Outcome(Enum):
    """What becomes of a write."""

    WRITTEN = "written"
    OLDER = "older"
    OLDER_BUT_OTHER = "older_but_other"


def judge(stored: DraftLine, data: DraftInput) -> Outcome:
    """Decide by the revision; an older text from a device that did not know of the newer one is not lost."""
    if data.revision > stored.revision:
        return Outcome.WRITTEN
    unaware = data.device != stored.device and data.base < stored.revision
    if unaware and data.text.strip() and data.text not in (stored.text, stored.replaced):
        return Outcome.OLDER_BUT_OTHER
    return Outcome.OLDER


def choose_replaced(stored: DraftLine, data: DraftInput) -> str:
    """Return the other text to offer beside a write that stands."""
    unaware = data.device != stored.device and data.base < stored.revision
    if unaware and stored.text.strip() and stored.text != data.text:
        return stored.text
    if data.replaced is not msgspec.UNSET:
        return clean_text(data.replaced)
    return stored.replaced if data.text.strip() or data.attachments or data.buttons else ""


class DraftViews:
    """Loads an operator's drafts as the wire shows them, for the doors and for the live line."""

    def __init__(self, links: FileLinks) -> None:
        self._links = links

    async def load(self, tx: Tx, operator_id: int, conversation_ids: Sequence[int]) -> list[Draft]:
        """Return the drafts of an operator in these conversations, emptied ones as well."""
        lines = await repository.load_drafts(tx, operator_id, conversation_ids)
        ids = sorted({number for line in lines for number in line.upload_ids})
        uploads = {one.id: one for one in await repository.list_waiting_uploads(tx, ids, _uploader(operator_id))}
        targets = sorted({line.reply_to_id for line in lines if line.reply_to_id is not None})
        quoted = {one.id: one for one in await repository.load_targets(tx, targets, _QUOTE)} if targets else {}
        return [
            Draft(
                conversation_id=line.conversation_id, tab=line.tab, revision=line.revision, device=line.device,
                text=line.text, subject=line.subject, identity_id=line.identity_id,
                reply_to=Quoted(*msgspec.structs.astuple(quoted[line.reply_to_id]))
                if line.reply_to_id in quoted else None,
                mail=show_letter(line.mail),
                attachments=[self._show(tx, uploads[one]) for one in line.upload_ids if one in uploads],
                buttons=show_sketches(line.buttons),
                replaced=line.replaced, updated_at=moment(line.updated_at),
            )
            for line in lines
        ]  # fmt: skip

    def _show(self, tx: Tx, line: UploadLine) -> Upload:
        return Upload(
            id=line.id, name=line.name, mime=line.mime, bytes=line.size, kind=line.kind, width=line.width,
            height=line.height, url=self._links.attachment(tx.workspace_id, line.id),
        )  # fmt: skip


def show_letter(kept: dict[str, Any] | None) -> DraftLetter | None:
    """Return the recipients that were kept with words."""
    if kept is None:
        return None
    lines = {name: list(kept.get(name, ())) for name in ("to", "cc", "bcc")}
    return DraftLetter(**lines, quote=kept.get("quote"))


def keep_letter(mail: LetterInput | None) -> dict[str, Any] | None:
    """Return what is kept of the recipients, right or wrong; they are judged when the message is posted."""
    if mail is None:
        return None
    lines = {name: [clean_name(one, _ADDRESS_MAX) for one in getattr(mail, name)] for name in ("to", "cc", "bcc")}
    return {**lines, "quote": mail.quote}


def _uploader(operator_id: int) -> str:
    return f"operator:{operator_id}"


async def save_draft(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, str], data: DraftInput) -> Draft:
    """Write a draft and return it as it stands then; `place` is (conversation, tab).

    Refuses what a message could not hold, and more than `DRAFTS_MAX`; files that are gone or sent are left out.
    """
    whose = Place(place[0], operator_of(actor), place[1])
    await see_conversation(tx, actor, whose.conversation_id)
    _check(desk.settings, data)
    stored = await repository.lock_draft(tx, whose)
    match judge(stored, data):
        case Outcome.WRITTEN:
            await _write(tx, whose, stored, data)
        case Outcome.OLDER_BUT_OTHER:
            await repository.keep_replaced(tx, whose, clean_text(data.text))
            await _announce(tx, whose)
        case Outcome.OLDER:
            pass
    shown = await DraftViews(desk.views.links).load(tx, whose.operator_id, [whose.conversation_id])
    return next(one for one in shown if one.tab == whose.tab)


def _check(settings: DeskSettings, data: DraftInput) -> None:
    faults = [
        FieldError(name, "too_long", f"at most {settings.text_max} characters")
        for name, text in (("text", data.text), ("replaced", data.replaced))
        if text is not msgspec.UNSET and len(text) > settings.text_max
    ]
    if len(data.attachments) > settings.files_per_message:
        faults.append(FieldError("attachments", "too_many", f"at most {settings.files_per_message} files"))
    if faults:
        raise Invalid("the draft is too large", errors=tuple(faults))


async def _write(tx: Tx, place: Place, stored: DraftLine, data: DraftInput) -> None:
    wanted = tuple(dict.fromkeys(data.attachments))
    found = await repository.list_waiting_uploads(tx, wanted, _uploader(place.operator_id)) if wanted else ()
    known = {one.id for one in found}
    uploads = [number for number in wanted if number in known]
    buttons = keep_sketches(data.buttons) if place.tab == "reply" else None
    filled = bool(data.text.strip() or uploads or buttons)
    if filled and not stored.filled and await repository.count_other_drafts(tx, place) >= DRAFTS_MAX:
        raise TooManyDrafts(f"at most {DRAFTS_MAX} drafts are kept")
    await repository.write_draft(
        tx,
        place,
        {
            "revision": data.revision, "device": data.device, "text": clean_text(data.text) if filled else "",
            "subject": clean_name(data.subject) if filled else "", "identity": data.identity_id if filled else None,
            "reply_to": data.reply_to if filled else None, "uploads": uploads,
            "mail": keep_letter(data.mail) if filled else None, "buttons": buttons,
            "replaced": choose_replaced(stored, data),
        },
    )  # fmt: skip
    await _announce(tx, place)


async def empty_posted(tx: Tx, actor: Actor, conversation_id: int, posted: NewMessage) -> None:
    """Empty the draft a message was posted from, unless it was changed after that state."""
    mark = posted.draft
    if mark is None or actor.operator_id is None:
        return
    place = Place(conversation_id, actor.operator_id, posted.kind)
    if await repository.empty_draft(tx, place, mark.revision, mark.device):
        await _announce(tx, place)


async def give_back(tx: Tx, settings: DeskSettings, place: tuple[int, int], message: NewMessage) -> None:
    """Put a message that will not leave into its author's draft, before what was written there since.

    `place` is (conversation, operator). Where the two are too long for one draft, the other text stands beside it.
    """
    whose = Place(place[0], place[1], "reply")
    stored = await repository.lock_draft(tx, whose)
    joined = "\n\n".join(text for text in (message.text, stored.text) if text.strip())
    fits = len(joined) <= settings.text_max
    await repository.write_draft(
        tx,
        whose,
        {
            "revision": stored.revision + 1, "device": GIVEN_BACK, "text": joined if fits else message.text,
            "subject": clean_name(message.subject) or stored.subject,
            "identity": message.identity_id or stored.identity_id, "reply_to": message.reply_to or stored.reply_to_id,
            "mail": keep_letter(message.mail) or stored.mail, "buttons": sketch(message.buttons) or stored.buttons,
            "uploads": list(dict.fromkeys((*message.attachments, *stored.upload_ids))),
            "replaced": stored.replaced if fits else stored.text,
        },
    )  # fmt: skip
    await _announce(tx, whose)


async def list_drafts(tx: Tx, actor: Actor) -> list[DraftBrief]:
    """Return the beginnings of all drafts of the actor, the last touched first."""
    found = await repository.list_drafts(tx, operator_of(actor), DRAFTS_MAX)
    return [
        DraftBrief(
            conversation_id=one.conversation_id, tab=one.tab, revision=one.revision, preview=one.preview,
            updated_at=moment(one.updated_at),
        )
        for one in found
    ]  # fmt: skip


async def _announce(tx: Tx, place: Place) -> None:
    data = {"operator_id": place.operator_id, "draft_of": place.conversation_id}
    await tx.announce(DraftChanged(workspace_id=tx.workspace_id, data=data))
