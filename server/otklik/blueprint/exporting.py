"""From the company's settings to the file."""

from typing import Any

import msgspec
from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.access.roles import list_roles
from otklik.access.schemas import CompanySettings
from otklik.access.service import get_workspace
from otklik.blueprint.names import PLAIN_FACTS, paths_of
from otklik.blueprint.schemas import (
    ActionPart,
    BreakPart,
    CannedPart,
    ConversationFieldPart,
    FieldPart,
    LeftOut,
    MacroPart,
    ReasonPart,
    RolePart,
    SettingsFile,
    TagPart,
    TeamPart,
    TopicPart,
    TranslationPart,
    ViewPart,
)
from otklik.canned_responses.schemas import Variant
from otklik.canned_responses.service import list_whole
from otklik.contacts.defining import list_active_attributes
from otklik.conversations import fields
from otklik.desk import saved
from otklik.desk.filters.binding import unbind
from otklik.desk.filters.tree import conditions_of
from otklik.desk.filters.writing import write_filter
from otklik.infra.db import Tx
from otklik.labels import reasons as closing
from otklik.labels.service import list_tags
from otklik.labels.topics import list_topics
from otklik.macros.schemas import MacroAction
from otklik.macros.service import actions_of, list_macros
from otklik.messaging.keyboards import finish
from otklik.own_fields.kinds import Kind
from otklik.presence import reasons as breaks
from otklik.teams.service import list_teams
from otklik.translation.service import show_service

_MOST = 1000
_NOT_TAKEN = frozenset({"assignee", "inbox"})
"""Fields of filters that name people and channels, which the file does not hold."""


class _Gone(Exception):
    """Something refers to a person, or to what is gone."""


async def export_settings(tx: Tx, actor: Actor) -> SettingsFile:
    """Return the file. What names a person is left out, and the file says so."""
    workspace, teams = await get_workspace(tx), (await list_teams(tx, None, _MOST)).items
    left: list[LeftOut] = []
    company = {name: getattr(workspace, name) for name in CompanySettings.__struct_fields__}
    return SettingsFile(
        format="otklik.settings",
        version=1,
        company=CompanySettings(**company),
        teams=[TeamPart(name=one.name, topic_required=one.topic_required) for one in teams],
        tags=[TagPart(name=one.name, tone=one.tone) for one in await list_tags(tx)],
        closing_reasons=[ReasonPart(name=one.name) for one in await closing.list_reasons(tx)],
        topics=await _topics(tx),
        conversation_fields=[
            ConversationFieldPart(
                key=one.key, name=one.name, kind=one.kind, choices=list(one.choices), required=one.required,  # type: ignore[arg-type] # the table knows no other kinds
            )
            for one in await fields.list_fields(tx)
            if not one.archived
        ],
        break_reasons=[BreakPart(name=one.name, minutes=one.minutes) for one in await breaks.list_reasons(tx)],
        customer_fields=[
            FieldPart(
                key=one.key, name=one.name, kind=Kind(one.kind), choices=list(one.choices), required=one.required,
                on_card=one.on_card,
            )
            for one in await list_active_attributes(tx)
        ],
        roles=await _roles(tx, actor),
        canned_responses=await _canned(tx, actor),
        macros=await _macros(tx, actor, left),
        views=await _views(tx, actor, left),
        translation=await _translation(tx),
        left_out=left,
    )  # fmt: skip


async def _topics(tx: Tx) -> list[TopicPart]:
    rows = [row for row in await list_topics(tx) if not row.archived]
    paths = paths_of(rows)
    return [TopicPart(name=row.name, below=paths[row.id][:-1]) for row in rows]


async def _roles(tx: Tx, actor: Actor) -> list[RolePart]:
    """Return the company's own roles, for who may see them."""
    if Permission.OPERATORS_MANAGE not in actor.permissions:
        return []
    return [
        RolePart(
            name=one.name, description=one.description, permissions=one.permissions,
            hidden_blocks=tuple(one.hidden_blocks),
        )
        for one in (await list_roles(tx, actor)).items
        if one.name
    ]  # fmt: skip


async def _translation(tx: Tx) -> TranslationPart | None:
    service = await show_service(tx)
    return TranslationPart(url=service.url) if service.version else None


async def _canned(tx: Tx, actor: Actor) -> list[CannedPart]:
    parts = []
    for row in await list_whole(tx, actor):
        order = [row.default_language, *(one for one in row.languages if one != row.default_language)]
        variants = [Variant(language=language, text=row.variants[language]) for language in order]
        part = CannedPart(
            title=row.title,
            variants=variants,
            team=row.team_name,
            folder=row.folder,
            shortcut=row.shortcut,
            buttons=finish(row.buttons),
        )
        parts += [part] if row.scope != "personal" else []
    return parts


async def _macros(tx: Tx, actor: Actor, left: list[LeftOut]) -> list[MacroPart]:
    teller = await _read_teller(tx, actor)
    parts = []
    for row in await list_macros(tx, actor):
        if row.scope == "personal":
            continue
        try:
            actions = [teller.tell(one) for one in actions_of(row)]
            parts.append(MacroPart(name=row.name, actions=actions, team=row.team_name))
        except _Gone:
            left.append(LeftOut("macros", row.name))
    return parts


class _Teller:
    """Turns numbers of actions into names."""

    def __init__(self, names: dict[str, dict[int, Any]]) -> None:
        self._names = names

    def tell(self, action: MacroAction) -> ActionPart:
        """Return an action by names; raises _Gone for a person and for what is gone."""
        if isinstance(action.operator_id, int):
            raise _Gone
        plain = {name: getattr(action, name) for name in PLAIN_FACTS}
        return ActionPart(
            **plain,
            response=self._find("responses", action.response_id),
            tag=self._find("tags", action.tag_id),
            reason=self._find("reasons", action.reason_id),
            topic=self._find("topics", action.topic_id),
            team=UNSET if action.team_id is UNSET else self._find("teams", action.team_id),
            assign=action.operator_id,
        )

    def _find(self, kind: str, number: int | None) -> Any:  # noqa: ANN401 - a name, or a path of names
        if number is None:
            return None
        if number not in self._names[kind]:
            raise _Gone
        return self._names[kind][number]


async def _read_teller(tx: Tx, actor: Actor) -> _Teller:
    responses = [one for one in await list_whole(tx, actor) if one.scope != "personal"]
    return _Teller(
        {
            "teams": {one.id: one.name for one in (await list_teams(tx, None, _MOST)).items},
            "tags": {one.id: one.name for one in await list_tags(tx)},
            "reasons": {one.id: one.name for one in await closing.list_reasons(tx)},
            "topics": paths_of([one for one in await list_topics(tx) if not one.archived]),
            "responses": {one.id: one.title for one in responses},
        }
    )


async def _views(tx: Tx, actor: Actor, left: list[LeftOut]) -> list[ViewPart]:
    rows = [row for row in await saved.list_views(tx, actor) if row.scope != "private"]
    trees = await unbind(tx, [saved.read_tree(row) for row in rows])
    teams = {one.id: one.name for one in (await list_teams(tx, None, _MOST)).items}
    parts = []
    for row, tree in zip(rows, trees, strict=True):
        if any(one.field in _NOT_TAKEN and one.value.startswith("#") for one in conditions_of(saved.read_tree(row))):
            left.append(LeftOut("views", row.name))
            continue
        facts: dict[str, Any] = {"name": row.name, "filter": write_filter(tree), "icon": row.icon, "sort": row.sort}
        facts |= {"group": row.grouping, "columns": row.columns}
        whose = None if row.team_id is None else teams.get(row.team_id)
        parts.append(msgspec.convert({**facts, "team": whose, "pinned": row.pinned}, ViewPart))
    return parts
