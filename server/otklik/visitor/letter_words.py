"""The words of a letter that carries answers of a chat, in its visitor's language, and the link that ends them."""

from typing import Literal

from msgspec import Struct

from otklik.visitor.room import Visitor

_YEAR_S = 365 * 86_400


class Parts(Struct, frozen=True, kw_only=True):
    """What a letter says. `answers` are (name, text); `without_files`: the answers have files that stay in the chat."""

    language: Literal["ru", "en"]
    company: str
    page: str
    answers: tuple[tuple[str, str], ...]
    without_files: bool
    stop: str


_RU = {
    "subject": "Ответ на ваш вопрос в чате: {company}",
    "beginning": "Здравствуйте! Вы писали нам в чате на сайте. Вот наш ответ:",
    "files": "К ответу приложены файлы: их можно открыть в чате.",
    "way": "Ответьте на это письмо — или вернитесь в чат: {page}",
    "way_without_page": "Ответьте на это письмо — или вернитесь в чат на сайте.",
    "stop": "Не присылать ответы из чата на почту: {stop}",
}
_EN = {
    "subject": "The answer to your question in the chat: {company}",
    "beginning": "Hello! You wrote to us in the chat on our site. Here is our answer:",
    "files": "The answer has files: you can open them in the chat.",
    "way": "Reply to this letter, or come back to the chat: {page}",
    "way_without_page": "Reply to this letter, or come back to the chat on our site.",
    "stop": "Send me no answers of the chat by e-mail: {stop}",
}

STOP_WORDS = {
    "ru": {
        "title": "Письма из чата",
        "ask": "Не присылать ответы из чата на {address}?",
        "button": "Не присылать",
        "done": "Готово: ответы из чата на {address} больше не придут. В самом чате они останутся.",
    },
    "en": {
        "title": "Letters of the chat",
        "ask": "Send no answers of the chat to {address}?",
        "button": "Send no more",
        "done": "Done: no more answers of the chat will be sent to {address}. In the chat itself they stay.",
    },
}


def write_subject(parts: Parts) -> str:
    """Write the subject; the same for every letter of a chat, which keeps the thread together."""
    return _words(parts)["subject"].format(company=parts.company)


def write_letter(parts: Parts) -> str:
    """Write the words of the letter."""
    words = _words(parts)
    lines = [words["beginning"]]
    lines += [f"{name}:\n{text}" if name else text for name, text in parts.answers if text.strip()]
    if parts.without_files:
        lines.append(words["files"])
    lines.append(words["way"].format(page=parts.page) if parts.page else words["way_without_page"])
    lines.append(words["stop"].format(stop=parts.stop))
    return "\n\n".join(lines)


def stop_link(visitor: Visitor, chat: tuple[int, int], address: str) -> str:
    """Return the address of the page on which an e-mail address ends its letters; `chat` is (workspace, inbox)."""
    value = f"{chat[0]}.{chat[1]}.{address}"
    return f"{visitor.settings.address}/chat/letters/{visitor.letters.sign(value, _YEAR_S)}"


def read_stop(visitor: Visitor, token: str) -> tuple[int, int, str]:
    """Return what such an address names: workspace, inbox, e-mail address; raises NotFound."""
    workspace, inbox, address = visitor.letters.read(token).split(".", 2)
    return int(workspace), int(inbox), address


def _words(parts: Parts) -> dict[str, str]:
    return _RU if parts.language == "ru" else _EN
