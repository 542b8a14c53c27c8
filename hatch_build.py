"""Puts the built web app into the package, and the pinned names of requirements/run.in into its metadata."""

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

SKIP = "OTKLIK_SKIP_WEB"
EDITABLE = "editable"


class WebAppHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Builds the web app where it is absent; an editable install does without, `make web` builds it there."""

    def dependencies(self) -> list[str]:
        """Return Node, unless the app came built inside an sdist: installing from that needs no Node."""
        return (
            [] if self._came_built() or os.environ.get(SKIP) else _read_names(Path(self.root) / "requirements/web.in")
        )

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == EDITABLE or os.environ.get(SKIP):
            return
        root = Path(self.root)
        dist = root / "web" / "dist" if self._came_built() else _web_builder(root).build(root)
        if self.target_name == "wheel":
            build_data["force_include"][str(dist)] = "otklik/_web"

    def _came_built(self) -> bool:
        root = Path(self.root)
        return (root / "PKG-INFO").is_file() and (root / "web" / "dist" / "desk" / "index.html").is_file()


class RequirementsHook(MetadataHookInterface):
    """The dependencies stand once, in requirements/run.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = _read_names(Path(self.root) / "requirements" / "run.in")


def _read_names(file: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def _web_builder(root: Path) -> ModuleType:
    spec = spec_from_file_location("build_web", root / "tools" / "build_web.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(root / "tools" / "build_web.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
