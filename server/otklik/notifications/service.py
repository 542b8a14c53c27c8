"""The verbs on one's own choices and mutes. All of an operator's open desks hear of a change."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import available_timezones

from msgspec.structs import replace

from otklik.access.actor import Actor
from otklik.access.service import wrong_field
from otklik.conversations.errors import NoSuchConversation
from otklik.infra.db import Database, Tx
from otklik.infra.whispers import TO_OPERATORS, Whisper, whisper_in
from otklik.kit.errors import NotFound
from otklik.notifications import repository, repository_mail
from otklik.notifications.choices import Choices, Happening, Matrix
from otklik.notifications.deciding import read_choices
from otklik.notifications.errors import TooManyMutes
from otklik.notifications.room import Seeing
from otklik.notifications.schemas import NotificationSettings

MUTES_MAX: Final = 500
SIGHT_S: Final = 20
UNSEEN_DAYS: Final = 30


async def get_settings(tx: Tx, operator_id: int) -> NotificationSettings:
    """Return an operator's choices; the usual ones for who has chosen nothing."""
    row = await repository.find_person(tx, operator_id)
    if row is None:
        raise NotFound("not found")
    return NotificationSettings(choices=read_choices(row.settings), company_time_zone=row.time_zone)


async def change_settings(tx: Tx, operator_id: int, choices: Choices) -> NotificationSettings:
    """Replace an operator's choices; refuses a time zone there is not."""
    if choices.time_zone and choices.time_zone not in available_timezones():
        raise wrong_field("time_zone", "bad_time_zone", "is not a time zone")
    await repository.store_settings(tx, operator_id, choices)
    await announce(tx, operator_id)
    return await get_settings(tx, operator_id)


async def list_mutes(tx: Tx, operator_id: int) -> Sequence[int]:
    """Return the conversations an operator has muted."""
    return await repository.list_own_mutes(tx, operator_id)


async def mute(tx: Tx, actor: Actor, conversation_id: int, see: Seeing) -> Sequence[int]:
    """Mute a conversation the actor may see; raises NoSuchConversation, and at 500 TooManyMutes."""
    if conversation_id not in await see(tx, actor, [conversation_id]):
        raise NoSuchConversation("no such conversation")
    known = await repository.list_own_mutes(tx, actor.id)
    if conversation_id not in known and len(known) >= MUTES_MAX:
        raise TooManyMutes(MUTES_MAX)
    await repository.mute(tx, actor.id, conversation_id)
    await announce(tx, actor.id)
    return await repository.list_own_mutes(tx, actor.id)


async def unmute(tx: Tx, operator_id: int, conversation_id: int) -> Sequence[int]:
    """Let a conversation be heard again; one that is not muted stays so."""
    await repository.unmute(tx, operator_id, conversation_id)
    await announce(tx, operator_id)
    return await repository.list_own_mutes(tx, operator_id)


async def announce(tx: Tx, operator_id: int) -> None:
    """Let the operator's open desks read choices, mutes and devices anew."""
    data = {"operator_ids": [operator_id], "frame": {"type": "notification_settings"}}
    await whisper_in(tx, [Whisper(kind=TO_OPERATORS, workspace_id=tx.workspace_id, data=data)])


async def note_sight(database: Database, operator_id: int, on: bool) -> None:  # noqa: FBT001 - a listener's shape
    """Remember at once that an operator looks at a desk, or that they do not any more."""
    if on:
        await repository.hold_sight(database, [operator_id], SIGHT_S)
    else:
        await repository.end_sight(database, operator_id)


async def hold_sight(database: Database, operator_ids: Sequence[int]) -> None:
    """Remember that these operators still look at a desk; to be called every few seconds."""
    if operator_ids:
        await repository.hold_sight(database, operator_ids, SIGHT_S)


async def sweep_devices(database: Database) -> None:
    """Remove devices whose desk nobody has opened for 30 days."""
    async with database.system() as tx:
        await repository.sweep(tx, UNSEEN_DAYS)


async def stop_mail(tx: Tx, operator_id: int) -> None:
    """Send an operator no more letters; whoever is gone meanwhile gets none anyhow."""
    row = await repository.find_person(tx, operator_id)
    if row is None:
        return
    choices = read_choices(row.settings)
    matrix = {one.value: replace(getattr(choices.matrix, one.value), mail=False) for one in Happening}
    await repository.store_settings(tx, operator_id, replace(choices, matrix=Matrix(**matrix)))
    await repository_mail.forget(tx, operator_id)
    await announce(tx, operator_id)
