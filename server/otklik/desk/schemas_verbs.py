"""What is said with the verbs on a conversation and on its messages."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from otklik.conversations.records import Back, Nap
from otklik.conversations.schemas_fields import FieldValues
from otklik.desk.schemas import NOTE_MAX, ObjectId, Seq, Version
from otklik.infra.web.schemas import Input
from otklik.infra.whispers import PEEK_MAX
from otklik.messaging.keyboards import Buttons


class AssignInput(Input, frozen=True, kw_only=True):
    """Who gets the conversation. A team without an operator is the team's queue; a left out team stays.

    `follow`: whoever gives it away hears how it goes on.
    """

    operator_id: ObjectId | Literal["me"] | UnsetType | None = UNSET
    team_id: ObjectId | UnsetType | None = UNSET
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""
    follow: bool = False
    expected_version: Version | None = None


class SnoozeInput(Input, frozen=True, kw_only=True):
    """When the conversation shall come back: at `until`, or, where that is null, only once the customer writes.

    `back`: to whoever holds it, or to nobody, in the queue of its team. `wake_on_reply` false: only
    the time brings it back, so there must be one.
    """

    until: Annotated[datetime, Meta(tz=True)] | None
    back: Literal["holder", "queue"] = "holder"
    wake_on_reply: bool = True

    @property
    def nap(self) -> Nap:
        """The same for the conversation."""
        return Nap(self.until, Back(self.back), self.wake_on_reply)


class ResolveInput(Input, frozen=True, kw_only=True):
    """What a conversation is closed for, a note for colleagues, and whether the customer is asked how it was.

    `topic_id` and `fields` (by their keys, null empties one) say what it was about; what is left out stays as it was.
    """

    reason_id: ObjectId | None = None
    topic_id: ObjectId | None = None
    fields: FieldValues = field(default_factory=dict)
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""
    ask_rating: bool = True


class ReadInput(Input, frozen=True, kw_only=True):
    """The last message that was seen."""

    seq: Seq


class UnreadInput(Input, frozen=True, kw_only=True):
    """The first message that shall be unread."""

    from_seq: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class TypingInput(Input, frozen=True, kw_only=True):
    """What one has written so far, for colleagues who have the conversation open; at most the last 500 characters."""

    text: Annotated[str, Meta(max_length=PEEK_MAX)]


class RetryInput(Input, frozen=True, kw_only=True):
    """`confirm`: send again although the message may have arrived; `identity_id`: to another address of the person."""

    confirm: bool = False
    identity_id: ObjectId | None = None


class ReactionInput(Input, frozen=True, kw_only=True):
    """The reaction of ours on a message; null takes it away."""

    emoji: Annotated[str, Meta(min_length=1, max_length=16)] | None


class EditInput(Input, frozen=True, kw_only=True):
    """The new text of a message, read as `formatting` says, and its buttons: left out, they stay."""

    text: str
    formatting: Literal["none", "signs"] = "none"
    buttons: Buttons | UnsetType = UNSET
