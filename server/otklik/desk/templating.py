"""A template in the place of a reply: the way it goes, and what it says."""

from collections.abc import Sequence

import msgspec

from otklik.channelkit.content import SentTemplate
from otklik.channelkit.registry import Registry
from otklik.conversations.posting import Draft
from otklik.conversations.records import ConversationRecord
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.messaging.capability import FileFact, Outgoing, find_route
from otklik.templates.filling import Choice, Filled, fill_template
from otklik.templates.schemas import TemplateChoice

KIND = "template"


async def address_template(
    tx: Tx, registry: Registry, conversation: ConversationRecord,
    wanted: tuple[Draft, TemplateChoice, int, Sequence[FileFact]],
) -> Draft:  # fmt: skip
    """Return the draft as the template it shall be, to one of the person's addresses, whatever its window.

    `wanted`: the draft, the choice, the id of the address, the files. Raises ClosedChannel, NotFound, and what
    `fill_template` raises.
    """
    draft, chosen, identity_id, files = wanted
    route = await find_route(tx, registry, (conversation.contact_id, identity_id), Outgoing(template=True))
    choice = Choice(name=chosen.name, language=chosen.language, values=chosen.values)
    filled = await fill_template(tx, route.inbox.id, choice, has_file=bool(files))
    _check_file(filled, files)
    used = SentTemplate(
        name=filled.choice.name, language=filled.choice.language, inbox_id=route.inbox.id, values=filled.choice.values
    )
    return msgspec.structs.replace(
        draft, kind=KIND, text=filled.text, marks=(), buttons=filled.buttons, template=used,
        identity_id=route.identity.id, inbox_id=route.inbox.id,
    )  # fmt: skip


def _check_file(filled: Filled, files: Sequence[FileFact]) -> None:
    if filled.file and [one.kind for one in files] != [filled.file]:
        fault = FieldError("attachments", "file_needed", f"the template needs one file of the kind {filled.file}")
        raise Invalid("the template needs another file", errors=(fault,))
