"""The verbs on tags. Every change is announced and audited in its own transaction."""

from collections.abc import Collection

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.labels import repository
from otklik.labels.errors import NameTaken, NoSuchTag, TooManyLabels
from otklik.labels.events import LabelsChanged
from otklik.labels.records import TagRow
from otklik.labels.schemas import NAME_MAX, TAGS_MAX, TONES, NewTag, TagInput

FORGET_TAG_JOB = "labels.forget_tag"
"""Takes a deleted tag out of the conversations that had it; payload: tag_id. The room of conversations does it."""


async def list_tags(tx: Tx) -> list[TagRow]:
    """Return all tags by name; there are at most TAGS_MAX."""
    return await repository.list_tags(tx)


async def get_tags(tx: Tx, tag_ids: Collection[int]) -> list[TagRow]:
    """Return these tags, none of which can go before this transaction ends; raises NoSuchTag if one is missing."""
    found = await repository.find_tags(tx, tag_ids)
    if len(found) != len(set(tag_ids)):
        raise NoSuchTag("one of the tags does not exist any more")
    return found


async def find_tags(tx: Tx, tag_ids: Collection[int]) -> list[TagRow]:
    """Return those of the tags that exist; none of them can go before this transaction ends."""
    return await repository.find_tags(tx, tag_ids)


async def create_tag(tx: Tx, actor: Actor, new: NewTag) -> TagRow:
    """Make a tag; raises NameTaken (extra `id` names the one there is), and TooManyLabels."""
    name = clean_label(new.name)
    await repository.lock_labels(tx)
    await _check_free(tx, name)
    count = await repository.count_tags(tx)
    if count >= TAGS_MAX:
        raise TooManyLabels(f"a workspace has at most {TAGS_MAX} tags", extra={"limit": TAGS_MAX})
    made = await repository.insert_tag(tx, name, count % TONES if new.tone is UNSET else new.tone)
    await _note(tx, actor, "tag.created", made)
    await announce_labels(tx, relabelled=False)
    return made


async def change_tag(tx: Tx, actor: Actor, tag_id: int, changes: TagInput) -> TagRow:
    """Rename or colour a tag; raises NoSuchTag and NameTaken."""
    await repository.lock_labels(tx)
    before = await _get(tx, tag_id)
    name = before.name if changes.name is UNSET else clean_label(changes.name)
    after = TagRow(tag_id, name, before.tone if changes.tone is UNSET else changes.tone)
    if after == before:
        return before
    await _check_free(tx, name, tag_id)
    await repository.update_tag(tx, after)
    detail = {
        "name": name,
        **tell_changes({"name": before.name, "tone": before.tone}, {"name": name, "tone": after.tone}),
    }
    await write_audit(tx, actor, "tag.changed", ("tag", tag_id), detail)
    await announce_labels(tx, relabelled=True)
    return after


async def delete_tag(tx: Tx, actor: Actor, tag_id: int) -> None:
    """Remove a tag at once from what is shown; raises NoSuchTag. A job takes it out of the conversations bit by bit."""
    row = await _get(tx, tag_id)
    await repository.delete_tag(tx, tag_id)
    tx.defer(
        Job(
            workspace_id=tx.workspace_id, kind=FORGET_TAG_JOB, key=f"tag:{tag_id}", unique_key=str(tag_id),
            payload={"tag_id": tag_id},
        )
    )  # fmt: skip
    await _note(tx, actor, "tag.deleted", row)
    await announce_labels(tx, relabelled=True)


def clean_label(name: str) -> str:
    """Make one visible line of a label's name; raises Invalid for one without visible characters."""
    visible = clean_name(name, NAME_MAX)
    if not visible:
        raise Invalid("some fields are wrong", errors=(FieldError("name", "empty", "must not be empty"),))
    return visible


async def announce_labels(tx: Tx, *, relabelled: bool) -> None:
    """Tell the desks to read labels again, and lists as well when those show something else now."""
    await tx.announce(LabelsChanged(workspace_id=tx.workspace_id, data={"relabelled": relabelled}))


async def _get(tx: Tx, tag_id: int) -> TagRow:
    row = await repository.find_tag(tx, tag_id)
    if row is None:
        raise NoSuchTag("no such tag")
    return row


async def _check_free(tx: Tx, name: str, own: int | None = None) -> None:
    other = await repository.find_tag_named(tx, name)
    if other is not None and other != own:
        raise NameTaken("another tag has this name", extra={"id": other})


async def _note(tx: Tx, actor: Actor, action: str, row: TagRow) -> None:
    await write_audit(tx, actor, action, ("tag", row.id), {"name": row.name})
