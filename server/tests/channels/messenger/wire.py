"""Deliveries of Messenger as they come: kept ones by name, and new ones around an event."""

import json
from pathlib import Path
from typing import Any

from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.meta.messaging import parse
from otklik.channelkit.meta.signing import HEADER, sign

Loose = Any
"""Anything: tests are free with what they pass on."""

APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PAGE = "1001"
VERA = "7001"
_KEPT = {
    one["name"]: one["body"]
    for one in map(json.loads, Path(__file__).with_name("fixtures.jsonl").read_text("utf-8").splitlines())
}


def fixture_names() -> list[str]:
    """Name every delivery we keep."""
    return sorted(_KEPT)


def read_fixture(name: str) -> Loose:
    """Return a kept delivery as a value."""
    return json.loads(json.dumps(_KEPT[name]))


def signed(value: Loose, secret: str = APP_SECRET) -> HookCall:
    """Return a value as a genuine delivery."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return HookCall(body=body, headers={HEADER: sign(body, secret)})


def told(*events: Loose, place: str = "messaging") -> Loose:
    """Make a delivery with events of Vera."""
    common = {"sender": {"id": VERA}, "recipient": {"id": PAGE}, "timestamp": 1795341600000}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, place: [{**common, **one} for one in events]}]}


def read(value: Loose, ours: str = PAGE) -> tuple[Happening, ...]:
    """Read a delivery."""
    return parse(signed(value), ours)


def read_kept(name: str) -> tuple[Happening, ...]:
    """Read a kept delivery, of whichever account."""
    return read(_KEPT[name], "")
