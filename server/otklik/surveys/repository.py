"""Queries of ratings."""

from typing import LiteralString

from otklik.infra.db import Tx
from otklik.surveys.records import RatingRow, Said

_SELECT: LiteralString = """
select r.id, r.conversation_id, r.closing_id, r.line_id, r.scale, r.score, r.comment, o.name as operator_name,
       r.created_at, r.changed_at
from rating r left join operator o on o.id = r.operator_id
"""


async def find_rating(tx: Tx, closing_id: int) -> RatingRow | None:
    """Return what was said of a closing."""
    return await tx.find(
        RatingRow,
        _SELECT + "where r.closing_id = %(closing)s and r.workspace_id = %(workspace)s",
        {"closing": closing_id, "workspace": tx.workspace_id},
    )


async def list_ratings(tx: Tx, contact_id: int, limit: int) -> list[RatingRow]:
    """Return what a contact said, the newest first."""
    return await tx.fetch(
        RatingRow,
        _SELECT
        + """where r.contact_id = %(contact)s and r.workspace_id = %(workspace)s order by r.id desc limit %(limit)s""",
        {"contact": contact_id, "workspace": tx.workspace_id, "limit": limit},
    )


async def insert_rating(tx: Tx, said: Said, line_id: int) -> None:
    """Keep a rating with who had the conversation; the caller has locked it and found no rating of this closing."""
    await tx.execute(
        """insert into rating (workspace_id, conversation_id, closing_id, line_id, contact_id, inbox_id, channel,
                               operator_id, team_id, scale, score, comment)
           select c.workspace_id, c.id, %(closing)s, %(line)s, c.contact_id, %(inbox)s, %(channel)s,
                  coalesce(c.assignee_id, (select m.author_id from message m
                      where m.conversation_id = c.id and m.author_kind = 'operator' and m.direction = 'out'
                      order by m.seq desc limit 1)),
                  c.team_id, %(scale)s, %(score)s, %(comment)s
           from conversation c where c.id = %(conversation)s and c.workspace_id = %(workspace)s""",
        {
            "closing": said.closing_id, "line": line_id, "inbox": said.inbox_id, "channel": said.channel,
            "scale": said.scale, "score": said.score, "comment": said.comment,
            "conversation": said.conversation_id, "workspace": tx.workspace_id,
        },
    )  # fmt: skip


async def update_rating(tx: Tx, rating_id: int, said: Said) -> None:
    """Replace what was said."""
    await tx.execute(
        """update rating set scale = %(scale)s, score = %(score)s, comment = %(comment)s, changed_at = now()
           where id = %(id)s and workspace_id = %(workspace)s""",
        {
            "id": rating_id, "workspace": tx.workspace_id, "scale": said.scale, "score": said.score,
            "comment": said.comment,
        },
    )  # fmt: skip
