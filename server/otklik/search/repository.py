"""Queries of searching. Ids come from the index by the machinery's way in, everything shown through row security."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, LiteralString

from msgspec import Struct

from otklik.infra.db import Tx
from otklik.search.records import FoundPlace, HitLine, Likeness, Place, Term
from otklik.search.windows import Window

TEXT_MAX: Final = 20_000
_LIKENESS: Final = 0.2
_ALIKE_MAX: Final = 50
_FORMS_MAX: Final = 200
_LAST_SIGN: Final = "\U0010ffff"

HAYSTACK: Final[LiteralString] = """concat_ws(E'\\n', nullif(m.content #>> '{mail,subject}', ''), nullif(m.text, ''),
    nullif(m.content #>> '{card,name}', ''), nullif(m.content #>> '{card,phone}', ''),
    nullif(m.content #>> '{location,title}', ''), nullif(m.content #>> '{location,address}', ''))"""
"""All the words of a message that a person sees; indexed and shown from the same expression."""


class Reach(Struct, frozen=True, kw_only=True):
    """Between which instants, and after which place of the walk; nothing is a bound that is not there."""

    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None


async def find_places(tx: Tx, windows: Sequence[Window], reach: Reach, limit: int) -> list[Place]:
    """Walk the windows until `limit` messages are found; the newest first."""
    after = reach.after
    return await tx.fetch(
        Place,
        FIND_PLACES,
        {
            "workspace": tx.workspace_id, "queries": [one.query for one in windows],
            "belows": [one.below for one in windows], "since": reach.since, "until": reach.until, "limit": limit,
            "at": after.at if after else None, "id": after.message_id if after else None,
        },
    )  # fmt: skip


FIND_PLACES: Final[LiteralString] = """
select found.message_id, found.at
from unnest(%(queries)s::text[], %(belows)s::timestamptz[]) as wanted(query, below)
cross join lateral (
    select i.message_id, i.at from message_index i
    where i.vector @@ wanted.query::tsquery and i.workspace_id = %(workspace)s
          and i.at < coalesce(wanted.below, 'infinity')
          and i.at >= coalesce(%(since)s::timestamptz, '-infinity')
          and i.at < coalesce(%(until)s::timestamptz, 'infinity')
          and (i.at, i.message_id) < (coalesce(%(at)s::timestamptz, 'infinity'),
                                      coalesce(%(id)s::bigint, 9223372036854775807))
    order by i.at desc, i.message_id desc limit %(limit)s) found
limit %(limit)s
"""


async def find_in_conversation(tx: Tx, conversation_id: int, query: str, limit: int) -> list[FoundPlace]:
    """Return the newest matches in one conversation, the newest first.

    They are taken by time from the index alone, and only those are looked up: a word that stands in every message of
    years costs what the limit does.
    """
    return await tx.fetch(
        FoundPlace,
        """select m.id as message_id, m.seq
           from (select i.message_id from message_index i
                 where i.conversation_id = %(conversation)s and i.workspace_id = %(workspace)s
                       and i.vector @@ %(query)s::tsquery
                 order by i.at desc, i.message_id desc limit %(limit)s) found
           join message m on m.id = found.message_id
           where m.conversation_id = %(conversation)s and m.deleted_at is null order by m.seq desc""",
        {"conversation": conversation_id, "workspace": tx.workspace_id, "query": query, "limit": limit},
    )


async def list_terms(tx: Tx, words: Sequence[str]) -> list[Term]:
    """Return the stems of words in their order, and whether each was ever written here; numbers count as written."""
    return await tx.fetch(
        Term,
        """select asked.word, stemmed.stems,
                  asked.word !~ '^[[:alpha:]]+$'
                  or exists (select from search_word w where w.workspace_id = %(workspace)s and w.word = asked.word)
                  or exists (select from search_word w
                             where w.workspace_id = %(workspace)s and w.stem = stemmed.stems[1]) as known
           from unnest(%(words)s::text[]) with ordinality as asked(word, place)
           cross join lateral (select tsvector_to_array(to_tsvector('otklik', asked.word)) as stems) stemmed
           where stemmed.stems <> '{}' order by asked.place""",
        {"words": list(words), "workspace": tx.workspace_id},
    )


async def list_completions(tx: Tx, start: str, limit: int) -> list[str]:
    """Return the stems of the most written words that begin so."""
    rows = await tx.rows(
        """select stem from search_word
           where workspace_id = %(workspace)s and word >= %(start)s and word < %(end)s
           group by stem order by sum(seen) desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "start": start, "end": start + _LAST_SIGN, "limit": limit},
    )
    return [row[0] for row in rows]


async def can_mend(tx: Tx) -> bool:
    """Say whether this database compares words by likeness."""
    return bool(await tx.value("select exists (select from pg_extension where extname = 'pg_trgm')"))


async def list_likenesses(tx: Tx, word: str) -> list[Likeness]:
    """Return words of the workspace that look like this one, the most like first."""
    await tx.execute("select set_config('pg_trgm.similarity_threshold', %(share)s, true)", {"share": str(_LIKENESS)})
    return await tx.fetch(
        Likeness,
        """select word, seen from search_word
           where workspace_id = %(workspace)s and (word collate "default") %% %(word)s
           order by similarity(word collate "default", %(word)s) desc, seen desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "word": word, "limit": _ALIKE_MAX},
    )


async def list_stems(tx: Tx, words: Sequence[str]) -> dict[str, str]:
    """Return the stem of each word."""
    rows = await tx.rows(
        """select word, (tsvector_to_array(to_tsvector('otklik', word)))[1] from unnest(%(words)s::text[]) as word""",
        {"words": list(words)},
    )
    return {word: stem for word, stem in rows if stem is not None}


_LOAD: Final[LiteralString] = f"""
select m.id, m.conversation_id, m.seq, m.kind, m.direction, m.note, m.author_kind, m.author_name, i.channel,
       p.id as contact_id, p.name as contact_name, c.status, left({HAYSTACK}, %(text_max)s) as text,
       (select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'mime', a.mime, 'bytes', a.size, 'kind', a.kind)
                         order by a.position, a.id)
        from attachment a where a.message_id = m.id and not a.inline) as files, m.sent_at
from message m
join conversation c on c.id = m.conversation_id
join contact p on p.id = c.contact_id
left join inbox i on i.id = m.inbox_id
where m.id = any(%(ids)s) and m.workspace_id = %(workspace)s and m.deleted_at is null
"""  # noqa: S608 - made of the literals above; values travel as parameters


async def load_hits(tx: Tx, ids: Sequence[int]) -> list[HitLine]:
    """Return the found messages that still stand, in the order of the ids."""
    lines = await tx.fetch(HitLine, _LOAD, {"ids": list(ids), "workspace": tx.workspace_id, "text_max": TEXT_MAX})
    by_id = {line.id: line for line in lines}
    return [by_id[number] for number in ids if number in by_id]


async def list_inboxes_of(tx: Tx, channel: str) -> list[int]:
    """Return the inboxes of a channel, deleted ones too: their messages stay."""
    rows = await tx.rows(
        "select id from inbox where workspace_id = %(workspace)s and channel = %(channel)s",
        {"workspace": tx.workspace_id, "channel": channel},
    )
    return [row[0] for row in rows]


async def list_forms(tx: Tx, stems: Sequence[str]) -> list[str]:
    """Return the most written words of the workspace with these stems."""
    rows = await tx.rows(
        """select word from search_word where workspace_id = %(workspace)s and stem = any(%(stems)s)
           order by seen desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "stems": list(stems), "limit": _FORMS_MAX},
    )
    return [row[0] for row in rows]


async def find_current(tx: Tx, contact_ids: Sequence[int]) -> dict[int, int]:
    """Return the conversation that is current or was last of each of these people who has one."""
    rows = await tx.rows(
        """select p.id, c.id from unnest(%(ids)s::bigint[]) as p(id) cross join lateral (
               select c.id from conversation c where c.contact_id = p.id and c.workspace_id = %(workspace)s
               order by c.takes_new desc, c.id desc limit 1) c""",
        {"ids": list(contact_ids), "workspace": tx.workspace_id},
    )
    return dict(rows)
