"""The wire contract of messages that wait before they leave."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.desk.schemas import Moment, NewMessage
from otklik.desk.schemas_drafts import Draft
from otklik.desk.schemas_mail import DraftLetter
from otklik.desk.schemas_messages import MessageAuthor, Quoted, Upload
from otklik.desk.schemas_verbs import ResolveInput, SnoozeInput
from otklik.infra.web.schemas import Input
from otklik.messaging.keyboards import Buttons, ButtonSketch

DELAY_MAX_S = 60
Instant = Annotated[datetime, Meta(tz=True)]


class HeldInput(Input, frozen=True, kw_only=True):
    """A reply that shall leave in `delay_s` seconds, to be taken back until then, or `at` a time.

    `unless_answered`: not if the customer writes before that time. `resolve`: close the conversation with it, for
    what `closing` says; `snooze`: put it off instead.
    """

    message: NewMessage
    delay_s: Annotated[int, Meta(ge=1, le=DELAY_MAX_S)] | None = None
    at: Instant | None = None
    unless_answered: bool = True
    resolve: bool = False
    closing: ResolveInput | None = None
    snooze: SnoozeInput | None = None


class HeldChange(Input, frozen=True, kw_only=True):
    """Changed facts of a message that waits; `expected_version` refuses when a colleague was faster."""

    text: str | UnsetType = UNSET
    buttons: Buttons | UnsetType = UNSET
    at: Instant | UnsetType = UNSET
    unless_answered: bool | UnsetType = UNSET
    expected_version: Annotated[int, Meta(ge=1)] | None = None


class Held(Struct, frozen=True, kw_only=True):
    """A message that waits, or (`state` stopped) waited in vain for the `reason` named by its code.

    `due_in_ms` is counted from the answer, for clocks that differ; `state` is waiting, stopped, sent or undone.
    `resolve` and `snooze`: the conversation is closed or put off with it.
    """

    id: int
    conversation_id: int
    client_id: str
    scheduled: bool
    state: str
    reason: str
    author: MessageAuthor
    text: str
    subject: str
    identity_id: int | None
    mail: DraftLetter | None
    attachments: list[Upload]
    buttons: list[list[ButtonSketch]]
    reply_to: Quoted | None
    resolve: bool
    snooze: bool
    unless_answered: bool
    due_at: Moment
    due_in_ms: int
    message_id: int | None
    version: int
    created_at: Moment


class TakenBack(Struct, frozen=True, kw_only=True):
    """A message that will not leave, and the author's draft, which holds it again; null for a program."""

    held: Held
    draft: Draft | None
