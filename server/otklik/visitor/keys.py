"""The keys by which a site vouches for its visitors: two may live at once, so that a site can change over in peace."""

import base64
import os
from collections.abc import Mapping, Sequence

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.inboxes.events import InboxChanged
from otklik.inboxes.service import get_inbox
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound
from otklik.kit.ids import new_token
from otklik.kit.secrets import Keyring, Place, Unreadable
from otklik.visitor import repository_keys as repository
from otklik.visitor.errors import NoSuchKey
from otklik.visitor.records import KeyRow

LIVING_MAX = 2
_SECRET_BYTES = 32
_KID_BYTES = 6
_CHANNEL = "webchat"


async def list_keys(tx: Tx, inbox_id: int) -> Sequence[KeyRow]:
    """Return the living keys of a chat, the newest first; raises NotFound for anything but a chat."""
    await check_chat(tx, inbox_id)
    return await repository.list_keys(tx, inbox_id)


async def add_key(tx: Tx, keyring: Keyring, actor: Actor, inbox_id: int) -> tuple[KeyRow, str]:
    """Make a key and return it with its secret, which is never shown again; the oldest of three is retired."""
    await check_chat(tx, inbox_id, lock=True)
    for old in (await repository.list_keys(tx, inbox_id))[LIVING_MAX - 1 :]:
        await retire_key(tx, actor, inbox_id, old.kid)
    kid, secret = new_token(_KID_BYTES), base64.urlsafe_b64encode(os.urandom(_SECRET_BYTES)).rstrip(b"=").decode()
    sealed = keyring.encrypt(secret.encode(), _place(tx.workspace_id, inbox_id, kid))
    row = await repository.insert_key(tx, inbox_id, kid, sealed)
    await _tell(tx, actor, inbox_id, "key_added", kid)
    return row, secret


async def retire_key(tx: Tx, actor: Actor, inbox_id: int, kid: str) -> None:
    """Retire a key: it proves nothing any more, and the sessions it has opened end; raises NoSuchKey."""
    await check_chat(tx, inbox_id, lock=True)
    if not await repository.delete_key(tx, inbox_id, kid):
        raise NoSuchKey("no such key")
    await repository.end_sessions_of(tx, inbox_id, kid)
    await _tell(tx, actor, inbox_id, "key_retired", kid)


async def open_keys(tx: Tx, keyring: Keyring, inbox_id: int) -> Mapping[str, bytes]:
    """Return the living keys in clear, to check with; one that does not open counts as absent."""
    opened: dict[str, bytes] = {}
    for row in await repository.list_keys(tx, inbox_id):
        try:
            opened[row.kid] = keyring.decrypt(row.secret, _place(tx.workspace_id, inbox_id, row.kid))
        except Unreadable:
            continue
    return opened


async def check_chat(tx: Tx, inbox_id: int, *, lock: bool = False) -> None:
    """Raise NotFound for anything but a website chat of this workspace."""
    if (await get_inbox(tx, inbox_id, lock=lock)).channel != _CHANNEL:
        raise NotFound("only a website chat has visitors to vouch for")


def _place(workspace_id: int, inbox_id: int, kid: str) -> Place:
    return Place(workspace_id, "visitor_key", f"{inbox_id}/{kid}", "secret")


async def _tell(tx: Tx, actor: Actor, inbox_id: int, what: str, kid: str) -> None:
    await write_audit(tx, actor, f"inbox.{what}", ("inbox", inbox_id), {"kid": kid})
    await tx.announce(InboxChanged(workspace_id=tx.workspace_id, data={"inbox_id": inbox_id, "what": what}))
