"""What a notice says, in the language of who is told. Plain functions on plain values."""

from typing import Final

from msgspec import Struct

from otklik.kit.text import clean_name, clean_text
from otklik.notifications.choices import Happening

TEXT_MAX: Final = 160
NAME_MAX: Final = 60


class Said(Struct, frozen=True):
    """A notice in words."""

    title: str
    body: str


class Facts(Struct, frozen=True, kw_only=True):
    """What there is to say: who the customer is, who did it, and what was written."""

    contact: str = ""
    by: str = ""
    text: str = ""
    kind: str = "text"


def compose(happening: Happening, facts: Facts, locale: str) -> Said:
    """Say what has happened; the words of people are cut at 160 characters and names at 60."""
    words = _WORDS["en" if locale == "en" else "ru"]
    contact = _cut(clean_name(facts.contact), NAME_MAX) or words["contact"]
    by = _cut(clean_name(facts.by), NAME_MAX)
    title = words[f"{happening.value}_by" if by and f"{happening.value}_by" in words else happening.value]
    body = words.get(f"{happening.value}_body") or _tell(facts, words)
    return Said(title.format(contact=contact, by=by), body)


def compose_discreetly(happening: Happening, locale: str) -> Said:
    """Say that something has happened, naming nobody."""
    words = _WORDS["en" if locale == "en" else "ru"]
    return Said(words["app"], words[f"{happening.value}_discreet"])


def compose_channel(name: str, locale: str, *, failing: bool) -> Said:
    """Say that a channel fails, or is well again; it names nobody."""
    words = _WORDS["en" if locale == "en" else "ru"]
    what = "channel_failing" if failing else "channel_mended"
    return Said(words[what].format(name=_cut(name, NAME_MAX)), words[f"{what}_body"])


def compose_end(name: str, locale: str, *, days: int) -> Said:
    """Say that the access of a channel ends within some days, or has ended."""
    words = _WORDS["en" if locale == "en" else "ru"]
    what = "channel_ended" if days == 0 else "channel_ends"
    return Said(words[what].format(name=_cut(name, NAME_MAX), days=days), words[f"{what}_body"])


def compose_test(locale: str) -> Said:
    """Say that pushes arrive."""
    words = _WORDS["en" if locale == "en" else "ru"]
    return Said(words["app"], words["test"])


def _tell(facts: Facts, words: dict[str, str]) -> str:
    text = " ".join(clean_text(facts.text[: TEXT_MAX * 4]).split())
    return _cut(text, TEXT_MAX) or words.get(f"kind_{facts.kind}", words["kind_other"])


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


_WORDS: Final = {
    "ru": {
        "app": "Отклик",
        "contact": "Клиент",
        "queue": "Новый диалог · {contact}",
        "assigned": "Вам назначен диалог · {contact}",
        "assigned_by": "{by} передаёт вам диалог · {contact}",
        "reply": "{contact}",
        "mention": "Вас упомянули · {contact}",
        "mention_by": "{by} упоминает вас · {contact}",
        "offer": "Вам предлагают диалог · {contact}",
        "offer_by": "{by} предлагает вам диалог · {contact}",
        "offer_body": "Примите или откажитесь, пока идёт время.",
        "task": "Срок задачи · {contact}",
        "task_discreet": "Наступил срок задачи",
        "failed": "Сообщение не доставлено · {contact}",
        "followed": "{contact} · вы следите",
        "queue_discreet": "Новый диалог в очереди",
        "assigned_discreet": "Вам назначен диалог",
        "reply_discreet": "Новое сообщение от клиента",
        "mention_discreet": "Вас упомянули в заметке",
        "offer_discreet": "Вам предлагают диалог",
        "failed_discreet": "Сообщение не доставлено",
        "followed_discreet": "Новости диалога, за которым вы следите",
        "channel_failing": "Канал «{name}» не работает",
        "channel_failing_body": "Сообщения могут не приходить и не уходить. Что делать, сказано в «Состоянии каналов».",
        "channel_ends": "Канал «{name}»: доступ кончается, осталось дней: {days}",
        "channel_ends_body": "Авторизуйте канал заново, пока сообщения ходят.",
        "channel_ended": "Канал «{name}»: срок доступа вышел",
        "channel_ended_body": "Авторизуйте канал заново: сообщения могут не ходить.",
        "channel_mended": "Канал «{name}» снова работает",
        "channel_mended_body": "То, что ждало отправки, уходит.",
        "test": "Уведомления приходят на это устройство.",
        "kind_image": "Изображение",
        "kind_video": "Видео",
        "kind_audio": "Аудио",
        "kind_voice": "Голосовое сообщение",
        "kind_document": "Файл",
        "kind_sticker": "Стикер",
        "kind_location": "Геопозиция",
        "kind_contact": "Контакт",
        "kind_closed": "Диалог закрыт",
        "kind_task": "Откройте диалог или «Мои задачи».",
        "kind_other": "Новое сообщение",
    },
    "en": {
        "app": "Otklik",
        "contact": "Customer",
        "queue": "New conversation · {contact}",
        "assigned": "A conversation is yours · {contact}",
        "assigned_by": "{by} hands you a conversation · {contact}",
        "reply": "{contact}",
        "mention": "You were mentioned · {contact}",
        "mention_by": "{by} mentions you · {contact}",
        "offer": "A conversation is offered to you · {contact}",
        "offer_by": "{by} offers you a conversation · {contact}",
        "offer_body": "Accept or decline while the time runs.",
        "task": "A task is due · {contact}",
        "task_discreet": "A task is due",
        "failed": "A message was not delivered · {contact}",
        "followed": "{contact} · you follow",
        "queue_discreet": "New conversation in the queue",
        "assigned_discreet": "A conversation is yours",
        "reply_discreet": "New message from a customer",
        "mention_discreet": "You were mentioned in a note",
        "offer_discreet": "A conversation is offered to you",
        "failed_discreet": "A message was not delivered",
        "followed_discreet": "News of a conversation you follow",
        "channel_failing": "The channel “{name}” does not work",
        "channel_failing_body": "Messages may not come or leave by it. “Channel health” says what to do.",
        "channel_ends": "The channel “{name}”: access ends, days left: {days}",
        "channel_ends_body": "Authorise the channel again while messages still go.",
        "channel_ended": "The channel “{name}”: access has ended",
        "channel_ended_body": "Authorise the channel again: messages may not come or leave.",
        "channel_mended": "The channel “{name}” works again",
        "channel_mended_body": "What waited to leave is leaving.",
        "test": "Notifications reach this device.",
        "kind_image": "Picture",
        "kind_video": "Video",
        "kind_audio": "Audio",
        "kind_voice": "Voice message",
        "kind_document": "File",
        "kind_sticker": "Sticker",
        "kind_location": "Location",
        "kind_contact": "Contact",
        "kind_closed": "Conversation closed",
        "kind_task": "Open the conversation or “My tasks”.",
        "kind_other": "New message",
    },
}
