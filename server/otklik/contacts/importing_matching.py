"""Whom a row of a file is about: found by number, e-mail or phone; nobody else's, and never one of several."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs

from otklik.contacts import repository
from otklik.contacts import repository_imports as imports
from otklik.contacts.errors import Overtaken
from otklik.contacts.importing_rows import RowRead, differing
from otklik.contacts.records import ContactRow
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import FieldError


class Decision(Struct, frozen=True, kw_only=True):
    """What becomes of a row: `created`, `updated`, `unchanged` or `refused`, and what is written of the customer."""

    number: int
    outcome: str
    contact_id: int | None = None
    changes: dict[str, Any] = {}
    reasons: tuple[FieldError, ...] = ()


class People:
    """The customers that rows may be about, with those that earlier rows of the file make."""

    def __init__(self, *, locking: bool = False) -> None:
        self._locking = locking
        self._by_address: dict[str, set[int]] = {}
        self._known: dict[int, ContactRow] = {}

    async def look_up(self, tx: Tx, rows: Sequence[RowRead]) -> None:
        """Load whoever has an address or number of these rows; locked where they will be written."""
        phones = sorted({row.values["phone"] for row in rows if row.values.get("phone")})
        emails = sorted({row.values["email"] for row in rows if row.values.get("email")})
        found = await imports.find_known(tx, phones, emails)
        for one in found:
            for address in (one.phone, one.email):
                if address:
                    self._by_address.setdefault(address, set()).add(one.contact_id)
        ids = {one.contact_id for one in found} | {row.number for row in rows if row.number is not None}
        if self._locking:
            await repository.lock_contacts(tx, sorted(ids))
        missing = [number for number in ids if number not in self._known]
        for person in await repository.list_contacts(tx, missing):
            if person.merged_into is None:
                self._known[person.id] = person
            elif self._locking and any(person.id == one.contact_id for one in found):
                raise Overtaken("these customers are being joined just now")

    def decide(self, number: int, row: RowRead) -> Decision:
        """Judge one row."""
        if row.errors:
            return Decision(number=number, outcome="refused", reasons=tuple(row.errors))
        found = self._find(row)
        if len(found) > 1:
            wrong = FieldError("email" if row.values.get("email") else "phone", "ambiguous", "fits several customers")
            return Decision(number=number, outcome="refused", reasons=(wrong,))
        if found:
            return self._judge_change(number, row, self._known[found.pop()])
        if not any(row.values.get(name) for name in ("name", "phone", "email")):
            wrong = FieldError("number", "not_found", "does not exist")
            return Decision(number=number, outcome="refused", reasons=(wrong,))
        attributes = {"attributes": row.attributes} if row.attributes else {}
        return Decision(number=number, outcome="created", changes={**row.values, **attributes})

    def learn(self, decision: Decision, row: RowRead) -> None:
        """Remember what a row made of a customer, for the rows below it; one not written yet has a number below 0."""
        if decision.outcome not in {"created", "updated"}:
            return
        number = decision.contact_id if decision.contact_id is not None else -decision.number
        before = self._known.get(number) or _nobody(number)
        self._known[number] = structs.replace(before, **decision.changes)
        for name in ("phone", "email"):
            if row.values.get(name):
                self._by_address.setdefault(row.values[name], set()).add(number)

    def _find(self, row: RowRead) -> set[int]:
        person = self._known.get(row.number) if row.number is not None else None
        if person is not None and _agrees(row, person):
            return {person.id}
        sets = [
            known
            for name in ("email", "phone")
            if (known := self._by_address.get(row.values.get(name, ""), set()) & self._known.keys())
        ]
        if len(sets) > 1 and sets[0] & sets[1]:
            return sets[0] & sets[1]
        return set().union(*sets)

    @staticmethod
    def _judge_change(number: int, row: RowRead, person: ContactRow) -> Decision:
        changes = differing(row, person)
        outcome = "updated" if changes else "unchanged"
        return Decision(number=number, outcome=outcome, contact_id=person.id, changes=changes)


def _agrees(row: RowRead, person: ContactRow) -> bool:
    """Whether a row with a person's number is about them: another installation's numbers mean other people."""
    given = {name: row.values[name] for name in ("email", "phone", "name") if row.values.get(name)}
    return not given or any(getattr(person, name).casefold() == value.casefold() for name, value in given.items())


def _nobody(number: int) -> ContactRow:
    return ContactRow(
        id=number, workspace_id=0, name="", phone="", email="", language="", time_zone="", company="", vip=False,
        avatar_key=None, attributes={}, blocked_at=None, merged_into=None, version=0, created_at=utc_now(),
    )  # fmt: skip
