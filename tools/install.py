"""Installs pinned requirements into the environment that runs this script: `python tools/install.py FILE...`.

Every archive is checked against the hash in the file. uv does it in seconds; where pip was told of an index of its
own, or uv cannot reach one, pip does it in minutes.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "requirements" / "tools.txt"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def main(files: list[str]) -> int:
    """Return 0 when everything named is in place."""
    requirements = [part for file in files for part in ("-r", file)]
    if not pip_has_its_own_index() and install_with_uv(requirements):
        return 0
    pip = [*PIP, "install", "--require-hashes", "--no-deps", "--use-pep517", "-r", str(TOOLS), *requirements]
    return subprocess.run(pip, check=False).returncode


def install_with_uv(requirements: list[str]) -> bool:
    """Put uv in place, then let it do the work; say whether it did."""
    if subprocess.run([*PIP, "install", "--require-hashes", "--no-deps", "-r", str(TOOLS)], check=False).returncode:
        return False
    uv = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--python", sys.executable]
    environment = {**os.environ, "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run([*uv, "--require-hashes", *requirements], env=environment, check=False)
    return done.returncode == 0


def pip_has_its_own_index() -> bool:
    """Whether someone told pip to look elsewhere: uv does not read pip's configuration."""
    told = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False).stdout
    names = {line.partition("=")[0].rpartition(".")[2] for line in told.splitlines()}
    return bool(names & {"index-url", "no-index"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
