"""The wire contract of drafts."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.desk.schemas import SUBJECT_MAX, Attached, DraftMark, Moment, ObjectId, Revision
from otklik.desk.schemas_mail import DraftLetter, LetterInput
from otklik.desk.schemas_messages import Quoted, Upload
from otklik.messaging.keyboards import ButtonSketch, Sketches


class DraftInput(DraftMark, frozen=True, kw_only=True):
    """What stands in the field of a tab now; without text, files and buttons the draft is gone.

    `base` is the last revision of elsewhere that this device had seen. `replaced` is the other text that is offered
    beside the draft: left out, it stays as it is.
    """

    base: Revision = 0
    text: str = ""
    subject: Annotated[str, Meta(max_length=SUBJECT_MAX)] = ""
    identity_id: ObjectId | None = None
    reply_to: ObjectId | None = None
    mail: LetterInput | None = None
    attachments: Attached = ()
    buttons: Sketches = ()
    replaced: str | UnsetType = UNSET


class Draft(Struct, frozen=True, kw_only=True):
    """A draft as it stands; one without text, attachments and buttons was sent or emptied. `device` wrote it last."""

    conversation_id: int
    tab: str
    revision: int
    device: str
    text: str
    subject: str
    identity_id: int | None
    reply_to: Quoted | None
    mail: DraftLetter | None
    attachments: list[Upload]
    buttons: list[list[ButtonSketch]]
    replaced: str
    updated_at: Moment


class DraftBrief(Struct, frozen=True, kw_only=True):
    """The beginning of a draft, for the list."""

    conversation_id: int
    tab: str
    revision: int
    preview: str
    updated_at: Moment
