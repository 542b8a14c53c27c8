"""Refusals in the words of the Graph API."""

from typing import NoReturn

from otklik.channelkit.fakes import FakeAnswer, json_answer
from otklik.channelkit.stage import Refused

_TITLES = {
    1: "An unknown error occurred", 33: "Unsupported get request", 100: "Invalid parameter",
    190: "Invalid OAuth access token", 2200: "Callback verification failed", 130429: "Rate limit hit",
    131000: "Something went wrong", 131008: "Required parameter is missing", 131009: "Parameter value is not valid",
    131026: "Message undeliverable", 131047: "Re-engagement message", 131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit", 132000: "Number of parameters does not match",
    132001: "Template name does not exist in the translation", 132012: "Parameter format does not match",
    132015: "Template is paused", 132016: "Template is disabled",
}  # fmt: skip
_STATUSES = {1: 500, 131000: 500, 190: 401, 130429: 400, 33: 404}
_BAD = 400


def describe(code: int, details: str = "") -> dict[str, object]:
    """Return an error as it stands inside a status."""
    title = _TITLES[code]
    return {"code": code, "title": title, "message": title, "error_data": {"details": details or title}}


def refusal(code: int, details: str = "", *, wait_s: float = 0) -> FakeAnswer:
    """Return the answer to a call that is refused."""
    error = {
        "message": f"(#{code}) {_TITLES[code]}" + (f": {details}" if code in (33, 100, 2200) and details else ""),
        "type": "OAuthException", "code": code, "fbtrace_id": "AfAkEtRaCe",
        "error_data": {"messaging_product": "whatsapp", "details": details or _TITLES[code]},
    }  # fmt: skip
    headers = {"retry-after": str(int(wait_s))} if wait_s else {}
    return json_answer({"error": error}, _STATUSES.get(code, _BAD), headers)


def refuse(code: int, details: str = "") -> NoReturn:
    """Refuse the call."""
    raise Refused(refusal(code, details))
