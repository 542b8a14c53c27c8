"""Writes what the web app knows of the API: web/packages/api/schema.d.ts, out of the endpoints themselves.

python tools/describe_api.py            write it
python tools/describe_api.py --check    only say whether it is what the endpoints give
"""

import sys
import tempfile
from pathlib import Path

import msgspec

from build_web import ROOT, CannotBuild, find_npm, install
from otklik.infra.db import Database
from otklik.infra.web.api import create_api
from otklik.infra.web.openapi import polish
from otklik.wiring.routes import ROUTES, make_dependencies

WEB = ROOT / "web"
TYPES = WEB / "packages" / "api" / "schema.d.ts"


def describe() -> str:
    """Return the OpenAPI description; nothing is started for it."""
    api = create_api(
        ROUTES, Database("", "", app_connections=1, system_connections=1), dependencies=make_dependencies()
    )
    return msgspec.json.encode(polish(api.openapi_schema.to_schema())).decode()


def generate(target: Path) -> None:
    """Write the types of the description."""
    npm = find_npm()
    install(WEB, npm)
    with tempfile.TemporaryDirectory() as folder:
        description = Path(folder) / "openapi.json"
        description.write_text(describe(), encoding="utf-8")
        npm.run(WEB, "run", "--silent", "api", "--", str(description), str(target))


def check() -> int:
    """Return 0 when the types in the project are those of the endpoints."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / TYPES.name
        generate(fresh)
        if fresh.read_text(encoding="utf-8") == TYPES.read_text(encoding="utf-8"):
            return 0
    print(f"{TYPES.relative_to(ROOT)} is not what the endpoints give: run 'make api'", file=sys.stderr)
    return 1


def main(arguments: list[str]) -> int:
    """Write or check."""
    try:
        if "--check" in arguments:
            return check()
        generate(TYPES)
    except CannotBuild as error:
        print(f"web: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
