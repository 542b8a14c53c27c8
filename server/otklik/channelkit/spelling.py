"""What marks said, in plain letters, for channels that carry no marks."""

from collections.abc import Sequence

from otklik.channelkit.content import Mark


def spell_links(text: str, marks: Sequence[Mark]) -> str:
    """Write the address of every marked link behind its words, unless the words are the address."""
    links = sorted((mark for mark in marks if mark.kind == "link" and mark.url), key=lambda mark: mark.offset)
    written, done = "", 0
    for mark in links:
        end = min(mark.offset + mark.length, len(text))
        if not done <= mark.offset < end:
            continue
        words = text[mark.offset : end]
        written += text[done:end] + ("" if _is_address(words, mark.url or "") else f" ({mark.url})")
        done = end
    return written + text[done:]


def _is_address(words: str, url: str) -> bool:
    bare = url.partition("://")[2].rstrip("/") or url
    return words.strip().rstrip("/") in (url.rstrip("/"), bare)
