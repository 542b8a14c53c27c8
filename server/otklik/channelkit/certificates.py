"""What is said of a certificate's last day, alike for mail servers and for our own address."""

from datetime import UTC, datetime
from typing import Final

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words

SOON_DAYS: Final = 14


def read_end(not_after: str) -> datetime | None:
    """Return the end of a certificate as the standard library tells it, such as `Jun  1 12:00:00 2027 GMT`."""
    try:
        return datetime.strptime(not_after, "%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC)
    except ValueError:
        return None


def judge_end(name: str, host: str, end: datetime, now: datetime) -> Check:
    """Say until when a certificate that was accepted holds; two weeks before the end somebody should look."""
    days = (end - now).days
    day = end.date().isoformat()
    if days >= SOON_DAYS:
        words = Words(f"Сертификат {host} действует до {day}", f"The certificate of {host} is valid until {day}")
        return Check(name, ok=True, detail=words)
    words = Words(
        f"Сертификат {host} кончается {day}, осталось дней: {days}. Обновите его заранее",
        f"The certificate of {host} ends on {day}, days left: {days}. Renew it in time",
    )
    return Check(name, ok=True, detail=words, doubt=Doubt.WARN)
