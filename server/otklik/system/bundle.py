"""What a helper needs to understand an installation: figures, versions, settings without secrets, names of errors.

No text of a message, no name and no address of a customer goes into it; an error is named by its kind.
"""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from otklik.infra.logs import recent
from otklik.infra.settings import Settings
from otklik.system import repository
from otklik.system.records import DeadJobRow
from otklik.system.room import System
from otklik.system.service import list_licences, show_system

_KIND: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,80}")
_README: Final = """What Otklik knows of itself, for somebody who helps you.

system.json     versions, sizes, counts, and what the doctor finds
settings.json   settings of the installation without passwords and addresses
packages.json   packages with their versions
troubles.json   the last warnings and errors of the log by name, and kinds of jobs that were given up

There is no text of a message, no name and no address of a customer in it. Look before you send it.
"""


async def make_bundle(system: System, workspace_id: int) -> bytes:
    """Return the bundle as a zip."""
    shown = await show_system(system, workspace_id)
    async with system.db.workspace(workspace_id) as tx:
        dead = await repository.list_dead_jobs(tx)
    parts = {
        "system.json": shown,
        "settings.json": tell_settings(system.settings),
        "packages.json": list_licences(),
        "troubles.json": {"log": list(recent), "jobs": tell_jobs(dead)},
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        for name, part in parts.items():
            archive.writestr(name, msgspec.json.format(msgspec.json.encode(part), indent=2))
    return made.getvalue()


def tell_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings; of an address only its kind is told, of a list how long it is."""
    told: dict[str, Any] = msgspec.to_builtins(settings)
    told["database_url"] = "own" if not settings.database_url else "external"
    told["public_url"] = urlsplit(settings.address).scheme
    told["data_dir"] = ""
    for name in ("smtp_url", "mail_from", "turn_secret"):
        told[name] = "set" if told[name] else ""
    for name in ("allowed_networks", "trusted_proxies", "trusted_authorities", "turn_urls"):
        told[name] = len(told[name])
    return told


def tell_jobs(dead: Sequence[DeadJobRow]) -> list[dict[str, Any]]:
    """Return jobs that were given up by kind; of the error its first word, when that is the name of one."""
    return [
        {"kind": one.kind, "at": one.died_at, "attempts": one.attempts, "error": _kind_of(one.error)} for one in dead
    ]


def _kind_of(error: str) -> str:
    head = re.split(r"[:(\s]", error, maxsplit=1)[0]
    return head if _KIND.fullmatch(head) and head[:1].isupper() else ""
