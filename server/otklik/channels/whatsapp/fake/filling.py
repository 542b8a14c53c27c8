"""What WhatsApp does with a template that is sent: checks it against what was approved, and shows it filled."""

import re
from typing import Any

from msgspec import Struct

from otklik.channelkit.stage import Account, Key
from otklik.channels.whatsapp.fake.errors import refuse

Json = dict[str, Any]
_GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_REFUSED = {"PAUSED": 132015, "DISABLED": 132016}
_KINDS = {"IMAGE": "image", "VIDEO": "video", "DOCUMENT": "document"}


class Shown(Struct, frozen=True):
    """What the person sees: words, a file by its handle, keys."""

    text: str
    file: str
    keys: list[list[Key]]


def fill(account: Account, sent: Json) -> Shown:
    """Fill a template, or refuse the call."""
    language = (sent.get("language") or {}).get("code")
    found = next((one for one in account.extra["templates"]
                  if one["name"] == sent.get("name") and one["language"] == language), None)  # fmt: skip
    if found is None:
        refuse(132001, f"template name ({sent.get('name')}) does not exist in {language}")
    if found["status"] != "APPROVED":
        refuse(_REFUSED.get(found["status"], 132001))
    kept = {one["type"]: one for one in found["components"]}
    given = [one for one in sent.get("components", []) if isinstance(one, dict)]
    head, file = _fill_head(kept.get("HEADER"), _parameters(given, "header"))
    body = _fill_text(kept["BODY"]["text"], _parameters(given, "body"))
    footer = kept.get("FOOTER", {}).get("text", "")
    keys = [[_key(button, number, given)] for number, button in enumerate(kept.get("BUTTONS", {}).get("buttons", []))]
    return Shown("\n\n".join(one for one in (head, body, footer) if one), file, keys)


def _parameters(given: list[Json], kind: str) -> list[Json]:
    return next((one.get("parameters", []) for one in given if one.get("type") == kind), [])


def _fill_head(head: Json | None, parameters: list[Json]) -> tuple[str, str]:
    if head is None or head.get("format") == "TEXT":
        return _fill_text(head["text"] if head else "", parameters), ""
    kind = _KINDS.get(head["format"], "")
    if len(parameters) != 1 or parameters[0].get("type") != kind or not parameters[0].get(kind, {}).get("id"):
        refuse(132012, f"header: Format mismatch, expected {head['format']}")
    return "", str(parameters[0][kind]["id"])


def _fill_text(text: str, parameters: list[Json]) -> str:
    names = list(dict.fromkeys(_GAP.findall(text)))
    if len(names) != len(parameters):
        refuse(132000, f"expected number of params ({len(names)}), got {len(parameters)}")
    values: dict[str, str] = {}
    for number, one in enumerate(parameters, 1):
        value = one.get("text", "")
        if one.get("type") != "text" or not value or "\n" in value or "\t" in value or "     " in value:
            refuse(132012, "a text without line breaks is expected")
        values[one.get("parameter_name", str(number))] = value
    if set(values) != set(names):
        refuse(132000, "parameter name does not match")
    return _GAP.sub(lambda gap: values[gap[1]], text)


def _key(button: Json, number: int, given: list[Json]) -> Key:
    own = next((one for one in given if one.get("type") == "button" and one.get("index") == str(number)), None)
    parameters = own.get("parameters", []) if own else []
    title = str(button["text"])
    match button["type"]:
        case "QUICK_REPLY":
            if own and (own.get("sub_type") != "quick_reply" or parameters[0].get("type") != "payload"):
                refuse(132012, "a payload is expected")
            payload = parameters[0]["payload"] if own else title
            return Key(text=title, payload=payload, extra={"press": "button"})
        case "URL":
            if own and own.get("sub_type") != "url":
                refuse(132012, "sub_type url is expected")
            return Key(text=title, url=_fill_text(button["url"], parameters))
        case "COPY_CODE":
            if not own or own.get("sub_type") != "copy_code" or parameters[0].get("type") != "coupon_code":
                refuse(132012, "a coupon code is expected")
            return Key(text=title, payload=parameters[0]["coupon_code"], extra={"press": ""})
        case _:
            return Key(text=title, url=f"tel:{button.get('phone_number', '')}")
