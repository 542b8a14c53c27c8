"""Buttons that people make under a message: how they are told, kept before the message is one, and what is wrong."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from otklik.channelkit.capabilities import Capabilities
from otklik.channelkit.content import Button
from otklik.channelkit.fitting import measure
from otklik.infra.web.schemas import Input
from otklik.kit.errors import FieldError
from otklik.kit.text import clean_name, clean_text

ROWS_MAX = 100
ROW_MAX = 20
TITLE_MAX = 200
PAYLOAD_MAX = 1000
URL_MAX = 2000


class ButtonInput(Input, frozen=True, kw_only=True):
    """A button: it sends `payload` (default: its title) back or opens `url`."""

    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
    payload: Annotated[str, Meta(max_length=PAYLOAD_MAX)] = ""
    url: Annotated[str, Meta(max_length=URL_MAX, pattern=r"^(https?://\S+)?$")] = ""


class ButtonSketch(Input, frozen=True, kw_only=True):
    """A button that is being written, right or wrong; a link is told from an answer by `url`, which may be empty."""

    title: Annotated[str, Meta(max_length=TITLE_MAX)] = ""
    payload: Annotated[str, Meta(max_length=PAYLOAD_MAX)] = ""
    url: Annotated[str, Meta(max_length=URL_MAX)] | None = None


_Row = Annotated[tuple[ButtonInput, ...], Meta(max_length=ROW_MAX)]
_SketchRow = Annotated[tuple[ButtonSketch, ...], Meta(max_length=ROW_MAX)]
Buttons = Annotated[tuple[_Row, ...], Meta(max_length=ROWS_MAX)]
Sketches = Annotated[tuple[_SketchRow, ...], Meta(max_length=ROWS_MAX)]


def read_buttons(rows: Buttons) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of a message; an answer without a payload sends its title."""
    read = (
        tuple(
            Button(
                title=clean_name(one.title), payload="" if one.url else clean_text(one.payload or one.title),
                url=clean_text(one.url),
            )
            for one in row
        )
        for row in rows
    )  # fmt: skip
    return tuple(row for row in read if row)


def keep_sketches(rows: Sketches) -> list[list[dict[str, Any]]] | None:
    """Return what is kept of buttons that are being written; None for none."""
    kept = [
        [
            {
                "title": clean_name(one.title), "payload": clean_text(one.payload),
                "url": None if one.url is None else clean_text(one.url),
            }
            for one in row
        ]
        for row in rows
    ]  # fmt: skip
    return [row for row in kept if row] or None


def sketch(rows: Sequence[Sequence[ButtonInput]]) -> list[list[dict[str, Any]]] | None:
    """Return finished buttons as they are kept while they are written."""
    plain = [[msgspec.to_builtins(one) | {"url": one.url or None} for one in row] for row in rows]
    return [row for row in plain if row] or None


def finish(kept: Sequence[Sequence[dict[str, Any]]] | None) -> Buttons:
    """Return buttons that were kept finished, such as those of a canned response."""
    return tuple(tuple(ButtonInput(**one | {"url": one["url"] or ""}) for one in row) for row in kept or ())


def show_sketches(kept: Sequence[Sequence[dict[str, Any]]] | None) -> list[list[ButtonSketch]]:
    """Return kept buttons for the wire."""
    return [[msgspec.convert(one, ButtonSketch) for one in row] for row in kept or ()]


def find_button_faults(rows: Sequence[Sequence[Button]], capabilities: Capabilities) -> list[FieldError]:
    """Return what a channel cannot show of buttons, each fault by its place; one without buttons writes words."""
    if not capabilities.buttons_max:
        return []
    faults = []
    if sum(len(row) for row in rows) > capabilities.buttons_max:
        most = capabilities.buttons_max
        faults.append(FieldError("buttons", "too_many_buttons", f"the channel shows at most {most} buttons"))
    for number, row in enumerate(rows):
        if len(row) > capabilities.buttons_per_row:
            most = capabilities.buttons_per_row
            words = f"the channel shows at most {most} buttons in a row"
            faults.append(FieldError(f"buttons.{number}", "row_too_long", words))
    return [*faults, *_title_faults(rows, capabilities)]


def find_twins(rows: Sequence[Sequence[Button]]) -> list[FieldError]:
    """Return answers that nobody could tell apart, and buttons without words."""
    payloads = Counter(one.payload for row in rows for one in row if not one.url)
    faults = []
    for number, row in enumerate(rows):
        for place, one in enumerate(row):
            if not one.title:
                faults.append(FieldError(f"buttons.{number}.{place}.title", "empty", "must not be empty"))
            elif not one.url and payloads[one.payload] > 1:
                faults.append(FieldError(f"buttons.{number}.{place}.title", "same_button", "is there twice"))
    return faults


def _title_faults(rows: Sequence[Sequence[Button]], capabilities: Capabilities) -> list[FieldError]:
    most = capabilities.button_label_max
    return [
        FieldError(f"buttons.{number}.{place}.title", "label_too_long", f"must have at most {most} characters")
        for number, row in enumerate(rows)
        for place, one in enumerate(row)
        if most and measure(one.title, capabilities.text_unit) > most
    ]
