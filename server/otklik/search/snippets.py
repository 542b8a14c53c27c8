"""The piece of a text that shows why it was found."""

from collections.abc import Sequence

from otklik.infra.db import Tx
from otklik.search import repository
from otklik.search.records import HitLine
from otklik.search.schemas import FoundFile, MessageHit, Snippet
from otklik.search.words import mark_words, split_words

_LENGTH = 180
_BEFORE = 50


async def show_hits(tx: Tx, lines: Sequence[HitLine], stems: frozenset[str]) -> list[MessageHit]:
    """Make what is shown of found messages; words are marked by their stems, as the index found them."""
    wanted = await find_forms(tx, [text for line in lines for text in _texts(line)], stems)
    return [_show(line, wanted) for line in lines]


async def find_forms(tx: Tx, texts: Sequence[str], stems: frozenset[str]) -> frozenset[str]:
    """Return the words of these texts that have one of the stems."""
    words = sorted({word for text in texts for word in split_words(text)})
    return frozenset(word for word, stem in (await repository.list_stems(tx, words)).items() if stem in stems)


def cut(text: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    """Cut a piece that begins a little before the first match."""
    start = max(0, marks[0][0] - _BEFORE) if marks and marks[0][0] + marks[0][1] > _LENGTH - _BEFORE else 0
    if start:
        start = _after_space(text, start)
    end = min(len(text), start + _LENGTH)
    inside = [(offset - start, length) for offset, length in marks if offset >= start and offset + length <= end]
    return Snippet(text[start:end], inside, cut_before=start > 0, cut_after=end < len(text))


def _after_space(text: str, start: int) -> int:
    space = text.find(" ", start, start + _BEFORE // 2)
    return start if space < 0 else space + 1


def _texts(line: HitLine) -> list[str]:
    return [line.text, *(f"{file['name']} {file['mime']}" for file in line.files or ())]


def _show(line: HitLine, wanted: frozenset[str]) -> MessageHit:
    files = [
        FoundFile(file["id"], file["name"], file["mime"], file["bytes"], mark_words(file["name"], wanted))
        for file in line.files or ()
    ]
    return MessageHit(
        id=line.id, conversation_id=line.conversation_id, seq=line.seq, kind=line.kind, direction=line.direction,
        note=line.note, author_kind=line.author_kind, author_name=line.author_name, channel=line.channel,
        contact_id=line.contact_id, contact_name=line.contact_name, status=line.status,
        snippet=cut(line.text, mark_words(line.text, wanted)), files=files, sent_at=line.sent_at,
    )  # fmt: skip
