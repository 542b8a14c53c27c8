"""The words of values that several channels let people choose from."""

from typing import Final

from otklik.channelkit.manifest import Choice, Words

_WORDS: Final = {
    "webhook": Words("Сервис присылает сам (webhook)", "The service delivers (webhook)"),
    "polling": Words("Сервер спрашивает (polling)", "The server asks (polling)"),
    "off": Words("Не спрашивать", "Do not ask"),
    "optional": Words("По желанию", "If they like"),
    "required": Words("Обязательно", "Always"),
    "tls": Words("TLS", "TLS"),
    "starttls": Words("STARTTLS", "STARTTLS"),
    "none": Words("Без защиты", "No protection"),
    "auto": Words("Автоматически", "Automatic"),
    "ru": Words("Русский", "Russian"),
    "en": Words("Английский", "English"),
}


def offer(*values: str) -> tuple[Choice, ...]:
    """Return values with the words they have everywhere; raises KeyError for one that has none."""
    return tuple(Choice(value, _WORDS[value]) for value in values)


def offer_named(names: dict[str, tuple[str, str]]) -> tuple[Choice, ...]:
    """Return values with words of their own: Russian, English."""
    return tuple(Choice(value, Words(*words)) for value, words in names.items())
