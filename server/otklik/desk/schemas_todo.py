"""What the doors of tasks take and give."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.conversations.todo import TITLE_MAX
from otklik.desk.schemas import Moment, Named, ObjectId
from otklik.infra.web.schemas import Input

_Title = Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
_Due = Annotated[datetime, Meta(tz=True)]
_Who = ObjectId | Literal["me"]


class NewTask(Input, frozen=True, kw_only=True):
    """A task to be made: what, by when, for whom ("me" is oneself, null nobody yet), about which message."""

    title: _Title
    due_at: _Due | None = None
    operator_id: _Who | None = "me"
    message_id: ObjectId | None = None


class TaskInput(Input, frozen=True, kw_only=True):
    """Changed facts of a task; `done` ticks it off or takes that back."""

    title: _Title | UnsetType = UNSET
    due_at: _Due | UnsetType | None = UNSET
    operator_id: _Who | UnsetType | None = UNSET
    done: bool | UnsetType = UNSET


class Task(Struct, frozen=True, kw_only=True):
    """A task; `message_seq` leads to the message it is about, if that still lies in the conversation."""

    id: int
    conversation_id: int
    contact_name: str
    message_id: int | None
    message_seq: int | None
    title: str
    due_at: Moment | None
    operator: Named | None
    author_id: int | None
    author_name: str
    created_at: Moment
    done_at: Moment | None
    done_by: str
    version: int
