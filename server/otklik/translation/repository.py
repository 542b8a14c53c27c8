"""Every query on services and on what they translated."""

from otklik.infra.db import Tx
from otklik.translation.records import ServiceRow, Translated, TranslationRow

_FIND = """
select url, api_key, version, changed_at, changed_by from translation_service where workspace_id = %(workspace)s
"""
_LOCK = _FIND + " for update"
_PUT = """
insert into translation_service (workspace_id, url, api_key, changed_by)
values (%(workspace)s, %(url)s, %(key)s, %(by)s)
on conflict (workspace_id) do update
set url = excluded.url, api_key = excluded.api_key, changed_by = excluded.changed_by, changed_at = now(),
    version = translation_service.version + 1
where translation_service.version = %(expected)s
"""
_DELETE = "delete from translation_service where workspace_id = %(workspace)s"
_KEPT = """
select target, source, text, of_text, made_at from message_translation
where workspace_id = %(workspace)s and message_id = %(message)s and target = %(target)s
"""
_KEEP = """
insert into message_translation (workspace_id, message_id, target, source, text, of_text)
values (%(workspace)s, %(message)s, %(target)s, %(source)s, %(text)s, %(of_text)s)
on conflict (message_id, target) do update
set source = excluded.source, text = excluded.text, of_text = excluded.of_text, made_at = now()
where message_translation.of_text <> excluded.of_text
"""


async def find_service(tx: Tx, *, lock: bool = False) -> ServiceRow | None:
    """Return the company's service."""
    return await tx.find(ServiceRow, _LOCK if lock else _FIND, {"workspace": tx.workspace_id})


async def put_service(tx: Tx, url: str, key: bytes | None, by: str, expected: int) -> bool:
    """Keep a service, or change the one of this version; returns whether it was."""
    params = {"workspace": tx.workspace_id, "url": url, "key": key, "by": by, "expected": expected}
    return await tx.execute(_PUT, params) == 1


async def delete_service(tx: Tx) -> None:
    """Forget the service."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id})


async def find_translation(tx: Tx, message_id: int, target: str) -> TranslationRow | None:
    """Return what was kept of a message in a language."""
    return await tx.find(TranslationRow, _KEPT, {"workspace": tx.workspace_id, "message": message_id, "target": target})


async def keep_translation(tx: Tx, message_id: int, target: str, made: Translated, of_text: bytes) -> None:
    """Keep a translation; of two of the same words the first stays."""
    await tx.execute(
        _KEEP,
        {"workspace": tx.workspace_id, "message": message_id, "target": target, "source": made.source,
         "text": made.text, "of_text": of_text},
    )  # fmt: skip
