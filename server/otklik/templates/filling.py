"""From a template that is stored and what fills its gaps to a message."""

from collections.abc import Mapping

from msgspec import Struct

from otklik.channelkit.content import Button
from otklik.channelkit.outbound import ChosenTemplate
from otklik.channelkit.templates import Template, find_missing, read_buttons, read_out
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.templates import repository
from otklik.templates.errors import NoSuchTemplate, NotSendable

VALUE_MAX = 1024
"""Characters in what fills a gap."""


class Choice(Struct, frozen=True, kw_only=True):
    """Which template somebody wants to send, and with what."""

    name: str
    language: str
    values: Mapping[str, str]


class Filled(Struct, frozen=True, kw_only=True):
    """What the person will read and press, the kind of file that must go with it (or none), and the choice, cleaned."""

    text: str
    buttons: tuple[tuple[Button, ...], ...]
    file: str
    choice: Choice


async def fill_template(tx: Tx, inbox_id: int, choice: Choice, *, has_file: bool) -> Filled:
    """Return the message that a choice makes.

    Raises NoSuchTemplate, NotSendable for one that was not approved or that we cannot fill, Invalid for each gap that
    is empty, unknown or filled with too much (`template.values.<key>`), and for a missing file (`attachments`).
    """
    found = await repository.find_template(tx, inbox_id, choice.name, choice.language)
    if found is None:
        fault = FieldError("template", "template_not_found", "this inbox has no such template")
        raise NoSuchTemplate("no such template", errors=(fault,))
    template = found.template
    if not template.sendable:
        reason = template.obstacle or template.reason
        raise NotSendable("this template cannot be sent", extra={"status": template.status, "reason": reason})
    values = {key: clean_name(value, VALUE_MAX + 1) for key, value in choice.values.items()}
    if faults := _find_faults(template, values, has_file=has_file):
        raise Invalid("the template is not filled in", errors=faults)
    kept = Choice(name=template.name, language=template.language, values=values)
    rows = tuple((button,) for button in read_buttons(template, values))
    return Filled(text=read_out(template, values), buttons=rows, file=template.file, choice=kept)


def _find_faults(template: Template, values: Mapping[str, str], *, has_file: bool) -> tuple[FieldError, ...]:
    known = {gap.key for gap in template.gaps}
    chosen = ChosenTemplate(name=template.name, language=template.language, values=values)
    missing = [key for key in find_missing(template, chosen) if key != "file"]
    faults = [FieldError(f"template.values.{key}", "missing", "fill this in") for key in missing]
    faults += [
        FieldError(f"template.values.{key}", "too_long", f"at most {VALUE_MAX} characters")
        for key, value in values.items()
        if len(value) > VALUE_MAX
    ]
    faults += [
        FieldError(f"template.values.{key}", "unknown", "the template has no such gap")
        for key in values
        if key not in known
    ]
    if bool(template.file) is not has_file:
        words = "the template needs one file" if template.file else "the template takes no file"
        faults.append(FieldError("attachments", "file_needed" if template.file else "no_file", words))
    return tuple(faults)
