"""How the installation is, put together from the doctor's findings and its figures."""

import platform
import shutil
from collections.abc import Sequence
from importlib.metadata import distributions
from typing import Final

from otklik import __version__
from otklik.infra.db import Tx
from otklik.infra.doctor import Finding, examine
from otklik.infra.logs import counted
from otklik.infra.sounds import find_program
from otklik.system import judging, repository
from otklik.system.room import System
from otklik.system.schemas import Licence, SystemOut, SystemRow

_LONGEST_LICENCE: Final = 60
_CLASSIFIER: Final = "License :: "


async def show_system(system: System, workspace_id: int) -> SystemOut:
    """Look at everything and return how it is."""
    findings = await examine(system.db, system.settings)
    async with system.db.system(workspace_id) as tx:
        rows = await _judge_all(tx, system, workspace_id)
        tables, schema = await repository.list_tables(tx), await repository.find_migration(tx)
    return SystemOut(
        version=__version__, schema=schema, python=platform.python_version(), started_at=system.started_at,
        rows=[*rows, *_from_doctor(findings)], tables=tables,
    )  # fmt: skip


async def _judge_all(tx: Tx, system: System, workspace_id: int) -> list[SystemRow]:
    place, disk = system.place(), shutil.disk_usage(system.settings.data_path)
    sockets: dict[str, int | str] = {"count": system.count_sockets(workspace_id)}
    errors: dict[str, int | str] = {"errors": counted["error"], "warnings": counted["warning"]}
    return [
        judging.judge_database(await repository.find_database(tx)),
        judging.judge_files(await repository.find_files(tx), disk.free, disk.total),
        judging.judge_jobs(await repository.find_jobs(tx)),
        judging.judge_workers(await repository.find_workers(tx)),
        judging.judge_lag("log", await repository.find_log_lag(tx, place.xid, place.id)),
        judging.judge_lag("search_index", await repository.find_search_lag(tx)),
        judging.judge_lag("notifications", await repository.find_notification_lag(tx)),
        SystemRow("sockets", "green", sockets),
        judging.judge_mail(await repository.find_mail(tx)),
        judging.judge_antivirus(await repository.find_scanner(tx)),
        judging.judge_calls(await repository.count_calling(tx), relay=bool(system.settings.turn_secret)),
        judging.judge_sound(find_program() is not None),
        SystemRow("troubles", "amber" if counted["error"] else "green", errors),
    ]


def _from_doctor(findings: Sequence[Finding]) -> list[SystemRow]:
    return [
        SystemRow(one.key, "red" if one.wrong else "green", {}, one.fault.en, one.fault.ru)  # type: ignore[arg-type]  # the doctor's keys
        for one in findings
    ]


def list_licences() -> list[Licence]:
    """Return the Python packages this installation runs with, by name."""
    found = {one.metadata["Name"].lower(): one for one in distributions() if one.metadata["Name"]}
    return [Licence(one.metadata["Name"], one.version, _licence(one.metadata)) for _, one in sorted(found.items())]


def _licence(facts: object) -> str:
    get_all = facts.get_all  # type: ignore[attr-defined]  # a message of the e-mail package
    named = [*get_all("License-Expression", []), *get_all("License", [])]
    short = [one for one in named if one and "\n" not in one and len(one) <= _LONGEST_LICENCE]
    classified = [one.rpartition(" :: ")[2] for one in get_all("Classifier", []) if one.startswith(_CLASSIFIER)]
    return next(iter([*short, *classified]), "")
