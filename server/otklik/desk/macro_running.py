"""Running a macro on one conversation: what it will do, doing it in one transaction, and taking it back.

The plan is made by the same rules before (to be shown) and while running. An action that is refused now is left out
and named; an error nobody foresaw takes the whole run back. Undoing compares each thing with how the run left it: what
somebody has changed since stays theirs.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Struct

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.access.service import get_workspace
from otklik.canned_responses import inserting
from otklik.canned_responses.shown import show_inserted, show_unresolved
from otklik.channelkit.registry import Registry
from otklik.conversations import verbs
from otklik.conversations.fields import list_fields
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author, Priority, Status
from otklik.conversations.sorting import TAGS_MAX
from otklik.desk import repository, repository_bulk, repository_macros
from otklik.desk.bulk_actions import ACTIONS, CannotUndo, Doing
from otklik.desk.macro_state import FIELDS
from otklik.desk.room import Desk
from otklik.desk.schemas_macros import MacroInsert, MacroPreview, MacroRun, MacroStep
from otklik.desk.service import author_of, operator_of
from otklik.desk.sight import see_conversation
from otklik.desk.sorting import Ending, make_closing
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import NotFound, OtklikError
from otklik.kit.ids import new_uuid7
from otklik.labels.service import get_tags
from otklik.macros import service as macros
from otklik.macros.records import MacroRow
from otklik.macros.schemas import MacroAction

_MORNING = time(9)
_WORDS = frozenset({"reply", "canned"})
"""The actions that give words to whoever runs the macro."""
_FIELD = {
    "tag_add": "tag", "tag_remove": "tag", "assign": "holder", "release": "holder", "team": "holder",
    "priority": "priority", "snooze": "status", "resolve": "status",
}  # fmt: skip


class NoSuchMacroRun(NotFound):
    """No such run of a macro, or it is a colleague's."""

    code = "macro_run_not_found"


class _TooManyTags(OtklikError):
    code = "too_many_tags"


class _OneAtATime(OtklikError):
    code = "one_at_a_time"


class Planned(Struct, frozen=True, kw_only=True):
    """An action, what will come of it, and its facts, checked, as doing it wants them."""

    action: MacroAction
    step: MacroStep
    facts: dict[str, Any] = {}


class Place(Struct, frozen=True, kw_only=True):
    """Where and by whom a macro runs. `tag_ids` are those the conversation will have by then.

    `names_person`: the macro gives it to a person as well as to a team. `among_many`: words for the customer have no
    reply to be put into.
    """

    registry: Registry
    actor: Actor
    number: int
    tag_ids: set[int]
    names_person: bool
    among_many: bool = False


async def preview(
    tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int], *, among_many: bool = False
) -> MacroPreview:
    """Return what a macro would do now; `place` is (conversation, macro). Changes nothing."""
    await see_conversation(tx, actor, place[0])
    row = await macros.get_macro(tx, actor, place[1])
    where = await _place(tx, desk.registry, actor, place[0], row)
    planned = await plan(tx, msgspec.structs.replace(where, among_many=among_many), row)
    return MacroPreview(macro_id=row.id, steps=[one.step for one in planned])


async def run(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int]) -> MacroRun:
    """Do what a macro does, all of it in this transaction; words for the customer are given to the caller to send."""
    where, row = await _begin(tx, desk.registry, actor, place)
    planned = await plan(tx, where, row)
    insert: MacroInsert | None = None
    for one in planned:
        if one.step.outcome == "will" and one.action.verb in _WORDS:
            insert = await _insert(tx, desk, where, one.action)
    run_id = await _do_all(tx, where, row, planned)
    return MacroRun(id=run_id, steps=[_after(one) for one in planned], insert=insert)


async def run_among_many(tx: Tx, registry: Registry, actor: Actor, place: tuple[int, int]) -> MacroRun:
    """Do what a macro does in one of many conversations, but for words to the customer: those are looked over first."""
    where, row = await _begin(tx, registry, actor, place)
    planned = await plan(tx, msgspec.structs.replace(where, among_many=True), row)
    run_id = await _do_all(tx, where, row, planned)
    return MacroRun(id=run_id, steps=[_after(one) for one in planned], insert=None)


async def _begin(tx: Tx, registry: Registry, actor: Actor, place: tuple[int, int]) -> tuple[Place, MacroRow]:
    await see_conversation(tx, actor, place[0])
    row = await macros.get_macro(tx, actor, place[1])
    await verbs.get_conversation(tx, place[0], lock=True)
    return await _place(tx, registry, actor, place[0], row), row


async def _do_all(tx: Tx, where: Place, row: MacroRow, planned: Sequence[Planned]) -> int | None:
    """Do what is planned and write down how it was before; None when nothing changed."""
    will = [one for one in planned if one.step.outcome == "will" and one.action.verb not in _WORDS]
    done = [await _do(tx, where, one) for one in will]
    await macros.count_use(tx, row.id)
    place = (where.number, operator_of(where.actor))
    return await repository_macros.insert_run(tx, row.id, place, done) if done else None


def _after(one: Planned) -> MacroStep:
    return msgspec.structs.replace(one.step, outcome="done") if one.step.outcome == "will" else one.step


async def undo(tx: Tx, actor: Actor, place: tuple[int, int]) -> MacroRun:
    """Bring back what one's own run changed, last first; `place` is (conversation, run).

    What somebody has changed since is kept as it is and named so; raises CannotUndo for a run taken back already.
    """
    await see_conversation(tx, actor, place[0])
    await verbs.get_conversation(tx, place[0], lock=True)
    row = await repository_macros.lock_run(tx, place[1])
    if row is None or row.operator_id != operator_of(actor) or row.conversation_id != place[0]:
        raise NoSuchMacroRun("no such run of a macro")
    if row.undone:
        raise CannotUndo("this cannot be taken back any more")
    steps = [await _undo_one(tx, actor, place[0], one) for one in reversed(row.done)]
    await repository_macros.mark_undone(tx, row.id)
    return MacroRun(id=row.id, steps=steps, insert=None)


async def _undo_one(tx: Tx, actor: Actor, number: int, done: dict[str, Any]) -> MacroStep:
    field, after = FIELDS[done["field"]], done["after"]
    now = await field.read(tx, number, done["key"])
    if now is None or any(now.get(name) != was for name, was in after.items()):
        return MacroStep(verb=done["verb"], outcome="kept", code="changed_since", says=done["says"])
    await field.restore(tx, number, author_of(actor), done["before"] or after)
    return MacroStep(verb=done["verb"], outcome="undone", says=done["says"])


async def _place(tx: Tx, registry: Registry, actor: Actor, number: int, row: MacroRow) -> Place:
    sorted_by = await repository_bulk.find_sorting(tx, number)
    both = any(one.verb == "assign" for one in macros.actions_of(row))
    return Place(registry=registry, actor=actor, number=number, tag_ids=set(sorted_by.tag_ids), names_person=both)


async def plan(tx: Tx, where: Place, row: MacroRow) -> list[Planned]:
    """Return what each action will do; what is refused is named by the code of its refusal.

    A team is named before a person: giving to a team takes from the person who holds it.
    """
    actions = sorted(macros.actions_of(row), key=lambda one: one.verb != "team")
    return [await _plan_one(tx, where, action) for action in actions]


async def _plan_one(tx: Tx, where: Place, action: MacroAction) -> Planned:
    try:
        where.actor.check(_permission(action.verb))
        facts, says, changes = await _look(tx, where, action)
    except OtklikError as error:
        return Planned(action=action, step=MacroStep(verb=action.verb, outcome="refused", code=error.slug))
    outcome = "will" if changes else "nothing"
    return Planned(action=action, step=MacroStep(verb=action.verb, outcome=outcome, says=says), facts=facts)  # type: ignore[arg-type] # one of the two


def _permission(verb: str) -> Permission:
    return ACTIONS[verb].permission if verb in ACTIONS else Permission.CONVERSATIONS_REPLY


Looked = tuple[dict[str, Any], dict[str, str], bool]
"""The facts of an action, the words for people, and whether it changes anything."""


async def _look(tx: Tx, where: Place, action: MacroAction) -> Looked:  # noqa: PLR0911 - one line for each kind
    match action.verb:
        case "reply" | "note":
            _check_room(where, action)
            filled = await inserting.fill_words(tx, where.registry, where.actor, where.number, action.text)
            return {"text": filled.text}, {"text": filled.text}, True
        case "canned":
            _check_room(where, action)
            place = (where.number, action.response_id or 0)
            ready = await inserting.fill_in(tx, where.registry, where.actor, place)
            return {}, {"text": ready.rendered.text, "name": ready.row.title}, True
        case "tag_add" | "tag_remove":
            return await _look_at_tag(tx, where, action)
        case "assign":
            return await _look_at_operator(tx, where, action)
        case "team":
            return await _look_at_team(tx, where, action)
        case "release":
            return {}, {}, (await verbs.get_conversation(tx, where.number)).assignee_id is not None
        case "priority":
            wanted = action.priority or "normal"
            now = (await repository_bulk.find_sorting(tx, where.number)).priority
            return {"priority": wanted}, {"priority": wanted}, Priority[wanted.upper()] != now
        case "snooze":
            until = "" if action.until_reply else (await _moment(tx, action)).isoformat()
            says = {"until": until} if until else {}
            return {"until": until, "back": action.back}, says | {"back": action.back}, True
        case "resolve":
            return await _look_at_closing(tx, where, action)


def _check_room(where: Place, action: MacroAction) -> None:
    """Raise for words for the customer where there is no reply to put them into."""
    if where.among_many and action.verb in _WORDS:
        raise _OneAtATime("words for the customer are looked over and sent in one conversation at a time")


async def _look_at_tag(tx: Tx, where: Place, action: MacroAction) -> Looked:
    tag = (await get_tags(tx, {action.tag_id or 0}))[0]
    there = action.verb == "tag_add"
    changes = (tag.id in where.tag_ids) is not there
    if changes and there and len(where.tag_ids) >= TAGS_MAX:
        raise _TooManyTags(f"a conversation has at most {TAGS_MAX} tags")
    (where.tag_ids.add if there else where.tag_ids.discard)(tag.id)
    return {"tag_id": tag.id}, {"name": tag.name}, changes


async def _look_at_operator(tx: Tx, where: Place, action: MacroAction) -> Looked:
    asked = operator_of(where.actor) if action.operator_id == "me" else action.operator_id
    if asked is None or asked is UNSET:
        found = None
    else:
        found = await repository.find_operator(tx, asked)
        if found is None:
            raise NotFound("no such operator", code="operator_not_found")
    now = (await verbs.get_conversation(tx, where.number)).assignee_id
    operator_id = found.id if found else None
    return {"operator_id": operator_id}, {"name": found.name if found else ""}, now != operator_id


async def _look_at_team(tx: Tx, where: Place, action: MacroAction) -> Looked:
    """A team takes it from whoever holds it, unless the macro gives it to a person as well."""
    found = await repository.find_team(tx, action.team_id) if isinstance(action.team_id, int) else None
    if isinstance(action.team_id, int) and found is None:
        raise NotFound("no such team", code="team_not_found")
    now = await verbs.get_conversation(tx, where.number)
    team_id = found.id if found else None
    facts = {"team_id": team_id, "operator_id": now.assignee_id if where.names_person else None}
    return facts, {"name": found.name if found else ""}, now.team_id != team_id


async def _look_at_closing(tx: Tx, where: Place, action: MacroAction) -> Looked:
    """A field that is asked no more is left out; a value that fits no more is refused."""
    rows = {row.key: row for row in await list_fields(tx) if not row.archived}
    given = {key: action.fields[key] for key in rows if key in action.fields}
    ending = Ending(reason_id=action.reason_id, topic_id=action.topic_id, fields=given)
    closing = await make_closing(tx, where.number, ending)
    now = (await verbs.get_conversation(tx, where.number)).status
    values = [f"{rows[key].name}: {_say(value)}" for key, value in given.items() if value is not None]
    name = ", ".join(said for said in (closing.reason, closing.topic, *values) if said)
    return {"closing": closing}, {"name": name}, now != Status.RESOLVED


def _say(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    return {True: "✓", False: "—"}[value] if isinstance(value, bool) else str(value)


async def _moment(tx: Tx, action: MacroAction) -> datetime:
    """Return until when a conversation is put off: so many minutes, or a morning of the company's zone."""
    now = utc_now()
    if action.minutes is not None:
        return now + timedelta(minutes=action.minutes)
    zone = ZoneInfo((await get_workspace(tx)).time_zone)
    day = now.astimezone(zone).date() + timedelta(days=action.days or 1)
    return datetime.combine(day, _MORNING, zone)


async def _do(tx: Tx, where: Place, one: Planned) -> dict[str, Any]:
    """Do a planned action and return how things stood before and stand after."""
    verb, by = one.action.verb, author_of(where.actor)
    name = _FIELD.get(verb, "note")
    key = one.facts.get("tag_id")
    before = await FIELDS[name].read(tx, where.number, key) if name != "note" else None
    match verb:
        case "note":
            key = await _write_note(tx, where.number, by, one.facts["text"])
        case "resolve":
            await verbs.resolve(tx, where.number, by, one.facts["closing"])
        case _:
            await ACTIONS[verb].do(tx, where.number, Doing(by=by, facts=one.facts))
    after = await FIELDS[name].read(tx, where.number, key)
    says = {"name": one.step.says["name"]} if one.step.says.get("name") else {}
    return {"verb": verb, "field": name, "key": key, "before": before, "after": after, "says": says}


async def _write_note(tx: Tx, number: int, by: Author, text: str) -> int:
    draft = Draft(client_id=new_uuid7(), text=text, note=True)
    return (await post_message(tx, number, by, draft)).id


async def _insert(tx: Tx, desk: Desk, where: Place, action: MacroAction) -> MacroInsert:
    registry, links = desk.registry, desk.views.links
    if action.verb == "reply":
        filled = await inserting.fill_words(tx, registry, where.actor, where.number, action.text)
        return MacroInsert(text=filled.text, unresolved=show_unresolved(filled), uploads=[], buttons=[])
    place = (where.number, action.response_id or 0)
    ready, laid = await inserting.insert(tx, registry, where.actor, place)
    shown = show_inserted(where.actor, links, ready, laid)
    return MacroInsert(text=shown.text, unresolved=shown.unresolved, uploads=shown.uploads, buttons=shown.buttons)
