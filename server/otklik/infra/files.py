"""Files that people sent: bytes on disk under a random key, facts in the table `file`.

Bytes are written before the transaction that names them; what a failed transaction leaves behind is swept
away a day later. The name a person gave is shown and never used as a path; the type we serve is our own.
"""

import asyncio
import hashlib
import os
import warnings
from io import BytesIO
from pathlib import Path

import puremagic
from msgspec import Struct
from PIL import Image, UnidentifiedImageError

from otklik.infra.db import Tx
from otklik.kit.errors import Invalid, NotFound
from otklik.kit.ids import new_token
from otklik.kit.text import clean_name

MAX_PIXELS = 40_000_000
_IMAGE_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_INLINE = {
    "image/png", "image/jpeg", "image/gif", "image/webp",
    "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav", "audio/webm", "audio/x-m4a", "audio/flac",
    "video/mp4", "video/webm", "video/quicktime", "video/ogg",
}  # fmt: skip
_SAME = {
    "audio/x-wav": "audio/wav",
    "image/jpg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
    "application/ogg": "audio/ogg",
}
_FALLBACK = "application/octet-stream"
QUARANTINE = "quarantine"
_KEY_SIZES = range(40, 65)
_CONTAINERS = (
    {"audio/ogg", "video/ogg", "audio/opus"},
    {"audio/mp4", "video/mp4", "audio/x-m4a", "video/quicktime", "audio/m4a"},
    {"audio/webm", "video/webm", "video/x-matroska"},
    {"audio/mpeg", "audio/mpegurl"},
    {"audio/wav"},
)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class StoredFile(Struct, frozen=True, kw_only=True):
    """A stored file. `mime` is what the bytes are, as far as we can tell, not what the sender claimed."""

    key: str
    size: int
    mime: str
    name: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None


class WrittenFile(Struct, frozen=True, kw_only=True):
    """Bytes on disk that no transaction has named yet."""

    stored: StoredFile
    sha256: bytes


class FileStore:
    """Keeps bytes in a folder; one level of subfolders so that none grows too large."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def write(self, data: bytes, name: str, claimed_mime: str = "") -> WrittenFile:
        """Put bytes on disk, flushed, and look at what they are; raises Invalid for an image bomb."""
        return await asyncio.to_thread(self._write, data, name, claimed_mime)

    async def read(self, key: str) -> bytes:
        """Return the bytes; raises NotFound when they are gone."""
        try:
            return await asyncio.to_thread(self.path(key).read_bytes)
        except FileNotFoundError as error:
            raise NotFound("the file is gone") from error

    async def remove(self, key: str) -> None:
        """Take bytes away that no transaction has named."""
        await asyncio.to_thread(self.path(key).unlink, missing_ok=True)

    async def set_apart(self, key: str) -> None:
        """Put bytes where no door looks for them; the folder is for whoever looks after the machine."""
        await asyncio.to_thread(self._set_apart, self.path(key))

    def _set_apart(self, path: Path) -> None:
        apart = self._root.parent / QUARANTINE
        apart.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_file():
            path.rename(apart / path.name)

    def path(self, key: str) -> Path:
        """Where the bytes of `key` lie; refuses anything that is not a key of ours."""
        if not (len(key) in _KEY_SIZES and key.replace("-", "").replace("_", "").isalnum() and key.isascii()):
            raise NotFound("no such file")
        return self._root / key[:2].lower() / key

    def _write(self, data: bytes, name: str, claimed_mime: str) -> WrittenFile:
        mime = sniff(data, claimed_mime)
        width, height = measure(data) if mime.startswith("image/") else (None, None)
        key = new_token()
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        stored = StoredFile(
            key=key, size=len(data), mime=mime, name=clean_name(name) or "file", width=width, height=height
        )
        return WrittenFile(stored=stored, sha256=hashlib.sha256(data).digest())


def sniff(data: bytes, claimed: str) -> str:
    """Return the type of the bytes. Types a browser shows inline are believed only when the bytes agree."""
    claimed = _SAME.get(
        claimed.split(";", maxsplit=1)[0].strip().lower(), claimed.split(";", maxsplit=1)[0].strip().lower()
    )
    try:
        found: set[str] = {_SAME.get(match.mime_type, match.mime_type) for match in puremagic.magic_string(data[:8192])}
    except (puremagic.PureError, ValueError, IndexError):
        found = set()
    if claimed in _INLINE:
        family = claimed.split("/")[0]
        agreeing = claimed in found or (family != "image" and any(_same_container(claimed, mime) for mime in found))
        return claimed if agreeing else _FALLBACK
    shown = sorted(found & _INLINE)
    if shown and claimed in {"", _FALLBACK}:
        return shown[0]
    return claimed or _FALLBACK


def _same_container(claimed: str, found: str) -> bool:
    return any(claimed in container and found in container for container in _CONTAINERS)


def shown_inline(mime: str) -> bool:
    """Whether a browser may show this type; everything else is downloaded."""
    return mime in _INLINE


def measure(data: bytes) -> tuple[int | None, int | None]:
    """Return width and height of an image without decoding it; raises Invalid over 40 million pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=_IMAGE_FORMATS) as image:
                size = image.size
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Invalid("the image has more than 40 million pixels", code="image_too_large") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            return None, None
    return size


async def record_file(tx: Tx, written: WrittenFile, workspace_id: int, uploaded_by: str = "") -> StoredFile:
    """Name written bytes in this transaction."""
    file = written.stored
    await tx.execute(
        """insert into file (key, workspace_id, sha256, size, mime, name, width, height, duration_s, uploaded_by)
           values (%(key)s, %(workspace)s, %(sha256)s, %(size)s, %(mime)s, %(name)s, %(width)s, %(height)s,
                   %(duration)s, %(by)s)""",
        {
            "key": file.key,
            "workspace": workspace_id,
            "sha256": written.sha256,
            "size": file.size,
            "mime": file.mime,
            "name": file.name,
            "width": file.width,
            "height": file.height,
            "duration": file.duration_s,
            "by": uploaded_by,
        },
    )
    return file
