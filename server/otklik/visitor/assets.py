"""Where the built window is: its script's name changes with its content."""

from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

_ENTRY = "src/main.tsx"


class _Chunk(Struct, frozen=True):
    file: str


def ui_path(web: Path) -> str:
    """Return the path of the window's script in the folder of the built web applications; empty before it is built."""
    manifest = web / "widget" / "manifest.json"
    return _read_manifest(manifest, manifest.stat().st_mtime_ns) if manifest.is_file() else ""


@lru_cache(maxsize=4)
def _read_manifest(manifest: Path, _: int) -> str:
    chunks = msgspec.json.decode(manifest.read_bytes(), type=dict[str, _Chunk])
    return f"/widget/{chunks[_ENTRY].file}" if _ENTRY in chunks else ""
