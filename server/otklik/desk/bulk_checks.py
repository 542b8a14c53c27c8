"""What an action on many conversations must be given, checked once before the first of them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.conversations.fields import list_fields, read_values
from otklik.conversations.records import Back, Nap
from otklik.conversations.verbs import check_nap
from otklik.desk import repository
from otklik.desk import repository_bulk as runs
from otklik.desk.schemas_bulk import BulkAction
from otklik.desk.service import operator_of
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound
from otklik.kit.text import clean_text
from otklik.labels.reasons import get_reason
from otklik.labels.topics import get_topic
from otklik.macros.service import get_macro

Facts = dict[str, Any]


async def check_action(tx: Tx, actor: Actor, action: BulkAction) -> Facts:
    """Return the facts of an action; raises Invalid for a missing one, NotFound for people and tags of elsewhere."""
    check = _CHECKS.get(action.verb)
    return await check(tx, actor, action) if check else {}


async def _check_operator(tx: Tx, actor: Actor, action: BulkAction) -> Facts:
    asked = _need(action.operator_id, "operator_id")
    operator_id = operator_of(actor) if asked == "me" else asked
    if operator_id is not None and await repository.find_operator(tx, operator_id) is None:
        raise NotFound("no such operator", code="operator_not_found")
    return {"operator_id": operator_id}


async def _check_team(tx: Tx, _: Actor, action: BulkAction) -> Facts:
    team_id = _need(action.team_id, "team_id")
    if team_id is not None and await repository.find_team(tx, team_id) is None:
        raise NotFound("no such team", code="team_not_found")
    return {"team_id": team_id}


async def _check_tag(tx: Tx, _: Actor, action: BulkAction) -> Facts:
    tag_id = _need(action.tag_id or UNSET, "tag_id")
    if not await runs.tag_exists(tx, tag_id):
        raise NotFound("no such tag", code="tag_not_found")
    return {"tag_id": tag_id}


async def _check_priority(_: Tx, __: Actor, action: BulkAction) -> Facts:
    return {"priority": _need(action.priority or UNSET, "priority")}


async def _check_time(_: Tx, __: Actor, action: BulkAction) -> Facts:
    until = _need(action.until, "until")
    check_nap(Nap(until, Back(action.back), action.wake_on_reply))
    return {"until": until.isoformat() if until else None, "back": action.back, "wakes": action.wake_on_reply}


async def _check_reason(tx: Tx, _: Actor, action: BulkAction) -> Facts:
    """Return what they are closed for; whether a reason is needed is asked of each, for some are closed already."""
    reason = await get_reason(tx, action.reason_id) if action.reason_id is not None else None
    topic = await get_topic(tx, action.topic_id) if action.topic_id is not None else None
    said = {
        "reason_id": reason and reason.id, "topic_id": topic and topic.id, "note": clean_text(action.note).strip(),
        "fields": await _check_fields(tx, action),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value} | ({} if action.ask_rating else {"rated": False})


async def _check_fields(tx: Tx, action: BulkAction) -> Facts:
    """Refuse values that no conversation could take; whether one is needed is asked of each."""
    values, wrong = read_values(await list_fields(tx), action.fields, {}, needed=False)
    if wrong:
        named = tuple(FieldError(f"action.{one.field}", one.code, one.message) for one in wrong)
        raise Invalid("some fields are wrong", errors=named)
    return values


async def _check_macro(tx: Tx, actor: Actor, action: BulkAction) -> Facts:
    return {"macro_id": (await get_macro(tx, actor, _need(action.macro_id or UNSET, "macro_id"))).id}


def _need(value: Any, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
    if value is UNSET:
        raise Invalid("some fields are wrong", errors=(FieldError(f"action.{field}", "missing", "is required"),))
    return value


_CHECKS: Mapping[str, Callable[[Tx, Actor, BulkAction], Awaitable[Facts]]] = {
    "assign": _check_operator, "team": _check_team, "tag_add": _check_tag, "tag_remove": _check_tag,
    "priority": _check_priority, "snooze": _check_time, "resolve": _check_reason, "macro": _check_macro,
}  # fmt: skip
