"""Queries about waiting: who waits before a visitor, and how long first answers have taken."""

from collections.abc import Sequence
from datetime import timedelta

from otklik.infra.db import Tx
from otklik.visitor.records import AnswerTimes, WaitingRow

MOST = 99


async def list_waiting(tx: Tx, session_ids: Sequence[int]) -> list[WaitingRow]:
    """Return the sessions that wait for a first answer in a chat that tells its queue, and how many wait before them.

    Those who wait for the same operator count, or, while nobody has taken the conversation, for the same team.
    """
    return await tx.fetch(
        WaitingRow,
        """select s.id as session_id, s.inbox_id, (
               select count(*) from (
                   select from conversation o
                   where o.workspace_id = c.workspace_id and o.status = 'open' and o.waiting_since is not null
                         and not o.spam and (o.waiting_since, o.id) < (c.waiting_since, c.id)
                         and o.assignee_id is not distinct from c.assignee_id
                         and (c.assignee_id is not null or o.team_id is not distinct from c.team_id)
                   limit %(most)s) ahead) as ahead
           from visitor_session s
           join inbox b on b.id = s.inbox_id and b.settings -> 'queue' = 'true'
           join identity i on i.inbox_id = s.inbox_id and i.external_id = s.visitor_id
           join conversation c on c.contact_id = i.contact_id and c.takes_new and s.inbox_id = any(c.inbox_ids)
           where s.id = any(%(sessions)s) and s.workspace_id = %(workspace)s and c.status = 'open' and not c.spam
                 and c.waiting_since is not null and (c.first_response_at is null or c.assignee_id is null)""",
        {"sessions": list(session_ids), "workspace": tx.workspace_id, "most": MOST},
    )


async def measure_answers(tx: Tx, inbox_ids: Sequence[int], within: timedelta, most: int) -> list[AnswerTimes]:
    """Return of each chat how many first answers it gave lately, and how long half of them took at most."""
    return await tx.fetch(
        AnswerTimes,
        """select b.id as inbox_id, count(*)::int as answers,
                  percentile_cont(0.5) within group (order by last.seconds) as median_s
           from unnest(%(inboxes)s::bigint[]) as b(id)
           cross join lateral (
               select extract(epoch from c.first_response_at - c.created_at)::float8 as seconds from conversation c
               where c.inbox_id = b.id and c.workspace_id = %(workspace)s and not c.spam
                     and c.first_response_at > now() - %(within)s
               order by c.first_response_at desc limit %(most)s) last
           group by b.id""",
        {"inboxes": list(inbox_ids), "workspace": tx.workspace_id, "within": within, "most": most},
    )
