"""From the file to the company's settings: everything is found by its name, made or changed, in one transaction.

What is there in the same way is left; nothing is ever deleted. Everything that is wrong is named with its place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.schemas import WorkspaceInput
from otklik.access.service import change_workspace, get_workspace
from otklik.blueprint.names import fold
from otklik.blueprint.schemas import ImportReport, Outcome, Section, SettingsFile
from otklik.contacts import defining
from otklik.contacts.schemas_attributes import AttributeInput, NewAttribute
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, OtklikError
from otklik.labels import reasons as closing
from otklik.labels import service as tags
from otklik.labels.schemas import NewReason, NewTag, TagInput
from otklik.presence import reasons as breaks
from otklik.presence.schemas import BreakReasonInput, NewBreakReason
from otklik.teams.schemas import NewTeam
from otklik.teams.service import create_team, list_teams
from otklik.translation import service as translation

ERRORS_SHOWN: Final = 50
_MOST_TEAMS: Final = 1000
_KIND_FIXED: Final = FieldError("kind", "kind_fixed", "differs from the kind there is, which cannot be changed")


class Job:
    """One import under way: its transaction, its outcomes, and what is wrong so far."""

    def __init__(self, tx: Tx, actor: Actor, file: SettingsFile) -> None:
        self.tx = tx
        self.actor = actor
        self.file = file
        self.items: list[Outcome] = []
        self.errors: list[FieldError] = []

    @contextmanager
    def at(self, section: Section, number: int | None, name_of: str = "name") -> Iterator[None]:
        """Name what is refused inside by its place in the file, and go on."""
        place = section if number is None else f"{section}.{number}"
        try:
            yield
        except Invalid as error:
            wrong = error.errors or (FieldError("", error.slug, error.detail),)
            self.errors += [FieldError(f"{place}.{one.field}".rstrip("."), one.code, one.message) for one in wrong]
        except OtklikError as error:
            self.errors.append(FieldError(f"{place}.{name_of}", error.slug, error.detail))

    def note(self, section: Section, name: str, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
        """Note what becomes of a thing; returns whether it is to be changed."""
        changes = [] if before is None else [fact for fact, value in after.items() if before[fact] != value]
        what = "created" if before is None else "changed" if changes else "left"
        self.items.append(Outcome(section, name, what, changes))  # type: ignore[arg-type]  # one of the three
        return bool(changes)

    def report(self) -> ImportReport:
        """Return what became of everything; raises Invalid with everything that is wrong."""
        if self.errors:
            raise Invalid("the file cannot be taken over", errors=tuple(self.errors[:ERRORS_SHOWN]))
        counts = {what: sum(one.what == what for one in self.items) for what in ("created", "changed", "left")}
        return ImportReport(self.items, **counts)


async def take_over_plain(job: Job) -> None:
    """Take over everything that refers to nothing else: company, teams, tags, reasons, customer fields."""
    await _take_company(job)
    await _take_teams(job)
    await _take_tags(job)
    await _take_closing_reasons(job)
    await _take_break_reasons(job)
    await _take_fields(job)
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
    known = {fold(one.name) for one in (await list_teams(job.tx, None, _MOST_TEAMS)).items}
    for number, part in enumerate(job.file.teams):
        with job.at("teams", number):
            there = fold(part.name) in known
            job.note("teams", part.name, {} if there else None, {})
            if not there:
                await create_team(job.tx, job.actor, NewTeam(name=part.name))
            known.add(fold(part.name))


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


async def _take_fields(job: Job) -> None:
    known = {one.key: one for one in await defining.list_all_attributes(job.tx)}
    for number, part in enumerate(job.file.customer_fields):
        with job.at("customer_fields", number):
            row = known.get(part.key)
            if row is not None and row.kind != part.kind.value:
                raise Invalid("wrong", errors=(_KIND_FIXED,))
            after: dict[str, Any] = {
                "name": part.name, "choices": list(part.choices), "required": part.required, "on_card": part.on_card,
                "archived": False,
            }  # fmt: skip
            before = None if row is None else {name: getattr(row, name) for name in after}
            differs = job.note("customer_fields", part.name, before, after)
            if row is None:
                facts = {name: value for name, value in after.items() if name != "archived"}
                new = NewAttribute(**facts, key=part.key, kind=part.kind)
                row = await defining.create_attribute(job.tx, job.actor, new)
            elif differs:
                changed = {name: value for name, value in after.items() if before and before[name] != value}
                row = await defining.change_attribute(job.tx, job.actor, row.id, AttributeInput(**changed))
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


class Rehearsal(Exception):
    """A preview is an import that is taken back at its end."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("a preview")
        self.report = report


async def end_import(job: Job, *, rehearse: bool) -> ImportReport:
    """Report, and either note it in the audit or take everything back."""
    report = job.report()
    if rehearse:
        raise Rehearsal(report)
    counts = {"created": report.created, "updated": report.changed, "unchanged": report.left}
    await write_audit(job.tx, job.actor, "settings.imported", detail=counts)
    return report
