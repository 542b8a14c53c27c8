"""A test of pushes on one device: sent at once, and told as the push service answers."""

from otklik.access.actor import Actor
from otklik.notifications import devices, repository
from otklik.notifications.errors import DeviceGone, NoSuchDevice, PushRefused, PushUnreachable, TooManyTests
from otklik.notifications.pushing import Outcome, Push, send_all, settle_test
from otklik.notifications.room import Notifications
from otklik.notifications.words import compose_test

_TTL_S = 60


async def send_test(tools: Notifications, actor: Actor, device_id: int) -> None:
    """Send a test; raises NoSuchDevice, DeviceGone (and removes it), PushRefused, PushUnreachable, TooManyTests."""
    wait = tools.tests.take(actor.key)
    if wait > 0:
        raise TooManyTests("too many tests, wait a little", retry_after=wait)
    async with tools.db.workspace(actor.workspace_id) as tx:
        row = await devices.find(tx, actor.id, device_id)
        person = await repository.find_person(tx, actor.id)
        vapid = await devices.get_key(tx, tools.keyring)
    opened = devices.open_devices(actor.workspace_id, [row], tools.keyring)
    if not opened or person is None:
        raise NoSuchDevice
    push = Push(said=compose_test(person.locale), page="/settings/profile", tag="test", ttl_s=_TTL_S, urgent=True)
    result = (await send_all(tools, vapid, push, opened))[0]
    await settle_test(tools.db, actor.workspace_id, result)
    match result.outcome:
        case Outcome.GONE:
            raise DeviceGone
        case Outcome.REFUSED:
            raise PushRefused(result.status)
        case Outcome.LATER:
            raise PushUnreachable
        case Outcome.SENT:
            return
