"""Every query on offers, and how busy those are to whom a conversation may go."""

from collections.abc import Sequence

from otklik.conversations.records import ConversationRecord
from otklik.infra.db import Tx
from otklik.transfers.records import OFFERED, Offering, OfferRow, Receiver, Seen, TeamLoad

_OFFER = """
select f.id, f.workspace_id, f.conversation_id, k.id as contact_id, k.name as contact_name, i.channel, f.from_id,
       g.name as from_name, f.to_id, r.name as to_name, f.holder_id, h.name as holder_name, f.note, f.follow,
       f.state, f.offered_at, f.expires_at, extract(epoch from f.expires_at - now())::float8 as left_s
from transfer_offer f
join conversation c on c.id = f.conversation_id
join contact k on k.id = c.contact_id
join operator g on g.id = f.from_id
join operator r on r.id = f.to_id
left join inbox i on i.id = c.inbox_id
left join operator h on h.id = f.holder_id
where f.workspace_id = %(workspace)s
"""
_FIND = _OFFER + " and f.id = %(id)s"
_FIND_OPEN = _OFFER + " and f.conversation_id = %(conversation)s and f.state = 'offered'"
_LIST_OPEN = (
    _OFFER
    + """
  and f.state = 'offered' and f.expires_at > now() and (f.to_id = %(operator)s or f.from_id = %(operator)s)
order by f.id
"""
)
_INSERT = """
insert into transfer_offer (workspace_id, conversation_id, from_id, to_id, holder_id, note, follow, expires_at)
values (%(workspace)s, %(conversation)s, %(from)s, %(to)s, %(holder)s, %(note)s, %(follow)s,
        now() + %(seconds)s * interval '1 second')
returning id
"""
_SETTLE = """
update transfer_offer set state = %(state)s, decided_at = now()
where workspace_id = %(workspace)s and id = %(id)s and state = 'offered'
"""
_RECEIVER = """
select id, name, presence from operator
where workspace_id = %(workspace)s and id = %(id)s and disabled_at is null
"""
_SECONDS = "select transfer_accept_seconds from workspace where id = %(workspace)s"
# Since they came: what they missed before they last changed their status is forgotten.
_MISSED = """
select w.missed_offers > 0 and count(*) filter (where last.state = 'expired') >= w.missed_offers
from workspace w, lateral (
    select f.state from transfer_offer f join operator o on o.id = f.to_id
    where f.workspace_id = w.id and f.to_id = %(operator)s and f.state in ('accepted', 'declined', 'expired')
      and f.offered_at >= o.presence_since
    order by f.id desc limit w.missed_offers) last
where w.id = %(workspace)s group by w.missed_offers
"""
_SEEN = """
select o.id, s.active_at from operator o left join operator_seen s on s.operator_id = o.id
where o.workspace_id = %(workspace)s and o.disabled_at is null order by o.id limit 1000
"""
# Whoever was first answered in the last hour has spoken in the last hour, which an index knows.
_TEAMS = """
select t.id,
       (select count(*) from conversation c where c.workspace_id = t.workspace_id and c.team_id = t.id
        and c.status = 'open') as open,
       (select count(*) from conversation c where c.workspace_id = t.workspace_id and c.team_id = t.id
        and c.status = 'open' and c.waiting_since is not null) as waiting,
       coalesce(a.answered, 0) as answered, a.median_s
from team t
left join (
    select team_id, count(*) as answered,
           percentile_cont(0.5) within group (order by extract(epoch from first_response_at - created_at)) as median_s
    from conversation
    where workspace_id = %(workspace)s and last_message_at > now() - interval '1 hour'
      and first_response_at > now() - interval '1 hour' and team_id is not null and first_response_at >= created_at
    group by team_id) a on a.team_id = t.id
where t.workspace_id = %(workspace)s order by t.id limit 1000
"""


async def find_offer(tx: Tx, offer_id: int) -> OfferRow | None:
    """Return an offer of this workspace."""
    return await tx.find(OfferRow, _FIND, {"workspace": tx.workspace_id, "id": offer_id})


async def find_open(tx: Tx, conversation_id: int) -> OfferRow | None:
    """Return the open offer of a conversation."""
    return await tx.find(OfferRow, _FIND_OPEN, {"workspace": tx.workspace_id, "conversation": conversation_id})


async def list_open(tx: Tx, operator_id: int) -> Sequence[OfferRow]:
    """Return the open offers to an operator and by them."""
    return await tx.fetch(OfferRow, _LIST_OPEN, {"workspace": tx.workspace_id, "operator": operator_id})


async def insert_offer(tx: Tx, conversation: ConversationRecord, from_id: int, offering: Offering) -> int:
    """Insert an offer that lasts as long as the company says."""
    offer_id: int = await tx.value(
        _INSERT,
        {
            "workspace": tx.workspace_id, "conversation": conversation.id, "from": from_id, "to": offering.to_id,
            "holder": conversation.assignee_id, "note": offering.note, "follow": offering.follow,
            "seconds": await accept_seconds(tx),
        },
    )  # fmt: skip
    return offer_id


async def accept_seconds(tx: Tx) -> int:
    """Return how long a colleague has to accept."""
    seconds: int = await tx.value(_SECONDS, {"workspace": tx.workspace_id})
    return seconds


async def settle(tx: Tx, offer_id: int, state: str) -> bool:
    """End an open offer; False when it was over already. Compare-and-set: one ending wins."""
    if state == OFFERED:
        message = "an offer does not begin anew"
        raise ValueError(message)
    return await tx.execute(_SETTLE, {"workspace": tx.workspace_id, "id": offer_id, "state": state}) > 0


async def missed_too_many(tx: Tx, operator_id: int) -> bool:
    """Whether so many of an operator's latest offers ran out, one after the other, as the company allows."""
    return bool(await tx.value(_MISSED, {"workspace": tx.workspace_id, "operator": operator_id}))


async def find_receiver(tx: Tx, operator_id: int) -> Receiver | None:
    """Return an operator who may be given work."""
    return await tx.find(Receiver, _RECEIVER, {"workspace": tx.workspace_id, "id": operator_id})


async def list_seen(tx: Tx) -> Sequence[Seen]:
    """Return when each operator was last active."""
    return await tx.fetch(Seen, _SEEN, {"workspace": tx.workspace_id})


async def list_team_loads(tx: Tx) -> Sequence[TeamLoad]:
    """Return how busy each team is."""
    return await tx.fetch(TeamLoad, _TEAMS, {"workspace": tx.workspace_id})
