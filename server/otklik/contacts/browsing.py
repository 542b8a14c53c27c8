"""The list of all people: filters, three orders, pages by keyset.

Every order walks an index and stops when a page is full, so the first page of a million people costs what that of a
hundred does; a filter that fits few is looked for within the time a search may take (`Database.searching`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, LiteralString

from msgspec import Struct

from otklik.contacts import repository
from otklik.contacts.records import ContactRow
from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Tx
from otklik.kit.pagination import Page, decode_cursor, make_page
from otklik.kit.text import clean_name

_FOUND_MAX = 1_000
_LAST_ID = 2**63 - 1


class Order(StrEnum):
    """How people are put in order; those without a name come after those with one."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"


class Filter(Struct, frozen=True, kw_only=True):
    """Whom to show. Days are those of the company's time zone, both included."""

    words: str = ""
    channel: str = ""
    attribute: str = ""
    value: str = ""
    blocked: bool | None = None
    vip: bool | None = None
    since: date | None = None
    until: date | None = None
    order: Order = Order.NEWEST


class PlaceCursor(Struct, frozen=True, array_like=True):
    """A place in the list: after this person, in this order."""

    order: Order
    id: int


async def browse_contacts(tx: Tx, wanted: Filter, cursor: str | None, limit: int) -> Page[ContactRow]:
    """Return a page of people; a cursor of another order begins at the beginning."""
    after = decode_cursor(cursor, PlaceCursor) if cursor else None
    page = make_page(
        await _list_ids(tx, wanted, after.id if after and after.order is wanted.order else None, limit + 1),
        limit,
        lambda number: PlaceCursor(wanted.order, number),
    )
    rows = {row.id: row for row in await repository.list_contacts(tx, page.items)}
    return Page([rows[number] for number in page.items if number in rows], page.next_cursor)


async def _list_ids(tx: Tx, wanted: Filter, after: int | None, limit: int) -> list[int]:
    conditions, params = await _read_filter(tx, wanted)
    params["limit"] = limit
    if wanted.order is not Order.NAME:
        params["after"] = _ENDS[wanted.order] if after is None else after
        return await _walk(tx, (*conditions, _BEYOND[wanted.order]), _ORDERS[wanted.order], params)
    name = await _find_name(tx, after)
    named: list[int] = []
    if after is None or name:
        place = {"name": name, "after": after or 0}
        named = await _walk(tx, (*conditions, _NAMED), _BY_NAME, {**params, **place})
    if len(named) >= limit:
        return named
    place = {"after": _LAST_ID if name or after is None else after, "limit": limit - len(named)}
    return [*named, *await _walk(tx, (*conditions, _NAMELESS), _ORDERS[Order.NEWEST], {**params, **place})]


async def _find_name(tx: Tx, contact_id: int | None) -> str:
    """Return the key a person is ordered by; empty for nobody and for one without a name."""
    params = {"id": contact_id, "workspace": tx.workspace_id}
    found = await tx.value("select name_key from contact where id = %(id)s and workspace_id = %(workspace)s", params)
    return str(found or "")


async def _walk(
    tx: Tx, conditions: Sequence[LiteralString], order: LiteralString, params: Mapping[str, Any]
) -> list[int]:
    """Return the ids of a page; only the conditions asked for stand in the query, so that it can be planned."""
    where: LiteralString = " and ".join(conditions)
    query: LiteralString = f"select id from contact where {where} order by {order} limit %(limit)s"  # noqa: S608 - literals
    return [row[0] for row in await tx.rows(query, params)]


async def _read_filter(tx: Tx, wanted: Filter) -> tuple[list[LiteralString], dict[str, Any]]:
    """Return the conditions that are asked for, and their values."""
    key, value = clean_name(wanted.attribute, 100), wanted.value.strip().lower()
    asked: tuple[tuple[object, LiteralString], ...] = (
        (wanted.words, _AMONG), (wanted.blocked is True, _BLOCKED), (wanted.blocked is False, _NOT_BLOCKED),
        (wanted.vip is not None, _VIP), (wanted.since, _SINCE), (wanted.until, _UNTIL), (key and not value, _HAS),
        (key and value, _HOLDS), (wanted.channel, _REACHED),
    )  # fmt: skip
    params: dict[str, Any] = {
        "workspace": tx.workspace_id, "vip": wanted.vip, "since": wanted.since, "until": wanted.until, "key": key,
        "value": value,
    }  # fmt: skip
    if wanted.words:
        params["among"] = await find_contact_ids(tx, make_search(wanted.words), limit=_FOUND_MAX)
    if wanted.channel:
        params["inboxes"] = await _list_inboxes(tx, wanted.channel)
    return [_LIVING, *(condition for given, condition in asked if given)], params


async def _list_inboxes(tx: Tx, channel: str) -> list[int]:
    rows = await tx.rows(
        "select id from inbox where workspace_id = %(workspace)s and channel = %(channel)s",
        {"workspace": tx.workspace_id, "channel": channel},
    )
    return [row[0] for row in rows]


_ENDS = {Order.NEWEST: _LAST_ID, Order.OLDEST: 0}
_BEYOND: dict[Order, LiteralString] = {Order.NEWEST: "id < %(after)s", Order.OLDEST: "id > %(after)s"}
_ORDERS: dict[Order, LiteralString] = {Order.NEWEST: "id desc", Order.OLDEST: "id"}
_BY_NAME: LiteralString = "name_key, id"
_NAMED: LiteralString = "name_key <> '' and name_key >= %(name)s and (name_key > %(name)s or id > %(after)s)"
_NAMELESS: LiteralString = "name_key = '' and id < %(after)s"
_LIVING: LiteralString = "workspace_id = %(workspace)s and merged_into is null"
_AMONG: LiteralString = "id = any(%(among)s)"
_BLOCKED: LiteralString = "blocked_at is not null"
_NOT_BLOCKED: LiteralString = "blocked_at is null"
_VIP: LiteralString = "vip = %(vip)s"
_SINCE: LiteralString = """created_at >= (
    select %(since)s::date::timestamp at time zone time_zone from workspace where id = %(workspace)s)"""
_UNTIL: LiteralString = """created_at < (
    select (%(until)s::date + 1)::timestamp at time zone time_zone from workspace where id = %(workspace)s)"""
_HAS: LiteralString = """id in (select f.contact_id from contact_field f
    where f.workspace_id = %(workspace)s and f.key = %(key)s and f.place = 1)"""
_HOLDS: LiteralString = """id in (select f.contact_id from contact_field f
    where f.workspace_id = %(workspace)s and f.key = %(key)s and f.value = left(lower(%(value)s), 200))"""
_REACHED: LiteralString = """exists (
    select from identity i where i.contact_id = contact.id and i.inbox_id = any(%(inboxes)s))"""
