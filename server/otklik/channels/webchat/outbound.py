"""From a message to what the visitor is offered; pure. The message itself stays in our own tables."""

from collections.abc import Sequence

from otklik.channelkit.fitting import Limits, split_text
from otklik.channelkit.outbound import OutboundMessage, Part
from otklik.channels.webchat.manifest import CAPABILITIES, FILES_MAX

OFFER = "offer"


def render(message: OutboundMessage) -> Sequence[Part]:
    """Offer the message whole; a text beyond the limit is offered in several parts, files go with the first."""
    pieces = [piece.text for piece in split_text(message.text, message.marks, Limits(each=CAPABILITIES.text_max))]
    groups = [message.files[start : start + FILES_MAX] for start in range(0, len(message.files), FILES_MAX)]
    count = max(1, len(pieces), len(groups))
    return [
        Part(
            action=OFFER,
            payload={
                "id": external_id(message.message_id, number),
                "to": message.recipient,
                "text": pieces[number] if number < len(pieces) else "",
                "reply_to": message.reply_to if number == 0 else "",
                "buttons": [[button.title for button in row] for row in message.buttons] if number == count - 1 else [],
            },
            files={file.key: file for file in groups[number]} if number < len(groups) else {},
        )
        for number in range(count)
    ]


def external_id(message_id: int, part: int) -> str:
    """Return the id under which the visitor's side knows a part of our message."""
    return f"desk/{message_id}" if part == 0 else f"desk/{message_id}/{part}"
