"""Errors of providers in plain words, with what to do about them. Pure: a table matched by the provider's words."""

import re

from msgspec import Struct

from otklik.channelkit.manifest import Words
from otklik.monitors.records import ChannelTrouble, Refusal


class Meaning(Struct, frozen=True):
    """What an error means, and what an administrator does about it."""

    code: str
    words: Words
    advice: Words


_WAIT = Words("Ничего делать не нужно: сервер повторит сам.", "Nothing to do: the server tries again by itself.")
_UNKNOWN = Meaning(
    "other",
    Words("Сервис ответил отказом", "The provider refused"),
    Words(
        "Посмотрите слова сервиса и нажмите «Проверить связь» в настройках канала.",
        "Read the provider's own words and press “Test connection” in the settings of the channel.",
    ),
)
_TABLE: dict[str, Meaning] = {
    (
        r"blocked by the user|user is deactivated|chat not found|user not found|\b403\b|user unknown|no such user"
        r"|mailbox (unavailable|not found)|\b55[013]\b"
    ): Meaning(
        "gone",
        Words(
            "Получатель недоступен: заблокировал нас или удалил свой адрес",
            "The recipient is out of reach: blocked us or is gone",
        ),
        Words(
            "Каналу это не вредит. Напишите клиенту по другому каналу.",
            "The channel is fine. Write to the customer elsewhere.",
        ),
    ),
    (
        r"\b401\b|unauthori[sz]ed|invalid.?token|invalid_grant|\b535\b|authentication|login (failed|denied|refused)"
        r"|auth ?failed|\b404 not found\b|bad credentials"
    ): Meaning(
        "access",
        Words(
            "Сервис не принимает токен или пароль",
            "The provider refuses the token or password",
        ),
        Words(
            "Получите новый токен или пароль и введите его в настройках канала.",
            "Get a new token or password and enter it in the settings of the channel.",
        ),
    ),
    r"\b429\b|too many requests|flood|retry after|\b42[12]\b|rate limit|throttl": Meaning(
        "rate",
        Words(
            "Сервис просит отправлять реже",
            "The provider asks us to send less often",
        ),
        _WAIT,
    ),
    r"\b409\b|conflict|terminated by other|other poller": Meaning(
        "conflict",
        Words(
            "К этому же аккаунту подключена другая программа",
            "Another program is connected to the same account",
        ),
        Words(
            "Отключите её или выпустите новый токен: иначе сообщения достаются ей.",
            "Disconnect it or issue a new token: otherwise it takes our messages.",
        ),
    ),
    r"certificate|\btls\b|\bssl\b": Meaning(
        "secure",
        Words(
            "Не удалось установить защищённое соединение",
            "No secure connection could be made",
        ),
        Words(
            "Проверьте сертификат, адрес и порт; часы сервера должны идти верно.",
            "Check the certificate, the address and the port; the server's clock must be right.",
        ),
    ),
    r"name (or service|resolution)|getaddrinfo|\bdns\b|nodename|no address|cannot be resolved": Meaning(
        "name",
        Words(
            "Адрес сервиса не находится",
            "The provider's address cannot be found",
        ),
        Words(
            "Проверьте адрес в настройках канала и DNS сервера.",
            "Check the address in the settings of the channel, and the server's DNS.",
        ),
    ),
    r"too (big|large|long)|\b413\b|\b552\b|quota": Meaning(
        "size",
        Words(
            "Сообщение или файл больше, чем принимает сервис",
            "The message or file is larger than the provider takes",
        ),
        Words(
            "Отправьте файл поменьше или дайте ссылку на него.",
            "Send a smaller file, or a link to it.",
        ),
    ),
    (
        r"time.?d? ?out|connection|network|unreachable|reset by peer|broken pipe|no answer|silen|disconnected"
        r"|did not answer|cannot connect|\beof\b"
    ): Meaning(
        "network",
        Words(
            "Сервис не ответил: связь с ним прерывается",
            "The provider did not answer: the line to it breaks",
        ),
        Words(
            "Обычно проходит само. Если держится дольше 10 минут, проверьте сеть сервера.",
            "Usually passes. If it lasts longer than 10 minutes, check the server's network.",
        ),
    ),
    r"\b50\d\b(?! .*user)|internal server error|bad gateway|not json|unavailable|\b4[35]1\b": Meaning(
        "down",
        Words(
            "Неполадки на стороне сервиса",
            "The provider itself is in trouble",
        ),
        Words(
            "Ничего делать не нужно: сообщения подождут и уйдут, когда он ответит.",
            "Nothing to do: messages wait and leave when it answers again.",
        ),
    ),
    r"\b400\b|bad request|\b5[05]\d\b": Meaning(
        "refused",
        Words(
            "Сервис не принял запрос таким, как он есть",
            "The provider did not take the request as it is",
        ),
        Words(
            "Сообщение с ошибкой видно в диалоге: измените его и отправьте снова.",
            "The failed message stands in its conversation: change it and send it again.",
        ),
    ),
}
_READ = tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in _TABLE.items())


def explain(detail: str) -> Meaning:
    """Return what a provider's words mean; never nothing."""
    return next((meaning for pattern, meaning in _READ if pattern.search(detail)), _UNKNOWN)


def show_trouble(refusal: Refusal) -> ChannelTrouble:
    """Put an exchange that did not work into words."""
    meaning = explain(refusal.detail)
    return ChannelTrouble(
        id=refusal.id, at=refusal.at, what=refusal.summary, detail=refusal.detail, code=meaning.code,
        words=meaning.words, advice=meaning.advice,
    )  # fmt: skip
