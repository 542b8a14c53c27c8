"""Files on their way in: streamed to disk with a limit, measured as they come, never held whole in memory."""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from litestar import Request
from litestar.exceptions import ClientException
from multipart import (  # type: ignore[import-untyped]  # it is annotated, without saying so
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
)

from otklik.channelkit.capabilities import Kind
from otklik.infra.files import FileStore, StoredFile, WrittenFile, measure, sniff
from otklik.kit.errors import TooLarge
from otklik.kit.ids import new_token
from otklik.kit.text import clean_name

_BUFFER = 512 * 1024
_HEAD = 8192
_FORM_EXTRA = 64 * 1024
_FIELD = "file"
_PARTS = 5
_DRAWING = re.compile(r"image/(?:png|jpeg|gif|webp)")


class FileTooLarge(TooLarge):
    """The file is over the limit of this installation."""

    code = "file_too_large"


class Arriving:
    """A file that is being written. Its place on disk is final, its name is not until the last byte is safe."""

    def __init__(self, store: FileStore, limit: int) -> None:
        self._limit = limit
        self.key = new_token()
        self.size = 0
        self._final = store.path(self.key)
        self._partial = self._final.with_name(self._final.name + ".part")
        self._digest = hashlib.sha256()
        self._buffer = bytearray()
        self._target: BinaryIO | None = None

    async def add(self, chunk: bytes | bytearray) -> None:
        """Take the next bytes; raises FileTooLarge as soon as there are too many."""
        self.size += len(chunk)
        if self.size > self._limit:
            raise FileTooLarge("the file is larger than allowed", extra={"limit": self._limit})
        self._digest.update(chunk)
        self._buffer += chunk
        if len(self._buffer) >= _BUFFER:
            await asyncio.to_thread(self._write)

    async def finish(self, name: str, claimed: str) -> WrittenFile:
        """Make the file durable and look at what it is; raises Invalid for an image bomb."""
        return await asyncio.to_thread(self._finish, name, claimed)

    async def drop(self) -> None:
        """Leave nothing behind."""
        await asyncio.to_thread(self._drop)

    def _write(self) -> None:
        if self._target is None:
            self._partial.parent.mkdir(parents=True, exist_ok=True)
            self._target = self._partial.open("xb")
        self._target.write(self._buffer)
        self._buffer.clear()

    def _finish(self, name: str, claimed: str) -> WrittenFile:
        self._write()
        assert self._target is not None  # noqa: S101 - just written
        self._target.flush()
        os.fsync(self._target.fileno())
        self._target.close()
        mime = sniff(_read_head(self._partial), claimed)
        width, height = measure(self._partial.read_bytes()) if _DRAWING.fullmatch(mime) else (None, None)
        self._partial.rename(self._final)
        stored = StoredFile(
            key=self.key, size=self.size, mime=mime, name=clean_name(name) or "file", width=width, height=height
        )
        return WrittenFile(stored=stored, sha256=self._digest.digest())

    def _drop(self) -> None:
        if self._target is not None:
            self._target.close()
        with suppress(FileNotFoundError):
            self._partial.unlink()


def _read_head(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(_HEAD)


async def receive_file(request: Request[Any, Any, Any], store: FileStore, limit: int) -> WrittenFile:
    """Take the one file of a request: the part `file` of a form, or the raw body named by `X-File-Name`."""
    if (request.content_length or 0) > limit + _FORM_EXTRA:
        raise FileTooLarge("the file is larger than allowed", extra={"limit": limit})
    arriving = Arriving(store, limit)
    try:
        kind, options = request.content_type
        if kind == "multipart/form-data":
            name, claimed = await _read_form(request.stream(), options.get("boundary", ""), arriving)
        else:
            name, claimed = unquote(request.headers.get("x-file-name", "")), kind
            async for chunk in request.stream():
                await arriving.add(chunk)
        if arriving.size == 0:
            raise ClientException("there is no file in the request")
        return await arriving.finish(name, claimed)
    finally:
        await arriving.drop()


async def _read_form(stream: AsyncIterator[bytes], boundary: str, arriving: Arriving) -> tuple[str, str]:
    """Write the first part called `file` and return its name and claimed type; other parts are passed over."""
    found: MultipartSegment | None = None
    wanted, extra = False, 0
    try:
        with PushMultipartParser(boundary.encode("latin-1", "replace"), max_segment_count=_PARTS) as parser:
            async for chunk in stream:
                for part in parser.parse(chunk):
                    if isinstance(part, MultipartSegment):
                        wanted = found is None and part.name == _FIELD
                        found = part if wanted else found
                    elif wanted and part:
                        await arriving.add(part)
                    elif part:
                        extra += len(part)
                if extra > _FORM_EXTRA or parser.closed:
                    break
    except MultipartError:
        raise ClientException("the form is not proper multipart") from None
    if found is None or extra > _FORM_EXTRA:
        raise ClientException("the form has no part called file")
    return found.filename or "", found.content_type or ""


def upload_kind(file: StoredFile, wanted: str = "") -> Kind:
    """Return as what a file travels; a picture or recording may be asked to travel as a plain document."""
    family = file.mime.partition("/")[0]
    if wanted == Kind.DOCUMENT:
        return Kind.DOCUMENT
    if _DRAWING.fullmatch(file.mime):
        return Kind.IMAGE
    if family == "audio":
        return Kind.VOICE if wanted == Kind.VOICE else Kind.AUDIO
    return Kind.VIDEO if family == "video" else Kind.DOCUMENT
