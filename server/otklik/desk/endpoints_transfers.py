"""Doors to transfers: to whom a conversation may go, and offers that a colleague accepts or not."""

from litestar import get, post

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.conversations.records import Author
from otklik.desk import service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import moment_or_none
from otklik.desk.schemas_transfers import Offer, OfferInput, OperatorTarget, TeamTarget, TransferTargets, show_offer
from otklik.desk.sight import see_conversation
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items
from otklik.transfers import service as transfers
from otklik.transfers.errors import OfferOver
from otklik.transfers.records import ACCEPTED, DECLINED, WITHDRAWN, Offering
from otklik.transfers.targets import estimate_wait, list_targets

_TAG = ["Conversations"]
_ASSIGN = [operators_only(), requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_ASSIGN)]


@get("/api/v1/transfers/targets", guards=_ASSIGN, tags=_TAG)
async def show_transfer_targets(actor: Actor, desk: Desk) -> TransferTargets:
    """Show how busy colleagues and teams are, and how long a customer of each team waits."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        seen, teams = await list_targets(tx)
    return TransferTargets(
        [OperatorTarget(id=one.id, last_active_at=moment_or_none(one.active_at)) for one in seen],
        [TeamTarget(id=one.id, open=one.open, waiting=one.waiting, wait_s=estimate_wait(one)) for one in teams],
    )


@get("/api/v1/transfers/offers", guards=_ASSIGN, tags=_TAG)
async def list_offers(actor: Actor, desk: Desk) -> Items[Offer]:
    """List the open offers to oneself and by oneself."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return Items([show_offer(row) for row in await transfers.list_open(tx, actor.id)])


@post("/api/v1/conversations/{conversation_id:int}/offer", guards=_ASSIGN, tags=_TAG)
async def offer_conversation(
    conversation_id: Id, data: OfferInput, actor: Actor, desk: Desk, once: Once
) -> Created[Offer]:
    """Offer it to a colleague, who has to accept in time; until then it stays where it is."""

    async def create() -> Offer:
        await see_conversation(tx, actor, conversation_id)
        await service.check_note(tx, data.note)
        by = service.author_of(actor)
        offering = Offering(to_id=data.operator_id, note=data.note.strip(), follow=data.follow)
        return show_offer(await transfers.offer(tx, by, conversation_id, offering))

    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@post("/api/v1/transfers/offers/{offer_id:int}/accept", guards=_ASSIGN, status_code=200, tags=_TAG)
async def accept_offer(offer_id: Id, actor: Actor, desk: Desk) -> Offer:
    """Take the offered conversation; 409 `offer_over` when it is not to be had any more."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        state = await transfers.accept(tx, _me(actor), offer_id)
        row = await transfers.get_offer(tx, offer_id)
    if state != ACCEPTED:
        raise OfferOver(state)
    return show_offer(row)


@post("/api/v1/transfers/offers/{offer_id:int}/decline", guards=_ASSIGN, status_code=200, tags=_TAG)
async def decline_offer(offer_id: Id, actor: Actor, desk: Desk) -> Offer:
    """Refuse an offer; the conversation stays where it is."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        state = await transfers.decline(tx, _me(actor), offer_id)
        row = await transfers.get_offer(tx, offer_id)
    if state != DECLINED:
        raise OfferOver(state)
    return show_offer(row)


@post("/api/v1/transfers/offers/{offer_id:int}/withdraw", guards=_ASSIGN, status_code=200, tags=_TAG)
async def withdraw_offer(offer_id: Id, actor: Actor, desk: Desk) -> Offer:
    """Take one's own offer back."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        state = await transfers.withdraw(tx, _me(actor), offer_id)
        row = await transfers.get_offer(tx, offer_id)
    if state != WITHDRAWN:
        raise OfferOver(state)
    return show_offer(row)


def _me(actor: Actor) -> Author:
    return service.author_of(actor)


ROUTES = [show_transfer_targets, list_offers, offer_conversation, accept_offer, decline_offer, withdraw_offer]
