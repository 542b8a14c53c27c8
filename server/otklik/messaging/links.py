"""Addresses of files: signed, so that a browser needs no cookie for them, and with an end.

An address names the attachment, contact or operator, never the stored file, so it dies with the message.
It is the same for a whole day, which lets browsers keep what they have fetched.
"""

import re
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePosixPath

from msgspec import Struct

from otklik.channelkit.outbound import OutboundFile
from otklik.kit.errors import NotFound
from otklik.kit.signing import Signer

_HOUR_S = 3600
_DAY_S = 86_400
_DAYS = 3
_MARK = 8
_PARTS = 4
_ENDING = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)


class FileOwner(StrEnum):
    """Whose file an address names."""

    ATTACHMENT = "a"
    CONTACT = "c"
    OPERATOR = "o"
    CANNED = "r"
    LOGO = "l"
    DELETED = "d"


class FilePlace(Struct, frozen=True):
    """What a signed address says. `mark` is the beginning of a photo's key: a new photo has a new address."""

    owner: FileOwner
    workspace_id: int
    id: int
    mark: str = ""


class FileLinks:
    """Makes and reads addresses of files."""

    def __init__(self, signer: Signer, *, clock: Callable[[], float] = time.time) -> None:
        self._signer = signer
        self._clock = clock

    def attachment(self, workspace_id: int, attachment_id: int) -> str:
        """Return the address of an attachment or upload."""
        return self._make(FilePlace(FileOwner.ATTACHMENT, workspace_id, attachment_id))

    def sent_file(self, workspace_id: int, file: OutboundFile) -> str:
        """Return the address of an attachment for a provider, with an ending by which it knows what it gets."""
        ending = PurePosixPath(file.name).suffix.lower()
        name = f"file{ending}" if _ENDING.fullmatch(ending) else "file"
        return f"{self.attachment(workspace_id, file.number)}/{name}" if file.number else ""

    def deleted_file(self, workspace_id: int, attachment_id: int) -> str:
        """Return the address of a file of a deleted message, for an hour: whoever may look has just asked."""
        value = f"{FileOwner.DELETED}.{workspace_id}.{attachment_id}."
        return f"/files/{self._signer.sign_until(value, self._clock() + _HOUR_S)}"

    def contact_photo(self, workspace_id: int, contact_id: int, key: str | None) -> str | None:
        """Return the address of a contact's photo, None when there is none."""
        return key and self._make(FilePlace(FileOwner.CONTACT, workspace_id, contact_id, key[:_MARK]))

    def operator_photo(self, workspace_id: int, operator_id: int, key: str | None) -> str | None:
        """Return the address of an operator's photo, None when there is none."""
        return key and self._make(FilePlace(FileOwner.OPERATOR, workspace_id, operator_id, key[:_MARK]))

    def chat_logo(self, workspace_id: int, inbox_id: int, key: str | None) -> str | None:
        """Return the address of a website chat's logo, None when there is none."""
        return key and self._make(FilePlace(FileOwner.LOGO, workspace_id, inbox_id, key[:_MARK]))

    def canned_file(self, workspace_id: int, file_id: int) -> str:
        """Return the address of a file kept with a canned response."""
        return self._make(FilePlace(FileOwner.CANNED, workspace_id, file_id))

    def read(self, token: str) -> FilePlace:
        """Return what an address names; raises NotFound for one that is not ours or too old."""
        parts = self._signer.read(token).split(".")
        if len(parts) != _PARTS:
            raise NotFound("not found")
        return FilePlace(FileOwner(parts[0]), int(parts[1]), int(parts[2]), parts[3])

    def _make(self, place: FilePlace) -> str:
        end = (int(self._clock()) // _DAY_S + _DAYS) * _DAY_S
        value = f"{place.owner}.{place.workspace_id}.{place.id}.{place.mark}"
        return f"/files/{self._signer.sign_until(value, end)}"
