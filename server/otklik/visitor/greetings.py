"""Greetings: made by the company, chosen by the visitor's browser, counted here."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, structs, to_builtins

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.inboxes.events import InboxChanged
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name, clean_text
from otklik.visitor import repository_greetings as repository
from otklik.visitor.errors import NoSuchGreeting, TooManyGreetings
from otklik.visitor.keys import check_chat
from otklik.visitor.records import GreetingRow
from otklik.visitor.schemas_greetings import GREETINGS_MAX, GreetingInput, NewGreeting, Terms


async def list_greetings(tx: Tx, inbox_id: int) -> Sequence[GreetingRow]:
    """Return the greetings of a chat in their order; raises NotFound for anything but a chat."""
    await check_chat(tx, inbox_id)
    return await repository.list_greetings(tx, inbox_id)


async def add_greeting(tx: Tx, actor: Actor, inbox_id: int, new: NewGreeting) -> GreetingRow:
    """Add a greeting behind the others; raises Invalid without words, TooManyGreetings."""
    await check_chat(tx, inbox_id, lock=True)
    if len(await repository.list_greetings(tx, inbox_id)) >= GREETINGS_MAX:
        raise TooManyGreetings(f"a chat has at most {GREETINGS_MAX} greetings", extra={"limit": GREETINGS_MAX})
    values = _cleaned(structs.asdict(new))
    made = await _get(tx, inbox_id, await repository.insert_greeting(tx, inbox_id, values))
    await _tell(tx, actor, inbox_id, "greeting_added", {"name": made.name})
    return made


async def change_greeting(tx: Tx, actor: Actor, inbox_id: int, greeting_id: int, change: GreetingInput) -> GreetingRow:
    """Change a greeting or its place; raises NoSuchGreeting, and Invalid when no words would be left."""
    await check_chat(tx, inbox_id, lock=True)
    before = await _get(tx, inbox_id, greeting_id)
    given = {name: value for name, value in structs.asdict(change).items() if value is not UNSET}
    place = given.pop("place", None)
    if given:
        kept = {name: getattr(before, name) for name in NewGreeting.__struct_fields__}
        await repository.update_greeting(tx, greeting_id, _cleaned({**kept, **given}))
    if place is not None:
        order = [row.id for row in await repository.list_greetings(tx, inbox_id) if row.id != greeting_id]
        order.insert(place, greeting_id)
        await repository.order_greetings(tx, order)
    detail = {"name": before.name, "fields": sorted(given)} if given else {"name": before.name}
    await _tell(tx, actor, inbox_id, "greeting_changed", detail)
    return await _get(tx, inbox_id, greeting_id)


async def delete_greeting(tx: Tx, actor: Actor, inbox_id: int, greeting_id: int) -> None:
    """Take a greeting away; messages that answered it keep its words. Raises NoSuchGreeting."""
    await check_chat(tx, inbox_id, lock=True)
    before = await _get(tx, inbox_id, greeting_id)
    await repository.delete_greeting(tx, inbox_id, greeting_id)
    await _tell(tx, actor, inbox_id, "greeting_deleted", {"name": before.name})


def words_of(row: GreetingRow, locale: str) -> str:
    """Return the words a visitor of this language was shown; the other language's serve rather than none."""
    first, second = (row.text_ru, row.text_en) if locale.startswith("ru") else (row.text_en, row.text_ru)
    return first or second


def terms_of(row: GreetingRow) -> Terms:
    """Read when a greeting is shown."""
    return msgspec.convert(row.terms, Terms)


async def _get(tx: Tx, inbox_id: int, greeting_id: int) -> GreetingRow:
    row = await repository.find_greeting(tx, inbox_id, greeting_id)
    if row is None:
        raise NoSuchGreeting("no such greeting")
    return row


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    name = clean_name(values["name"], 100)
    texts = {field: clean_text(values[field]).strip() for field in ("text_ru", "text_en")}
    errors = []
    if not name:
        errors.append(FieldError("name", "empty", "must not be empty"))
    if not any(texts.values()):
        errors.append(FieldError("text_ru", "empty", "must not be empty"))
    if errors:
        raise Invalid("some fields are wrong", errors=tuple(errors))
    return {**values, **texts, "name": name, "terms": to_builtins(values["terms"])}


async def _tell(tx: Tx, actor: Actor, inbox_id: int, what: str, detail: dict[str, Any]) -> None:
    await write_audit(tx, actor, f"inbox.{what}", ("inbox", inbox_id), detail)
    await tx.announce(InboxChanged(workspace_id=tx.workspace_id, data={"inbox_id": inbox_id, "what": what}))
