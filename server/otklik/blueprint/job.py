"""One import under way, and how it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.blueprint.schemas import ImportReport, Outcome, Section, SettingsFile
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, OtklikError

ERRORS_SHOWN: Final = 50


class Job:
    """One import under way: its transaction, its outcomes, and what is wrong so far."""

    def __init__(self, tx: Tx, actor: Actor, file: SettingsFile) -> None:
        self.tx = tx
        self.actor = actor
        self.file = file
        self.items: list[Outcome] = []
        self.errors: list[FieldError] = []

    @contextmanager
    def at(self, section: Section, number: int | None, name_of: str = "name") -> Iterator[None]:
        """Name what is refused inside by its place in the file, and go on."""
        place = section if number is None else f"{section}.{number}"
        try:
            yield
        except Invalid as error:
            wrong = error.errors or (FieldError("", error.slug, error.detail),)
            self.errors += [FieldError(f"{place}.{one.field}".rstrip("."), one.code, one.message) for one in wrong]
        except OtklikError as error:
            self.errors.append(FieldError(f"{place}.{name_of}", error.slug, error.detail))

    def note(self, section: Section, name: str, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
        """Note what becomes of a thing; returns whether it is to be changed."""
        changes = [] if before is None else [fact for fact, value in after.items() if before[fact] != value]
        what = "created" if before is None else "changed" if changes else "left"
        self.items.append(Outcome(section, name, what, changes))  # type: ignore[arg-type]  # one of the three
        return bool(changes)

    def report(self) -> ImportReport:
        """Return what became of everything; raises Invalid with everything that is wrong."""
        if self.errors:
            raise Invalid("the file cannot be taken over", errors=tuple(self.errors[:ERRORS_SHOWN]))
        counts = {what: sum(one.what == what for one in self.items) for what in ("created", "changed", "left")}
        return ImportReport(self.items, **counts)


class Rehearsal(Exception):
    """A preview is an import that is taken back at its end."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("a preview")
        self.report = report


async def end_import(job: Job, *, rehearse: bool) -> ImportReport:
    """Report, and either note it in the audit or take everything back."""
    report = job.report()
    if rehearse:
        raise Rehearsal(report)
    counts = {"created": report.created, "updated": report.changed, "unchanged": report.left}
    await write_audit(job.tx, job.actor, "settings.imported", detail=counts)
    return report
