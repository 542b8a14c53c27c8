"""Fetching what people send: the address of a file lives five minutes, so it is asked for and used at once."""

import base64
import binascii
import hashlib
import hmac
from typing import Final

from otklik.channelkit.channel import ChannelContext, FetchedFile
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channelkit.meta.graph import Done, Outcome, Refusal, Silence, note, words_of
from otklik.channelkit.meta.reading import number, word
from otklik.channelkit.meta.tokens import client_of, setting

DOWNLOAD_MAX_BYTES: Final = 100 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_RETRY_S = 30.0
_OK = 200
_GONE = frozenset({404, 410})
_NO_FILE = frozenset({33, 100, 131052})


async def fetch_file(attachment: Attachment, context: ChannelContext) -> FetchedFile:
    """Download an attachment; raises CannotFetch, ChannelTrouble."""
    client = client_of(context)
    query = {"phone_number_id": setting(context.settings, "phone_number_id")}
    told = await client.get(attachment.ref, query)
    note(context, "media", told)
    if not isinstance(told, Done):
        raise _trouble(told)
    size = number(told.result, "file_size") or 0
    if size > DOWNLOAD_MAX_BYTES:
        much = max(round(size / _MEGABYTE), 1)
        limit = DOWNLOAD_MAX_BYTES // _MEGABYTE
        raise CannotFetch(f"the file of {much} MB is over the limit of {limit} MB; open it in WhatsApp", code="too_big")
    answer = await client.download(word(told.result, "url", 4000), DOWNLOAD_MAX_BYTES, bearer=True)
    ok = not isinstance(answer, Silence) and answer.status == _OK
    context.log.note("file", ok=ok, detail="" if ok else "not given")
    if isinstance(answer, Silence):
        raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
    if answer.status in _GONE:
        raise CannotFetch("WhatsApp does not give this file any more; open it in WhatsApp")
    if not ok:
        raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
    if not _is_whole(answer.body, word(told.result, "sha256")):
        raise ChannelTrouble("the file came damaged", retry_after_s=_RETRY_S)
    mime = attachment.mime or word(told.result, "mime_type", 100)
    return FetchedFile(data=answer.body, name=attachment.name, mime=mime)


def _is_whole(data: bytes, told: str) -> bool:
    """Compare with the checksum that was told, in hexadecimal or base64; an odd one proves nothing."""
    digest = hashlib.sha256(data).digest()
    if len(told) == 2 * len(digest):
        return hmac.compare_digest(told.lower(), digest.hex())
    try:
        known = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return True
    return len(known) != len(digest) or hmac.compare_digest(known, digest)


def _trouble(outcome: Outcome) -> CannotFetch | ChannelTrouble:
    gone = isinstance(outcome, Refusal) and (outcome.code in _NO_FILE or outcome.status in _GONE)
    if gone:
        return CannotFetch("WhatsApp keeps files for a few days only, and has this one no more")
    return ChannelTrouble(words_of(outcome), retry_after_s=_RETRY_S)
