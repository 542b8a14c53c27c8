"""How far our messages have come, as Messenger and Instagram tell it."""

from collections.abc import Iterator
from datetime import datetime

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus, Sender
from otklik.channelkit.meta.reading import Json, moment, word

_ID_MAX = 300
_MIDS_MAX = 1000


def read_seen(body: Json, sender: Sender, at: datetime) -> Iterator[DeliveryReported]:
    """Read what the person has seen: everything up to a moment, or up to a message."""
    mid = word(body, "mid", _ID_MAX)
    until = moment(body, "watermark", at)
    if mid:
        yield DeliveryReported(
            key=f"read:{mid}", message_id=mid, status=DeliveryStatus.READ, at=at, sender=sender, watermark=True
        )
    else:
        yield _until(f"read:{sender.external_id}", DeliveryStatus.READ, sender, until)


def read_delivery(body: Json, sender: Sender, at: datetime) -> Iterator[DeliveryReported]:
    """Read what has reached the person: messages by their ids, or everything up to a moment."""
    given = body.get("mids")
    listed = given[:_MIDS_MAX] if isinstance(given, list) else []
    mids = [found for found in (word({"mid": one}, "mid", _ID_MAX) for one in listed) if found]
    until = moment(body, "watermark", at)
    for mid in dict.fromkeys(mids):
        yield DeliveryReported(
            key=f"{mid}:delivered", message_id=mid, status=DeliveryStatus.DELIVERED, at=until, sender=sender
        )
    if not mids:
        yield _until(f"delivered:{sender.external_id}", DeliveryStatus.DELIVERED, sender, until)


def _until(key: str, status: DeliveryStatus, sender: Sender, at: datetime) -> DeliveryReported:
    return DeliveryReported(
        key=f"{key}:{int(at.timestamp() * 1000)}", message_id="", status=status, at=at, sender=sender, watermark=True
    )
