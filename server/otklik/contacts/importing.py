"""Bringing customers in from a file: taken, checked without writing, run by a job in batches, cancelled, looked up.

A batch writes its customers, what became of each of its rows, and how far the import is, in one transaction: whatever
is cut in the middle goes on where it stopped, and no row is written twice. Imports of a company run one by one.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from otklik.access.actor import Actor
from otklik.access.audit import Doer, write_audit
from otklik.contacts import repository, repository_card
from otklik.contacts import repository_imports as imports
from otklik.contacts.attributes import Rule
from otklik.contacts.defining import find_rules, list_active_attributes
from otklik.contacts.errors import ImportMoved, NoSuchImport
from otklik.contacts.events import ContactChanged, ImportChanged
from otklik.contacts.importing_matching import Decision, People
from otklik.contacts.importing_reading import Table
from otklik.contacts.importing_rows import ATTRIBUTE, OWN, read_row
from otklik.contacts.records import ImportLine, ImportRecord
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name

IMPORT_JOB: Final = "contacts.import"
_BATCH: Final = 100
_CHUNK: Final = 500
_LISTED: Final = 30
_ADDRESSING: Final = frozenset({"number", "name", "phone", "email"})
_COUNTS: Final = ("created", "updated", "unchanged", "refused")


async def take_file(tx: Tx, actor: Actor, file_name: str, table: Table) -> ImportRecord:
    """Keep a file that was read, in the place of one that this person brought and never started."""
    await imports.forget_drafts(tx, actor.operator_id)
    values = {
        "operator": actor.operator_id, "name": actor.name, "file": clean_name(file_name) or "customers.csv",
        "encoding": table.encoding, "separator": table.separator, "headers": table.headers, "total": len(table.rows),
    }  # fmt: skip
    return await get_import(tx, await imports.insert_import(tx, values, table.rows))


async def get_import(tx: Tx, import_id: int, *, lock: bool = False) -> ImportRecord:
    """Return an import; raises NoSuchImport."""
    found = await imports.find_import(tx, import_id, lock=lock)
    if found is None:
        raise NoSuchImport("there is no such import any more")
    return found


async def list_imports(tx: Tx) -> list[ImportRecord]:
    """Return the last imports that were started, the newest first."""
    return await imports.list_imports(tx, _LISTED)


async def get_seen(tx: Tx, actor: Actor, import_id: int, *, lock: bool = False) -> ImportRecord:
    """Return an import; raises NoSuchImport also for a file that somebody else brought and has not started."""
    record = await get_import(tx, import_id, lock=lock)
    if record.state in {"draft", "checked"} and record.operator_id != actor.operator_id:
        raise NoSuchImport("there is no such import any more")
    return record


async def check_import(tx: Tx, actor: Actor, import_id: int, mapping: Mapping[str, str]) -> ImportRecord:
    """Say what a run would do with these columns, and keep them; raises ImportMoved once it was started, Invalid."""
    record = await get_seen(tx, actor, import_id, lock=True)
    if record.state not in {"draft", "checked"}:
        raise ImportMoved("this import was started already")
    rules = await _check_mapping(tx, record, mapping)
    await imports.forget_reasons(tx, import_id)
    people, counts, after = People(), Counter[str](), 0
    while lines := await imports.list_rows(tx, import_id, after, _CHUNK):
        decisions = await _decide(tx, people, lines, mapping, rules)
        counts.update(one.outcome for one in decisions)
        refused = [_settled(one, None) for one in decisions if one.reasons]
        await imports.settle_rows(tx, import_id, refused)
        after = lines[-1].number
    await imports.note_checked(tx, import_id, mapping, {name: counts[name] for name in _COUNTS})
    return await get_import(tx, import_id)


async def start_import(tx: Tx, actor: Actor, import_id: int) -> ImportRecord:
    """Let a checked import run; raises ImportMoved unless it was checked and not started yet."""
    record = await get_seen(tx, actor, import_id, lock=True)
    if record.state != "checked":
        raise ImportMoved("check the columns of this import first")
    await imports.start(tx, import_id)
    job = Job(
        workspace_id=tx.workspace_id, kind=IMPORT_JOB, key=f"import:{tx.workspace_id}", unique_key=str(import_id),
        payload={"import_id": import_id},
    )  # fmt: skip
    tx.defer(job)
    await _tell(tx, import_id)
    return await get_import(tx, import_id)


async def cancel_import(tx: Tx, actor: Actor, import_id: int) -> ImportRecord:
    """Stop an import: what was written stays. One that has ended stays as it is."""
    record = await get_seen(tx, actor, import_id, lock=True)
    if record.state in {"draft", "checked", "running"}:
        await _end(tx, record, "cancelled", actor)
    return await get_import(tx, import_id)


async def run_import(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `IMPORT_JOB`: a batch at a time, so that a shutdown waits for one batch only."""
    async with context.database.workspace(job.workspace_id) as tx:
        return Again(0) if await do_batch(tx, int(job.payload["import_id"])) else None


async def do_batch(tx: Tx, import_id: int) -> bool:
    """Write the next rows of a running import; False when nothing is left to do."""
    record = await imports.find_import(tx, import_id, lock=True)
    if record is None or record.state != "running":
        return False
    lines = await imports.list_open(tx, import_id, _BATCH)
    if not lines:
        await _end(tx, record, "done")
        return False
    rules = await find_rules(tx, _keys(record.mapping))
    people = People(locking=True)
    decisions = await _decide(tx, people, lines, record.mapping, rules, record=record)
    await imports.settle_rows(tx, import_id, [_settled(one, one.outcome) for one in decisions])
    counts = Counter(one.outcome for one in decisions)
    await imports.move(tx, import_id, {name: counts[name] for name in _COUNTS})
    await _tell(tx, import_id)
    return True


async def _decide(  # noqa: PLR0913 - a batch and all that it is judged by
    tx: Tx, people: People, lines: Sequence[ImportLine], mapping: Mapping[str, str], rules: Mapping[str, Rule],
    *, record: ImportRecord | None = None,
) -> list[Decision]:  # fmt: skip
    """Judge rows one after the other, as a later one may be about the customer of an earlier; write with a `record`."""
    # In a thread: however long the cells are, the desks go on.
    read = await asyncio.to_thread(lambda: [read_row(line.cells, mapping, rules) for line in lines])
    await people.look_up(tx, read)
    decisions = []
    for line, row in zip(lines, read, strict=True):
        decision = people.decide(line.number, row)
        if record is not None and decision.outcome in {"created", "updated"}:
            decision = await _write(tx, decision)
        if record is not None and decision.contact_id is not None and row.note:
            await _write_note(tx, record, decision.contact_id, row.note)
        people.learn(decision, row)
        decisions.append(decision)
    return decisions


async def _write(tx: Tx, decision: Decision) -> Decision:
    contact_id = decision.contact_id
    if contact_id is None:
        blank = {"name": "", "phone": "", "email": "", "language": "", "company": "", "vip": False}
        contact_id = await repository.insert_contact(tx, {**blank, **decision.changes})
        if decision.changes.get("time_zone"):
            await repository.update_contact(tx, contact_id, {"time_zone": decision.changes["time_zone"]})
    else:
        await repository.update_contact(tx, contact_id, decision.changes)
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
    return msgspec.structs.replace(decision, contact_id=contact_id)


async def _write_note(tx: Tx, record: ImportRecord, contact_id: int, text: str) -> None:
    await repository_card.add_note_once(tx, contact_id, (record.operator_id, record.operator_name), text)


async def _check_mapping(tx: Tx, record: ImportRecord, mapping: Mapping[str, str]) -> dict[str, Rule]:
    """Return the rules of the fields that are meant; raises Invalid for columns or fields there are not."""
    active = {f"{ATTRIBUTE}{row.key}" for row in await list_active_attributes(tx)}
    places = {str(number) for number in range(len(record.headers))}
    wrong = [
        ("bad_choice", not mapping.keys() <= places or not set(mapping.values()) <= active | set(OWN)),
        ("repeated", len(set(mapping.values())) < len(mapping)),
        ("missing", not _ADDRESSING & set(mapping.values())),
    ]
    errors = tuple(FieldError("mapping", code, _ENGLISH[code]) for code, is_so in wrong if is_so)
    if errors:
        raise Invalid("some fields are wrong", errors=errors[:1])
    return await find_rules(tx, _keys(mapping))


_ENGLISH: Final = {
    "bad_choice": "names a column or field there is not",
    "repeated": "is there twice",
    "missing": "is required",
}


def _keys(mapping: Mapping[str, str]) -> list[str]:
    return [target.removeprefix(ATTRIBUTE) for target in mapping.values() if target.startswith(ATTRIBUTE)]


def _settled(decision: Decision, outcome: str | None) -> dict[str, Any]:
    reasons = [msgspec.to_builtins(one) for one in decision.reasons] or None
    number = decision.contact_id if outcome in {"created", "updated", "unchanged"} else None
    return {"number": decision.number, "outcome": outcome, "reasons": reasons, "contact_id": number}


async def _end(tx: Tx, record: ImportRecord, state: str, by: Actor | None = None) -> None:
    await imports.end(tx, record.id, state)
    if record.state == "running":
        counts = {name: getattr(record, name) for name in _COUNTS if getattr(record, name)}
        doer: Actor | Doer | None = by
        if doer is None and record.operator_id is not None:
            doer = Doer(kind="operator", id=record.operator_id, name=record.operator_name)
        detail = {"file": record.file_name, **counts, **({"cancelled": True} if state == "cancelled" else {})}
        await write_audit(tx, doer, "contact.imported", ("import", record.id), detail)
    await _tell(tx, record.id)


async def _tell(tx: Tx, import_id: int) -> None:
    await tx.announce(ImportChanged(workspace_id=tx.workspace_id, data={"import_id": import_id}))
