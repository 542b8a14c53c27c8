"""Where the built window is: its script's name changes with its content."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

_WINDOW = "src/main.tsx"
PREVIEW = "src/preview.ts"
FRAME = "src/frame.ts"
GREETINGS = "src/greetings.ts"
INNER = "src/inner.ts"


class _Chunk(Struct, frozen=True):
    file: str


def ui_path(web: Path, entry: str = _WINDOW) -> str:
    """Return the path of a script in the folder of the built web applications; empty before it is built."""
    manifest = web / "widget" / "manifest.json"
    if not manifest.is_file():
        return ""
    chunks = _read_manifest(manifest, manifest.stat().st_mtime_ns)
    return f"/widget/{chunks[entry].file}" if entry in chunks else ""


@lru_cache(maxsize=4)
def _read_manifest(manifest: Path, _: int) -> Mapping[str, _Chunk]:
    return msgspec.json.decode(manifest.read_bytes(), type=dict[str, _Chunk])
