"""Fetching what people send, and who they are: the addresses of files are signed and end after some days."""

from typing import Final
from urllib.parse import urljoin

from otklik.channelkit.channel import ChannelContext, FetchedFile
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.inbound import Sender
from otklik.channelkit.meta.graph import Done, GraphClient, Silence, note
from otklik.channelkit.meta.reading import Json, word
from otklik.kit.http import HttpAnswer
from otklik.kit.text import clean_name

DOWNLOAD_MAX_BYTES: Final = 50 * 1024 * 1024
_PHOTO_MAX_BYTES = 5 * 1024 * 1024
_FIELDS = "first_name,last_name,profile_pic"
_RETRY_S = 30.0
_OK = 200
_HOPS = 3
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({400, 401, 403, 404, 410})


async def fetch_file(client: GraphClient, attachment: Attachment, context: ChannelContext) -> FetchedFile:
    """Download an attachment; raises CannotFetch, ChannelTrouble."""
    answer = await _follow(client, attachment.ref, DOWNLOAD_MAX_BYTES)
    ok = not isinstance(answer, Silence) and answer.status == _OK
    context.log.note("file", ok=ok, detail="" if ok else "not given")
    if isinstance(answer, Silence):
        if answer.refused:
            raise CannotFetch("the address of the file may not be called, or it is too big; open it in Messenger")
        raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
    if answer.status in _GONE:
        raise CannotFetch("Messenger does not give this file any more; open it in Messenger")
    if not ok:
        raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
    return FetchedFile(data=answer.body, name=attachment.name, mime=_mime(answer) or attachment.mime)


async def fetch_sender(client: GraphClient, person: str, context: ChannelContext) -> Sender | None:
    """Return who a person is; None where Messenger does not tell."""
    told = await _ask(client, person, context)
    name = clean_name(f"{word(told, 'first_name')} {word(told, 'last_name')}".strip())
    return Sender(external_id=person, name=name) if name else None


async def fetch_photo(client: GraphClient, person: str, context: ChannelContext) -> FetchedFile | None:
    """Return the photo of a person; None where there is none or it is not given."""
    url = word(await _ask(client, person, context), "profile_pic", 4000)
    if not url.startswith(("https://", "http://")):
        return None
    answer = await _follow(client, url, _PHOTO_MAX_BYTES)
    ok = not isinstance(answer, Silence) and answer.status == _OK
    context.log.note("photo", ok=ok)
    if isinstance(answer, Silence) or not ok:
        return None
    return FetchedFile(data=answer.body, name="photo", mime=_mime(answer) or "image/jpeg")


async def _ask(client: GraphClient, person: str, context: ChannelContext) -> Json:
    outcome = await client.get(person, {"fields": _FIELDS})
    note(context, "profile", outcome)
    return outcome.result if isinstance(outcome, Done) else {}


async def _follow(client: GraphClient, url: str, limit: int) -> HttpAnswer | Silence:
    """Fetch from an address that may send us on to another; the token goes to neither."""
    answer = await client.download(url, limit, bearer=False)
    for _ in range(_HOPS):
        if isinstance(answer, Silence) or answer.status not in _ELSEWHERE:
            break
        url = urljoin(url, answer.headers.get("location", ""))
        answer = await client.download(url, limit, bearer=False)
    return answer


def _mime(answer: HttpAnswer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()
