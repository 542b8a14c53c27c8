"""The facts of rows that not every list shows: topics and the company's own fields, for a whole page at once."""

from collections.abc import Sequence
from typing import Any

import msgspec

from otklik.access.actor import Actor
from otklik.access.permissions import Permission
from otklik.access.schemas_lists import RowColumns
from otklik.desk.repository_facts import FactsLine, load_facts
from otklik.desk.schemas import ConversationRow
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.labels.topics import name_topics

TOPIC = "topic"
OF_TALK = "talk."
OF_CONTACT = "contact."
TEXT_SHOWN = 200
"""Characters of a value that a row may show; the card has the rest."""


def read_columns(text: str) -> tuple[str, ...]:
    """Read names of columns between commas; raises Invalid."""
    try:
        return msgspec.convert(tuple(part for part in text.split(",") if part), RowColumns)
    except msgspec.ValidationError:
        error = FieldError("columns", "bad_format", "has the wrong format")
        raise Invalid("there is no such column", code="no_such_column", errors=(error,)) from None


async def add_facts(
    tx: Tx, actor: Actor, rows: Sequence[ConversationRow], columns: Sequence[str]
) -> list[ConversationRow]:
    """Return the rows with the facts that these columns need; fields of customers only for whoever may see their cards.

    Columns that every row holds anyway cost nothing; the others two statements, however many rows there are.
    """
    shown = [one for one in columns if one == TOPIC or one.startswith(OF_TALK) or _may_show(actor, one)]
    if not shown or not rows:
        return list(rows)
    lines = await load_facts(tx, [row.id for row in rows], _keys(shown, OF_TALK), _keys(shown, OF_CONTACT))
    topic_ids = {line.topic_id for line in lines if line.topic_id is not None} if TOPIC in shown else set()
    topics = await name_topics(tx, topic_ids)
    by_id = {line.id: _facts_of(line, topics) for line in lines}
    return [msgspec.structs.replace(row, facts=by_id.get(row.id, {})) for row in rows]


def _may_show(actor: Actor, column: str) -> bool:
    return column.startswith(OF_CONTACT) and actor.may(Permission.CONTACTS_VIEW)


def _keys(columns: Sequence[str], prefix: str) -> list[str]:
    return [one.removeprefix(prefix) for one in columns if one.startswith(prefix)]


def _facts_of(line: FactsLine, topics: dict[int, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if line.topic_id in topics:
        facts[TOPIC] = topics[line.topic_id]
    for prefix, values in ((OF_TALK, line.talk), (OF_CONTACT, line.contact)):
        facts |= {prefix + key: _cut(value) for key, value in (values or {}).items() if value is not None}
    return facts


def _cut(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value[:TEXT_SHOWN] if isinstance(value, str) else value
