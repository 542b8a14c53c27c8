"""The verbs on people: list and find, make, change, block, and see who may be the same person."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository
from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.contacts.attributes import NUMBER_MAX, BadValue, name_wrong, read_value
from otklik.contacts.defining import find_rules
from otklik.contacts.errors import ValueMovedOn
from otklik.contacts.events import ContactBarred, ContactChanged
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
_TEXTS = ("name", "phone", "email", "language", "time_zone", "company")
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
    given = {"phone": new.phone, "email": new.email, "language": new.language, "company": new.company}
    values = _read({"name": new.name, **given})
    if not any(values.get(name) for name in ("name", "phone", "email")):
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    attributes = await _merge_attributes(tx, {}, new.attributes)
    contact_id = await repository.insert_contact(tx, {**values, "vip": new.vip, "attributes": attributes})
    await write_audit(tx, actor, "contact.created", ("contact", contact_id))
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=contact_id))
    return await get_contact(tx, contact_id)


async def change_contact(
    tx: Tx, belongings: Belongings, actor: Actor, contact_id: int, change: ContactInput
) -> ContactRow:
    """Change, block or unblock a person; raises NoSuchContact, ValueMovedOn, and Invalid naming fields.

    Blocked again, a person is asked for again at the messengers that have not done it.
    """
    contact_id = (await get_contact(tx, contact_id)).id
    await repository.lock_contacts(tx, (contact_id,))
    before = await get_contact(tx, contact_id)
    values = await _read_change(tx, before, change)
    if change.seen is not UNSET:
        _check_seen(before, values, change.seen)
    await repository.update_contact(tx, before.id, values)
    await write_audit(tx, actor, "contact.changed", ("contact", before.id), {"fields": sorted(values)})
    if change.blocked is not UNSET and change.blocked != (before.blocked_at is not None):
        what = "blocked" if change.blocked else "unblocked"
        await write_audit(tx, actor, f"contact.{what}", ("contact", before.id))
        await belongings.note(tx, before.id, actor, what)
    if change.blocked is not UNSET:
        await tx.announce(ContactBarred(workspace_id=tx.workspace_id, contact_id=before.id))
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=before.id))
    return await get_contact(tx, before.id)


async def _read_change(tx: Tx, before: ContactRow, change: ContactInput) -> dict[str, Any]:
    """Return the columns to write, cleaned."""
    given = {name: value for name in _TEXTS if (value := getattr(change, name)) is not UNSET}
    values: dict[str, Any] = {**_read(given)}
    if change.attributes is not UNSET:
        values["attributes"] = await _merge_attributes(tx, before.attributes, change.attributes)
    for name in ("vip", "blocked"):
        if (flag := getattr(change, name)) is not UNSET:
            values[name] = flag
    return values


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


async def _merge_attributes(tx: Tx, stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay attributes over those stored; null takes one away. Every wrong one is named.

    Under the key of a field of the company's own the value obeys the field; other keys, which programs use, take
    texts, numbers and flags.
    """
    rules = await find_rules(tx, list(given)) if given else {}
    merged, errors = dict(stored), []
    for name, raw in given.items():
        key = clean_name(name, _ATTRIBUTE_NAME_MAX)
        try:
            value = read_value(rules[key], raw, stored.get(key)) if key in rules else _read_free(key, raw)
        except BadValue as wrong:
            errors.append(name_wrong(key, wrong))
            continue
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    if len(merged) > _ATTRIBUTES_MAX:
        errors.append(FieldError("attributes", "too_long", f"up to {_ATTRIBUTES_MAX}"))
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))
    return merged


def _read_free(key: str, raw: object) -> object:
    if not key or not isinstance(raw, str | int | float | bool | None):
        raise BadValue("wrong_type", "must be a text, a number or a flag")
    if isinstance(raw, int | float) and abs(raw) > NUMBER_MAX:
        raise BadValue("out_of_range", "is out of range")
    return clean_text(raw, _ATTRIBUTE_MAX) if isinstance(raw, str) else raw


def _check_seen(contact: ContactRow, values: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Raise ValueMovedOn when a value is neither what the editor saw nor what they write."""
    moved: dict[str, Any] = {}
    for path, saw in seen.items():
        now, new = _look(contact.attributes, asdict(contact), path), _look(values.get("attributes", {}), values, path)
        if now not in (None if saw in ("", []) else saw, new):
            moved[path] = now
    if moved:
        raise ValueMovedOn("somebody else changed this value meanwhile", extra={"current": moved})


def _look(attributes: Mapping[str, Any], columns: Mapping[str, Any], path: str) -> object:
    """Return what stands under a path such as `name` or `attributes.city`; None for nothing."""
    key = path.removeprefix("attributes.")
    found = attributes.get(key) if key != path else columns.get(path)
    return None if found == "" else found
