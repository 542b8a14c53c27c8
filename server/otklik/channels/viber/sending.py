"""Making the call that says something, and reading what came of it."""

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.viber import refusals
from otklik.channels.viber.client import Done, Outcome, Refusal, ViberClient, decode
from otklik.channels.viber.outbound import Payload, plain
from otklik.channels.viber.refusals import words_of


class _Taken(Struct, frozen=True):
    message_token: int | str = ""


def note(context: ChannelContext, method: str, outcome: Outcome) -> None:
    """Write the exchange down for the administrator: no texts, no secrets."""
    if isinstance(outcome, Done):
        context.log.note(method, ok=True)
    else:
        context.log.note(method, ok=False, detail=words_of(outcome))


async def send_part(client: ViberClient, part: Part, context: ChannelContext) -> SendResult:
    """Make one call; what an older app cannot show is sent once more in a plainer form."""
    payload = _with_links(part, context)
    if payload is None:
        detail = "the server has no public address from which Viber could fetch the file"
        return SendError(kind=SendErrorKind.FORMAT, code="no_link", detail=detail)
    outcome = await client.call(part.action, payload)
    note(context, part.action, outcome)
    if isinstance(outcome, Refusal) and refusals.meets_old_app(outcome) and "keyboard" in payload:
        outcome = await client.call(part.action, plain(payload))
        note(context, part.action, outcome)
    if not isinstance(outcome, Done):
        return refusals.send_error(outcome)
    taken = decode(outcome, _Taken)
    token = str(taken.message_token) if taken is not None else ""
    if not token:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a number")
    return Sent(external_id=token)


def _with_links(part: Part, context: ChannelContext) -> Payload | None:
    """Put addresses where files stand: Viber fetches them itself, at once."""
    links = {name: context.link_file(file) for name, file in part.files.items()}
    if not all(link.startswith(("https://", "http://")) for link in links.values()):
        return None
    return {**msgspec.to_builtins(dict(part.payload)), **links}
