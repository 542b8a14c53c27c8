"""Browsers that take pushes: their addresses and keys rest sealed, and end with the session that brought them."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import structlog
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.service import wrong_field
from otklik.infra.db import Tx
from otklik.kit.addresses import parse_literal
from otklik.kit.secrets import Keyring, Place, Unreadable
from otklik.kit.text import clean_name
from otklik.kit.webpush import BadSubscription, Recipient, Vapid, decode_key, read_recipient
from otklik.notifications import repository
from otklik.notifications.errors import NoSuchDevice, TooManyDevices
from otklik.notifications.records import DeviceRow, KeyRow
from otklik.notifications.schemas import Device, DeviceInput
from otklik.notifications.service import announce

log = structlog.get_logger(__name__)

DEVICES_MAX: Final = 10
_KEY_ROW: Final = "vapid"


class OpenDevice(Struct, frozen=True):
    """A device with its address and keys in clear, to send to it."""

    id: int
    endpoint: str
    recipient: Recipient


class _Sealed(Struct, frozen=True):
    endpoint: str
    p256dh: str
    auth: str


async def get_key(tx: Tx, keyring: Keyring) -> Vapid:
    """Return the workspace's pair of keys, made at the first time.

    A pair that does not open any more (the key file was lost) is replaced, and the devices, which trust only the old
    one, are forgotten; each comes back when its desk is opened.
    """
    row = await repository.find_key(tx)
    if row is None:
        return await _make_key(tx, keyring)
    try:
        return Vapid.load(keyring.decrypt(row.private_key, _key_place(tx.workspace_id)))
    except Unreadable:
        log.error("notifications.key_unreadable", workspace=tx.workspace_id)  # noqa: TRY400 - the trace says nothing more
        await repository.drop_key(tx)
        return await _make_key(tx, keyring)


async def _make_key(tx: Tx, keyring: Keyring) -> Vapid:
    vapid = Vapid.generate()
    sealed = keyring.encrypt(vapid.private, _key_place(tx.workspace_id))
    await repository.insert_key(tx, KeyRow(vapid.public, sealed))
    stored = await repository.find_key(tx)
    if stored is None or stored.public_key == vapid.public:
        return vapid
    return Vapid.load(keyring.decrypt(stored.private_key, _key_place(tx.workspace_id)))


async def add_device(tx: Tx, actor: Actor, new: DeviceInput, name: str, keyring: Keyring) -> Device:
    """Take a browser's subscription; the same one again belongs to whoever brings it now. At most 10 of one person."""
    _check(new)
    digest = hashlib.sha256(new.endpoint.encode()).digest()
    known = await repository.lock_devices(tx, actor.id)
    if len(known) >= DEVICES_MAX and digest not in {row.address_hash for row in known}:
        raise TooManyDevices(DEVICES_MAX)
    sealed = _Sealed(new.endpoint, new.p256dh, new.auth)
    values = {
        "operator": actor.id, "session": actor.session_id or 0, "hash": digest, "name": clean_name(name, 80),
        "address": keyring.encrypt_json(sealed, _device_place(tx.workspace_id, digest)),
        "host": (urlsplit(new.endpoint).hostname or "")[:200],
    }  # fmt: skip
    device_id = await repository.put_device(tx, values)
    await announce(tx, actor.id)
    return show(await find(tx, actor.id, device_id), actor)


async def list_devices(tx: Tx, actor: Actor) -> list[Device]:
    """Return one's own devices."""
    return [show(row, actor) for row in await repository.list_devices(tx, actor.id)]


async def remove_device(tx: Tx, operator_id: int, device_id: int) -> None:
    """Send nothing to a device any more; raises NoSuchDevice."""
    await find(tx, operator_id, device_id)
    await repository.delete_devices(tx, [device_id])
    await announce(tx, operator_id)


async def find(tx: Tx, operator_id: int, device_id: int) -> DeviceRow:
    """Return a device of this operator; raises NoSuchDevice."""
    row = await repository.find_device(tx, operator_id, device_id)
    if row is None:
        raise NoSuchDevice
    return row


def open_devices(workspace_id: int, rows: Sequence[DeviceRow], keyring: Keyring) -> list[OpenDevice]:
    """Open the sealed addresses; one that does not open is left out."""
    opened = []
    for row in rows:
        try:
            sealed = keyring.decrypt_json(row.address, _device_place(workspace_id, row.address_hash), _Sealed)
        except Unreadable:
            log.error("notifications.device_unreadable", device=row.id)  # noqa: TRY400 - the trace says nothing more
            continue
        recipient = Recipient(decode_key(sealed.p256dh), decode_key(sealed.auth))
        opened.append(OpenDevice(row.id, sealed.endpoint, recipient))
    return opened


def show(row: DeviceRow, actor: Actor) -> Device:
    """Return what may be shown of a device."""
    return Device(
        id=row.id, name=row.name, service=row.host, here=row.session_id == actor.session_id,
        created_at=row.created_at, seen_at=row.seen_at, sent_at=row.sent_at,
    )  # fmt: skip


def _check(new: DeviceInput) -> None:
    """Raise Invalid for an address we would not call or keys nobody could open with.

    Browsers give https addresses of names. Plain http is taken to an address in figures only, which the safe client
    calls where the host's owner has allowed it and nowhere else.
    """
    parts = urlsplit(new.endpoint)
    inside = parts.scheme == "http" and parse_literal(parts.hostname or "") is not None
    if not parts.hostname or "@" in parts.netloc or not (parts.scheme == "https" or inside):
        raise wrong_field("endpoint", "bad_url", "is not an https address")
    try:
        read_recipient(new.p256dh, new.auth)
    except BadSubscription as error:
        raise wrong_field("p256dh", "bad_format", str(error)) from None


_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
_BROWSERS = (("YaBrowser/", "Яндекс Браузер"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip


def name_browser(user_agent: str) -> str:
    """Name a browser and its system for the list of devices: «Firefox, Windows»; empty when neither is known."""
    agent = re.sub(r"[^\x20-\x7e]", "", user_agent)[:500]
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def _key_place(workspace_id: int) -> Place:
    return Place(workspace_id, "push_key", _KEY_ROW, "private_key")


def _device_place(workspace_id: int, digest: bytes) -> Place:
    return Place(workspace_id, "push_device", digest.hex(), "address")
