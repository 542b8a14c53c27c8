"""How a channel is: green, amber or red, and why. Pure, so that every rule stands in a table of tests."""

from collections.abc import Iterator
from datetime import timedelta

from otklik.channelkit.manifest import Words
from otklik.monitors.records import HealthReason, LedgerEntry, State, Vitals
from otklik.monitors.troubles import explain

LATE = timedelta(minutes=1)
VERY_LATE = timedelta(minutes=10)
SOON = timedelta(days=7)
FEW_REQUESTS = 5
SOME_REFUSED = 0.1
MOST_REFUSED = 0.5
SLOW_MS = 60_000
_RECENT = timedelta(hours=1)
_RANK = list(State)


def judge(vitals: Vitals, hour: LedgerEntry, day: LedgerEntry) -> list[HealthReason]:
    """Return why a channel is not well, the worst first; nothing when it is."""
    found = [
        *_of_status(vitals), *_of_ledger(vitals, hour, day), *_of_outbox(vitals), *_of_requests(vitals),
        *_of_expiry(vitals), *_of_delay(vitals),
    ]  # fmt: skip
    return sorted(found, key=lambda reason: -_RANK.index(reason.state))


def state_of(reasons: list[HealthReason]) -> State:
    """Return how a channel is with these reasons."""
    return max((reason.state for reason in reasons), key=_RANK.index, default=State.GREEN)


def _of_status(vitals: Vitals) -> Iterator[HealthReason]:
    recent = vitals.last_error_at is not None and vitals.now - vitals.last_error_at < _RECENT
    if vitals.status == "paused":
        yield HealthReason(
            "paused", State.PAUSED,
            Words(
                "Канал на паузе: ответы ждут, входящие сохраняются",
                "The channel is paused: replies wait, what comes in is stored",
            ),
        )  # fmt: skip
    elif vitals.status == "setting_up":
        yield HealthReason(
            "setting_up", State.AMBER, Words("Канал ещё настраивается", "The channel is still being set up")
        )
    elif vitals.status == "failing":
        yield _trouble("failing", State.RED, vitals.last_error or "")
    elif vitals.last_error and recent:
        yield _trouble("last_error", State.AMBER, vitals.last_error)


def _trouble(code: str, state: State, error: str) -> HealthReason:
    return HealthReason(code, state, explain(error).words)


def _of_ledger(vitals: Vitals, hour: LedgerEntry, day: LedgerEntry) -> Iterator[HealthReason]:
    if vitals.unprocessed:
        count = vitals.unprocessed
        yield HealthReason(
            "unprocessed", State.RED,
            Words(
                f"Не записаны входящие: {count}. Они сохранены и ждут в «Сбоях доставки»",
                f"Deliveries not recorded: {count}. They are kept and wait in “Delivery failures”",
            ),
        )  # fmt: skip
    missing = day.lost - day.failed
    if missing > 0:
        yield HealthReason(
            "lost", State.RED if hour.lost > hour.failed else State.AMBER,
            Words(
                f"За сутки получены, но не сохранены: {missing}. Сервису сказано прислать их снова",
                f"Received today but not stored: {missing}. The provider was told to send them again",
            ),
        )  # fmt: skip
    if day.unshown > 0:
        yield HealthReason(
            "unshown", State.RED if hour.unshown else State.AMBER,
            Words(
                f"Рабочие места не узнали о сообщениях: {day.unshown}. Они в диалогах, обновите страницу",
                f"Desks were not told of messages: {day.unshown}. They stand in the conversations, reload the page",
            ),
        )  # fmt: skip


def _of_outbox(vitals: Vitals) -> Iterator[HealthReason]:
    if vitals.waiting_since is None or vitals.status == "paused":
        return
    age = vitals.now - vitals.waiting_since
    if age >= LATE:
        minutes = int(age.total_seconds() // 60)
        yield HealthReason(
            "outbox", State.RED if age >= VERY_LATE else State.AMBER,
            Words(
                f"Ждут отправки: {vitals.waiting}, дольше всех {minutes} мин",
                f"Waiting to be sent: {vitals.waiting}, the longest for {minutes} min",
            ),
        )  # fmt: skip


def _of_requests(vitals: Vitals) -> Iterator[HealthReason]:
    if vitals.requests_hour < FEW_REQUESTS:
        return
    share = vitals.refusals_hour / vitals.requests_hour
    if share >= SOME_REFUSED:
        percent = round(share * 100)
        yield HealthReason(
            "refusals", State.RED if share >= MOST_REFUSED else State.AMBER,
            Words(
                f"Сервис отказал в {percent} % запросов за час",
                f"The provider refused {percent}% of requests within the hour",
            ),
        )  # fmt: skip


def _of_expiry(vitals: Vitals) -> Iterator[HealthReason]:
    if vitals.expires_at is None:
        return
    left = vitals.expires_at - vitals.now
    if left <= timedelta(0):
        yield HealthReason(
            "expired", State.RED,
            Words("Срок доступа вышел, авторизуйте канал заново", "Access has expired, authorise the channel again"),
        )  # fmt: skip
    elif left < SOON:
        yield HealthReason(
            "expiring", State.AMBER,
            Words(
                f"Доступ кончится через {max(left.days, 1)} дн., авторизуйте канал заново",
                f"Access ends within {max(left.days, 1)} d, authorise the channel again",
            ),
        )  # fmt: skip


def _of_delay(vitals: Vitals) -> Iterator[HealthReason]:
    if vitals.delays and vitals.delay_ms / vitals.delays >= SLOW_MS:
        seconds = round(vitals.delay_ms / vitals.delays / 1000)
        yield HealthReason(
            "delay", State.AMBER,
            Words(
                f"Сервис приносит сообщения с задержкой, в среднем {seconds} с",
                f"The provider brings messages late, {seconds} s on average",
            ),
        )  # fmt: skip
