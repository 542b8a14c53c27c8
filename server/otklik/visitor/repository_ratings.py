"""Queries of what visitors may rate."""

from collections.abc import Sequence
from datetime import timedelta

from otklik.infra.db import Tx
from otklik.visitor.records import ClosingRow


async def list_closings(tx: Tx, session_ids: Sequence[int], within: timedelta) -> list[ClosingRow]:
    """Return, for each session, the last closing of its last conversation in this chat, while that stays closed.

    Only where an operator or a bot has written, not of what was put away as spam or closed without asking.
    """
    return await tx.fetch(
        ClosingRow,
        """select s.id as session_id, last.id as conversation_id, line.id as closing_id, r.score, r.comment
           from visitor_session s
           join identity i on i.inbox_id = s.inbox_id and i.external_id = s.visitor_id
           cross join lateral (
               select c.id, c.status, c.spam, c.resolved_at from conversation c
               where c.contact_id = i.contact_id and s.inbox_id = any(c.inbox_ids)
               order by c.last_message_at desc, c.id desc limit 1) last
           cross join lateral (
               select m.id, m.content #>> '{event,data,unrated}' as unrated from message m
               where m.conversation_id = last.id and m.kind = 'event'
                     and m.content -> 'event' ->> 'kind' = 'resolved'
               order by m.seq desc limit 1) line
           left join rating r on r.closing_id = line.id
           where s.id = any(%(sessions)s) and s.workspace_id = %(workspace)s
                 and last.status = 'resolved' and not last.spam and line.unrated is null
                 and last.resolved_at > now() - %(within)s
                 and exists (select from message m where m.conversation_id = last.id and m.direction = 'out'
                             and not m.note and m.author_kind in ('operator', 'bot'))""",
        {"sessions": list(session_ids), "workspace": tx.workspace_id, "within": within},
    )
