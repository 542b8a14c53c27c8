"""Which of the other side's fields are our fields, and which of its words are our events: as lines of a setting."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from otklik.channelkit.manifest import Words
from otklik.channels.json.paths import BadPath, Expression, read_expression

LINES_MAX = 100
EVENTS = (
    "message", "edited", "deleted", "reaction", "button", "typing", "delivered", "read", "failed", "started",
    "blocked", "unblocked",
)  # fmt: skip
IGNORE = "ignore"
ANY = "*"

OWN_SHAPE: Mapping[str, str] = {
    "events": "events",
    "event": "event",
    "id": "id",
    "at": "at",
    "user.id": "user.id",
    "user.name": "user.name",
    "user.username": "user.username",
    "user.language": "user.language",
    "user.email": "user.email",
    "user.phone": "user.phone",
    "message.id": "message.id",
    "message.text": "message.text",
    "message.reply_to": "message.reply_to",
    "message.files": "message.files",
    "file.url": "url",
    "file.data": "data",
    "file.name": "name",
    "file.type": "type",
    "file.kind": "kind",
    "file.size": "size",
    "location.latitude": "message.location.latitude",
    "location.longitude": "message.location.longitude",
    "location.title": "message.location.title",
    "reaction": "reaction",
    "button": "button",
    "typing": "typing",
    "entry": "entry",
    "error.code": "error.code",
    "error.detail": "error.detail",
}
"""Our fields, and where they stand in the shape that needs no mapping. Those of a file begin at the file."""


class LineFault(Struct, frozen=True):
    """What is wrong with a line of a setting: our code, the number of the line, and the words."""

    code: str
    line: int
    words: Words


class Mapped(Struct, frozen=True):
    """The lines of the fields, read: all of them, those that the administrator wrote, and what could not be read."""

    fields: dict[str, Expression]
    own: frozenset[str]
    faults: tuple[LineFault, ...]


class Names(Struct, frozen=True):
    """The lines of the event names, read."""

    ours: dict[str, str]
    faults: tuple[LineFault, ...]

    def name_of(self, word: str) -> str:
        """Return our name of the other side's event: a line's, the same word, or what `*` says; empty when unknown."""
        if word in self.ours:
            return self.ours[word]
        return word if word in EVENTS else self.ours.get(ANY, "")


@lru_cache(maxsize=256)
def read_mapping(text: str) -> Mapped:
    """Read lines such as `message.text = payload.body`; what is not named stands where our own shape has it."""
    fields = {name: read_expression(source) for name, source in OWN_SHAPE.items()}
    own: set[str] = set()
    faults: list[LineFault] = []
    for number, name, source in _lines(text, faults):
        if name not in OWN_SHAPE:
            faults.append(_fault("mapping_name", number, f"нет поля «{name}»", f"there is no field {name!r}"))
        elif name in own:
            faults.append(_fault("mapping_twice", number, f"«{name}» уже было", f"{name!r} is there twice"))
        else:
            try:
                fields[name] = read_expression(source)
                own.add(name)
            except BadPath as error:
                at = error.at + 1
                ru, en = f"путь «{source}» не разобрать, знак {at}", f"{source!r} cannot be read at character {at}"
                faults.append(_fault("mapping_path", number, ru, en))
    return Mapped(fields, frozenset(own), tuple(faults))


@lru_cache(maxsize=256)
def read_names(text: str) -> Names:
    """Read lines such as `new_message = message`."""
    ours: dict[str, str] = {}
    faults: list[LineFault] = []
    for number, word, event in _lines(text, faults):
        if event in EVENTS or event == IGNORE:
            ours[word] = event
        else:
            faults.append(_fault("mapping_event", number, f"нет события «{event}»", f"there is no event {event!r}"))
    return Names(ours, tuple(faults))


def _lines(text: str, faults: list[LineFault]) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, sign, source = (part.strip() for part in line.partition("="))
        if not name or not sign or not source:
            faults.append(_fault("mapping_line", number, "нужно «слева = справа»", "“left = right” is needed"))
        elif len(found) >= LINES_MAX:
            faults.append(_fault("mapping_long", number, f"больше {LINES_MAX} строк", f"more than {LINES_MAX} lines"))
            break
        else:
            found.append((number, name.strip("\"'"), source))
    return found


def _fault(code: str, line: int, ru: str, en: str) -> LineFault:
    return LineFault(code, line, Words(f"Строка {line}: {ru}", f"Line {line}: {en}"))
