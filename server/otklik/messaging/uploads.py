"""Files that came along with a delivery: written to disk before the transaction that names them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from otklik.channelkit.content import Attachment
from otklik.channelkit.inbound import Happening, MessageEdited, MessageReceived
from otklik.infra.files import FileStore, WrittenFile
from otklik.kit.errors import Invalid


class IncomingFiles(Struct, frozen=True):
    """Written files by message id and position; `refused` says why one of them was not kept."""

    written: Mapping[tuple[str, int], WrittenFile] = field(default_factory=dict)
    refused: Mapping[tuple[str, int], str] = field(default_factory=dict)


async def keep_files(store: FileStore, happenings: Sequence[Happening]) -> IncomingFiles:
    """Write the bytes that messages carry with them (letters do); an image bomb is refused, the message is not."""
    written: dict[tuple[str, int], WrittenFile] = {}
    refused: dict[tuple[str, int], str] = {}
    for message_id, position, attachment in _carried(happenings):
        try:
            written[message_id, position] = await store.write(attachment.data or b"", attachment.name, attachment.mime)
        except Invalid as error:
            refused[message_id, position] = error.slug
    return IncomingFiles(written, refused) if written or refused else IncomingFiles()


def _carried(happenings: Sequence[Happening]) -> list[tuple[str, int, Attachment]]:
    return [
        (happening.message_id, position, attachment)
        for happening in happenings
        if isinstance(happening, MessageReceived | MessageEdited)
        for position, attachment in enumerate(happening.content.attachments)
        if attachment.data is not None
    ]
