"""Makes bot_api_schema.json: the methods and types of the Bot API as bare facts, from aiogram's source package.

Usage: python make_schema.py PATH/aiogram-3.31.0/.butcher/schema/schema.json > bot_api_schema.json
The source package comes with `pip download --no-binary :all: --no-deps aiogram==3.31.0`.
"""

import json
import sys
from pathlib import Path
from typing import Any

NOTE = (
    "Facts about the Telegram Bot API (names, types, which parameters are required), derived from the schema file in "
    "the source package of aiogram 3.31.0, MIT licence, copyright Alex Root Junior and contributors. Descriptions "
    "are not included."
)


def derive(schema: dict[str, Any]) -> dict[str, Any]:
    """Return method → parameter → [type, required] and type → field → [type, required]."""
    out: dict[str, Any] = {"note": NOTE, "version": schema["api"]["version"], "methods": {}, "types": {}}
    for section in schema["items"]:
        for entity in section["children"]:
            if entity.get("category") in ("methods", "types"):
                fields = {one["name"]: [one["type"], one["required"]] for one in entity["annotations"]}
                out[entity["category"]][entity["name"]] = fields
    return out


def main() -> None:
    """Read the schema named on the command line, write ours to standard output."""
    derived = derive(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    lines = [f'"note": {json.dumps(derived["note"])}', f'"version": {json.dumps(derived["version"])}']
    for group in ("methods", "types"):
        rows = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in sorted(derived[group].items())
        )
        lines.append(f'"{group}": {{\n{rows}\n}}')
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
