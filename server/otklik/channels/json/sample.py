"""Trying a sample: what it would be read as, what is missing and where, and what we would send back. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from otklik.channelkit.channel import Settings
from otklik.channelkit.content import Button
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.manifest import Words
from otklik.channelkit.outbound import OutboundMessage
from otklik.channelkit.samples import SampleFact, SampleFault, SampleRead
from otklik.channels.json.events import Reader, Unread, read_event
from otklik.channels.json.inbound import split_delivery
from otklik.channels.json.mapping import IGNORE, LineFault
from otklik.channels.json.outbound import render
from otklik.channels.json.paths import write_value
from otklik.channels.json.settings import Rules, read_rules
from otklik.channels.json.template import BadTemplate, read_template

_FACTS_MAX = 20
_SHOWN_MAX = 300
_LOOKED_AT = (
    "id", "at", "user.id", "user.name", "user.username", "user.language", "user.email", "user.phone", "message.id",
    "message.text", "message.reply_to", "location.latitude", "location.longitude", "reaction", "button", "entry",
    "error.code", "error.detail",
)  # fmt: skip
_EXAMPLE = OutboundMessage(
    message_id=4021, conversation_id=77, recipient="77", text="Здравствуйте! Чем помочь?", author_name="Анна",
    buttons=((Button("Позвоните мне", "call"),),),
)  # fmt: skip


def read_sample(body: bytes, settings: Settings) -> SampleRead:
    """Say what a delivery is read as; an empty one only shows what we send."""
    rules = read_rules(settings)
    faults = _rule_faults(rules, settings)
    facts: list[SampleFact] = []
    if body.strip():
        try:
            readers = split_delivery(HookCall(body=body), rules, settings)
        except UnknownShape as error:
            faults.append(SampleFault("sample", _shape_words(body, error)))
            readers = []
        for number, reader in enumerate(readers[:_FACTS_MAX], 1):
            facts.append(_read(reader, faults, f"{number}: " if len(readers) > 1 else ""))
    return SampleRead(facts=tuple(facts), faults=tuple(faults), sends=_sends(rules, settings))


def _read(reader: Reader, faults: list[SampleFault], prefix: str) -> SampleFact:
    try:
        event = reader.event()
        happening = read_event(reader)
    except Unread as error:
        faults.append(SampleFault(f"{prefix}{error.field}", error.words))
        event = "unread"
    else:
        if event == "unknown":
            faults.append(SampleFault(f"{prefix}event", _unknown_words(reader)))
        elif event != IGNORE and happening is None:
            event = IGNORE
    faults += [SampleFault(prefix + name, words) for name, words in _missing(reader)]
    return SampleFact(event=event, found=_found(reader))


def _found(reader: Reader) -> dict[str, str]:
    found = {name: write_value(reader.find(name))[:_SHOWN_MAX] for name in _LOOKED_AT}
    files = reader.find("message.files")
    listed = files if isinstance(files, list) else [files] if files else []
    for number, raw in enumerate(listed[:_FACTS_MAX]):
        found[f"file {number + 1}"] = raw if isinstance(raw, str) else reader.name("file.name", raw=raw) or "…"
    return {name: value for name, value in found.items() if value}


def _missing(reader: Reader) -> list[tuple[str, Words]]:
    """Name the paths that the administrator wrote and that lead to nothing in this sample."""
    own = sorted(reader.rules.mapped.own & set(_LOOKED_AT))
    empty = [name for name in own if reader.find(name) is None and name != "user.id"]
    return [(name, _path_words(reader.rules.mapped.fields[name].source)) for name in empty]


def _path_words(path: str) -> Words:
    return Words(f"в примере по пути «{path}» ничего нет", f"the sample has nothing at {path!r}")


def _unknown_words(reader: Reader) -> Words:
    word = reader.name("event", 100)
    return Words(
        f"событие «{word}» не названо: оператор увидит «неизвестное сообщение». Добавьте строку {word} = …",
        f"the event {word!r} has no name: operators would see an unknown message. Add the line {word} = …",
    )


def _shape_words(body: bytes, error: UnknownShape) -> Words:
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        return Words(f"это не JSON: {trouble}"[:_SHOWN_MAX], f"this is not JSON: {trouble}"[:_SHOWN_MAX])
    return Words("в примере нет ни одного события: нужен объект или список объектов", error.detail)


def _rule_faults(rules: Rules, settings: Settings) -> list[SampleFault]:
    lines: Sequence[tuple[str, LineFault]] = [
        *(("settings.mapping", fault) for fault in rules.mapped.faults),
        *(("settings.names", fault) for fault in rules.names.faults),
    ]
    faults = [SampleFault(place, fault.words) for place, fault in lines]
    template = str(settings.get("template") or "")
    if template.strip():
        try:
            read_template(template)
        except BadTemplate as error:
            faults.append(SampleFault("settings.template", Words(f"Шаблон: {error}", f"The template {error}")))
    return faults


def _sends(rules: Rules, settings: Settings) -> Any:  # noqa: ANN401 - whatever the other side wants
    body: Mapping[str, Any] = render(_EXAMPLE, settings)[-1].payload
    return rules.template.fill(body) if rules.template is not None else body
