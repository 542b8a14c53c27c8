"""Writes the page that is made from the code, and checks that every link of the documentation leads somewhere.

python tools/docs.py            write docs/channels/README.md, check the links
python tools/docs.py --check    change nothing; fail when the page is out of date or a link is broken
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.manifest import Manifest
from otklik.wiring.channels import make_registry

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "channels" / "README.md"
MANIFESTS = tuple(channel.manifest for channel in make_registry())
HEAD = """# Channels

What each channel can carry, written from the manifests in the code by `make docs`. The composer, bots and broadcasts
obey exactly this. How to connect a channel and what it cannot do stands on its own page.

"""
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_NOT_WORD = re.compile(r"[^\w\- ]")
_OUTSIDE = ("http://", "https://", "mailto:")
_MIB = 1024 * 1024


def main() -> int:
    """Do what was asked; 1 when something is wrong."""
    text = HEAD + "\n".join(_table()) + "\n"
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    wrong = [] if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text else [f"{_short(PAGE)}: run 'make docs'"]
    wrong += [problem for page in _pages() for problem in _broken(page)]
    for line in wrong:
        print(f"docs: {line}")
    return 1 if wrong else 0


# the table ------------------------------------------------------------------------------------------------------


def _table() -> Iterator[str]:
    titles = " | ".join(f"{one.title} ([en]({one.slug}.md), [ru]({one.slug}.ru.md))" for one in MANIFESTS)
    yield f"| | {titles} |"
    yield "| --- " * (len(MANIFESTS) + 1) + "|"
    columns = [list(_cells(one)) for one in MANIFESTS]
    for row in zip(*columns, strict=True):
        yield f"| {row[0][0]} | " + " | ".join(cell for _, cell in row) + " |"


def _cells(manifest: Manifest) -> Iterator[tuple[str, str]]:
    can = manifest.capabilities
    yield "grade", manifest.grade.name.lower()
    yield "ways", ", ".join(manifest.transports)
    yield "comes in", ", ".join(can.kinds_in)
    yield "goes out", ", ".join(can.kinds_out)
    yield "longest text", f"{can.text_max:,} {can.text_unit}"
    yield "largest file out / in", f"{_size(can.file_max_bytes)} / {_size(can.download_max_bytes)}"
    yield "files at once", str(can.album_max or "–")
    yield "buttons", f"{can.buttons_max}, {can.buttons_per_row} a row" if can.buttons_max else "–"
    yield "formatting", ", ".join(can.marks) or "–"
    yield "subject", _yes(can.subject)
    yield "answer to a message", _yes(can.reply_to)
    yield "edit / delete ours", f"{_window(can.edit_out_s)} / {_window(can.delete_out_s)}"
    yield "told of edits / deletions", f"{_yes(can.edit_in)} / {_yes(can.delete_in)}"
    yield "typing shown / told", f"{_yes(can.typing_out_s)} / {_yes(can.typing_in)}"
    yield "told delivered / read", f"{_yes(can.delivered_in)} / {_yes(can.read_in)}"
    yield "reactions of ours", str(len(can.reactions_out)) if can.reactions_out else "–"
    yield "told of reactions / a block", f"{_yes(can.reactions_in)} / {_yes(can.blocked_in)}"
    yield "may write first", _yes(can.opens_conversation)
    yield "sending twice is harmless", _yes(can.idempotent_send)
    yield "speed, overall / to one person", _speed(can)


def _size(size: int) -> str:
    return f"{size // _MIB} MiB" if size else "–"


def _yes(what: object) -> str:
    return "yes" if what else "no"


def _window(seconds: int) -> str:
    for unit, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return "no"


def _speed(can: Capabilities) -> str:
    return f"{can.rate_per_second:g}/s, {can.rate_per_chat:g}/s"


# links ----------------------------------------------------------------------------------------------------------


def _pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def _broken(page: Path) -> Iterator[str]:
    for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(_OUTSIDE):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists():
            yield f"{_short(page)}: there is no {target}"
        elif anchor and anchor not in _anchors(aim):
            yield f"{_short(page)}: no heading answers to {target}"


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {_NOT_WORD.sub("", heading.lower()).replace(" ", "-") for heading in headings}


def _short(page: Path) -> str:
    return str(page.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
