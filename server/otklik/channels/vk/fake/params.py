"""The fields of a call, read the way VK reads them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from otklik.channelkit.fakes import FakeRequest, parse_multipart
from otklik.channels.vk.fake.errors import refuse


class Params:
    """The fields of one call."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)

    def text(self, name: str) -> str:
        """Return a field, or nothing."""
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """Return a whole number, 0 when it is missing; refuses anything else."""
        raw = self.text(name)
        try:
            return int(raw or 0)
        except ValueError:
            refuse(100, f"{name} should be integer")

    def needed(self, name: str) -> int:
        """Return a whole number that may not be missing."""
        if not self.text(name):
            refuse(100, f"{name} is undefined")
        return self.number(name)

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever stands there
        """Return a field of JSON, None when it is missing."""
        if not self.text(name):
            return None
        try:
            return msgspec.json.decode(self.text(name))
        except msgspec.MsgspecError:
            refuse(100, f"{name} is invalid")

    def numbers(self, name: str) -> list[int]:
        """Return a list of whole numbers with commas between."""
        try:
            return [int(one) for one in self.text(name).split(",") if one]
        except ValueError:
            refuse(100, f"{name} is invalid")


def read_params(request: FakeRequest) -> Params:
    """Read the fields of a call from its address and its body, of either form."""
    fields = dict(parse_qsl(request.query, keep_blank_values=True))
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        fields |= parse_multipart(request.body, kind).fields
    else:
        fields |= dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(fields)
