"""Fetching what a customer sent, and their photo."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, FetchedFile
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch, ChannelTrouble
from otklik.channels.max import refusals
from otklik.channels.max.addresses import FileRef, chat_of, path_piece, read_ref
from otklik.channels.max.client import MaxClient, Refusal, Silence
from otklik.channels.max.connection import client_of, words_of
from otklik.channels.max.payloads import Attached, read_if
from otklik.channels.max.sending import decode, note
from otklik.kit.http import HttpAnswer

DOWNLOAD_MAX_BYTES = 50 * 1024 * 1024
_PHOTO_MAX_BYTES = 5 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_RETRY_S = 30.0
_OK = 200
_STALE = frozenset({400, 401, 403, 404, 410})
_QUALITIES = ("mp4_720", "mp4_480", "mp4_1080", "mp4_360", "mp4_240", "mp4_144")
_TYPES_WITHOUT_MEANING = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class _Video(Struct, frozen=True):
    urls: dict[str, Any] | None = None


class _DialogUser(Struct, frozen=True):
    full_avatar_url: str | None = None
    avatar_url: str | None = None


class _Chat(Struct, frozen=True):
    dialog_with_user: _DialogUser | None = None


class _Found(Struct, frozen=True):
    body: dict[str, Any] | None = None


async def fetch_file(attachment: Attachment, context: ChannelContext) -> FetchedFile:
    """Download an attachment. Whether its address ends is not known: a dead one is asked for anew, once."""
    if attachment.size is not None and attachment.size > DOWNLOAD_MAX_BYTES:
        raise _too_big(attachment.size)
    try:
        ref = read_ref(attachment.ref)
    except ValueError:
        raise CannotFetch("this file has no address") from None
    client = client_of(context)
    url = await _address(client, ref, context)
    answer = await _download(client, url, context) if url else None
    if answer is None or answer.status in _STALE:
        url = await _fresh_address(client, ref, context)
        answer = await _download(client, url, context)
    if answer.status in _STALE:
        raise CannotFetch(f"MAX does not give this file any more: HTTP {answer.status}")
    if answer.status != _OK:
        raise ChannelTrouble(f"HTTP {answer.status}", retry_after_s=_RETRY_S)
    return FetchedFile(
        data=answer.body, name=attachment.name or _name_in(url), mime=attachment.mime or _mime_of(answer)
    )


async def fetch_photo(sender_id: str, context: ChannelContext) -> FetchedFile | None:
    """Return the profile photo; None when there is none, or MAX does not tell: for dialogs it may well not."""
    chat = chat_of(sender_id)
    if not chat:
        return None
    client = client_of(context)
    outcome = await client.call(f"GET /chats/{path_piece(chat)}")
    note(context, "GET /chats", outcome)
    found = decode(outcome, _Chat)
    user = found.dialog_with_user if found else None
    url = (user.full_avatar_url or user.avatar_url) if user else None
    if not url:
        return None
    answer = await client.download(url, _PHOTO_MAX_BYTES)
    if isinstance(answer, Silence) or answer.status != _OK:
        return None
    return FetchedFile(data=answer.body, name="photo.jpg", mime=_mime_of(answer) or "image/jpeg")


async def _address(client: MaxClient, ref: FileRef, context: ChannelContext) -> str:
    """Return where the bytes are; of a video, a quality that is good enough to see what is shown."""
    if not ref.video:
        return ref.url
    try:
        outcome = await client.call(f"GET /videos/{path_piece(ref.video)}")
    except ValueError:
        return ref.url
    note(context, "GET /videos", outcome)
    urls = (found.urls if (found := decode(outcome, _Video)) else None) or {}
    best = next((urls[quality] for quality in _QUALITIES if isinstance(urls.get(quality), str) and urls[quality]), "")
    return str(best) or ref.url


async def _fresh_address(client: MaxClient, ref: FileRef, context: ChannelContext) -> str:
    """Read the message again for the address that its attachment has now."""
    try:
        outcome = await client.call(f"GET /messages/{path_piece(ref.mid)}")
    except ValueError:
        raise CannotFetch("the address of this file has ended") from None
    note(context, "GET /messages", outcome)
    if isinstance(outcome, Silence):
        raise ChannelTrouble(outcome.detail, retry_after_s=_RETRY_S)
    if isinstance(outcome, Refusal) and refusals.bad_token(outcome):
        raise ChannelTrouble(str(outcome), stop=True)
    found = decode(outcome, _Found)
    listed = (found.body or {}).get("attachments") if found else None
    raw = listed[ref.number] if isinstance(listed, list) and ref.number < len(listed) else None
    attached = read_if(raw, Attached)
    url = attached.payload.url if attached and attached.payload else None
    if not url:
        raise CannotFetch(f"MAX does not give this file: {words_of(outcome)}")
    return url


async def _download(client: MaxClient, url: str, context: ChannelContext) -> HttpAnswer:
    answer = await client.download(url, DOWNLOAD_MAX_BYTES)
    context.log.note("file", ok=not isinstance(answer, Silence) and answer.status == _OK)
    if isinstance(answer, Silence):
        if answer.refused or "larger than" in answer.detail:
            raise CannotFetch(f"this file cannot be fetched: {answer.detail}")
        raise ChannelTrouble(answer.detail, retry_after_s=_RETRY_S)
    return answer


def _too_big(size: int) -> CannotFetch:
    limit = f"limit {DOWNLOAD_MAX_BYTES // _MEGABYTE} MB"
    return CannotFetch(f"a file of {round(size / _MEGABYTE)} MB is too large ({limit}); open it in MAX", code="too_big")


def _mime_of(answer: HttpAnswer) -> str:
    mime = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return "" if mime in _TYPES_WITHOUT_MEANING else mime


def _name_in(url: str) -> str:
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    return name if "." in name and name.isprintable() else ""
