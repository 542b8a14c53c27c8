"""The verbs on offers. The conversation stays its holder's until the colleague accepts; every ending leaves a line.

Everything that ends an offer holds the conversation's lock first, so an acceptance, a refusal, the end of the time and
a colleague who takes the conversation come one after the other, and the first one wins.
"""

from collections.abc import Sequence

from otklik.conversations import verbs
from otklik.conversations.following import follow
from otklik.conversations.records import SYSTEM, Author
from otklik.conversations.verbs import Target
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import cancel
from otklik.kit.errors import NotFound
from otklik.presence.service import leave_unheard
from otklik.transfers import repository
from otklik.transfers.errors import AlreadyOffered, AlreadyTheirs, NoSuchOffer, NotAtDesk
from otklik.transfers.events import TransferOffered, TransferSettled
from otklik.transfers.records import ACCEPTED, DECLINED, EXPIRED, OFFERED, WITHDRAWN, Offering, OfferRow

EXPIRE_JOB = "transfers.expire"


async def offer(tx: Tx, by: Author, conversation_id: int, offering: Offering) -> OfferRow:
    """Offer a conversation to a colleague for the time the company gives.

    Refuses a colleague who is offline (NotAtDesk), who holds it (AlreadyTheirs), and a second offer at one time.
    """
    conversation = await verbs.get_conversation(tx, conversation_id, lock=True)
    to_id, note = offering.to_id, offering.note
    receiver = await repository.find_receiver(tx, to_id)
    if receiver is None:
        raise NotFound("no such operator", code="operator_not_found")
    if to_id in {conversation.assignee_id, by.id}:
        raise AlreadyTheirs
    if receiver.presence == "offline":
        raise NotAtDesk
    standing = await repository.find_open(tx, conversation_id)
    if standing is not None:
        raise AlreadyOffered(standing.to_name)
    offer_id = await repository.insert_offer(tx, conversation, by.id or 0, offering)
    row = await get_offer(tx, offer_id)
    data = {"operator_id": to_id, "operator_name": row.to_name, "seconds": round(row.left_s)}
    await verbs.add_line(tx, conversation, by, "offered", {**data, "note": note} if note else data)
    tx.defer(_alarm(row))
    await tx.announce(
        TransferOffered(
            workspace_id=tx.workspace_id,
            data={**_told(row), "to_id": row.to_id, "from_id": row.from_id, "from_name": row.from_name},
        )
    )
    return row


async def list_open(tx: Tx, operator_id: int) -> Sequence[OfferRow]:
    """Return the open offers to an operator and by them."""
    return await repository.list_open(tx, operator_id)


async def get_offer(tx: Tx, offer_id: int) -> OfferRow:
    """Return an offer of this workspace; raises NoSuchOffer."""
    row = await repository.find_offer(tx, offer_id)
    if row is None:
        raise NoSuchOffer
    return row


async def accept(tx: Tx, by: Author, offer_id: int) -> str:
    """Take the offered conversation; returns the state the offer has then, `accepted` if it is the receiver's.

    An offer whose time is over, or whose conversation somebody else took meanwhile, ends and changes nothing else.
    """
    row = await _hold(tx, by.id, offer_id)
    if row.state != OFFERED:
        return row.state
    conversation = await verbs.get_conversation(tx, row.conversation_id)
    if conversation.assignee_id != row.holder_id:
        return await _end(tx, row, WITHDRAWN)
    if row.left_s <= 0:
        return await _run_out(tx, row)
    await _end(tx, row, ACCEPTED)
    target = Target(
        operator_id=row.to_id, operator_name=row.to_name, team_id=conversation.team_id, verb="accepted",
        giver_name=row.from_name,
    )  # fmt: skip
    await verbs.assign(tx, row.conversation_id, by, target)
    if row.follow:
        await follow(tx, row.conversation_id, row.from_id)
    return ACCEPTED


async def decline(tx: Tx, by: Author, offer_id: int) -> str:
    """Refuse an offer; it stays with its holder and a line says so. Returns the state the offer has then."""
    row = await _hold(tx, by.id, offer_id)
    if row.state != OFFERED:
        return row.state
    await _say(tx, row, by, "offer_declined")
    return await _end(tx, row, DECLINED)


async def withdraw(tx: Tx, by: Author, offer_id: int) -> str:
    """Take one's own offer back. Returns the state the offer has then."""
    row = await _hold(tx, by.id, offer_id, giver=True)
    if row.state != OFFERED:
        return row.state
    await _say(tx, row, by, "offer_withdrawn")
    return await _end(tx, row, WITHDRAWN)


async def run_out(tx: Tx, offer_id: int) -> float:
    """End an offer whose time is over; returns the seconds it has left, when there are any, and leaves it then."""
    row = await repository.find_offer(tx, offer_id)
    if row is None:
        return 0
    await verbs.get_conversation(tx, row.conversation_id, lock=True)
    row = await get_offer(tx, offer_id)
    if row.state != OFFERED:
        return 0
    if row.left_s > 0:
        return row.left_s
    await _run_out(tx, row)
    return 0


async def withdraw_of(tx: Tx, conversation_id: int) -> None:
    """End the offer of a conversation that somebody has given away or closed; that left a line of its own."""
    row = await repository.find_open(tx, conversation_id)
    if row is not None:
        await _end(tx, row, WITHDRAWN)


async def _hold(tx: Tx, operator_id: int | None, offer_id: int, *, giver: bool = False) -> OfferRow:
    row = await get_offer(tx, offer_id)
    if operator_id != (row.from_id if giver else row.to_id):
        raise NoSuchOffer
    await verbs.get_conversation(tx, row.conversation_id, lock=True)
    return await get_offer(tx, offer_id)


async def _run_out(tx: Tx, row: OfferRow) -> str:
    conversation = await verbs.get_conversation(tx, row.conversation_id)
    if conversation.assignee_id != row.holder_id:
        return await _end(tx, row, WITHDRAWN)
    await _say(tx, row, SYSTEM, "offer_expired")
    state = await _end(tx, row, EXPIRED)
    if await repository.missed_too_many(tx, row.to_id):
        await leave_unheard(tx, row.to_id)
    return state


async def _say(tx: Tx, row: OfferRow, by: Author, event: str) -> None:
    conversation = await verbs.get_conversation(tx, row.conversation_id)
    data = {
        "operator_id": row.to_id, "operator_name": row.to_name, "back_id": row.holder_id,
        "back_name": row.holder_name or "", "seconds": round((row.expires_at - row.offered_at).total_seconds()),
    }  # fmt: skip
    await verbs.add_line(tx, conversation, by, event, data)


async def _end(tx: Tx, row: OfferRow, state: str) -> str:
    if await repository.settle(tx, row.id, state):
        await cancel(tx, EXPIRE_JOB, str(row.id))
        data = {**_told(row), "state": state, "to_name": row.to_name, "from_id": row.from_id}
        await tx.announce(TransferSettled(workspace_id=tx.workspace_id, data=data))
    return state


def _told(row: OfferRow) -> dict[str, object]:
    return {"for_operators": [row.to_id, row.from_id], "offer_id": row.id, "offered_id": row.conversation_id}


def _alarm(row: OfferRow) -> Job:
    return Job(
        workspace_id=row.workspace_id, kind=EXPIRE_JOB, key=f"conversation:{row.conversation_id}",
        unique_key=str(row.id), payload={"offer_id": row.id}, delay_s=max(0.0, row.left_s),
    )  # fmt: skip
