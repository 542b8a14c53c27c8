"""Every query on prepared answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from otklik.canned_responses.records import BriefRow, FileRow, ResponseRow, Viewer
from otklik.conversations.keeping import KeptFile
from otklik.infra.db import Tx

_encoder = msgspec.json.Encoder()

_BRIEF = """
select r.id, r.scope, r.operator_id, r.team_id, t.name as team_name, r.folder, r.shortcut, r.title,
       left(r.variants ->> r.default_language, 200) as excerpt,
       array(select k from jsonb_object_keys(r.variants) k order by k <> r.default_language, k) as languages,
       (select count(*) from canned_file f where f.response_id = r.id)::int as files,
       coalesce(m.favourite, false) as favourite,
       (select coalesce(sum(h.uses), 0) from canned_habit h where h.response_id = r.id)::int as uses
"""
_FROM = """
from canned_response r
left join team t on t.id = r.team_id
left join canned_habit m on m.response_id = r.id and m.operator_id = %(operator)s
"""
_SEEN = """
where r.workspace_id = %(workspace)s and (
    r.scope = 'all' or (r.scope = 'personal' and r.operator_id = %(operator)s)
    or (r.scope = 'team' and (%(all_teams)s or r.team_id = any(%(teams)s::bigint[]))))
"""
_FIRST = " order by favourite desc, coalesce(m.uses, 0) desc, uses desc, lower(r.title), r.id limit %(limit)s"
_LIST = _BRIEF + _FROM + _SEEN + " order by lower(r.folder), lower(r.title), r.id"
_MOST_USED = _BRIEF + _FROM + _SEEN + _FIRST
_MATCHING = """
join lateral (
    select min(case
        when lower(r.shortcut) = x.typed then 0
        when r.shortcut <> '' and starts_with(lower(r.shortcut), x.typed) then 1
        when not exists (select from unnest(x.words) w where position(' ' || w in r.title_key) = 0) then 2
        when not exists (select from unnest(x.words) w where position(' ' || w in r.title_key || r.body_key) = 0) then 3
    end) as place
    from jsonb_to_recordset(%(readings)s) as x(typed text, words text[])
) found on found.place is not null
"""
_BEST = """
order by found.place, favourite desc, coalesce(m.uses, 0) desc, uses desc, lower(r.title), r.id limit %(limit)s
"""
_SEARCH = _BRIEF + _FROM + _MATCHING + _SEEN + _BEST
_FIND = _BRIEF + ", r.variants, r.buttons, r.default_language, r.version" + _FROM + _SEEN + " and r.id = %(id)s"
_ALL = _BRIEF + ", r.variants, r.buttons, r.default_language, r.version" + _FROM + _SEEN + " order by r.id"
_LOCK = "select version from canned_response where workspace_id = %(workspace)s and id = %(id)s for update"
_TAKE_TURNS = "select 1 from pg_advisory_xact_lock(hashtextextended('canned_responses:' || %(workspace)s, 0))"
_COUNT = """
select count(*) from canned_response
where workspace_id = %(workspace)s
  and (operator_id = %(operator)s or (%(operator)s::bigint is null and scope <> 'personal'))
"""
_SHORTCUT_TAKEN = """
select exists (
    select from canned_response
    where workspace_id = %(workspace)s and lower(shortcut) = lower(%(shortcut)s) and id <> %(id)s
      and (operator_id = %(operator)s or (%(operator)s::bigint is null and scope <> 'personal')))
"""
_INSERT = """
insert into canned_response (workspace_id, scope, operator_id, team_id, folder, shortcut, title, variants,
                             buttons, default_language, title_key, body_key)
values (%(workspace)s, %(scope)s, %(operator_id)s, %(team_id)s, %(folder)s, %(shortcut)s, %(title)s, %(variants)s,
        %(buttons)s, %(default_language)s, %(title_key)s, %(body_key)s)
returning id
"""
_UPDATE = """
update canned_response
set scope = %(scope)s, operator_id = %(operator_id)s, team_id = %(team_id)s, folder = %(folder)s,
    shortcut = %(shortcut)s, title = %(title)s, variants = %(variants)s, buttons = %(buttons)s,
    default_language = %(default_language)s,
    title_key = %(title_key)s, body_key = %(body_key)s, version = version + 1, updated_at = now()
where workspace_id = %(workspace)s and id = %(id)s
"""
_DELETE = "delete from canned_response where workspace_id = %(workspace)s and id = %(id)s"
_FILES = """
select c.id, c.response_id, c.kind, c.name, f.mime, f.size, f.width, f.height, c.file_key
from canned_file c join file f on f.key = c.file_key
where c.workspace_id = %(workspace)s and c.response_id = %(id)s order by c.position, c.id
"""
_DROP_FILES = """
delete from canned_file where workspace_id = %(workspace)s and response_id = %(id)s and not id = any(%(kept)s::bigint[])
"""
_ORDER_FILES = """
update canned_file c set position = u.place from unnest(%(kept)s::bigint[]) with ordinality as u(id, place)
where c.id = u.id and c.response_id = %(id)s and c.workspace_id = %(workspace)s
"""
_ADD_FILES = """
insert into canned_file (workspace_id, response_id, position, kind, name, file_key)
select %(workspace)s, %(id)s, %(after)s + u.place, u.kind, u.name, u.key
from unnest(%(keys)s::text[], %(kinds)s::text[], %(names)s::text[]) with ordinality as u(key, kind, name, place)
"""
# Every attachment of a file that was ever kept here carries `brought_by`: see the migration.
_FORGET_FILES = """
delete from file f
where f.workspace_id = %(workspace)s and f.key = any(%(keys)s::text[])
  and not exists (select from canned_file c where c.file_key = f.key)
  and not exists (select from attachment a where a.file_key = f.key and a.brought_by is not null)
"""
_FAVOURITE = """
insert into canned_habit (workspace_id, response_id, operator_id, favourite)
values (%(workspace)s, %(id)s, %(operator)s, %(favourite)s)
on conflict (response_id, operator_id) do update set favourite = excluded.favourite
"""
_COUNT_USE = """
insert into canned_habit (workspace_id, response_id, operator_id, uses) values (%(workspace)s, %(id)s, %(operator)s, 1)
on conflict (response_id, operator_id) do update set uses = canned_habit.uses + 1
"""


def _eyes(tx: Tx, viewer: Viewer) -> dict[str, Any]:
    return {
        "workspace": tx.workspace_id, "operator": viewer.operator_id, "teams": list(viewer.team_ids),
        "all_teams": viewer.all_teams,
    }  # fmt: skip


async def list_responses(tx: Tx, viewer: Viewer) -> list[BriefRow]:
    """Return everything this person sees, by folder and title."""
    return await tx.fetch(BriefRow, _LIST, _eyes(tx, viewer))


async def list_most_used(tx: Tx, viewer: Viewer, limit: int) -> list[BriefRow]:
    """Return favourites first, then what this person, then what everybody inserts most."""
    return await tx.fetch(BriefRow, _MOST_USED, {**_eyes(tx, viewer), "limit": limit})


async def search_responses(tx: Tx, viewer: Viewer, readings: Sequence[Mapping[str, Any]], limit: int) -> list[BriefRow]:
    """Return what matches one of the readings: by shortcut, by beginnings of words of the title, then of the text."""
    params = {**_eyes(tx, viewer), "readings": _encoder.encode(readings).decode(), "limit": limit}
    return await tx.fetch(BriefRow, _SEARCH, params)


async def list_whole(tx: Tx, viewer: Viewer) -> list[ResponseRow]:
    """Return everything this person sees with all texts."""
    return await tx.fetch(ResponseRow, _ALL, _eyes(tx, viewer))


async def find_response(tx: Tx, viewer: Viewer, response_id: int) -> ResponseRow | None:
    """Return a prepared answer this person sees."""
    return await tx.find(ResponseRow, _FIND, {**_eyes(tx, viewer), "id": response_id})


async def lock_response(tx: Tx, response_id: int) -> None:
    """Lock a prepared answer for a change."""
    await tx.execute(_LOCK, {"workspace": tx.workspace_id, "id": response_id})


async def take_turns(tx: Tx) -> None:
    """Let one writer of prepared answers of this workspace go after the other, so that limits and shortcuts hold."""
    await tx.execute(_TAKE_TURNS, {"workspace": str(tx.workspace_id)})


async def count_responses(tx: Tx, operator_id: int | None) -> int:
    """Count one operator's own, or, for None, those that are shared."""
    return int(await tx.value(_COUNT, {"workspace": tx.workspace_id, "operator": operator_id}))


async def shortcut_taken(tx: Tx, shortcut: str, operator_id: int | None, besides: int) -> bool:
    """Whether another answer of this operator's own, or of the shared ones, has the shortcut."""
    params = {"workspace": tx.workspace_id, "shortcut": shortcut, "operator": operator_id, "id": besides}
    return bool(await tx.value(_SHORTCUT_TAKEN, params))


async def insert_response(tx: Tx, values: Mapping[str, Any]) -> int:
    """Insert a prepared answer; returns its id."""
    row = {**values, **_json(values), "workspace": tx.workspace_id}
    return int(await tx.value(_INSERT, row))


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    buttons = values["buttons"]
    return {"variants": Jsonb(values["variants"]), "buttons": Jsonb(buttons) if buttons else None}


async def update_response(tx: Tx, response_id: int, values: Mapping[str, Any]) -> None:
    """Replace everything but the files."""
    row = {**values, **_json(values), "workspace": tx.workspace_id, "id": response_id}
    await tx.execute(_UPDATE, row)


async def delete_response(tx: Tx, response_id: int) -> None:
    """Delete a prepared answer; messages made with it keep their files."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id, "id": response_id})


async def list_files(tx: Tx, response_id: int) -> list[FileRow]:
    """Return the kept files in order."""
    return await tx.fetch(FileRow, _FILES, {"workspace": tx.workspace_id, "id": response_id})


async def keep_files(tx: Tx, response_id: int, kept: Sequence[int]) -> None:
    """Keep exactly these of the files, in this order."""
    params = {"workspace": tx.workspace_id, "id": response_id, "kept": list(kept)}
    await tx.execute(_DROP_FILES, params)
    await tx.execute(_ORDER_FILES, params)


async def forget_files(tx: Tx, keys: Sequence[str]) -> None:
    """Delete those of the stored files that neither a prepared answer nor a message needs any more."""
    await tx.execute(_FORGET_FILES, {"workspace": tx.workspace_id, "keys": list(keys)})


async def add_files(tx: Tx, response_id: int, files: Sequence[KeptFile], after: int) -> None:
    """Add files behind the first `after`."""
    params = {
        "workspace": tx.workspace_id, "id": response_id, "after": after,
        "keys": [file.file_key for file in files], "kinds": [file.kind for file in files],
        "names": [file.name for file in files],
    }  # fmt: skip
    await tx.execute(_ADD_FILES, params)


async def set_favourite(tx: Tx, response_id: int, operator_id: int, *, favourite: bool) -> None:
    """Put a prepared answer among an operator's favourites, or out of them."""
    params = {"workspace": tx.workspace_id, "id": response_id, "operator": operator_id, "favourite": favourite}
    await tx.execute(_FAVOURITE, params)


async def count_use(tx: Tx, response_id: int, operator_id: int) -> None:
    """Count one insertion."""
    await tx.execute(_COUNT_USE, {"workspace": tx.workspace_id, "id": response_id, "operator": operator_id})
