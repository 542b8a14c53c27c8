"""Doors to one's own notifications: choices, muted conversations, devices that take pushes."""

from typing import Annotated, Any

from litestar import Request, delete, get, post, put
from litestar.params import Parameter
from msgspec.structs import replace

from otklik.access.actor import Actor
from otklik.access.guards import operators_only
from otklik.infra.db import Database
from otklik.infra.web.schemas import Items
from otklik.kit.webpush import encode_key
from otklik.notifications import devices, service
from otklik.notifications.choices import Choices
from otklik.notifications.room import Notifications
from otklik.notifications.schemas import Device, DeviceInput, Mutes, NotificationSettings, PushKey
from otklik.notifications.testing import send_test

_TAG = ["Notifications"]
_OWN = [operators_only()]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/operators/me/notifications", guards=_OWN, tags=_TAG)
async def get_notifications(actor: Actor, db: Database, notifications: Notifications) -> NotificationSettings:
    """Return what one is told of and by what."""
    async with db.workspace(actor.workspace_id) as tx:
        shown = await service.get_settings(tx, actor.id)
    return replace(shown, mail_ready=notifications.mail_ready)


@put("/api/v1/operators/me/notifications", guards=_OWN, tags=_TAG)
async def set_notifications(
    data: Choices, actor: Actor, db: Database, notifications: Notifications
) -> NotificationSettings:
    """Choose what one is told of and by what; what is left out is as usual."""
    async with db.workspace(actor.workspace_id) as tx:
        shown = await service.change_settings(tx, actor.id, data)
    return replace(shown, mail_ready=notifications.mail_ready)


@get("/api/v1/operators/me/mutes", guards=_OWN, tags=_TAG)
async def list_mutes(actor: Actor, db: Database) -> Mutes:
    """List the conversations one has muted."""
    async with db.workspace(actor.workspace_id) as tx:
        return Mutes(list(await service.list_mutes(tx, actor.id)))


@put("/api/v1/operators/me/mutes/{conversation_id:int}", guards=_OWN, tags=_TAG)
async def mute_conversation(
    conversation_id: Id, actor: Actor, db: Database, notifications: Notifications
) -> Mutes:  # fmt: skip
    """Be told nothing of a conversation, save when it is given to one or one is mentioned in it."""
    async with db.workspace(actor.workspace_id) as tx:
        return Mutes(list(await service.mute(tx, actor, conversation_id, notifications.see)))


@delete("/api/v1/operators/me/mutes/{conversation_id:int}", guards=_OWN, status_code=200, tags=_TAG)
async def unmute_conversation(conversation_id: Id, actor: Actor, db: Database) -> Mutes:
    """Be told of a conversation again."""
    async with db.workspace(actor.workspace_id) as tx:
        return Mutes(list(await service.unmute(tx, actor.id, conversation_id)))


@get("/api/v1/operators/me/push-key", guards=_OWN, tags=_TAG)
async def get_push_key(actor: Actor, db: Database, notifications: Notifications) -> PushKey:
    """Return the key a browser subscribes with."""
    async with db.workspace(actor.workspace_id) as tx:
        vapid = await devices.get_key(tx, notifications.keyring)
    return PushKey(encode_key(vapid.public))


@get("/api/v1/operators/me/devices", guards=_OWN, tags=_TAG)
async def list_devices(actor: Actor, db: Database) -> Items[Device]:
    """List the browsers that take one's pushes."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await devices.list_devices(tx, actor))


@put("/api/v1/operators/me/devices", guards=_OWN, tags=_TAG)
async def add_device(
    data: DeviceInput, actor: Actor, db: Database, notifications: Notifications, request: Request[Any, Any, Any]
) -> Device:
    """Let this browser take pushes; the same subscription again changes nothing but whose it is."""
    name = devices.name_browser(request.headers.get("user-agent", ""))
    async with db.workspace(actor.workspace_id) as tx:
        return await devices.add_device(tx, actor, data, name, notifications.keyring)


@delete("/api/v1/operators/me/devices/{device_id:int}", guards=_OWN, tags=_TAG)
async def remove_device(device_id: Id, actor: Actor, db: Database) -> None:
    """Send no pushes to a browser any more."""
    async with db.workspace(actor.workspace_id) as tx:
        await devices.remove_device(tx, actor.id, device_id)


@post("/api/v1/operators/me/devices/{device_id:int}/test", guards=_OWN, status_code=204, tags=_TAG)
async def test_device(device_id: Id, actor: Actor, notifications: Notifications) -> None:
    """Send a test to a browser now; refuses with what its push service says. At most five a minute."""
    await send_test(notifications, actor, device_id)


ROUTES = [
    get_notifications, set_notifications, list_mutes, mute_conversation, unmute_conversation, get_push_key,
    list_devices, add_device, remove_device, test_device,
]  # fmt: skip
