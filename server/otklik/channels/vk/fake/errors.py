"""VK's way of saying no: HTTP 200 and a number."""

from typing import NoReturn

from otklik.channelkit.fakes import FakeAnswer, json_answer
from otklik.channelkit.stage import Refused

WORDS = {
    5: "User authorization failed: invalid access_token (4).",
    6: "Too many requests per second",
    8: "Invalid request: v (version) is required",
    10: "Internal server error",
    15: "Access denied",
    18: "User was deleted or banned",
    100: "One of the parameters specified was missing or invalid",
    901: "Can't send messages for users without permission",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    914: "Message is too long",
    924: "Can't delete this message for everybody",
    2000: "Servers number limit is reached",
}


def error_answer(code: int, detail: str = "") -> FakeAnswer:
    """Return the answer to a call that is refused."""
    words = WORDS[code] + (f": {detail}" if detail else "")
    return json_answer({"error": {"error_code": code, "error_msg": words, "request_params": []}})


def refuse(code: int, detail: str = "") -> NoReturn:
    """Refuse the call."""
    raise Refused(error_answer(code, detail))
