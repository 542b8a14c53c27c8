"""The verbs on prepared answers. Every change is announced and audited in its own transaction."""

from collections.abc import Sequence

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.access.permissions import Permission
from otklik.canned_responses import repository
from otklik.canned_responses.checking import Draft, check_draft
from otklik.canned_responses.errors import NoSuchResponse, ResponseChanged, ShortcutTaken, TooManyResponses
from otklik.canned_responses.events import CannedResponseChanged
from otklik.canned_responses.records import BriefRow, FileRow, ResponseRow, Viewer
from otklik.canned_responses.schemas import FILES_MAX, CannedResponseInput, NewCannedResponse, Variant
from otklik.canned_responses.searching import readings
from otklik.conversations.authorship import author_of
from otklik.conversations.keeping import KeptFile, keep_uploads, share_files
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Forbidden, Invalid
from otklik.kit.text import clean_text
from otklik.messaging.keyboards import finish
from otklik.teams.service import get_team

SHARED_MAX = 1_000
OWN_MAX = 200


def viewer_of(actor: Actor) -> Viewer:
    """Return whose eyes look: supervisors see the answers of every team."""
    manages = actor.may(Permission.CANNED_RESPONSES_MANAGE)
    return Viewer(operator_id=actor.operator_id or 0, team_ids=actor.team_ids, all_teams=manages)


def may_change(actor: Actor, row: BriefRow) -> bool:
    """Whether the actor may change it: their own always, a shared one as a supervisor."""
    if row.scope == "personal":
        return row.operator_id == actor.operator_id
    return actor.may(Permission.CANNED_RESPONSES_MANAGE)


async def list_responses(tx: Tx, actor: Actor) -> list[BriefRow]:
    """Return everything the actor sees, by folder and title."""
    return await repository.list_responses(tx, viewer_of(actor))


async def search_responses(tx: Tx, actor: Actor, query: str, limit: int) -> list[BriefRow]:
    """Return what begins with or contains these words, in either keyboard layout; without words the most used."""
    typed = clean_text(query, 100).strip().lower()
    if not typed:
        return await repository.list_most_used(tx, viewer_of(actor), limit)
    found = [{"typed": typed.lstrip("/;"), "words": words} for words in readings(typed)]
    return await repository.search_responses(tx, viewer_of(actor), found, limit) if found else []


async def get_response(tx: Tx, actor: Actor, response_id: int) -> ResponseRow:
    """Return a prepared answer the actor sees; raises NoSuchResponse."""
    row = await repository.find_response(tx, viewer_of(actor), response_id)
    if row is None:
        raise NoSuchResponse("no such canned response")
    return row


async def list_files(tx: Tx, response_id: int) -> list[FileRow]:
    """Return the files kept with a prepared answer, in order."""
    return await repository.list_files(tx, response_id)


async def list_whole(tx: Tx, actor: Actor) -> list[ResponseRow]:
    """Return everything the actor sees with all texts."""
    return await repository.list_whole(tx, viewer_of(actor))


async def create_response(tx: Tx, actor: Actor, new: NewCannedResponse) -> ResponseRow:
    """Make a prepared answer; raises Invalid with places, ShortcutTaken, TooManyResponses, Forbidden."""
    files = await _gather_files(tx, actor, new)
    draft = Draft(
        scope=new.scope, team_id=new.team_id, folder=new.folder, shortcut=new.shortcut, title=new.title,
        variants=new.variants, buttons=new.buttons,
    )  # fmt: skip
    response_id = await add_draft(tx, actor, draft)
    await repository.add_files(tx, response_id, files, 0)
    row = await get_response(tx, actor, response_id)
    await _note(tx, actor, "canned_response.created", row)
    return row


async def add_draft(tx: Tx, actor: Actor, draft: Draft) -> int:
    """Insert a checked prepared answer without files and say nothing of it yet; refuses like `create_response`."""
    await repository.take_turns(tx)
    values = check_draft(draft) | await _owner(tx, actor, draft)
    operator_id = values["operator_id"]
    limit = SHARED_MAX if operator_id is None else OWN_MAX
    if await repository.count_responses(tx, operator_id) >= limit:
        raise TooManyResponses(limit)
    if values["shortcut"] and await repository.shortcut_taken(tx, values["shortcut"], operator_id, 0):
        raise ShortcutTaken
    return await repository.insert_response(tx, values)


async def change_response(tx: Tx, actor: Actor, response_id: int, changes: CannedResponseInput) -> ResponseRow:
    """Change a prepared answer; refuses like `create_response`, and one saved by a colleague since."""
    await repository.take_turns(tx)
    await repository.lock_response(tx, response_id)
    row = await get_response(tx, actor, response_id)
    _check_right(actor, row)
    if changes.expected_version is not None and changes.expected_version != row.version:
        raise ResponseChanged(row.version)
    draft = _merge(row, changes)
    values = check_draft(draft) | await _owner(tx, actor, draft)
    await _check_move(tx, row, values["operator_id"])
    if values["shortcut"] and await repository.shortcut_taken(tx, values["shortcut"], values["operator_id"], row.id):
        raise ShortcutTaken
    await repository.update_response(tx, row.id, values)
    await _change_files(tx, actor, row.id, changes)
    changed = await get_response(tx, actor, row.id)
    await _note(tx, actor, "canned_response.changed", changed, row)
    return changed


async def delete_response(tx: Tx, actor: Actor, response_id: int) -> None:
    """Remove a prepared answer; what was sent with it stays as it is."""
    await repository.lock_response(tx, response_id)
    row = await get_response(tx, actor, response_id)
    _check_right(actor, row)
    keys = [file.file_key for file in await repository.list_files(tx, row.id)]
    await repository.delete_response(tx, row.id)
    await repository.forget_files(tx, keys)
    await _note(tx, actor, "canned_response.deleted", row)


async def set_favourite(tx: Tx, actor: Actor, response_id: int, *, favourite: bool) -> ResponseRow:
    """Put a prepared answer among the operator's favourites, or out of them."""
    if actor.operator_id is None:
        raise Forbidden("this is for operators only")
    row = await get_response(tx, actor, response_id)
    await repository.set_favourite(tx, row.id, actor.operator_id, favourite=favourite)
    return await get_response(tx, actor, response_id)


async def announce(tx: Tx, response_id: int) -> None:
    """Tell everybody who keeps a list of prepared answers."""
    await tx.announce(CannedResponseChanged(workspace_id=tx.workspace_id, data={"canned_response_id": response_id}))


def _merge(row: ResponseRow, changes: CannedResponseInput) -> Draft:
    default = row.default_language
    order = [default, *sorted(language for language in row.variants if language != default)]
    stored = [Variant(language=language, text=row.variants[language]) for language in order]
    scope = row.scope if changes.scope is UNSET else changes.scope
    team_id = row.team_id if changes.team_id is UNSET else changes.team_id
    return Draft(
        scope=scope,  # type: ignore[arg-type] # the table holds nothing else
        team_id=team_id if scope == "team" else None,
        folder=row.folder if changes.folder is UNSET else changes.folder,
        shortcut=row.shortcut if changes.shortcut is UNSET else changes.shortcut,
        title=row.title if changes.title is UNSET else changes.title,
        variants=stored if changes.variants is UNSET else changes.variants,
        buttons=finish(row.buttons) if changes.buttons is UNSET else changes.buttons,
    )


async def _owner(tx: Tx, actor: Actor, draft: Draft) -> dict[str, int | None]:
    """Return whose it is; raises Forbidden for what only supervisors share."""
    if draft.scope == "personal":
        if actor.operator_id is None:
            raise Forbidden("this is for operators only")
        return {"operator_id": actor.operator_id, "team_id": None}
    actor.check(Permission.CANNED_RESPONSES_MANAGE)
    if draft.scope == "all":
        return {"operator_id": None, "team_id": None}
    if draft.team_id is None:
        raise Invalid("some fields are wrong", errors=(FieldError("team_id", "missing", "name the team"),))
    return {"operator_id": None, "team_id": (await get_team(tx, draft.team_id)).id}


async def _check_move(tx: Tx, row: ResponseRow, operator_id: int | None) -> None:
    if (row.operator_id is None) == (operator_id is None):
        return
    limit = SHARED_MAX if operator_id is None else OWN_MAX
    if await repository.count_responses(tx, operator_id) >= limit:
        raise TooManyResponses(limit)


def _check_right(actor: Actor, row: BriefRow) -> None:
    if not may_change(actor, row):
        raise Forbidden("you may not do this")


async def _gather_files(tx: Tx, actor: Actor, new: NewCannedResponse) -> list[KeptFile]:
    shared = await share_files(tx, new.message_id) if new.message_id is not None else []
    _check_count(len(shared) + len(new.uploads))
    return [*shared, *await keep_uploads(tx, author_of(actor), new.uploads)]


async def _change_files(tx: Tx, actor: Actor, response_id: int, changes: CannedResponseInput) -> None:
    present = await repository.list_files(tx, response_id)
    known = [file.id for file in present]
    kept: Sequence[int] = (
        known if changes.attachments is UNSET else [one for one in changes.attachments if one in known]
    )
    _check_count(len(kept) + len(changes.uploads))
    if list(kept) != known:
        await repository.keep_files(tx, response_id, kept)
        await repository.forget_files(tx, [file.file_key for file in present if file.id not in kept])
    await repository.add_files(tx, response_id, await keep_uploads(tx, author_of(actor), changes.uploads), len(kept))


def _check_count(files: int) -> None:
    if files > FILES_MAX:
        fault = FieldError("attachments", "too_many", f"at most {FILES_MAX} files")
        raise Invalid("some fields are wrong", errors=(fault,))


async def _note(tx: Tx, actor: Actor, action: str, row: ResponseRow, before: ResponseRow | None = None) -> None:
    await announce(tx, row.id)
    detail = {"title": row.title, "scope": row.scope, "shortcut": row.shortcut, "team": row.team_name}
    said = {name: value for name, value in detail.items() if value}
    changed = {} if before is None else tell_changes(_told(before), _told(row))
    await write_audit(tx, actor, action, ("canned_response", row.id), said | changed)


def _told(row: ResponseRow) -> dict[str, object]:
    """Return what the audit tells of a prepared answer; the texts of a person's own one are theirs."""
    facts: dict[str, object] = {
        "title": row.title, "folder": row.folder, "shortcut": row.shortcut, "scope": row.scope, "team": row.team_name,
    }  # fmt: skip
    texts: dict[str, object] = {f"text.{language}": text for language, text in row.variants.items()}
    texts["buttons"] = ", ".join(one["title"] for line in row.buttons or () for one in line)
    return facts | (texts if row.operator_id is None else {})
