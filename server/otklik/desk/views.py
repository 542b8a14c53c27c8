"""From rows to what the wire shows: many conversations or messages at once, a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import starmap
from typing import Any

import msgspec

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Mark
from otklik.channelkit.notes import read_note
from otklik.conversations.linking import LinkedRow, find_parent, list_children
from otklik.conversations.posting import APART
from otklik.conversations.reacting import OURS
from otklik.conversations.records import Priority
from otklik.desk import repository
from otklik.desk.counting import ViewCounter
from otklik.desk.records import (
    AttachmentLine,
    ConversationLine,
    EndingLine,
    IdentityLine,
    MessageLine,
    QuotedLine,
    ReactionLine,
)
from otklik.desk.schemas import (
    ContactBrief,
    Conversation,
    ConversationRow,
    Entry,
    Identity,
    LinkedConversation,
    Named,
    Preview,
    Tag,
    moment,
    moment_or_none,
)
from otklik.desk.schemas_messages import (
    Attachment,
    Button,
    Card,
    Delivery,
    DeliveryError,
    FormAnswer,
    Location,
    Mail,
    Mentioned,
    Message,
    MessageAuthor,
    OwnReaction,
    Quoted,
    Reaction,
    Scan,
    Sticker,
    SystemEvent,
    TimelineEntry,
    TimelineRating,
    UsedTemplate,
)
from otklik.desk.schemas_poll import Poll, PollOption
from otklik.desk.words import explain, explain_reaction
from otklik.infra.db import Tx
from otklik.labels.topics import name_topic
from otklik.messaging.capability import find_shut
from otklik.messaging.links import FileLinks

_ANIMATION = "animation"
_STICKER = "sticker"


class DeskViews:
    """Loads what the desk shows. The realtime hub asks it for every batch, so each call is a handful of statements."""

    def __init__(self, links: FileLinks) -> None:
        self.links = links
        self.counter = ViewCounter()

    async def load_rows(self, tx: Tx, ids: Sequence[int], operator_id: int = 0) -> list[ConversationRow]:
        """Return the conversations that exist among `ids`, in that order.

        `unread` counts after this operator's read mark; for operator 0 it counts every inbound message.
        """
        if not ids:
            return []
        lines = {line.id: line for line in await repository.load_conversations(tx, ids, operator_id)}
        return [
            ConversationRow(**self._row_fields(tx.workspace_id, lines[number])) for number in ids if number in lines
        ]

    async def load_people(self, tx: Tx, ids: Sequence[int]) -> list[ContactBrief]:
        """Return the customers that exist among `ids`, as rows and headers name them."""
        return [
            ContactBrief(
                line.id,
                line.name,
                self.links.contact_photo(tx.workspace_id, line.id, line.avatar_key),
                line.vip,
                line.language,
            )
            for line in await repository.load_people(tx, ids)
        ]

    async def load_conversation(self, tx: Tx, conversation_id: int, operator_id: int) -> Conversation | None:
        """Return an opened conversation."""
        lines = await repository.load_conversations(tx, [conversation_id], operator_id)
        more = await repository.find_more(tx, conversation_id, operator_id)
        if not lines or more is None:
            return None
        identities = await repository.list_identities(tx, more.contact_id)
        parent = await find_parent(tx, conversation_id)
        return Conversation(
            **self._row_fields(tx.workspace_id, lines[0]),
            identities=[show_identity(line) for line in identities],
            reply_identity_id=choose_reply_identity(identities, more.identity_id),
            read_seq=more.read_seq,
            resolved_at=moment_or_none(more.resolved_at),
            other_conversations=more.other_conversations,
            topic=_name(more.topic_id, await name_topic(tx, more.topic_id) if more.topic_id else None),
            fields=more.fields,
            parent=_show_linked(parent) if parent else None,
            children=[_show_linked(one) for one in await list_children(tx, conversation_id)],
            followers=list(starmap(Named, zip(more.follower_ids, more.follower_names, strict=True))),
        )

    async def load_messages(self, tx: Tx, ids: Sequence[int]) -> list[Message]:
        """Return the messages that exist among `ids`, in the order of their conversations.

        Most messages are text alone, so what else may stand beside them is only asked for where there is some.
        """
        lines = await repository.load_messages(tx, ids) if ids else []
        if not lines:
            return []
        with_files = [line.id for line in lines if line.has_files and line.deleted_at is None]
        with_reactions = [line.id for line in lines if line.has_reactions and line.deleted_at is None]
        quoted_ids = {line.reply_to_id for line in lines if line.reply_to_id is not None}
        files = _group(await repository.load_attachments(tx, with_files) if with_files else ())
        reactions = _group(await repository.load_reactions(tx, with_reactions) if with_reactions else ())
        quoted = {line.id: line for line in await repository.load_quoted(tx, sorted(quoted_ids))} if quoted_ids else {}
        return [
            _show_message(
                line, [self.show_file(tx.workspace_id, file) for file in files[line.id]], reactions[line.id],
                quoted.get(line.reply_to_id or 0),
            )
            for line in lines
        ]  # fmt: skip

    def _row_fields(self, workspace_id: int, line: ConversationLine) -> dict[str, Any]:
        return {
            "id": line.id, "status": line.status,
            "contact": ContactBrief(
                line.contact_id, line.contact_name,
                self.links.contact_photo(workspace_id, line.contact_id, line.avatar_key), line.vip, line.language,
            ),
            "channel": line.channel, "inbox_id": line.inbox_id, "inbox_name": line.inbox_name,
            "channels": line.channels or ([line.channel] if line.channel else []), "subject": line.subject or None,
            "preview": _show_preview(line.preview), "last_message_at": moment(line.last_message_at),
            "waiting_since": moment_or_none(line.waiting_since), "unread": line.unread,
            "assignee": _name(line.assignee_id, line.assignee_name), "team": _name(line.team_id, line.team_name),
            "last_seq": line.last_seq, "failed": line.failed_count,
            "snoozed_until": moment_or_none(line.snoozed_until), "snooze_back": line.snooze_back,
            "wake_on_reply": line.wakes_on_reply,
            "priority": Priority(line.priority).wire,
            "spam": line.spam, "returned": bool(line.returned), "wrote_asleep": bool(line.wrote_asleep),
            "tags": [Tag(**one) for one in line.tags or ()],
            "created_at": moment(line.created_at), "version": line.version,
        }  # fmt: skip

    def show_file(self, workspace_id: int, line: AttachmentLine) -> Attachment:
        """Return a file with its signed address, once it is stored."""
        ready = line.state == "ready" and line.stored and line.scan != "infected" and not line.held
        return Attachment(
            id=line.id, kind=_shown_kind(line.kind, line.mime), name=line.name, mime=line.mime, bytes=line.size,
            width=line.width, height=line.height, duration_s=line.duration_s, state=line.state,
            url=self.links.attachment(workspace_id, line.id) if ready else None, inline=line.inline,
            reason=line.reason or None, scan=_SCANS.get(line.scan or ""), held=line.held,
        )  # fmt: skip


_SCANS: Mapping[str, Scan] = {
    "unchecked": "checking", "clean": "clean", "infected": "infected", "unreachable": "not_checked",
    "too_large": "too_large",
}  # fmt: skip


def _group(lines: Sequence[Any]) -> Mapping[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for line in lines:
        groups[line.message_id].append(line)
    return groups


def show_entry(row: ConversationRow, messages: list[Message], ending: EndingLine, topic: str) -> TimelineEntry:
    """Show a conversation of a person with its last messages and how it ended."""
    rated = ending.scale is not None and ending.score is not None
    rating = TimelineRating(ending.scale or "", ending.score or 0) if rated else None
    return TimelineEntry(row, messages, ending.reason, topic or None, rating)


def _show_linked(row: LinkedRow) -> LinkedConversation:
    return LinkedConversation(row.id, row.status, row.subject or None, row.contact_name)


def _name(number: int | None, name: str | None) -> Named | None:
    return None if number is None else Named(number, name or "")


def _show_preview(preview: dict[str, Any] | None) -> Preview | None:
    if preview is None:
        return None
    return Preview(
        preview.get("text", ""), preview.get("kind", "text"), preview.get("author", "system"), bool(preview.get("note"))
    )


def _shown_kind(kind: str, mime: str) -> str:
    """The wire has no animations: they are pictures or silent films."""
    if kind != _ANIMATION:
        return kind
    return "image" if mime.startswith("image/") else "video"


# identities -----------------------------------------------------------------------------------------------------


def choose_reply_identity(identities: Sequence[IdentityLine], last_used: int | None) -> int | None:
    """Return the address last used in the conversation, else the one last heard of that can be written to.

    What only leads in, such as a form, is never answered there.
    """
    if any(line.id == last_used and line.unreachable_reason != "one_way" for line in identities):
        return last_used
    open_ones = (line.id for line in identities if line.reachable and find_shut(line.inbox_status) is None)
    return next(open_ones, identities[0].id if identities else None)


def show_identity(line: IdentityLine) -> Identity:
    """Show an address; through an inbox that is shut it cannot be written to."""
    entry = line.entry
    shut = find_shut(line.inbox_status)
    return Identity(
        id=line.id, inbox_id=line.inbox_id, channel=line.channel, inbox_name=line.inbox_name,
        external_id=line.external_id,
        display=line.email or line.phone or (f"@{line.username}" if line.username else "") or line.name
        or line.external_id,
        username=line.username or None, verified=line.proof, reachable=line.reachable and shut is None,
        unreachable_reason=shut or line.unreachable_reason or None,
        entry=Entry(str(entry.get("kind", "")), entry.get("ref") or None) if entry else None,
        last_seen_at=moment(line.last_seen_at),
        last_wrote_at=None if line.last_wrote_at is None else moment(line.last_wrote_at),
        barred=line.barred is True, bar_error=line.bar_error,
    )  # fmt: skip


# messages -------------------------------------------------------------------------------------------------------


def _show_message(
    line: MessageLine, files: list[Attachment], reactions: Sequence[ReactionLine], quoted: QuotedLine | None
) -> Message:
    content = line.content or {}
    remarks = read_note("" if line.kind == Kind.BUTTON_PRESS else content.get("note") or "")
    return Message(
        id=line.id, conversation_id=line.conversation_id, seq=line.seq, client_id=line.client_id,
        kind=_message_kind(line, files), note=line.note and line.kind not in APART,
        direction=line.direction,
        author=MessageAuthor(line.author_kind, line.author_id, line.author_name), inbox_id=line.inbox_id,
        channel=line.channel, identity_id=line.identity_id, text=line.text,
        marks=[msgspec.convert(mark, Mark) for mark in content.get("marks", ())],
        mentions=[msgspec.convert(one, Mentioned) for one in content.get("mentions", ())], attachments=files,
        location=_show_location(content.get("location")), card=_show_card(content.get("card")),
        poll=_show_poll(content.get("poll")),
        sticker=Sticker(content.get("emoji") or None) if line.kind == _STICKER else None,
        template=_show_template(content.get("template")),
        buttons=_show_buttons(content), reply_to=Quoted(*msgspec.structs.astuple(quoted)) if quoted else None,
        mail=_show_mail(content.get("mail"), line), event=_show_event(content.get("event")),
        reactions=[
            Reaction(emoji, _reacted_by(one.actor)) for one in reactions if one.actor != OURS for emoji in one.emojis
        ],
        own_reaction=_show_own(reactions),
        pinned=line.pinned,
        delivery=_show_delivery(line), group_id=content.get("group_id") or None,
        greeting=content.get("greeting") or None,
        answers=[FormAnswer(one["field"], one["value"]) for one in content.get("answers", [])],
        notes=[note.value for note in remarks.notes], unshown=remarks.unshown,
        sent_at=moment(line.sent_at), created_at=moment(line.created_at), edited_at=moment_or_none(line.edited_at),
        deleted_at=moment_or_none(line.deleted_at), version=line.version,
    )  # fmt: skip


def _message_kind(line: MessageLine, files: Sequence[Attachment]) -> str:
    if line.kind == _ANIMATION:
        return files[0].kind if files else "video"
    return line.kind


def _show_template(found: dict[str, Any] | None) -> UsedTemplate | None:
    return None if found is None else UsedTemplate(found["name"], found["language"])


def _show_location(found: dict[str, Any] | None) -> Location | None:
    if found is None:
        return None
    return Location(found["latitude"], found["longitude"], found.get("title") or None, found.get("address") or None)


def _show_card(found: dict[str, Any] | None) -> Card | None:
    if found is None:
        return None
    return Card(found.get("name", ""), found.get("phone") or None, bool(found.get("own")))


def _show_poll(found: dict[str, Any] | None) -> Poll | None:
    if found is None:
        return None
    options = [PollOption(one.get("text", ""), one.get("votes", 0)) for one in found.get("options", ())]
    flags = {name: bool(found.get(name)) for name in ("multiple", "closed", "quiz")}
    return Poll(options=options, votes=found.get("votes", 0), **flags)


def _show_buttons(content: dict[str, Any]) -> list[list[Button]]:
    pressed, times = set(content.get("pressed", ())), content.get("pressed_at", {})
    return [
        [
            Button(
                one["title"],
                one.get("payload") or None,
                one.get("url") or None,
                one.get("payload") in pressed,
                times.get(one.get("payload")),
            )
            for one in row
        ]
        for row in content.get("buttons", ())
    ]


def _show_mail(found: dict[str, Any] | None, line: MessageLine) -> Mail | None:
    if found is None:
        return None
    return Mail(
        subject=found.get("subject") or None, sender=found.get("sender", ""), to=list(found.get("to", ())),
        cc=list(found.get("cc", ())), bcc=list(found.get("bcc", ())), html=line.has_html, head=line.has_head,
        folded_text=found.get("folded") or None, authentic=found.get("authentic", "unverified"),
        automatic=found.get("automatic") or None, forwards=found.get("forwards") or None,
        signature=found.get("signature") or None, refused=found.get("refused", {}),
    )  # fmt: skip


def _show_event(found: dict[str, Any] | None) -> SystemEvent | None:
    return None if found is None else SystemEvent(found.get("kind", ""), found.get("data", {}))


def _show_own(reactions: Sequence[ReactionLine]) -> OwnReaction | None:
    line = next((one for one in reactions if one.actor == OURS), None)
    if line is None:
        return None
    error = None
    if line.error is not None:
        code, detail = str(line.error.get("code", "")), str(line.error.get("detail", ""))
        error = DeliveryError(code, explain_reaction(code, detail), line.error.get("provider_code") or None)
    emoji = line.emojis[0] if line.emojis else None
    return OwnReaction(emoji=emoji, by=Named(line.operator_id or 0, line.operator_name), state=line.state, error=error)


def _reacted_by(actor: str) -> str:
    """An address is the customer's; the desk need not see it again."""
    kind = actor.partition(":")[0]
    return "contact" if kind == "identity" else kind


def _show_delivery(line: MessageLine) -> Delivery | None:
    if line.delivery is None:
        return None
    error = None
    if line.error is not None:
        code = str(line.error.get("code", ""))
        provider = line.error.get("provider_code") or None
        error = DeliveryError(code, explain(code, str(line.error.get("detail", ""))), provider)
    return Delivery(line.delivery, error, moment_or_none(line.retry_at))
