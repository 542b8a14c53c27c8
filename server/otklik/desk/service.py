"""What operators do at the desk, put together from the verbs of the rooms below."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.service import get_workspace
from otklik.canned_responses.errors import Unfilled, UnfilledButtons
from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.channelkit.registry import Registry
from otklik.conversations import authorship
from otklik.conversations import repository as conversations
from otklik.conversations.changes import NewBody, content_of, is_template, send_again, send_elsewhere
from otklik.conversations.errors import CannotChange, ClosedChannel, NoSuchConversation, NoSuchMessage, NothingToSay
from otklik.conversations.following import follow
from otklik.conversations.mentioning import mention
from otklik.conversations.posting import APART, Draft, list_uploads, post_message
from otklik.conversations.records import Author, ConversationRecord, MessageRecord, Way
from otklik.conversations.repository import WaitingUpload
from otklik.conversations.verbs import Target, assign
from otklik.desk import repository
from otklik.desk.formatting import Formatted, fit_marks, read_signs
from otklik.desk.mailing import Reply, make_letter
from otklik.desk.mentions import check_mentions, list_named, name_mentions
from otklik.desk.room import Desk, DeskSettings
from otklik.desk.schemas import Conversation, NewMessage
from otklik.desk.schemas_messages import Message
from otklik.desk.schemas_starting import NewConversation
from otklik.desk.schemas_verbs import AssignInput, EditInput, RetryInput
from otklik.desk.sight import see_conversation, see_message
from otklik.desk.templating import address_template
from otklik.desk.views import choose_reply_identity
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Forbidden, Invalid, NotFound
from otklik.kit.template import find_places
from otklik.kit.text import clean_name, utf16_length
from otklik.messaging.capability import FileFact, Outgoing, find_route
from otklik.messaging.keyboards import Buttons, read_buttons

author_of = authorship.author_of

_ALBUM = "album"
_BUTTONS = "buttons"
_SHOWN_TOGETHER = frozenset({Kind.IMAGE, Kind.VIDEO})


def operator_of(actor: Actor) -> int:
    """Return the operator; raises Forbidden for an API token, which reads and types nothing."""
    if actor.operator_id is None:
        raise Forbidden("this is for operators only")
    return actor.operator_id


async def show_conversation(tx: Tx, desk: Desk, actor: Actor, conversation_id: int) -> Conversation:
    """Return an opened conversation as this actor sees it."""
    await see_conversation(tx, actor, conversation_id)
    shown = await desk.views.load_conversation(tx, conversation_id, actor.operator_id or 0)
    if shown is None:
        raise NoSuchConversation("no such conversation")
    return shown


async def show_message(tx: Tx, desk: Desk, message_id: int) -> Message:
    """Return a message that was seen already."""
    shown = await desk.views.load_messages(tx, [message_id])
    if not shown:
        raise NoSuchMessage("no such message")
    return shown[0]


async def post(tx: Tx, desk: Desk, actor: Actor, conversation_id: int, data: NewMessage) -> Message:
    """Post a reply or a note; the same client id gives the same message, whatever has become possible since."""
    conversation = await see_conversation(tx, actor, conversation_id)
    if (known := await find_posted(tx, desk, conversation_id, data.client_id)) is not None:
        return known
    check_size(desk.settings, data.text, data.attachments)
    author = author_of(actor)
    check_mentions(data.kind, data.mentions)
    draft = await make_draft(tx, desk.registry, author, conversation, data)
    message = await post_message(tx, conversation_id, author, draft)
    if data.mentions:
        await mention(tx, message, author, await list_named(tx, data.mentions))
    return await show_message(tx, desk, message.id)


async def find_posted(tx: Tx, desk: Desk, conversation_id: int, client_id: UUID) -> Message | None:
    """Return what a client has posted already under its own id."""
    known = await conversations.find_message_by_client_id(tx, conversation_id, client_id)
    return None if known is None else await show_message(tx, desk, known.id)


async def make_draft(
    tx: Tx, registry: Registry, author: Author, conversation: ConversationRecord, data: NewMessage
) -> Draft:
    """Return what would be posted, with the way a reply goes; raises ClosedChannel, Unfilled, NotFound, Invalid."""
    check_said(data)
    said = read_signs(data.text) if data.formatting == "signs" else Formatted(data.text)
    uploads = await list_uploads(tx, author, data.attachments)
    draft = Draft(
        client_id=data.client_id, text=said.text, marks=said.marks, upload_ids=data.attachments,
        reply_to_id=data.reply_to, seen_seq=data.seen_seq, note=data.kind == "note",
        kind=kind_of(uploads, () if data.kind == "note" else data.buttons),
    )  # fmt: skip
    if draft.note:
        return msgspec.structs.replace(draft, mentions=await name_mentions(tx, data.mentions, data.text))
    if data.template is not None:
        identity_id = data.identity_id or await usual_identity(tx, conversation)
        return await address_template(
            tx, registry, conversation, (draft, data.template, identity_id, facts_of(uploads))
        )
    check_filled(data.text, data.buttons)
    return await _address(tx, registry, author, conversation, (draft, data, uploads))


async def _address(
    tx: Tx, registry: Registry, author: Author, conversation: ConversationRecord,
    wanted: tuple[Draft, NewMessage, list[WaitingUpload]],
) -> Draft:  # fmt: skip
    """Choose the way of a reply and make sure that the message can go it."""
    draft, data, uploads = wanted
    identity_id = data.identity_id or await usual_identity(tx, conversation)
    buttons = read_buttons(data.buttons)
    outgoing = Outgoing(
        text=draft.text,
        files=facts_of(uploads),
        buttons=buttons,
        subject=data.subject,
        quotes=data.reply_to is not None,
    )
    route = await find_route(tx, registry, (conversation.contact_id, identity_id), outgoing)
    reply = Reply(conversation=conversation, route=route, subject=clean_name(data.subject, 300), given=data.mail)
    letter = await make_letter(tx, registry, author, reply)
    said = fit_marks(Formatted(draft.text, draft.marks), route.form.marks)
    return msgspec.structs.replace(
        draft, text=said.text, marks=said.marks, identity_id=route.identity.id, inbox_id=route.inbox.id,
        buttons=buttons, letter=letter,
    )  # fmt: skip


async def usual_identity(tx: Tx, conversation: ConversationRecord) -> int:
    identities = await repository.list_identities(tx, conversation.contact_id)
    chosen = choose_reply_identity(identities, conversation.identity_id)
    if chosen is None:
        raise ClosedChannel("there is no address to write to", extra={"reason": "no_address", "alternatives": []})
    return chosen


def read_body(data: EditInput) -> NewBody:
    """Return how a message shall read, as its author means it."""
    said = read_signs(data.text) if data.formatting == "signs" else Formatted(data.text)
    return NewBody(
        text=said.text, marks=said.marks, buttons=None if data.buttons is UNSET else read_buttons(data.buttons)
    )


def fit_body(new: NewBody, capabilities: Capabilities | None) -> NewBody:
    """Leave out the formatting that a channel does not show; a note goes by none and shows all of it."""
    if capabilities is None:
        return new
    said = fit_marks(Formatted(new.text, new.marks), capabilities.marks)
    return msgspec.structs.replace(new, text=said.text, marks=said.marks)


def check_size(settings: DeskSettings, text: str, attachments: Sequence[int]) -> None:
    """Raise Invalid for a text or a number of files over what the desk was told."""
    faults = []
    if len(text) > settings.text_max:
        faults.append(FieldError("text", "too_long", f"at most {settings.text_max} characters"))
    if len(attachments) > settings.files_per_message:
        faults.append(FieldError("attachments", "too_many", f"at most {settings.files_per_message} files"))
    if len(set(attachments)) != len(attachments):
        faults.append(FieldError("attachments", "repeated", "a file may be attached once"))
    if faults:
        raise Invalid("the message is too large", errors=tuple(faults))


def check_said(data: NewMessage | NewConversation) -> None:
    """Raise NothingToSay for a message without words and files, Invalid for a template with words beside it."""
    if data.template is None:
        if not data.text.strip() and not data.attachments:
            raise NothingToSay("write something or attach a file")
        return
    wrong = [name for name in ("text", "subject", "buttons") if getattr(data, name)]
    wrong += ["kind"] if getattr(data, "kind", "reply") == "note" else []
    if wrong:
        words = "a template is sent as it is"
        raise Invalid(words, errors=tuple(FieldError(name, "not_with_template", words) for name in wrong))


def check_filled(text: str, buttons: Buttons = ()) -> None:
    """Raise Unfilled, UnfilledButtons for a reply in which a variable is left; other braces are words."""
    if places := find_places(text) if "{{" in text else []:
        raise Unfilled([(one.name, utf16_length(text[: one.start]), utf16_length(text[: one.stop])) for one in places])
    left = [
        (row, number, place.name)
        for row, line in enumerate(buttons)
        for number, one in enumerate(line)
        for place in find_places(one.title)
    ]
    if left:
        raise UnfilledButtons(left)


def kind_of(uploads: Sequence[WaitingUpload], buttons: Buttons) -> str:
    """Return what a message of ours is, by its files or buttons."""
    kinds = {upload.kind for upload in uploads}
    if len(uploads) > 1:
        return _ALBUM if kinds <= _SHOWN_TOGETHER else Kind.DOCUMENT
    if uploads:
        return uploads[0].kind
    return _BUTTONS if buttons else Kind.TEXT


def facts_of(uploads: Sequence[WaitingUpload]) -> tuple[FileFact, ...]:
    """Return what a channel must know of files to say whether it carries them."""
    return tuple(FileFact(upload.kind, upload.size) for upload in uploads)


async def retry(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int], data: RetryInput) -> Message:
    """Send a failed message again, to another address if one is named; `place` is (conversation id, message id)."""
    message = await see_message(tx, actor, place[1], place[0])
    to = data.identity_id or message.identity_id
    if to is None or message.delivery not in {"failed", "uncertain"}:
        await send_again(tx, message.id, confirmed=data.confirm)
        return await show_message(tx, desk, message.id)
    elsewhere = to != message.identity_id
    if message.kind in APART:
        if elsewhere:
            raise CannotChange("a message that was passed on goes to nobody else")
        await send_again(tx, message.id, confirmed=data.confirm)
        return await show_message(tx, desk, message.id)
    conversation = await see_conversation(tx, actor, place[0])
    outgoing = await _outgoing_of(tx, message) if elsewhere else Outgoing(template=is_template(message))
    route = await find_route(tx, desk.registry, (conversation.contact_id, to), outgoing)
    if elsewhere:
        await send_elsewhere(tx, message.id, Way(route.inbox.id, to), confirmed=data.confirm)
    else:
        await send_again(tx, message.id, confirmed=data.confirm)
    return await show_message(tx, desk, message.id)


async def _outgoing_of(tx: Tx, message: MessageRecord) -> Outgoing:
    files = await repository.load_attachments(tx, [message.id])
    return Outgoing(
        text=message.text, files=tuple(FileFact(file.kind, file.size or 0) for file in files),
        buttons=content_of(message).buttons, repeats=True,
    )  # fmt: skip


async def give(tx: Tx, desk: Desk, actor: Actor, conversation_id: int, data: AssignInput) -> Conversation:
    """Give a conversation to an operator, a team, both or nobody; raises NotFound for people of elsewhere."""
    conversation = await see_conversation(tx, actor, conversation_id)
    if data.operator_id is msgspec.UNSET and data.team_id is msgspec.UNSET:
        raise Invalid("say to whom", errors=(FieldError("operator_id", "missing", "name an operator or a team"),))
    team_id = conversation.team_id if data.team_id is msgspec.UNSET else data.team_id
    operator_id = None if data.operator_id is msgspec.UNSET else data.operator_id
    if operator_id == "me":
        operator_id = operator_of(actor)
    target = await _target(tx, operator_id, team_id, data.note)
    to_colleague = operator_id not in {None, actor.operator_id}
    to_team = operator_id is None and team_id not in {None, conversation.team_id}
    if actor.operator_id is not None and (to_colleague or to_team):
        await check_note(tx, data.note)
    await assign(tx, conversation_id, author_of(actor), target, expected_version=data.expected_version)
    if data.follow:
        await follow(tx, conversation_id, operator_of(actor))
    return await show_conversation(tx, desk, actor, conversation_id)


async def check_note(tx: Tx, note: str) -> None:
    """Raise Invalid for a transfer without a note where the company wants one."""
    if not note.strip() and (await get_workspace(tx)).transfer_note_required:
        error = FieldError("note", "note_required", "your company wants a note with each transfer")
        raise Invalid("a note is required", errors=(error,))


async def _target(tx: Tx, operator_id: int | None, team_id: int | None, note: str) -> Target:
    operator = await repository.find_operator(tx, operator_id) if operator_id is not None else None
    if operator_id is not None and operator is None:
        raise NotFound("no such operator", code="operator_not_found")
    team = await repository.find_team(tx, team_id) if team_id is not None else None
    if team_id is not None and team is None:
        raise NotFound("no such team", code="team_not_found")
    return Target(
        operator_id=operator.id if operator else None, operator_name=operator.name if operator else "",
        team_id=team.id if team else None, team_name=team.name if team else "", note=note.strip(),
    )  # fmt: skip
