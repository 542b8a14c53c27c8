"""Refusals in the words of the Graph API."""

from typing import NoReturn

from otklik.channelkit.fakes import FakeAnswer, json_answer
from otklik.channelkit.stage import Refused

_TITLES = {
    2: "Service temporarily unavailable", 10: "Application does not have permission for this action",
    33: "Unsupported get request", 100: "Invalid parameter", 190: "Invalid OAuth access token",
    551: "This person isn't available right now", 613: "Calls to this api have exceeded the rate limit",
    2200: "Callback verification failed",
}  # fmt: skip
_STATUSES = {2: 500, 190: 401}
_BAD = 400


def refusal(code: int, details: str = "", *, subcode: int = 0, wait_s: float = 0) -> FakeAnswer:
    """Return the answer to a call that is refused."""
    error = {
        "message": f"(#{code}) {_TITLES[code]}" + (f": {details}" if details else ""), "type": "OAuthException",
        "code": code, "fbtrace_id": "AfAkEtRaCe",
    } | ({"error_subcode": subcode} if subcode else {})  # fmt: skip
    headers = {"retry-after": str(int(wait_s))} if wait_s else {}
    return json_answer({"error": error}, _STATUSES.get(code, _BAD), headers)


def refuse(code: int, details: str = "", subcode: int = 0) -> NoReturn:
    """Refuse the call."""
    raise Refused(refusal(code, details, subcode=subcode))
