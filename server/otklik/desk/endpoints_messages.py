"""Doors to messages: windows, posting, sending again, changing, letters."""

from typing import Annotated

from litestar import Response, delete, get, patch, post, put
from litestar.params import Parameter
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.errors import CannotChange
from otklik.conversations.records import MessageRecord
from otklik.desk import deleted, drafts, letters, repository, service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import NewMessage
from otklik.desk.schemas_messages import Message, MessageWindow
from otklik.desk.schemas_verbs import EditInput, ReactionInput, RetryInput
from otklik.desk.sight import see_conversation, see_message
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import DEFAULT_LIMIT, PageLimit
from otklik.kit.errors import FieldError, Invalid
from otklik.messaging.capability import check_buttons, find_capabilities
from otklik.messaging.reacting import give_reaction

_TAG = ["Messages"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_LARGEST_SEQ = 2**31 - 1

SeqParameter = Annotated[int | None, Parameter(ge=0, le=_LARGEST_SEQ)]


@get("/api/v1/conversations/{conversation_id:int}/messages", guards=_VIEW, tags=_TAG)
async def list_messages(  # noqa: PLR0913 - a window has two edges and a size
    *, conversation_id: Id, actor: Actor, desk: Desk, before_seq: SeqParameter = None,
    after_seq: SeqParameter = None, limit: PageLimit = DEFAULT_LIMIT,
) -> MessageWindow:  # fmt: skip
    """Show the newest messages, those before a number, or those after one; always in order."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        ids = await repository.list_message_ids(tx, conversation_id, before=before_seq, after=after_seq, limit=limit)
        items = await desk.views.load_messages(tx, ids)
    return MessageWindow(items, items[0].seq if items else None, items[-1].seq if items else None)


@post("/api/v1/conversations/{conversation_id:int}/messages", guards=_REPLY, tags=_TAG)
async def post_message(conversation_id: Id, data: NewMessage, actor: Actor, desk: Desk, once: Once) -> Created[Message]:
    """Post a reply or a note, once per `client_id`; 409 `answered_meanwhile` when a colleague was faster."""
    async with desk.db.workspace(actor.workspace_id) as tx:

        async def create() -> Message:
            message = await service.post(tx, desk, actor, conversation_id, data)
            await drafts.empty_posted(tx, actor, conversation_id, data)
            return message

        return await once.answer(tx, create)


@get("/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}", guards=_VIEW, tags=_TAG)
async def show_message(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> Message:
    """Show one message."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id, conversation_id)
        return await service.show_message(tx, desk, message_id)


@post(
    "/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/retry", guards=_REPLY, status_code=200,
    tags=_TAG,
)  # fmt: skip
async def retry_message(
    conversation_id: Id, message_id: Id, actor: Actor, desk: Desk, data: RetryInput | None = None
) -> Message:
    """Send a failed message again; one whose fate is unknown only with `confirm`."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await service.retry(tx, desk, actor, (conversation_id, message_id), data or RetryInput())


@patch("/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}", guards=_REPLY, tags=_TAG)
async def edit_message(conversation_id: Id, message_id: Id, data: EditInput, actor: Actor, desk: Desk) -> Message:
    """Change the text of a message of ours and its buttons, for the customer too, where the channel can."""
    new = service.read_body(data)
    async with desk.db.workspace(actor.workspace_id) as tx:
        message = await see_message(tx, actor, message_id, conversation_id)
        check_own(actor, message)
        await check_buttons(tx, desk.registry, message.inbox_id, new.buttons or ())
        capabilities = await find_capabilities(tx, desk.registry, message.inbox_id)
        shown = await service.show_message(tx, desk, message_id)
    service.check_size(desk.settings, data.text, ())
    if not shown.note:
        service.check_filled(data.text, () if data.buttons is UNSET else data.buttons)
    if not data.text.strip() and not shown.attachments:
        raise Invalid("write something", errors=(FieldError("text", "empty", "must not be empty"),))
    await desk.reviser.edit(actor.workspace_id, message_id, service.fit_body(new, capabilities))
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await service.show_message(tx, desk, message_id)


@delete(
    "/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}", guards=_REPLY, status_code=200, tags=_TAG
)
async def delete_message(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> Message:
    """Take a message of ours back, from the customer too, where the channel can."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        check_own(actor, await see_message(tx, actor, message_id, conversation_id))
    await desk.reviser.delete(actor.workspace_id, message_id)
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await service.show_message(tx, desk, message_id)


@get("/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/deleted", guards=_VIEW, tags=_TAG)
async def show_deleted(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> deleted.DeletedMessage:
    """Show what a deleted message said, to whoever has the right; the audit tells who looked."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await deleted.show_deleted(tx, desk, actor, (conversation_id, message_id))


@put("/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/reaction", guards=_REPLY, tags=_TAG)
async def react_to_message(
    conversation_id: Id, message_id: Id, data: ReactionInput, actor: Actor, desk: Desk
) -> Message:
    """Put our reaction on a message, change it or take it away, for the customer too, where the channel can."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id, conversation_id)
        await give_reaction(tx, desk.registry, message_id, service.author_of(actor), data.emoji)
        return await service.show_message(tx, desk, message_id)


def check_own(actor: Actor, message: MessageRecord) -> None:
    """Raise unless the message is the actor's own, or the actor may change those of others."""
    if message.direction != "out":
        raise CannotChange("only messages of ours can be changed")
    author = service.author_of(actor)
    if (message.author_kind, message.author_id) != (author.kind, author.id):
        actor.check(Permission.CONVERSATIONS_EDIT_OTHERS)


@get("/api/v1/messages/{message_id:int}/html", guards=_VIEW, tags=_TAG, media_type="text/html")
async def show_letter(
    message_id: Id, actor: Actor, desk: Desk,
    images: Annotated[int, Parameter(ge=0, le=1)] = 0,
    lang: Annotated[str, Parameter(pattern=r"^([a-z]{2,3})?$")] = "",
) -> Response[str]:  # fmt: skip
    """Show a letter's HTML, cleaned, for a sandboxed frame; pictures from elsewhere only with `images=1`.

    `lang` is the language of its words, for whoever has them read out.
    """
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id)
        letter, files = await letters.load_letter(tx, message_id)
    base = desk.settings.address
    pictures = letters.picture_addresses(desk.views.links, actor.workspace_id, files, base)
    cleaned = letters.clean_letter(letter, pictures, remote=bool(images))
    return letters.make_page(cleaned, base, lang, remote=bool(images))


ROUTES = [
    list_messages, post_message, show_message, retry_message, edit_message, delete_message, react_to_message,
    show_deleted, show_letter,
]  # fmt: skip
