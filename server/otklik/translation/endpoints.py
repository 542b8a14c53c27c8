"""Doors to the company's translation service."""

from litestar import delete, get, post, put

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.translation import service
from otklik.translation.room import Translation
from otklik.translation.schemas import Languages, Ready, ServiceInput, ServiceOut, ServiceReport

_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_MANAGE = [requires(Permission.WORKSPACE_MANAGE)]
_TAG = ["Translation"]


@get("/api/v1/translation", guards=_VIEW, tags=_TAG)
async def show_ready(actor: Actor, translation: Translation) -> Ready:
    """Show whether texts can be translated here."""
    async with translation.db.workspace(actor.workspace_id) as tx:
        return Ready((await service.show_service(tx)).version > 0)


@get("/api/v1/translation/languages", guards=_VIEW, tags=_TAG)
async def list_languages(actor: Actor, translation: Translation) -> Languages:
    """List the languages the company's service translates into; it is asked once an hour."""
    return Languages(await service.list_languages(translation, actor.workspace_id))


@get("/api/v1/translation/service", guards=_MANAGE, tags=_TAG)
async def show_service(actor: Actor, translation: Translation) -> ServiceOut:
    """Show the company's translation service; its key is never shown."""
    async with translation.db.workspace(actor.workspace_id) as tx:
        return await service.show_service(tx)


@put("/api/v1/translation/service", guards=_MANAGE, tags=_TAG)
async def set_service(data: ServiceInput, actor: Actor, translation: Translation) -> ServiceOut:
    """Connect a service that speaks LibreTranslate, or change it."""
    async with translation.db.workspace(actor.workspace_id) as tx:
        return await service.set_service(tx, translation.keyring, actor, data)


@delete("/api/v1/translation/service", guards=_MANAGE, tags=_TAG)
async def remove_service(actor: Actor, translation: Translation) -> None:
    """Disconnect the service."""
    async with translation.db.workspace(actor.workspace_id) as tx:
        await service.remove_service(tx, actor)


@post("/api/v1/translation/service/test", guards=_MANAGE, status_code=200, tags=_TAG)
async def test_service(actor: Actor, translation: Translation) -> ServiceReport:
    """Try the connected service; two words of ours are sent, nothing of customers."""
    return await service.try_service(translation, actor.workspace_id)


ROUTES = [show_ready, list_languages, show_service, set_service, remove_service, test_service]
