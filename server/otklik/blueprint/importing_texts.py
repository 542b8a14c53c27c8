"""Taking over what refers to other things by their names: canned responses, macros, views."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from otklik.blueprint.job import Job
from otklik.blueprint.names import PLAIN_FACTS, Names, Path, fold, fold_path, read_names
from otklik.blueprint.schemas import ActionPart, CannedPart, MacroPart, ViewPart
from otklik.canned_responses import service as canned
from otklik.canned_responses.records import ResponseRow
from otklik.canned_responses.schemas import CannedResponseInput, NewCannedResponse
from otklik.desk import saved
from otklik.desk.asking import read_typed
from otklik.desk.filters.tree import Node
from otklik.desk.records import SavedRow
from otklik.desk.room import Desk
from otklik.desk.schemas_views import NewSavedView, SavedViewInput
from otklik.kit.errors import FieldError, Invalid
from otklik.macros import service as macros
from otklik.macros.records import MacroRow
from otklik.macros.schemas import MacroAction, MacroInput, NewMacro
from otklik.messaging.keyboards import sketch


async def take_over_referring(job: Job, desk: Desk) -> None:
    """Take over canned responses, macros and views, after everything they may name."""
    await _take_canned(job)
    names = await read_names(job.tx, job.actor)
    await _take_macros(job, names)
    await _take_views(job, desk, names)


async def _take_canned(job: Job) -> None:
    names = await read_names(job.tx, job.actor)
    rows = [row for row in await canned.list_whole(job.tx, job.actor) if row.scope != "personal"]
    by_shortcut = {fold(row.shortcut): row for row in rows if row.shortcut}
    by_title = {(row.team_id, fold(row.title)): row for row in rows}
    for number, part in enumerate(job.file.canned_responses):
        with job.at("canned_responses", number, "shortcut"):
            team_id = _find(names.teams, part.team, "team")
            row = by_shortcut.get(fold(part.shortcut)) if part.shortcut else None
            row = row or by_title.get((team_id, fold(part.title)))
            made = await _put_canned(job, part, row, team_id)
            by_title[(team_id, fold(part.title))] = made
            if made.shortcut:
                by_shortcut[fold(made.shortcut)] = made


async def _put_canned(job: Job, part: CannedPart, row: ResponseRow | None, team_id: int | None) -> ResponseRow:
    after: dict[str, Any] = {
        "title": part.title, "variants": [(one.language, one.text) for one in part.variants], "folder": part.folder,
        "shortcut": part.shortcut, "team_id": team_id, "buttons": sketch(part.buttons),
    }  # fmt: skip
    before = None
    if row is not None:
        order = [row.default_language, *(one for one in row.languages if one != row.default_language)]
        facts = {name: getattr(row, name) for name in ("title", "folder", "shortcut", "team_id", "buttons")}
        before = {**facts, "variants": [(language, row.variants[language]) for language in order]}
    differs = job.note("canned_responses", part.title, before, after)
    facts = {name: after[name] for name in ("title", "folder", "shortcut", "team_id")}
    wanted = {**facts, "variants": part.variants, "buttons": part.buttons, "scope": _scope(team_id)}
    if row is None:
        return await canned.create_response(job.tx, job.actor, NewCannedResponse(**wanted))
    if differs:
        return await canned.change_response(job.tx, job.actor, row.id, CannedResponseInput(**wanted))
    return row


async def _take_macros(job: Job, names: Names) -> None:
    rows = [row for row in await macros.list_macros(job.tx, job.actor) if row.scope != "personal"]
    known = {(row.team_id, fold(row.name)): row for row in rows}
    for number, part in enumerate(job.file.macros):
        with job.at("macros", number):
            team_id = _find(names.teams, part.team, "team")
            actions = [_number(one, names, place) for place, one in enumerate(part.actions)]
            place_of = (team_id, fold(part.name))
            known[place_of] = await _put_macro(job, part, known.get(place_of), team_id, actions)


async def _put_macro(
    job: Job, part: MacroPart, row: MacroRow | None, team_id: int | None, actions: list[MacroAction]
) -> MacroRow:
    before = None if row is None else {"actions": msgspec.to_builtins(macros.actions_of(row))}
    differs = job.note("macros", part.name, before, {"actions": msgspec.to_builtins(actions)})
    if row is None:
        new = NewMacro(name=part.name, actions=actions, scope=_scope(team_id), team_id=team_id)
        return await macros.create_macro(job.tx, job.actor, new)
    if differs:
        return await macros.change_macro(job.tx, job.actor, row.id, MacroInput(actions=actions))
    return row


async def _take_views(job: Job, desk: Desk, names: Names) -> None:
    rows = [row for row in await saved.list_views(job.tx, job.actor) if row.scope != "private"]
    known = {(row.team_id, fold(row.name)): row for row in rows}
    for number, part in enumerate(job.file.views):
        with job.at("views", number, "filter"):
            team_id = _find(names.teams, part.team, "team")
            saved.check_text(part.filter)
            tree = await read_typed(job.tx, desk, part.filter)
            assert tree is not None  # noqa: S101 - a blank filter was refused
            place_of = (team_id, fold(part.name))
            known[place_of] = await _put_view(job, part, known.get(place_of), team_id, tree)


async def _put_view(job: Job, part: ViewPart, row: SavedRow | None, team_id: int | None, tree: Node) -> SavedRow:
    columns = None if part.columns is None else list(part.columns)
    looks = {"icon": part.icon, "sort": part.sort, "group": part.group, "columns": columns, "pinned": part.pinned}
    before = None
    if row is not None:
        plain = {name: getattr(row, name) for name in ("icon", "sort", "columns", "pinned")}
        before = {**plain, "group": row.grouping, "filter": saved.read_tree(row)}
    differs = job.note("views", part.name, before, {**looks, "filter": tree})
    if row is None:
        scope = "shared" if team_id is None else "team"
        new = NewSavedView(name=part.name, filter=part.filter, scope=scope, team_id=team_id, **looks)  # type: ignore[arg-type]
        return await saved.create_view(job.tx, job.actor, new, tree)
    if differs:
        return await saved.change_view(job.tx, job.actor, row.id, SavedViewInput(**looks), tree)  # type: ignore[arg-type]
    return row


def _number(part: ActionPart, names: Names, place: int) -> MacroAction:
    """Return an action by numbers; raises Invalid for a name that is not here."""
    plain = {name: getattr(part, name) for name in PLAIN_FACTS}
    at = f"actions.{place}"
    return MacroAction(
        **plain,
        response_id=_find(names.responses, part.response, f"{at}.response"),
        tag_id=_find(names.tags, part.tag, f"{at}.tag"),
        reason_id=_find(names.reasons, part.reason, f"{at}.reason"),
        topic_id=_find(names.topics, None if part.topic is None else fold_path(part.topic), f"{at}.topic"),
        team_id=UNSET if part.team is UNSET else _find(names.teams, part.team, f"{at}.team"),
        operator_id=part.assign,
    )


def _find(numbers: Mapping[Any, int], name: str | Path | None, field: str) -> int | None:
    if name is None:
        return None
    number = numbers.get(fold(name) if isinstance(name, str) else name)
    if number is None:
        raise Invalid("wrong", errors=(FieldError(field, "no_such_name", "names something that is not there"),))
    return number


def _scope(team_id: int | None) -> Any:  # noqa: ANN401 - a closed set of words in two rooms
    return "all" if team_id is None else "team"
