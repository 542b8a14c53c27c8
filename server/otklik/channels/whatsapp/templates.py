"""Templates of the account: what each wants filled in, and how a filled one is written."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.errors import ChannelTrouble
from otklik.channelkit.meta.graph import Done, GraphClient, note, words_of
from otklik.channelkit.meta.reading import Json, items, part, text, word
from otklik.channelkit.outbound import ChosenTemplate
from otklik.channelkit.templates import (
    Gap,
    GapKind,
    Template,
    TemplateButton,
    TemplateCategory,
    TemplateStatus,
    list_gaps,
)
from otklik.channels.whatsapp.media import as_what

PAGES_MAX: Final = 60
PAGE: Final = 100
_FIELDS = "id,name,language,status,category,components,rejected_reason,parameter_format"
_STATUSES = {
    "APPROVED": TemplateStatus.APPROVED, "PENDING": TemplateStatus.PENDING, "IN_APPEAL": TemplateStatus.PENDING,
    "REJECTED": TemplateStatus.REJECTED, "PAUSED": TemplateStatus.PAUSED,
}  # fmt: skip
_CATEGORIES = {one.value.upper(): one for one in TemplateCategory}
_FILES = {"IMAGE": "image", "VIDEO": "video", "DOCUMENT": "document"}
_PARTS = frozenset({"HEADER", "BODY", "FOOTER", "BUTTONS"})
_HEADS = frozenset({"", "TEXT", *_FILES})
_PLAIN = frozenset({"QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "VOICE_CALL"})
_BUTTON: Final = re.compile(r"button\.(\d{1,2})(?:\.(\w+))?")
_SPACES: Final = re.compile(r"\s+")
_CODE = "code"
_VALUE_MAX = 1024


# Listing --------------------------------------------------------------------------------------------------------


async def list_templates(client: GraphClient, context: ChannelContext, waba: str) -> tuple[Template, ...]:
    """Return all templates of an account, page by page; raises ChannelTrouble."""
    found: list[Template] = []
    after = ""
    for _ in range(PAGES_MAX):
        query = {"limit": PAGE, "fields": _FIELDS} | ({"after": after} if after else {})
        outcome = await client.get(f"{waba}/message_templates", query)
        note(context, "message_templates", outcome)
        if not isinstance(outcome, Done):
            raise ChannelTrouble(words_of(outcome))
        found += [read_template(one) for one in items(outcome.result, "data") if word(one, "name")]
        paging = part(outcome.result, "paging")
        after = word(part(paging, "cursors"), "after", 2000) if word(paging, "next", 4000) else ""
        if not after:
            break
    return tuple(found)


def read_template(given: Json) -> Template:
    """Read one template; what we cannot fill is an obstacle."""
    components = {word(one, "type").upper(): one for one in items(given, "components")}
    head, body = components.get("HEADER", {}), components.get("BODY", {})
    raw = items(components.get("BUTTONS", {}), "buttons")
    header = text(head, "text", 200) if word(head, "format").upper() in ("", "TEXT") else ""
    said = text(body, "text", 4096)
    reason = word(given, "rejected_reason")
    return Template(
        name=word(given, "name", 512), language=word(given, "language", 20), external_id=word(given, "id"),
        category=_CATEGORIES.get(word(given, "category").upper(), TemplateCategory.OTHER),
        status=_STATUSES.get(word(given, "status").upper(), TemplateStatus.DISABLED),
        header=header, body=said, footer=text(components.get("FOOTER", {}), "text", 200),
        file=_FILES.get(word(head, "format").upper(), ""), buttons=tuple(_read_button(one) for one in raw),
        gaps=(*_read_gaps("header", header, head), *_read_gaps("body", said, body), *_read_button_gaps(raw)),
        obstacle=_find_obstacle(components, head, raw), reason="" if reason == "NONE" else reason,
    )  # fmt: skip


def _find_obstacle(components: Mapping[str, Json], head: Json, buttons: Sequence[Json]) -> str:
    odd = [*(components.keys() - _PARTS)]
    if word(head, "format").upper() not in _HEADS:
        odd.append(f"HEADER {word(head, 'format').upper()}")
    odd += [_kind(one) for one in buttons if _kind(one) not in _PLAIN]
    return ", ".join(sorted(set(odd))).lower()[:200]


def _kind(button: Json) -> str:
    """Name the kind of a button; that of a code which is known once is a link that carries it."""
    kind = word(button, "type").upper()
    return "URL" if kind == "OTP" and word(button, "url", 2000) else kind


def _read_button(button: Json) -> TemplateButton:
    return TemplateButton(
        title=word(button, "text", 60), url=word(button, "url", 2000), phone=word(button, "phone_number", 40)
    )


def _read_gaps(place: str, written: str, component: Json) -> tuple[Gap, ...]:
    samples = _read_samples(place, part(component, "example"))
    return tuple(Gap(key=key, example=samples.get(key, "")) for key in list_gaps(place, written))


def _read_samples(place: str, example: Json) -> dict[str, str]:
    named = items(example, f"{place}_text_named_params")
    if named:
        return {f"{place}.{word(one, 'param_name', 100)}": word(one, "example") for one in named}
    given = example.get(f"{place}_text")
    listed: list[Any] = given if isinstance(given, list) else []
    if listed and isinstance(listed[0], list):
        listed = listed[0]
    return {f"{place}.{number}": word({"it": one}, "it") for number, one in enumerate(listed, 1)}


def _read_button_gaps(buttons: Sequence[Json]) -> list[Gap]:
    gaps = []
    for number, button in enumerate(buttons):
        place, title = f"button.{number}", word(button, "text", 60)
        match _kind(button):
            case "QUICK_REPLY":
                gaps.append(Gap(key=place, kind=GapKind.PAYLOAD, label=title))
            case "COPY_CODE":
                gaps.append(Gap(key=f"{place}.{_CODE}", label=title, example=_first(button)))
            case _:
                url = word(button, "url", 2000)
                gaps += [Gap(key=key, label=title, example=_first(button)) for key in list_gaps(place, url)]
    return gaps


def _first(button: Json) -> str:
    given = button.get("example")
    return word({"it": given[0] if isinstance(given, list) and given else given}, "it")


# Writing ----------------------------------------------------------------------------------------------------------


def write_template(chosen: ChosenTemplate) -> dict[str, Any]:
    """Return a message that is a template, filled; the handle of its file comes with the upload."""
    components: list[dict[str, Any]] = []
    head = _write_values(chosen.values, "header")
    if chosen.file is not None:
        what = as_what(chosen.file)
        what = what if what in ("image", "video") else "document"
        named = {"filename": chosen.file.name[-240:]} if what == "document" and chosen.file.name else {}
        head = [{"type": what, what: named}]
    for kind, parameters in (("header", head), ("body", _write_values(chosen.values, "body"))):
        if parameters:
            components.append({"type": kind, "parameters": parameters})
    components += _write_buttons(chosen.values)
    body: dict[str, Any] = {"name": chosen.name, "language": {"code": chosen.language}}
    return {"type": "template", "template": body | ({"components": components} if components else {})}


def _write_values(values: Mapping[str, str], place: str) -> list[dict[str, Any]]:
    """Return the values of a place: numbered ones by their number, named ones with their name."""
    keys = [key.removeprefix(f"{place}.") for key in values if key.startswith(f"{place}.")]
    numbered = sorted((key for key in keys if key.isdecimal()), key=int)
    named = [{"type": "text", "parameter_name": key, "text": _clean(values[f"{place}.{key}"])}
             for key in keys if not key.isdecimal()]  # fmt: skip
    return [*({"type": "text", "text": _clean(values[f"{place}.{key}"])} for key in numbered), *named]


def _write_buttons(values: Mapping[str, str]) -> list[dict[str, Any]]:
    written = []
    for key in sorted(values):
        found = _BUTTON.fullmatch(key)
        if found is None or not values[key].strip():
            continue
        index, name = str(int(found[1])), found[2]
        sub_type, parameter = "url", {"type": "text", "text": _clean(values[key])}
        if name is None:
            sub_type, parameter = "quick_reply", {"type": "payload", "payload": values[key].strip()[:128]}
        elif name == _CODE:
            sub_type, parameter = "copy_code", {"type": "coupon_code", "coupon_code": _clean(values[key])}
        written.append({"type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter]})
    return sorted(written, key=lambda one: int(str(one["index"])))


def _clean(value: str) -> str:
    """WhatsApp refuses line breaks, tabs and long rows of spaces inside a value."""
    return _SPACES.sub(" ", value).strip()[:_VALUE_MAX]
