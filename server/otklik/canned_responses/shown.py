"""Prepared answers for the wire."""

from collections.abc import Sequence
from typing import Any

from otklik.access.actor import Actor
from otklik.canned_responses.checking import place
from otklik.canned_responses.inserting import Filled
from otklik.canned_responses.records import BriefRow, FileRow, ResponseRow
from otklik.canned_responses.schemas import (
    CannedBrief,
    CannedFile,
    CannedResponse,
    InsertedFile,
    InsertedResponse,
    RenderedResponse,
    Sample,
    SampleFault,
    SampleInput,
    Unresolved,
    Variant,
)
from otklik.canned_responses.service import may_change
from otklik.conversations.keeping import LaidFile
from otklik.kit.template import Rendered, find_faults, first_word, render, sample_values
from otklik.kit.text import utf16_length
from otklik.messaging.keyboards import show_sketches
from otklik.messaging.links import FileLinks


def show_brief(actor: Actor, row: BriefRow) -> CannedBrief:
    """Return a line of a list."""
    return CannedBrief(**_common(actor, row))


def show_response(actor: Actor, links: FileLinks, row: ResponseRow, files: Sequence[FileRow]) -> CannedResponse:
    """Return a prepared answer with its texts, the default one first, and files."""
    variants = [Variant(language=language, text=row.variants[language]) for language in row.languages]
    attachments = [show_file(actor, links, file) for file in files]
    return CannedResponse(
        **_common(actor, row),
        variants=variants,
        attachments=attachments,
        buttons=show_sketches(row.buttons),
        version=row.version,
    )


def show_file(actor: Actor, links: FileLinks, file: FileRow) -> CannedFile:
    """Return a kept file with its address."""
    return CannedFile(
        id=file.id, kind=file.kind, name=file.name, mime=file.mime, bytes=file.size, width=file.width,
        height=file.height, url=links.canned_file(actor.workspace_id, file.id),
    )  # fmt: skip


def show_filled(actor: Actor, links: FileLinks, filled: Filled) -> RenderedResponse:
    """Return a preview."""
    return RenderedResponse(
        id=filled.row.id, language=filled.language, languages=filled.row.languages, text=filled.rendered.text,
        unresolved=show_unresolved(filled.rendered), attachments=[show_file(actor, links, one) for one in filled.files],
        buttons=show_sketches(filled.buttons),
    )  # fmt: skip


def show_inserted(actor: Actor, links: FileLinks, filled: Filled, laid: Sequence[LaidFile]) -> InsertedResponse:
    """Return what goes into the message."""
    uploads = [
        InsertedFile(
            id=file.id, kind=file.kind, name=file.name, mime=file.mime, bytes=file.size, width=file.width,
            height=file.height, url=links.attachment(actor.workspace_id, file.id),
        )
        for file in laid
    ]  # fmt: skip
    return InsertedResponse(
        id=filled.row.id, language=filled.language, text=filled.rendered.text,
        unresolved=show_unresolved(filled.rendered), uploads=uploads, buttons=show_sketches(filled.buttons),
    )  # fmt: skip


def show_unresolved(rendered: Rendered) -> list[Unresolved]:
    """Return the places, counted as browsers count."""
    return [
        Unresolved(
            name=one.name, start=utf16_length(rendered.text[: one.start]), stop=utf16_length(rendered.text[: one.stop])
        )
        for one in rendered.unresolved
    ]


def try_sample(actor: Actor, workspace_name: str, data: SampleInput) -> Sample:
    """Try a text on an invented customer, whose further facts nobody knows."""
    own = {
        "operator.name": actor.name, "operator.first_name": first_word(actor.name), "workspace.name": workspace_name,
    }  # fmt: skip
    rendered = render(data.text, sample_values(data.language) | own)
    faults = [SampleFault(**place(fault, data.text)) for fault in find_faults(data.text)]
    return Sample(text=rendered.text, unresolved=show_unresolved(rendered), faults=faults)


def _common(actor: Actor, row: BriefRow) -> dict[str, Any]:
    return {
        "id": row.id, "scope": row.scope, "team_id": row.team_id, "team_name": row.team_name, "folder": row.folder,
        "shortcut": row.shortcut, "title": row.title, "excerpt": row.excerpt, "languages": row.languages,
        "files": row.files, "favourite": row.favourite, "uses": row.uses, "editable": may_change(actor, row),
    }  # fmt: skip
