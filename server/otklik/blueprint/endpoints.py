"""Doors to the settings as a file: take it, look at what it would change, take it over."""

from litestar import Response, get, post

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.access.schemas import Locale
from otklik.blueprint.exporting import export_settings
from otklik.blueprint.importing import take_over_plain
from otklik.blueprint.importing_texts import take_over_referring
from otklik.blueprint.job import Job, Rehearsal, end_import
from otklik.blueprint.ready import ReadySet, list_sets, read_set
from otklik.blueprint.schemas import ImportReport, SettingsFile
from otklik.desk.room import Desk
from otklik.infra.db import Tx
from otklik.infra.web.schemas import Items

_TAG = ["Settings as a file"]
_GUARDS = [
    requires(
        Permission.WORKSPACE_MANAGE, Permission.TEAMS_MANAGE, Permission.LABELS_MANAGE,
        Permission.CANNED_RESPONSES_MANAGE, Permission.MACROS_MANAGE, Permission.VIEWS_SHARE,
    )
]  # fmt: skip


@get("/api/v1/settings-file", guards=_GUARDS, tags=_TAG)
async def export_settings_file(actor: Actor, desk: Desk) -> Response[SettingsFile]:
    """Get the company's settings as one file: no secrets, no people, no channels."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        file = await export_settings(tx, actor)
        await write_audit(tx, actor, "settings.exported")
    return Response(file, headers={"Content-Disposition": 'attachment; filename="otklik-settings.json"'})


@post("/api/v1/settings-file/preview", guards=_GUARDS, status_code=200, tags=_TAG)
async def preview_settings_file(data: SettingsFile, actor: Actor, desk: Desk) -> ImportReport:
    """Show what a file would make, change and leave; nothing is kept."""
    try:
        async with desk.db.workspace(actor.workspace_id) as tx:
            return await _take_over(tx, desk, actor, data, rehearse=True)
    except Rehearsal as done:
        return done.report


@post("/api/v1/settings-file", guards=_GUARDS, status_code=200, tags=_TAG)
async def import_settings_file(data: SettingsFile, actor: Actor, desk: Desk) -> ImportReport:
    """Take a file over, all of it or nothing. Doing it twice changes nothing more."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await _take_over(tx, desk, actor, data, rehearse=False)


async def _take_over(tx: Tx, desk: Desk, actor: Actor, data: SettingsFile, *, rehearse: bool) -> ImportReport:
    job = Job(tx, actor, data)
    await take_over_plain(job)
    await take_over_referring(job, desk)
    return await end_import(job, rehearse=rehearse)


@get("/api/v1/settings-sets", guards=_GUARDS, tags=_TAG)
async def list_settings_sets() -> Items[ReadySet]:
    """List settings that are ready for a line of business."""
    return Items(list_sets())


@get("/api/v1/settings-sets/{slug:str}", guards=_GUARDS, tags=_TAG)
async def show_settings_set(slug: str, language: Locale = "ru") -> SettingsFile:
    """Get a ready set as a file, to be looked at and taken over like any other."""
    return read_set(slug, language)


ROUTES = [list_settings_sets, show_settings_set, export_settings_file, preview_settings_file, import_settings_file]
