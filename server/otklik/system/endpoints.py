"""The doors of the system page, for those who look after the company's settings."""

from litestar import Response, get

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.web.schemas import Items
from otklik.system import service
from otklik.system.bundle import make_bundle
from otklik.system.room import System
from otklik.system.schemas import Licence, SystemOut

_TAG = ["System"]
_GUARDS = [requires(Permission.WORKSPACE_MANAGE)]


@get("/api/v1/system", guards=_GUARDS, tags=_TAG)
async def show_system(actor: Actor, system: System) -> SystemOut:
    """Show how the installation is: database, files, jobs, workers, followers of the log, and the doctor's findings."""
    return await service.show_system(system, actor.workspace_id)


@get("/api/v1/system/licences", guards=_GUARDS, tags=_TAG, sync_to_thread=True)
def list_licences() -> Items[Licence]:
    """List the Python packages this installation runs with, and their licences."""
    return Items(service.list_licences())


@get("/api/v1/system/bundle", guards=_GUARDS, tags=_TAG)
async def make_support_bundle(actor: Actor, system: System) -> Response[bytes]:
    """Get a zip for somebody who helps: figures, versions, settings without secrets, errors by name."""
    made = await make_bundle(system, actor.workspace_id)
    async with system.db.workspace(actor.workspace_id) as tx:
        await write_audit(tx, actor, "system.bundle_made")
    return Response(
        made, media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="otklik-support.zip"'},
    )  # fmt: skip


ROUTES = [show_system, list_licences, make_support_bundle]
