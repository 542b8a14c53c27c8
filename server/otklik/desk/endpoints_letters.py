"""Doors to what letters have and other messages lack: recipients, raw headers, passing on."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import forwarding, mailing, repository_mail
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_mail import ForwardInput, ForwardStart, LetterStart, RawHeaders
from otklik.desk.schemas_messages import Message
from otklik.desk.sight import see_conversation, see_message
from otklik.infra.web.idempotency import Created, Once
from otklik.kit.errors import NotFound

_TAG = ["Letters"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_FORWARD = "/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/forward"


@get("/api/v1/conversations/{conversation_id:int}/letter", guards=_REPLY, tags=_TAG)
async def show_letter_start(
    conversation_id: Id, actor: Actor, desk: Desk, identity_id: Annotated[int, Parameter(ge=1, le=2**63 - 1)]
) -> LetterStart:
    """Show with what a reply by e-mail to one of the customer's addresses begins."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        conversation = await see_conversation(tx, actor, conversation_id)
        return await mailing.show_start(tx, desk.registry, actor.name, conversation, identity_id)


@get("/api/v1/messages/{message_id:int}/headers", guards=_VIEW, tags=_TAG)
async def show_raw_headers(message_id: Id, actor: Actor, desk: Desk) -> RawHeaders:
    """Show the headers of a letter as they came; 404 for what is no letter, or came before they were kept."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id)
        head = await repository_mail.find_head(tx, message_id)
    if head is None:
        raise NotFound("no headers were kept of this message")
    return RawHeaders(head)


@get(_FORWARD, guards=_REPLY, tags=_TAG)
async def show_forward_start(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> ForwardStart:
    """Show with what passing a message on by e-mail begins."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await forwarding.begin(tx, desk, actor, (conversation_id, message_id))


@post(_FORWARD, guards=_REPLY, tags=_TAG)
async def forward_message(  # noqa: PLR0913, PLR0917 - the path, the body and what every door is given
    conversation_id: Id, message_id: Id, data: ForwardInput, actor: Actor, desk: Desk, once: Once
) -> Created[Message]:
    """Pass a message with its files on to somebody else by e-mail, once per `client_id`."""
    async with desk.db.workspace(actor.workspace_id) as tx:

        async def create() -> Message:
            return await forwarding.forward(tx, desk, actor, (conversation_id, message_id), data)

        return await once.answer(tx, create)


ROUTES = [show_letter_start, show_raw_headers, show_forward_start, forward_message]
