"""Deliveries of WhatsApp as they come: kept ones by name, and new ones around a message."""

import json
from pathlib import Path
from typing import Any

from otklik.channelkit.inbound import HookCall
from otklik.channelkit.meta.signing import HEADER, sign

Loose = Any
"""Anything: tests are free with what they pass on."""

APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
NUMBER = "106540352242922"
WABA = "102290129340398"
VERA = "RU.13491208655302741918"
PHONE = "79161234567"
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


def call_of(name: str) -> HookCall:
    """Return a kept delivery as a genuine one."""
    return signed(_KEPT[name])


def changed(field: str, **value: Loose) -> Loose:
    """Make a delivery with one change."""
    metadata = {"display_phone_number": "74950000000", "phone_number_id": NUMBER}
    full = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": WABA, "changes": [{"field": field, "value": full}]}],
    }


def wrote(*messages: Loose) -> Loose:
    """Make a delivery with messages of Vera."""
    card = {"profile": {"name": "Вера"}, "wa_id": PHONE, "user_id": VERA}
    common = {"from": PHONE, "from_user_id": VERA, "timestamp": "1795341600"}
    return changed("messages", contacts=[card], messages=[{**common, "id": f"wamid.M{n}", **one} for n, one in
                                                          enumerate(messages)])  # fmt: skip
