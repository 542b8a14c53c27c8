"""The verbs on the company's translation service, and on what it made of messages."""

import hashlib
from typing import Final
from urllib.parse import urlsplit

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import MASK, tell_changes, write_audit
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, RateLimited
from otklik.kit.secrets import Keyring, Place, Unreadable
from otklik.translation import repository
from otklik.translation.errors import NoService, ServiceChanged, ServiceFails, WrongKey
from otklik.translation.libretranslate import Service
from otklik.translation.records import ServiceRow, Translated, TranslationRow
from otklik.translation.room import Translation
from otklik.translation.schemas import ServiceCheck, ServiceInput, ServiceOut, ServiceReport

_PROBE: Final = "Good morning"
_PROBE_TARGETS: Final = ("ru", "es", "de", "fr")


async def show_service(tx: Tx) -> ServiceOut:
    """Return the service as it is set up; an empty one where none is."""
    return _show(await repository.find_service(tx))


async def set_service(tx: Tx, keyring: Keyring, actor: Actor, given: ServiceInput) -> ServiceOut:
    """Connect a service or change it; raises Invalid, ServiceChanged. A key never goes to another address by itself."""
    if given.api_key is UNSET:
        return await set_address(tx, actor, given.url, given.expected_version)
    plain = given.api_key.strip().encode()
    key = keyring.encrypt(plain, _place(tx.workspace_id)) if plain else None
    row = await _take(tx, given.expected_version)
    return await _put(tx, actor, row, check_url(given.url), key)


async def set_address(tx: Tx, actor: Actor, url: str, version: int) -> ServiceOut:
    """Say where the service is; its key stays with its own address. Raises Invalid, ServiceChanged."""
    row, url = await _take(tx, version), check_url(url)
    return await _put(tx, actor, row, url, row.api_key if row is not None and row.url == url else None)


async def _take(tx: Tx, version: int) -> ServiceRow | None:
    row = await repository.find_service(tx, lock=True)
    if (0 if row is None else row.version) != version:
        raise ServiceChanged(0 if row is None else row.version)
    return row


async def _put(tx: Tx, actor: Actor, row: ServiceRow | None, url: str, key: bytes | None) -> ServiceOut:
    if not await repository.put_service(tx, url, key, actor.name, 0 if row is None else row.version):
        raise ServiceChanged(1)
    after = await repository.find_service(tx)
    changed = tell_changes(_told(row), _told(after))
    if key is not None and (row is None or row.api_key != key):
        changed["api_key"] = {"from": MASK if row is not None and row.api_key else None, "to": MASK}
    action = "translation.connected" if row is None else "translation.changed"
    await write_audit(tx, actor, action, ("workspace", tx.workspace_id), changed)
    return _show(after)


async def remove_service(tx: Tx, actor: Actor) -> None:
    """Disconnect the service and forget its key; what it translated stays with the messages. Raises NoService."""
    row = await repository.find_service(tx, lock=True)
    if row is None:
        raise NoService
    await repository.delete_service(tx)
    await write_audit(tx, actor, "translation.disconnected", ("workspace", tx.workspace_id), {"url": row.url})


async def get_service(tx: Tx, keyring: Keyring) -> tuple[Service, int]:
    """Return the service with its key, and its version; raises NoService, WrongKey for a key that cannot be opened."""
    row = await repository.find_service(tx)
    if row is None:
        raise NoService
    try:
        key = "" if row.api_key is None else keyring.decrypt(row.api_key, _place(tx.workspace_id)).decode()
    except Unreadable:
        raise WrongKey from None
    return Service(row.url, key), row.version


async def find_kept(tx: Tx, message_id: int, target: str, text: str) -> TranslationRow | None:
    """Return the kept translation of these words; none when the message said something else then."""
    kept = await repository.find_translation(tx, message_id, target)
    return kept if kept is not None and kept.of_text == digest(text) else None


async def keep(tx: Tx, message_id: int, target: str, made: Translated, text: str) -> TranslationRow:
    """Keep a translation and return the one that stands now."""
    await repository.keep_translation(tx, message_id, target, made, digest(text))
    kept = await repository.find_translation(tx, message_id, target)
    if kept is None:
        raise NoService
    return kept


def check_pace(translation: Translation, actor: Actor) -> None:
    """Raise RateLimited for somebody who asks too often."""
    wait = translation.per_person.take(actor.key)
    if wait:
        raise RateLimited("too many translations at once", retry_after=wait)


async def list_languages(translation: Translation, workspace_id: int) -> list[str]:
    """Return the languages the service translates into, as it said within the hour; raises NoService, ServiceFails."""
    async with translation.db.workspace(workspace_id) as tx:
        service, version = await get_service(tx, translation.keyring)
    kept = translation.kept_languages(workspace_id, version)
    if kept is None:
        kept = await translation.client.list_languages(service)
        translation.keep_languages(workspace_id, version, kept)
    return kept


async def try_service(translation: Translation, workspace_id: int) -> ServiceReport:
    """Really ask the service for all we shall need of it; a failure is a line of the report. Raises NoService."""
    async with translation.db.workspace(workspace_id) as tx:
        service, _ = await get_service(tx, translation.keyring)
    plain = urlsplit(service.url).scheme == "http"
    checks = [ServiceCheck("address", "warn" if plain else "ok", "plain" if plain else "", service.url)]
    try:
        codes = await translation.client.list_languages(service)
    except ServiceFails as no:
        return ServiceReport([*checks, _failed("languages", no)])
    checks.append(ServiceCheck("languages", "ok" if codes else "fail", "", ", ".join(codes)[:300]))
    try:
        found = await translation.client.detect(service, _PROBE)
        checks.append(ServiceCheck("detect", "ok" if found else "warn", "", found))
    except ServiceFails as no:
        checks.append(_failed("detect", no))
    target = next((code for code in _PROBE_TARGETS if code in codes), next(iter(codes), "en"))
    try:
        made = await translation.client.translate(service, _PROBE, target)
        checks.append(ServiceCheck("translate", "ok", "", f"{_PROBE} → {made.text[:100]}"))
    except ServiceFails as no:
        checks.append(_failed("translate", no))
    return ServiceReport(checks)


def check_url(text: str) -> str:
    """Return the address of a service as it is called; raises Invalid."""
    url = text.strip().rstrip("/").removesuffix("/translate")
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        good = good and not parts.query and not parts.fragment and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or not url.isprintable() or " " in url:
        wrong = FieldError("url", "bad_address", "must be the address of a server, such as https://translate.example")
        raise Invalid("some fields are wrong", errors=(wrong,))
    return url


def digest(text: str) -> bytes:
    """Return by what the words of a message are known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _failed(name: str, no: ServiceFails) -> ServiceCheck:
    return ServiceCheck(name, "fail", no.slug, no.said)  # type: ignore[arg-type]  # one of ours


def _place(workspace_id: int) -> Place:
    return Place(workspace_id, "translation_service", str(workspace_id), "api_key")


def _told(row: ServiceRow | None) -> dict[str, object]:
    return {} if row is None else {"url": row.url, "api_key": MASK if row.api_key else None}


def _show(row: ServiceRow | None) -> ServiceOut:
    if row is None:
        return ServiceOut()
    return ServiceOut(
        url=row.url, has_key=row.api_key is not None, version=row.version, changed_at=row.changed_at,
        changed_by=row.changed_by,
    )  # fmt: skip
