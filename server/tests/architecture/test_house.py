"""The house stands as its plan says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SERVER = Path(__file__).resolve().parents[2]


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program) if program.exists() else str(shutil.which("lint-imports")), "--no-cache"]
    done = subprocess.run(
        [*command, "--config", str(SERVER.parent / ".importlinter")],
        cwd=SERVER,
        env={**os.environ, "PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
