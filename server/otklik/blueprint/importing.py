"""From the file to the company's settings: everything is found by its name, made or changed, in one transaction.

What is there in the same way is left; nothing is ever deleted. Everything that is wrong is named with its place.
"""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import UNSET

from otklik.access.schemas import WorkspaceInput
from otklik.access.service import change_workspace, get_workspace
from otklik.blueprint.importing_roles import take_roles
from otklik.blueprint.importing_topics import take_topics
from otklik.blueprint.job import Job
from otklik.blueprint.names import fold
from otklik.blueprint.schemas import ConversationFieldPart, FieldPart
from otklik.contacts.defining import ATTRIBUTES
from otklik.contacts.schemas_attributes import AttributeInput
from otklik.conversations.fields import FIELDS
from otklik.kit.errors import FieldError, Invalid
from otklik.labels import reasons as closing
from otklik.labels import service as tags
from otklik.labels.schemas import NewReason, NewTag, TagInput
from otklik.own_fields import service as own_fields
from otklik.own_fields.kinds import Kind
from otklik.own_fields.records import Catalogue, NewField
from otklik.presence import reasons as breaks
from otklik.presence.schemas import BreakReasonInput, NewBreakReason
from otklik.teams.schemas import NewTeam, TeamInput
from otklik.teams.service import change_team, create_team, list_teams
from otklik.translation import service as translation

_MOST_TEAMS: Final = 1000
_KIND_FIXED: Final = FieldError("kind", "kind_fixed", "differs from the kind there is, which cannot be changed")
FieldSection = Literal["customer_fields", "conversation_fields"]


async def take_over_plain(job: Job) -> None:
    """Take over everything that refers to nothing else: company, teams, labels, fields, roles."""
    await _take_company(job)
    await _take_teams(job)
    await _take_tags(job)
    await _take_closing_reasons(job)
    await take_topics(job)
    await _take_fields(job, "conversation_fields", FIELDS)
    await _take_break_reasons(job)
    await _take_fields(job, "customer_fields", ATTRIBUTES)
    await take_roles(job)
    await _take_translation(job)


async def _take_company(job: Job) -> None:
    part = job.file.company
    given = {name: value for name in part.__struct_fields__ if (value := getattr(part, name)) is not UNSET}
    shown = await get_workspace(job.tx)
    before = {name: getattr(shown, name) for name in given}
    with job.at("company", None):
        if given and job.note("company", shown.name, before, given):
            wanted = {name: value for name, value in given.items() if before[name] != value}
            await change_workspace(job.tx, job.actor, WorkspaceInput(**wanted))


async def _take_teams(job: Job) -> None:
    known = {fold(one.name): one for one in (await list_teams(job.tx, None, _MOST_TEAMS)).items}
    for number, part in enumerate(job.file.teams):
        with job.at("teams", number):
            row = known.get(fold(part.name))
            rule = {} if part.topic_required is UNSET else {"topic_required": part.topic_required}
            before = None if row is None else {name: getattr(row, name) for name in rule}
            differs = job.note("teams", part.name, before, rule)
            if row is None:
                row = await create_team(job.tx, job.actor, NewTeam(name=part.name))
                differs = part.topic_required not in {UNSET, None}
            if differs:
                row = await change_team(job.tx, job.actor, row.id, TeamInput(topic_required=part.topic_required))
            known[fold(part.name)] = row


async def _take_tags(job: Job) -> None:
    known = {fold(one.name): one for one in await tags.list_tags(job.tx)}
    for number, part in enumerate(job.file.tags):
        with job.at("tags", number):
            row = known.get(fold(part.name))
            differs = job.note("tags", part.name, None if row is None else {"tone": row.tone}, {"tone": part.tone})
            if row is None:
                row = await tags.create_tag(job.tx, job.actor, NewTag(name=part.name, tone=part.tone))
            elif differs:
                row = await tags.change_tag(job.tx, job.actor, row.id, TagInput(tone=part.tone))
            known[fold(part.name)] = row


async def _take_closing_reasons(job: Job) -> None:
    known = {fold(one.name) for one in await closing.list_reasons(job.tx)}
    for number, part in enumerate(job.file.closing_reasons):
        with job.at("closing_reasons", number):
            there = fold(part.name) in known
            job.note("closing_reasons", part.name, {} if there else None, {})
            if not there:
                await closing.create_reason(job.tx, job.actor, NewReason(name=part.name))
            known.add(fold(part.name))


async def _take_break_reasons(job: Job) -> None:
    known = {fold(one.name): one for one in await breaks.list_reasons(job.tx)}
    for number, part in enumerate(job.file.break_reasons):
        with job.at("break_reasons", number):
            row = known.get(fold(part.name))
            after = {"minutes": part.minutes}
            differs = job.note("break_reasons", part.name, None if row is None else {"minutes": row.minutes}, after)
            if row is None:
                new = NewBreakReason(name=part.name, minutes=part.minutes)
                row = await breaks.create_reason(job.tx, job.actor, new)
            elif differs:
                change = BreakReasonInput(minutes=part.minutes)
                row = await breaks.change_reason(job.tx, job.actor, row.id, change)
            known[fold(part.name)] = row


async def _take_fields(job: Job, section: FieldSection, of: Catalogue) -> None:
    """Fields are known by their keys; one that is archived comes back."""
    known = {one.key: one for one in await own_fields.list_fields(job.tx, of)}
    parts: Sequence[FieldPart | ConversationFieldPart] = getattr(job.file, section)
    for number, part in enumerate(parts):
        with job.at(section, number):
            kind, row = Kind(part.kind), known.get(part.key)
            if row is not None and row.kind != kind.value:
                raise Invalid("wrong", errors=(_KIND_FIXED,))
            flags = {flag: getattr(part, flag) for flag in of.flags}
            after = {"name": part.name, "choices": list(part.choices), **flags, "archived": False}
            before = None if row is None else {name: getattr(row, name) for name in after}
            differs = job.note(section, part.name, before, after)
            if row is None:
                new = NewField(name=part.name, kind=kind, choices=part.choices, flags=flags, key=part.key)
                row = await own_fields.create_field(job.tx, job.actor, of, new)
            elif differs:
                changed = {name: value for name, value in after.items() if before and before[name] != value}
                row = await own_fields.change_field(job.tx, job.actor, of, row.id, AttributeInput(**changed))
            known[part.key] = row


async def _take_translation(job: Job) -> None:
    """Take over where texts are translated. A key stays only with its own server: the file holds none."""
    part = job.file.translation
    if part is None:
        return
    with job.at("translation", None, "url"):
        url, there = translation.check_url(part.url), await translation.show_service(job.tx)
        before = {"url": there.url} if there.version else None
        if job.note("translation", url, before, {"url": url}) or before is None:
            await translation.set_address(job.tx, job.actor, url, there.version)
