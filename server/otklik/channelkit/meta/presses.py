"""What travels in a button: our own name of the message it hangs on, and its data, for a press names neither."""

from typing import Final

from otklik.channelkit.fitting import short_payload
from otklik.channelkit.tags import read_tag

PAYLOAD_MAX_BYTES: Final = 900
_BETWEEN = "|"


def join_payload(tag: str, payload: str) -> str:
    """Return what a button sends back."""
    return f"{tag}{_BETWEEN}{short_payload(payload, PAYLOAD_MAX_BYTES)}"


def split_payload(sent: str) -> tuple[str, str]:
    """Return our name of the message and the data of a button; no name for a button that is not of ours."""
    tag, between, payload = sent.partition(_BETWEEN)
    return (tag, payload) if between and payload and read_tag(tag) else ("", sent)
