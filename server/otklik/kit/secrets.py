"""Secrets at rest: AES-256-GCM, bound to the very place they are stored in, under a ring of keys outside the database.

A sealed value carries the number of its key. The ring has one active key and any number of retired ones that still
open what they sealed. A value moved to another workspace, table, row or column does not open there.
"""

import base64
import hashlib
import hmac
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

T = TypeVar("T")

_KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_HEAD_BYTES = 5
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class BadKeys(Exception):
    """The keyring cannot be used; the text is the one line a person sees."""


class Unreadable(Exception):
    """A sealed value that does not open: its key is missing, it was altered, or it stands in the wrong place."""


class Place(Struct, frozen=True):
    """Where a sealed value is stored."""

    workspace_id: int
    table: str
    row: str
    column: str

    def bind(self, key_number: int) -> bytes:
        """Return the associated data; the parts cannot run into one another."""
        return msgspec.json.encode((self.workspace_id, self.table, self.row, self.column, key_number))


class Keyring:
    """Seals with the active key and opens with any key it holds."""

    def __init__(self, active: int, keys: Mapping[int, bytes]) -> None:
        if active not in keys:
            raise BadKeys(f"the keyring has no key number {active}, which it names as the active one")
        if any(len(key) != _KEY_BYTES or len(set(key)) < _KEY_BYTES // 4 for key in keys.values()):
            raise BadKeys(f"a key of the keyring is not {_KEY_BYTES} random bytes")
        self.active = active
        self._keys = dict(keys)

    def encrypt(self, plain: bytes, place: Place) -> bytes:
        """Seal bytes for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._keys[self.active]).encrypt(nonce, plain, place.bind(self.active))
        return _FORMAT + self.active.to_bytes(4, "big") + nonce + sealed

    def decrypt(self, sealed: bytes, place: Place) -> bytes:
        """Open bytes sealed for this place; raises Unreadable."""
        number = key_number(sealed)
        key = self._keys.get(number)
        if key is None:
            raise Unreadable(f"sealed with key number {number}, which is not in the keyring")
        nonce, body = sealed[_HEAD_BYTES : _HEAD_BYTES + _NONCE_BYTES], sealed[_HEAD_BYTES + _NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, body, place.bind(number))
        except (InvalidTag, ValueError):
            raise Unreadable(
                "sealed for another place, altered, or the key is not the one it was sealed with"
            ) from None

    def encrypt_json(self, value: object, place: Place) -> bytes:
        """Seal a small JSON value."""
        return self.encrypt(msgspec.json.encode(value), place)

    def decrypt_json(self, sealed: bytes, place: Place, kind: type[T]) -> T:
        """Open a JSON value as `kind`; raises Unreadable."""
        return msgspec.json.decode(self.decrypt(sealed, place), type=kind)

    def is_stale(self, sealed: bytes) -> bool:
        """Whether a value is sealed with a retired key and should be sealed anew."""
        return key_number(sealed) != self.active

    def derive(self, purpose: str) -> tuple[bytes, ...]:
        """Return keys for one other purpose, the active one first; they tell nothing about the ring."""
        numbers = sorted(self._keys, key=lambda number: (number != self.active, -number))
        return tuple(_derive(self._keys[number], purpose) for number in numbers)


def key_number(sealed: bytes) -> int:
    """Return the number of the key a value was sealed with."""
    if len(sealed) < _HEAD_BYTES + _NONCE_BYTES or sealed[:1] != _FORMAT:
        raise Unreadable("not a sealed value")
    return int.from_bytes(sealed[1:_HEAD_BYTES], "big")


def seal_under(password: bytes, plain: bytes, purpose: str) -> bytes:
    """Seal bytes under a secret the caller will present again and nobody keeps; the secret must be unguessable."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_derive(password, purpose)).encrypt(nonce, plain, None)


def open_under(password: bytes, sealed: bytes, purpose: str) -> bytes:
    """Open what `seal_under` sealed; raises Unreadable."""
    try:
        return AESGCM(_derive(password, purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        raise Unreadable("sealed under another secret") from None


def load_keyring(path: Path) -> Keyring:
    """Read the keyring file; raises BadKeys with one clear line."""
    try:
        mode = path.stat().st_mode
        raw = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError:
        raise BadKeys(f"the key file {path} is missing; without it stored secrets cannot be read") from None
    except (OSError, ValueError) as error:
        raise BadKeys(f"the key file {path} cannot be read: {error}") from error
    if os.name == "posix" and mode & _OTHERS:
        raise BadKeys(f"the key file {path} can be read by others; run: chmod 600 {path}")
    return _parse(path, raw)


def create_keyring(path: Path) -> Keyring:
    """Make a keyring file with one new key, readable by its owner only; never touches a file that exists."""
    _write(path, 1, {1: os.urandom(_KEY_BYTES)}, exclusive=True)
    return load_keyring(path)


def load_or_create_keyring(path: Path) -> Keyring:
    """Read the keyring, or make it at the very first start."""
    if path.exists():
        return load_keyring(path)
    try:
        return create_keyring(path)
    except FileExistsError:
        return load_keyring(path)


def add_key(path: Path) -> Keyring:
    """Add a new active key to the file; the former ones stay to open what they sealed."""
    ring = load_keyring(path)
    number = max(ring._keys) + 1  # noqa: SLF001 - the ring's own file
    _write(path, number, {**ring._keys, number: os.urandom(_KEY_BYTES)}, exclusive=False)  # noqa: SLF001 - as above
    return load_keyring(path)


def _parse(path: Path, raw: Any) -> Keyring:  # noqa: ANN401 - a file a person may have edited
    try:
        keys = {int(number): base64.b64decode(text, validate=True) for number, text in raw["keys"].items()}
        return Keyring(int(raw["active"]), keys)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadKeys(f"the key file {path} is not a keyring") from None


def _write(path: Path, active: int, keys: Mapping[int, bytes], *, exclusive: bool) -> None:
    body = {"active": active, "keys": {str(number): base64.b64encode(key).decode() for number, key in keys.items()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(body), indent=2))
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            os.link(draft, path)
        else:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _derive(key: bytes, purpose: str) -> bytes:
    return hmac.digest(hashlib.sha256(key).digest(), f"otklik:{purpose}".encode(), "sha256")
