"""From a raw call to a delivery: parse, and keep what cannot be parsed instead of dropping it."""

from collections.abc import Mapping
from typing import Any

import structlog

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import HookCall
from otklik.messaging.directory import OpenInbox
from otklik.messaging.ingest import Delivery

log = structlog.get_logger(__name__)


def read_call(inbox: OpenInbox, call: HookCall, cursor: Mapping[str, Any] | None = None) -> Delivery:
    """Parse a genuine call; one that cannot be read becomes a failed delivery with its reason."""
    try:
        happenings = tuple(inbox.channel.parse(call, inbox.settings))
    except UnknownShape as error:
        return Delivery(inbox=inbox.record, call=call, failure=error.detail or "unknown shape", cursor=cursor)
    except Exception as error:
        log.exception("hooks.parser_raised", channel=inbox.record.channel, inbox=inbox.record.id)
        return Delivery(inbox=inbox.record, call=call, failure=f"{type(error).__name__}: {error}"[:2000], cursor=cursor)
    return Delivery(inbox=inbox.record, call=call, happenings=happenings, cursor=cursor)
