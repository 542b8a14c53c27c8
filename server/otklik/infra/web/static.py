"""Serves a built web app from memory: compressed variants made at build time, hashed names kept for ever.

Only files that were there at the start are served; a path is looked up, never joined to a folder.
"""

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from otklik.infra.web.asgi import Header, Receive, Scope, Send, answer, headers_of

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOREVER = b"public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
          ".webmanifest": "application/manifest+json", ".map": "application/json", ".svg": "image/svg+xml"}  # fmt: skip


class Asset(Struct, frozen=True):
    """One file with its compressed variants."""

    body: bytes
    variants: Mapping[str, bytes]
    content_type: str
    etag: bytes
    cache: bytes


class StaticSite:
    """The files below one folder, served under one prefix. `keep` says which names carry a hash."""

    def __init__(
        self, folder: Path, *, immutable: Sequence[str] = (), cache: bytes = b"no-cache", shared: bool = False
    ) -> None:
        self._assets = {
            f"/{path.relative_to(folder).as_posix()}": _load(path, immutable, folder, cache)
            for path in (sorted(folder.rglob("*")) if folder.is_dir() else ())
            if path.is_file() and path.suffix not in {".br", ".gz"}
        }
        self._shared = shared

    def __contains__(self, path: str) -> bool:
        return path in self._assets

    def body(self, path: str) -> bytes:
        """Return a file as it is."""
        return self._assets[path].body

    async def serve(self, path: str, scope: Scope, _: Receive, send: Send) -> None:
        """Answer with a file that is known to be there."""
        asset = self._assets[path]
        asked = headers_of(scope)
        headers: list[Header] = [(b"etag", asset.etag), (b"cache-control", asset.cache), (b"vary", b"accept-encoding")]
        if self._shared:
            headers += [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
        if asked.get("if-none-match", "").encode() == asset.etag:
            await answer(send, 304, b"", asset.content_type, headers)
            return
        body = asset.body
        for name, _suffix in _ENCODINGS:
            if name in asset.variants and name in asked.get("accept-encoding", ""):
                body = asset.variants[name]
                headers.append((b"content-encoding", name.encode()))
                break
        await answer(send, 200, b"" if scope["method"] == "HEAD" else body, asset.content_type, headers)


def _load(path: Path, immutable: Sequence[str], folder: Path, cache: bytes) -> Asset:
    body = path.read_bytes()
    variants = {
        name: Path(f"{path}{suffix}").read_bytes() for name, suffix in _ENCODINGS if Path(f"{path}{suffix}").is_file()
    }
    hashed = path.relative_to(folder).as_posix().startswith(tuple(immutable)) if immutable else False
    content_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    etag = b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'
    return Asset(body, variants, content_type, etag, _FOREVER if hashed else cache)
