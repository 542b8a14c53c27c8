"""The verbs on people: list and find, make, change, block, and see who may be the same person."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from msgspec import UNSET, Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository
from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.contacts.events import ContactChanged
from otklik.contacts.merging import Belongings, get_contact
from otklik.contacts.records import ContactRow, EvidenceRow
from otklik.contacts.schemas import ContactInput, NewContact
from otklik.contacts.searching import find_contact_ids, make_search
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name, clean_text

_ATTRIBUTES_MAX = 100
_ATTRIBUTE_NAME_MAX = 100
_ATTRIBUTE_MAX = 2_000
_ZONES = frozenset(available_timezones())


class Suggestion(Struct, frozen=True):
    """Somebody who may be the same person, and why."""

    contact: ContactRow
    evidence: list[EvidenceRow]


async def list_contacts(tx: Tx, query: str, cursor: str | None, limit: int) -> Page[ContactRow]:
    """Return contacts, the newest first: all, or those whose name, e-mail, phone or address begins with the query."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    search = make_search(query)
    if search.words:
        ids = await find_contact_ids(tx, search, before=before, limit=limit + 1)
    else:
        ids = await repository.list_contact_ids(tx, before, limit + 1)
    return make_page(await repository.list_contacts(tx, ids), limit, lambda row: IdCursor(row.id))


async def create_contact(tx: Tx, actor: Actor, new: NewContact) -> ContactRow:
    """Make a contact by hand; raises Invalid naming fields."""
    values = _read({"name": new.name, "phone": new.phone, "email": new.email, "language": new.language})
    if not any(values.get(name) for name in ("name", "phone", "email")):
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    contact_id = await repository.insert_contact(tx, {**values, "attributes": _merge_attributes({}, new.attributes)})
    await write_audit(tx, actor, "contact.created", ("contact", contact_id))
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
    return await get_contact(tx, contact_id)


async def change_contact(
    tx: Tx, belongings: Belongings, actor: Actor, contact_id: int, change: ContactInput
) -> ContactRow:
    """Change, block or unblock a person; raises NoSuchContact and Invalid naming fields."""
    contact_id = (await get_contact(tx, contact_id)).id
    await repository.lock_contacts(tx, (contact_id,))
    before = await get_contact(tx, contact_id)
    given = {
        name: value
        for name in ("name", "phone", "email", "language", "time_zone")
        if (value := getattr(change, name)) is not UNSET
    }
    values: dict[str, Any] = {**_read(given)}
    if change.attributes is not UNSET:
        values["attributes"] = _merge_attributes(before.attributes, change.attributes)
    if change.blocked is not UNSET:
        values["blocked"] = change.blocked
    await repository.update_contact(tx, before.id, values)
    await write_audit(tx, actor, "contact.changed", ("contact", before.id), {"fields": sorted(values)})
    if change.blocked is not UNSET and change.blocked != (before.blocked_at is not None):
        what = "blocked" if change.blocked else "unblocked"
        await write_audit(tx, actor, f"contact.{what}", ("contact", before.id))
        await belongings.note(tx, before.id, actor, what)
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=before.id))
    return await get_contact(tx, before.id)


async def list_suggestions(tx: Tx, contact_id: int) -> list[Suggestion]:
    """Return contacts who share an address with this one, those with verified evidence first."""
    contact = await get_contact(tx, contact_id)
    found: dict[int, list[EvidenceRow]] = {}
    for row in await repository.list_evidence(tx, contact.id):
        found.setdefault(row.contact_id, []).append(row)
    people = {person.id: person for person in await repository.list_contacts(tx, list(found))}
    return [Suggestion(people[number], evidence) for number, evidence in found.items() if number in people]


def _read(given: Mapping[str, str | None]) -> dict[str, str]:
    """Clean and check fields; null is an empty one."""
    values: dict[str, str] = {}
    errors: list[FieldError] = []
    for name, raw in given.items():
        text = clean_name(raw or "")
        values[name] = text
        if name == "phone" and text:
            values[name] = normalise_phone(text)
        elif name == "email" and text:
            values[name] = normalise_email(text)
        elif name == "time_zone" and text not in _ZONES | {""}:
            values[name] = ""
        if text and not values[name]:
            codes = {"phone": "bad_format", "email": "bad_email", "time_zone": "bad_time_zone"}
            errors.append(FieldError(name, codes[name], f"is not a {name.replace('_', ' ')}"))
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))
    return values


def _merge_attributes(stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay attributes over those stored; null takes one away. Values are texts, numbers and flags."""
    merged = dict(stored)
    for name, value in given.items():
        key = clean_name(name, _ATTRIBUTE_NAME_MAX)
        if not key or not isinstance(value, str | int | float | bool | None):
            wrong = FieldError(f"attributes.{key}", "wrong_type", "must be a text, a number or a flag")
            raise Invalid("some fields are wrong", errors=(wrong,))
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = clean_text(value, _ATTRIBUTE_MAX) if isinstance(value, str) else value
    if len(merged) > _ATTRIBUTES_MAX:
        wrong = FieldError("attributes", "too_long", f"up to {_ATTRIBUTES_MAX}")
        raise Invalid("some fields are wrong", errors=(wrong,))
    return merged
