"""The body of a VK message in the words of the desk."""

import mimetypes
from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Content, Location, Poll, PollOption
from otklik.channels.vk.payloads import (
    AskedPoll,
    Audio,
    Doc,
    Forwarded,
    Geo,
    Link,
    Loose,
    Message,
    Owned,
    Picture,
    Size,
    Voice,
    try_as,
)
from otklik.kit.text import clean_name, clean_text

SITE = "https://vk.com"
_TEXT_MAX = 100_000
_URL_MAX = 4000
_OPTION_MAX = 300
_DEPTH_MAX = 3
_PARTS_MAX = 100
_PAGES = ("video", "wall", "wall_reply", "market", "story", "article", "album", "market_album")


class _Gathered(Struct):
    """What has been found so far: words, files, kinds that we cannot show."""

    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    location: Location | None = None
    poll: AskedPoll | None = None
    forwarded_from: str = ""
    parts: int = 0


def read_content(message: Message) -> Content:
    """Read the body of a message; what we cannot show is named, and nothing that a person wrote is dropped."""
    found = _Gathered()
    if message.text:
        found.texts.append(message.text)
    _gather(found, message.attachments or (), message.geo)
    _gather_forwarded(found, message.fwd_messages or (), 1)
    content = _as_content(found)
    return replace(content, note=content.note or "cropped") if message.is_cropped else content


def unsupported(text: Loose, note: str) -> Content:
    """Show that something was written that we cannot read, with any words that came along."""
    words = clean_text(text, _TEXT_MAX) if isinstance(text, str) else ""
    return Content(kind=Kind.UNSUPPORTED, text=words, note=clean_name(note, 100))


def _as_content(found: _Gathered) -> Content:
    texts = [clean_text(text, _TEXT_MAX) for text in found.texts]
    kind = _kind_of(found, any(text.strip() for text in texts))
    poll = None
    if found.poll is not None:
        texts.append(clean_text(found.poll.question, _TEXT_MAX))
        poll = _poll(found.poll)
    return Content(
        kind=kind, text="\n".join(text for text in texts if text)[:_TEXT_MAX], attachments=tuple(found.files),
        location=found.location, poll=poll, forwarded_from=clean_name(found.forwarded_from),
        note=clean_name(", ".join(dict.fromkeys(found.unknown)), 100),
    )  # fmt: skip


def _kind_of(found: _Gathered, has_words: bool) -> Kind:  # noqa: FBT001 - a small table
    if found.files:
        return found.files[0].kind
    if found.location is not None:
        return Kind.LOCATION
    if found.poll is not None:
        return Kind.POLL
    return Kind.TEXT if has_words and not found.unknown else Kind.UNSUPPORTED


# Attachments ----------------------------------------------------------------------------------------------------


def _gather(found: _Gathered, attachments: Sequence[Loose], geo: Loose) -> None:
    for attachment in attachments:
        found.parts += 1
        if found.parts > _PARTS_MAX:
            return
        kind = attachment.get("type") if isinstance(attachment, dict) else None
        kind = kind if isinstance(kind, str) else "?"
        if not _take(found, kind, attachment.get(kind) if isinstance(attachment, dict) else None):
            found.unknown.append(clean_name(kind, 40) or "?")
    if geo is not None:
        _take_place(found, geo)


def _gather_forwarded(found: _Gathered, messages: Sequence[Loose], depth: int) -> None:
    for one in messages:
        message = try_as(one, Forwarded)
        if message is None or depth > _DEPTH_MAX or found.parts > _PARTS_MAX:
            found.unknown.append("fwd_messages")
            continue
        found.parts += 1
        found.forwarded_from = found.forwarded_from or _page_of(message.from_id)
        if message.text:
            found.texts.append(message.text)
        _gather(found, message.attachments or (), message.geo)
        _gather_forwarded(found, message.fwd_messages or (), depth + 1)


def _take(found: _Gathered, kind: str, body: Loose) -> bool:
    """Read one attachment; False when it is of no kind we know or has no shape we know."""
    reader = _FILES.get(kind)
    if reader is not None:
        file = reader(body)
        if file is None:
            return kind == "audio" and _take_words(found, _song(body))
        found.files.append(file)
        return True
    if kind in _PAGES:
        return _take_words(found, _page(kind, body))
    if kind == "link":
        return _take_link(found, body)
    if kind == "poll" and found.poll is None:
        found.poll = try_as(body, AskedPoll)
        return found.poll is not None
    return False


def _take_words(found: _Gathered, words: str) -> bool:
    if words:
        found.texts.append(words)
    return bool(words)


def _take_link(found: _Gathered, body: Loose) -> bool:
    """Add an address, unless it stands in the words already: VK makes a card of every address that is written."""
    link = try_as(body, Link)
    if link is None or not link.url:
        return False
    bare = link.url.partition("://")[2].rstrip("/") or link.url
    if not any(bare in text for text in found.texts):
        found.texts.append("\n".join(part for part in (link.title, link.url) if part))
    return True


def _take_place(found: _Gathered, geo: Loose) -> None:
    place = try_as(geo, Geo)
    if place is None:
        found.unknown.append("geo")
        return
    title = clean_name(place.place.title) if place.place else ""
    address = clean_name(place.place.address) if place.place else ""
    found.location = Location(place.coordinates.latitude, place.coordinates.longitude, title, address)


# One kind each --------------------------------------------------------------------------------------------------


def _file(kind: Kind, url: str, mime: str, **known: Loose) -> Attachment | None:
    ref = clean_text(url, _URL_MAX)
    return Attachment(kind=kind, ref=ref, mime=mime, **known) if ref else None


def _largest(sizes: Sequence[Size]) -> Size | None:
    return max((size for size in sizes if size.url), key=lambda size: size.width * size.height, default=None)


def _read_photo(body: Loose) -> Attachment | None:
    picture = try_as(body, Picture)
    size = _largest(picture.sizes) if picture else None
    if size is None:
        return None
    return _file(Kind.IMAGE, size.url, "image/jpeg", width=size.width or None, height=size.height or None)


def _read_sticker(body: Loose) -> Attachment | None:
    picture = try_as(body, Picture)
    size = _largest(picture.images) if picture else None
    if size is None:
        return None
    return _file(Kind.STICKER, size.url, "image/png", width=size.width or None, height=size.height or None)


def _read_graffiti(body: Loose) -> Attachment | None:
    picture = try_as(body, Picture)
    if picture is None:
        return None
    return _file(Kind.IMAGE, picture.url, "image/png", width=picture.width, height=picture.height)


def _read_voice(body: Loose) -> Attachment | None:
    voice = try_as(body, Voice)
    if voice is None:
        return None
    if voice.link_ogg:
        return _file(Kind.VOICE, voice.link_ogg, "audio/ogg", duration_s=voice.duration)
    return _file(Kind.VOICE, voice.link_mp3, "audio/mpeg", duration_s=voice.duration)


def _read_audio(body: Loose) -> Attachment | None:
    audio = try_as(body, Audio)
    if audio is None:
        return None
    name = clean_name(_song(body))
    return _file(Kind.AUDIO, audio.url, "audio/mpeg", duration_s=audio.duration, name=f"{name}.mp3" if name else "")


def _read_doc(body: Loose) -> Attachment | None:
    doc = try_as(body, Doc)
    if doc is None:
        return None
    ext = clean_name(doc.ext, 10).lower()
    name = clean_name(doc.title)
    if name and ext and not name.lower().endswith(f".{ext}"):
        name = f"{name}.{ext}"
    if ext == "gif":
        return _file(Kind.ANIMATION, doc.url, "image/gif", name=name, size=doc.size)
    mime = mimetypes.guess_type(f"a.{ext}", strict=False)[0] or "application/octet-stream"
    return _file(Kind.DOCUMENT, doc.url, mime, name=name, size=doc.size)


def _song(body: Loose) -> str:
    audio = try_as(body, Audio)
    return " — ".join(part for part in (audio.artist, audio.title) if part) if audio else ""


def _page(kind: str, body: Loose) -> str:
    """Return the title and the address of something that has a page of its own and no file."""
    thing = try_as(body, Owned)
    owner = (thing.owner_id or thing.to_id or thing.from_id) if thing else 0
    if thing is None or not owner or not thing.id:
        return ""
    key = f"_{clean_name(thing.access_key, 80)}" if thing.access_key and kind == "video" else ""
    address = f"{SITE}/{kind}{owner}_{thing.id}{key}"
    if kind == "wall_reply":
        address = f"{SITE}/wall{owner}_{thing.post_id}?reply={thing.id}"
    title = clean_name(thing.title or thing.text)
    return f"{title}\n{address}" if title else address


def _page_of(author: int) -> str:
    if not author:
        return ""
    return f"vk.com/id{author}" if author > 0 else f"vk.com/club{-author}"


def _poll(poll: AskedPoll) -> Poll:
    options = tuple(PollOption(clean_name(one.text, _OPTION_MAX), max(one.votes, 0)) for one in poll.answers)
    return Poll(options=options, votes=max(poll.votes, 0), multiple=poll.multiple, closed=poll.closed)


_FILES: dict[str, Callable[[Loose], Attachment | None]] = {
    "photo": _read_photo, "sticker": _read_sticker, "graffiti": _read_graffiti, "audio_message": _read_voice,
    "audio": _read_audio, "doc": _read_doc,
}  # fmt: skip
