"""Whether our clock goes right: against the Date of a provider's answers, and against the database's."""

from email.utils import parsedate_to_datetime
from typing import Final

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest

SLIGHT_S: Final = 5.0
WRONG_S: Final = 120.0
_WHOSE: Final = {
    "clock": Words("часами провайдера", "the provider's"),
    "database_clock": Words("часами базы данных", "the database's"),
}


class TimedHttp:
    """Passes calls on, and remembers how far our clock was from the other side's; None when nobody told the time."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.drift_s: float | None = None

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Make the call."""
        began = utc_now()
        answer = await self._http.request(request)
        middle = began + (utc_now() - began) / 2
        try:
            told = parsedate_to_datetime(answer.headers.get("date", ""))
            self.drift_s = (middle - told).total_seconds()
        except (TypeError, ValueError):
            pass  # no date, or none that can be read: nothing is learned
        return answer


def judge_clock(name: str, drift_s: float) -> Check:
    """Say how far our clock is from another; up to five seconds are nothing, from two minutes on things break."""
    whose, seconds = _WHOSE[name], round(abs(drift_s))
    if abs(drift_s) <= SLIGHT_S:
        words = Words(f"Часы сервера сходятся с {whose.ru}", f"The server's clock agrees with {whose.en}")
        return Check(name, ok=True, detail=words)
    words = Words(
        f"Часы сервера расходятся с {whose.ru} на {seconds} с: включите на сервере синхронизацию времени (NTP)",
        f"The server's clock is {seconds} s away from {whose.en}: switch time synchronisation (NTP) on",
    )
    wrong = abs(drift_s) >= WRONG_S
    return Check(name, ok=not wrong, detail=words, doubt=Doubt.NONE if wrong else Doubt.WARN)
